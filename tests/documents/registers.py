"""The register of the staff of an employer, and a contract that is signed here, with everything that they may say."""

from datetime import date

from kevread.documents.contracts import Letterhead, Signatory
from kevread.staff.papers import EmploymentContract, Entry, Guest, StaffRegister


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
                authorised="Demande d’autorisation de licenciement du 3 mars 2026",
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


def employment_contract(house: Letterhead) -> EmploymentContract:
    """With everything that it may say."""
    return EmploymentContract(
        letterhead=house,
        person="Émile Bodénan",
        kind="Durée déterminée (CDD)",
        motive="Remplacement d’une personne absente",
        is_replacement=True,
        replaces="Awa Le Goff, déléguée territoriale, groupe F",
        occupation="Délégué·e territorial·e",
        workplace="Morlaix, dans les locaux du pôle",
        agreement="de l’animation, dite Éclat, IDCC 1518",
        first=date(2027, 2, 1),
        last=date(2027, 12, 31),
        seniority_from=date(2020, 1, 1),
        trial_end=date(2027, 2, 28),
        share=80,
        group="F",
        coefficient=375,
        points=12,
        salary="2 609 € par mois",
        decision="Décision n° 2026-014, Bureau, 21 octobre 2026.",
        unsaid=("les horaires", "les congés payés"),
        signatories=(
            Signatory(name="Servane Haratounel", quality="Direction, par délégation"),
            Signatory(name="Émile Bodénan", quality="Salarié·e"),
        ),
    )
