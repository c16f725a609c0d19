"""A gesture on a post, a contract or an assignment: its page is one form, and one verb."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.http import Http404, HttpResponse

from kevread.decisions.models import Decision
from kevread.directory.models import Organisation
from kevread.staff.permissions import DECIDES, may_employ
from kevread.ui.gestures import Done, perform
from kevread.ui.places import screen_address
from kevread.ui.request import Request


@dataclass(frozen=True, slots=True)
class Change:
    """How its page is called, what it says, its button, its form, what it does with what was typed, and what is said."""

    title: str
    lede: str
    button: str
    form: Callable[[Request, Any], forms.Form]
    do: Callable[[Request, Any, Any], object]
    said: str


def change(
    request: Request, changes: dict[str, Change], gesture: str, row: Any, what: str, back: str, **where: Any
) -> HttpResponse:
    """One of these on a row of the employer of the address; `what` names the row, `back` is its page."""
    if gesture not in changes:
        raise Http404
    may_employ(request.actor, request.scale, request.today).or_raise()
    asked = changes[gesture]
    form = asked.form(request, row)

    def do() -> Done:
        asked.do(request, row, form)
        return Done(asked.said, back, **where)

    performed = perform(request, form, do)
    context = {"asked": asked, "what": what, "back": screen_address(back, **where)}
    return performed.done or performed.page("staff/change.html", context)


def decisions_of(request: Request, employer: Organisation) -> Any:
    """The last that it adopted: a list that is cut can be chosen from no more, so that it is named by its keys."""
    rows = Decision.objects.visible_to(request.actor).standing().filter(outcome=Decision.Outcome.ADOPTED)
    rows = rows.filter(organisation=employer, body__kind__in=DECIDES).order_by("-decided_on", "-number")
    last = list(rows.values_list("pk", flat=True)[:200])
    return Decision.objects.filter(pk__in=last).order_by("-decided_on", "-number")


def day_or(first: date | None, today: date) -> date:
    """The first day of what begins later; else today."""
    return first if first and first > today else today
