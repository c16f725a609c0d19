"""What the law asks in the year, of those whose money the reader reads; the thresholds that are in sight."""

from django.http import HttpResponse
from django.shortcuts import render

from kevread.common.words import listed
from kevread.finance.exports import REQUIRED, SIGHTS
from kevread.finance.loader import in_sight
from kevread.finance.models import READS
from kevread.finance.queries.required import Entity, entities
from kevread.ui.access import may
from kevread.ui.request import Request
from kevread.ui.spreadsheet import table_file


def ours_first(request: Request) -> list[Entity]:
    """The organisation of the address, then the others by name."""
    found = entities(request.actor, request.on)
    return sorted(found, key=lambda one: one.organisation.pk != request.scale.pk)


@may(READS)
def page(request: Request, scale: str) -> HttpResponse:
    found = ours_first(request)
    many = ((sum(one.count(state) for one in found), word) for state, word in COUNTED)
    context = {
        "entities": found,
        "counts": listed(f"{number} {word}" for number, word in many if number),
        "near": sum(one.threshold.is_near for each in found for one in each.in_view),
        "percent": in_sight(),
    }
    return render(request, "finance/required.html", context)


COUNTED = (("late", "en retard"), ("due", "à faire"), ("unknown", "dont l’état est inconnu"))


@may(READS)
def required_file(request: Request, scale: str, form: str) -> HttpResponse:
    return table_file(request, REQUIRED, [row for one in ours_first(request) for row in one.required], form)


@may(READS)
def sights_file(request: Request, scale: str, form: str) -> HttpResponse:
    return table_file(request, SIGHTS, [row for one in ours_first(request) for row in one.sights], form)
