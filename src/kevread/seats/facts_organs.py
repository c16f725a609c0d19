"""Boards, bureaux and teams of each organisation, and who represents whom there.

Every fact is true for one day. Numbers are numbers of people, each counted once, unless the docstring says otherwise;
an organisation missing from an answer counts 0. A mandate that was a mistake never counts; an alternate does not
occupy a seat, but must meet the same conditions as the others.
"""

from collections import defaultdict
from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, Max, OuterRef, Q, QuerySet

from kevread.common.facts import GROUPING, HEAD, LOCAL, Facts, Item, Organisations, fact
from kevread.directory.facts import zones_by_grouping
from kevread.directory.models import Affiliation
from kevread.territory.models import Kind

from .models import Body, Mandate, ZoneLead
from .queries import vacancies  # noqa: F401 — the vacant places that a setting gives, registered with the facts

PEOPLE = Count("person", distinct=True)


def in_office(on: date) -> QuerySet[Mandate]:
    """Mandates that day, alternates too."""
    return Mandate.objects.on(on)


def sitting(on: date, *kinds: str, **where: Any) -> QuerySet[Mandate]:
    """Mandates that occupy a seat that day, in bodies of these kinds (all when none is given)."""
    kinds_too = {"seat__body__kind__in": kinds} if kinds else {}
    return in_office(on).filter(seat__is_alternate=False, **kinds_too, **where)


def people(mandates: QuerySet[Mandate], by: str = "seat__body__organisation") -> dict[Any, int]:
    """How many different people hold these mandates, for each organisation. One query."""
    return dict(mandates.order_by().values_list(by).annotate(PEOPLE))


def also_holds(on: date, *kinds: str, at: str = "seat__body__organisation", **where: Any) -> Exists:
    """Whether the person of a mandate also has one in bodies of these kinds, in the organisation that `at` names."""
    same = in_office(on).filter(person=OuterRef("person"), seat__body__organisation=OuterRef(at), **where)
    return Exists(same.filter(seat__body__kind__in=kinds))


BOARD, BUREAU, TEAM = Body.Kind.BOARD, Body.Kind.BUREAU, Body.Kind.TEAM
HERE = "seat__body__organisation"
TEAM_TOO = (("team", "self"),)


# The board, the bureau and the direction of each organisation.


@fact(about=(GROUPING, LOCAL, HEAD), register="mandates", unit="people")
def board_members(on: date, among: Organisations) -> Facts:
    """People on the board (R3.2, R3.5)."""
    return people(sitting(on, BOARD, **among.where(HERE)))


@fact(about=(GROUPING, LOCAL, HEAD), register="mandates", unit="people")
def presidents(on: date, among: Organisations) -> Facts:
    """People who preside the organisation, from its board or its bureau (R3.5)."""
    return people(sitting(on, BOARD, BUREAU, seat__title="president", **among.where(HERE)))


@fact(about=(GROUPING, HEAD), register="team", unit="people")
def directors(on: date, among: Organisations) -> Facts:
    """People in the post of direction (R3.6)."""
    return people(sitting(on, TEAM, seat__title="direction", **among.where(HERE)))


@fact(about=GROUPING, register="mandates", unit="seats")
def direct_member_seats(on: date, among: Organisations) -> Facts:
    """Seats of the board that are held for direct members, whichever they are (R2.4, R8.4). Vacant seats do not count."""
    for_direct = Q(seat__title="direct-member") | Q(represents__scale="")
    rows = sitting(on, BOARD, **among.where(HERE)).filter(for_direct)
    return dict(rows.order_by().values_list(HERE).annotate(Count("pk")))


@fact(about=(GROUPING, HEAD), register="mandates", unit="people", also=TEAM_TOO)
def directors_on_own_board(on: date, among: Organisations) -> Facts:
    """People in the post of direction who are also on the board of their employer, even as alternates (L1.20)."""
    rows = in_office(on).filter(seat__body__kind=BOARD, **among.where(HERE))
    return people(rows.filter(also_holds(on, TEAM, seat__title="direction")))


