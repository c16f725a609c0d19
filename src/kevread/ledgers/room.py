"""What the accounts bring to the house."""

from kevread.common.rooms import Heard, Right, Room, Screen, Under, Verb, declare
from kevread.common.todo import Line
from kevread.common.witness import Witness
from kevread.ledgers.exports import ACTIONS, BALANCES, CROSSED, FOLLOWED, KEYS, MONTHS, PASSAGES, POOLED, SIDES, TIMES
from kevread.ledgers.models import BUDGETS, KEEPS_LEDGERS
from kevread.ledgers.rules.told import said_of_codes, said_of_parts
from kevread.ledgers.todo import accounts_apart, books_to_keep, budgets_to_vote, cash_short
from kevread.ledgers.witnessed import brought

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
            Verb("ledgers.set_passages", "a dit ce que sont plusieurs comptes", KEEPS_LEDGERS, heard=Heard.NOWHERE),
            Verb("ledgers.end_passage", "a clos ce qui est dit de comptes", KEEPS_LEDGERS, heard=Heard.NOWHERE),
            Verb("ledgers.set_key", "a inscrit une clé de répartition", KEEPS_LEDGERS, heard=Heard.NOWHERE),
            Verb(
                "ledgers.freeze_keys", "a figé les clés de répartition d’un exercice", KEEPS_LEDGERS, heard=Heard.NEAR
            ),
            Verb("ledgers.say_time", "a dit à quoi sert le temps d’un poste", KEEPS_LEDGERS, heard=Heard.NOWHERE),
            Verb("ledgers.prepare_budget", "a préparé un budget", KEEPS_LEDGERS, heard=Heard.NEAR),
            Verb("ledgers.rewrite_budget", "a repris les lignes d’un budget", KEEPS_LEDGERS, heard=Heard.NOWHERE),
            Verb("ledgers.drop_budget", "a abandonné un budget", KEEPS_LEDGERS, heard=Heard.NEAR),
            Verb("ledgers.vote_budget", "a fixé un budget par une décision", KEEPS_LEDGERS, heard=Heard.NEAR),
            Verb("ledgers.undo_budget", "a annulé un budget", KEEPS_LEDGERS, heard=Heard.NEAR),
            Verb("ledgers.state_cash", "a dit un solde de trésorerie", KEEPS_LEDGERS, heard=Heard.NOWHERE),
            Verb("ledgers.undo_cash", "a annulé un solde de trésorerie", KEEPS_LEDGERS, heard=Heard.NOWHERE),
            Verb("ledgers.add_cash", "a ajouté une ligne au plan de trésorerie", KEEPS_LEDGERS, heard=Heard.NOWHERE),
            Verb("ledgers.remove_cash", "a ôté une ligne du plan de trésorerie", KEEPS_LEDGERS, heard=Heard.NOWHERE),
        ),
        rights=(
            Right(
                KEEPS_LEDGERS,
                "Lire les comptes, les importer, dire ce qu’ils veulent dire",
                ("prepares", "keeps_accounts"),
                at_home=True,
            ),
        ),
        registers={"ledgers": "Comptes importés", BUDGETS: "Budgets et trésorerie"},
        screens=(
            Screen(
                "ledgers:books",
                "ledgers",
                "Voir les comptes",
                KEEPS_LEDGERS,
                mends=True,
                does="importer les comptes d’un exercice",
                under=Under("means", "Comptes", 10, "Comptes"),
            ),
            Screen("ledgers:together", "accounts_together", "Voir les comptes ensemble", KEEPS_LEDGERS),
            Screen(
                "ledgers:crossed",
                "crossed_accounts",
                "Voir le tableau croisé des comptes",
                KEEPS_LEDGERS,
                under=Under("means", "Tableau croisé", 20, "Analytique"),
            ),
            Screen(
                "ledgers:passages",
                "ledger_meanings",
                "Voir ce que sont les comptes",
                KEEPS_LEDGERS,
                mends=True,
                does="dire ce que sont les comptes",
                under=Under("means", "Ce que sont les comptes", 11, "Analytique"),
            ),
            Screen(
                "ledgers:keys",
                "allocation_keys",
                "Voir les clés de répartition",
                KEEPS_LEDGERS,
                does="répartir ce que coûtent les supports",
                under=Under("means", "Clés de répartition", 12, "Analytique"),
            ),
            Screen(
                "ledgers:codes",
                "analytic_codes",
                "Voir les codes analytiques",
                KEEPS_LEDGERS,
                does="ouvrir un code analytique",
                under=Under("means", "Codes analytiques", 13, "Analytique"),
            ),
            Screen(
                "ledgers:budgets",
                "budgets",
                "Voir les budgets",
                KEEPS_LEDGERS,
                mends=True,
                does="préparer le budget d’un exercice",
                under=Under("means", "Budgets", 14, "Budgets"),
            ),
            Screen(
                "ledgers:cash",
                "cash",
                "Voir la trésorerie",
                KEEPS_LEDGERS,
                mends=True,
                does="dire d’où part le plan de trésorerie",
                under=Under("means", "Trésorerie", 15, "Budgets"),
            ),
        ),
        says={
            "ledgers.passage.codes": said_of_codes,
            "ledgers.passage.parts": said_of_parts,
            "ledgers.key.parts": said_of_parts,
            "ledgers.posttime.parts": said_of_parts,
        },
        pages={
            "Coût complet de chaque action": "ledgers:books",
            "Fichier des écritures comptables, balance du cabinet": "ledgers:books",
        },
        tabs={"comptes": "means", "decisions": "decisions"},
        lines=(Line(66, cash_short), Line(68, books_to_keep), Line(69, budgets_to_vote), Line(69, accounts_apart)),
        tables=(ACTIONS, BALANCES, CROSSED, FOLLOWED, KEYS, MONTHS, PASSAGES, POOLED, SIDES, TIMES),
        witnesses=(
            Witness("ledgers.kept", "les comptes d’un exercice gardés ici", "accounts", brought, of_body=False),
        ),
    )
)
