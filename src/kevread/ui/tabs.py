"""The tabs, the same at every scale. A tab appears with its first working screen, to those who may open it."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, resolve, reverse

from kevread.common import rooms
from kevread.common.actor import Actor
from kevread.common.rooms import Tab

AT_HAND = 5  # what a thumb reaches on a phone; beyond, those that yield are left to the tabs above the page


@dataclass(frozen=True, slots=True)
class Link:
    label: str
    url: str
    current: bool
    icon: str = ""
    yields: bool = False


def tabs(request: HttpRequest, slug: str | None) -> list[Link]:
    return _shown(request, slug, declared("rank"))


def phone_bar(request: HttpRequest, slug: str | None) -> list[Link]:
    shown = _shown(request, slug, declared("thumb"))
    return shown if len(shown) <= AT_HAND else [tab for tab in shown if not tab.yields]


@cache
def declared(order: str) -> tuple[tuple[str, Tab], ...]:
    """The screens that rooms declare as tabs, in the order of the tabs (« rank ») or of the bar of a phone (« thumb »)."""
    known = [(screen.name, screen.tab) for screen in rooms.screens() if screen.tab and getattr(screen.tab, order)]
    return tuple(sorted(known, key=lambda one: getattr(one[1], order)))


@dataclass(frozen=True, slots=True)
class Route:
    """Where a screen is, cut where the name of a scale goes if it is at one, and what its view declared (`access`)."""

    path: tuple[str, ...]
    access: str

    def at(self, slug: str | None) -> str:
        return (slug or "").join(self.path)


ANY_SCALE = "-scale-"


@cache
def screen(name: str, urlconf: str, *, at_scale: bool) -> Route | None:
    """The screen of that name, at a scale or without one; None when there is no such screen."""
    try:
        path = reverse(name, urlconf, kwargs={"scale": ANY_SCALE} if at_scale else {})
    except NoReverseMatch:
        return None
    return Route(tuple(path.split(ANY_SCALE)), getattr(resolve(path, urlconf).func, "access", "public"))


def nearest(name: str, slug: str | None) -> Route | None:
    """The screen at this scale, else the one that is of no scale."""
    urlconf = settings.ROOT_URLCONF
    return (screen(name, urlconf, at_scale=True) if slug else None) or screen(name, urlconf, at_scale=False)


def tab_address(name: str, slug: str | None) -> str | None:
    """The path of a screen at a scale, or without one; None when there is no such screen yet."""
    found = nearest(name, slug)
    return found.at(slug) if found else None


def keep_date(request: Any, url: str) -> str:
    """The same address, on the day that is being looked at. Nothing to add when it is today."""
    if request is None or not getattr(request, "is_past", False):
        return url
    path, hash_mark, anchor = url.partition("#")
    return f"{path}{'&' if '?' in path else '?'}{urlencode({'au': request.on.isoformat()})}{hash_mark}{anchor}"


type Lead = Callable[[str, UUID | None], str | None]


def leading(request: HttpRequest) -> Lead:
    """Where changing scale leads from here, given a slug and the key of its organisation: the same screen there, else the
    same tab, else the first tab; of those that this person may open there."""
    actor = getattr(request, "actor", None)
    match = getattr(request, "resolver_match", None)
    names = [match.view_name] if match and set(match.kwargs) == {"scale"} else []
    here = getattr(getattr(request, "scale", None), "slug", None)
    tabbed = [name for name, _ in declared("rank")]
    names += [name for name in tabbed if here and _holds(request.path, tab_address(name, here))]
    names += reversed(tabbed)
    found = [screen(name, settings.ROOT_URLCONF, at_scale=True) for name in dict.fromkeys(names)]
    # A screen for whoever has signed in decides by itself: one cannot know.
    known = [there for there in found if there and there.access != "signed_in"]

    def lead(slug: str, key: UUID | None) -> str | None:
        there = next((there for there in known if opens(there.access, actor, key)), None)
        return keep_date(request, there.at(slug)) if there else None

    return lead


def at_scale(request: HttpRequest, slug: str, key: UUID | None = None) -> str | None:
    return leading(request)(slug, key)


def opens(access: str, actor: Actor | None, key: UUID | None) -> bool:
    """Whether this person would get in: what the view declared, read before offering the link."""
    if access == "public":
        return True
    if actor is None or actor.is_anonymous:
        return False
    return access == "signed_in" or (key is not None and actor.hat_for(access, key) is not None)


def _holds(path: str, url: str | None) -> bool:
    return url is not None and (path == url or (url != "/" and path.startswith(url.rstrip("/") + "/")))


def _shown(request: HttpRequest, slug: str | None, candidates: tuple[tuple[str, Tab], ...]) -> list[Link]:
    actor, key = getattr(request, "actor", None), getattr(getattr(request, "scale", None), "pk", None)
    found = [(tab, nearest(name, slug)) for name, tab in candidates]
    shown = [(tab, there.at(slug)) for tab, there in found if there and opens(there.access, actor, key)]
    current = max((url for _, url in shown if _holds(request.path, url)), key=len, default=None)
    return [Link(tab.label, keep_date(request, url), url == current, tab.icon, tab.yields) for tab, url in shown]
