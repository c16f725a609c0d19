"""What « home » brings to the house."""

from kevread.common.rooms import Room, Screen, Tab, declare
from kevread.common.todo import Line
from kevread.home.beginnings import first_gestures

ROOM = declare(
    Room(
        "home",
        screens=(
            Screen("home:today", "today", tab=Tab("Aujourd’hui", 1, 1, "sun")),
            Screen("home:mine", "mine"),
        ),
        lines=(Line(0, first_gestures),),
    )
)
