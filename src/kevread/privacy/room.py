"""What « privacy » brings to the house."""

from collections.abc import Mapping
from typing import Any

from kevread.common.rooms import Heard, Right, Room, Screen, Under, Verb, declare
from kevread.common.todo import Line
from kevread.privacy.panels import erasing
from kevread.privacy.papers import Dossier
from kevread.privacy.queries.erasable import Erasable
from kevread.privacy.todo import demands_to_answer


def counts(told: Any, _: Mapping[str, Any]) -> str:
    many = {called: one[0] if isinstance(one, list) else one for called, one in told.items()}
    return " ; ".join(f"{called} ({number})" for called, number in many.items())


ROOM = declare(
    Room(
        "privacy",
        says={"privacy.erasure.gone": counts, "privacy.erasure.kept": counts},
        verbs=(
            Verb(
                "privacy.ask",
                "a demandé quelque chose sur ses données",
                None,
                because="one’s own data",
                heard=Heard.NOWHERE,
            ),
            Verb("privacy.note_request", "a noté une demande sur des données", "answer_demand", heard=Heard.NOWHERE),
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
        ),
        rights=(
            Right("answer_demand", "Répondre aux personnes sur leurs données", ("decides",)),
            Right("erase_person", "Effacer une personne, ce que la loi garde excepté"),
        ),
        lines=(Line(60, demands_to_answer),),
        panels={"erasing": erasing},
        papers=(Dossier,),
        screens=(
            Screen("privacy:dossier", "known_of_me", "Lire ce que Kevread sait de moi", "read", mends=True),
            Screen(
                "privacy:demands",
                label="Voir les demandes",
                right="answer_demand",
                under=Under("house", "Demandes sur les données", 7),
            ),
            Screen("privacy:dossier_json"),
            Screen("privacy:dossier_pdf"),
        ),
        tabs={"ce-que-kevread-sait-de-moi/": "today", "demandes-des-personnes": "house", "personnes": "network"},
    )
)
