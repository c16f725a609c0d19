"""What the charter may ask of who came, of the quorum and of the minutes: of the meetings held in the twelve months that end
on the day. Meetings told afterwards (`is_recorded`) have their presences, but neither quorum nor minutes here: of these nothing
is known."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from datetime import date, timedelta
from fractions import Fraction
from typing import Any, Literal, NamedTuple
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet, Subquery
from django.utils import timezone

from kevread.attendance.models import QuorumCheck
from kevread.charter.models import Keeping
from kevread.charter.queries.limits import values_at_any_time
from kevread.charter.queries.registers import of_some
from kevread.common.facts import GROUPING, HEAD, SCALES, Facts, Item, Number, Organisations, Span, fact, span
from kevread.common.parameters import Post, Scale
from kevread.common.periods import Period
from kevread.decisions.queries.apart import decided_apart, read_apart
from kevread.directory.models import Affiliation
from kevread.meetings.models import Meeting
from kevread.meetings.rules.life import State
from kevread.meetings.rules.terms import quorum_named
from kevread.rhythm.queries.calendar import watched_since
from kevread.seats.models import Body, Mandate
from kevread.seats.queries.contracts import at_post_with_no_seat
from kevread.sittings.queries.coming import teams_there
from kevread.sittings.queries.signed import signers

WATCHED = timedelta(days=365)
ORGANS = (Body.Kind.ASSEMBLY, Body.Kind.BOARD, Body.Kind.BUREAU)
QUORUM = [f"L1.11.{name}" for name in ("quorum", "quorum_extraordinary", "quorum_board", "quorum_second_call")]
UNNOTED = (
    "des réunions, ou les présences de celles dont personne n’a rien noté ou qui sont d’avant leur registre, ou d’avant celui"
    " de l’équipe, ou le siège dans celle-ci de qui en fait le travail"
)
STAFF = (("staff", "self"),)
NOTHING = Span(0, None)  # of an organisation of which no meeting is written
SIGNATURES = 2  # whoever chaired, and whoever recorded


class Held(NamedTuple):
    """A meeting that was held, whether a check found its quorum, and whether it is told afterwards. A day on which a body
    decided without a meeting that is written is of those, an ordinary one."""

    organisation: UUID
    kind: str
    day: date
    extraordinary: bool
    second_call: bool
    is_told: bool
    checked: bool


def held(on: date, among: Organisations) -> list[Held]:
    """The meetings of the organs of associations, with those whose day is past and of which nobody said what became: told by
    nobody, nothing was checked there. Read once for all the facts of a day."""

    def read() -> list[Held]:
        rows = held_or_untold(on).filter(body__kind__in=ORGANS, **among.where("body__organisation"))
        met = QuorumCheck.objects.filter(meeting=OuterRef("pk"), met=True)
        columns = (
            "body__organisation_id",
            "body__kind",
            "starts_at",
            "session",
            "second_call_of_id",
            "is_recorded",
            "state",
            "met",
        )
        apart = decided_apart(on - WATCHED + timedelta(days=1), on, among)
        return [
            Held(
                one.organisation, one.kind, one.day, extraordinary=False, second_call=False, is_told=True, checked=False
            )
            for one in apart
            if one.kind in ORGANS
        ] + [
            Held(
                organisation,
                kind,
                timezone.localtime(at).date(),
                session == "extraordinary",
                bool(call),
                is_recorded or State(state) not in State.held(),
                checked,
            )
            for organisation, kind, at, session, call, is_recorded, state, checked in rows.annotate(
                met=Exists(met)
            ).values_list(*columns)
        ]

    return among.once("sittings.held", read)


def of_the_year(found: Mapping[UUID, Number], on: date, among: Organisations) -> Facts:
    """What was found of these twelve months, where meetings are kept all along them."""
    return of_some("meetings", found, on - WATCHED + timedelta(days=1), on, among)


def unchecked(on: date, among: Organisations) -> list[tuple[Held, bool | None]]:
    """The meetings that no check found quorate, and whether their association asks for a quorum."""
    rows = [row for row in held(on, among) if not row.checked]
    settings = values_at_any_time(QUORUM) if rows else {}
    return [(row, wants_quorum(row, settings)) for row in rows]


@fact(
    about=SCALES,
    register="meetings",
    reads=(("decisions", "self"),),
    unit="meetings",
    otherwise=NOTHING,
    lacks="une réunion tenue ici, le quorum de celles qui se sont tenues ailleurs, ce qu’en disent les statuts,"
    " ou une année entière de ce registre",
)
def held_without_quorum(on: date, among: Organisations) -> Facts:
    """Meetings held here, while the articles of association of that day ask for a quorum that no check found (L1.11). Where
    nobody decided what they ask, nothing is known of a meeting that no check found quorate; nor of one told afterwards, or of
    which nobody said what became."""
    asked = unchecked(on, among)
    without = Counter(row.organisation for row, is_asked in asked if is_asked and not row.is_told)
    unknown = Counter(row.organisation for row, is_asked in asked if is_asked is None or (is_asked and row.is_told))
    found = {key: span(without[key], unknown[key]) for key in {row.organisation for row in held(on, among)}}
    return of_the_year(found, on, among)


def wants_quorum(row: Held, settings: Mapping[tuple[str, UUID | None], list[tuple[Period, Any]]]) -> bool | None:
    """None: nobody decided."""

    def value(name: str) -> Any:
        own, common = (settings.get((name, owner), ()) for owner in (row.organisation, None))
        return next((value for rows in (own, common) for period, value in rows if row.day in period), None)

    ratio = value(
        quorum_named(
            assembly=row.kind == Body.Kind.ASSEMBLY,
            extraordinary=row.extraordinary,
            second_call=row.second_call,
        )
    )
    return None if ratio is None else bool(Fraction(ratio))


class Followed(NamedTuple):
    """A meeting that another of its body has followed, whether it is told afterwards, the day of the next, and whether its
    minutes bear the two signatures."""

    organisation: UUID
    is_told: bool
    next_day: date
    is_signed: bool


def followed(on: date, among: Organisations) -> list[Followed]:
    """Those of the twelve months. Two queries."""
    rows = held_or_untold(on).filter(body__kind__in=ORGANS, **among.where("body__organisation"))
    later = Meeting.objects.held().filter(
        body=OuterRef("body"), starts_at__gt=OuterRef("starts_at"), starts_at__date__lte=on
    )
    rows = rows.annotate(next_at=Subquery(later.order_by("starts_at").values("starts_at")[:1]))
    columns = ("pk", "body__organisation", "is_recorded", "state", "next_at")
    watched = list(rows.filter(next_at__isnull=False).order_by().values_list(*columns))
    signed = {
        meeting
        for meeting, found in signers((row[0] for row in watched), by=on).items()
        if any(len(people) >= SIGNATURES for people in found.values())
    }
    return [
        Followed(organisation, told or State(state) not in State.held(), timezone.localtime(at).date(), key in signed)
        for key, organisation, told, state, at in watched
    ] + followed_apart(on, among)


def followed_apart(on: date, among: Organisations) -> list[Followed]:
    """The days of the twelve months on which an organ decided, whose meeting is not written, and that another has followed."""
    apart = [one for one in decided_apart(on - WATCHED + timedelta(days=1), on, among) if one.kind in ORGANS]
    if not apart:
        return []
    rows = Meeting.objects.held().filter(body__in={one.body for one in apart}, starts_at__date__lte=on)
    later = defaultdict(list)
    for body, at in rows.order_by("starts_at").values_list("body", "starts_at"):
        later[body].append(timezone.localtime(at).date())
    after = [(one, next((day for day in later[one.body] if day > one.day), None)) for one in apart]
    return [Followed(one.organisation, is_told=True, next_day=day, is_signed=False) for one, day in after if day]


@fact(
    about=SCALES,
    register="meetings",
    reads=(("decisions", "self"),),
    unit="meetings",
    otherwise=NOTHING,
    lacks="une réunion que la suivante a trouvée, le procès-verbal de celles qui se sont tenues hors de Kevread,"
    " ou une année entière de ce registre",
)
def unsigned_minutes(on: date, among: Organisations) -> Facts:
    """Meetings that another of the same body has followed, and whose minutes do not bear the two signatures by that day
    (L1.15), each made by this installation. The law asks no delay: the last meeting of a body is not counted. Of one told
    afterwards, whose minutes are elsewhere, nothing is known; nor of one of which nobody said what became."""
    watched = followed(on, among)
    late, unknown = Counter[UUID](), Counter[UUID]()
    for one in watched:
        if not one.is_signed:
            (unknown if one.is_told else late)[one.organisation] += 1
    found = {one.organisation: span(late[one.organisation], unknown[one.organisation]) for one in watched}
    return of_the_year(found, on, among)


# Who came from an organisation, to its own bodies and to those of its members ---------------------------------------------


type Organ = Literal["assembly", "board", "bureau"]


class Sat(NamedTuple):
    """A meeting, and the organisations of which a holder of a post was there, whoever employs them besides; None: nobody was
    noted, or nobody said what the meeting became, and who came is not known."""

    kind: str
    day: date
    attended_by: frozenset[UUID] | None

    def has(self, organisation: UUID, since: date) -> bool | None:
        """Whether its holder was there; before its team was kept, whoever was there and held the post may not be written."""
        if self.attended_by is None:
            return None
        return True if organisation in self.attended_by else None if self.day < since else False


def span_of(
    sat: Iterable[Sat], organisation: UUID, kind: str, team: date, *, came: bool, is_whole: bool = True
) -> Number:
    """How many of these meetings the holder of the post of an organisation came to, or did not; of those of which nobody was
    noted nothing is known, nor of a year that was not watched whole. Where there was none, nobody missed any, nor came to
    each. `team`: since when that organisation keeps who holds the post."""
    those = [one.has(organisation, team) for one in sat if one.kind == kind]
    if not those and not came:
        return NOTHING
    noted = [one is came for one in those if one is not None]
    return span(sum(noted), len(those) - len(noted) if is_whole else None)


def told_since(organisations: Collection[UUID], on: date, among: Organisations, post: Post) -> Mapping[UUID, date]:
    """Since when whoever holds the post in the team of each is written; not yet, where somebody fills it and has no seat
    there."""
    unseated = at_post_with_no_seat(on, among, (post,))
    return dict(teams_since(organisations, on)) | dict.fromkeys(unseated, date.max)


def teams_since(organisations: Collection[UUID], on: date) -> Mapping[UUID, date]:
    """Since when each keeps the register of its team. One query."""
    rows = Keeping.objects.on(on).filter(register="team", organisation__in=organisations)
    return {organisation: period.lower for organisation, period in rows.values_list("organisation", "period")}


def held_or_untold(on: date) -> QuerySet[Meeting]:
    """The meetings of the twelve months that end that day: those that were held, and those that are past, their last day for a
    consultation, and of which nobody said what became."""
    first = on - WATCHED + timedelta(days=1)
    found: QuerySet[Meeting] = Meeting.objects.held().between(first, on) | Meeting.objects.untold(first, on)
    return found


def sittings(on: date, among: Organisations, post: Post) -> Mapping[UUID, list[Sat]]:
    """By organisation, the meetings of its organs; of members too. Three queries at most, read once for a post: the members,
    the meetings of the year, and for whom its holders came."""

    def read() -> Mapping[UUID, list[Sat]]:
        rows, theirs = held_or_untold(on).filter(body__kind__in=ORGANS), None
        if among.ids is not None and not among.is_network:
            members = Affiliation.objects.on(on).filter(member__scale__in=SCALES, of__in=among.ids)
            theirs = frozenset({*among.ids, *members.values_list("member", flat=True)})
            rows = rows.filter(body__organisation__in=theirs)
        there = teams_there(rows, Mandate.objects.filter(seat__title=post))
        sat: dict[UUID, list[Sat]] = {}
        columns = ("pk", "body__organisation", "body__kind", "starts_at", "state")
        for key, organisation, kind, at, state in rows.values_list(*columns):
            attended_by = frozenset(there[key]) if key in there and State(state) in State.held() else None
            sat.setdefault(organisation, []).append(Sat(kind, timezone.localtime(at).date(), attended_by))
        for one in read_apart(on - WATCHED + timedelta(days=1), on, Organisations(theirs)):
            if one.kind in ORGANS:
                sat.setdefault(one.organisation, []).append(Sat(one.kind, one.day, None))
        return sat

    return among.once(f"sittings.sittings.{post}", read)


def members_of(on: date, among: Organisations, scale: Scale, members: Scale) -> list[tuple[UUID, UUID, date]]:
    """Each organisation of a scale with its members of another that day, and since when each is one."""
    rows = Affiliation.objects.on(on).filter(member__scale=members, of__scale=scale, **among.where("of"))
    columns = rows.values_list("of", "member", "period__startswith", "of__period__startswith")
    return [(of, member, max(joined or date.min, begun or date.min)) for of, member, joined, begun in columns]


def missed(sat: Iterable[Sat], organisation: UUID, kind: str, team: date) -> list[date]:
    return [one.day for one in sat if one.kind == kind and one.has(organisation, team) is False]


@fact(
    about=(HEAD, GROUPING),
    register="team",
    also=(("meetings", "items"),),
    reads=(*STAFF, ("decisions", "items")),
    items="organisations",
    unit="meetings",
    either=("attended_by", "missed_by"),
    lacks=UNNOTED,
)
def held_by_member(
    on: date,
    among: Organisations,
    scale: Scale,
    members: Scale,
    kind: Organ,
    attended_by: Post = "",
    missed_by: Post = "",
) -> Facts:
    """For each member of a scale, of an organisation of a scale, the meetings of its bodies of this nature where the holder
    of this post in the team of the organisation was (R6.17), or was not (R6.16).

    Of a member that has not kept its register for the whole year, nothing is known of the rest. Nobody missed what was held
    before it was a member; nor is anybody late to meet, within a year, who has been one for less.
    """
    sat = sittings(on, among, attended_by or missed_by)
    pairs = members_of(on, among, scale, members)
    kept = watched_since({member for _, member, _ in pairs}, on)
    came = bool(attended_by)
    teams = told_since({organisation for organisation, *_ in pairs}, on, among, attended_by or missed_by)
    found: dict[UUID, dict[Item, Number]] = defaultdict(dict)
    for organisation, member, joined in pairs:
        since, first = kept.get(member), max(joined, on - WATCHED)
        is_whole = since is not None and since <= first and not (came and joined > on - WATCHED)
        there = [one for one in sat.get(member, ()) if came or one.day >= joined]
        team = teams.get(organisation, on)
        found[organisation][member] = span_of(there, organisation, kind, team, came=came, is_whole=is_whole)
    return found


@fact(
    about=SCALES,
    register="team",
    also=(("meetings", "self"),),
    reads=(*STAFF, ("decisions", "self")),
    unit="meetings",
    otherwise=NOTHING,
    lacks=UNNOTED,
)
def held_without(on: date, among: Organisations, kind: Organ, post: Post) -> Facts:
    """Meetings of the bodies of this nature where nobody was who held this post in the team of the organisation (R6.18). Of
    those of which nobody was noted, or said what became, nothing is known."""
    found = {key: sat for key, sat in sittings(on, among, post).items() if key in among}
    teams = told_since(found, on, among, post)
    absences = {key: span_of(sat, key, kind, teams.get(key, on), came=False) for key, sat in found.items()}
    return of_the_year(absences, on, among)
