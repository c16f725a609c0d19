"""The sheet of an interview, with everything that it may say."""

from datetime import date

from kevread.documents.contracts import Letterhead, Signatory
from kevread.supervision.papers import InterviewSheet, Part, Priority


def interview_sheet(house: Letterhead) -> InterviewSheet:
    return InterviewSheet(
        letterhead=house,
        kind="L’entretien annuel",
        person="Soizic Rivoal",
        post="Délégué·e territorial·e",
        opened_on=date(2026, 11, 2),
        on=date(2026, 11, 24),
        asked="Préparons-le ensemble.",
        priorities=(Priority(who="ESS des Marais", said="Deux communes à rencontrer.", since=date(2026, 3, 1)),),
        parts=(
            Part(who="La direction", share="conduit", text="Une belle année.", written_on=date(2026, 11, 20)),
            Part(who="ESS des Marais", share="écrit sa contribution", written_on=date(2026, 11, 21)),
            Part(who="Soizic Rivoal", share=""),
        ),
        topics=("L’année écoulée", "Ce que la personne veut dire d’autre"),
        reserve="Ces sujets sont proposés.",
        signatories=(
            Signatory(name="Soizic Rivoal", quality="Personne reçue"),
            Signatory(name="", quality="Pour la Cress"),
        ),
    )
