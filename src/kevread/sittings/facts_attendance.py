"""What the charter may ask of who came, of the quorum and of the minutes: of the meetings held in the twelve months that end
on the day. Meetings told afterwards (`is_recorded`) have their presences, but neither quorum nor minutes here: of these nothing
is known."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from fractions import Fraction
from typing import Any, Literal, NamedTuple
from uuid import UUID

from django.db.models import Exists, OuterRef
from django.utils import timezone

from kevread.attendance.models import QuorumCheck
from kevread.charter.queries.limits import values_at_any_time
from kevread.common.facts import GROUPING, HEAD, SCALES, Facts, Item, Number, Organisations, Span, fact, span
from kevread.common.parameters import Post, Scale
from kevread.common.periods import Period
from kevread.directory.models import Affiliation
from kevread.meetings.models import Meeting
from kevread.meetings.rules.life import State
from kevread.meetings.rules.terms import quorum_named
from kevread.rhythm.queries.calendar import watched_since
from kevread.seats.models import Body, Mandate
from kevread.sittings.queries.coming import teams_there
from kevread.sittings.queries.signed import signers

WATCHED = timedelta(days=365)
ORGANS = (Body.Kind.ASSEMBLY, Body.Kind.BOARD, Body.Kind.BUREAU)
QUORUM = [f"L1.11.{name}" for name in ("quorum", "quorum_extraordinary", "quorum_board", "quorum_second_call")]
UNNOTED = "des réunions, ou les présences de celles dont personne n’a rien noté ou qui sont d’avant leur registre"
NOTHING = Span(0, None)  # of an organisation of which no meeting is written
SIGNATURES = 2  # whoever chaired, and whoever recorded


class Held(NamedTuple):
    """A meeting that was held, whether a check found its quorum, and whether it is told afterwards."""

    meeting: UUID
    organisation: UUID
    kind: str
    day: date
    extraordinary: bool
    second_call: bool
    is_told: bool
    checked: bool


def held(on: date, among: Organisations) -> list[Held]:
    """The meetings of the organs of associations. Read once for all the facts of a day."""

    def read() -> list[Held]:
        rows = Meeting.objects.held().between(on - WATCHED + timedelta(days=1), on)
        rows = rows.filter(body__kind__in=ORGANS, **among.where("body__organisation"))
        met = QuorumCheck.objects.filter(meeting=OuterRef("pk"), met=True)
        columns = (
            "pk",
            "body__organisation_id",
            "body__kind",
            "starts_at",
            "session",
            "second_call_of_id",
            "is_recorded",
            "met",
        )
        return [
            Held(key, organisation, kind, timezone.localtime(at).date(), session == "extraordinary", bool(call), *more)
            for key, organisation, kind, at, session, call, *more in rows.annotate(met=Exists(met)).values_list(
                *columns
            )
        ]

    return among.once("sittings.held", read)


@fact(
    about=SCALES,
    register="meetings",
    unit="meetings",
    otherwise=NOTHING,
    lacks="une réunion tenue ici, le quorum de celles qui se sont tenues ailleurs, ou ce qu’en disent les statuts",
)
def held_without_quorum(on: date, among: Organisations) -> Facts:
    """Meetings held here, while the articles of association of that day ask for a quorum that no check found (L1.11). Where
    nobody decided what they ask, nothing is known of a meeting that no check found quorate; nor of one told afterwards."""
    rows = held(on, among)
    settings = values_at_any_time(QUORUM) if not all(row.checked for row in rows) else {}
    asked = [(row, wants_quorum(row, settings)) for row in rows if not row.checked]
    without = Counter(row.organisation for row, is_asked in asked if is_asked and not row.is_told)
    unknown = Counter(row.organisation for row, is_asked in asked if is_asked is None or (is_asked and row.is_told))
    return {key: span(without[key], unknown[key]) for key in {row.organisation for row in rows}}


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


@fact(
    about=SCALES,
    register="meetings",
    unit="meetings",
    otherwise=NOTHING,
    lacks="une réunion que la suivante a trouvée, ou le procès-verbal de celles qui se sont tenues hors de Kevread",
)
def unsigned_minutes(on: date, among: Organisations) -> Facts:
    """Meetings that another of the same body has followed, and whose minutes do not bear the two signatures by that day
    (L1.15), each made by this installation. The law asks no delay: the last meeting of a body is not counted. Of one told
    afterwards, whose minutes are elsewhere, nothing is known."""
    rows = Meeting.objects.filter(state__in=State.held()).between(on - WATCHED + timedelta(days=1), on)
    rows = rows.filter(body__kind__in=ORGANS, **among.where("body__organisation"))
    followed = Meeting.objects.held().filter(
        body=OuterRef("body"), starts_at__gt=OuterRef("starts_at"), starts_at__date__lte=on
    )
    late, unknown = Counter[UUID](), Counter[UUID]()
    watched = list(rows.filter(Exists(followed)).order_by().values_list("pk", "body__organisation", "is_recorded"))
    signed = {
        meeting
        for meeting, found in signers((meeting for meeting, _, _ in watched), by=on).items()
        if any(len(people) >= SIGNATURES for people in found.values())
    }
    for meeting, organisation, is_told in watched:
        if meeting not in signed:
            (unknown if is_told else late)[organisation] += 1
    return {organisation: span(late[organisation], unknown[organisation]) for _, organisation, _ in watched}


# Who came from an organisation, to its own bodies and to those of its members ---------------------------------------------


type Organ = Literal["assembly", "board", "bureau"]


class Sat(NamedTuple):
    """A meeting, and the organisations of which a holder of a post was there, whoever employs them besides; None: nobody was
    noted, and who came is not known."""

    kind: str
    attended_by: frozenset[UUID] | None


def span_of(sat: Iterable[Sat], organisation: UUID, kind: str, *, came: bool, is_whole: bool = True) -> Number:
    """How many of these meetings the holder of the post of an organisation came to, or did not; of those of which nobody was
    noted nothing is known, nor of a year that was not watched whole. Where there was none, nobody missed any, nor came to
    each."""
    those = [one.attended_by for one in sat if one.kind == kind]
    if not those and not came:
        return NOTHING
    noted = [(organisation in there) is came for there in those if there is not None]
    return span(sum(noted), len(those) - len(noted) if is_whole else None)


def sittings(on: date, among: Organisations, post: Post) -> Mapping[UUID, list[Sat]]:
    """By organisation, the meetings of its organs; of members too. Three queries at most, read once for a post: the members,
    the meetings of the year, and for whom its holders came."""

    def read() -> Mapping[UUID, list[Sat]]:
        rows = Meeting.objects.held().between(on - WATCHED + timedelta(days=1), on)
        rows = rows.filter(body__kind__in=ORGANS)
        if among.ids is not None and not among.is_network:
            members = Affiliation.objects.on(on).filter(member__scale__in=SCALES, of__in=among.ids)
            theirs = {*among.ids, *members.values_list("member", flat=True)}
            rows = rows.filter(body__organisation__in=theirs)
        there = teams_there(rows, Mandate.objects.filter(seat__title=post))
        sat: dict[UUID, list[Sat]] = {}
        for key, organisation, kind in rows.values_list("pk", "body__organisation", "body__kind"):
            attended_by = frozenset(there[key]) if key in there else None
            sat.setdefault(organisation, []).append(Sat(kind, attended_by))
        return sat

    return among.once(f"sittings.sittings.{post}", read)


def members_of(on: date, among: Organisations, scale: Scale, members: Scale) -> list[tuple[UUID, UUID]]:
    """Each organisation of a scale with its members of another that day."""
    rows = Affiliation.objects.on(on).filter(member__scale=members, of__scale=scale, **among.where("of"))
    return list(rows.values_list("of", "member"))


@fact(
    about=(HEAD, GROUPING),
    register="team",
    also=(("meetings", "items"),),
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

    Of a member that has not kept its register for the whole year, nothing is known of the rest.
    """
    sat = sittings(on, among, attended_by or missed_by)
    pairs = members_of(on, among, scale, members)
    kept = watched_since({member for _, member in pairs}, on)
    found: dict[UUID, dict[Item, Number]] = defaultdict(dict)
    for organisation, member in pairs:
        since = kept.get(member)
        is_whole = since is not None and since <= on - WATCHED
        there = sat.get(member, ())
        found[organisation][member] = span_of(there, organisation, kind, came=bool(attended_by), is_whole=is_whole)
    return found


@fact(about=SCALES, register="team", also=(("meetings", "self"),), unit="meetings", otherwise=NOTHING, lacks=UNNOTED)
def held_without(on: date, among: Organisations, kind: Organ, post: Post) -> Facts:
    """Meetings of the bodies of this nature where nobody was who held this post in the team of the organisation (R6.18). Of
    those of which nobody was noted, nothing is known."""
    found = sittings(on, among, post)
    return {key: span_of(sat, key, kind, came=False) for key, sat in found.items() if key in among}
