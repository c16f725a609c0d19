"""What « staff » brings to the house."""

from collections.abc import Mapping
from typing import Any

from kevread.common.rooms import Carrier, Heard, Right, Room, Screen, Under, Verb, declare
from kevread.common.todo import Line
from kevread.staff.exports import HOSTED, POSTS
from kevread.staff.exports import REGISTER as REGISTER_OF_STAFF
from kevread.staff.loader import framework
from kevread.staff.models import EMPLOYS, INFORMED, REGISTER
from kevread.staff.papers import EmploymentContract, StaffRegister
from kevread.staff.queries.carrying import work_carried
from kevread.staff.todo import contracts_to_sign, information_to_hand, my_visit, to_mend, to_open, working_lives

# Of somebody’s contract, the journal that boards read tells one thing: where one person is employed, what each gesture is would
# say who has what. Whoever reads the contract reads what was written.
KEPT_UP = "a tenu à jour un contrat de travail"


def verb(name: str, sentence: str, *, heard: Heard = Heard.NEAR) -> Verb:
    return Verb(f"staff.{name}", sentence, EMPLOYS, heard=heard)


def function(code: str, row: Mapping[str, Any]) -> str:
    return framework().function(code)


def axis(code: str, row: Mapping[str, Any]) -> str:
    return framework().axis(code)


def mission(code: str, row: Mapping[str, Any]) -> str:
    return framework().mission(code)


def missions(codes: list[str], row: Mapping[str, Any]) -> str:
    return " ; ".join(framework().mission(code) for code in codes)


def speciality(code: str, row: Mapping[str, Any]) -> str:
    return framework().specialities.get(code, code)


ROOM = declare(
    Room(
        "staff",
        verbs=(
            verb("open_post", "a ouvert un poste"),
            verb("describe_post", "a récrit une fiche de poste"),
            verb("close_post", "a fermé un poste"),
            verb("annul_post", "a annulé un poste inscrit par erreur"),
            verb("hire", "a inscrit un contrat de travail"),
            verb("amend", KEPT_UP, heard=Heard.NOWHERE),
            verb("say_agreement", KEPT_UP, heard=Heard.NOWHERE),
            verb("take_over", "a repris le contrat de travail d’un autre employeur"),
            verb("end_contract", KEPT_UP, heard=Heard.NOWHERE),
            verb("annul_contract", "a annulé un contrat de travail inscrit par erreur", heard=Heard.NOWHERE),
            verb("put_to_signature", KEPT_UP, heard=Heard.NOWHERE),
            verb("withdraw", KEPT_UP, heard=Heard.NOWHERE),
            verb("deposit", KEPT_UP, heard=Heard.NOWHERE),
            verb("identify", KEPT_UP, heard=Heard.NOWHERE),
            verb("set_visit", KEPT_UP, heard=Heard.NOWHERE),
            verb("hold_visit", KEPT_UP, heard=Heard.NOWHERE),
            verb("annul_visit", KEPT_UP, heard=Heard.NOWHERE),
            verb("hand_information", KEPT_UP, heard=Heard.NOWHERE),
            verb("annul_information", KEPT_UP, heard=Heard.NOWHERE),
            verb("host", "a inscrit un stage ou un service civique au registre du personnel", heard=Heard.NOWHERE),
            verb("end_hosting", "a inscrit la fin d’un stage ou d’un service civique", heard=Heard.NOWHERE),
            verb("annul_hosting", "a annulé un stage ou un service civique inscrit par erreur", heard=Heard.NOWHERE),
            verb("place", "a inscrit au registre du personnel quelqu’un qu’un autre emploie", heard=Heard.NOWHERE),
            verb("end_placing", "a inscrit le départ de quelqu’un qu’un autre emploie", heard=Heard.NOWHERE),
            verb(
                "annul_placing", "a annulé une ligne du registre du personnel inscrite par erreur", heard=Heard.NOWHERE
            ),
            verb("assign", "a affecté quelqu’un à un poste"),
            verb("change_share", "a changé la part de temps d’une affectation"),
            verb("end_assignment", "a mis fin à une affectation"),
            verb("annul_assignment", "a annulé une affectation inscrite par erreur"),
        ),
        says={
            "staff.post.function": function,
            "staff.sheet.axis": axis,
            "staff.sheet.main_mission": mission,
            "staff.sheet.missions": missions,
            "staff.assignment.speciality": speciality,
        },
        rights=(
            Right(
                EMPLOYS,
                "Tenir les postes, les contrats de travail et les affectations",
                ("decides", "directs"),
                at_home=True,
                stays=True,
            ),
        ),
        lines=(
            Line(74, to_mend, reserved=True),
            Line(75, working_lives, reserved=True),
            Line(74, contracts_to_sign, reserved=True),
            Line(75, information_to_hand, reserved=True),
            Line(75, my_visit, reserved=True),
            Line(75, to_open),
        ),
        pages={
            "Visite médicale, période d’essai, ancienneté": "staff:contracts",
            "Information à l’embauche": "staff:contracts",
            "Salaires, contrats de travail": "staff:contracts",
        },
        tabs={"equipe": "network", "ma-part-du-temps/": "network"},
        registers={REGISTER: "Postes et contrats de travail", INFORMED: "Informations remises à l’embauche"},
        screens=(
            Screen(
                "staff:posts",
                "posts",
                "Voir les postes",
                EMPLOYS,
                mends=True,
                does="ouvrir un poste, y affecter quelqu’un, reprendre un contrat",
                under=Under("network", "Postes", 10, "Équipe"),
            ),
            Screen("staff:hosted_csv", "hosted_csv"),
            Screen("staff:hosted_xlsx", "hosted_xlsx"),
            Screen(
                "staff:contracts",
                "contracts",
                "Voir les contrats de travail",
                EMPLOYS,
                mends=True,
                does="tenir les contrats de travail, dire ce qui fut remis à l’embauche",
                writes=True,  # nobody else reads it
            ),
        ),
        papers=(StaffRegister, EmploymentContract),
        tables=(POSTS, REGISTER_OF_STAFF, HOSTED),
        carriers=(Carrier("work", "Pôles servis", work_carried),),
    )
)
