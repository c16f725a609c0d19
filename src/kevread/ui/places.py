"""Where a noun leads: « meeting », « person ». The room that draws it says so (`common.rooms.Screen`), whoever leads there
does not know which room it is."""

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import QueryDict
from django.urls import NoReverseMatch, Resolver404, resolve, reverse
from django.utils.http import url_has_allowed_host_and_scheme

from kevread.common import rooms
from kevread.common.actor import Actor
from kevread.common.errors import Way
from kevread.ui.tabs import opens


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


def way_address(way: Way) -> str:
    """Where a way out leads. A screen that does not exist raises: no button vanishes in silence."""
    asked = {name: value for name, value in way.query.items() if value}
    return screen_address(way.screen, **way.where) + (f"?{urlencode(asked)}" if asked else "")


def lets_in(way: Way, actor: Actor | None, key: UUID | None) -> bool:
    """Whether this person would get in there, as tabs ask it: `key` is that of the organisation of the address."""
    try:
        view = resolve(way_address(way).partition("?")[0]).func
    except (NoReverseMatch, Resolver404):
        return False
    return opens(getattr(view, "access", "public"), actor, key)


def page_of_ours(path: str) -> str:
    """The same, when it is the address of a page of this site; nothing otherwise. For what an address or a form says to go
    back to."""
    path = path[:1000]
    if not path.startswith("/") or not url_has_allowed_host_and_scheme(path, allowed_hosts=None):
        return ""
    try:
        resolve(path.partition("?")[0])
    except Resolver404:
        return ""
    return path


def page_to_resume(path: str, **chosen: object) -> str:
    """The page of this site that asked for something it lacked (`?suite=`), with that chosen once there is some; nothing when
    none did, or when it is no page of ours."""
    path, _, query = page_of_ours(path).partition("?")
    if not path:
        return ""
    asked = QueryDict(query, mutable=True)
    for name, value in chosen.items():
        if value is not None:
            asked[name] = str(value)
    return f"{path}?{asked.urlencode()}" if asked else path
