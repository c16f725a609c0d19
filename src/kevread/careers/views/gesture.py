"""A gesture of these screens: its page is one form, and one verb."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import Http404, HttpResponse

from kevread.ui.gestures import Done, perform
from kevread.ui.places import screen_address
from kevread.ui.request import Request


@dataclass(frozen=True, slots=True)
class Change:
    """How its page is called, what it says, its button, what is typed, what the verb does with it, and what is said."""

    title: str
    lede: str
    button: str
    form: Callable[[Request, Any], forms.Form]
    do: Callable[[Request, Any, Any], object]
    said: str


def change(
    request: Request, changes: dict[str, Change], gesture: str, row: Any, what: str, back: str, **where: Any
) -> HttpResponse:
    """One of these on a row; `what` names it, `back` is the page where it is read. Raises Http404."""
    if gesture not in changes:
        raise Http404
    asked = changes[gesture]
    form = asked.form(request, row)

    def do() -> Done:
        asked.do(request, row, form)
        return Done(asked.said, back, **where)

    performed = perform(request, form, do)
    return performed.done or performed.page(
        "careers/gesture.html",
        {
            "title": asked.title,
            "lede": asked.lede,
            "button": asked.button,
            "what": what,
            "back": screen_address(back, **where),
        },
    )


def asked(request: Request, form: forms.Form, do: Callable[[], Done], **words: str) -> HttpResponse:
    """A form of its own: `title`, `lede`, `button`, `what` and `back`, an address."""
    performed = perform(request, form, do)
    return performed.done or performed.page("careers/gesture.html", words)
