"""Who asks for a delegation, and of whom."""

from collections.abc import Collection
from datetime import date, datetime, timedelta
from uuid import UUID

from kevread.common.actor import Actor, Grounds
from kevread.delegations.models import RECORDS, Petition
from kevread.delegations.permissions import may_answer, may_record
from kevread.directory.models import Organisation, Person
from kevread.seats.queries.access import who_sees

from .chains import given_by, givers

WRITTEN_TO = 3


def entitled(organisation: Organisation, act: str, on: date) -> list[Person]:
    """Those who may entrust it, by their office, by a delegation that goes further, then by entering a decision; each once."""
    offices, chains = givers(organisation, act, on)
    keys = [one.person for one in offices] + [one.leaf.holder for one in chains]
    people = Person.objects.in_bulk(keys)
    records = who_sees(organisation, on, RECORDS)  # as `may_record` says: nobody from elsewhere
    found = [people[key] for key in keys] + [one.person for one in records if one.hat.organisation == organisation.pk]
    return list(dict.fromkeys(found))


def open_petition(person: UUID | None, organisation: Organisation, act: str) -> Petition | None:
    return Petition.objects.open().filter(person=person, organisation=organisation, act=act).first()


def asked_lately(person: UUID, now: datetime) -> int:
    """How many times this person asked for a delegation within a day."""
    return Petition.objects.filter(person=person, asked_at__gt=now - timedelta(days=1)).count()


def may_reply(actor: Actor, petition: Petition, on: date) -> Grounds:
    """As `may_answer`, with whoever may entrust it that day; who enters decisions is known without a query."""
    if actor.person is None or may_record(actor, petition.organisation) or actor.person == petition.person_id:
        return may_answer(actor, petition, ())
    may = (petition.organisation_id, petition.act) in given_by(actor.person, [petition.organisation_id], on)
    return may_answer(actor, petition, [actor.person] if may else ())


def to_answer(actor: Actor, among: Collection[UUID], on: date) -> list[Petition]:
    """What waits for this person’s answer in these organisations, the oldest first. One query; another where something waits
    where they do not enter decisions."""
    if actor.person is None:
        return []
    rows = Petition.objects.open().filter(organisation__in=among).exclude(person=actor.person)
    waiting = list(rows.select_related("person", "organisation", "space").order_by("asked_at", "pk"))
    elsewhere = {one.organisation_id for one in waiting if not may_record(actor, one.organisation)}
    given = given_by(actor.person, elsewhere, on) if elsewhere else set()
    return [one for one in waiting if one.organisation_id not in elsewhere or (one.organisation_id, one.act) in given]


def readable(actor: Actor, petition: Petition, on: date) -> bool:
    """By whoever asked, whoever answered, and those who may answer."""
    if actor.is_system or (actor.person is not None and actor.person in (petition.person_id, petition.answered_by_id)):
        return True
    return bool(may_reply(actor, petition, on))
