"""Where an item may be carried, and by which agendas it came."""

from collections.abc import Collection, Iterable
from datetime import date, timedelta
from typing import NamedTuple
from uuid import UUID

from kevread.common.actor import Actor
from kevread.common.periods import day_in_words
from kevread.meetings.models import AgendaItem, Meeting
from kevread.meetings.queries.naming import known_as
from kevread.meetings.rules.life import State

A_YEAR = timedelta(days=400)
DEEPEST = 20  # steps of the trail of an item


def agendas_open_to(actor: Actor, today: date) -> list[Meeting]:
    """The meetings to come whose agenda still moves and that this person prepares, the soonest first. One query."""
    rows = Meeting.objects.filter(state__in=(State.DRAFT, State.CONVENED), second_call_of=None)
    rows = rows.between(today, today + A_YEAR).select_related("body__organisation").order_by("starts_at", "pk")
    return [row for row in rows if actor.hat_for("prepare_meeting", row.body.organisation_id)]


SHUT = {
    State.AGENDA: "l’ordre du jour est arrêté : il se rouvre, tant que la convocation n’est pas partie",
    State.OPEN: "la séance est ouverte",
    State.IN_PROGRESS: "la séance est en cours",
}
SECOND_CALL = "c’est une seconde convocation : elle reprend l’ordre du jour de la première, sans rien y ajouter"
ALREADY = "ce point y est déjà"


class Shut(NamedTuple):
    """An agenda that takes nothing more, and why. `reopens`: whoever prepares it may open it again."""

    meeting: Meeting
    why: str
    reopens: bool


def agendas_closed_to(actor: Actor, today: date, there: Collection[UUID] = ()) -> list[Shut]:
    """The meetings to come that this person prepares and whose agenda takes nothing more, each with why, the soonest first;
    `there` are those that have the item. One query."""
    rows = Meeting.objects.planned().between(today, today + A_YEAR)
    rows = rows.select_related("body__organisation").order_by("starts_at", "pk")
    mine = [row for row in rows if actor.hat_for("prepare_meeting", row.body.organisation_id)]
    return [Shut(row, why, why == SHUT[State.AGENDA]) for row in mine if (why := why_closed(row, there))]


def why_closed(meeting: Meeting, there: Collection[UUID]) -> str:
    if meeting.pk in there:
        return ALREADY
    if meeting.second_call_of_id:
        return SECOND_CALL  # nothing is added to it in any state: its agenda is never opened again
    return SHUT.get(meeting.stage, "")


def ways_of(items: Iterable[UUID]) -> dict[UUID, str]:
    """The agendas by which each item came, the first in front: « Vient de : Cercle, le 3 novembre 2026, puis de : … ». A query
    for each hop. What a meeting takes over whole, from one that was postponed or had no quorum, is no hop."""
    steps: dict[UUID, list[str]] = {key: [] for key in items}
    above = {key: key for key in steps}  # the item reached so far
    for _ in range(DEEPEST):
        rows = AgendaItem.objects.filter(pk__in=set(above.values()), origin__isnull=False)
        found = {row.pk: row for row in rows.select_related("meeting", "origin__meeting__body__organisation")}
        if not found:
            break
        above = {key: reached for key, reached in above.items() if reached in found}
        for key, reached in above.items():
            origin = found[reached].origin
            assert origin is not None
            if not taken_over(origin.meeting, found[reached].meeting):
                steps[key].insert(0, f"{known_as(origin.meeting)}, le {day_in_words(origin.meeting.day)}")
            above[key] = origin.pk
    return {key: f"Vient de : {', puis de : '.join(names)}." for key, names in steps.items() if names}


def taken_over(first: Meeting, then: Meeting) -> bool:
    return first.postponed_to_id == then.pk or then.second_call_of_id == first.pk


def family_of(item: AgendaItem) -> list[AgendaItem]:
    """An item, those it was forwarded from and those it was forwarded to: oldest first. A query for each generation."""
    root = item
    for _ in range(DEEPEST):
        if root.origin is None:
            break
        root = root.origin
    found, last = [root], [root]
    for _ in range(DEEPEST):
        last = list(
            AgendaItem.objects.filter(origin__in=last)
            .select_related("meeting__body__organisation")
            .order_by("meeting__starts_at", "pk")
        )
        if not last:
            break
        found += last
    return found
