"""What seats tell the rooms below."""

from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, QuerySet
from django.utils import timezone

from kevread.accounts.asks import ADMITS, EXPECTS
from kevread.accounts.models import Account
from kevread.charter.asks import WHO_MAY
from kevread.common.actor import SYSTEM, Actor
from kevread.directory.asks import ENTER, HELD
from kevread.directory.models import Person
from kevread.directory.operations import open_access
from kevread.documents.asks import AUTHORITIES, Authority
from kevread.imports.asks import ACTS_AS
from kevread.seats.models import Mandate
from kevread.seats.operations import enter_organisation
from kevread.seats.queries.actors import actor_of
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


AUTHORITIES.answer(Authority(presiding))
WHO_MAY.answer(who_may)
HELD.answer(held_in_words)
ENTER.answer(enter_organisation)


@ACTS_AS.answer
def acts_as(person: UUID, on: date) -> Actor:
    return actor_of(Person.objects.filter(pk=person).first(), on)
