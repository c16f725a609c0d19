"""The groupings and pôles of the network: what is proposed and opened, and how one closes."""

from django.http import HttpResponse

from kevread.common.facts import GROUPING, LOCAL
from kevread.common.words import listed, of
from kevread.directory.models import Organisation
from kevread.directory.queries import federation_network, proposals
from kevread.imports.models import Import
from kevread.imports.permissions import may_import
from kevread.seats import operations
from kevread.seats.forms import AnnulClosingForm, LastDayForm, OpenForm, OpenUnlistedForm
from kevread.ui.access import may
from kevread.ui.gestures import Done, perform
from kevread.ui.request import Request


@may("open_organisation")
def openings(request: Request, scale: str) -> HttpResponse:
    """What the federation's file proposes to open here, with what is known of each; several are opened at once. Where no file
    ever came, those that one has are asked for next."""
    proposed = proposals(request.scale, request.today)
    chosen = [row.slug for row in proposed] if "tout" in request.GET else []
    # the day that the file says of all of them is proposed; what shows that they exist, whoever opens them says
    first = {"since": federation_network().since.grouping or request.today, "chosen_slugs": chosen}
    form = OpenForm(request.POST or None, proposed=proposed, initial=first)

    def open_chosen() -> Done:
        opened = operations.open_organisations(
            actor=request.actor,
            chosen=form.chosen,
            since=form.cleaned_data["since"],
            source=form.cleaned_data["source"],
            now=request.now,
        )
        names = listed(made.name for made in opened)
        verb = "est ouvert" if len(opened) == 1 else "sont ouverts"
        said = f"{names} {verb}, avec leurs instances : vous pouvez en confier les sièges."
        begins = may_import(request.actor, request.scale) and not Import.objects.exists()
        return Done(said, "imports:imports" if begins else "directory:organisations", scale=scale)

    gesture = perform(request, form, open_chosen)
    return gesture.done or gesture.page("seats/openings.html", {"proposed": proposed})


@may("open_organisation")
def open_unlisted(request: Request, scale: str) -> HttpResponse:
    """A grouping or a pôle that the federation's file does not name, or that is born again."""
    groupings = Organisation.objects.on(request.today).at_scale(GROUPING).order_by("search")
    here = {"scale": LOCAL, "of": scale} if request.scale.scale == GROUPING else {}
    form = OpenUnlistedForm(request.POST or None, groupings=groupings, initial={"since": request.today, **here})

    def open_it() -> Done:
        made = operations.open_unlisted_organisation(actor=request.actor, now=request.now, **form.cleaned_data)
        said = f"{made.name} est ouvert, avec ses instances. Dites quel est son territoire, puis confiez-en les sièges."
        return Done(said, "directory:organisation", scale=made.slug, organisation=made.slug)

    gesture = perform(request, form, open_it)
    return gesture.done or gesture.page("seats/open_unlisted.html")


@may("open_organisation")
def close_organisation(request: Request, scale: str) -> HttpResponse:
    """The organisation of the address no longer exists after a day. It remains readable at its dates; a closing that was
    written by mistake is annulled here."""
    if request.scale.dates.end is not None:
        return annul_closing(request, scale)
    form = LastDayForm(request.POST or None, initial={"last": request.today})

    def close() -> Done:
        operations.close_organisation(
            actor=request.actor, organisation=request.scale, last=form.cleaned_data["last"], now=request.now
        )
        said = f"La fermeture {of(request.scale.name)} est inscrite. On lit toujours son histoire."
        return Done(said, "directory:organisation", scale=scale, organisation=request.scale.slug)

    gesture = perform(request, form, close)
    return gesture.done or gesture.page("seats/close_organisation.html")


def annul_closing(request: Request, scale: str) -> HttpResponse:
    form = AnnulClosingForm(request.POST or None)

    def annul() -> Done:
        operations.annul_closing(
            actor=request.actor, organisation=request.scale, reason=form.cleaned_data["reason"], now=request.now
        )
        said = f"La fermeture {of(request.scale.name)} est annulée : tout ce qu’elle arrêtait continue."
        return Done(said, "directory:organisation", scale=scale, organisation=request.scale.slug)

    gesture = perform(request, form, annul)
    return gesture.done or gesture.page("seats/close_organisation.html")
