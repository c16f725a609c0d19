"""When those who sit in a space of the head of network held a post where they come from, and when they did not."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import NamedTuple
from uuid import UUID

from django.db.models.functions import Coalesce

from kevread.charter.queries.registers import kept_since
from kevread.common.facts import Organisations, Spell
from kevread.seats.models import Body, Mandate
from kevread.seats.queries.contracts import HERE, contracts
from kevread.seats.queries.sitting import TEAM

KINDS = (Body.Kind.TEAM, Body.Kind.BOARD, Body.Kind.BUREAU)


class Sat(NamedTuple):
    """Somebody who sat in a space, for whom, when; and what they held there (kind:title), when."""

    head: UUID
    by: UUID
    scale: str | None
    person: UUID
    there: Spell
    posts: list[tuple[str, Spell]]


def sat_in(space: str) -> list[Sat]:
    """Those of any day, but for those that were a mistake. Two queries."""
    rows = Mandate.objects.exclude(end_reason=Mandate.EndReason.MISTAKE)
    there = rows.filter(seat__body__slug=space, seat__is_alternate=False).annotate(by=Coalesce("represents", HERE))
    columns = (HERE, "by", "represents__scale", "person", "period__startswith", "period__endswith")
    read = list(there.order_by("pk").values_list(*columns))
    held: dict[tuple[UUID, UUID], list[tuple[str, Spell]]] = defaultdict(list)
    posts = rows.filter(person__in={one[3] for one in read}, seat__body__kind__in=KINDS)
    days = ("period__startswith", "period__endswith")
    for person, by, kind, title, *dates in posts.values_list("person", HERE, "seat__body__kind", "seat__title", *days):
        held[person, by].append((f"{kind}:{title}", Spell(person, *dates)))
    return [
        Sat(head, by, scale, person, Spell(person, *dates), held[person, by])
        for head, by, scale, person, *dates in read
    ]


def holding_too(there: Mapping[UUID, Sequence[Spell]], held: Mapping[UUID, Sequence[Spell]]) -> dict[UUID, list[Spell]]:
    """For each organisation, when each of those who were there were also in another seat of it."""
    return {
        of: [
            both
            for one in those
            for other in held.get(of, ())
            if other.what == one.what and (both := common(one, other))
        ]
        for of, those in there.items()
    }


def with_post(one: Sat, post: str) -> list[Spell]:
    """When they sat there and held this post in that team."""
    held = (spell for name, spell in one.posts if name == f"{TEAM}{post}")
    return [both for spell in held if (both := common(one.there, spell))]


def common(one: Spell, other: Spell) -> Spell | None:
    """When both lasted.

    >>> march, may, july = date(2026, 3, 1), date(2026, 5, 1), date(2026, 7, 1)
    >>> common(Spell(UUID(int=1), None, may), Spell(UUID(int=1), march))[1:]
    (datetime.date(2026, 3, 1), datetime.date(2026, 5, 1))
    >>> common(Spell(UUID(int=1), march, may), Spell(UUID(int=1), may, july)) is None
    True
    """
    start = max((day for day in (one.start, other.start) if day), default=None)
    end = min((day for day in (one.end, other.end) if day), default=None)
    return one._replace(start=start, end=end) if start is None or end is None or start < end else None


def but_for(one: Spell, others: Iterable[Spell]) -> list[Spell]:
    """What is left of it when others lasted.

    >>> march, may, july = date(2026, 3, 1), date(2026, 5, 1), date(2026, 7, 1)
    >>> [spell[1:] for spell in but_for(Spell(UUID(int=1), march), [Spell(UUID(int=1), may, july)])]
    [(datetime.date(2026, 3, 1), datetime.date(2026, 5, 1)), (datetime.date(2026, 7, 1), None)]
    >>> but_for(Spell(UUID(int=1), march), [Spell(UUID(int=1), None)])
    []
    """
    left = [one]
    for other in others:
        before, after = other._replace(start=None, end=other.start), other._replace(start=other.end, end=None)
        aside = [part for part, is_there in ((before, other.start), (after, other.end)) if is_there]
        left = [both for spell in left for part in aside if (both := common(spell, part))]
    return left


def strangers(
    on: date, among: Organisations, space: str, admits: Callable[[Sat, str], bool]
) -> dict[UUID, list[Spell]]:
    """When those who sat there held nothing that admits them. Of those whose team is not kept, and of those who have a
    contract and no seat in it, nothing is told; nor of what was before it was kept. Four queries."""
    every = sat_in(space)
    kept, employed = kept_since("team", {one.by for one in every}, on), contracts(on, among)
    found: dict[UUID, list[Spell]] = defaultdict(list)
    for one in every:
        is_of_network = one.by == one.head or bool(one.scale)
        in_team = any(name.startswith(TEAM) for name, _ in one.posts)
        if (is_of_network and one.by not in kept) or (not in_team and one.person in employed.get(one.by, {})):
            continue
        left = but_for(one.there, [spell for name, spell in one.posts if admits(one, name)])
        found[one.head] += [spell.no_earlier(kept.get(one.by)) for spell in left]
    return found
