"""What the accounts bring to the house."""

from kevread.common.rooms import Heard, Right, Room, Screen, Under, Verb, declare
from kevread.common.todo import Line
from kevread.ledgers.exports import BALANCES
from kevread.ledgers.models import KEEPS_LEDGERS
from kevread.ledgers.todo import books_to_keep

ROOM = declare(
    Room(
        "ledgers",
        verbs=(
            Verb("ledgers.read", "a lu un fichier comptable", KEEPS_LEDGERS, heard=Heard.NOWHERE),
            Verb("ledgers.keep", "a gardé un fichier comptable", KEEPS_LEDGERS, heard=Heard.NOWHERE),
            Verb("ledgers.drop", "a abandonné un fichier comptable", KEEPS_LEDGERS, heard=Heard.NOWHERE),
            Verb("ledgers.undo", "a annulé un fichier comptable", KEEPS_LEDGERS, heard=Heard.NOWHERE),
        ),
        rights=(
            Right(
                KEEPS_LEDGERS,
                "Lire les comptes, les importer, dire ce qu’ils veulent dire",
                ("prepares", "keeps_accounts"),
                at_home=True,
            ),
        ),
        registers={"ledgers": "Comptes importés"},
        screens=(
            Screen(
                "ledgers:books",
                "ledgers",
                "Voir les comptes",
                KEEPS_LEDGERS,
                mends=True,
                does="importer les comptes d’un exercice",
                under=Under("means", "Comptes", 10),
            ),
        ),
        tabs={"comptes": "means"},
        lines=(Line(68, books_to_keep),),
        tables=(BALANCES,),
    )
)
