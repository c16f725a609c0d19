"""The letters of a meeting: who gets which, and what each says. They are queued inside the act that has them sent."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from enum import StrEnum
from typing import Any

from django.template.loader import render_to_string
from django.utils import timezone

from kevread.common.periods import day_in_words
from kevread.directory.models import Person
from kevread.mail.message import absolute, link_to
from kevread.mail.models import Attachment
from kevread.mail.operations import Enclosed, kept, queue_letter
from kevread.meetings import links
from kevread.meetings.models import DateOption, Meeting, Notice, RollEntry
from kevread.meetings.queries import ics, terms, votables
from kevread.meetings.queries.naming import called, known_as
from kevread.meetings.queries.notices import frozen_agenda
from kevread.meetings.queries.wording import moment, when


class Occasion(StrEnum):
    NOTICE = "notice"
    FURTHER = "further"
    CANCELLED = "cancelled"
    POSTPONED = "postponed"
    REMINDER = "reminder"
    PROXY_GIVEN = "proxy_given"
    PROXY_CHANGED = "proxy_changed"


SUBJECTS = {
    Occasion.NOTICE: "Convocation",
    Occasion.FURTHER: "Ce qui change",
    Occasion.CANCELLED: "Réunion annulée",
    Occasion.POSTPONED: "Réunion reportée",
    Occasion.REMINDER: "Viendrez-vous ?",
    Occasion.PROXY_GIVEN: "Un pouvoir vous est donné",
    Occasion.PROXY_CHANGED: "Un pouvoir change",
}
OVER = (Occasion.CANCELLED, Occasion.POSTPONED)
WITH_ENTRY = (Occasion.NOTICE, Occasion.FURTHER, *OVER)  # of a calendar


def send_letters(meeting: Meeting, roll: Iterable[RollEntry], occasion: Occasion, *, now: datetime, **more: Any) -> int:
    """Queue one letter for each line of the roll whose person has an address. Returns how many. Inside an act.

    All but a reminder reach those who asked for no more letters: they are owed.
    """
    context = context_of(meeting, occasion) | more
    notice: Notice | None = context.get("notice")
    context["paper"] = paper_of(notice)
    context["enclosed"] = [one["title"] for one in notice.content["papers"]] if notice else []
    context["page"] = page_of(meeting)
    context["answers_to"] = whoever_convenes(meeting)
    sent = 0
    for entry in roll:
        if entry.person.email:
            sent += queue_one(meeting, entry, occasion, now, context)
    return sent


def paper_of(notice: Notice | None) -> Attachment | None:
    """What was frozen, to the byte: the same file for everybody."""
    if notice is None or notice.version is None:
        return None
    name = "convocation.pdf" if notice.number == 1 else f"avis-complementaire-{notice.number - 1}.pdf"
    return kept(Enclosed(name, notice.version.intact))


def queue_one(meeting: Meeting, entry: RollEntry, occasion: Occasion, now: datetime, context: dict[str, Any]) -> bool:
    notice: Notice | None = context.get("notice")
    personal = {
        "entry": entry,
        "person": entry.person,
        "guest": entry.quality == RollEntry.Quality.GUEST,
        "convener": notice.convener if notice else None,
    }
    answers_to: Person | None = context["answers_to"]
    calendar = b""
    if occasion in WITH_ENTRY:
        calendar = ics.invitation(meeting, entry.person, now, context["page"], answers_to)
    files: list[Enclosed | Attachment] = [context["paper"]] if context["paper"] else []
    if calendar:
        files.append(Enclosed("reunion.ics", calendar, f"text/calendar; method={ics.method(meeting)}"))
    queued = queue_letter(
        about=meeting.organisation,
        to=entry.person,
        subject=subject(meeting, occasion, now),
        text=render_to_string(f"meetings/letters/{occasion}.txt", context | personal),
        now=now,
        buttons=() if occasion in OVER else buttons_of(meeting, entry, context),
        attachments=files,
        reply_to=answers_to.email if answers_to else "",
        notice=occasion is not Occasion.REMINDER,
    )
    return queued is not None


def whoever_convenes(meeting: Meeting) -> Person | None:
    """To whom one answers: in whose name the first notice left, or who sent it. The same in every letter of a meeting: a
    calendar follows a change, or that it is cancelled, from the organiser it knows only."""
    first = meeting.notices.select_related("convener__person", "sender").order_by("number").first()
    return (first.convener.person if first.convener else first.sender) if first else None


def page_of(meeting: Meeting) -> str:
    return link_to("meeting", scale=meeting.organisation.slug, key=meeting.pk)


def named(meeting: Meeting) -> str:
    """« Conseil exceptionnel (Conseil d’administration) »: one that has a name of its own says which body meets."""
    return f"{meeting} ({meeting.body.name})" if str(meeting) != meeting.body.name else str(meeting)


def buttons_of(meeting: Meeting, entry: RollEntry, context: dict[str, Any]) -> list[tuple[str, str]]:
    """What this person may answer, each with the address that asks the question: two taps, the proxy too."""
    if meeting.mode == Meeting.Mode.WRITTEN:
        return []
    answers = [("Je viens", "viens")] if meeting.mode != Meeting.Mode.REMOTE else []
    answers += [("Je viens à distance", "distance")] if context["remote"] else []
    answers += [("Je ne peux pas", "absent")]
    found = [(label, absolute(f"{links.answer_path(entry)}?je={word}")) for label, word in answers]
    if entry.votes and context["allows_proxies"]:
        found.append(("Je donne pouvoir", absolute(links.proxy_path(entry))))
    return found


def context_of(meeting: Meeting, occasion: Occasion) -> dict[str, Any]:
    """What is the same in all the letters of an occasion."""
    asked = terms(meeting)
    context: dict[str, Any] = {
        "meeting": meeting,
        "named": named(meeting),
        "organisation": meeting.organisation.name,
        "when": when(meeting),
        "day": day_in_words(meeting.day),
        "second": meeting.second_call_of_id is not None,
        "undecided": asked.notice_days is None and meeting.body.kind != meeting.body.Kind.SPACE,
        "remote": meeting.mode in (Meeting.Mode.HYBRID, Meeting.Mode.REMOTE),
        "allows_proxies": asked.proxies_max != 0,
        "later": when(meeting.postponed_to) if meeting.postponed_to else "",
    }
    if occasion in (Occasion.NOTICE, Occasion.FURTHER):
        context["agenda"] = frozen_agenda(meeting)
        grounds = votables(meeting, context["agenda"])
        votes = [item for item in context["agenda"] if item.kind in (item.Kind.DECISION, item.Kind.ELECTION)]
        context["unvoted"] = {item.pk for item in votes if not grounds[item.pk]}
    return context


def subject(meeting: Meeting, occasion: Occasion, now: datetime) -> str:
    """« Convocation : Conseil d’ESS 35, 18 décembre »."""
    return f"{SUBJECTS[occasion]} : {called(meeting, timezone.localtime(now).date())}"[:200]


def send_date_letters(meeting: Meeting, people: Iterable[Person], options: Sequence[DateOption], now: datetime) -> int:
    """Queue one letter for each person who has an address, with their own link. Inside an act. Returns how many."""
    context = {
        "meeting": meeting,
        "named": named(meeting),
        "organisation": meeting.organisation.name,
        "options": [moment(option.starts_at) for option in options],
    }
    reached = [person for person in people if person.email]
    for person in reached:
        queue_letter(
            about=meeting.organisation,
            to=person,
            subject=f"Choisir une date : {known_as(meeting)}"[:200],
            text=render_to_string("meetings/letters/dates.txt", context | {"person": person}),
            now=now,
            buttons=[("Répondre", absolute(links.dates_path(meeting.pk, person.pk)))],
        )
    return len(reached)
