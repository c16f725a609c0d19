"""When those who sit for a member of an organisation did not sit in its own bodies."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from uuid import UUID

from kevread.charter.queries.registers import kept_since
from kevread.common.facts import Item, Organisations, Spell, Spells
from kevread.common.parameters import Kinds, Scale, Seat
from kevread.seats.models import Body, Mandate

HERE = "seat__body__organisation"
PERIOD = ("period__startswith", "period__endswith")


def in_seat(seat: Seat) -> dict[str, str]:
    """The mandates of « team », or of « team/direction »."""
    kind, _, title = seat.partition("/")
    return {"seat__body__kind": kind} | ({"seat__title": title} if title else {})


def register_of(seat: Seat) -> str:
    """Posts are in the register of the team, the rest in that of mandates."""
    return "team" if seat.partition("/")[0] == Body.Kind.TEAM else "mandates"


def spells_not_at_home(
    on: date, among: Organisations, scale: Scale, members: Scale, kind: Kinds, not_at_home: Seat = ""
) -> Spells:
    """When each person who sat for a member in these bodies was not in that seat of the member; no earlier than the member
    keeps its register. Nothing where nothing is asked of them at home. Three queries."""
    if not not_at_home:
        return {}
    ever = Mandate.objects.exclude(end_reason=Mandate.EndReason.MISTAKE).order_by("pk")
    there = ever.filter(seat__body__kind__in=kind, seat__is_alternate=False, represents__scale=members)
    there = there.filter(**{f"{HERE}__scale": scale}, **among.where(HERE))
    rows = list(there.values_list(HERE, "represents", "person", *PERIOD))
    those = {"person__in": {row[2] for row in rows}, f"{HERE}__in": {row[1] for row in rows}}
    kept = kept_since(register_of(not_at_home), those[f"{HERE}__in"], on)
    own = ever.filter(seat__is_alternate=False, **those, **in_seat(not_at_home))
    home: dict[tuple[UUID, UUID], list[Spell]] = defaultdict(list)
    for person, member, *spell in own.values_list("person", HERE, *PERIOD):
        home[person, member].append(Spell(person, *spell))
    found: dict[UUID, dict[Item, list[Spell]]] = defaultdict(lambda: defaultdict(list))
    for organisation, member, person, *dates in rows:
        left = without(Spell(person, *dates), home[person, member])
        found[organisation][member] += [spell.no_earlier(kept.get(member)) for spell in left]
    return found


def without(spell: Spell, others: Sequence[Spell]) -> list[Spell]:
    """What is left of it outside the others.

    >>> one, two = UUID(int=1), UUID(int=2)
    >>> march, may, july = date(2026, 3, 1), date(2026, 5, 1), date(2026, 7, 1)
    >>> def left(spell, *others):
    ...     return [(part.start and part.start.month, part.end and part.end.month) for part in without(spell, others)]
    >>> left(Spell(one, march), Spell(two, march, may)), left(Spell(one, march), Spell(two, None))
    ([(5, None)], [])
    >>> left(Spell(one, None, july), Spell(two, march, may)), left(Spell(one, march, may), Spell(two, may))
    ([(None, 3), (5, 7)], [(3, 5)])
    """
    parts = [spell]
    for other in others:
        parts = [left for part in parts for left in (before(part, other.start), after(part, other.end)) if left]
    return parts


def before(part: Spell, day: date | None) -> Spell | None:
    if day is None or (part.start is not None and part.start >= day):
        return None
    return part._replace(end=min(part.end, day) if part.end else day)


def after(part: Spell, day: date | None) -> Spell | None:
    if day is None or (part.end is not None and part.end <= day):
        return None
    return part._replace(start=max(part.start, day) if part.start else day)
