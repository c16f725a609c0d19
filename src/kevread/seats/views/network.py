"""The groupings and pôles of the network: what is proposed and opened, and how one closes."""

from django.http import HttpResponse

from kevread.common.words import of
from kevread.directory.queries import proposals
from kevread.seats import operations
from kevread.seats.forms import LastDayForm, OpenForm
from kevread.seats.rules import enumerate_in_words
from kevread.ui.access import may
from kevread.ui.gestures import Done, perform
from kevread.ui.request import Request


@may("open_organisation")
def openings(request: Request, scale: str) -> HttpResponse:
    """What the federation's file proposes to open here, with what is known of each; several are opened at once."""
    proposed = proposals(request.scale, request.today)
    form = OpenForm(request.POST or None, proposed=proposed, initial={"since": request.today})

    def open_chosen() -> Done:
        opened = operations.open_organisations(
            actor=request.actor,
            chosen=form.chosen,
            since=form.cleaned_data["since"],
            source=form.cleaned_data["source"],
            now=request.now,
        )
        names = enumerate_in_words(made.name for made in opened)
        verb = "est ouvert" if len(opened) == 1 else "sont ouverts"
        said = f"{names} {verb}, avec leurs instances : vous pouvez en confier les sièges."
        return Done(said, "directory:organisations", scale=scale)

    gesture = perform(request, form, open_chosen)
    return gesture.done or gesture.page("seats/openings.html", {"proposed": proposed})


@may("open_organisation")
def close_organisation(request: Request, scale: str) -> HttpResponse:
    """The organisation of the address no longer exists after a day. It remains readable at its dates."""
    form = LastDayForm(request.POST or None, initial={"last": request.today})

    def close() -> Done:
        operations.close_organisation(
            actor=request.actor, organisation=request.scale, last=form.cleaned_data["last"], now=request.now
        )
        said = f"La fermeture {of(request.scale.name)} est inscrite. On lit toujours son histoire."
        return Done(said, "directory:organisation", scale=scale, organisation=request.scale.slug)

    gesture = perform(request, form, close)
    return gesture.done or gesture.page("seats/close_organisation.html")
