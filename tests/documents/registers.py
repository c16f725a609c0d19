"""The register of the staff of an employer, a contract that is signed here, with everything that they may say; the common
framework."""

from datetime import date

from kevread.charter.papers import ArticleTold, CommonText, PartTold, Settle, Words
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


def common_text(house: Letterhead) -> CommonText:
    """What waits, in a framework of two articles."""
    return CommonText(
        letterhead=house,
        on=date(2026, 11, 24),
        is_faced=True,
        of=109,
        counts="Un article du réseau n’est pas respecté. Un article attend une décision.",
        partly="3 organisations ont été lues, sur 5 : ailleurs, un article peut être tenu autrement.",
        to_mend=(Settle(rule="R3.7", title="Deux personnes de chaque pôle", said="On en compte 3 ; le texte dit 2."),),
        to_decide=(Settle(rule="R5.2", title="La clé", said="Non décidé : la clé.", rest="Tenu ailleurs."),),
        parts=(
            PartTold(
                title="3. Gouvernance",
                articles=(
                    ArticleTold(
                        rule="R3.7",
                        title="Deux personnes de chaque pôle",
                        words=(
                            Words(text="Chaque pôle envoie au plus ", is_broken=True),
                            Words(text="deux", kind="value", is_broken=True),
                            Words(text=" personnes au conseil."),
                        ),
                        word="À régler",
                        state="breaches",
                        said="On en compte 3 ; le texte dit 2.",
                        additions=("Le document ne dit pas si les suppléant·es comptent.",),
                    ),
                ),
            ),
            PartTold(
                title="Conventions collectives, doctrine et usages",
                about="Ce n’est pas la loi.",
                articles=(
                    ArticleTold(
                        rule="R5.2",
                        title="La clé",
                        strength="proposition",
                        source="Usage des associations",
                        words=(Words(text="La clé est "), Words(text="à décider", kind="blank"), Words(text=".")),
                        word="Non décidé",
                        state="unknown",
                        said="Non décidé : la clé.",
                        rest="Tenu ailleurs.",
                    ),
                ),
            ),
        ),
        note="Ce que Kevread y ajoute est marqué « Ajout de Kevread ».",
    )
