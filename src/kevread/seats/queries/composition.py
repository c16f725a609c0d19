"""Bodies as they are read: each seat, who holds it and for whom, what is vacant and since when.

What is not kept is not concluded: where the organisation does not keep the register that day, an empty seat is unknown.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from uuid import UUID

from django.db.models import Q

from kevread.charter.engine import values_on
from kevread.charter.models import Keeping
from kevread.charter.queries.limits import is_ceiling
from kevread.common.actor import Actor
from kevread.common.facts import HEAD
from kevread.directory.models import Affiliation, Organisation
from kevread.seats.asks import promises
from kevread.seats.conditions import condition
from kevread.seats.loader import article_of, families
from kevread.seats.models import Body, Mandate, Seat
from kevread.seats.permissions import may_take
from kevread.seats.rules import Places

from .faces import Faces
from .places import Opening
from .pools import Whom, last_free_days, pool_for, pools_of, share_of, takes, vacant_since, whom
from .reading import Group, Holder, Line, Promised, Reading


def openings_of(bodies: Iterable[Body], on: date, mandates: Iterable[Mandate]) -> dict[UUID, list[Opening]]:
    """Every seat of these bodies that day. Four queries at most, whatever the number of bodies.

    A setting limits how many people represent a pôle, or direct members, in the body, whatever their seat; a number, the
    holders of a seat.
    """
    bodies = list(bodies)
    seats = list(
        Seat.objects.on(on)
        .filter(body__in=bodies)
        .select_related("body__organisation")
        .order_by("body__rank", "body__slug", "rank", "title")
    )
    by_seat: dict[UUID, list[Mandate]] = defaultdict(list)
    by_whom: dict[tuple[UUID, bool, Whom], list[Mandate]] = defaultdict(list)
    for mandate in mandates:
        by_seat[mandate.seat_id].append(mandate)
        for pool in pools_of(mandate):
            by_whom[mandate.seat.body_id, mandate.seat.is_alternate, pool].append(mandate)
    values = values_on(on) if any(seat.places_setting for seat in seats) else {}
    ceilings = {name for name in {seat.places_setting for seat in seats} - {""} if is_ceiling(name)}
    entitled = members_by_scale(seats, on)
    found: dict[UUID, list[Opening]] = {body.pk: [] for body in bodies}
    for seat in seats:
        number = seat.places
        if seat.places_setting:
            name, owner = seat.places_setting, seat.body.organisation_id
            number = values.get((name, owner), values.get((name, None)))
        undecided = bool(seat.places_setting) and number is None
        for represents, family in shares(seat, entitled, by_seat[seat.pk]):
            share: Whom = represents.pk if represents else family or None
            holders = [m for m in by_seat[seat.pk] if not seat.one_per or whom(m) == share]
            pool = pool_for(seat, share)
            pooled = by_whom[seat.body_id, seat.is_alternate, pool] if pool else []
            taken = len({m.pk for m in [*holders, *pooled]})
            places = Places(number, taken, undecided, ceiling=seat.places_setting in ceilings)
            found[seat.body_id].append(
                Opening(seat, places, holders, represents, family, families().get(family, family))
            )
    return found


def members_by_scale(seats: list[Seat], on: date) -> dict[tuple[UUID, str], list[Organisation]]:
    """Who has a share of the seats « per pôle » and « per grouping »: the members of the owner; at the head, everyone."""
    wanted = {(seat.body.organisation, seat.one_per) for seat in seats if seat.one_per in ("local", "grouping")}
    found: dict[tuple[UUID, str], list[Organisation]] = defaultdict(list)
    heads = {owner.pk for owner, _ in wanted if owner.scale == HEAD}
    scales = {scale for owner, scale in wanted if owner.pk in heads}
    if heads:
        for organisation in Organisation.objects.on(on).filter(scale__in=scales).order_by("search", "slug"):
            for head in heads:
                found[head, organisation.scale].append(organisation)
    owners = {owner.pk for owner, _ in wanted} - heads
    if owners:
        rows = (
            Affiliation.objects.on(on)
            .filter(of__in=owners, member__scale__in={scale for _, scale in wanted}, member__period__contains=on)
            .select_related("member")
            .order_by("member__search", "member__slug")
        )
        for row in rows:
            found[row.of_id, row.member.scale].append(row.member)
    return found


def shares(
    seat: Seat, entitled: dict[tuple[UUID, str], list[Organisation]], seated: list[Mandate]
) -> list[tuple[Organisation | None, str]]:
    """Those the seat has places for. Whoever sits there without being entitled to is shown too."""
    if not seat.one_per:
        return [(None, "")]
    if seat.one_per == Seat.OnePer.FAMILY:
        return [
            (None, family) for family in [*families(), *sorted({m.family for m in seated} - set(families()) - {""})]
        ]
    there = entitled[seat.body.organisation_id, seat.one_per]
    known = {organisation.pk for organisation in there}
    others = {m.represents_id: m.represents for m in seated if m.represents_id not in known}
    return [(organisation, "") for organisation in [*there, *others.values()]]


def read_bodies(organisation: Organisation, actor: Actor, on: date, today: date) -> list[Reading]:
    """The bodies of an organisation that day, in their order, each place as `read_body` tells it. The number of queries is
    constant."""
    there = Body.objects.visible_to(actor).on(on).filter(organisation=organisation)
    if not actor.hat_for("read", organisation.pk):
        there = there.exclude(kind=Body.Kind.TEAM)
    bodies = list(there.select_related("led_by", "organisation").order_by("rank", "name", "pk"))
    lasting = Mandate.objects.filter(Q(period__contains=on) | Q(period__startswith__gt=on), seat__body__in=bodies)
    everyone = list(named(lasting.exclude(end_reason=Mandate.EndReason.MISTAKE)))
    faces = Faces(actor, today, [mandate.person for mandate in everyone])
    openings = openings_of(bodies, on, [mandate for mandate in everyone if mandate.in_force(on)])
    later = [mandate for mandate in everyone if not mandate.in_force(on) and on >= today]
    coming = [Holder(mandate, faces.of(mandate.person), on) for mandate in later]
    kept = kept_registers(organisation, on)
    readings = []
    for body in bodies:
        since = kept.get(register_of(body))
        readings.append(Reading(body, groups_of(openings[body.pk], faces, since, coming=coming), since))
    show_promises(readings, actor, on, today)
    return readings


def read_body(body: Body, actor: Actor, on: date, today: date) -> Reading:
    """A body that day, with the mandates before and after. The number of queries is constant.

    Those that begin later are told on the place that they take; when the past is read, apart, as what came after.
    """
    everyone = list(named(Mandate.objects.filter(seat__body=body).exclude(end_reason=Mandate.EndReason.MISTAKE)))
    now = [mandate for mandate in everyone if mandate.in_force(on)]
    past = [mandate for mandate in everyone if mandate.dates.end and mandate.dates.end <= on]
    future = [mandate for mandate in everyone if mandate.dates.start and mandate.dates.start > on]
    faces = Faces(actor, today, [mandate.person for mandate in everyone])
    kept = kept_registers(body.organisation, on).get(register_of(body))
    coming = [Holder(mandate, faces.of(mandate.person), on) for mandate in future if on >= today]
    groups = groups_of(openings_of([body], on, now)[body.pk], faces, kept, past, coming)
    placed = {holder.mandate.pk for group in groups for line in group.lines for holder in line.coming}
    past.sort(key=lambda mandate: mandate.dates.end or on, reverse=True)
    reading = Reading(
        body,
        groups,
        kept,
        past=[Holder(mandate, faces.of(mandate.person)) for mandate in past],
        future=[Holder(mandate, faces.of(mandate.person)) for mandate in future if mandate.pk not in placed],
    )
    show_promises([reading], actor, on, today)
    reading.frieze, reading.years = frieze(everyone, faces, on)
    return reading


def show_promises(readings: list[Reading], actor: Actor, on: date, today: date) -> None:
    """What adopted decisions give, place by place: no longer vacant for anybody else, and not held yet."""
    groups = {group.seat.pk: group for reading in readings for group in reading.groups}
    there = [one for one in promises(groups.keys()) if one.decided_on <= on and (one.period.end or date.max) > on]
    faces = Faces(actor, today, [one.person for one in there])
    for one in there:
        group = groups[one.seat]
        own = (line for line in group.lines if one.is_of(group.seat, line.opening.represents, line.opening.family))
        if line := next(own, None):
            mine = bool(may_take(actor, one, group.seat, one.represents))
            first = max(one.period.start or on, on)
            full = first if line.is_full_on(first) else None
            line.promised.append(Promised(one, faces.of(one.person), mine, full))
            line.vacant, line.free = max(0, line.vacant - 1), max(0, line.free - 1)
            line.until = line.until[: line.free]  # a place that nobody takes later is given first


def named(mandates):
    """In a stable order, with what a row shows of them."""
    return mandates.select_related("person", "represents", "seat").order_by(
        "seat__rank", "person__search", "period", "pk"
    )


def register_of(body: Body) -> str:
    return "team" if body.kind == Body.Kind.TEAM else "mandates"


def kept_registers(organisation: Organisation, on: date) -> dict[str, date | None]:
    """Since when the organisation keeps each register that it keeps that day."""
    rows = Keeping.objects.on(on).filter(organisation=organisation)
    return {keeping.register: keeping.dates.start for keeping in rows}


def groups_of(
    openings: list[Opening],
    faces: Faces,
    kept: date | None,
    past: Sequence[Mandate] = (),
    coming: Sequence[Holder] = (),
) -> list[Group]:
    pooled: dict[tuple[bool, Whom], list[Mandate]] = defaultdict(list)
    for opening in openings:
        for mandate in opening.holders:
            for pool in pools_of(mandate):
                pooled[opening.seat.is_alternate, pool].append(mandate)
    groups: dict[UUID, Group] = {}
    for opening in openings:
        seat = opening.seat
        if seat.pk not in groups:
            asks = [(condition(name).told, article_of(name)) for name in seat.conditions]
            groups[seat.pk] = Group(seat, [], asks)
        share = share_of(opening)
        pool = pool_for(seat, share)
        others = [m for m in pooled[seat.is_alternate, pool] if m.seat_id != seat.pk] if pool else []
        later = [holder for holder in coming if takes(holder.mandate, seat, share)]
        free = (opening.free or 0) if kept else 0
        groups[seat.pk].lines.append(
            Line(
                opening,
                [Holder(mandate, faces.of(mandate.person)) for mandate in opening.holders],
                [Holder(mandate, faces.of(mandate.person)) for mandate in others],
                vacant=(opening.vacant or 0) if kept else 0,
                free=free,
                since=vacant_since(seat, share, past),
                coming=later,
                until=last_free_days(free, [*opening.holders, *others], [holder.mandate for holder in later]),
            )
        )
    return list(groups.values())


def frieze(
    mandates: list[Mandate], faces: Faces, on: date
) -> tuple[list[tuple[str, list[tuple[object, str]]]], tuple[int, int]]:
    """The rows of the timeline: one for each person who can be named, in the order of the seats; and its years."""
    rows: dict[UUID, tuple[str, list[tuple[object, str]]]] = {}
    for mandate in mandates:
        face = faces.of(mandate.person)
        if face.is_named:
            rows.setdefault(mandate.person_id, (face.name, []))[1].append((mandate.period, mandate.seat.name))
    days = [day for mandate in mandates for day in (mandate.dates.start, mandate.dates.last) if day]
    years = [day.year for day in days] + [on.year]
    return list(rows.values()), (max(min(years), on.year - 6), min(max(years), on.year + 6))
