"""What seats tell the rooms below."""

from collections.abc import Collection
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, QuerySet
from django.utils import timezone

from kevread.accounts.asks import ADMITS, EXPECTS
from kevread.accounts.models import Account
from kevread.charter.asks import WHO_MAY
from kevread.common.actor import SYSTEM, Actor
from kevread.common.errors import Refused, Way
from kevread.common.facts import HEAD, Organisations
from kevread.common.words import of
from kevread.directory.asks import ENTER, HELD, JOINED
from kevread.directory.models import Person
from kevread.directory.operations import open_access
from kevread.documents.asks import AUTHORITIES, Authority, Link
from kevread.imports.asks import ACTS_AS, APART
from kevread.seats.models import Body, Mandate
from kevread.seats.operations import enter_organisation
from kevread.seats.queries.actors import person_and_actor
from kevread.seats.queries.committing import presiding
from kevread.seats.queries.held import held_in_words
from kevread.seats.queries.holders import who_may


def seated_at(address: str, now: datetime) -> QuerySet[Mandate]:
    """The seats, today, of who is registered with this address and cannot sign in yet. One statement whatever the address:
    its time tells nothing. An account that has it, even closed, is not opened by a seat."""
    address = address.strip().lower()
    mandates: QuerySet[Mandate] = Mandate.objects.on(timezone.localtime(now).date())
    known = Exists(Account.objects.filter(email=address))
    return mandates.filter(~known, person__email=address, person__account=None)


@EXPECTS.answer
def expect_seated(address: str, now: datetime) -> bool:
    """Who is registered with this address and sits somewhere today comes in: nobody has to think of it for them."""
    return seated_at(address, now).exists()


@ADMITS.answer
def admit_seated(address: str, now: datetime) -> Account | None:
    """Asked once the code sent to this address was typed, never before: until then, the organisation that registered them
    can mend it. A seat with powers asks for a second factor as ever."""
    with transaction.atomic():  # the account and whose it is: both, or neither
        mandate = seated_at(address, now).select_related("person").first()
        return open_access(actor=SYSTEM, person=mandate.person, now=now).account if mandate else None


def hold_mandates(links: Collection[Link]) -> None:
    Mandate.objects.filter(pk__in=[one.id for one in links if one.kind == "mandate"]).lock_all()


AUTHORITIES.answer(Authority(presiding, hold=hold_mandates))
WHO_MAY.answer(who_may)
HELD.answer(held_in_words)


@JOINED.answer
def sat_for(on: date, among: Organisations) -> set[tuple[UUID, UUID]]:
    """For whom somebody sits, that day, at the assembly of the head, where members are: who comes to another of its bodies need
    not be one. One query."""
    where = {"seat__body__organisation__scale": HEAD, "seat__body__kind": Body.Kind.ASSEMBLY}
    rows = Mandate.objects.on(on).filter(**where, **among.where("represents"))
    return set(rows.exclude(represents=None).values_list("represents", "seat__body__organisation"))


ENTER.answer(enter_organisation)


@ACTS_AS.answer
def acts_as(person: UUID, on: date) -> Actor:
    return person_and_actor(on, pk=person)[1]


@APART.answer
def seated_twice(kept: Person, gone: Person) -> Refused | None:
    """One person sits once in a body for whom they represent; of a team, they may hold two posts. The same mandate entered
    under both records is one mandate."""
    standing = Mandate.objects.exclude(end_reason=Mandate.EndReason.MISTAKE).exclude(seat__body__kind=Body.Kind.TEAM)
    theirs = list(standing.filter(person=kept).select_related("seat"))
    for mandate in standing.filter(person=gone).select_related("seat__body__organisation").order_by("period", "pk"):
        for other in theirs:
            is_same = (other.seat_id, other.represents_id, other.family) == (
                mandate.seat_id, mandate.represents_id, mandate.family
            )  # fmt: skip
            at_once = other.dates.overlaps(mandate.dates)
            is_one_place = mandate.seat_id == other.seat_id or (
                mandate.seat.body_id == other.seat.body_id and mandate.represents_id == other.represents_id
            )
            if at_once and is_one_place and not is_same:
                return refusal_of(mandate, other)
    return None


def refusal_of(mandate: Mandate, other: Mandate) -> Refused:
    body = mandate.seat.body
    where = body.organisation
    return Refused(
        f"Ces deux fiches siègent en même temps dans une même instance, {body.name} {of(where.name)} : {mandate.seat.name} et "
        f"{other.seat.name}. Mettez fin à l’un des deux mandats, ou annulez-le s’il est une erreur ; puis fondez-les.",
        ways=tuple(
            Way(f"Voir ce mandat : {one.seat.name}", "seats:mandate", {"scale": where.slug, "key": one.pk})
            for one in (mandate, other)
        ),
    )
