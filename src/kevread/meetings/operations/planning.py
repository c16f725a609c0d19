"""The dates of meetings: planned, moved before a notice is sent, or told afterwards when a body met without Kevread.

What a notice has announced is no longer moved here: it is postponed (`convening`).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from kevread.charter.engine import values_on
from kevread.charter.queries.quote import quote
from kevread.charter.queries.written import where_written
from kevread.common.actor import Actor
from kevread.common.errors import Invalid, Refused, Way
from kevread.common.periods import EARLIEST, LATEST, day_in_words, out_of_calendar
from kevread.directory.models import Person
from kevread.journal.operations import act
from kevread.meetings import permissions
from kevread.meetings.asks import Brought
from kevread.meetings.models import Meeting, RollEntry
from kevread.meetings.queries.terms import decided
from kevread.meetings.rules.life import State
from kevread.meetings.rules.terms import mode_setting
from kevread.seats.models import Body, Mandate
from kevread.ui.words import hour

BEFORE_NOTICE = (State.DRAFT, State.AGENDA)
NOT_TO_COUNT = (State.CANCELLED, State.POSTPONED)
LONGEST_SITTING, LONGEST_CONSULTATION = timedelta(hours=24), timedelta(days=366)


@dataclass(frozen=True, slots=True)
class Slot:
    """A body meets from an hour to another."""

    body: Body
    starts_at: datetime
    ends_at: datetime
    place: str = ""
    mode: str = Meeting.Mode.ON_SITE
    title: str = ""

    @property
    def arguments(self) -> dict[str, Any]:
        return {"body": self.body.slug, "starts_at": self.starts_at, "ends_at": self.ends_at, "place": self.place}


def plan_meeting(
    *,
    actor: Actor,
    body: Body,
    starts_at: datetime,
    ends_at: datetime,
    now: datetime,
    place: str = "",
    mode: str = Meeting.Mode.ON_SITE,
    title: str = "",
) -> Meeting:
    """A draft with a date: the body means to meet. Raises Denied; Invalid on `starts_at` or `ends_at`: a day that is
    over, on which the body does not exist, or on which it already meets; Invalid on a `mode` that its articles of
    association do not admit on that day (L1.13)."""
    permissions.may_prepare(actor, body).or_raise()
    slot = Slot(body, starts_at, ends_at, place, mode, title)
    with act("meetings.plan", actor=actor, about=body.organisation, now=now, arguments=slot.arguments):
        return planned(slot, now)


def plan_meeting_for(*, brought: Brought | None, **asked: Any) -> Meeting:
    """A meeting that is planned for something has it on its agenda, or is not planned. Raises as `plan_meeting`, and as the
    verb that puts it there."""
    with transaction.atomic():
        meeting = plan_meeting(**asked)
        if brought:
            brought.put(meeting)
    return meeting


def plan_meetings(*, actor: Actor, slots: Sequence[Slot], now: datetime) -> list[Meeting]:
    """Several drafts in one act: a year that was proposed, and accepted. All of them, or none.

    Raises Denied, Refused when there is nothing to plan or more than one organisation, or what `plan_meeting` raises.
    """
    if len({slot.body.organisation_id for slot in slots}) != 1:
        raise Refused("Choisissez au moins une date, pour les instances d’une seule organisation.")
    for slot in slots:
        permissions.may_prepare(actor, slot.body).or_raise()
    arguments = {"meetings": [slot.arguments for slot in slots]}
    with act("meetings.plan_several", actor=actor, about=slots[0].body.organisation, now=now, arguments=arguments):
        return [planned(slot, now) for slot in sorted(slots, key=lambda slot: slot.starts_at)]


def planned(slot: Slot, now: datetime) -> Meeting:
    """Write one draft, inside an act."""
    if slot.starts_at <= now:
        raise Invalid(
            "starts_at", "Cette heure est passée : on planifie une réunion à venir. Une réunion tenue se déclare après."
        )
    require_possible(slot.body, slot.starts_at, slot.ends_at, mode=slot.mode)
    meeting = Meeting(
        body=slot.body,
        starts_at=slot.starts_at,
        ends_at=slot.ends_at,
        place=slot.place.strip(),
        mode=slot.mode,
        title=slot.title.strip(),
    )
    if slot.mode != Meeting.Mode.ON_SITE and slot.mode not in decided(meeting, values_on(meeting.day)).modes:
        raise mode_refused(meeting)
    meeting.save()
    return meeting


def mode_refused(meeting: Meeting, mode: str = "", *others: Way) -> Invalid:
    """The articles do not allow the mode of a meeting, or this other one: where they are written, and other ways out."""
    mode, organisation = mode or meeting.mode, meeting.body.organisation
    label = Meeting.Mode(mode).label.lower()
    setting = mode_setting(mode, assembly=meeting.body.kind == Body.Kind.ASSEMBLY)
    return Invalid(
        "mode",
        f"Les statuts n’inscrivent pas ce mode ({label}) : sans eux, une instance se réunit sur place (article L1.13).",
        rule="L1.13",
        text=quote("L1.13", organisation.pk, meeting.day),
        ways=(*others, *where_written(setting, organisation)),
    )


def move_meeting(
    *, actor: Actor, meeting: Meeting, starts_at: datetime, ends_at: datetime, now: datetime, place: str | None = None
) -> Meeting:
    """Another date for a meeting that no notice has announced: the same entry in calendars, one change later.

    Raises Denied; Refused once a notice was sent; Invalid on the field as `plan_meeting`.
    """
    permissions.may_prepare(actor, meeting.body).or_raise()
    arguments = {"meeting": meeting.pk, "starts_at": starts_at, "ends_at": ends_at}
    with act("meetings.move", actor=actor, about=meeting.body.organisation, now=now, arguments=arguments):
        meeting = Meeting.objects.lock(meeting.pk)
        if meeting.stage not in BEFORE_NOTICE:
            raise Refused(
                f"Cette réunion ne se déplace plus ({meeting.stage.label.lower()}) : une fois convoquée, elle se reporte."
            )
        if starts_at <= now:
            raise Invalid("starts_at", "Cette heure est passée : choisissez une date à venir.")
        require_possible(meeting.body, starts_at, ends_at, apart=meeting)
        meeting.starts_at, meeting.ends_at = starts_at, ends_at
        meeting.place = meeting.place if place is None else place.strip()
        meeting.sequence += 1
        meeting.save(update_fields=["starts_at", "ends_at", "place", "sequence"])
    return meeting


def entries_for(meeting: Meeting, there: Sequence[Person]) -> list[RollEntry]:
    """Lines for a meeting that no notice announced. One query."""
    mandates: dict[Any, Mandate] = {}
    rows = Mandate.objects.on(meeting.day).filter(seat__body=meeting.body_id, person__in=there)
    for mandate in rows.select_related("seat").order_by("seat__is_alternate", "seat__rank", "pk"):
        mandates.setdefault(mandate.person_id, mandate)
    return [roll_entry(meeting, person, mandates.get(person.pk)) for person in there]


def roll_entry(meeting: Meeting, person: Person, mandate: Mandate | None) -> RollEntry:
    if mandate is None:
        return RollEntry(meeting=meeting, person=person, quality=RollEntry.Quality.GUEST, votes=0)
    quality = RollEntry.Quality.ALTERNATE if mandate.seat.is_alternate else RollEntry.Quality.MEMBER
    return RollEntry(
        meeting=meeting,
        person=person,
        mandate=mandate,
        represents_id=mandate.represents_id,
        quality=quality,
        seat_name=mandate.seat.name,
    )


def require_possible(
    body: Body, starts_at: datetime, ends_at: datetime, *, apart: Meeting | None = None, mode: str = ""
) -> None:
    """The hours follow each other, within 24 hours of each other but for a written consultation (`mode`, that of `apart`
    when it is not said), which may last a year; the body exists, and does not already meet at these hours. Two sessions of
    an assembly may follow each other on one day; one that was closed before its hour gives the rest of its hours back. Raises
    Invalid."""
    written = (mode or (apart.mode if apart else "")) == Meeting.Mode.WRITTEN
    day = timezone.localtime(starts_at).date()
    if not EARLIEST <= day <= LATEST:
        raise Invalid("starts_at", out_of_calendar())
    if ends_at <= starts_at:
        raise Invalid("ends_at", "La fin vient après le début.")
    if ends_at - starts_at > (LONGEST_CONSULTATION if written else LONGEST_SITTING):
        raise Invalid(
            "ends_at",
            "Une consultation écrite dure un an au plus."
            if written
            else "Une réunion dure 24 heures au plus : seule une consultation écrite s’étend sur plusieurs jours.",
        )
    if not body.in_force(day):
        raise Invalid("starts_at", f"« {body.name} » n’existe pas le {day_in_words(day)}.")
    Body.objects.lock(body.pk)  # two windows that plan the same day follow each other
    if written:
        return  # nobody is anywhere
    others = Meeting.objects.filter(body=body, starts_at__lt=ends_at, ends_at__gt=starts_at)
    others = others.exclude(state__in=NOT_TO_COUNT).exclude(mode=Meeting.Mode.WRITTEN).exclude(closed_at__lte=starts_at)
    if other := (others.exclude(pk=apart.pk) if apart else others).first():
        raise Invalid(
            "starts_at",
            f"« {body.name} » a déjà une réunion à ces heures, le {day_in_words(day)}, de "
            f"{hour(timezone.localtime(other.starts_at))} à {hour(timezone.localtime(other.over_at))}.",
        )
