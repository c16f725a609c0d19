"""A meeting is told from every other wherever it is named: whose it is, and its day."""

import html
import re
from collections.abc import Iterator

import pytest
from django.test import Client
from django.urls import NoReverseMatch, get_resolver, reverse
from icalendar import Calendar

from kevread.common.actor import SYSTEM
from kevread.common.periods import day_in_words
from kevread.journal.models import Act
from kevread.mail.models import Content
from kevread.meetings.models import Meeting
from kevread.meetings.queries.naming import known_as
from kevread.votes.models import Poll
from kevread.votes.queries.matters import meetings_of
from tests.conftest import TODAY
from tests.site_addresses import named

from .conftest import demonstrating

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("built")]


def plain(text: str) -> str:
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]*>", " ", text)))


def day_of(meeting: Meeting) -> str:
    """« 3 décembre »; of a written consultation, the last day too."""
    return day_in_words(meeting.day).rpartition(" ")[0]


def says(text: str, meeting: Meeting) -> bool:
    days = {day_of(meeting), day_in_words(meeting.ends_at.astimezone().date()).rpartition(" ")[0]}
    return plain(known_as(meeting)) in plain(text) and any(day in plain(text) for day in days)


def meetings() -> Iterator[Meeting]:
    """One of each state, on each way of meeting."""
    rows = Meeting.objects.select_related("body__organisation").order_by("state", "mode", "-starts_at")
    yield from rows.distinct("state", "mode")


def pages(meeting: Meeting) -> Iterator[str]:
    """Every address that names this meeting, or a vote of it, and nothing else."""
    polls = [poll.pk for poll in Poll.objects.filter(item__meeting=meeting)[:1]]
    for name, _ in named(get_resolver()):
        room = name.partition(":")[0]
        for key in {"meetings": [meeting.pk], "sittings": [meeting.pk], "votes": polls}.get(room, ()):
            try:
                yield reverse(name, kwargs={"scale": meeting.organisation.slug, "key": key})
            except NoReverseMatch:
                continue


def test_every_page_of_a_meeting_says_whose_it_is_and_its_day():
    silent, shown = [], set()
    with demonstrating():
        visitor = Client()
        visitor.post("/demonstration/entrer/coordination/")
        for meeting in meetings():
            for where in pages(meeting):
                answer = visitor.get(where)
                page = answer.content if answer.status_code == 200 and not answer.streaming else b""
                if page.lstrip().lower().startswith(b"<!doctype html"):
                    shown.add(answer.resolver_match.view_name)
                    if not says(page.decode().partition("<body")[2], meeting):
                        silent.append(f"{where}, {meeting.state}: {known_as(meeting)}")
    assert "\n".join(silent) == ""
    assert {"sittings:meeting", "sittings:wall", "sittings:room", "meetings:agenda_of", "votes:poll"} <= shown
    assert len(shown) > 15


def test_every_letter_about_a_meeting_says_whose_it_is_and_its_day():
    silent, told = [], 0
    for content in Content.objects.select_related("dispatch").prefetch_related("attachments"):
        act = Act.objects.get(pk=content.dispatch.act)
        if not act.verb.startswith(("meetings.", "sittings.")) or act.verb == "meetings.propose_dates":
            continue
        matter = meetings_of([act], SYSTEM, TODAY).get(act.pk)
        if matter is None:
            continue
        meeting = Meeting.objects.select_related("body__organisation").get(pk=matter.row)
        told += 1
        silent += [content.subject] if not says(content.subject, meeting) else []
        for file in content.attachments.filter(kind__startswith="text/calendar"):
            (event,) = Calendar.from_ical(bytes(file.data)).walk("VEVENT")
            entry = f"{event['summary']}, {day_in_words(event['dtstart'].dt.astimezone().date())}"
            silent += [entry] if not says(entry, meeting) else []
    assert silent == []
    assert told > 20
