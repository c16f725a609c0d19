"""What sittings bring to the house."""

from kevread.common.rooms import Finder, Heard, Room, Screen, Under, Verb, declare
from kevread.common.todo import Line
from kevread.common.witness import Witness
from kevread.sittings.panels import hold_meeting, room_bar, room_head, text_of_document, visits_of_post
from kevread.sittings.papers import Extract, Minutes, NoQuorum
from kevread.sittings.queries.finding import find_meetings
from kevread.sittings.todo import sittings_to_keep, visits_to_make
from kevread.sittings.witnessed import minutes_signed, team_came

# Of a meeting whose minutes are signed.
STATE = {"meetings_meeting": ("state",)}
TEXTS = {"meetings_meeting": ("opening_text", "closing_text"), "meetings_agendaitem": ("record",)}

ROOM = declare(
    Room(
        "sittings",
        verbs=(
            Verb("sittings.open", "a ouvert une séance", "convene", heard=Heard.NEAR),
            Verb(
                "sittings.name_officers",
                "a désigné une autre présidence ou un autre secrétariat de séance",
                "convene",
                heard=Heard.NOWHERE,
            ),
            Verb("sittings.begin", "a commencé la séance", "convene", heard=Heard.NOWHERE),
            Verb("sittings.record_failure", "a constaté l’absence de quorum", "convene", heard=Heard.NEAR),
            Verb("sittings.turn_to", "est passé·e à un autre point", "prepare_meeting", heard=Heard.NOWHERE),
            Verb(
                "sittings.admit_incident",
                "a admis un incident de séance",
                None,
                because="whoever chairs the sitting, and nobody else",
                heard=Heard.NOWHERE,
            ),
            Verb("sittings.close", "a clos une séance", "convene", heard=Heard.NEAR),
            Verb("sittings.write_minutes", "a écrit au procès-verbal", "prepare_meeting", heard=Heard.NOWHERE),
            Verb("sittings.draft_minutes", "a établi le projet de procès-verbal", "prepare_meeting", heard=Heard.NEAR),
            Verb(
                "sittings.sign_minutes",
                "a signé un procès-verbal",
                None,
                because="the two people who keep the sitting",
                heard=Heard.NOWHERE,
            ),
            Verb(
                "sittings.approve_minutes",
                "a inscrit l’approbation d’un procès-verbal",
                "convene",
                rewrites=STATE,
                heard=Heard.NEAR,
            ),
            Verb(
                "sittings.correct_minutes",
                "a rectifié un procès-verbal signé",
                "convene",
                rewrites=TEXTS,
                heard=Heard.NEAR,
            ),
            Verb("sittings.archive", "a archivé une réunion", "prepare_meeting", rewrites=STATE, heard=Heard.NOWHERE),
            Verb(
                "sittings.certify_extract",
                "a préparé l’extrait certifié d’une décision",
                "record_decision",
                heard=Heard.NOWHERE,
            ),
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
            Screen("sittings:meeting", "meeting", "Lire cette réunion", "read", mends=True, about=("scale", "key")),
            Screen("sittings:room", "meeting_room"),
            Screen("sittings:minutes", "minutes"),
            Screen("sittings:certify", "extract"),
        ),
        lines=(Line(25, sittings_to_keep), Line(81, visits_to_make)),
        finders=(Finder("Réunions", find_meetings),),
        papers=(Minutes, NoQuorum, Extract),
        panels={
            "hold_meeting": hold_meeting,
            "room_bar": room_bar,
            "room_head": room_head,
            "text_of_document": text_of_document,
            "visits_of_post": visits_of_post,
        },
        tabs={"reunions": "meetings", "decisions": "decisions"},
        witnesses=(
            Witness("sittings.minutes", "le procès-verbal signé d’une réunion", "meeting", minutes_signed),
            Witness(
                "sittings.came", "la venue à une réunion de quelqu’un de l’équipe de qui doit", "meeting", team_came
            ),
        ),
    )
)
