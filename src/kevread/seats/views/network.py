"""The groupings and pôles of the network: what is proposed and opened, and how one closes."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from kevread.common.errors import Denied, Invalid, NotDone
from kevread.common.words import of
from kevread.directory.queries import proposals
from kevread.seats import operations
from kevread.seats.forms import LastDayForm, OpenForm
from kevread.seats.rules import enumerate_in_words
from kevread.ui.access import may
from kevread.ui.forms import put_back
from kevread.ui.request import Request


@may("open_organisation")
def openings(request: Request, scale: str) -> HttpResponse:
    """What the federation's file proposes to open here, with what is known of each; several are opened at once."""
    proposed = proposals(request.scale, request.today)
    form = OpenForm(request.POST or None, proposed=proposed, initial={"since": request.today})
    refused: NotDone | None = None
    if request.method == "POST" and form.is_valid():
        try:
            opened = operations.open_organisations(
                actor=request.actor,
                chosen=form.chosen,
                since=form.cleaned_data["since"],
                source=form.cleaned_data["source"],
                now=request.now,
            )
        except Denied:
            raise
        except Invalid as wrong:
            put_back(form, wrong)
        except NotDone as refusal:
            refused = refusal
        else:
            names = enumerate_in_words(made.name for made in opened)
            verb = "est ouvert" if len(opened) == 1 else "sont ouverts"
            messages.success(request, f"{names} {verb}, avec leurs instances : vous pouvez en confier les sièges.")
            return redirect("directory:organisations", scale=scale)
    context = {"form": form, "proposed": proposed, "refusal": refused}
    return render(request, "seats/openings.html", context, status=422 if form.errors or refused else 200)


@may("open_organisation")
def close_organisation(request: Request, scale: str) -> HttpResponse:
    """The organisation of the address no longer exists after a day. It remains readable at its dates."""
    form = LastDayForm(request.POST or None, initial={"last": request.today})
    refused: NotDone | None = None
    if request.method == "POST" and form.is_valid():
        try:
            operations.close_organisation(
                actor=request.actor, organisation=request.scale, last=form.cleaned_data["last"], now=request.now
            )
        except Denied:
            raise
        except Invalid as wrong:
            put_back(form, wrong)
        except NotDone as refusal:
            refused = refusal
        else:
            messages.success(
                request, f"La fermeture {of(request.scale.name)} est inscrite. On lit toujours son histoire."
            )
            return redirect("directory:organisation", scale=scale, organisation=request.scale.slug)
    context = {"form": form, "refusal": refused}
    return render(request, "seats/close_organisation.html", context, status=422 if form.errors or refused else 200)
