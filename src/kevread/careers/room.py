"""What careers bring to the house."""

from collections.abc import Mapping
from typing import Any

from kevread.careers.exports import HANDED_OVER, HEADCOUNTS, OCCASIONS, PATHWAYS, PAYROLL, TRAININGS
from kevread.careers.facts import REGISTER
from kevread.careers.loader import careers
from kevread.careers.models import LEADS, WELCOMES
from kevread.careers.queries.carrying import plans_carried
from kevread.careers.queries.pathways import REGISTER as OF_PATHWAYS
from kevread.careers.todo import dates_near, departing, handed_to_me, on_pathways, to_hand_in, to_lead
from kevread.common.rooms import Carrier, Heard, Right, Room, Screen, Under, Verb, declare
from kevread.common.todo import Line
from kevread.staff.models import EMPLOYS


def employs(name: str, sentence: str, *, heard: Heard = Heard.NEAR) -> Verb:
    return Verb(f"careers.{name}", sentence, EMPLOYS, heard=heard)


def leads(name: str, sentence: str) -> Verb:
    return Verb(f"careers.{name}", sentence, LEADS, heard=Heard.NEAR)


def welcomes(name: str, sentence: str) -> Verb:
    return Verb(f"careers.{name}", sentence, WELCOMES, heard=Heard.NOWHERE)


def step(code: str, row: Mapping[str, Any]) -> str:
    return careers().pathway.label(code)


ROOM = declare(
    Room(
        "careers",
        verbs=(
            leads("open_plan", "a ouvert un plan de développement des compétences"),
            leads("gather", "a réuni des besoins dans une formation"),
            leads("remove_training", "a retiré une formation d’un plan"),
            leads("consolidate", "a consolidé un plan de développement des compétences"),
            leads("reopen_plan", "a rouvert un plan de développement des compétences"),
            leads("undo_plan", "a annulé un plan de développement des compétences"),
            leads("follow", "a dit ce qu’est devenue une formation"),
            employs("tell_need", "a inscrit un besoin de formation", heard=Heard.NOWHERE),
            employs("settle_need", "a arbitré un besoin de formation", heard=Heard.NOWHERE),
            employs("withdraw_need", "a retiré un besoin de formation", heard=Heard.NOWHERE),
            employs("hand_in", "a remis les besoins de formation de l’équipe"),
            employs("take_back_needs", "a repris les besoins de formation de l’équipe"),
            employs("plan_occasion", "a inscrit un rendez-vous social"),
            employs("hold_occasion", "a inscrit un rendez-vous social tenu"),
            employs("undo_occasion", "a annulé un rendez-vous social"),
            employs("open_handover", "a dressé la liste de ce qui est à confier", heard=Heard.NOWHERE),
            employs("take_stock", "a mis à jour la liste de ce qui est à confier", heard=Heard.NOWHERE),
            employs("entrust", "a confié ce que laisse une personne qui part", heard=Heard.NOWHERE),
            Verb(
                "careers.answer",
                "a répondu à ce qu’on lui confie",
                None,
                because="whoever receives agrees, and nobody for them",
                heard=Heard.NOWHERE,
            ),
            employs("close_handover", "a clos une passation", heard=Heard.NOWHERE),
            employs("undo_handover", "a annulé une passation ouverte par erreur", heard=Heard.NOWHERE),
            welcomes("accompany", "a dit qui accompagne une personne nouvelle au conseil"),
            welcomes("tell_step", "a inscrit une étape d’un parcours d’administrateur·rice"),
            welcomes("undo_step", "a annulé une étape d’un parcours d’administrateur·rice"),
            employs("say_welfare", "a inscrit le budget des œuvres sociales", heard=Heard.NOWHERE),
        ),
        rights=(
            Right(LEADS, "Tenir le plan de développement des compétences du réseau", ("decides", "directs")),
            Right(WELCOMES, "Suivre les parcours d’administrateur·rice", ("decides", "directs"), at_home=True),
        ),
        registers={REGISTER: "Compétences et dialogue social", OF_PATHWAYS: "Parcours d’administrateur·rice"},
        says={"careers.pathwaystep.step": step},
        tabs={
            "parcours": "bodies",
            "competences": "network",
            "dialogue-social": "network",
            "effectif": "network",
            "departs": "network",
            "paie": "network",
        },
        screens=(
            Screen(
                "careers:skills",
                "skills",
                "Voir le plan de développement des compétences",
                LEADS,
                mends=True,
                does="ouvrir un plan, réunir les besoins, le consolider, le suivre",
                under=Under("network", "Compétences", 12, "Équipe"),
            ),
            Screen(
                "careers:needs",
                label="Voir ce qui est demandé à cet employeur",
                right=EMPLOYS,
                mends=True,
                does="dire les besoins de formation de l’équipe, et les remettre",
            ),
            Screen(
                "careers:pathways",
                "pathways",
                "Voir les parcours",
                WELCOMES,
                mends=True,
                does="dire qui accompagne chaque personne nouvelle au conseil, et les étapes faites",
                under=Under("bodies", "Parcours", 5),
            ),
            Screen(
                "careers:occasions",
                "social_dialogue",
                "Voir le dialogue social",
                EMPLOYS,
                mends=True,
                does="inscrire les rendez-vous sociaux, et ce qui en est sorti",
                under=Under("network", "Dialogue social", 13, "Équipe"),
            ),
            Screen(
                "careers:departures",
                "departures",
                "Voir les départs",
                EMPLOYS,
            ),
            Screen(
                "careers:payroll",
                "payroll",
                "Voir les variables de paie",
                EMPLOYS,
                under=Under("network", "Paie", 14, "Équipe"),
            ),
            Screen(
                "careers:headcount",
                "headcount",
                "Voir l’effectif et ses seuils",
                EMPLOYS,
                mends=True,
                does="dire le budget des œuvres sociales",
            ),
        ),
        lines=(
            Line(76, to_hand_in),
            Line(77, to_lead),
            Line(78, dates_near),
            Line(68, handed_to_me, reserved=True),
            Line(73, departing, reserved=True),
            Line(79, on_pathways),
        ),
        tables=(PAYROLL, PATHWAYS, TRAININGS, OCCASIONS, HEADCOUNTS, HANDED_OVER),
        carriers=(Carrier("plans", "Plans de compétences", plans_carried),),
    )
)
