"""What a sitting leaves to whoever keeps it."""

from collections.abc import Collection
from datetime import date, timedelta
from uuid import UUID

from django.db.models import Q
from django.utils import timezone

from kevread.common.periods import day_in_words
from kevread.common.todo import Asker, Case, ToDo, why
from kevread.meetings.models import Meeting, RollEntry
from kevread.meetings.queries.naming import called
from kevread.meetings.rules.life import State
from kevread.sittings.visits import FACT, Standing, Visit, hat_of_post, visits, with_dates
from kevread.ui.places import screen_address, way_address

AHEAD = timedelta(days=90)  # a visit is told so long before its last day


def sittings_to_keep(asker: Asker) -> list[ToDo]:
    """A written consultation that is open, a sitting that is closed and whose minutes nobody drew up yet, for those who preside
    it or record it. What is held at this hour stands above the list. One query."""
    person, on = asker.person, asker.on
    if asker.actor.person != person.pk:
        return []
    kept = Meeting.objects.filter(Q(chair=person) | Q(secretary=person))
    waiting = Q(state__in=State.under_way(), mode=Meeting.Mode.WRITTEN) | Q(state=State.CLOSED)
    rows = kept.filter(waiting).select_related("body__organisation").order_by("starts_at", "pk")
    todo = []
    for meeting in rows:
        place = "Vous la présidez." if meeting.chair_id == person.pk else "Vous en tenez le secrétariat."
        where = {"scale": meeting.organisation.slug, "key": meeting.pk}
        if meeting.stage is State.CLOSED:
            what, url = "Relire le procès-verbal", screen_address("sittings:minutes", **where)
            todo.append(ToDo(f"{what} : {called(meeting, on)}", f"La séance est close. {place}", url, what))
        else:
            end = timezone.localtime(meeting.ends_at).date()
            what, url = "Suivre la consultation", screen_address("sittings:room", **where)
            todo.append(ToDo(f"{what} : {called(meeting, on)}", place, url, "Suivre", end))
    return todo


def visits_to_make(asker: Asker) -> list[ToDo]:
    """For who holds the post that an article sends among the members: the boards to meet before a year has gone by, those that
    are late, the assemblies to come to which nobody convened them yet. What nobody knows asks for nothing."""
    found = visits(asker.scale, asker.on)
    hat = hat_of_post(asker.actor, asker.scale, {one.asked.post for one in found}, asker.on) if found else None
    if hat is None:
        return []
    told = with_dates(found, asker.actor, asker.on)
    to_come = [one.next.pk for one in told if one.next and not one.asked.once]
    rows = RollEntry.objects.filter(person=asker.person, meeting__in=to_come) if to_come else RollEntry.objects.none()
    convened = set(rows.values_list("meeting", flat=True))
    return [visit_to_make(one, asker, why(hat)) for one in told if calls(one, convened, asker.on)]


def calls(one: Visit, convened: Collection[UUID], on: date) -> bool:
    """Whether it asks for something now. An assembly without them is the finding’s to tell: it does not come back."""
    if one.asked.once and one.standing is Standing.LATE:
        return True
    if one.standing is not Standing.LEFT or one.by is None or one.by > on + AHEAD:
        return False
    return one.asked.once or (one.next is not None and one.next.pk not in convened)


def visit_to_make(one: Visit, asker: Asker, why_mine: str) -> ToDo:
    way = one.way(asker.actor, asker.on)
    if one.next:
        where, button = screen_address("meeting", scale=one.next.organisation.slug, key=one.next.pk), "Voir la réunion"
    elif way:
        where, button = way_address(way), way.label
    else:
        where, button = screen_address("rhythm:rhythm", scale=asker.scale.slug), "Voir le rythme"
    return ToDo(
        f"{'Rencontrer' if one.asked.once else 'Aller à'} {one.what} : {when_to(one)}.",
        f"Article {one.asked.rule}. {why_mine}",
        where,
        button,
        by=one.by,
        rule=screen_address("charter:article", scale=asker.scale.slug, rule=one.asked.rule),
        case=Case(FACT, frozenset({one.member}), any_day=True) if one.standing is Standing.LATE else None,
    )


def when_to(one: Visit) -> str:
    """Which meeting that has its date is the one to go to."""
    if one.next is None:
        return "aucune réunion n’en est datée"
    if not one.asked.once:
        return f"elle se tient le {day_in_words(one.next.day)}"
    if one.by and one.standing is Standing.LEFT and one.next.day > one.by:
        return f"sa prochaine réunion, le {day_in_words(one.next.day)}, vient trop tard"
    return f"sa prochaine réunion est le {day_in_words(one.next.day)}"
