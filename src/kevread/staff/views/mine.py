"""« Ma part du temps »: for whom one works, post by post, and for how much of a full time."""

from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import render

from kevread.staff.models import Assignment, Contract, Terms
from kevread.ui.access import signed_in
from kevread.ui.request import Request


@dataclass(frozen=True, slots=True)
class Mine:
    """One contract of mine that day. `share`: what it says of a full time; None where nobody wrote it."""

    contract: Contract
    share: int | None
    works: list[Assignment]

    @property
    def assigned(self) -> int:
        return sum(one.share for one in self.works)

    @property
    def left(self) -> int:
        """What no work takes, in per cent of a full time; below zero, what goes beyond the contract."""
        return 0 if self.share is None else self.share - self.assigned


@signed_in
def mine(request: Request) -> HttpResponse:
    """One’s own contracts and work, that day; nobody else reads this page."""
    rows = Contract.objects.on(request.on).standing().filter(person=request.actor.person).select_related("employer")
    shares = dict(Terms.objects.on(request.on).filter(contract__in=rows).values_list("contract_id", "share"))
    works = Assignment.objects.on(request.on).standing().filter(contract__in=rows).select_related("post", "local")
    found = [
        Mine(one, shares.get(one.pk), [each for each in works.order_by("-share", "pk") if each.contract_id == one.pk])
        for one in rows.order_by("period", "pk")
    ]
    return render(request, "staff/mine.html", {"rows": found})
