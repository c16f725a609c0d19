"""Who is new on which board, and what is done of their pathway. The number of queries does not grow with the people."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from kevread.careers.loader import careers
from kevread.careers.models import WELCOMES, PathwayStep
from kevread.careers.rules.pathways import PARTS, Part, Step, due_on, is_whole
from kevread.charter.engine import framework, values_on
from kevread.charter.models import Keeping
from kevread.common.actor import Actor
from kevread.directory.models import Affiliation, Organisation, Person
from kevread.seats.models import Body, Mandate

REGISTER = "pathways"
type Days = Mapping[Part, int | None]


def kept_since(organisations: Collection[UUID] | None, on: date) -> dict[UUID, date]:
    """Since when each keeps the pathways of its board: who came before is none of it. One query."""
    rows = Keeping.objects.on(on).filter(register=REGISTER)
    if organisations is not None:
        rows = rows.filter(organisation__in=organisations)
    return {key: start for key, start in rows.values_list("organisation_id", "period__startswith") if start}


def newcomers(on: date, organisations: Collection[UUID] | None = None) -> list[Mandate]:
    """Who sits that day on a board of these, of a scale that the pathway is for, since its organisation keeps pathways, and
    never sat there before; the first come first. Whoever left is none of them. One query."""
    before = Mandate.objects.exclude(end_reason=Mandate.EndReason.MISTAKE).filter(
        person=OuterRef("person"),
        seat__body=OuterRef("seat__body"),
        period__startswith__lt=OuterRef("period__startswith"),
    )
    ever = Keeping.objects.filter(register=REGISTER, organisation=OuterRef("seat__body__organisation"))
    before_them = ever.filter(period__startswith__lte=OuterRef("period__startswith"))
    rows = Mandate.objects.on(on).filter(
        Exists(ever.on(on)),
        Exists(before_them),
        ~Exists(before),
        seat__body__kind=Body.Kind.BOARD,
        seat__body__organisation__scale__in=careers().pathway.of,
    )
    if organisations is not None:
        rows = rows.filter(seat__body__organisation__in=organisations)
    found: dict[tuple[UUID, UUID], Mandate] = {}
    for one in rows.select_related("person", "seat__body__organisation", "represents").order_by("period", "pk"):
        found.setdefault((one.person_id, one.seat.body_id), one)  # two seats of one board are one pathway
    return list(found.values())


def names_of_days() -> dict[Part, str]:
    """The settings that say how many days each part has; none where no framework asks."""
    names: dict[Part, str] = {}
    for spec in framework().settings.values():
        names |= {part: spec.name for part in PARTS if spec.name.endswith(f".pathway_{part}_days")}
    return names


def article() -> str:
    """The article of the framework that asks for pathways: « R3.17 »; "" where none does."""
    return next((name.rpartition(".")[0] for name in names_of_days().values()), "")


def days_allowed(on: date) -> Days:
    """How many days each part has, where somebody decided it for all. One query, or none where no framework asks."""
    names = names_of_days()
    values = values_on(on) if names else {}
    said = {part: values.get((names[part], None)) if part in names else None for part in PARTS}
    return {part: days if isinstance(days, int) else None for part, days in said.items()}


@dataclass(frozen=True, slots=True)
class StepShown:
    """A step, and what is written of it; `by`: the last day of its part, where somebody decided one."""

    step: Step
    row: PathwayStep | None
    by: date | None
    on: date

    @property
    def is_done(self) -> bool:
        return self.row is not None and self.row.done_on is not None

    @property
    def is_late(self) -> bool:
        return not self.is_done and self.by is not None and self.by < self.on

    @property
    def part(self) -> str:
        return PARTS[self.step.part]


@dataclass(frozen=True)
class PathwayShown:
    mandate: Mandate
    steps: list[StepShown]

    @property
    def person(self) -> Person:
        return self.mandate.person

    @cached_property
    def left(self) -> list[StepShown]:
        return [one for one in self.steps if not one.is_done]

    @property
    def done(self) -> int:
        return len(self.steps) - len(self.left)

    @property
    def next(self) -> StepShown | None:
        return self.left[0] if self.left else None

    @property
    def is_late(self) -> bool:
        return any(one.is_late for one in self.left)

    @property
    def parts(self) -> list[tuple[str, list[StepShown]]]:
        return [(said, [one for one in self.steps if one.step.part == part]) for part, said in PARTS.items()]

    @property
    def state(self) -> str:
        if not self.left:
            return "Parcours fait"
        return "En retard" if self.is_late else "En cours"


def rows_of(mandates: Collection[Mandate], on: date) -> dict[UUID, dict[str, PathwayStep]]:
    """What is written of each, as read that day: a step that was done later is not done yet. One query."""
    found: dict[UUID, dict[str, PathwayStep]] = defaultdict(dict)
    rows = PathwayStep.objects.standing().filter(mandate__in=[one.pk for one in mandates]).select_related("companion")
    for row in rows:
        if row.done_on and row.done_on > on:
            row.done_on = None
        found[row.mandate_id][row.step] = row
    return found


def pathways_of(mandates: Collection[Mandate], on: date) -> list[PathwayShown]:
    """In the same order. Two queries."""
    rows, days = rows_of(mandates, on), days_allowed(on)
    return [
        PathwayShown(
            one,
            [
                StepShown(step, rows[one.pk].get(step.code), due_on(one.period.lower, days[step.part]), on)
                for step in careers().pathway.steps
            ],
        )
        for one in mandates
    ]


def waiting_since(on: date, organisations: Collection[UUID] | None, part: Part) -> dict[UUID, list[date]]:
    """By organisation, since when those wait whose part is not whole. Two queries."""
    found: dict[UUID, list[date]] = defaultdict(list)
    those = newcomers(on, organisations)
    rows = rows_of(those, on)
    for one in those:
        done = [code for code, row in rows[one.pk].items() if row.done_on]
        if not is_whole(careers().pathway.steps, done, part):
            found[one.seat.body.organisation_id].append(one.period.lower)
    return found


def read_by(actor: Actor, mandates: Collection[Mandate]) -> list[Mandate]:
    """Those that this person may read: where they preside or direct, their own, those they accompany. One query."""
    where = actor.where(WELCOMES)
    mine = PathwayStep.objects.standing().filter(companion=actor.person) if actor.person else PathwayStep.objects.none()
    with_me = set(mine.values_list("mandate_id", flat=True))
    return [
        one
        for one in mandates
        if where is None
        or one.seat.body.organisation_id in where
        or (actor.person is not None and one.person_id == actor.person)
        or one.pk in with_me
    ]


def companions(mandate: Mandate, on: date) -> QuerySet[Person]:
    """Who may accompany somebody: of the boards and teams of their organisation, of its members and of the head that it is a
    member of; but themselves. Two queries."""
    here = mandate.seat.body.organisation_id
    near = Affiliation.objects.on(on).filter(Q(of=here) | Q(member=here)).exclude(member__scale="")
    places = {here} | {key for pair in near.values_list("of", "member") for key in pair}
    rows = Mandate.objects.on(on).filter(
        seat__body__organisation__in=places, seat__body__kind__in=(Body.Kind.BOARD, Body.Kind.TEAM)
    )
    keys = rows.exclude(person=mandate.person_id).values("person")
    found: QuerySet[Person] = Person.objects.filter(pk__in=keys).order_by("search", "pk")
    return found


def proposed_at(organisation: Organisation) -> bool:
    """Whether the federation has a pathway for the board of such an organisation."""
    return organisation.scale in careers().pathway.of
