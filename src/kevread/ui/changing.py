"""A gesture on a row: its page is one form, and one verb."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import Http404, HttpResponse

from kevread.base.models import Record
from kevread.ui.gestures import Done, perform
from kevread.ui.places import screen_address
from kevread.ui.request import Request
from kevread.ui.shown import Shown


@dataclass(frozen=True, slots=True)
class Change:
    """How its page is called, what it says, its button, its form, what it does with what was typed, and what is said; `tells`:
    what its page shows, that it is not done on anything else than; unless it is said, the row and what its form begins with."""

    title: str
    lede: str
    button: str
    form: Callable[[Request, Any], forms.Form]
    do: Callable[[Request, Any, Any], object]
    said: str
    tells: Callable[[Any], object] | None = None


def change(
    request: Request, changes: Mapping[str, Change], gesture: str, row: Any, what: str, back: str, **where: Any
) -> HttpResponse:
    """One of these on a row; `what` names the row, `back` is the screen where it is read. Raises Http404."""
    return ask(request, known(changes, gesture), row, what, back, **where)


def known(changes: Mapping[str, Change], gesture: str) -> Change:
    """Raises Http404."""
    if gesture not in changes:
        raise Http404
    return changes[gesture]


def ask(request: Request, asked: Change, row: Any, what: str, back: str, **where: Any) -> HttpResponse:
    """The same, of one gesture that its view knows."""
    form = asked.form(request, row)

    def tells(held: Any) -> object:
        return [held.as_written(), asked.form(request, held).initial]

    def do() -> Done:
        asked.do(request, row, form)
        return Done(asked.said, back, **where)

    words = {"title": asked.title, "lede": asked.lede, "button": asked.button}
    shown = Shown(row, asked.tells or tells) if isinstance(row, Record) else None
    return asked_by(request, form, do, shown, **words, what=what, back=screen_address(back, **where))


def asked_by(
    request: Request, form: forms.Form, do: Callable[[], Done], shown: Shown | None = None, **words: str
) -> HttpResponse:
    """A form of its own: `title`, `lede`, `button`, `what` and `back`, an address; `mark`, of what it is about."""
    performed = perform(request, form, do, shown)
    return performed.done or performed.page("ui/change.html", words)
