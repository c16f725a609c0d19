"""A gesture on a row of finance: its page is one form, and one verb."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import Http404, HttpResponse

from kevread.decisions.models import Decision
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
    request: Request, changes: Mapping[str, Change], gesture: str, row: Any, what: str, back: str, **where: Any
) -> HttpResponse:
    """One of these on a row; `what` names the row, `back` is its page."""
    if gesture not in changes:
        raise Http404
    return ask(request, changes[gesture], row, what, back, **where)


def ask(request: Request, asked: Change, row: Any, what: str, back: str, **where: Any) -> HttpResponse:
    form = asked.form(request, row)

    def do() -> Done:
        asked.do(request, row, form)
        return Done(asked.said, back, **where)

    performed = perform(request, form, do)
    context = {"asked": asked, "what": what, "back": screen_address(back, **where)}
    return performed.done or performed.page("finance/change.html", context)


def decisions_of(request: Request) -> Any:
    """What a register adopted, that may be cited: the last first."""
    rows = Decision.objects.visible_to(request.actor).standing().filter(outcome=Decision.Outcome.ADOPTED)
    return rows.filter(organisation=request.scale).select_related("body").order_by("-decided_on", "-number")[:200]
