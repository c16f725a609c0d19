"""The tabs, the same at every scale. A tab appears with its first working screen, to those who may open it."""

from dataclasses import dataclass
from functools import cache
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, Resolver404, resolve, reverse

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
    return _shown(request, [(label, address(name, slug), "") for label, name in TABS])


def phone_bar(request: HttpRequest, slug: str | None) -> list[Tab]:
    shown = _shown(request, [(label, address(name, slug), icon) for label, name, icon in PHONE])
    return shown if len(shown) <= AT_HAND else [tab for tab in shown if tab.label not in LEFT_TO_TABS]


def address(name: str, slug: str | None) -> str | None:
    """The path of a screen at a scale, or without one; None when there is no such screen yet."""
    for kwargs in ({"scale": slug}, {}) if slug else ({},):
        try:
            return reverse(name, kwargs=kwargs)
        except NoReverseMatch:
            continue
    return None


def keep_date(request: Any, url: str) -> str:
    """The same address, on the day that is being looked at. Nothing to add when it is today."""
    if request is None or not getattr(request, "is_past", False):
        return url
    path, hash_mark, anchor = url.partition("#")
    return f"{path}{'&' if '?' in path else '?'}{urlencode({'au': request.on.isoformat()})}{hash_mark}{anchor}"


def at_scale(request: HttpRequest, slug: str, key: UUID | None = None) -> str | None:
    """Where changing scale leads: the same screen there, else the same tab, else the first tab; of those that this
    person may open there. `key` is the organisation's."""
    actor = getattr(request, "actor", None)
    match = getattr(request, "resolver_match", None)
    names = [match.view_name] if match and set(match.kwargs) == {"scale"} else []
    here = getattr(getattr(request, "scale", None), "slug", None)
    names += [name for label, name in TABS if here and _holds(request.path, address(name, here))]
    names += [name for _, name in reversed(TABS)]
    for name in names:
        access = access_of(name, settings.ROOT_URLCONF)
        if access != "signed_in" and opens(access, actor, key):  # such a screen decides by itself: one cannot know
            return keep_date(request, reverse(name, kwargs={"scale": slug}))
    return None


@cache
def access_of(name: str, urlconf: str) -> str | None:
    """What the view of a screen at a scale declared; None when there is no such screen."""
    try:
        return getattr(resolve(reverse(name, urlconf, kwargs={"scale": "x"}), urlconf).func, "access", "public")
    except NoReverseMatch:
        return None


def open_to(url: str, actor: Actor | None, scale: object) -> bool:
    """Whether this person would get in: what the view declared, read before offering the link."""
    try:
        access = getattr(resolve(url).func, "access", "public")
    except Resolver404:
        return False
    return opens(access, actor, getattr(scale, "pk", None))


def opens(access: str | None, actor: Actor | None, key: UUID | None) -> bool:
    if access is None or access == "public":
        return access == "public"
    if actor is None or actor.is_anonymous:
        return False
    return access == "signed_in" or (key is not None and actor.hat_for(access, key) is not None)


def _holds(path: str, url: str | None) -> bool:
    return url is not None and (path == url or (url != "/" and path.startswith(url.rstrip("/") + "/")))


def _shown(request: HttpRequest, candidates: list[tuple[str, str | None, str]]) -> list[Tab]:
    actor, scale = getattr(request, "actor", None), getattr(request, "scale", None)
    open_ones = [(label, url, icon) for label, url, icon in candidates if url and open_to(url, actor, scale)]
    current = max((url for _, url, _ in open_ones if _holds(request.path, url)), key=len, default=None)
    return [Tab(label, keep_date(request, url), url == current, icon) for label, url, icon in open_ones]
