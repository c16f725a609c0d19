"""Meetings as a calendar that programs come and read again: the same text as long as nothing changed.

An entry keeps its UID as long as it is the same meeting; SEQUENCE grows at each change; what time it was last written is
read in the journal, never on the clock. Hours are those of the federation, with the rules of their time zone.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from uuid import UUID

from django.utils import timezone
from icalendar import Calendar, Event, Timezone, vDuration

from kevread.meetings.models import Meeting
from kevread.meetings.queries.ics import PRODUCT, event_of

from .asks import WholeDays

REFRESHED = timedelta(hours=1)
# By its rules, not by dates: what reads no further than the dates it is given is an hour late afterwards.
ZONE = """BEGIN:VTIMEZONE
TZID:Europe/Paris
BEGIN:DAYLIGHT
DTSTART:19960331T020000
RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
TZNAME:CEST
END:DAYLIGHT
BEGIN:STANDARD
DTSTART:19961027T030000
RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
TZNAME:CET
END:STANDARD
END:VTIMEZONE
"""
NEVER = datetime(2000, 1, 1, tzinfo=UTC)


def calendar_of(
    name: str,
    meetings: Sequence[Meeting],
    changed: Mapping[UUID, datetime],
    url: Callable[[Meeting], str],
    days: Sequence[WholeDays] = (),
    joined: Collection[UUID] = (),
) -> bytes:
    """The calendar of these meetings, and of these whole days. `changed` says when each meeting was last written; `url`, where
    it is read; `joined`, those that the reader joins, whose link they read."""
    calendar = begun()
    calendar.add("x-wr-calname", name)
    calendar.add("x-wr-timezone", timezone.get_default_timezone_name())
    calendar.add("refresh-interval", REFRESHED, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", vDuration(REFRESHED), encode=False)
    calendar.add_component(Timezone.from_ical(ZONE))
    for meeting in meetings:
        calendar.add_component(entry_of(meeting, changed, url, joins=meeting.pk in joined))
    for one in days:
        calendar.add_component(event_of_days(one))
    return bytes(calendar.to_ical())


def calendar_of_one(
    meeting: Meeting, changed: Mapping[UUID, datetime], url: Callable[[Meeting], str], *, joins: bool
) -> bytes:
    """This meeting alone, to be put in a calendar: no name and nothing to read again, or it would make a calendar of its own.
    The UID is that of the letter and of the addresses, so that it is there once. `joins`: reads its link, as on its page."""
    calendar = begun()
    calendar.add_component(Timezone.from_ical(ZONE))
    calendar.add_component(entry_of(meeting, changed, url, joins=joins))
    return bytes(calendar.to_ical())


def begun() -> Calendar:
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    return calendar


def entry_of(
    meeting: Meeting, changed: Mapping[UUID, datetime], url: Callable[[Meeting], str], *, joins: bool
) -> Event:
    """Where there is no place, its link stands for it, to those who join alone, as on its page."""
    when = changed.get(meeting.pk, NEVER).replace(microsecond=0)
    event = event_of(meeting, when, url(meeting))
    if not meeting.place and not joins:
        event.pop("location", None)
    for field, moment in (("dtstart", meeting.starts_at), ("dtend", meeting.ends_at)):
        del event[field]
        event.add(field, moment.astimezone(timezone.get_default_timezone()))
    event.add("last-modified", when)
    return event


def event_of_days(one: WholeDays) -> Event:
    """It takes no hour: whoever follows it reads whole days, the last one included."""
    event = Event()
    event.add("uid", str(one.key))
    event.add("dtstamp", one.changed_at.replace(microsecond=0))
    event.add("dtstart", one.first)
    event.add("dtend", one.last + timedelta(days=1))
    event.add("summary", one.what)
    event.add("status", "CONFIRMED")
    return event
