"""When a text that several bodies adopt is in force: a question of days. Pure."""

from collections.abc import Collection, Hashable, Iterable
from dataclasses import dataclass
from datetime import date
from itertools import groupby


@dataclass(frozen=True, slots=True)
class Said:
    """A body adopted a version on a day, or refused it."""

    body: Hashable
    day: date
    adopts: bool


def in_force_since(bodies: Collection[Hashable], said: Iterable[Said]) -> date | None:
    """The first day at the end of which the last word of each named body is that it adopts: that day, everyone has adopted the
    same version. What is said afterwards does not undo it. None: somebody is awaited, or refuses.

    >>> first, last = date(2026, 3, 2), date(2026, 5, 4)
    >>> in_force_since("ab", [Said("a", last, True), Said("b", first, True)])
    datetime.date(2026, 5, 4)
    >>> in_force_since("ab", [Said("a", first, True), Said("b", last, False)]) is None
    True
    >>> in_force_since("ab", [Said("a", first, True), Said("b", first, False), Said("b", last, True)])
    datetime.date(2026, 5, 4)
    >>> in_force_since("ab", [Said("a", first, True), Said("b", first, True), Said("b", last, False)])
    datetime.date(2026, 3, 2)
    >>> in_force_since("", []) is None
    True
    """
    last: dict[Hashable, bool] = {}
    for day, those in groupby(sorted(said, key=lambda one: one.day), key=lambda one: one.day):
        last |= {one.body: one.adopts for one in those}
        if bodies and all(last.get(body, False) for body in bodies):
            return day
    return None
