"""What a member accepts that anybody reads of it: said, shown before it is done, and taken back."""

from typing import Any

from django.http import HttpResponse
from django.views.decorators.http import require_POST

from kevread.directory import operations
from kevread.directory.forms import ShowOrganisation
from kevread.directory.models import Listing
from kevread.directory.queries.listing import Shown, listing_of
from kevread.ui.access import may, today_only
from kevread.ui.gestures import Done, is_confirmed, perform
from kevread.ui.request import Request

from .organisations import sheet_of, visible


@may("list_organisation")
@today_only
def show(request: Request, scale: str, organisation: str) -> HttpResponse:
    """What the public would read is read first; then a person confirms."""
    row = visible(request, organisation)
    given = listing_of(row, request.today)
    initial = (
        {
            "activity": given.activity,
            "commune": given.commune.name if given.commune else "",
            "agreed_by": given.agreed_by,
        }
        if given
        else {}
    )
    form = ShowOrganisation(request.POST or None, on=request.today, initial=initial)
    context: dict[str, Any] = {"row": row, "given": given, "back": sheet_of(request, row)}

    def verb() -> Done | None:
        if not is_confirmed(request):
            said = form.cleaned_data
            context["shown"] = Shown(row, Listing(organisation=row, activity=said["activity"], commune=said["commune"]))
            return None
        operations.list_organisation(
            actor=request.actor, organisation=row, within=request.scale, now=request.now, **form.cleaned_data
        )
        return Done(f"{row.name} est montrée dans l’annuaire.", sheet_of(request, row))

    gesture = perform(request, form, verb)
    return gesture.done or gesture.page("directory/show.html", context)


@may("list_organisation")
@today_only
@require_POST
def hide(request: Request, scale: str, organisation: str) -> HttpResponse:
    row = visible(request, organisation)

    def verb() -> Done:
        operations.unlist_organisation(actor=request.actor, organisation=row, within=request.scale, now=request.now)
        return Done(
            f"{row.name} n’est plus montrée : ni dans l’annuaire, ni aux dates d’avant.", sheet_of(request, row)
        )

    gesture = perform(request, None, verb)
    return gesture.done or gesture.page(
        "directory/show.html", {"row": row, "given": listing_of(row, request.today), "back": sheet_of(request, row)}
    )
