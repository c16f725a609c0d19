"""What two lines of authority bring to the house."""

from collections.abc import Mapping
from typing import Any

from kevread.common.rooms import Carrier, Finder, Heard, Room, Screen, Under, Verb, declare
from kevread.common.todo import Line
from kevread.common.witness import Witness
from kevread.staff.models import EMPLOYS
from kevread.supervision.exports import LEAVES, MATTERS
from kevread.supervision.loader import acts
from kevread.supervision.panels import asked_at_work
from kevread.supervision.papers import InterviewSheet
from kevread.supervision.queries.carrying import matters_carried
from kevread.supervision.queries.own import find_own
from kevread.supervision.todo import to_employ, to_end, to_fill, to_meet, to_pay, to_review, waiting
from kevread.supervision.witnessed import recruited

BY_THE_MATRIX = "each line, and the person, by the share that the federation’s matrix gives them"


def verb(name: str, sentence: str) -> Verb:
    return Verb(f"supervision.{name}", sentence, None, because=BY_THE_MATRIX, heard=Heard.NOWHERE)


def act_named(code: str, row: Mapping[str, Any]) -> str:
    return acts().label(code)


ROOM = declare(
    Room(
        "supervision",
        verbs=(
            verb("raise_matter", "a ouvert un dossier d’encadrement"),
            verb("ask_line", "a demandé son écrit à un pôle"),
            verb("say", "a écrit pour sa ligne dans un dossier d’encadrement"),
            verb("ask_leave", "a demandé des jours"),
            verb("answer_leave", "a répondu à qui demande des jours"),
            verb("cancel_leave", "a annulé des jours demandés"),
            verb("propose_expense", "a proposé des frais de mission"),
            verb("answer_expense", "a répondu à des frais de mission"),
            verb("pay_expense", "a inscrit le remboursement de frais de mission"),
            Verb(
                "supervision.employ",
                "a inscrit le contrat de qui un recrutement a retenu",
                EMPLOYS,
                heard=Heard.NOWHERE,
            ),
            verb("settle", "a décidé d’un dossier d’encadrement"),
            verb("drop", "a clos un dossier d’encadrement sans le poursuivre"),
            verb("annul", "a annulé un dossier d’encadrement ouvert par erreur"),
            verb("add_candidate", "a ajouté une candidature à un recrutement"),
            verb("remove_candidate", "a retiré une candidature d’un recrutement"),
            verb("associate", "a associé quelqu’un à un dossier d’encadrement"),
            verb("release", "n’associe plus quelqu’un à un dossier d’encadrement"),
        ),
        registers={"supervision": "Recrutements, entretiens et arbitrages"},
        says={"supervision.matter.act": act_named},
        screens=(
            Screen(
                "supervision:people",
                "supervision",
                "Voir qui encadre qui",
                "read",
                mends=True,
                does="ouvrir un dossier d’encadrement, y écrire, en décider",
                under=Under("network", "Encadrement", 9, "Équipe"),
            ),
            Screen("supervision:leaves", "leaves", "Voir les congés et le télétravail", "read"),
        ),
        pages={
            "Congés, absences et télétravail": "supervision:leaves",
            "Frais de mission à rembourser": "supervision:people",
            "Entretien annuel, entretien de parcours": "supervision:people",
            "Recrutement, candidatures": "supervision:people",
        },
        tabs={"encadrement": "network", "qui-decide-pour-moi/": "network"},
        lines=(
            Line(66, waiting, live=True, reserved=True),
            Line(67, to_review, reserved=True),
            Line(67, to_meet, reserved=True),
            Line(67, to_fill, reserved=True),
            Line(67, to_employ),
            Line(67, to_end, reserved=True),
            Line(67, to_pay, reserved=True),
        ),
        papers=(InterviewSheet,),
        finders=(Finder("Pages", find_own, is_public=True),),
        panels={"asked_at_work": asked_at_work},
        tables=(MATTERS, LEAVES),
        carriers=(Carrier("matters", "Dossiers d’encadrement", matters_carried),),
        witnesses=(Witness("supervision.recruited", "un recrutement décidé", "recruitment", recruited, of_body=False),),
    )
)
