"""What meetings bring to the house."""

from collections.abc import Mapping
from typing import Any

from kevread.common.rooms import Carrier, Heard, Right, Room, Verb, declare
from kevread.common.todo import Line
from kevread.common.witness import Witness
from kevread.competence.queries import matrix
from kevread.meetings.exports import MEETINGS, ROLL
from kevread.meetings.panels import first_meeting, next_meeting, prepare_meeting
from kevread.meetings.papers import Agenda, Notice, Pack, Proxy
from kevread.meetings.queries.carrying import meetings_carried
from kevread.meetings.queries.naming import college_name
from kevread.meetings.todo import notices_to_send, people_to_convene_too
from kevread.meetings.witnessed import meetings_held


def kind(slug: str, row: Mapping[str, Any]) -> str:
    """A type of decision, as the matrix names it."""
    return matrix().label(slug) or slug


def college(code: str, row: Mapping[str, Any]) -> str:
    return college_name(code)


ROOM = declare(
    Room(
        "meetings",
        panels={"first_meeting": first_meeting, "prepare_meeting": prepare_meeting, "next_meeting": next_meeting},
        verbs=(
            Verb("meetings.plan", "a planifié une réunion", "prepare_meeting", heard=Heard.NEAR),
            Verb("meetings.plan_several", "a planifié plusieurs réunions", "prepare_meeting", heard=Heard.NEAR),
            Verb("meetings.move", "a déplacé une réunion", "prepare_meeting", heard=Heard.NEAR),
            Verb("meetings.amend", "a complété une réunion", "prepare_meeting", heard=Heard.NOWHERE),
            Verb("meetings.add_item", "a ajouté un point à l’ordre du jour", "prepare_meeting", heard=Heard.NOWHERE),
            Verb(
                "meetings.amend_item", "a modifié un point de l’ordre du jour", "prepare_meeting", heard=Heard.NOWHERE
            ),
            Verb("meetings.move_item", "a changé l’ordre des points", "prepare_meeting", heard=Heard.NOWHERE),
            Verb(
                "meetings.withdraw_item", "a retiré un point de l’ordre du jour", "prepare_meeting", heard=Heard.NOWHERE
            ),
            Verb(
                "meetings.forward_item", "a porté un point à une autre réunion", "prepare_meeting", heard=Heard.NOWHERE
            ),
            Verb("meetings.set_agenda", "a arrêté l’ordre du jour", "prepare_meeting", heard=Heard.NOWHERE),
            Verb("meetings.reopen_agenda", "a rouvert l’ordre du jour", "prepare_meeting", heard=Heard.NOWHERE),
            Verb("meetings.enclose", "a joint une pièce à une réunion", "prepare_meeting", heard=Heard.NOWHERE),
            Verb(
                "meetings.withdraw_enclosure",
                "a retiré une pièce d’une réunion",
                "prepare_meeting",
                heard=Heard.NOWHERE,
            ),
            Verb("meetings.propose_dates", "a proposé des dates", "prepare_meeting", heard=Heard.NEAR),
            Verb(
                "meetings.answer_dates",
                "a répondu sur des dates",
                None,
                because="everybody answers for themselves",
                heard=Heard.NOWHERE,
            ),
            Verb("meetings.retain_date", "a retenu une date", "prepare_meeting", heard=Heard.NEAR),
            Verb("meetings.convene", "a envoyé une convocation", "convene", heard=Heard.NEAR),
            Verb("meetings.send_further_notice", "a envoyé un avis complémentaire", "convene", heard=Heard.NEAR),
            Verb("meetings.cancel", "a annulé une réunion", "convene", heard=Heard.NEAR),
            Verb("meetings.postpone", "a reporté une réunion", "convene", heard=Heard.NEAR),
            Verb("meetings.call_again", "a préparé une seconde convocation", "convene", heard=Heard.NOWHERE),
            Verb(
                "meetings.answer",
                "a répondu à une convocation",
                None,
                because="everybody answers for themselves",
                heard=Heard.NOWHERE,
            ),
            Verb("meetings.give_proxy", "a donné pouvoir", "prepare_meeting", heard=Heard.NOWHERE),
            Verb("meetings.withdraw_proxy", "a repris un pouvoir", "prepare_meeting", heard=Heard.NOWHERE),
            Verb(
                "meetings.remind",
                "a rappelé une réunion à qui n’avait pas répondu",
                "prepare_meeting",
                heard=Heard.NOWHERE,
            ),
        ),
        says={
            "meetings.agendaitem.decision_type": kind,
            "meetings.rollentry.college": college,
        },
        lines=(Line(59, people_to_convene_too), Line(60, notices_to_send)),
        rights=(
            Right(
                "prepare_meeting",
                "Préparer une réunion, la tenir, écrire son procès-verbal",
                ("prepares", "keeps_minutes"),
            ),
            Right("convene", "Convoquer, reporter ou annuler une réunion", ("decides", "directs", "keeps_minutes")),
        ),
        registers={"meetings": "Réunions et présences"},
        papers=(Notice, Agenda, Pack, Proxy),
        tabs={"reunions": "meetings", "reponse/": "meetings", "dates/": "meetings"},
        tables=(MEETINGS, ROLL),
        carriers=(Carrier("meetings", "Réunions à venir", meetings_carried),),
        witnesses=(Witness("meetings.held", "une réunion tenue", "meeting", meetings_held),),
    )
)
