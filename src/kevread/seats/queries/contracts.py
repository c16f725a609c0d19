"""Who is under contract, and at which posts, as the register of staff says, which is kept above this room: it tells it here
(`tells`, `tells_posts`)."""

from collections import Counter
from collections.abc import Callable, Collection, Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet

from kevread.common.facts import EVERYONE, Number, Organisations, span
from kevread.common.parameters import Kinds, Seat, Titles
from kevread.seats.models import Body, Mandate
from kevread.seats.queries.seats_asked import register_of

type Contracts = Mapping[UUID, Mapping[UUID, bool]]
type Asked = Callable[[date, Organisations], Contracts]
type Posted = Mapping[UUID, Collection[tuple[UUID, str]]]
type AskedOfPosts = Callable[[date, Organisations], Posted]
HERE = "seat__body__organisation"
TOLD: list[Asked] = []
POSTED: list[AskedOfPosts] = []


def tells(ask: Asked) -> Asked:
    """Register what answers, for each organisation, whom it employs or employed: whether a contract of theirs runs that day."""
    TOLD.append(ask)
    return ask


def tells_posts(ask: AskedOfPosts) -> AskedOfPosts:
    """Register what answers, for each organisation, who fills a post there that day, and the title of the seat that such a post
    has in its team."""
    POSTED.append(ask)
    return ask


def contracts(on: date, among: Organisations) -> Contracts:
    """Read once for all the facts of a day: of the whole network where a head is asked about, in whose spaces all sit."""
    asked = EVERYONE if among.is_network else among
    return among.once("seats.contracts", lambda: {key: those for ask in TOLD for key, those in ask(on, asked).items()})


def with_no_seat(on: date, among: Organisations, rows: QuerySet[Mandate]) -> Counter[UUID]:
    """Of those who sit there, by organisation, the people whom it employs and of whom no seat in its team is written."""
    employed = contracts(on, among)
    in_team = teams(on).filter(person=OuterRef("person"), seat__body__organisation=OuterRef(HERE))
    there = rows.filter(person__in=set().union(*employed.values())).exclude(Exists(in_team))
    pairs = set(there.order_by().values_list(HERE, "person"))
    return Counter(organisation for organisation, person in pairs if employed.get(organisation, {}).get(person))


def teams(on: date) -> QuerySet[Mandate]:
    found: QuerySet[Mandate] = Mandate.objects.on(on).filter(seat__body__kind=Body.Kind.TEAM)
    return found


def at_post_with_no_seat(on: date, among: Organisations, titles: Titles) -> Counter[UUID]:
    """By organisation, the people who fill a post of these titles there, and of whom no seat in its team is written."""

    def read() -> set[tuple[UUID, UUID, str]]:
        every = {(of, *one) for ask in POSTED for of, those in ask(on, among).items() for one in those}
        there = teams(on).filter(person__in={person for _, person, _ in every})
        seated = set(there.values_list(HERE, "person")) if every else set()
        return {one for one in every if one[:2] not in seated}

    unseated = among.once("seats.unseated", read)
    return Counter(of for of, _ in {(of, person) for of, person, title in unseated if title in titles})


def over(employed: Contracts, organisation: UUID, person: UUID) -> bool:
    """Whether they were employed there, and are not any more."""
    return employed.get(organisation, {}).get(person) is False


def with_no_contract(on: date, among: Organisations, rows: QuerySet[Mandate]) -> Counter[UUID]:
    """Of those who sit in a team, by organisation, the people whom it employed and does not any more."""
    employed = contracts(on, among)
    pairs = set(rows.order_by().values_list(HERE, "person"))
    return Counter(organisation for organisation, person in pairs if over(employed, organisation, person))


def unless_contracts_differ(
    on: date,
    among: Organisations,
    rows: QuerySet[Mandate],
    found: Mapping[Any, int],
    kind: Kinds,
    also: Seat,
    titles: Titles,
) -> dict[Any, Number]:
    """The same, without being sure of those of whom the team and the contracts do not say the same: whoever of them is
    counted may not be there, and whoever is not may."""
    if kind == (Body.Kind.TEAM,):
        aside, more = with_no_contract(on, among, rows), at_post_with_no_seat(on, among, titles)
        return {key: span(found.get(key, 0) - aside[key], aside[key] + more[key]) for key in {*found, *aside, *more}}
    if also and register_of(also) == "team":
        more = with_no_seat(on, among, rows)
        return {**found, **{key: span(found.get(key, 0), many) for key, many in more.items()}}
    return dict(found)
