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
from kevread.common.rooms import HOUSE, TABS, Screen, Tab

AT_HAND = 3  # tabs in the bar of a phone, beside « Chercher » and what holds the rest


@dataclass(frozen=True, slots=True)
class Link:
    label: str
    url: str
    current: bool
    icon: str = ""


@dataclass(frozen=True, slots=True)
class Navigation:
    """What is above a page, and at the bottom of a phone.

    `tabs`: those that lead somewhere for this person. `within`: the pages of the open tab, and its groups of pages, where it
    has several; `beside`: the pages of the open group. `house`: what stands behind the name of the organisation, and whether
    this page is there (`is_house`).
    """

    tabs: tuple[Link, ...] = ()
    within: tuple[Link, ...] = ()
    house: tuple[Link, ...] = ()
    beside: tuple[Link, ...] = ()
    is_house: bool = False

    @property
    def house_page(self) -> str:
        """How this page is called there."""
        return next((link.label for link in self.house if self.is_house and link.current), "")

    @property
    def at_hand(self) -> tuple[Link, ...]:
        return self.tabs[:AT_HAND]

    @property
    def beyond(self) -> tuple[Link, ...]:
        return self.tabs[AT_HAND:]

    @property
    def is_beyond(self) -> bool:
        return any(link.current for link in self.beyond)


def navigation(request: HttpRequest) -> Navigation:
    """Of this page: at its scale, or where its reader rests when it has none (`request.resting`)."""
    scale = getattr(request, "scale", None) or getattr(request, "resting", None)
    slug = getattr(scale, "slug", None)
    actor, here = getattr(request, "actor", None), noun_of(request)

    def within(noun: str, icon: str = "") -> tuple[Link, ...]:
        pages = open_under(noun, actor, scale)
        nearer = max((url for _, url in pages if _holds(request.path, url)), key=len, default=None)
        return tuple(
            Link(screen.under.called if screen.under else "", keep_date(request, url), url == nearer, icon)
            for screen, url in pages
        )

    def first(tab: Tab) -> Link | None:
        pages = open_under(tab.noun, actor, scale)
        if not pages:
            return None
        screen, url = pages[0]
        names = screen.under and all(each.under and each.under.outside for each, _ in pages)
        label = screen.under.called if screen.under and names else tab.label
        return Link(label, keep_date(request, url), tab.noun == here, tab.icon)

    def grouped(noun: str) -> tuple[tuple[Link, ...], tuple[Link, ...]]:
        groups: dict[str, list[Link]] = {}
        for (screen, _), link in zip(open_under(noun, actor, scale), within(noun), strict=True):
            groups.setdefault((screen.under.group if screen.under else "") or link.label, []).append(link)
        beside = next((tuple(one) for one in groups.values() if len(one) > 1 and any(each.current for each in one)), ())
        there = tuple(
            Link(name if len(links) > 1 else links[0].label, links[0].url, any(each.current for each in links))
            for name, links in groups.items()
        )
        return there, beside

    pages, beside = grouped(here) if here and here != HOUSE else ((), ())
    return Navigation(
        tuple(link for link in map(first, TABS) if link),
        pages if len(pages) > 1 else (),
        within(HOUSE) if slug else (),
        beside,
        here == HOUSE,
    )


def open_under(noun: str, actor: Actor | None, scale: Any) -> list[tuple[Screen, str]]:
    """The screens under a noun that this person may open, at this organisation or without one, and where each is."""
    slug, key = getattr(scale, "slug", None), getattr(scale, "pk", None)
    reads = opens("read", actor, key)
    offered = (screen for screen in declared(noun) if not (reads and screen.under and screen.under.outside))
    found = ((screen, nearest(screen.name, slug)) for screen in offered)
    return [(screen, there.at(slug)) for screen, there in found if there and opens(there.access, actor, key)]


def noun_of(request: HttpRequest) -> str:
    """Under which noun this page stands: as its address says; else, as an address that leads nowhere, with the first, where one
    is led back."""
    match, words = getattr(request, "resolver_match", None), request.path.strip("/").split("/")
    here, below = f"{words[0]}/", words[1].partition(".")[0] if len(words) > 1 else f"{words[0]}/"
    at_scale = match is not None and "scale" in match.kwargs
    said = (here, below) if match is None else (below,) if at_scale else (here,)
    return next(filter(None, map(sections().get, said)), TABS[0].noun)


def noun_at(path: str) -> str:
    """Under which noun an address of ours stands: by its first words, at a scale or without one."""
    here, _, rest = path.strip("/").partition("/")
    said = (f"{here}/", rest.partition("/")[0])
    return next(filter(None, map(sections().get, said)), TABS[0].noun)


@cache
def sections() -> dict[str, str]:
    return rooms.tabs()


@cache
def declared(noun: str) -> tuple[Screen, ...]:
    """The screens that rooms declare under a noun."""
    return tuple(rooms.screens_under(noun))


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


def keep_date(request: Any, url: str) -> str:
    """The same address, on the day that is being looked at. Nothing to add when it is today."""
    if request is None or not getattr(request, "is_past", False):
        return url
    path, hash_mark, anchor = url.partition("#")
    return f"{path}{'&' if '?' in path else '?'}{urlencode({'au': request.on.isoformat()})}{hash_mark}{anchor}"


type Lead = Callable[[str, UUID | None], str | None]


def leading(request: HttpRequest) -> Lead:
    """Where changing scale leads from here, given a slug and the key of its organisation: the same screen there, else the
    same tab, else another; of those that this person may open there."""
    actor = getattr(request, "actor", None)
    match = getattr(request, "resolver_match", None)
    names = [match.view_name] if match and set(match.kwargs) == {"scale"} else []
    nouns = [noun_of(request), *(tab.noun for tab in reversed(TABS))]
    names += [screen.name for noun in nouns for screen in declared(noun)]
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


def _holds(path: str, url: str) -> bool:
    return path == url or (url != "/" and path.startswith(url.rstrip("/") + "/"))
