"""The spaces of the head of network whose members hold a post where they come from: who is there, and who should not be."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from datetime import date
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, OuterRef, TextField, Value
from django.db.models.functions import Coalesce, Concat

from kevread.charter.models import Keeping
from kevread.common.facts import GROUPING, HEAD, LOCAL, Facts, Number, Organisations, Span, fact, span
from kevread.common.parameters import Post, Scale, Scales, Space
from kevread.directory.facts_identity import of_each_head
from kevread.directory.models import Organisation

from .facts_organs import BOARD, BUREAU, HERE, STAFF, TEAM, TEAM_TOO, in_office, sitting, theirs
from .queries.contracts import contracts
from .queries.sitting import Sitting


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
    foreign = different((one.head, one.person) for one, admitted in found if admitted is False)
    unknown = different((one.head, one.person) for one, admitted in found if admitted is None)
    return {head: span(foreign.get(head, 0), unknown.get(head, 0)) for head in everyone}
