"""A gesture: what somebody asks of a page with a button. The verb does it, or says why not on the page that asked.

def close() -> Done:
    operations.close_body(actor=request.actor, body=found, last=form.cleaned_data["last"], now=request.now)
    return Done(f"« {found.name} » est close.", "room:screen", scale=scale)

gesture = perform(request, form, close)
return gesture.done or gesture.page("room/template.html", {"body": found})
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.forms import BaseForm
from django.http import HttpResponse
from django.shortcuts import redirect, render

from kevread.common.errors import Invalid, Refused
from kevread.ui.forms import put_back
from kevread.ui.places import screen_address
from kevread.ui.request import Request


class Done:
    """It is done: the sentence that says so, if any, and where one goes: a screen by its name, « seats:body », a place by its
    noun, « meeting », or an address."""

    def __init__(self, said: str, to: str, **where: Any) -> None:
        self.said, self.to, self.where = said, to, where

    def answer(self, request: Request) -> HttpResponse:
        if self.said:
            messages.success(request, self.said)
        return redirect(self.to if "/" in self.to else screen_address(self.to, **self.where))


@dataclass(slots=True)
class Gesture:
    """What came of it: done, refused, or nothing yet; a page that is not left is drawn with `page`."""

    request: Request
    form: Any = None
    done: HttpResponse | None = None
    refusal: Refused | None = None

    @property
    def status(self) -> int:
        """422 when what was typed is to be put right, 409 when nothing was typed and the state of things refuses."""
        if self.form is None:
            return 409 if self.refusal else 200
        return 422 if self.refusal or (self.form.is_bound and not self.form.is_valid()) else 200

    def page(self, template: str, context: Mapping[str, Any] | None = None, status: int = 0) -> HttpResponse:
        """The page, with its form as it was typed, and the refusal that it shows with its article and its ways."""
        known = {"form": self.form, "refusal": self.refusal}
        return render(self.request, template, known | dict(context or {}), status=status or self.status)


def is_confirmed(request: Request) -> bool:
    """What follows was shown, and whoever read it confirms."""
    return request.POST.get("etape") == "confirmer"


def perform(request: Request, form: Any, verb: Callable[[], Done | None]) -> Gesture:
    """On a POST whose form holds together, or that has none, the verb is run. What it says of a field goes back to that
    field; any other refusal, or one that offers ways out, to the page. Lets Denied through: that is a page of its own. None:
    the page stays."""
    gesture = Gesture(request, form)
    if request.method != "POST" or (form is not None and not form.is_valid()):
        return gesture
    try:
        done = verb()
    except Refused as refusal:
        on_field = isinstance(refusal, Invalid) and isinstance(form, BaseForm)
        if on_field:
            put_back(form, refusal)
        if refusal.ways or not on_field:
            gesture.refusal = refusal
    else:
        gesture.done = done.answer(request) if done else None
    return gesture
