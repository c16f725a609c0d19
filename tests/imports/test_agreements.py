"""Agreements that were signed, in a file: who, when, by what right, which clauses."""

from datetime import date

from kevread.agreements.models import Agreement
from kevread.imports import workbook
from tests.arrange import TODAY

from .conftest import brought, grid, told
from .test_flow import EVERY

HEADER = (
    "Nature|Titre|Tenue par|Signée le|Prend effet le|Dernier jour|Reconduite, en mois|Préavis, en mois|Forme du préavis|"
    "Partie 1|Signataire 1|Qualité 1|Habilitation 1|Partie 2|Signataire 2|Qualité 2|Habilitation 2|Clauses"
)
ROW = {
    "Nature": "hierarchique-fonctionnelle", "Titre": "Convention entre Un et Deux", "Tenue par": "ess-un",
    "Signée le": "15/03/2025", "Prend effet le": "01/04/2025", "Dernier jour": "31/03/2028", "Reconduite, en mois": 12,
    "Préavis, en mois": 6, "Forme du préavis": "lettre recommandée avec avis de réception", "Partie 1": "ess-un",
    "Signataire 1": "Anne Martin", "Qualité 1": "Présidente", "Habilitation 1": "Conseil du 10 mars", "Partie 2": "ess-deux",
    "Signataire 2": "Yann Le Goff", "Qualité 2": "Président", "Habilitation 2": "",
    "Clauses": "[objet]\nCe qui lie.\n\nEt pourquoi. \u202eعَ",
}  # fmt: skip


def row(**more: object):
    said = ROW | {name.replace("_", " "): value for name, value in more.items()}
    return grid("Conventions", HEADER, tuple(said[name] for name in HEADER.split("|")))


def wrong(**more: object) -> list[tuple[str, str]]:
    return [(column, message) for _, _, column, message in told(brought(*EVERY, row(**more))).errors]


def test_what_was_signed_elsewhere_comes_with_its_days_its_signatories_and_its_clauses(empty):
    outcome = brought(*EVERY, row())
    assert told(outcome).errors == told(outcome).refused == []
    made = Agreement.objects.get()
    text = made.instruments.get()
    assert (text.signed_on, text.ends_on, text.renewal_months, text.notice_months) == (
        date(2025, 3, 15), date(2028, 3, 31), 12, 6,
    )  # fmt: skip
    first, second = text.approvals.order_by("party__rank")
    assert (first.signer_name, first.quality, first.authority) == (
        "Anne Martin",
        "Présidente",
        "Conseil du 10 mars",
    )
    assert (second.party.organisation.slug, second.authority, second.is_given) == ("ess-deux", "", False)
    assert text.clauses.get().text == "Ce qui lie.\n\nEt pourquoi. \u202eعَ"
    (left,) = workbook.grids(TODAY, ["Conventions"])
    again = brought(left, sha256="d" * 64)
    assert again.written.counts == {"new": 0, "changed": 0, "unchanged": 1}


def test_what_does_not_hold_is_told_on_its_column_and_nothing_is_written(empty):
    assert wrong(Nature="amitie")[0][0] == "nature"
    assert wrong(Clauses="[inconnue]\nUn texte.")[0] == ("clauses", "Cette nature n’a pas de clause « inconnue ».")
    assert wrong(Signataire_2="")[0][0] == "signataire 2"
    assert wrong(Habilitation_1="CA")[0][0] == "habilitation 1"
    assert wrong(Partie_2="ess-un", Partie_1="ess-deux")[0][0] == "partie 1"
    assert wrong(Dernier_jour="01/01/2025")[0][0] == "dernier jour"
    assert wrong(Signée_le="25/11/2026")[0][0] == "signée le"
    assert not Agreement.objects.exists()
