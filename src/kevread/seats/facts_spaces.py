"""The bodies of the head of network, its spaces among them: who sits there, and for whom. A fact names one by its slug."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Concat

from kevread.common.facts import (
    GROUPING,
    HEAD,
    LOCAL,
    Facts,
    Item,
    Needed,
    Organisations,
    Span,
    fact,
    namer,
    span,
)
from kevread.common.parameters import Behalf, College, Kinds, Seat, Space, Titles
from kevread.directory.facts_identity import of_each_head
from kevread.directory.models import Affiliation, Organisation

from .facts_organs import (
    HERE,
    PEOPLE,
    counted,
    holds,
    in_office,
    on_behalf_of,
    sitting,
    theirs,
)
from .loader import bodies, families
from .models import Body, Mandate
from .queries.seats_asked import register_of


@namer("levels")
def levels(items: set[Item], on: date) -> Mapping[Item, str]:
    """The level of a space, in French."""
    words: dict[Item, str] = {level: label.lower() for level, label in Body.Level.choices}
    return words | {"none": "sans niveau"}


@namer("spaces")
def spaces(items: set[Item], on: date) -> Mapping[Item, str]:
    """The name of each space, from its slug; a space that was never opened has the name that the federation gave it."""
    names: dict[Item, str] = {space.slug: space.name for space in bodies().spaces}
    return names | dict(Body.objects.filter(slug__in=items).values_list("slug", "name"))


@namer("families")
def names_of_families(items: set[Item], on: date) -> Mapping[Item, str]:
    """« Mutuelles »."""
    names: dict[Item, str] = {family: name for family, name in families().items()}  # noqa: C416 — wider keys
    return names


@fact(about=HEAD, register="mandates")
def names_of_seat(on: date, among: Organisations, kind: Kinds, title: Titles) -> Facts:
    """What these seats are called in the bodies of the whole network, in words, without their capital (R6.14)."""
    rows = Body.objects.on(on).filter(kind__in=kind, seats__title__in=title)
    names = rows.order_by().values_list("seats__name", flat=True).distinct()
    return of_each_head(on, among, frozenset(name[:1].lower() + name[1:] for name in names))


# Who sits in a body of the head of network, and for whom.


def kept_in_space(college: College = "", **_: object) -> Needed:
    return (("mandates", "self"), *((("members", "self"),) if college else ()))


@fact(
    about=HEAD,
    register="mandates",
    unit="people",
    needs=kept_in_space,
    lacks="le collège de ceux au nom de qui certaines siègent",
)
def people_in_space(
    on: date, among: Organisations, space: Space, title: Titles = (), represents: Behalf = (), college: College = ""
) -> Facts:
    """People in the space; if it is said, in seats of these titles, or on behalf of these (R4.10, R4.13), or of those that are
    members in this college that day: of a member whose college nobody said, or that the federation's file alone says, nothing
    is known."""
    rows = sitting(on, seat__body__slug=space, **theirs(on, among))
    rows = rows.filter(seat__title__in=title) if title else rows
    rows = rows.filter(on_behalf_of(on, represents)) if represents else rows
    if not college:
        return counted(rows)
    joined = Affiliation.objects.on(on).filter(member=OuterRef("represents"), of=OuterRef(HERE))
    sure = counted(rows.filter(Exists(joined.filter(college=college, is_proposed=False))))
    every = counted(rows.filter(Exists(joined.filter(Q(college__in=(college, "")) | Q(is_proposed=True)))))
    return {head: span(sure.get(head, 0), number - sure.get(head, 0)) for head, number in every.items()}


def for_head(title: Titles) -> Q:
    """Mandates that name the head of network, and those of its seats that name nobody."""
    return Q(represents=F(HERE)) | Q(represents=None, family="", seat__title__in=title)


@fact(
    about=HEAD,
    register="mandates",
    unit="people",
    lacks="au nom de qui siègent certaines personnes",
)
def people_for_head(on: date, among: Organisations, space: Space, title: Titles) -> Facts:
    """People who sit in the space for the head of network: in seats of these titles, unless their mandate names somebody else;
    in any, where it names the head (R4.20, R4.23, R4.26, R4.35, R4.38). Of those who sit for nobody in another seat, nothing
    is known."""
    there = sitting(on, seat__body__slug=space, **theirs(on, among))
    mine = there.filter(for_head(title))
    sure = counted(mine)
    for_nobody = there.filter(represents=None, family="").exclude(person__in=mine.values("person"))
    return {
        head: span(sure.get(head, 0), untold) for head, untold in (dict.fromkeys(sure, 0) | counted(for_nobody)).items()
    }


@fact(about=HEAD, register="mandates", items="families", unit="people")
def people_by_family(on: date, among: Organisations, space: Space) -> Facts:
    """For each family that the federation names, the people in the space on its behalf (R4.10). A family with nobody is 0."""
    found: dict[Any, dict[Item, int]] = {head: dict.fromkeys(families(), 0) for head in of_each_head(on, among, 0)}
    rows = sitting(on, seat__body__slug=space, **theirs(on, among)).exclude(family="")
    for head, family, number in rows.order_by().values_list(HERE, "family").annotate(PEOPLE):
        if head in found:
            found[head][family] = number
    return found


@fact(about=HEAD, register="mandates", unit="people", otherwise=Span(0, None), lacks="les personnes qui y siègent")
def people_on_behalf_of_none(on: date, among: Organisations, space: Space, represents: Behalf) -> Facts:
    """People in the space who hold no seat there on behalf of any of these (R4.10, R4.13): whoever presides or keeps the
    accounts sits for somebody too, in that seat or in another."""
    there = sitting(on, seat__body__slug=space)
    for_one = there.filter(on_behalf_of(on, represents), person=OuterRef("person"))
    mine = there.filter(**theirs(on, among))
    return dict.fromkeys(counted(mine), 0) | counted(mine.exclude(Exists(for_one)))


def of_space(rows: QuerySet[Mandate], among: Organisations, space: str) -> QuerySet[Mandate]:
    """Those in a space. Where few organisations are asked about, their mandates are looked at, and not those of the space:
    its name is written so that no index leads to it."""
    if among.is_network:
        return rows.filter(seat__body__slug=space)
    return rows.alias(named=Concat("seat__body__slug", Value(""))).filter(named=space)


def registers_of_representatives(at_home: Seat = "", **_: object) -> Needed:
    return (("mandates", "head"),) + (((register_of(at_home), "self"),) if at_home else ())


@fact(
    about=(LOCAL, GROUPING),
    register="mandates",
    kept_by="head",
    needs=registers_of_representatives,
    unit="people",
    lacks="la personne qui y siège",
)
def representatives(
    on: date,
    among: Organisations,
    space: Space,
    title: Titles = (),
    at_home: Seat = "",
    not_at_head: Seat = "",
) -> Facts:
    """People in the space for the organisation (R3.13, R4.7); if it is said, in seats of these titles (R3.15), who also sit
    in that seat of the organisation (R3.14), or who hold none of that sort at the head of network (R3.15): of whom nobody is
    there, nothing is proven."""
    rows = of_space(sitting(on, represents__isnull=False, **theirs(on, among, "represents")), among, space)
    rows = rows.filter(seat__title__in=title) if title else rows
    rows = rows.filter(holds(sitting(on), at_home, at="represents")) if at_home else rows
    if not not_at_head:
        return counted(rows, by="represents")
    there = counted(rows, by="represents")
    outside = counted(rows.exclude(holds(in_office(on), not_at_head)), by="represents")
    every = Organisation.objects.on(on).at_scale(LOCAL, GROUPING).filter(**among.where("pk"))
    return {key: outside.get(key, 0) if key in there else Span(0, None) for key in every.values_list("pk", flat=True)}
