"""What the chronicle brings to the house."""

from kevread.chronicle.exports import JOURNAL
from kevread.chronicle.panels import story_of
from kevread.common.rooms import Room, Screen, Under, declare

ROOM = declare(
    Room(
        "chronicle",
        screens=(Screen("chronicle:journal", "journal", under=Under("house", "Journal", 2)),),
        tabs={"journal": "house"},
        panels={"story": story_of},
        tables=(JOURNAL,),
    )
)
