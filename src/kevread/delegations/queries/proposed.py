"""Of delegations that nobody accepted yet: who signs their paper, by what right."""

from collections.abc import Mapping
from datetime import date
from uuid import UUID

from django.db.models import Q

from kevread.common.words import of
from kevread.delegations.models import Grant
from kevread.directory.models import Organisation, Person
from kevread.documents.asks import Committing, Entitled, Link
from kevread.documents.models import Circle
from kevread.seats.queries.committing import presiding

from .register import WITH

SIDES = ("parent__post__seat", "office__seat__body", "post__seat__body")
ACCEPT = "delegations:accept"  # no act of a federation: its codes have no such sign
ACCEPTING = Committing(ACCEPT, "Donner une délégation, ou l’accepter", signed=False)


def proposed(places: Mapping[UUID, Organisation], on: date) -> list[Entitled]:
    """Whoever gave what was not accepted there before that day, and whoever it is for: each signs it, and what a body decided,
    whoever presides. Which of them signs which is judged when they do (`operations.accepting`). One query."""
    rows = Grant.objects.standing().filter(organisation__in=places, period__endswith__gt=on)
    rows = rows.filter(Q(accepted_on=None) | Q(accepted_on__gte=on))
    found = list(rows.select_related(*WITH, *SIDES).order_by("pk"))
    return [who for one in found for who in (*([] if one.body_id else giving(one, on)), receiving(one))]


def receiving(grant: Grant) -> Entitled:
    """By the post at which it is offered, whichever it is of those that are: the same right for each."""
    seat = grant.post.seat
    said = f"{seat.name}, {seat.body.name}, à qui une délégation est proposée"
    link = Link("mandate", grant.post_id, said[:200], grant.post.dates.last)
    return Entitled(grant.holder, grant.organisation, seat.name, (link,))


def giving(grant: Grant, on: date) -> list[Entitled]:
    """Who signs it for those who give it: whoever gave it, while that is still theirs; of what a body decided, whoever
    presides. Never whoever it is for."""
    if grant.body_id:
        those = presiding([grant.organisation], None, on, ACCEPTING)
        return [one for one in those if one.person.pk != grant.holder_id]
    by: tuple[Person, str, Link] | None = None
    if grant.office and grant.office.in_force(on) and grant.office.end_reason != "mistake":
        seat = grant.office.seat
        label = f"{seat.name}, {seat.body.name}"
        by = grant.office.person, seat.name, Link("mandate", grant.office.pk, label, grant.office.dates.last)
    if grant.parent and grant.parent.in_force(on) and grant.parent.end_reason != "mistake":
        above = grant.parent
        label = f"Délégation {of(str(above.holder))}, dont elle vient"
        quality = f"{above.post.seat.name}, par délégation"
        by = above.holder, quality[:160], Link("delegation", above.pk, label[:200], above.dates.last)
    return [Entitled(by[0], grant.organisation, by[1], (by[2],))] if by else []


def under_signature(grant: Grant) -> Circle | None:
    """The demand for the signatures of its paper, while it waits for them. One query."""
    if grant.accepted_on or not grant.paper_id:
        return None
    rows = Circle.objects.filter(version__document=grant.paper_id).select_related("version__document__organisation")
    return rows.order_by("-opened_at").first()
