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
from django.forms import BaseForm, FileField
from django.http import HttpResponse
from django.shortcuts import redirect, render

from kevread.common.errors import Invalid, Refused
from kevread.common.marks import mark_of
from kevread.common.overtaken import Changed, Overtaken
from kevread.ui.forms import put_back
from kevread.ui.places import screen_address
from kevread.ui.request import Request
from kevread.ui.shown import FIELD, Shown, tell_what_stands


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
    shown: Shown | None = None
    was: str = ""  # the mark of what was there as the request began

    @property
    def status(self) -> int:
        """422 when what was typed is to be put right, 409 when nothing was typed and the state of things refuses."""
        if self.form is None:
            return 409 if self.refusal else 200
        return 422 if self.refusal or (self.form.is_bound and not self.form.is_valid()) else 200

    @property
    def mark(self) -> str:
        """What this page shows, by its mark; while what is typed is put right, what was shown when it was first typed. Of what
        changed while one waited for it, the mark of before: the page does not show it yet, and the next press is told."""
        if self.shown is None or self.done:
            return ""
        typing = self.request.method == "POST" and not isinstance(self.refusal, Changed)
        return self.request.POST.get(FIELD, "") if typing else self.was or self.shown.mark

    def page(self, template: str, context: Mapping[str, Any] | None = None, status: int = 0) -> HttpResponse:
        """The page, with its form as it was typed, and the refusal that it shows with its article and its ways."""
        known = {"form": self.form, "refusal": self.refusal, "shown": self.mark}
        if self.form is not None:
            self.form.shown = self.mark
            say_what_is_lost(self.form)
        return render(self.request, template, known | dict(context or {}), status=status or self.status)


def say_what_is_lost(form: Any) -> None:
    """A browser gives no file back with a page: beside its field, that it is to be chosen again, and which it was."""
    if not isinstance(form, BaseForm) or not form.is_bound:
        return
    for name, field in form.fields.items():
        given = form.files.get(form.add_prefix(name)) if isinstance(field, FileField) else None
        if given is not None and name not in form.errors:
            form.add_error(
                name, f"Choisissez de nouveau « {given.name} » : un fichier ne reste pas dans une page corrigée."
            )


def typed_on(gesture: Gesture, stands: str) -> str:
    """What a form carries back as `base`: the mark of what stood when its page was opened, kept while what is typed is put
    right; then of what somebody else wrote meanwhile, once it is shown."""
    typing = gesture.request.method == "POST" and not isinstance(gesture.refusal, Overtaken)
    return gesture.request.POST.get("base", "") if typing else mark_of(stands)


def is_confirmed(request: Request) -> bool:
    """What follows was shown, and whoever read it confirms."""
    return request.POST.get("etape") == "confirmer"


def perform(request: Request, form: Any, verb: Callable[[], Done | None], shown: Shown | None = None) -> Gesture:
    """On a POST whose form holds together, or that has none, the verb is run. What it says of a field goes back to that
    field; any other refusal, or one that offers ways out, to the page. Lets Denied through: that is a page of its own. None:
    the page stays. `shown`: what the page shows, that the verb is not run on anything else than."""
    gesture = Gesture(request, form, shown=shown)
    if request.method != "POST" or (form is not None and not form.is_valid()):
        return gesture
    try:
        if shown is not None:
            gesture.was = shown.mark
            shown.require(request.POST.get(FIELD, ""))
        done = verb()
    except Changed as refusal:
        gesture.refusal = refusal
        if form is not None:
            form.is_overtaken = True
            if refusal.now == gesture.was:  # else it changed while this request waited, which has not read it
                tell_what_stands(form)
    except Refused as refusal:
        on_field = isinstance(refusal, Invalid) and isinstance(form, BaseForm)
        if on_field:
            put_back(form, refusal)
        if refusal.ways or not on_field:
            gesture.refusal = refusal
    else:
        gesture.done = done.answer(request) if done else None
    return gesture
