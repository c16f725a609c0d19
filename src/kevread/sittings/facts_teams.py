"""What the charter may ask of who came for an organisation: delegates of reference at the boards of the pôles, who chairs,
somebody in its name in the spaces of the head. Meetings held in the twelve months that end on the day; of those of which
nobody was noted, who came is not known."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from uuid import UUID

from django.db.models import Exists, OuterRef
from django.utils import timezone

from kevread.charter.queries.registers import kept_through, of_some
from kevread.common.facts import (
    BEFORE,
    GROUPING,
    HEAD,
    LOCAL,
    SCALES,
    Facts,
    Item,
    Needed,
    Number,
    Organisations,
    Span,
    fact,
    span,
)
from kevread.common.parameters import Kinds, Scale, Titles
from kevread.common.periods import Period
from kevread.decisions.queries.apart import read_apart
from kevread.directory.facts_identity import of_each_head
from kevread.directory.models import Coverage
from kevread.meetings.models import RollEntry
from kevread.meetings.rules.life import State
from kevread.rhythm.queries.calendar import watched_since
from kevread.seats.models import Body, Mandate, ZoneLead
from kevread.sittings.facts_attendance import (
    NOTHING,
    UNNOTED,
    WATCHED,
    held_or_untold,
    members_of,
    teams_since,
)
from kevread.sittings.queries.coming import THERE
from kevread.territory.models import Kind


def first_watched(on: date) -> date:
    return on - WATCHED + timedelta(days=1)


type Boards = dict[UUID, list[tuple[date, bool | None]]]


def boards_of(pairs: list[tuple[UUID, UUID, date]], on: date) -> dict[UUID, Boards]:
    """By grouping and pôle, the meetings of its board since it is a member: their day, and whether a delegate of reference was
    missing there. A day on which the board decided without a meeting that is written is one of which nothing is known."""
    places = {pole for _, pole, _ in pairs}
    rows = held_or_untold(on).filter(body__kind=Body.Kind.BOARD, body__organisation__in=places)
    boards: dict[UUID, list[tuple[UUID, date, bool]]] = defaultdict(list)
    for key, pole, at, state in rows.values_list("pk", "body__organisation", "starts_at", "state"):
        boards[pole].append((key, timezone.localtime(at).date(), State(state) in State.held()))
    came: dict[UUID, set[UUID]] = defaultdict(set)
    present = THERE.filter(entry__meeting__in=[key for met in boards.values() for key, *_ in met])
    for meeting, person in present.values_list("entry__meeting", "entry__person"):
        came[meeting].add(person)
    covered, leads = epci_of(places), delegates_of(places)
    apart: dict[UUID, list[date]] = defaultdict(list)
    for one in read_apart(first_watched(on), on, Organisations(frozenset(places))):
        if one.kind == Body.Kind.BOARD:
            apart[one.organisation].append(one.day)
    teams = teams_since({grouping for grouping, *_ in pairs}, on)
    found: dict[UUID, Boards] = defaultdict(dict)
    for grouping, pole, joined in pairs:
        found[grouping][pole] = []
        for key, day, is_told in (one for one in boards[pole] if one[1] >= joined):
            awaited = [on_day(leads[zone], day) for period, zone in covered[pole] if day in period]
            is_kept = teams.get(grouping, date.max) <= day
            missing = is_missed(awaited, came.get(key), is_kept=is_kept) if is_told else None
            found[grouping][pole].append((day, missing))
        found[grouping][pole] += [(day, None) for day in apart[pole] if day >= joined]
    return found


@fact(
    about=GROUPING,
    register="team",
    also=(("meetings", "items"),),
    reads=(("decisions", "items"),),
    items="organisations",
    unit="meetings",
    lacks=UNNOTED,
)
def boards_without_delegate(on: date, among: Organisations) -> Facts:
    """For each pôle of a grouping, the meetings of its board where the delegate of reference of one of its EPCI was not, or
    where one of them had none (R6.21), since it is a member. Of one of which nobody was noted, or said what became, or of a day
    on which the board decided without one, nothing is known; nor of a pôle that has no EPCI, that held none, or before it kept
    its register; nor of an EPCI without a delegate before the grouping kept that of its team."""
    pairs = members_of(on, among, GROUPING, LOCAL)
    boards, kept = boards_of(pairs, on), watched_since({pole for _, pole, _ in pairs}, on)
    found: dict[UUID, dict[Item, Number]] = defaultdict(dict)
    for grouping, pole, joined in pairs:
        missed = Counter(missing for _, missing in boards[grouping][pole])
        is_whole = bool(missed) and pole in kept and kept[pole] <= max(joined, on - WATCHED)
        found[grouping][pole] = span(missed[True], missed[None] if is_whole else None)
    return found


def is_missed(awaited: list[set[UUID]], there: set[UUID] | None, *, is_kept: bool) -> bool | None:
    """Whether one of those who are awaited, EPCI by EPCI, was not there, or is nobody where the register of the team is kept;
    None: nothing says it.

    >>> is_missed([{1}, {2}], {1, 2}, is_kept=True), is_missed([{1}, {2}], {1}, is_kept=True)
    (False, True)
    >>> is_missed([{1}, set()], None, is_kept=True), is_missed([{1}, set()], {1}, is_kept=False)
    (True, None)
    >>> is_missed([], {1}, is_kept=True) is None
    True
    """
    if is_kept and not all(awaited):
        return True
    if there is not None and any(people and not people & there for people in awaited):
        return True
    return None if there is None or not awaited or not all(awaited) else False


type Leads = list[tuple[Period, UUID]]


def epci_of(poles: set[UUID]) -> Mapping[UUID, Leads]:
    """For each pôle, its EPCI, and when they were. One query."""
    found: dict[UUID, Leads] = defaultdict(list)
    for row in Coverage.objects.filter(organisation__in=poles, zone__kind=Kind.EPCI):
        found[row.organisation_id].append((row.dates, row.zone_id))
    return found


def delegates_of(poles: set[UUID]) -> Mapping[UUID, Leads]:
    """For each EPCI of these pôles, who was its delegate of reference, and when. One query."""
    found: dict[UUID, Leads] = defaultdict(list)
    zones = Coverage.objects.filter(organisation__in=poles).values("zone")
    for lead in ZoneLead.objects.filter(zone__in=zones, main=True).select_related("mandate"):
        if held := common(lead.dates, lead.mandate.dates):
            found[lead.zone_id].append((held, lead.mandate.person_id))
    return found


def common(one: Period, other: Period) -> Period | None:
    """The days that two periods share.

    >>> common(Period(date(2026, 1, 1)), Period(None, date(2026, 3, 1)))
    Period(start=datetime.date(2026, 1, 1), end=datetime.date(2026, 3, 1))
    >>> common(Period(date(2026, 3, 1)), Period(None, date(2026, 3, 1)))
    """
    if not one.overlaps(other):
        return None
    starts = [period.start for period in (one, other) if period.start]
    ends = [period.end for period in (one, other) if period.end]
    return Period(max(starts, default=None), min(ends, default=None))


def on_day(leads: Leads, day: date) -> set[UUID]:
    return {person for period, person in leads if day in period}


def registers_of_chairs(kind: Kinds, **_: object) -> Needed:
    """Posts are in the register of the team, the rest in that of mandates; and that of meetings."""
    seats = dict.fromkeys("team" if one == Body.Kind.TEAM else "mandates" for one in kind)
    return (*((register, "self") for register in seats), ("meetings", "self"))


def chaired_by_others(on: date, among: Organisations, kind: Kinds, title: Titles) -> list[tuple[UUID, date, bool]]:
    """The meetings of the year that nothing shows chaired by whoever sat there in such a seat: whose, when, and whether it is
    known who chaired."""
    theirs = Mandate.objects.filter(
        person=OuterRef("chair"),
        seat__title__in=title,
        seat__body=OuterRef("body"),
        period__contains=OuterRef("starts_at__date"),
    )
    rows = held_or_untold(on).filter(body__kind__in=kind, **among.where("body__organisation"))
    columns = rows.exclude(Exists(theirs)).values_list("body__organisation", "chair", "state", "starts_at")
    met = [(one, chair, State(state), timezone.localtime(at).date()) for one, chair, state, at in columns]
    teams = teams_since({one for one, *_ in met}, on) if Body.Kind.TEAM in kind else {}
    return [
        (one, day, bool(chair) and state in State.held() and teams.get(one, date.min) <= day)
        for one, chair, state, day in met
    ]


@fact(
    about=SCALES,
    register="meetings",
    needs=registers_of_chairs,
    unit="meetings",
    otherwise=NOTHING,
    lacks="une réunion de l’année, le nom de qui en a animé certaines, ou une année entière de ce registre",
)
def led_by_others(on: date, among: Organisations, kind: Kinds, title: Titles) -> Facts:
    """Meetings of the bodies of these natures that somebody else chaired than who sat there that day in a seat of these
    titles (R6.19). Of one whose chair was not noted, or of which nobody said what became, nothing is known; nor of one from
    before the team was kept, nor of who leads, where none was held."""
    rows = held_or_untold(on).filter(body__kind__in=kind, **among.where("body__organisation"))
    there = set(rows.values_list("body__organisation", flat=True))
    others, untold = Counter[UUID](), Counter[UUID]()
    for organisation, _, is_known in chaired_by_others(on, among, kind, title):
        (others if is_known else untold)[organisation] += 1
    found = {key: span(others[key], untold[key]) for key in there}
    return of_some("meetings", found, first_watched(on), on, among)


@fact(
    about=(LOCAL, GROUPING),
    register="meetings",
    kept_by="head",
    reads=(("mandates", "head"),),
    items="spaces",
    unit="meetings",
    lacks=UNNOTED,
)
def met_in_its_name(on: date, among: Organisations, scale: Scale) -> Facts:
    """For each space of the head where somebody was called in the name of an organisation of this scale, the meetings where
    one of them was (R0.8); of those of which nobody was noted, or said what became, nothing is known. Nor of those that have no
    roll, told afterwards: they called whoever sat there that day in its name. Nor of the
    spaces that met before the head kept their meetings. Four queries."""
    rows = RollEntry.objects.filter(
        meeting__in=held_or_untold(on), meeting__body__organisation__scale=HEAD, **among.where("represents")
    ).annotate(
        came=Exists(THERE.filter(entry=OuterRef("pk"))),
        is_noted=Exists(THERE.filter(entry__meeting=OuterRef("meeting"))),
    )
    came: dict[tuple[UUID, str], set[UUID]] = defaultdict(set)
    unknown: dict[tuple[UUID, str], set[UUID]] = defaultdict(set)
    found: dict[UUID, dict[Item, Number]] = defaultdict(dict)
    columns = ("represents", "meeting__body__slug", "meeting", "came", "is_noted")
    ordered = rows.filter(represents__scale=scale).order_by("meeting__body__slug", "pk")
    for organisation, space, meeting, is_there, is_noted in ordered.values_list(*columns):
        came[organisation, space] |= {meeting} if is_there else set()
        unknown[organisation, space] |= set() if is_noted else {meeting}
        found[organisation][space] = span(len(came[organisation, space]), len(unknown[organisation, space]))
    for organisation, space, meeting in called_without_roll(on, among, scale):
        unknown[organisation, space].add(meeting)
        found[organisation][space] = span(len(came[organisation, space]), len(unknown[organisation, space]))
    if not kept_through("meetings", first_watched(on), on).filter(organisation__scale=HEAD).exists():
        return {organisation: {**each, BEFORE: Span(0, None)} for organisation, each in found.items()}
    return found


def called_without_roll(on: date, among: Organisations, scale: Scale) -> Iterable[tuple[UUID, str, UUID]]:
    """The organisations in whose name somebody sat in a space of the head, the day of a meeting that has no roll. Two queries,
    from whoever sits in their name: of the others who sit there, nothing is read."""
    seated = Mandate.objects.exclude(end_reason=Mandate.EndReason.MISTAKE).filter(
        represents__scale=scale, seat__body__organisation__scale=HEAD, **among.where("represents")
    )
    called: dict[UUID, list[tuple[UUID, Period]]] = defaultdict(list)
    for organisation, body, period in seated.order_by("pk").values_list("represents", "seat__body", "period"):
        called[body].append((organisation, Period.of(period)))
    met = held_or_untold(on).filter(~Exists(RollEntry.objects.filter(meeting=OuterRef("pk"))), body__in=called)
    for meeting, at, body, space in met.order_by("body__slug", "pk").values_list(
        "pk", "starts_at", "body", "body__slug"
    ):
        day = timezone.localtime(at).date()
        yield from ((organisation, space, meeting) for organisation, period in called[body] if day in period)


@fact(about=HEAD, register="meetings", unit="year")
def year_of_rhythms(on: date, among: Organisations) -> Facts:
    """The year in which the day is, held against the last one for which the rhythms of meetings were decided (R4.49)."""
    return of_each_head(on, among, on.year)
