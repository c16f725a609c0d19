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

from kevread.common.actor import Actor

TABS = (
    ("Aujourd’hui", "home:today"),
    ("Territoire", "directory:territory"),
    ("Instances", "seats:bodies"),
    ("Équipe", "seats:team"),
    ("Texte", "charter:text"),
)
PHONE = (
    ("Aujourd’hui", "home:today", "sun"),
    ("Agenda", "meetings:agenda", "calendar-days"),
    ("Territoire", "directory:territory", "map"),
    ("Instances", "seats:bodies", "users-round"),
    ("Texte", "charter:text", "scroll-text"),
    ("Chercher", "directory:find", "search"),
)
AT_HAND = 5  # what a thumb reaches on a phone; beyond, the tabs above the page have the rest
LEFT_TO_TABS = ("Territoire",)


@dataclass(frozen=True, slots=True)
class Tab:
    label: str
    url: str
    current: bool
    icon: str = ""


def tabs(request: HttpRequest, slug: str | None) -> list[Tab]:
    return _shown(request, slug, [(label, name, "") for label, name in TABS])


def phone_bar(request: HttpRequest, slug: str | None) -> list[Tab]:
    shown = _shown(request, slug, [(label, name, icon) for label, name, icon in PHONE])
    return shown if len(shown) <= AT_HAND else [tab for tab in shown if tab.label not in LEFT_TO_TABS]


@dataclass(frozen=True, slots=True)
class Screen:
    """Where a screen is, cut where the name of a scale goes if it is at one, and what its view declared (`access`)."""

    path: tuple[str, ...]
    access: str

    def at(self, slug: str | None) -> str:
        return (slug or "").join(self.path)


ANY_SCALE = "-scale-"


@cache
def screen(name: str, urlconf: str, *, at_scale: bool) -> Screen | None:
    """The screen of that name, at a scale or without one; None when there is no such screen."""
    try:
        path = reverse(name, urlconf, kwargs={"scale": ANY_SCALE} if at_scale else {})
    except NoReverseMatch:
        return None
    return Screen(tuple(path.split(ANY_SCALE)), getattr(resolve(path, urlconf).func, "access", "public"))


def nearest(name: str, slug: str | None) -> Screen | None:
    """The screen at this scale, else the one that is of no scale."""
    urlconf = settings.ROOT_URLCONF
    return (screen(name, urlconf, at_scale=True) if slug else None) or screen(name, urlconf, at_scale=False)


def address(name: str, slug: str | None) -> str | None:
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
    names += [name for label, name in TABS if here and _holds(request.path, address(name, here))]
    names += [name for _, name in reversed(TABS)]
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


def _shown(request: HttpRequest, slug: str | None, candidates: list[tuple[str, str, str]]) -> list[Tab]:
    actor, key = getattr(request, "actor", None), getattr(getattr(request, "scale", None), "pk", None)
    found = [(label, nearest(name, slug), icon) for label, name, icon in candidates]
    shown = [(label, there.at(slug), icon) for label, there, icon in found if there and opens(there.access, actor, key)]
    current = max((url for _, url, _ in shown if _holds(request.path, url)), key=len, default=None)
    return [Tab(label, keep_date(request, url), url == current, icon) for label, url, icon in shown]