@fact(about=(GROUPING, HEAD), register="mandates", unit="percent", also=TEAM_TOO)
def employee_share_of_board(on: date, among: Organisations) -> Facts:
    """Employees among the people on the board of their employer, in percent, rounded up; the direction apart (L1.20b).

    Rounded up, so that anything above the limit is seen. A board with nobody counts 0.
    """
    employed = also_holds(on, TEAM) & ~also_holds(on, TEAM, seat__title="direction")
    employees = Count("person", filter=employed, distinct=True)
    rows = sitting(on, BOARD, **among.where(HERE)).filter(seat__body__organisation__scale__in=(GROUPING, HEAD))
    counts = rows.order_by().values_list(HERE).annotate(everyone=PEOPLE, employees=employees)
    return {organisation: -(-100 * some // everyone) for organisation, everyone, some in counts}


@fact(about=(GROUPING, HEAD), register="mandates", unit="people", also=TEAM_TOO)
def employees_in_bureau(on: date, among: Organisations) -> Facts:
    """People of the team who are in the bureau of their employer (L1.20b)."""
    return people(sitting(on, BUREAU, **among.where(HERE)).filter(also_holds(on, TEAM)))


# Members on the board of their grouping: locals, and direct members.


@fact(about=GROUPING, register="mandates", items="organisations", unit="people")
def representatives_by_member(on: date, among: Organisations) -> Facts:
    """People on the board for each member local (R3.7). A member with nobody counts 0.

    A local that is represented without being a member any more is counted too.
    """
    return by_local(on, among, sitting(on, BOARD))


def out_of_office(on: date) -> QuerySet[Mandate]:
    """Mandates on a board, alternates too, of people who are not on the board of the local that they represent."""
    on_their_board = sitting(on, BOARD, person=OuterRef("person"), seat__body__organisation=OuterRef("represents"))
    return in_office(on).filter(~Exists(on_their_board), seat__body__kind=BOARD)


def who_is_out_of_office(on: date, among: Organisations) -> Mapping[tuple[UUID, Item], str]:
    """« Anne M., Yves L. (ESS pays de Pontivy) », for each grouping and local. One query."""
    rows = out_of_office(on).filter(represents__scale=LOCAL, **among.where(HERE))
    people: dict[tuple[UUID, Item], list[str]] = defaultdict(list)
    names: dict[Item, str] = {}
    for one in rows.select_related("person", "represents", "seat__body").order_by("person__search", "pk"):
        if (local := one.represents) and one.person.short_name not in people[one.seat.body.organisation_id, local.pk]:
            names[local.pk] = local.name
            people[one.seat.body.organisation_id, local.pk].append(one.person.short_name)
    return {key: f"{', '.join(those)} ({names[key[1]]})" for key, those in people.items()}


@fact(
    about=GROUPING,
    register="mandates",
    items="organisations",
    unit="people",
    also=(("mandates", "items"),),
    told=who_is_out_of_office,
)
def representatives_out_of_office(on: date, among: Organisations) -> Facts:
    """People on the board, alternates too, for each member local, who are not on the board of that local (R3.7)."""
    return by_local(on, among, out_of_office(on))


@fact(about=GROUPING, register="mandates", unit="people")
def board_members_for_no_member(on: date, among: Organisations) -> Facts:
    """People on the board, alternates too, who represent no member of the grouping that day (R3.7): nobody, the grouping
    itself, or an organisation that is not a member, or no longer."""
    member = Affiliation.objects.on(on).filter(member=OuterRef("represents"), of=OuterRef(HERE))
    boards = {"seat__body__kind": BOARD, "seat__body__organisation__scale": GROUPING}
    return people(in_office(on).filter(~Exists(member), **boards, **among.where(HERE)))


def by_local(on: date, among: Organisations, mandates: QuerySet[Mandate]) -> Facts:
    """The people of these mandates for each local that they represent in a grouping; 0 for a member with nobody."""
    members = Affiliation.objects.on(on).filter(member__scale=LOCAL, of__scale=GROUPING, **among.where("of"))
    found: dict[Any, dict[Item, int]] = defaultdict(dict)
    for grouping, local in members.values_list("of_id", "member_id"):
        found[grouping][local] = 0
    rows = mandates.filter(seat__body__organisation__scale=GROUPING, represents__scale=LOCAL, **among.where(HERE))
    for grouping, local, number in rows.order_by().values_list(HERE, "represents").annotate(PEOPLE):
        found[grouping][local] = number
    return found


# Groupings on the board and in the bureau of the head of network, which keeps both.


def for_groupings(on: date, among: Organisations, *kinds: str, **where: Any) -> QuerySet[Mandate]:
    """Mandates in the head's bodies of these kinds, on behalf of groupings."""
    return sitting(
        on,
        *kinds,
        seat__body__organisation__scale=HEAD,
        represents__scale=GROUPING,
        **among.where("represents"),
        **where,
    )


@fact(about=GROUPING, register="mandates", kept_by="head", unit="people")
def representatives_on_head_board(on: date, among: Organisations) -> Facts:
    """People on the board of the head of network for the grouping (R3.13)."""
    return people(for_groupings(on, among, BOARD), by="represents")


@fact(about=GROUPING, register="mandates", kept_by="both", unit="people")
def own_board_members_among_representatives(on: date, among: Organisations) -> Facts:
    """Of these people, those who are also on the grouping's own board (R3.14)."""
    on_own_board = sitting(on, BOARD, person=OuterRef("person"), seat__body__organisation=OuterRef("represents"))
    return people(for_groupings(on, among, BOARD).filter(Exists(on_own_board)), by="represents")


def without_vice_president_since(on: date, among: Organisations) -> Mapping[UUID, date]:
    """The day after the last one of the last vice-president; nothing for a grouping that never had any. One query."""
    ended = Mandate.objects.filter(
        seat__is_alternate=False,
        seat__body__kind=BUREAU,
        seat__body__organisation__scale=HEAD,
        seat__title="vice-president-territoire",
        period__endswith__lte=on,
        **among.where("represents"),
    ).exclude(end_reason=Mandate.EndReason.MISTAKE)
    rows = ended.order_by().values_list("represents").annotate(Max("period__endswith"))
    return dict(rows)


@fact(about=GROUPING, register="mandates", kept_by="head", unit="people", since=without_vice_president_since)
def vice_presidents(on: date, among: Organisations) -> Facts:
    """Vice-presidents of the head's bureau for the territory of the grouping (R3.15)."""
    return people(for_groupings(on, among, BUREAU, seat__title="vice-president-territoire"), by="represents")


@fact(about=GROUPING, register="mandates", kept_by="head", unit="people")
def vice_presidents_off_head_board(on: date, among: Organisations) -> Facts:
    """Of these vice-presidents, those who are not on the head's board (R3.15)."""
    rows = for_groupings(on, among, BUREAU, seat__title="vice-president-territoire")
    return people(rows.exclude(also_holds(on, BOARD)), by="represents")


# Who is the reference of which EPCI.


@fact(about=GROUPING, register="team", items="zones", unit="people", also=(("territory", "head"),))
def delegates_by_epci(on: date, among: Organisations) -> Facts:
    """For each EPCI of the grouping's territory, the delegates of its team who are its main reference (R6.20).

    An EPCI of nobody counts 0; so does one whose reference is not a delegate of this grouping any more.
    """
    territory = zones_by_grouping(on, among, child__kind=Kind.EPCI)
    found: dict[Any, dict[Item, int]] = {grouping: dict.fromkeys(epci, 0) for grouping, epci in territory.items()}
    delegates = sitting(on, TEAM, seat__title="delegate", **among.where(HERE))
    rows = ZoneLead.objects.on(on).filter(main=True, mandate__in=delegates)
    for grouping, zone in rows.values_list("mandate__seat__body__organisation_id", "zone_id"):
        if zone in found.get(grouping, {}):
            found[grouping][zone] += 1
    return found
