"""The values of a round that people say, in one table: typed or pasted, read again, written at once."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse

from kevread.equalisation import operations
from kevread.equalisation.forms_grid import GridForm
from kevread.equalisation.models import PREPARES, Campaign
from kevread.equalisation.queries.grid import grid_of
from kevread.equalisation.scene import campaign_of
from kevread.ui.access import may, today_only
from kevread.ui.gestures import Done, is_confirmed, perform
from kevread.ui.request import Request
from kevread.ui.shown import Shown
from kevread.ui.words import counted


@may(PREPARES)
@today_only
def measures(request: Request, scale: str, key: UUID) -> HttpResponse:
    """What is new is read again once, with its source and its day, then written."""
    found = campaign_of(request, key)
    grid = grid_of(found)
    form = GridForm(grid, request.POST or None, initial={"as_of": found.as_of})
    context = {"campaign": found, "review": ()}

    def write() -> Done | None:
        asked: dict[str, Any] = {"campaign": found, "values": form.values, "now": request.now}
        asked |= {name: form.cleaned_data[name] for name in ("source", "as_of")}
        if is_confirmed(request):
            made = operations.enter_measures(actor=request.actor, **asked)
            said = counted(len(made), "valeur est inscrite", "valeurs sont inscrites")
            return Done(f"{said}.", "equalisation:campaign", scale=scale, key=key)
        if request.POST.get("etape") != "changer":
            operations.check_measures(**asked)
            context["review"] = form.review
        return None

    gesture = perform(request, form, write, Shown(found, read_again, read=grid.shown))
    return gesture.done or gesture.page("equalisation/grid.html", context)


def read_again(campaign: Campaign) -> list[list[str]]:
    return grid_of(campaign).shown
