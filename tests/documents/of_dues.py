"""Invented examples of what a member is given of its dues."""

from datetime import date

from kevread.documents.contracts import Signatory
from kevread.dues.papers import DuesCertificate, PaidLine, TaxReceipt
from tests.documents.house import HOUSE

OF_DUES = (
    DuesCertificate(
        letterhead=HOUSE,
        member="L’Atelier des Roselières",
        identifiers=("RNA W351234567", "SIREN 732 829 320"),
        year=2026,
        reference="2026-0007",
        asked="60 €",
        received=(
            PaidLine(day=date(2026, 3, 2), amount="80,50 €", means="Virement"),
            PaidLine(day=date(2026, 4, 2), amount="- 20,50 €", means="Virement"),
        ),
        total="60 €",
        on=date(2026, 11, 24),
    ),
    TaxReceipt(
        letterhead=HOUSE,
        number=12,
        seat="2 quai des Écluses, 35600 Redon",
        purpose="Faire vivre l’économie sociale et solidaire du pays de Redon.",
        member="L’Atelier des Roselières",
        form="Coopérative",
        identifiers=("SIREN 732 829 320",),
        locality="Redon",
        amount="1 250,50 €",
        words="mille deux cent cinquante euros et cinquante centimes",
        paid_on=date(2026, 3, 2),
        means="Virement",
        due="2026-0007",
        on=date(2026, 11, 24),
        signatories=(Signatory(name="", quality="Pour ESS des Marais : nom, qualité, signature"),),
    ),
)
