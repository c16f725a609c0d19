"""A gesture on a post, a contract or an assignment: by the line of the employer of the address."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.http import HttpResponse

from kevread.staff.permissions import may_employ
from kevread.ui import changing
from kevread.ui.changing import Change
from kevread.ui.request import Request


def change(
    request: Request, changes: Mapping[str, Change], gesture: str, row: Any, what: str, back: str, **where: Any
) -> HttpResponse:
    """One of these on a row; `what` names the row, `back` is its page. Raises Denied, Http404."""
    changing.known(changes, gesture)
    may_employ(request.actor, request.scale, request.today).or_raise()
    return changing.change(request, changes, gesture, row, what, back, **where)


def day_or(first: date | None, today: date) -> date:
    """The first day of what begins later; else today."""
    return first if first and first > today else today
