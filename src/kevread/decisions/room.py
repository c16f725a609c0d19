"""What decisions bring to the house."""

from collections.abc import Mapping
from typing import Any

from kevread.common.rooms import Carrier, Finder, Heard, Right, Room, Screen, Under, Verb, declare
from kevread.common.todo import Line
from kevread.competence.queries import matrix
from kevread.decisions.exports import DECISIONS, FOLLOW_UPS
from kevread.decisions.panels import follow_ups, last_decisions
from kevread.decisions.papers import Register
from kevread.decisions.queries.carrying import follow_ups_carried
from kevread.decisions.queries.register import find_decisions
from kevread.decisions.todo import (
    decisions_to_class,
    follow_ups_to_do,
    ratifications_to_take_up,
    seats_to_confirm,
)
from kevread.tally.rules.sums import sum_in_words


def kind(slug: str, row: Mapping[str, Any]) -> str:
    """A type of decision, as the matrix names it."""
    return matrix().label(slug) or slug


def organ_named(key: str, row: Mapping[str, Any]) -> str:
    """Somebody outside, as the matrix names them."""
    asked = (organ for type_ in matrix().types.values() for organ in type_.advices if organ.outside)
    return next((organ.name for organ in asked if organ.key == key), key)


def sum_told(shown: str, row: Mapping[str, Any]) -> str:
    return sum_in_words(shown)


ROOM = declare(
    Room(
        "decisions",
        panels={"beside_agenda": follow_ups, "last_decisions": last_decisions},
        verbs=(
            Verb("decisions.record", "a inscrit une décision au registre", "record_decision"),
            Verb("decisions.found", "a inscrit la décision d’avant le registre", "record_decision"),
            Verb(
                "decisions.deposit_founding_paper",
                "a déposé le papier de la décision d’avant le registre",
                "record_decision",
            ),
            Verb("decisions.enter_past", "a inscrit une décision d’avant, d’un fichier", "record_decision"),
            Verb("decisions.give_advice", "a inscrit un avis au registre", "record_decision"),
            Verb("decisions.correct", "a corrigé la rédaction d’une décision", "record_decision"),
            Verb(
                "decisions.annul",
                "a annulé une ligne du registre : la décision n’avait pas été prise",
                "record_decision",
            ),
            Verb("decisions.classify", "a dit de quel type est une décision", "record_decision", heard=Heard.NOWHERE),
            Verb(
                "decisions.cite_advice",
                "a cité un avis rendu avant une décision",
                "record_decision",
                heard=Heard.NOWHERE,
            ),
            Verb(
                "decisions.note_outside_advice",
                "a noté l’avis de quelqu’un d’extérieur sur une décision",
                "record_decision",
            ),
            Verb("decisions.annul_outside_advice", "a annulé un avis extérieur noté par erreur", "record_decision"),
            Verb("decisions.join", "a dit qu’une autre instance a pris la même décision", "record_decision"),
            Verb("decisions.part", "a défait un lien inscrit par erreur entre deux décisions", "record_decision"),
            Verb(
                "decisions.submit",
                "a porté une décision à l’ordre du jour d’une instance dont elle attend quelque chose",
                "prepare_meeting",
            ),
            Verb("decisions.ratify", "a dit qu’une décision en ratifie une autre", "record_decision"),
            Verb("decisions.annul_ratification", "a annulé une ratification inscrite par erreur", "record_decision"),
            Verb(
                "decisions.propose_application",
                "a dit ce qu’une décision ouvre",
                "record_decision",
                heard=Heard.NOWHERE,
            ),
            Verb("decisions.apply", "a appliqué une décision", "record_decision"),
            Verb("decisions.drop_application", "a abandonné une proposition", "record_decision"),
            Verb("decisions.settle", "a noté où une décision a été appliquée", "record_decision", heard=Heard.NOWHERE),
            Verb("decisions.follow", "a confié une suite", "record_decision"),
            Verb("decisions.finish_follow_up", "a noté qu’une suite est faite", "record_decision"),
        ),
        says={
            "decisions.decision.type": kind,
            "decisions.outsideadvice.organ": organ_named,
            "decisions.decision.advises": kind,
            "decisions.decision.sum": sum_told,
        },
        screens=(
            Screen(
                "decisions:decisions",
                "decisions",
                "Voir les décisions",
                "record_decision",
                mends=True,
                does="inscrire une décision",
                under=Under("decisions", "Décisions"),
            ),
            Screen(
                "decisions:to_classify",
                label="Classer les décisions",
                right="record_decision",
                mends=True,
                does="classer les décisions",
            ),
            Screen("decisions:decision", "decision"),
            Screen(
                "decisions:record_decision",
                "record_decision",
                "Inscrire une décision",
                "record_decision",
                mends=True,
                does="inscrire la décision",
                writes=True,
            ),
            Screen(
                "decisions:found",
                label="La décision d’avant le registre",
                right="record_decision",
                mends=True,
                does="inscrire la décision d’avant le registre et déposer son papier",
                writes=True,
            ),
            Screen(
                "decisions:streams",
                label="Les chantiers du document",
                right="record_decision",
                mends=True,
                does="confier un chantier à quelqu’un",
            ),
            Screen(
                "decisions:ratifying",
                label="Faire ratifier",
                right="record_decision",
                mends=True,
                does="faire ratifier une décision",
                writes=True,
            ),
            Screen(
                "decisions:submitting",
                label="Porter à l’ordre du jour",
                right="prepare_meeting",
                mends=True,
                does="porter une décision à l’ordre du jour",
                writes=True,
            ),
            Screen(
                "decisions:advising",
                label="Recueillir l’avis qui manque",
                right="record_decision",
                mends=True,
                does="recueillir l’avis qui manque",
            ),
            Screen(
                "decisions:adopting",
                label="Faire adopter par les autres instances",
                right="record_decision",
                mends=True,
                does="faire adopter une décision par les autres instances",
            ),
        ),
        lines=(
            Line(35, seats_to_confirm),
            Line(40, follow_ups_to_do),
            Line(43, ratifications_to_take_up),
            Line(45, decisions_to_class),
        ),
        finders=(Finder("Décisions", find_decisions),),
        rights=(
            Right("name_elected", "Dire qui une décision a élu ou désigné", ("decides", "keeps_minutes"), elects=True),
            Right(
                "record_decision",
                "Inscrire une décision au registre, et l’appliquer",
                ("decides", "directs", "keeps_minutes"),
            ),
        ),
        tabs={"decisions": "decisions"},
        registers={"decisions": "Décisions"},
        papers=(Register,),
        tables=(DECISIONS, FOLLOW_UPS),
        carriers=(Carrier("follow-ups", "Suites de décisions", follow_ups_carried),),
    )
)
