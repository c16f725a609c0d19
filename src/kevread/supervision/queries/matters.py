"""Matters as a reader may read them, on a day: what is asked, who answered, what is late, what this person may do."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Prefetch, Q, QuerySet
from django.utils import timezone

from kevread.common.actor import Actor
from kevread.common.periods import day_in_words
from kevread.common.words import listed, of
from kevread.directory.models import Organisation
from kevread.staff.models import EMPLOYS
from kevread.supervision.loader import acts
from kevread.supervision.models import Candidate, Ending, Expense, Leave, Matter, Panelist, Side, boards_of
from kevread.supervision.permissions import Entrusted, entrusted
from kevread.supervision.rules import EMPLOYER, PERSON, POLE, Act, hours_left, last_day

Line = tuple[str, UUID]
INSTANT = timedelta(microseconds=1)


A_DAY = 24  # hours
ANSWERED = ("leave", "expense")  # what one asks for oneself, and a line answers


@dataclass(frozen=True, slots=True)
class SideShown:
    """A line and its share; `reads`: whether this person may read what it wrote; `is_mine`: whether they speak for it."""

    side: Side
    act: Act | None
    is_said: bool
    reads: bool
    is_mine: bool

    @property
    def name(self) -> str:
        return self.side.by_whom

    @property
    def share(self) -> str:
        share = self.act.share(self.side.line) if self.act else None
        return share.said if share else ""


@dataclass(frozen=True, slots=True)
class MatterShown:
    """A matter on a day, for somebody."""

    matter: Matter
    act: Act | None
    sides: Sequence[SideShown]
    is_open: bool
    left: int | None  # hours, of what is to be decided within some
    awaited_until: date | None  # of what is asked in writing
    mine: frozenset[Line] = field(default_factory=frozenset)
    decides: bool = False
    is_overdue: bool = False  # somebody did not write in time

    @property
    def is_ready(self) -> bool:
        """Whether it may be decided: what comes first is written, or is late, but for the deciding line’s own part."""
        own = any(one.side.line == EMPLOYER for one in self.awaited)
        waits = self.act is not None and self.act.view_first and bool(self.awaited)
        return not waits or (self.is_overdue and not own)

    @property
    def label(self) -> str:
        return acts().label(self.matter.act)

    @property
    def gesture(self) -> str:
        """What the line that decides presses."""
        return "Conclure" if self.act is not None and self.act.form == "career" else "Décider"

    @property
    def reads_pole(self) -> bool:
        """Whether the board of a pôle reads it, with the employer’s line."""
        return any(one.side.line == POLE for one in self.sides)

    @property
    def awaited(self) -> list[SideShown]:
        return [one for one in self.sides if one.side.is_asked and not one.is_said]

    @property
    def is_late(self) -> bool:
        return self.is_open and self.left is not None and self.left <= 0

    @property
    def until(self) -> date | None:
        """The last day that is in time: of the hours within which it is decided, else of what is awaited in writing."""
        if due := self.matter.due_at:
            return timezone.localtime(due).date()
        return self.awaited_until if self.awaited else None

    @property
    def word(self) -> str:
        """Where it is, in a few words."""
        if self.matter.annulled_on:
            return "Annulé : c’était une erreur"
        if not self.is_open:
            return self.matter.get_outcome_display()
        if self.left is not None:
            return time_left(self.left)
        if self.act is not None and self.act.form in ANSWERED and self.is_ready:
            return "Attend une réponse"
        if self.awaited:
            whose = listed(of(one.name) for one in self.awaited)
            if self.is_overdue and self.awaited_until:
                return f"En retard, attendu jusqu’au {day_in_words(self.awaited_until)} : l’écrit {whose}"
            return f"Attend l’écrit {whose}"
        return "Attend une décision"


def time_left(hours: int) -> str:
    """
    >>> time_left(5), time_left(1), time_left(0), time_left(-2)
    ('À décider dans les 5 heures', 'À décider dans l’heure', 'En retard de moins d’une heure', 'En retard de 2 heures')
    >>> time_left(-23), time_left(-27), time_left(-48)
    ('En retard de 23 heures', 'En retard d’un jour', 'En retard de 2 jours')
    """
    if hours > 1:
        return f"À décider dans les {hours} heures"
    if hours == 1:
        return "À décider dans l’heure"
    late = -hours
    if late >= A_DAY:
        days = late // A_DAY
        return f"En retard de {days} jours" if days > 1 else "En retard d’un jour"
    return f"En retard de {late} heure{'s' if late > 1 else ''}" if late else "En retard de moins d’une heure"


def lines_of_actor(actor: Actor) -> frozenset[Line]:
    """The lines that somebody speaks for: of employers, and of pôles."""
    employers = actor.where(EMPLOYS) or frozenset()
    return frozenset((EMPLOYER, one) for one in employers) | frozenset((POLE, one) for one in boards_of(actor))


def matters_at(organisation: Organisation, actor: Actor, on: date) -> QuerySet[Matter]:
    """Those that this person may read, of which this organisation is a line, opened by then; the last first."""
    held = entrusted_here(organisation, actor, on)
    rows = Matter.objects.visible_to(actor, held).filter(raised_at__lt=end_of(on))
    here = Q(organisation=organisation) | Q(pk__in=Side.objects.filter(organisation=organisation).values("matter"))
    found: QuerySet[Matter] = whole(rows.filter(here))
    return found


def entrusted_here(organisation: Organisation, actor: Actor, on: date) -> Entrusted:
    """What a delegation of this employer lets this person open and conduct here; nothing to ask of whoever is of its line. One
    query, or none."""
    if (EMPLOYER, organisation.pk) in lines_of_actor(actor):
        return frozenset()
    return entrusted(actor, on, [organisation.pk])


def matters_about(person: UUID, actor: Actor, on: date) -> QuerySet[Matter]:
    rows = Matter.objects.visible_to(actor).filter(raised_at__lt=end_of(on), person=person)
    found: QuerySet[Matter] = whole(rows)
    return found


def whole(rows: QuerySet[Matter]) -> QuerySet[Matter]:
    """With all that a page shows of them: four queries, whatever their number."""
    panel = Panelist.objects.select_related("mandate__person", "mandate__seat__body__organisation")
    return (
        rows.select_related("organisation", "post", "person", "raised_by", "closed_by", "decision__body")
        .prefetch_related(
            Prefetch(
                "sides", Side.objects.select_related("organisation", "said_by").order_by("line", "organisation__search")
            ),
            Prefetch("candidates", Candidate.objects.still_kept().order_by("received_on", "pk")),
            Prefetch("panel", panel.order_by("mandate__person__search", "pk")),
        )
        .order_by("-raised_at", "-pk")
    )


def end_of(day: date) -> datetime:
    """The first instant of the day after."""
    return timezone.make_aware(datetime.combine(day + timedelta(days=1), datetime.min.time()))


def shown(rows: Collection[Matter], actor: Actor, on: date, now: datetime) -> list[MatterShown]:
    """As they stood at the end of that day, or as they stand now when it is today. One query, where this person opened one of
    them for a line that they are not of."""
    mine = lines_of_actor(actor)
    moment = min(now, end_of(on))
    opened = {row.organisation_id for row in rows if conducts_perhaps(row, actor, mine)}
    held = entrusted(actor, on, opened) if opened else frozenset()
    return [shown_one(row, actor, mine | line_of(row, actor, held), moment) for row in rows]


def conducts_perhaps(matter: Matter, actor: Actor, mine: frozenset[Line]) -> bool:
    """Nobody conducts what is about themselves."""
    opened = actor.person is not None and matter.raised_by_id == actor.person != matter.person_id
    return opened and (EMPLOYER, matter.organisation_id) not in mine


def line_of(matter: Matter, actor: Actor, held: Entrusted) -> frozenset[Line]:
    """The employer’s line, of a matter that this person opened by a delegation which holds."""
    mine = (matter.organisation_id, matter.act) in held and conducts_perhaps(matter, actor, frozenset())
    return frozenset({(EMPLOYER, matter.organisation_id)} if mine else ())


def as_it_stood(shown: MatterShown, part: Leave | Ending | Expense | None, on: date) -> None:
    """What became of what it asks after that day is not said of that day. In memory: it is not to be saved."""
    if part is None:
        return
    decided = "last" if isinstance(part, Ending) else "answer"
    if shown.is_open:
        setattr(part, decided, None if decided == "last" else "")
    for done in ("written_on", "paid_on", "cancelled_on"):
        day = getattr(part, done, None)
        if day is not None and day > on:
            setattr(part, done, None)


def shown_one(matter: Matter, actor: Actor, mine: frozenset[Line], moment: datetime) -> MatterShown:
    act = acts().acts.get(matter.act)
    if matter.annulled_on is not None and matter.annulled_on > timezone.localtime(moment - INSTANT).date():
        matter.annulled_on, matter.annulled_because = None, ""
    rows = list(matter.sides.all())
    is_open = matter.annulled_on is None and (matter.closed_at is None or matter.closed_at > moment)
    if actor.person is not None and matter.person_id == actor.person:
        mine |= {(PERSON, matter.organisation_id)}
    here = frozenset((one.line, one.organisation_id) for one in rows) & mine
    said = {one.pk: one.said_at is not None and one.said_at <= moment for one in rows}
    waits = any((one.line, one.organisation_id) in here and one.is_asked and not said[one.pk] for one in rows)
    apart = act is not None and act.form == "review"  # each writes without having read the other
    reads_all = bool(here) or actor.is_system
    sides = [
        SideShown(
            one,
            act,
            said[one.pk],
            said[one.pk]
            and ((one.line, one.organisation_id) in here or not is_open or (reads_all and not (apart and waits))),
            (one.line, one.organisation_id) in here,
        )
        for one in rows
    ]
    left = hours_left(act.hours, matter.raised_at, moment) if act and act.hours and is_open else None
    raised_on, day = timezone.localtime(matter.raised_at).date(), timezone.localtime(moment - INSTANT).date()
    until = last_day(act.view_days, raised_on) if act and act.view_first else None
    decider = act.decider if act else EMPLOYER
    decides = is_open and matter.person_id != actor.person and any(line == decider for line, _ in here)
    return MatterShown(
        matter,
        act,
        sides,
        is_open,
        left,
        until,
        here,
        decides,
        until is not None and day > until,
    )
