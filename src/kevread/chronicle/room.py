"""What the chronicle brings to the house."""

from kevread.chronicle.panels import story_of
from kevread.common.rooms import Room, Screen, declare

ROOM = declare(Room("chronicle", screens=(Screen("chronicle:journal", "journal"),), panels={"story": story_of}))
