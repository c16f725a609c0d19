"""The register of the staff of an employer, with everything that it may say."""

from datetime import date

from kevread.documents.contracts import Letterhead
from kevread.staff.papers import Entry, Guest, StaffRegister


def staff_register(house: Letterhead) -> StaffRegister:
    return StaffRegister(
        letterhead=house,
        on=date(2026, 11, 24),
        entries=(
            Entry(
                number=1,
                name="Rivoal Soizic",
                nationality="française",
                born_on=date(1984, 3, 1),
                sex="Femme",
                occupation="Délégué·e territorial·e",
                qualification="Groupe F",
                entered_on=date(2024, 9, 2),
                left_on=date(2026, 8, 31),
                notes="contrat à durée déterminée, temps partiel",
            ),
            Entry(
                number=2,
                name="Morvan Malo",
                occupation="Communication",
                entered_on=date(2025, 1, 6),
                permit="Carte n° 12",
            ),
            Entry(number=3, name="Le Goff Awa", occupation="Gestion", entered_on=date(2025, 2, 3), is_annulled=True),
        ),
        hosted=(
            Guest(
                number=1,
                name="Kergoat Ozan",
                kind="Stage",
                first=date(2026, 9, 1),
                last=date(2026, 12, 18),
                tutor="Morvan Malo",
                place="À Redon, 6 rue du Port",
                is_annulled=True,
            ),
        ),
    )
