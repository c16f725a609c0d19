"""Where the components stand that whoever builds a screen chooses from."""

from kevread.common.rooms import Room, declare

ROOM = declare(Room("ui", tabs={"composants/": "house"}))
