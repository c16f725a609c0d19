"""What « privacy » brings to the house."""

from collections.abc import Mapping
from typing import Any

from kevread.common.rooms import Heard, Right, Room, Screen, Under, Verb, declare
from kevread.common.todo import Line
from kevread.privacy.exports import PROCESSING
from kevread.privacy.panels import erasing
from kevread.privacy.papers import BreachSheet, Dossier, Processing
from kevread.privacy.queries.erasable import Erasable
from kevread.privacy.todo import breaches_to_notify, demands_to_answer, register_changed


def counts(told: Any, _: Mapping[str, Any]) -> str:
    many = {called: one[0] if isinstance(one, list) else one for called, one in told.items()}
    return " ; ".join(f"{called} ({number})" for called, number in many.items())


def told(said: Any, _: Mapping[str, Any]) -> str:
    """By kind: how many, or until when."""
    return " ; ".join(f"{kind} ({value})" for kind, value in said.items())


ROOM = declare(
    Room(
        "privacy",
        says={
            "privacy.purge.kinds": told,
            "privacy.purge.asked": told,
            "privacy.purge.gone": told,
            "privacy.erasure.gone": counts,
            "privacy.erasure.kept": counts,
        },
        verbs=(
            Verb(
                "privacy.ask",
                "a demandé quelque chose sur ses données",
                None,
                because="one’s own data",
                heard=Heard.NOWHERE,
            ),
            Verb("privacy.note_request", "a noté une demande sur des données", "answer_demand", heard=Heard.NOWHERE),
            Verb("privacy.extend", "a prolongé le délai d’une réponse", "answer_demand", heard=Heard.NOWHERE),
            Verb("privacy.answer", "a répondu à une demande sur des données", "answer_demand", heard=Heard.NOWHERE),
            Verb(
                "privacy.erase",
                "a effacé une personne",
                "erase_person",
                heading="Effacement d’une personne",
                rewrites=Erasable(),
                heard=Heard.NOWHERE,
                erases=True,
            ),
            Verb(
                "privacy.restrict",
                "a limité l’usage des données d’une personne",
                "restrict_person",
                heading="Usage de données limité",
                heard=Heard.NOWHERE,
            ),
            Verb(
                "privacy.lift_restriction",
                "a levé la limitation de l’usage des données d’une personne",
                "restrict_person",
                heard=Heard.NOWHERE,
            ),
            Verb(
                "privacy.refuse_reading",
                "a demandé à lire ce qui touche une personne au travail, et ne le peut pas",
                None,
                because="whoever asks to read; the page is refused",
                heard=Heard.NOWHERE,
            ),
            Verb(
                "privacy.decide_purge",
                "a décidé d’effacer ce dont la durée est passée",
                "decide_purge",
                heading="Effacement à terme",
                heard=Heard.NOWHERE,
            ),
            Verb(
                "privacy.purge",
                "a effacé ce dont la durée est passée",
                None,
                because="the worker does what somebody decided",
                rewrites=Erasable(by_age=True),
                heard=Heard.NOWHERE,
                erases=True,
            ),
            Verb("privacy.validate_register", "a validé le registre des traitements", "validate_processing"),
            Verb("privacy.open_breach", "a ouvert une fiche de violation", "keep_breaches", heard=Heard.NOWHERE),
            Verb("privacy.amend_breach", "a complété une fiche de violation", "keep_breaches", heard=Heard.NOWHERE),
            Verb("privacy.close_breach", "a clos une fiche de violation", "keep_breaches", heard=Heard.NOWHERE),
        ),
        rights=(
            Right("answer_demand", "Répondre aux personnes sur leurs données", ("decides",)),
            Right("erase_person", "Effacer une personne, ce que la loi garde excepté"),
            Right("restrict_person", "Limiter l’usage des données d’une personne, et lever cette limite"),
            Right("decide_purge", "Décider d’effacer ce dont la durée est passée"),
            Right("validate_processing", "Valider le registre des traitements", ("decides",)),
            Right("keep_breaches", "Tenir les fiches de violation de données", ("decides", "directs")),
        ),
        registers={
            "processing": "Traitements de données",
            "demands": "Demandes des personnes sur leurs données",
            "breaches": "Violations de données",
        },
        lines=(Line(59, breaches_to_notify, live=True), Line(60, demands_to_answer), Line(61, register_changed)),
        panels={"erasing": erasing},
        papers=(Dossier, Processing, BreachSheet),
        tables=(PROCESSING,),
        screens=(
            Screen("privacy:dossier", "known_of_me", "Lire ce que Kevread sait de moi", "read", mends=True),
            Screen(
                "privacy:demands",
                label="Voir les demandes",
                right="answer_demand",
                mends=True,
                does="répondre à une demande",
                under=Under("house", "Demandes sur les données", 7),
            ),
            Screen(
                "privacy:processing",
                label="Voir le registre des traitements",
                right="validate_processing",
                mends=True,
                does="valider le registre des traitements",
                under=Under("house", "Traitements de données", 8),
            ),
            Screen(
                "privacy:breaches",
                label="Voir les violations",
                right="keep_breaches",
                mends=True,
                does="compléter une fiche de violation",
                under=Under("house", "Violations de données", 9),
            ),
            Screen(
                "privacy:retention",
                label="Voir combien de temps on garde",
                right="decide_purge",
                mends=True,
                does="décider que ce qui est gardé depuis assez longtemps s’efface",
                under=Under("house", "Durées", 10),
            ),
            Screen("privacy:dossier_json"),
            Screen("privacy:dossier_pdf"),
        ),
        tabs={
            "ce-que-kevread-sait-de-moi/": "today",
            "demandes-des-personnes": "house",
            "personnes": "network",
            "traitements": "house",
            "violations": "house",
            "durees": "house",
        },
    )
)
