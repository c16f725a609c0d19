"""What « home » brings to the house."""

from kevread.common.rooms import Room, Screen, Tab, declare

ROOM = declare(
    Room(
        "home",
        screens=(
            Screen("home:today", "today", tab=Tab("Aujourd’hui", 1, 1, "sun")),
            Screen("home:mine", "mine"),
        ),
    )
)
