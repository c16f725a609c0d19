"""What the register promises of seats: whom adopted decisions name, until their mandate is opened or given up."""

from collections.abc import Collection, Iterable
from datetime import date
from uuid import UUID

from django.db.models import QuerySet

from kevread.charter.queries.registers import ever_kept
from kevread.common.actor import Actor
from kevread.common.errors import Invalid, Way
from kevread.competence.queries import matrix
from kevread.decisions.models import Application, Decision
from kevread.decisions.permissions import may_name
from kevread.decisions.rules import MANDATE, AskedMandate, asked_as
from kevread.directory.models import Organisation, Person
from kevread.directory.queries import that_stand
from kevread.seats.asks import Decided, Promise
from kevread.seats.models import Seat
from kevread.seats.permissions import places_of
from kevread.seats.rules import dates

REGISTER = "decisions"
OFFERED = 40  # decisions, the last first


def promised(seats: Collection[UUID]) -> list[Promise]:
    """Of these seats. Three queries, whatever their number; one when nothing waits."""
    return promises_of(waiting().filter(asked__seat__in=[str(key) for key in seats]))


def promised_to(person: Person) -> list[Promise]:
    """Under their record, and under those that were merged into theirs."""
    theirs = [str(person.pk), *(str(key) for key in person.merged.values_list("pk", flat=True))]
    return promises_of(waiting().filter(asked__person__in=theirs))


def waiting() -> QuerySet[Application]:
    """The mandates that adopted decisions name somebody for, and that nobody opened yet, the first decided before."""
    rows = Application.objects.pending().filter(
        kind=MANDATE, decision__outcome=Decision.Outcome.ADOPTED, decision__corrected_by__isnull=True
    )
    return rows.select_related("decision__body__organisation", "decision__organisation").order_by(
        "decision__decided_on", "pk"
    )


def promises_of(applications: Iterable[Application]) -> list[Promise]:
    every = [(one, asked_as(AskedMandate, one.asked)) for one in applications]
    people = that_stand(Person, {asked.person for _, asked in every if asked.person})
    represented = that_stand(Organisation, {asked.represents for _, asked in every if asked.represents})
    found = []
    for one, asked in every:
        if asked.seat and asked.person in people:
            try:
                period = dates(asked.first, asked.last)
            except Invalid:
                continue  # what was proposed without days is not a promise of any
            decision, where = one.decision, one.decision.organisation_id
            found.append(
                Promise(
                    key=one.pk,
                    decision=decision.pk,
                    # Of whom one represents: of another organisation than the one that has the seat.
                    cited=decision.quoted_at(None if decision.organisation_id == asked.represents else where),
                    where=where,
                    seat=asked.seat,
                    person=people[asked.person],
                    represents=represented.get(asked.represents) if asked.represents else None,
                    family=asked.family,
                    period=period,
                    decided_on=decision.decided_on,
                    way=Way("Lire la décision", "decisions:decision", where_of(decision)),
                )
            )
    return found


def where_of(decision: Decision) -> dict[str, object]:
    return {"scale": decision.body.organisation.slug, "key": decision.pk}


def kept_by(organisations: Collection[Organisation], on: date) -> list[Organisation]:
    """Those of these that keep their register of decisions that day, or kept it before. One query."""
    kept = ever_kept(REGISTER, [one.pk for one in organisations], on)
    return [one for one in organisations if one.pk in kept]


def offered(actor: Actor, seat: Seat, represents: Organisation | None, on: date) -> list[Decided]:
    """The decisions that this person may say to have given this seat: adopted, of who decides it, of a type that gives
    mandates or of none, the last first. One query."""
    places = [place for place in places_of(seat, represents) if may_name(actor, place)]
    types = [slug for slug, type_ in matrix().types.items() if type_.executes == MANDATE]
    rows = Decision.objects.standing().filter(
        organisation__in=places,
        outcome=Decision.Outcome.ADOPTED,
        type__in=[*types, "", Decision.OTHER],
        decided_on__lte=on,
    )
    found = rows.select_related("body", "organisation").order_by("-decided_on", "-number")[:OFFERED]
    there = seat.body.organisation_id
    return [Decided(one.pk, f"{one.title} ({one.quoted_at(there)})") for one in found]
