"""What « home » brings to the house."""

from kevread.common.rooms import Room, Screen, Under, Verb, declare
from kevread.common.todo import Line
from kevread.home.beginnings import first_gestures
from kevread.home.exports import WAITING

ROOM = declare(
    Room(
        "home",
        verbs=(
            Verb("home.ask_for_letter", "a demandé la lettre du matin", None, because="one’s own letter"),
            Verb("home.stop_letter", "a arrêté la lettre du matin", None, because="one’s own letter, or its link"),
            Verb("home.write_letter", "a écrit une lettre du matin", None, because="the worker"),
        ),
        screens=(
            Screen("home:today", "today", under=Under("today", "Aujourd’hui")),
            Screen("home:mine", "mine"),
        ),
        tabs={"aujourd-hui": "today", "ma-page/": "today", "lettre-du-matin/": "today"},
        lines=(Line(0, first_gestures),),
        tables=(WAITING,),
    )
)
