"""An example of each paper that says what an organisation receives and spends."""

from datetime import date

from kevread.documents.contracts import Paper
from kevread.finance.papers import (
    Compared,
    FundingReport,
    GrantForm,
    LifeLine,
    LifePart,
    LocalLifeAccount,
    Measured,
    PackContents,
    Packed,
    PlanRow,
    PlanSide,
    Said,
    SaidPart,
)
from tests.documents.house import HOUSE

MONEY: tuple[Paper, ...] = (
    FundingReport(
        letterhead=HOUSE,
        purpose="Animation du territoire 2025",
        funder="Conseil régional",
        notified_on=date(2025, 2, 10),
        first=date(2025, 1, 1),
        last=date(2025, 12, 31),
        closed_on=date(2025, 12, 31),
        by=date(2026, 6, 30),
        sent_on=None,
        granted="80 000 €",
        lines=(
            Compared(label="Dépenses de l’action", planned="100 000 €", actual="—", difference="—"),
            Compared(
                label="Subvention, reçue dans l’exercice",
                planned="80 000 €",
                actual="48 000 €",
                difference="- 32 000 €",
            ),
        ),
        indicators=(
            Measured(
                label="Personnes accompagnées",
                aimed="40 personnes",
                attained="42 personnes",
                measured_on=date(2025, 12, 15),
            ),
            Measured(label="Ateliers tenus", aimed="—", attained="—"),
        ),
        missing=("Ce qui fut dépensé : il s’inscrit avec l’envoi du compte rendu.",),
    ),
    PackContents(
        letterhead=HOUSE,
        purpose="Animation du territoire 2025",
        funder="Conseil régional",
        granted="80 000 €",
        notified_on=date(2025, 2, 10),
        on=date(2026, 11, 24),
        there=(Packed(label="Convention", name="01-convention.pdf"),),
        missing=(Packed(label="Budget 2026", lacks="Aucune décision n’en fixe un ici."),),
    ),
    GrantForm(
        letterhead=HOUSE,
        purpose="Animation du territoire 2027",
        funder="Conseil régional",
        asked="80 000 €",
        on=date(2026, 11, 24),
        parts=(
            SaidPart(
                name="Qui demande",
                data=(
                    Said(label="Nom", lines=("ESS des Marais",), origin="La fiche de l’organisation."),
                    Said(
                        label="Adresse", lines=("12 rue du Canal", "35600 Redon"), origin="La fiche de l’organisation."
                    ),
                ),
            ),
        ),
        sides=(
            PlanSide(
                name="Charges", rows=(PlanRow(account="64", label="Personnel", amount="90 000 €"),), total="90 000 €"
            ),
            PlanSide(
                name="Produits", rows=(PlanRow(account="74", label="Subvention", amount="80 000 €"),), total="80 000 €"
            ),
        ),
    ),
    LocalLifeAccount(
        letterhead=HOUSE,
        first=date(2024, 12, 31),
        last=date(2025, 12, 31),
        opening="1 240,60 €",
        opening_source="Relevé du compte courant",
        received=(
            LifePart(
                label="Cotisations reçues sans être appelées ici",
                amount="360,00 €",
                lines=(LifeLine(day=date(2025, 3, 20), words="Neuf cotisations 2025", amount="360,00 €"),),
            ),
        ),
        came="360,00 €",
        spent=(LifePart(label="Vie politique locale", amount="212,40 €", lines=(), more=2),),
        out="212,40 €",
        expected="1 388,20 €",
        closing="1 346,20 €",
        closing_source="Relevé du compte courant",
        apart="- 42,00 €",
    ),
)
