"""Those whom the forms of contracts offer: who may have signed, who may be hired."""

from typing import Any

from kevread.directory.models import Person
from kevread.seats.models import Body, Mandate
from kevread.ui.request import Request


def signatories(request: Request) -> Any:
    """Who may have signed: those of the board and of the team who are in office."""
    rows = Mandate.objects.on(request.today).filter(seat__body__organisation=request.scale)
    rows = rows.filter(seat__body__kind__in=(Body.Kind.BOARD, Body.Kind.TEAM))
    return Person.objects.filter(pk__in=rows.values("person")).order_by("search")


def people(request: Request) -> Any:
    """Those of the team, and those whom the words of the address find: the ones that may be offered for something new."""
    team = Mandate.objects.filter(seat__body__organisation=request.scale, seat__body__kind=Body.Kind.TEAM)
    rows = Person.objects.visible_to(request.actor).usable()
    found = rows.filter(pk__in=team.values("person"))
    if words := request.GET.get("mots", "")[:100].strip():
        found = rows.filter(pk__in=[*rows.matching(words).values_list("pk", flat=True)[:50]])
    return found.order_by("search")
