"""What the charter may ask of organisations, of who is a member of what, and of who has which territory.

Every fact is true for one day. An organisation that is missing from an answer counts 0, or has no word at all.
"""

from collections import defaultdict
from collections.abc import Mapping
from datetime import date
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q, Subquery

from kevread.common.facts import (
    GROUPING,
    HEAD,
    LOCAL,
    SCALES,
    Facts,
    Item,
    Number,
    Organisations,
    Span,
    fact,
    namer,
    span,
)
from kevread.common.parameters import College, Scales
from kevread.territory.models import Certainty, Kind, Zone, ZonePart

from .asks import JOINED
from .facts_identity import of_each_head
from .facts_land import attached, zones_by_grouping
from .models import Affiliation, Coverage, Organisation, Reach


@namer("organisations")
def organisations(items: set[Item], on: date) -> Mapping[Item, str]:
    """What each organisation is called in daily life."""
    return dict(Organisation.objects.filter(pk__in=items).values_list("pk", "name"))


# Who is a member of what.


@fact(
    about=SCALES,
    register="members",
    unit="organisations",
    lacks="la confirmation d’adhésions que seul le fichier du réseau dit, ou le collège de membres",
)
def members(on: date, among: Organisations, scale: Scales = (), not_scale: Scales = (), college: College = "") -> Facts:
    """Organisations that are members of this one: if it is said, of these scales (R3.4), of none of these (R3.12), in this
    college (R3.12). Of those that the federation's file alone says, or whose college nobody said, nothing is known."""
    rows = Affiliation.objects.on(on).filter(**among.where("of"))
    rows = rows.filter(member__scale__in=scale) if scale else rows
    rows = rows.exclude(member__scale__in=not_scale) if not_scale else rows
    rows = rows.filter(college__in=(college, "")) if college else rows
    told = Count("pk", filter=Q(is_proposed=False) & (Q(college=college) if college else Q()))
    counts = rows.values_list("of").annotate(sure=told, every=Count("pk"))
    return {of: span(sure, every - sure) for of, sure, every in counts}


@fact(
    about=GROUPING,
    register="members",
    items="organisations",
    unit="organisations",
    also=(("territory", "head"),),
    lacks="des pôles sur ce territoire, ou la confirmation d’adhésions ou de rattachements encore supposés",
)
def groupings_by_local(on: date, among: Organisations) -> Facts:
    """For each local of the grouping's territory, and each of its members, the number of groupings it is a member of;
    0 when this grouping is not one of them (R2.2).

    A local is of a territory when it covers an EPCI or an island that lies there. One that is of several is gathered where
    it is a member: the others are not asked about it. Of one that is of this territory by supposition alone, or a member
    by what the federation's file alone says, nothing is known; nor of one that covers nothing that is written, and is a member
    of none: it may be of any territory.
    """
    lies = lying(on, among)
    links = Affiliation.objects.on(on).filter(member__scale=LOCAL, of__scale=GROUPING)
    if among.ids is not None:
        theirs = set(links.filter(of__in=among.ids).values_list("member", flat=True))
        links = links.filter(member__in=theirs | lies.keys())
    groupings_of: dict[UUID, set[UUID]] = defaultdict(set)
    doubted = set()
    for local, grouping, is_proposed in links.values_list("member_id", "of_id", "is_proposed"):
        groupings_of[local].add(grouping)
        if is_proposed:
            doubted.add(local)
    found: dict[UUID, dict[Item, Number]] = defaultdict(dict)
    for local in {*lies, *groupings_of}:
        joined = groupings_of.get(local, set())
        for grouping in joined | (lies.get(local, {}).keys() if joined.isdisjoint(lies.get(local, ())) else set()):
            is_sure = lies.get(local, {}).get(grouping, True) and local not in doubted
            number = len(joined) if grouping in joined else 0
            if grouping in among:
                found[grouping][local] = number if is_sure else Span(0, max(1, number))
    groupings = Organisation.objects.on(on).at_scale(GROUPING).filter(**among.where("pk")).values_list("pk", flat=True)
    for local in nowhere(on):
        for grouping in groupings:
            found[grouping][local] = Span(0, None)
    return found


def nowhere(on: date) -> list[UUID]:
    """The locals that cover nothing that is written, and that are members of no grouping. One query."""
    rows = Organisation.objects.on(on).at_scale(LOCAL)
    joined = Affiliation.objects.on(on).filter(member=OuterRef("pk"), of__scale=GROUPING)
    covered = Coverage.objects.on(on).filter(organisation=OuterRef("pk"))
    return list(rows.exclude(Exists(joined)).exclude(Exists(covered)).values_list("pk", flat=True))


