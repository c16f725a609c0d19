"""What of a row nothing rewrites once it is so, but the verbs that are named: declared beside each model, pure.

PostgreSQL refuses the rest by triggers, and whoever cuts them writes in an act like anybody; the journal is then held
against these very declarations (`journal.rewritten`).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

type Row = Mapping[str, Any]

GONE = "(gone)"  # among what a verb may: take the row out


def is_same(one: Any, other: Any) -> bool:
    """Of two values as JSON has them: « yes » is not the number 1, which Python takes for the same, however deep.

    >>> is_same({"a": [1, None]}, {"a": [1, None]}), is_same({"a": [1]}, {"a": [True]}), is_same(0, False), is_same(1, 1.0)
    (True, False, False, True)
    """
    match one, other:
        case (bool(), _) | (_, bool()):
            return one is other
        case dict(), dict():
            return one.keys() == other.keys() and all(is_same(value, other[key]) for key, value in one.items())
        case list(), list():
            return len(one) == len(other) and all(map(is_same, one, other))
    return bool(one == other)


@dataclass(frozen=True, slots=True)
class Owner:
    """The row that this one belongs to: by which column, in which table."""

    column: str
    table: str


@dataclass(frozen=True, slots=True)
class Final:
    """Some columns of a table, all of them when none is named, that are written once.

    `since`: the column by which the row became so, as it stood before; of no `values`, any but nothing. What became final
    stays so: none of the values is left for another. `of`: where that column is, when it is not in the row itself: once its
    owner is so, rows neither come nor go. `but`: by verb, what it alone may still rewrite.

    >>> text = Final(but={"decisions.classify": ("type",)})
    >>> text.broken("decisions.classify", {"type": "", "text": "a"}, {"type": "x", "text": "a"}) is None
    True
    >>> text.broken("decisions.classify", {"type": "", "text": "a"}, {"type": "x", "text": "b"})
    ('text',)
    >>> text.broken("decisions.correct", {"type": "", "text": "a"}, None)
    ()
    >>> counted = Final(since="state", values=("counted",))
    >>> counted.broken("votes.close", {"state": "closed", "said": ""}, {"state": "counted", "said": "a"}) is None
    True
    >>> counted.broken("votes.close", {"state": "counted", "said": "a"}, {"state": "counted", "said": "b"})
    ('said',)
    >>> asked = Final(("by",), since="by", but={"statutes.keep_day": ("by",)})
    >>> [asked.broken(verb, {"by": "a"}, {"by": None}) for verb in ("statutes.keep_day", "statutes.undo_day")]
    [None, ('by',)]
    """

    columns: tuple[str, ...] = ()
    since: str = ""
    values: tuple[str, ...] = ()
    of: Owner | None = None
    but: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def broken(
        self, verb: str, before: Row | None, after: Row | None, owner: Row | None = None, more: tuple[str, ...] = ()
    ) -> tuple[str, ...] | None:
        """The columns that this act rewrote and might not; none of them when the row went, or came, and might not; None
        when nothing is wrong. `owner`: as it stood then. `more`: what the verb of a room above says that it rewrites."""
        allowed = (*self.but.get(verb, ()), *more)
        if not self.holds(before if self.of is None else owner):
            return None
        if before is None or after is None:
            came = before is None and self.of is None
            return None if came or GONE in allowed else ()
        kept = self.columns or tuple(before.keys() | after.keys())
        changed = {name for name in kept if not is_same(before.get(name), after.get(name))} - {*allowed}
        may_be_emptied = not self.values and self.since in allowed  # a state is moved on, and never back
        if self.of is None and self.since and not may_be_emptied and not self.holds(after):
            changed.add(self.since)
        return tuple(sorted(changed)) or None

    def holds(self, row: Row | None) -> bool:
        """Whether a row that stood so was final."""
        if row is None:
            return False
        if not self.since:
            return True
        value = row.get(self.since)
        return value in self.values if self.values else bool(value)
