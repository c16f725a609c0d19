"""What sittings bring to the house."""

from kevread.common.rooms import Room, Screen, Under, Verb, declare
from kevread.sittings.papers import Extract, Minutes, NoQuorum

# Of a meeting whose minutes are signed.
STATE = {"meetings_meeting": ("state",)}
TEXTS = {"meetings_meeting": ("opening_text", "closing_text"), "meetings_agendaitem": ("record",)}

ROOM = declare(
    Room(
        "sittings",
        verbs=(
            Verb("sittings.open", "a ouvert une séance", "convene"),
            Verb(
                "sittings.name_officers", "a désigné une autre présidence ou un autre secrétariat de séance", "convene"
            ),
            Verb("sittings.begin", "a commencé la séance", "convene"),
            Verb("sittings.record_failure", "a constaté l’absence de quorum", "convene"),
            Verb("sittings.turn_to", "est passé·e à un autre point", "prepare_meeting"),
            Verb(
                "sittings.admit_incident",
                "a admis un incident de séance",
                None,
                because="whoever chairs the sitting, and nobody else",
            ),
            Verb("sittings.close", "a clos une séance", "convene"),
            Verb("sittings.write_minutes", "a écrit au procès-verbal", "prepare_meeting"),
            Verb("sittings.draft_minutes", "a établi le projet de procès-verbal", "prepare_meeting"),
            Verb(
                "sittings.sign_minutes", "a signé un procès-verbal", None, because="the two people who keep the sitting"
            ),
            Verb("sittings.approve_minutes", "a inscrit l’approbation d’un procès-verbal", "convene", rewrites=STATE),
            Verb("sittings.correct_minutes", "a rectifié un procès-verbal signé", "convene", rewrites=TEXTS),
            Verb("sittings.archive", "a archivé une réunion", "prepare_meeting", rewrites=STATE),
            Verb("sittings.certify_extract", "a préparé l’extrait certifié d’une décision", "record_decision"),
        ),
        screens=(
            Screen(
                "sittings:meetings",
                "meetings",
                "Voir les réunions",
                "prepare_meeting",
                mends=True,
                does="préparer une réunion",
                under=Under("meetings", "Réunions"),
            ),
            Screen("sittings:meeting", "meeting"),
            Screen("sittings:room", "meeting_room"),
            Screen("sittings:minutes", "minutes"),
            Screen("sittings:certify", "extract"),
        ),
        papers=(Minutes, NoQuorum, Extract),
        tabs={"reunions": "meetings", "decisions": "decisions"},
    )
)