def lying(on: date, among: Organisations) -> Mapping[UUID, Mapping[UUID, bool]]:
    """For each local that lies in a territory of these groupings, every grouping in whose territory it lies, and whether that
    is more than supposed: its zone, the territory of that zone, and the grouping of that territory."""
    covering = Coverage.objects.on(on).filter(organisation__scale=LOCAL)
    parts = ZonePart.objects.on(on).filter(parent_kind=Kind.STRATEGIC)
    if among.ids is not None:
        theirs = {zone for zones in zones_by_grouping(on, among).values() for zone in zones}
        locals_ = set(covering.filter(zone__in=theirs).values_list("organisation", flat=True))
        covering = covering.filter(organisation__in=locals_)
    covered = list(covering.values_list("organisation_id", "zone_id", "certainty"))
    if among.ids is not None:
        parts = parts.filter(child__in={zone for _, zone, _ in covered})
    lies_in = {child: (parent, how) for parent, child, how in parts.values_list("parent_id", "child_id", "certainty")}
    owners = attached(on, Organisations()).filter(zone__in={territory for territory, _ in lies_in.values()})
    grouping_of = {row.zone_id: (row.organisation_id, row.certainty) for row in owners}
    found: dict[UUID, dict[UUID, bool]] = defaultdict(dict)
    for local, zone, how in covered:
        territory, part = lies_in.get(zone, (None, ""))
        grouping, attachment = grouping_of.get(territory, (None, ""))
        if grouping:
            is_sure = Certainty.SUPPOSED not in (how, part, attachment)
            found[local][grouping] = is_sure or found[local].get(grouping, False)
    return {local: those for local, those in found.items() if any(one in among for one in those)}


JOINING = (
    "ce qui montre cette adhésion, et son collège : une demande, ou une inscription ici ; pour l’adhésion seule, une liste"
    " électorale, ou qui siège pour elle à l’assemblée"
)


@fact(
    about=(LOCAL, GROUPING),
    register="members",
    kept_by="head",
    reads=(("mandates", "head"), ("meetings", "head")),
    lacks=JOINING,
)
def member_of_head(on: date, among: Organisations, college: College = "") -> Facts:
    """1 when the organisation is a member of the head of network (R8.5); if it is said, in this college (R3.11, R3.12). Of one
    that the federation's file alone says, nobody knows, unless somebody sits at its assembly for it, or an electoral roll names
    it; its college is copied there from the membership, and shown by nothing but what somebody said: of a membership whose
    college nobody said, it is not known."""
    heads = of_each_head(on, Organisations(heads=among.heads), 0)
    rows = Affiliation.objects.on(on).filter(of__in=heads, **among.where("member"))
    rows = rows.filter(college__in=(college, "")) if college else rows
    columns = rows.values_list("member", "of", "is_proposed", "college")
    read = [(member, of, is_proposed or its != (college or its)) for member, of, is_proposed, its in columns]
    asked = frozenset() if college else frozenset(member for member, _, is_doubted in read if is_doubted)
    shown = {pair for one in JOINED for pair in one(on, Organisations(ids=asked))} if asked else set()
    return {member: Span(0, 1) if is_doubted and (member, of) not in shown else 1 for member, of, is_doubted in read}


def local_of_its_land(on: date, among: Organisations) -> Mapping[tuple[UUID, Item], str]:
    """Each structure with the local that has the intercommunality of its seat: « Le Hangar (Douarnenez : … ) ». Where no
    commune of the map bears that name, or two do, or nobody has it, the name alone. Three queries."""
    rows = Affiliation.objects.on(on).filter(member__scale="", member__reach=Reach.LOCAL, **among.where("of"))
    members = list(rows.values_list("of_id", "member_id", "member__name", "member__locality"))
    seats = Zone.objects.on(on).filter(kind=Kind.COMMUNE, name__in={locality for *_, locality in members if locality})
    communes: dict[str, list[UUID]] = defaultdict(list)
    for key, name in seats.values_list("pk", "name"):
        communes[name].append(key)
    alone = {keys[0]: name for name, keys in communes.items() if len(keys) == 1}
    parts = ZonePart.objects.on(on).filter(child__in=alone, parent_kind=Kind.EPCI)
    covering = Coverage.objects.on(on).filter(organisation__scale=LOCAL)
    having = Subquery(covering.filter(zone=OuterRef("parent")).values("organisation__name")[:1])
    locals_ = {alone[child]: name for child, name in parts.values_list("child_id").annotate(having=having) if name}
    return {
        (of, member): f"{name} ({locality} : {locals_[locality]})"
        for of, member, name, locality in members
        if locality in locals_
    }


@fact(
    about=(GROUPING, HEAD),
    register="members",
    items="organisations",
    unit="organisations",
    told=local_of_its_land,
    lacks="l’échelle d’action de certaines organisations, ou la confirmation d’adhésions que seul le fichier du réseau dit",
    may_be_empty=True,
)
def local_structures_without_local(on: date, among: Organisations) -> Facts:
    """Member structures, outside the network's own scales, that are members of no local: 1 for each that acts locally, 0 for
    one that acts further (R8.3). Of those whose scale of action nobody said, nothing is known; nor of one that acts locally and
    is a member here, or of a local, by what the federation's file alone says."""
    in_a_local = Affiliation.objects.on(on).filter(member=OuterRef("member"), of__scale=LOCAL)
    rows = Affiliation.objects.on(on).filter(of__scale__in=(GROUPING, HEAD), member__scale="", **among.where("of"))
    rows = rows.exclude(Exists(in_a_local.filter(is_proposed=False))).annotate(is_maybe_in_one=Exists(in_a_local))
    found: dict[UUID, dict[Item, Number]] = defaultdict(dict)
    columns = ("of_id", "member_id", "member__reach", "is_proposed", "is_maybe_in_one")
    for of, member, reach, is_proposed, is_maybe_in_one in rows.values_list(*columns):
        is_local = reach == Reach.LOCAL
        is_doubted = not reach or (is_local and (is_proposed or is_maybe_in_one))
        found[of][member] = Span(0, 1) if is_doubted else int(is_local)
    return found
