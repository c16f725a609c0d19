"""The terms of a meeting, from the settings in force."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from kevread.base.picture import once_in_a_picture
from kevread.charter.engine import Values, values_on
from kevread.charter.queries.limits import values_on_each
from kevread.common.reading import dotted, read_as
from kevread.directory.models import Organisation
from kevread.meetings.models import Meeting
from kevread.meetings.rules.terms import Terms, terms_of


def terms(meeting: Meeting) -> Terms:
    """The terms of a meeting: those that its first notice froze, whatever is decided later; before any, those that are
    decided now for the day on which it is held. Two queries at most; once in a request that only reads."""
    return once_in_a_picture(("terms", meeting.pk), lambda: read_terms(meeting))


def read_terms(meeting: Meeting) -> Terms:
    sent = meeting.notices.order_by("number").values_list("content__terms", flat=True).first()
    if sent is not None:
        return read_as(Terms, sent, dotted)
    return decided(meeting, values_on(meeting.day))


# What is said of a value that was decided after the notice, field by field of the terms.
SAID = {
    "quorum": "le quorum",
    "majority": "la majorité",
    "own_majorities": "la majorité de certaines résolutions",
    "casting_vote": "la voix prépondérante",
    "weighting": "ce que pèse chaque collège",
    "weights": "ce que pèse chaque collège",
    "double_majority": "la majorité de chaque collège",
    "proxies_max": "le nombre de pouvoirs",
    "proxies_same_college": "les pouvoirs d’un collège à l’autre",
    "electronic_vote": "le vote électronique",
    "secret_elections": "le secret des élections",
    "modes": "la façon de se réunir",
}


@dataclass(frozen=True, slots=True)
class Decided:
    """What was decided after the notice of a meeting, which stays as the notice froze it: in words, and when that was sent."""

    sent_at: datetime
    words: list[str]


def decided_since(meeting: Meeting) -> Decided | None:
    """Nothing where no notice was sent, nor where nothing that decides of a vote changed since. Four queries at most."""
    first = meeting.notices.order_by("number").values_list("sent_at", flat=True).first()
    if first is None:
        return None
    frozen, now = terms(meeting), decided(meeting, values_on(meeting.day))
    words = [said for field, said in SAID.items() if getattr(frozen, field) != getattr(now, field)]
    return Decided(first, list(dict.fromkeys(words))) if words else None


def terms_ahead(meetings: Sequence[Meeting]) -> list[tuple[Meeting, Terms]]:
    """The terms of meetings of which no notice is sent, each as decided for its own day. One query for all."""
    values = values_on_each(meeting.day for meeting in meetings)
    return [(meeting, decided(meeting, values[meeting.day])) for meeting in meetings]


def decided(meeting: Meeting, values: Values) -> Terms:
    """Its organisation's own settings, else the common ones, among those of its day."""
    return terms_of(
        own(values, meeting.organisation).get,
        kind=meeting.body.kind,
        extraordinary=meeting.session == Meeting.Session.EXTRAORDINARY,
        second_call=meeting.second_call_of_id is not None,
    )


def settings_of(organisation: Organisation, on: date) -> dict[str, Any]:
    """Every value in force for an organisation on a day."""
    return own(values_on(on), organisation)


def own(values: Values, organisation: Organisation) -> dict[str, Any]:
    """By name: an organisation's own value wins over the common one."""
    common = {name: value for (name, owner), value in values.items() if owner is None}
    return common | {name: value for (name, owner), value in values.items() if owner == organisation.pk}
