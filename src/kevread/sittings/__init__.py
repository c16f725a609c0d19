"""A meeting that is held: the room, the wall, the minutes and their papers, the page of a meeting."""
