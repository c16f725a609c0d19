"""What allowances bring to the house."""

from kevread.allowances.exports import ALLOWANCES
from kevread.allowances.models import HOLDS, REGISTER
from kevread.allowances.todo import to_look_at
from kevread.common.rooms import Heard, Right, Room, Screen, Under, Verb, declare
from kevread.common.todo import Line
from kevread.finance.models import READS

ROOM = declare(
    Room(
        "allowances",
        verbs=(
            Verb("allowances.record", "a inscrit un versement à qui administre", HOLDS, heard=Heard.NOWHERE),
            Verb("allowances.undo", "a annulé un versement à qui administre", HOLDS, heard=Heard.NOWHERE),
        ),
        rights=(
            Right(
                HOLDS,
                "Inscrire et lire ce qui est versé à qui administre",
                ("prepares", "keeps_accounts"),
                at_home=True,
            ),
        ),
        registers={REGISTER: "Indemnités"},
        screens=(
            Screen(
                "allowances:allowances",
                "allowances",
                "Voir les indemnités",
                HOLDS,
                mends=True,
                does="inscrire ce qui est versé à qui administre",
                under=Under("means", "Indemnités", 9, "Indemnités"),
            ),
            Screen(
                "allowances:mine",
                label="Voir ce qui m’est versé",
                right=READS,
                under=Under("means", "Ce qui m’est versé", 16, "Indemnités"),
            ),
        ),
        tabs={"indemnites": "means"},
        lines=(Line(68, to_look_at),),
        tables=(ALLOWANCES,),
    )
)
