"""How the screens say when a meeting is."""

from datetime import date, datetime
from typing import Any

from django import template

from kevread.meetings.models import Meeting
from kevread.meetings.queries import naming, wording
from kevread.meetings.queries.terms import decided_since as found_since

register = template.Library()


@register.filter
def when(meeting: Meeting) -> str:
    """`{{ meeting|when }}` → « vendredi 18 décembre 2026, de 18 h 30 à 21 h 30 », « consultation écrite, jusqu’au… »."""
    return f"{wording.written(meeting)}{wording.when(meeting)}"


@register.filter
def called(meeting: Meeting, on: date) -> str:
    """`{{ meeting|called:on }}` → « Conseil d’ESS pays de Redon, 3 décembre »: told from every other."""
    return naming.called(meeting, on)


@register.filter
def known_as(meeting: Meeting) -> str:
    """`{{ meeting|known_as }}` → « Conseil d’ESS pays de Redon »."""
    return naming.known_as(meeting)


@register.filter
def until(meeting: Meeting) -> str:
    """`on répond {{ meeting|until }}`, of a written consultation that the sentence has named."""
    return wording.when(meeting)


@register.filter
def hours(meeting: Meeting) -> str:
    """`{{ meeting|hours }}` → « mardi, de 18 h 30 à 20 h 30 », beside the day."""
    return wording.hours(meeting)


@register.filter
def moment(at: datetime | None) -> str:
    """`{{ notice.sent_at|moment }}` → « vendredi 18 décembre 2026, à 18 h 30 »; empty when there is none."""
    return wording.moment(at) if at else ""


@register.filter
def ended(meeting: Meeting) -> str:
    """`{{ meeting|ended }}` → « La séance est close depuis vendredi 18 décembre 2026, à 21 h 05. »; empty before."""
    return wording.ended(meeting)


@register.inclusion_tag("meetings/decided_since.html")
def decided_since(meeting: Meeting) -> dict[str, Any]:
    """`{% decided_since meeting %}`: why what was decided after the notice does not touch this meeting; nothing otherwise."""
    return {"since": found_since(meeting)}


@register.filter
def lookup(answers: dict, key: object) -> object:
    """`{{ votable|lookup:item.pk }}`; nothing when there is no such key."""
    return answers.get(key)
