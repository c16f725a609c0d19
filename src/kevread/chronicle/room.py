"""What the chronicle brings to the house."""

from kevread.chronicle.panels import story_of
from kevread.common.rooms import Room, declare

ROOM = declare(Room("chronicle", panels={"story": story_of}))
