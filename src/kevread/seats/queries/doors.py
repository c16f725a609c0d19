"""Who may be told how to come in: registered with an address, and not in yet. What opens is the code (`seats.offers`)."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from django.utils import timezone

from kevread.accounts.models import Account
from kevread.common.periods import Period
from kevread.directory.models import Person
from kevread.journal.models import Act
from kevread.mail.models import Dispatch, State, Unsubscription
from kevread.seats.models import Mandate

OFFERING = "acces"  # the box of `seats/access.html`
OFFERED = "seats.offer_access"  # the verb: its letters say who was told, and when
INVITED = "seats.invite"  # the same, of many at once
OFFERINGS = (OFFERED, INVITED)


@dataclass(slots=True)
class Doors:
    """People, each in one list: to be told, told already and when, without an address, wanting no letters. Whoever can sign
    in, or whose address is that of an account that is not theirs, is in none."""

    ready: list[Person] = field(default_factory=list)
    told: list[tuple[Person, date]] = field(default_factory=list)
    unaddressed: list[Person] = field(default_factory=list)
    stopped: list[Person] = field(default_factory=list)


def doors_of(people: Iterable[Person]) -> Doors:
    """Three queries whatever their number. A letter that did not leave told nobody anything; nor does one to an address
    that has since been corrected."""
    found, once = Doors(), {person.pk: person for person in people}
    addresses = [person.email for person in once.values() if person.email]
    accounts = set(Account.objects.filter(email__in=addresses).values_list("email", flat=True))
    stopped = set(Unsubscription.objects.filter(address__in=addresses).values_list("address", flat=True))
    letters = Dispatch.objects.filter(person__in=once, act__in=Act.objects.filter(verb__in=OFFERINGS).values("pk"))
    left = letters.exclude(state=State.FAILED).values_list("person", "address", "queued_at")
    told = {(person, address): timezone.localtime(at).date() for person, address, at in left}
    for person in once.values():
        if person.account_id or person.email in accounts:
            continue
        if not person.email:
            found.unaddressed.append(person)
        elif day := told.get((person.pk, person.email)):
            found.told.append((person, day))
        elif person.email in stopped:
            found.stopped.append(person)
        else:
            found.ready.append(person)
    return found


def seated_from(people: Iterable[Person], today: date) -> dict[object, date]:
    """The first day, from today on, when each of them sits somewhere; those who will not are left out. One query."""
    found: dict[object, date] = {}
    for mandate in Mandate.objects.touching(Period(today)).filter(person__in=list(people)):
        day = max(mandate.dates.start or today, today)
        found[mandate.person_id] = min(day, found.get(mandate.person_id, day))
    return found
