"""Which locals hand what over, to whom, since when: decided, dated, done, or not decided."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from kevread.common.facts import GROUPING, HEAD, LOCAL, Facts, Item, Number, Organisations, Span
from kevread.common.periods import day_in_words
from kevread.directory.models import Affiliation, Organisation
from kevread.statutes.models import HandingOver

REGISTER = "handovers"
SUBJECTS = tuple(HandingOver.Subject)
PAIR = ("grouping_id", "local_id")

type Pair = tuple[UUID, UUID]  # a grouping, and a local


@dataclass(frozen=True, slots=True)
class Cell:
    """A subject of a local: what is decided of it, if anything."""

    subject: str
    row: HandingOver | None
    state: str  # undecided, half, dated, done; nothing: the local has none; elsewhere: to another grouping
    words: str

    @property
    def label(self) -> str:
        return HandingOver.Subject(self.subject).label


@dataclass(frozen=True, slots=True)
class Line:
    local: Organisation
    grouping: Organisation
    cells: tuple[Cell, ...]

    @property
    def done(self) -> int:
        return sum(cell.state == "done" for cell in self.cells)


def members_of(organisation: Organisation, on: date) -> list[Affiliation]:
    """The locals of a grouping; those of all of them, for the head; a local’s own groupings. One query."""
    rows = Affiliation.objects.on(on).filter(member__scale=LOCAL, of__scale=GROUPING)
    if organisation.scale != HEAD:
        rows = rows.filter(**{"of" if organisation.scale == GROUPING else "member": organisation})
    return list(rows.select_related("member", "of").order_by("of__name", "member__name"))


def handed_over(
    on: date, among: Organisations, subject: HandingOver.Subject
) -> tuple[dict[Pair, date], dict[Pair, date], set[Pair]]:
    """Since which day each local handed a subject over to its grouping, or says that it has nothing of it; and the members
    that did neither by then, nor handed it over to another grouping. Three queries."""
    rows = HandingOver.objects.filter(subject=subject)
    done = {(of, local): day for of, local, day in rows.dated(on).filter(day__lte=on).values_list(*PAIR, "day")}
    none = {(of, local): day for of, local, day in rows.nothing(on).values_list(*PAIR, "day")}
    gone = {local for _, local in done}
    members = Affiliation.objects.on(on).filter(member__scale=LOCAL, of__scale=GROUPING, **among.where("of"))
    others = {(of, local) for of, local in members.values_list("of_id", "member_id") if local not in gone}
    ours = [{pair: day for pair, day in those.items() if pair[0] in among} for those in (done, none)]
    return ours[0], ours[1], others - none.keys()


def by_pair(passed: Mapping[Pair, int], without: Mapping[Pair, int], others: Collection[Pair]) -> Facts:
    """What is known of each local, for its grouping: of one that passed, so many; of one that has nothing to pass, so many at
    most; of the others, nothing."""
    found: dict[UUID, dict[Item, Number]] = defaultdict(dict)
    known: dict[Pair, Number] = {**passed, **{pair: Span(0, many) if many else 0 for pair, many in without.items()}}
    for grouping, local in [*known, *others]:
        found[grouping][local] = known.get((grouping, local), Span(0, None))
    return found


def handing_over(organisation: Organisation, on: date) -> list[Line]:
    """Each local of an organisation and its subjects. Two queries."""
    members = members_of(organisation, on)
    found = standing([one.member_id for one in members], on)
    return [Line(one.member, one.of, cells_of(one.member, one.of, found, on)) for one in members]


def standing(locals_: Iterable[UUID], on: date) -> dict[tuple[UUID, str], HandingOver]:
    """What is decided by then, and nobody had undone."""
    rows = HandingOver.objects.standing_on(on).filter(local__in=list(locals_))
    rows = rows.select_related("local", "grouping").order_by("pk")
    return {(one.local_id, one.subject): one for one in rows if known_on(one, on)}


def known_on(row: HandingOver, on: date) -> bool:
    """Whether a side had decided it by that day."""
    return any(day is not None and day <= on for day in (row.local_decided_on, row.grouping_decided_on))


def cells_of(
    local: Organisation, grouping: Organisation, found: dict[tuple[UUID, str], HandingOver], on: date
) -> tuple[Cell, ...]:
    cells = []
    for subject in SUBJECTS:
        row = found.get((local.pk, subject))
        if row is not None and row.grouping_id != grouping.pk:
            cells.append(Cell(subject, row, "elsewhere", f"Inscrit vers {row.grouping.name}"))
        else:
            cells.append(Cell(subject, row, *state_of(row, on)))
    return tuple(cells)


def state_of(row: HandingOver | None, on: date) -> tuple[str, str]:
    if row is None:
        return "undecided", "Non décidé"
    if row.is_nothing:
        return "nothing", f"Rien à passer, d’après sa décision du {day_in_words(row.day)}"
    by_local, by_grouping = (day is not None and day <= on for day in (row.local_decided_on, row.grouping_decided_on))
    if not (by_local and by_grouping):
        who, other = (row.local, row.grouping) if by_local else (row.grouping, row.local)
        return "half", f"{who.name} a décidé du {day_in_words(row.day)} ; {other.name}, pas encore"
    if row.day > on:
        return "dated", f"À partir du {day_in_words(row.day)}"
    return "done", f"Depuis le {day_in_words(row.day)}"


def headline(lines: list[Line]) -> dict[str, int]:
    """How many subjects stand in each state."""
    states = [cell.state for line in lines for cell in line.cells]
    return {state: states.count(state) for state in ("done", "dated", "half", "nothing", "undecided")}
