"""What the line that decides answers: to days that are asked, to an expense."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.http import Http404, HttpResponse

from kevread.supervision.queries.matters import MatterShown
from kevread.supervision.scene import as_shown
from kevread.ui.changing import asked_by
from kevread.ui.gestures import Done
from kevread.ui.places import screen_address
from kevread.ui.request import Request


def answered(
    request: Request, found: MatterShown, form: forms.Form, verb: Callable[..., Any], lede: str
) -> HttpResponse:
    """Yes, or no and why, on what its page shows. A form that comes too late is told so by the verb. Raises Http404."""
    if not found.decides and request.method != "POST":
        raise Http404("Ce dossier ne se décide pas ici.")
    where = {"scale": request.scale.slug, "key": found.matter.pk}

    def do() -> Done:
        granted, reason = form.cleaned_data["granted"] == "yes", form.cleaned_data["reason"]
        asked = {"matter": found.matter, "place": request.scale, "granted": granted, "reason": reason}
        verb(actor=request.actor, now=request.now, **asked)
        return Done("C’est répondu.", "supervision:matter", **where)

    return asked_by(
        request,
        form,
        do,
        as_shown(found),
        title="Répondre",
        lede=lede,
        button="Répondre",
        what=f"{found.label}, {found.matter.person}",
        back=screen_address("supervision:matter", **where),
    )
