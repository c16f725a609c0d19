"""What « home » brings to the house."""

from kevread.common.rooms import Room, Screen, Under, declare
from kevread.common.todo import Line
from kevread.home.beginnings import first_gestures

ROOM = declare(
    Room(
        "home",
        screens=(
            Screen("home:today", "today", under=Under("today", "Aujourd’hui")),
            Screen("home:mine", "mine"),
        ),
        tabs={"aujourd-hui": "today", "ma-page/": "today"},
        lines=(Line(0, first_gestures),),
    )
)
