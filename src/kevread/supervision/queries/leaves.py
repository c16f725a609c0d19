"""The days of a team, month by month, for who may read them; and one’s own, for one’s calendar."""

from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from uuid import UUID

from django.db.models import QuerySet

from kevread.common.actor import Actor
from kevread.common.periods import day_in_words
from kevread.directory.models import Organisation
from kevread.supervision.loader import acts
from kevread.supervision.models import Leave, Matter
from kevread.supervision.queries.lines import Worker, workers_on
from kevread.supervision.queries.matters import MatterShown, matters_at
from kevread.supervision.queries.who import told_of

MOST = 400  # rows that a month shows
MINE = 40  # that one asked, at most


@dataclass(frozen=True, slots=True)
class DayShown:
    """A day on which somebody is away, works from elsewhere, or asked to; what nobody answered yet. Each with the half
    of that day, in words, where it is not the whole of it."""

    day: date
    away: Sequence[tuple[Leave, str]]
    remote: Sequence[tuple[Leave, str]]
    asked: Sequence[tuple[Leave, str]]


@dataclass(frozen=True, slots=True)
class MonthShown:
    first: date
    days: Sequence[DayShown]
    rows: Sequence[Leave]

    @property
    def before(self) -> date:
        return (self.first - timedelta(days=1)).replace(day=1)

    @property
    def after(self) -> date:
        return last_of(self.first) + timedelta(days=1)


def month_of(text: str, on: date) -> date:
    """The first day of a month, as an address says it; of this one otherwise.

    >>> month_of("2027-03", date(2026, 11, 24)), month_of("hier", date(2026, 11, 24)), month_of("2027-3", date(2026, 11, 24))
    (datetime.date(2027, 3, 1), datetime.date(2026, 11, 1), datetime.date(2026, 11, 1))
    """
    try:
        found = date.fromisoformat(f"{text}-01")
    except ValueError:
        return on.replace(day=1)
    return found if 2000 <= found.year <= 2100 else on.replace(day=1)


def last_of(first: date) -> date:
    """
    >>> last_of(date(2028, 2, 1))
    datetime.date(2028, 2, 29)
    """
    return first.replace(day=monthrange(first.year, first.month)[1])


def leaves_of(organisation: Organisation, actor: Actor, on: date, first: date, last: date) -> QuerySet[Leave]:
    """Those that hold one of these days, and that this person may read here: of the employer’s people, of those at the service
    of the pôle whose board one sits on, one’s own."""
    rows = (
        Leave.objects.standing()
        .over(first, last)
        .filter(matter__in=matters_at(organisation, actor, on).order_by().values("pk"))
    )
    found: QuerySet[Leave] = rows.select_related("matter__person", "matter__organisation").order_by(
        "first", "matter__person__search", "pk"
    )
    return found


def month_shown(organisation: Organisation, actor: Actor, on: date, first: date) -> MonthShown:
    """The days on which something is to be said: from Monday to Friday, and of a Saturday or a Sunday, where what is asked
    begins or ends on it; of what goes over a week-end, it says nothing. One query."""
    last = last_of(first)
    rows = list(leaves_of(organisation, actor, on, first, last)[:MOST])
    days = []
    for number in range((last - first).days + 1):
        day = first + timedelta(days=number)
        there = [(one, one.part_of(day)) for one in rows if one.first <= day <= one.last]
        meant = day.weekday() < 5 or any(day in (one.first, one.last) for one, _ in there)
        if there and meant:
            days.append(
                DayShown(
                    day,
                    [each for each in there if each[0].answer and each[0].kind == Leave.Kind.LEAVE],
                    [each for each in there if each[0].answer and each[0].kind == Leave.Kind.REMOTE],
                    [each for each in there if not each[0].answer],
                )
            )
    return MonthShown(first, days, rows)


def granted_to(person: UUID, since: date, until: date) -> list[Leave]:
    """One’s own granted days, for one’s calendar. One query."""
    rows = Leave.objects.standing().over(since, until).filter(matter__person=person, answer=Leave.Answer.GRANTED)
    return list(rows.select_related("matter__organisation").order_by("first", "pk"))


@dataclass(frozen=True, slots=True)
class MineShown:
    """Days that one asked, and what became of them. `by`: those who answer, where nobody did."""

    leave: Leave
    by: Sequence[str] = ()

    @property
    def waits(self) -> bool:
        return not (self.leave.answer or self.leave.cancelled_on or self.leave.matter.annulled_on)

    @property
    def word(self) -> str:
        one = self.leave
        if one.matter.annulled_on:
            return "Annulé : c’était une erreur"
        if one.cancelled_on:
            return f"Rendu le {day_in_words(one.cancelled_on)}"
        return one.get_answer_display() if one.answer else awaits(self.by)


def awaits(names: Sequence[str]) -> str:
    """
    >>> awaits(["Odile Mordellou", "Paul Le Goff"]), awaits([])
    ('Attend une réponse : Odile Mordellou ou Paul Le Goff', 'Attend une réponse ; personne ne peut la donner aujourd’hui')
    """
    return (
        f"Attend une réponse : {' ou '.join(names)}"
        if names
        else "Attend une réponse ; personne ne peut la donner aujourd’hui"
    )


def where_it_is(shown: MatterShown, leave: Leave | None, actor: Actor, on: date) -> str:
    """The state of a matter, as its page says it: what a line answers to somebody is awaited of people, by name."""
    form = shown.act.form if shown.act else ""
    names = answering(shown.matter, form, actor, on) if shown.is_open and form in ("leave", "expense") else []
    if leave is not None:
        return MineShown(leave, names).word
    return awaits(names) if form == "expense" and shown.is_open else shown.word


def answering(matter: Matter, form: str, actor: Actor, on: date) -> list[str]:
    """Those who may answer it that day. The queries of « qui décide quoi »."""
    found = workers_on(on, person=matter.person_id, employers=[matter.organisation_id])
    here = [one for one in found if one.post.pk == matter.post_id] or found
    return who_answers(here[0], actor, on, form) if here else []


def mine_of(worker: Worker, actor: Actor, on: date) -> list[MineShown]:
    """All that one asked of this employer, the last days first, whatever the month. A query; those of « qui décide quoi » where
    something waits."""
    rows = Leave.objects.filter(matter__person=worker.person, matter__organisation=worker.employer)
    rows = rows.filter(matter__in=Matter.objects.visible_to(actor))
    found = [MineShown(one) for one in rows.select_related("matter").order_by("-first", "-pk")[:MINE]]
    names = who_answers(worker, actor, on) if any(one.waits for one in found) else []
    return [replace(one, by=names) if one.waits else one for one in found]


def who_answers(worker: Worker, actor: Actor, on: date, form: str = "leave") -> list[str]:
    """Those who decide of such days, or of such an expense, for this person, by their line."""
    code = acts().of_form(form)
    rows = [row for told in told_of([worker], actor, on) for row in told.rows if row.code == code]
    return list(dict.fromkeys(name.person for row in rows for part in row.deciding for name in part.names))
