"""The bodies of the head of network, its spaces among them: who sits there, and for whom. A fact names one by its slug."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, F, Max, OuterRef, Q, QuerySet, TextField, Value
from django.db.models.functions import Coalesce, Concat

from kevread.charter.models import Keeping
from kevread.common.facts import (
    GROUPING,
    HEAD,
    LOCAL,
    Facts,
    Item,
    Needed,
    Number,
    Organisations,
    Span,
    Spells,
    fact,
    namer,
    span,
)
from kevread.common.parameters import Behalf, College, Kinds, Post, Scale, Scales, Seat, Space, Titles
from kevread.directory.facts_identity import of_each_head
from kevread.directory.models import Affiliation, Organisation

from .facts_organs import (
    BOARD,
    BUREAU,
    HERE,
    PEOPLE,
    STAFF,
    TEAM,
    TEAM_TOO,
    counted,
    ever,
    holds,
    in_office,
    on_behalf_of,
    sitting,
    spells_of,
    theirs,
)
from .loader import bodies, families
from .models import Body, Mandate
from .queries.away import register_of
from .queries.contracts import contracts
from .queries.sitting import Sitting


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


def spells_in_space(
    on: date, among: Organisations, space: Space, title: Titles = (), represents: Behalf = (), college: College = ""
) -> Spells:
    """Nothing where whom they are members of is asked; nor, of a college, where one for whom somebody sat was not of it all
    along. One query, two of a college."""
    if "no-member" in represents:
        return {}
    rows = ever(among, seat__body__slug=space)
    rows = rows.filter(seat__title__in=title) if title else rows
    rows = rows.filter(on_behalf_of(on, represents)) if represents else rows
    joined = Affiliation.objects.filter(
        member=OuterRef("represents"), of=OuterRef(HERE), college=college, is_proposed=False
    )
    if college and rows.exclude(Exists(joined.filter(period__contains=OuterRef("period")))).exists():
        return {}
    return spells_of(rows)


def kept_in_space(college: College = "", **_: object) -> Needed:
    return (("mandates", "self"), *((("members", "self"),) if college else ()))


@fact(
    about=HEAD,
    register="mandates",
    unit="people",
    needs=kept_in_space,
    spells=spells_in_space,
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


def spells_for_head(on: date, among: Organisations, space: Space, title: Titles) -> Spells:
    return spells_of(ever(among, seat__body__slug=space).filter(for_head(title)))


@fact(
    about=HEAD,
    register="mandates",
    unit="people",
    spells=spells_for_head,
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


def without_representative_since(
    on: date, among: Organisations, space: Space, title: Titles = (), **narrower: object
) -> Mapping[UUID, date]:
    """The day after the last one of the last of them; nothing for an organisation that never had any, nor where only some of
    them are counted. One query."""
    if narrower:
        return {}
    ended = Mandate.objects.filter(
        seat__body__slug=space, period__endswith__lte=on, represents__isnull=False, **among.where("represents")
    ).exclude(end_reason=Mandate.EndReason.MISTAKE)
    rows = (ended.filter(seat__title__in=title) if title else ended).order_by()
    return dict(rows.values_list("represents").annotate(Max("period__endswith")))


def spells_of_representatives(
    on: date, among: Organisations, space: Space, title: Titles = (), **narrower: object
) -> Spells:
    """Nothing where only some of them are counted. One query."""
    if narrower:
        return {}
    rows = ever(among, "represents", seat__body__slug=space, represents__isnull=False)
    return spells_of(rows.filter(seat__title__in=title) if title else rows, by="represents")


@fact(
    about=(LOCAL, GROUPING),
    register="mandates",
    kept_by="head",
    needs=registers_of_representatives,
    since=without_representative_since,
    spells=spells_of_representatives,
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


def in_space(on: date, among: Organisations, space: Space) -> list[Sitting]:
    """Who sits in a space: for one of these organisations, unless the whole network is asked about. All spaces are read
    together, once for all the facts of a day."""

    def read() -> dict[str, list[Sitting]]:
        held = in_office(on).filter(person=OuterRef("person"), seat__body__organisation=OuterRef("by"))
        held = held.filter(seat__body__kind__in=(TEAM, BOARD, BUREAU)).order_by()
        post = Concat("seat__body__kind", Value(":"), "seat__title", output_field=TextField())
        kept = Keeping.objects.on(on).filter(organisation=OuterRef("by"), register="team")
        in_heads = {"seat__body__organisation__scale": HEAD}
        rows = sitting(on, **(in_heads if among.is_network else theirs(on, among, "represents")))
        rows = rows.annotate(
            by=Coalesce("represents", HERE),
            posts=ArraySubquery(held.values(post=post)),
            team_is_kept=Exists(kept),
        )
        found = defaultdict(list)
        columns = ("seat__body__slug", "person_id", "by", "represents__scale", "posts", "team_is_kept")
        employed = contracts(on, among)
        for row in rows.order_by().values_list(f"{HERE}_id", *columns):
            found[row[1]].append(Sitting._make((*row, employed.get(row[3], {}).get(row[2]))))
        return found

    return among.once("seats.in_space", read).get(space, [])


def different(pairs: Iterable[tuple[UUID, UUID]]) -> dict[UUID, int]:
    """(organisation, person): how many different people for each organisation."""
    return dict(Counter(organisation for organisation, _ in set(pairs)))


def holders(seated: list[Sitting], post: Post) -> dict[UUID, Number]:
    """For each organisation, those who sit for it and hold this post in its team, as far as it is known."""
    sure = different((one.by, one.person) for one in seated if one.holds(post))
    maybe = different((one.by, one.person) for one in seated if one.holds(post) is None)
    return {by: span(sure.get(by, 0), maybe.get(by, 0)) for by in sure.keys() | maybe.keys()}


@fact(
    about=(LOCAL, GROUPING),
    register="mandates",
    kept_by="head",
    unit="people",
    also=TEAM_TOO,
    reads=STAFF,
    lacks="le contrat, ou le siège dans l’équipe, de qui y siège",
)
def referents(on: date, among: Organisations, space: Space, post: Post) -> Facts:
    """People in the space for the organisation who hold this post in its team (R4.20, R4.23, R4.26, R4.35, R4.38)."""
    return {by: number for by, number in holders(in_space(on, among, space), post).items() if by in among}


@fact(
    about=HEAD,
    register="mandates",
    items="organisations",
    unit="people",
    also=(("team", "items"),),
    reads=(("staff", "items"),),
    lacks="le contrat, ou le siège dans l’équipe, de qui y siège",
)
def referents_by_organisation(on: date, among: Organisations, space: Space, post: Post, scales: Scales) -> Facts:
    """For each organisation of these scales, the people in the space for it who hold this post in its team (R4.16). Nobody
    is 0."""
    everyone = Organisation.objects.on(on).at_scale(*scales).values_list("pk", flat=True)
    there = holders(in_space(on, among, space), post)
    return of_each_head(on, among, {organisation: there.get(organisation, 0) for organisation in everyone})


@fact(
    about=HEAD,
    register="mandates",
    unit="people",
    reads=(("team", "items"), ("staff", "items")),
    lacks="l’équipe dont certains membres viennent, ou le contrat, ou le siège dans cette équipe, de qui y siège",
)
def people_of_post(on: date, among: Organisations, space: Space, post: Post, scale: Scale = "") -> Facts:
    """People in the space who hold this post in the team of the organisation that they sit for, of that scale (R4.20, R4.23,
    R4.26), or of any (R4.35, R4.38): what they are, not what their seat is called. Where that team is not kept, nothing is
    known of them; a structure outside of the network has none."""
    there = [one for one in in_space(on, among, space) if one.head in among and scale in ("", one.scale)]
    known = different((one.head, one.person) for one in there if one.holds(post))
    maybe = [one for one in there if one.holds(post) is None or (not one.holds(post) and one.is_of_untold_team)]
    untold = different((one.head, one.person) for one in maybe)
    return {head: span(known.get(head, 0), untold.get(head, 0)) for head in known.keys() | untold.keys()}


@fact(
    about=HEAD,
    register="mandates",
    unit="people",
    reads=(("team", "items"), ("staff", "items")),
    otherwise=Span(0, None),
    lacks="des membres, l’équipe dont certains viennent, ou le contrat, ou le siège dans cette équipe, de qui y siège",
)
def strangers_in_space(
    on: date, among: Organisations, space: Space, scales: Scales = (), post: Post = "", head_post: Post = ""
) -> Facts:
    """People in the space whom its composition does not admit (R4.7, R4.16, R4.20, R4.23, R4.26, R4.35, R4.38).

    With `scales`, those who represent an organisation of these scales are admitted. With `post`, those who hold that
    post in the organisation that they represent, and those of the head's team, board or bureau (only in its `head_post`,
    when it is given). Where the team is not kept, nothing shows whether somebody is of it: of them, nothing is known.
    """

    def is_admitted(one: Sitting) -> bool | None:
        if scales:
            return one.scale in scales
        at_head = one.by == one.head
        found = one.is_of_it if at_head and not head_post else one.holds(head_post if at_head else post)
        if found is not False:
            return found
        return None if one.is_of_untold_team else False

    found = [(one, is_admitted(one)) for one in in_space(on, among, space) if one.head in among]
    everyone = {one.head for one, _ in found}
    strangers = different((one.head, one.person) for one, admitted in found if admitted is False)
    unknown = different((one.head, one.person) for one, admitted in found if admitted is None)
    return {head: span(strangers.get(head, 0), unknown.get(head, 0)) for head in everyone}
