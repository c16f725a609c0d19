"""What is asked of those who may: who they are, what waits for an answer."""

from collections.abc import Collection
from datetime import date, datetime, timedelta
from uuid import UUID

from kevread.common.actor import Actor, Grounds
from kevread.common.errors import NotDone
from kevread.directory.models import Organisation, Person
from kevread.mail.models import Unsubscription
from kevread.seats.models import Mandate, Plea

from .access import Viewer, who_sees
from .faces import Face, Faces

A_DAY = timedelta(days=1)
WRITTEN_TO = 3  # of those who may, at most
NAMED = 3  # people that a refusal names, at most
KEEPS_DIRECTORY = "register_person"


def who_may_do(organisation: Organisation, right: str, on: date) -> list[Viewer]:
    """Those who may, the ones who sit there first."""
    found = who_sees(organisation, on, right)
    return sorted(found, key=lambda one: one.hat.organisation != organisation.pk)


def named_who_may_do(actor: Actor, organisation: Organisation, right: str, today: date) -> list[tuple[Face, str]]:
    """The others among them, each as this reader may read them: only those who are named, and a few. Where it was to read, who
    keeps the directory of the organisation, since they know who may."""
    found = who_may_do(organisation, KEEPS_DIRECTORY if right == "read" else right, today)
    viewers = [one for one in found if one.person.pk != actor.person]
    if not actor.hats:  # teams are not public
        held = Mandate.objects.visible_to(actor).filter(pk__in=[one.hat.mandate for one in viewers])
        shown = set(held.values_list("pk", flat=True))
        viewers = [one for one in viewers if one.hat.mandate in shown]
    faces = Faces(actor, today, [one.person for one in viewers])
    named = [(face, one.hat.label) for one in viewers if (face := faces.of(one.person)).is_named]
    return named[:NAMED]


def whom_to_ask(
    actor: Actor, here: Organisation | None, refusal: NotDone | Grounds, today: date
) -> list[tuple[Face, str]]:
    """Who may do what was refused, where it was: at the organisation that the refusal names, else at that of the page."""
    asked = next((way.where for way in refusal.ways if "right" in way.where), {})
    right = getattr(refusal, "right", "") or str(asked.get("right", ""))
    place = getattr(refusal, "place", "") or str(asked.get("scale", ""))
    where = (
        here
        if not place or (here and here.slug == place)
        else Organisation.objects.exclude(scale="").filter(slug=place).first()
    )
    return named_who_may_do(actor, where, right, today) if where and right else []


def written_to(viewers: Collection[Viewer], but: UUID | None) -> list[Person]:
    """Those of them whom a letter reaches, but whoever asks; no more than `WRITTEN_TO`."""
    people = [one.person for one in viewers if one.person.email and one.person.pk != but]
    addresses = [person.email for person in people]
    stopped = set(Unsubscription.objects.filter(address__in=addresses).values_list("address", flat=True))
    return [person for person in people if person.email not in stopped][:WRITTEN_TO]


def open_plea(person: UUID | None, organisation: Organisation, right: str) -> Plea | None:
    """What this person asks there already, and nobody answered."""
    return Plea.objects.open().filter(person=person, organisation=organisation, right=right).first()


def asked_lately(person: UUID, now: datetime) -> int:
    """How many times this person asked something within a day, whatever it was."""
    return Plea.objects.filter(person=person, asked_at__gt=now - A_DAY).count()


def pleas_to_answer(actor: Actor, among: Collection[UUID]) -> list[Plea]:
    """What waits for this person's answer in these organisations, the oldest first. One query."""
    rows = Plea.objects.open().visible_to(actor).filter(organisation__in=among).exclude(person=actor.person)
    return list(rows.select_related("person", "organisation").order_by("asked_at", "pk"))
