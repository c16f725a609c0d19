"""What the charter may ask of memberships: each since the register of applications and departures is kept. Of those who were
members before, nothing is asked."""

from collections import defaultdict
from datetime import date
from uuid import UUID

from kevread.charter.queries.registers import keeping_none
from kevread.common.facts import GROUPING, HEAD, LOCAL, SCALES, Facts, Item, Number, Organisations, Span, fact
from kevread.directory.facts_identity import of_each_head
from kevread.directory.facts_land import zones_by_grouping
from kevread.directory.models import Affiliation, Reach
from kevread.membership.models import Admission, Step
from kevread.membership.queries.life import changes, explained, kept_since
from kevread.territory.models import Certainty, Kind, ZonePart

Found = dict[UUID, dict[Item, Number]]


def joined(on: date, among: Organisations, **where: object) -> list[Affiliation]:
    """The memberships in force that began since the register is kept. Two queries."""
    kept = among.once("membership.kept", lambda: kept_since(among.ids, on))
    rows = Affiliation.objects.on(on).filter(of__in=kept, **where).select_related("member")
    return [row for row in rows if row.dates.start and row.dates.start > kept[row.of_id]]


def requests_of(rows: list[Affiliation]) -> dict[UUID, Admission]:
    found = Admission.objects.filter(affiliation__in=[row.pk for row in rows])
    return {one.affiliation_id: one for one in found if one.affiliation_id}


@fact(
    about=SCALES,
    register="admissions",
    items="organisations",
    unit="organisations",
    may_be_empty=True,
)
def joined_without_request(on: date, among: Organisations) -> Facts:
    """For each who became a member since the register is kept: 1 when no dated request of it is known (R8.1)."""
    rows = joined(on, among)
    known = requests_of(rows)
    found: Found = defaultdict(dict)
    for row in rows:
        found[row.of_id][row.member_id] = int(row.pk not in known)
    return found


@fact(
    about=GROUPING,
    register="admissions",
    items="organisations",
    unit="organisations",
    lacks="ce qui montre que certaines organisations font partie de l’ESS",
    may_be_empty=True,
)
def direct_outside_perimeter(on: date, among: Organisations) -> Facts:
    """For each who joined a grouping directly since the register is kept: 1 when it was found to be no organisation of the
    social economy, 0 when it is one (R2.3). Of one of which nobody said it, nothing is known."""
    rows = joined(on, among, of__scale=GROUPING, member__scale="")
    known = requests_of(rows)
    found: Found = defaultdict(dict)
    for row in rows:
        said = known[row.pk].perimeter if row.pk in known else ""
        found[row.of_id][row.member_id] = int(said == Admission.Perimeter.OUTSIDE) if said else Span(0, 1)
    return found


@fact(
    about=GROUPING,
    register="admissions",
    also=(("territory", "head"),),
    items="organisations",
    unit="organisations",
    lacks="la commune de certaines organisations, ou la confirmation de rattachements encore supposés",
    may_be_empty=True,
)
def direct_outside_land(on: date, among: Organisations) -> Facts:
    """For each who joined a grouping directly since the register is kept: 0 when the commune of its request lies in the
    grouping’s territory, 1 when it lies in none of it (R8.4). Of one whose commune nobody said, or that lies there by
    supposition, nothing is known."""
    rows = joined(on, among, of__scale=GROUPING, member__scale="")
    known = requests_of(rows)
    land = zones_by_grouping(on, among)
    communes = {one.commune_id for one in known.values() if one.commune_id}
    parts = ZonePart.objects.on(on).filter(child__in=communes, parent_kind=Kind.EPCI)
    lies: dict[UUID, tuple[UUID, str]] = {
        child: (parent, how) for child, parent, how in parts.values_list("child_id", "parent_id", "certainty")
    }
    strategic = ZonePart.objects.on(on).filter(
        parent_kind=Kind.STRATEGIC, child__in={parent for parent, _ in lies.values()} | communes
    )
    sure = {child: how != Certainty.SUPPOSED for child, how in strategic.values_list("child_id", "certainty")}
    found: Found = defaultdict(dict)
    for row in rows:
        commune = known[row.pk].commune_id if row.pk in known else None
        zone = lies[commune][0] if commune in lies else commune
        if commune is None or zone is None or not sure.get(zone, False):
            found[row.of_id][row.member_id] = Span(0, 1)
        else:
            found[row.of_id][row.member_id] = int(zone not in land.get(row.of_id, ()))
    return found


