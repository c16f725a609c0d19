"""Where a noun leads: « meeting », « person ». The room that draws it says so (`common.rooms.Screen`), whoever leads there
does not know which room it is."""

from typing import Any

from django.urls import NoReverseMatch, reverse

from kevread.common import rooms


def place(noun: str, **where: Any) -> str:
    """The address. LookupError when no room draws such a page."""
    return reverse(rooms.place(noun).name, kwargs=where)


def screen_address(name: str, **where: Any) -> str:
    """That of a screen by its name, « meetings:amend », or of the place to which a noun leads, « meeting »."""
    return reverse(name, kwargs=where) if ":" in name else place(name, **where)


def place_if_any(noun: str, **where: Any) -> str:
    """The address; nothing when no room of this site draws such a page."""
    try:
        return place(noun, **where)
    except (LookupError, NoReverseMatch):
        return ""
