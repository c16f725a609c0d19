"""A meeting in a calendar: the same entry as long as the meeting is the same (its key), a higher sequence at each change."""

from datetime import datetime
from email.utils import parseaddr

from django.conf import settings
from icalendar import Calendar, Event, vCalAddress, vText

from kevread.directory.models import Person
from kevread.meetings.models import Meeting
from kevread.meetings.queries.naming import known_as
from kevread.meetings.rules.life import State

GONE = (State.CANCELLED, State.POSTPONED)
PRODUCT = "-//Kevread//Reunions//FR"
FAILED = "Sans quorum : la réunion n’a pas pu délibérer."


def event_of(meeting: Meeting, now: datetime, url: str = "") -> Event:
    """Its UID is the key of the meeting; its day is that of the entry, beside which a calendar shows its name.
    Cancelled or postponed: the entry is cancelled, and so is that of a meeting without its quorum, which says so."""
    event = Event()
    event.add("uid", str(meeting.pk))
    event.add("sequence", meeting.sequence)
    event.add("dtstamp", now)
    event.add("dtstart", meeting.starts_at)
    event.add("dtend", meeting.over_at)
    event.add("summary", known_as(meeting))
    event.add("status", status_of(meeting))
    if meeting.place or meeting.link:
        event.add("location", meeting.place or meeting.link)
    if meeting.stage is State.FAILED:
        event.add("description", FAILED)
    if url:
        event.add("url", url)
    return event


def method(meeting: Meeting) -> str:
    return "CANCEL" if meeting.stage in GONE else "REQUEST"


def status_of(meeting: Meeting) -> str:
    """Of the three that a calendar knows. Without its quorum, what was announced was not held: no calendar counts it."""
    if meeting.stage in (*GONE, State.FAILED):
        return "CANCELLED"
    return "CONFIRMED" if meeting.stage in State.announced() else "TENTATIVE"


def invitation(meeting: Meeting, person: Person, now: datetime, url: str, convener: Person | None) -> bytes:
    """The entry as a letter carries it, for one person: METHOD:REQUEST, or CANCEL when it will not be held. Its organiser
    is whoever convenes, where their address is known. One answers by the letter, not by the calendar: no RSVP is asked."""
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", method(meeting))
    event = event_of(meeting, now, url)
    address = convener.email if convener else ""
    organiser = vCalAddress(f"mailto:{address or parseaddr(settings.DEFAULT_FROM_EMAIL)[1]}")
    organiser.params["CN"] = vText(f"{convener}, {meeting.organisation.name}" if address else meeting.organisation.name)
    event["organizer"] = organiser
    attendee = vCalAddress(f"mailto:{person.email}")
    attendee.params["CN"] = vText(str(person))
    attendee.params["RSVP"] = vText("FALSE")
    event.add("attendee", attendee, encode=False)
    calendar.add_component(event)
    return calendar.to_ical()