@fact(
    about=HEAD,
    register="members",
    items="organisations",
    unit="organisations",
    lacks="l’échelle d’action de certaines organisations, ou les membres de qui ne les tient pas ici",
    may_be_empty=True,
)
def regional_outside_head(on: date, among: Organisations) -> Facts:
    """For each organisation outside the network’s own scales that is a member in the network and acts in the whole region: 0
    when the head is one of those it belongs to, 1 when it is not (R8.5). Of one whose scale of action nobody said, and that
    is no member of the head, nothing is known; nor of the members of a grouping or a local organisation that does not keep
    them: it is there, for them."""
    reaches: dict[UUID, str] = {}
    of_head: set[UUID] = set()
    rows = Affiliation.objects.on(on).filter(member__scale="").exclude(of__scale="")
    for member, reach, scale in rows.values_list("member_id", "member__reach", "of__scale"):
        reaches[member] = reach
        if scale == HEAD:
            of_head.add(member)
    silent = keeping_none("members", (GROUPING, LOCAL), on).values_list("pk", flat=True)
    found: dict[Item, Number] = dict.fromkeys(silent, Span(0, None))
    for member, reach in reaches.items():
        if member in of_head:
            found[member] = 0
        elif reach in ("", Reach.REGIONAL):
            found[member] = 1 if reach else Span(0, 1)
    return of_each_head(on, among, found)


def departures(on: date, among: Organisations) -> list[tuple[Affiliation, bool]]:
    """The memberships that ended since the register is kept, and whether something explains it. Three queries."""
    kept = among.once("membership.kept", lambda: kept_since(among.ids, on))
    ended = Affiliation.objects.filter(of__in=kept, period__endswith__lte=on).select_related("member")
    rows = [row for row in ended if row.dates.end and row.dates.end > kept[row.of_id]]
    steps: dict[UUID, list[Step]] = defaultdict(list)
    for step in Step.objects.standing().filter(affiliation__in=[row.pk for row in rows]):
        steps[step.affiliation_id].append(step)
    return [(row, bool(explained(row, steps[row.pk]))) for row in rows]


@fact(
    about=SCALES,
    register="admissions",
    items="organisations",
    unit="organisations",
    may_be_empty=True,
)
def gone_without_reason(on: date, among: Organisations) -> Facts:
    """For each who ceased to be a member since the register is kept: 1 when neither a resignation nor a removal that was
    decided and notified by its last day is known (L1.17)."""
    found: Found = defaultdict(dict)
    for row, is_explained in departures(on, among):
        wrong = int(not is_explained)
        found[row.of_id][row.member_id] = max(wrong, found[row.of_id].get(row.member_id, 0))
    return found


@fact(
    about=(GROUPING, HEAD),
    register="admissions",
    items="organisations",
    unit="organisations",
    may_be_empty=True,
    lacks="la forme juridique de certains membres",
)
def changes_undeclared(on: date, among: Organisations) -> Facts:
    """For each association that came or left since the register is kept: 1 when the time to declare it is over and nobody says
    that it was (L1.5). Of a member whose form nobody said, nothing is known once that time is over."""
    found: Found = defaultdict(dict)
    for one in changes(among.ids, on, doubtful=True):
        organisation, member = one.affiliation.of_id, one.affiliation.member_id
        late: Number = 1 if one.is_sure else Span(0, 1)
        found[organisation][member] = late if one.late(on) else found[organisation].get(member, 0)
    return found
