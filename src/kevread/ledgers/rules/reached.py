"""Where a budget is as a whole: what is foreseen, what accounts make, what is committed beyond them. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass

from .budget import Held, side_of


@dataclass(frozen=True, slots=True)
class Reached:
    """One side of a budget, or its result. `actual` None: no accounts of the year are read. `ahead`: what is committed and that
    accounts do not have, at least."""

    label: str
    foreseen: int
    actual: int | None
    ahead: int

    @property
    def least(self) -> int:
        """What the year makes at least."""
        return (self.actual or 0) + self.ahead


def reached(rows: Iterable[Held], outside: Iterable[tuple[str, int, int]], *, is_read: bool) -> list[Reached]:
    """Both sides, what no line foresees included, then the result; contributions in kind apart, as in a budget’s own total.
    `outside`: an account, what it makes, what is committed of it.

    >>> from .budget import Foreseen
    >>> rows = [Held(Foreseen("64", "", "", 900), 600, 700), Held(Foreseen("74", "", "", 1000), 400, None)]
    >>> rows += [Held(Foreseen("864", "", "", 50), 50, None)]
    >>> for one in reached(rows, [("62", 30, 40), ("87", 5, 0)], is_read=True):
    ...     print(one.label, one.foreseen, one.actual, one.ahead, one.least)
    Dépenses 900 630 110 740
    Recettes 1000 400 0 400
    Résultat 100 -230 -110 -340
    >>> [one.actual for one in reached([Held(Foreseen("64", "", "", 900), None, 700)], [], is_read=False)]
    [None, None, None]
    """
    rows, outside = list(rows), list(outside)
    spent, brought = (
        Reached(
            label,
            sum(one.line.cents for one in rows if side_of(one.line.account) == side),
            made_of(rows, outside, side) if is_read else None,
            ahead_of(rows, outside, side),
        )
        for side, label in (("6", "Dépenses"), ("7", "Recettes"))
    )
    actual = None if spent.actual is None or brought.actual is None else brought.actual - spent.actual
    result = Reached("Résultat", brought.foreseen - spent.foreseen, actual, brought.ahead - spent.ahead)
    return [spent, brought, result]


def made_of(rows: list[Held], outside: list[tuple[str, int, int]], side: str) -> int:
    told = sum(one.actual or 0 for one in rows if side_of(one.line.account) == side)
    return told + sum(made for account, made, _ in outside if side_of(account) == side)


def ahead_of(rows: list[Held], outside: list[tuple[str, int, int]], side: str) -> int:
    """What is committed and not made yet. Of what no line foresees, held together: what is told under one account may be made
    under another."""
    told = sum(one.ahead for one in rows if side_of(one.line.account) == side)
    beside = [(made, known) for account, made, known in outside if side_of(account) == side]
    return told + max(0, sum(known for _, known in beside) - sum(made for made, _ in beside))
