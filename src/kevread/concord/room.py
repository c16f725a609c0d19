"""What common texts bring to the house."""

from kevread.common.rooms import Right, Room, Screen, Under, Verb, declare
from kevread.common.todo import Line
from kevread.concord.exports import TEXTS
from kevread.concord.loader import label
from kevread.concord.models import PROPOSES
from kevread.concord.panels import answered_text, common_texts
from kevread.concord.queries import REGISTER
from kevread.concord.todo import texts_to_answer

ROOM = declare(
    Room(
        "concord",
        verbs=(
            Verb("concord.propose", "a proposé un texte commun à plusieurs instances", PROPOSES),
            Verb("concord.amend", "a proposé une autre version d’un texte commun", PROPOSES),
            Verb("concord.answer", "a inscrit la réponse d’une instance à un texte commun", "record_decision"),
            Verb("concord.take_back", "a annulé la réponse d’une instance à un texte commun", "record_decision"),
            Verb("concord.drop", "a abandonné un texte commun", PROPOSES),
        ),
        rights=(Right(PROPOSES, "Proposer un texte commun à plusieurs instances", ("prepares",)),),
        registers={REGISTER: "Textes communs"},
        says={"concord.commontext.kind": lambda value, row: label(value)},
        screens=(
            Screen(
                "concord:texts",
                "common_texts",
                "Voir les textes communs",
                PROPOSES,
                mends=True,
                does="proposer un texte commun",
                under=Under("decisions", "Textes communs", 6),
            ),
        ),
        tabs={"textes-communs": "decisions"},
        panels={"answered_text": answered_text, "common_texts": common_texts},
        lines=(Line(42, texts_to_answer),),
        tables=(TEXTS,),
    )
)
