"""What memberships bring to the house."""

from kevread.common.rooms import Heard, Right, Room, Screen, Under, Verb, declare
from kevread.common.todo import Line
from kevread.membership.exports import ADMISSIONS, MEMBERS, ROLL
from kevread.membership.models import KEEPS
from kevread.membership.todo import admissions_to_instruct, changes_to_declare, removals_to_notify

ROOM = declare(
    Room(
        "membership",
        verbs=(
            Verb(
                "membership.apply",
                "a gardé une demande d’adhésion, à confirmer",
                None,
                because="anybody may ask to join",
                heard=Heard.NOWHERE,
            ),
            Verb(
                "membership.confirm",
                "a reçu une demande d’adhésion",
                None,
                because="whoever opens the link of the letter says that it is theirs",
                heard=Heard.NEAR,
            ),
            Verb(
                "membership.withdraw",
                "a retiré une demande d’adhésion",
                None,
                because="whoever holds the link of the letter asked it",
                heard=Heard.NEAR,
            ),
            Verb("membership.enter", "a inscrit une demande d’adhésion", KEEPS, heard=Heard.NEAR),
            Verb("membership.instruct", "a instruit une demande d’adhésion", KEEPS, heard=Heard.NOWHERE),
            Verb("membership.admit", "a inscrit l’admission d’un membre", KEEPS),
            Verb("membership.turn_down", "a inscrit le refus d’une demande d’adhésion", KEEPS, heard=Heard.NEAR),
            Verb(
                "membership.reopen", "a annulé ce qui était inscrit d’une demande d’adhésion", KEEPS, heard=Heard.NEAR
            ),
            Verb("membership.resign", "a inscrit la démission d’un membre", KEEPS),
            Verb("membership.give_notice", "a inscrit une mise en demeure", KEEPS, heard=Heard.NEAR),
            Verb("membership.remove", "a inscrit la radiation d’un membre, à notifier", KEEPS),
            Verb("membership.notify_removal", "a inscrit la notification d’une radiation", KEEPS),
            Verb("membership.undo_step", "a annulé une étape d’une adhésion", KEEPS, heard=Heard.NEAR),
            Verb("membership.file_change", "a inscrit une déclaration au greffe", KEEPS, heard=Heard.NEAR),
            Verb("membership.take_back_filing", "a retiré une déclaration au greffe", KEEPS, heard=Heard.NEAR),
            Verb("membership.declare_headcount", "a déclaré un effectif", KEEPS, heard=Heard.NEAR),
            Verb("membership.tell_request", "a dit par quelle demande un membre a adhéré", KEEPS, heard=Heard.NOWHERE),
        ),
        registers={"admissions": "Demandes d’adhésion, départs et déclarations"},
        rights=(Right(KEEPS, "Tenir les adhésions : demandes, départs, registre", ("prepares", "keeps_minutes")),),
        screens=(
            Screen("membership:where", "joining", under=Under("network", "Où adhérer ?", 17, outside=True)),
            Screen(
                "membership:admissions",
                "admissions",
                "Voir les demandes d’adhésion",
                KEEPS,
                mends=True,
                does="instruire une demande d’adhésion",
                under=Under("network", "Demandes d’adhésion", 7, "Adhésions"),
            ),
            Screen(
                "membership:members",
                "members",
                "Voir le registre des membres",
                KEEPS,
                mends=True,
                does="inscrire un départ, une déclaration ou un effectif",
                under=Under("network", "Registre des membres", 6, "Adhésions"),
            ),
            Screen(
                "membership:unasked",
                label="Dire leur demande",
                right=KEEPS,
                mends=True,
                does="dire par quelle demande un membre a adhéré",
                writes=True,
            ),
            Screen(
                "membership:enter",
                label="Inscrire une demande",
                right=KEEPS,
                mends=True,
                does="inscrire une demande d’adhésion reçue autrement",
                writes=True,
            ),
        ),
        tabs={
            "adherer": "house",
            "membres": "network",
            "decisions": "decisions",
            "ou-adherer/": "network",
            "adhesion/": "network",
        },
        lines=(Line(60, admissions_to_instruct), Line(61, removals_to_notify), Line(62, changes_to_declare)),
        tables=(ADMISSIONS, MEMBERS, ROLL),
    )
)
