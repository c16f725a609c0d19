"""What the accounts bring to the house."""

from kevread.common.rooms import Heard, Right, Room, Screen, Under, Verb, declare
from kevread.common.todo import Line
from kevread.ledgers.exports import ACTIONS, BALANCES, KEYS, PASSAGES, SIDES
from kevread.ledgers.models import KEEPS_LEDGERS
from kevread.ledgers.rules.told import said_of_codes, said_of_parts
from kevread.ledgers.todo import books_to_keep

ROOM = declare(
    Room(
        "ledgers",
        verbs=(
            Verb("ledgers.read", "a lu un fichier comptable", KEEPS_LEDGERS, heard=Heard.NOWHERE),
            Verb("ledgers.keep", "a gardé un fichier comptable", KEEPS_LEDGERS, heard=Heard.NOWHERE),
            Verb("ledgers.drop", "a abandonné un fichier comptable", KEEPS_LEDGERS, heard=Heard.NOWHERE),
            Verb("ledgers.undo", "a annulé un fichier comptable", KEEPS_LEDGERS, heard=Heard.NOWHERE),
            Verb("ledgers.open_code", "a ouvert un code analytique", KEEPS_LEDGERS, heard=Heard.NEAR),
            Verb("ledgers.close_code", "a clos un code analytique", KEEPS_LEDGERS, heard=Heard.NEAR),
            Verb("ledgers.set_passage", "a dit ce que sont des comptes", KEEPS_LEDGERS, heard=Heard.NOWHERE),
            Verb("ledgers.end_passage", "a clos ce qui est dit de comptes", KEEPS_LEDGERS, heard=Heard.NOWHERE),
            Verb("ledgers.set_key", "a inscrit une clé de répartition", KEEPS_LEDGERS, heard=Heard.NOWHERE),
            Verb(
                "ledgers.freeze_keys", "a figé les clés de répartition d’un exercice", KEEPS_LEDGERS, heard=Heard.NEAR
            ),
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
            Screen("ledgers:together", "accounts_together", "Voir les comptes ensemble", KEEPS_LEDGERS),
            Screen(
                "ledgers:passages",
                "ledger_meanings",
                "Voir ce que sont les comptes",
                KEEPS_LEDGERS,
                mends=True,
                does="dire ce que sont les comptes",
                under=Under("means", "Ce que sont les comptes", 11),
            ),
            Screen(
                "ledgers:keys",
                "allocation_keys",
                "Voir les clés de répartition",
                KEEPS_LEDGERS,
                does="répartir ce que coûtent les supports",
                under=Under("means", "Clés de répartition", 12),
            ),
            Screen(
                "ledgers:codes",
                "analytic_codes",
                "Voir les codes analytiques",
                KEEPS_LEDGERS,
                does="ouvrir un code analytique",
                under=Under("means", "Codes analytiques", 13),
            ),
        ),
        says={
            "ledgers.passage.codes": said_of_codes,
            "ledgers.passage.parts": said_of_parts,
            "ledgers.key.parts": said_of_parts,
        },
        tabs={"comptes": "means"},
        lines=(Line(68, books_to_keep),),
        tables=(ACTIONS, BALANCES, KEYS, PASSAGES, SIDES),
    )
)
