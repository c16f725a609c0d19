"""The request as the middlewares leave it: of a day, at a scale, by somebody."""

from contextlib import ExitStack
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django_htmx.middleware import HtmxDetails

from kevread.common.actor import Actor
from kevread.common.facts import LOCAL


class Request(HttpRequest):
    """`on` is the day the page shows, `today` the day it is; `scale` and `person` are rows of `directory`, or None;
    `named_by`, whom the session says that it is;
    `resting`, the row where the reader of a page of no scale holds something;
    `is_confidential`: what the page shows touches somebody at work (`ui.access.confidential`);
    `own_reason` says why whoever reads sees what is about themselves, where that is the reason;
    `state` names the one in which the request came, once it has been asked for (`journal.queries.state_of`);
    `sending` names what is sent once, empty where nothing is (`ui.once`);
    `whole` holds the transaction in which a view that writes is run, where it `is_whole` (`ui.middleware`)."""

    on: date
    today: date
    now: datetime
    is_past: bool
    actor: Actor
    scale: Any
    resting: Any
    person: Any
    named_by: dict[str, Any]
    is_confidential: bool
    own_reason: str
    state: str | None
    sending: str
    whole: ExitStack
    is_whole: bool
    htmx: HtmxDetails


def number(text: str, low: int, high: int) -> int | None:
    """A whole number of an address, in the digits of a keyboard and between two bounds; None when it is no such thing.

    >>> number("2026", 1, 9999), number("²", 1, 9999), number("٣", 1, 9), number("0" * 5000, 0, 9), number("-1", 0, 9)
    (2026, None, None, None, None)
    """
    short = text.isascii() and text.isdecimal() and len(text) <= len(str(high))
    return int(text) if short and low <= int(text) <= high else None


def is_wide(request: Request) -> bool:
    """Whether an address asks for a list of the members too, or of the whole network at its head: by the value that
    `directory/wide.html` sends, and no other. A body is of one organisation, and nobody is below a pôle."""
    has_members: bool = request.scale is not None and request.scale.scale != LOCAL
    return has_members and request.GET.get("reseau") == "1" and not request.GET.get("instance")


def as_key(text: str) -> UUID | None:
    """The key that an address or a form says; None when it is no such thing.

    >>> as_key("01a222ed-014b-731f-9cb3-d8f62079d2a0"), as_key("2026-11-24"), as_key("")
    (UUID('01a222ed-014b-731f-9cb3-d8f62079d2a0'), None, None)
    """
    try:
        return UUID(text)
    except ValueError:
        return None
