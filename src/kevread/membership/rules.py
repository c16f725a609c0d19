"""What is decided of memberships without a table."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Annotated, Literal
from uuid import UUID

from kevread.common.reading import ReadBy

KEPT = timedelta(days=7)  # what is not confirmed is forgotten after it
DECIDING, REMOVING = "admission", "removal"  # what a decision opens, as `decisions.yaml` names it
type Answer = Literal["accept", "refuse"]


def forgotten_on(asked_on: date) -> date:
    """The last day on which a link may still be opened.

    >>> forgotten_on(date(2026, 11, 24))
    datetime.date(2026, 12, 1)
    """
    return asked_on + KEPT


type Key = Annotated[UUID, ReadBy(lambda value: UUID(str(value)))]
type Day = Annotated[date | None, ReadBy(lambda value: date.fromisoformat(str(value)) if value else None)]


@dataclass(frozen=True, slots=True)
class AskedAdmission:
    """Which application a decision answers, and how, as JSON keeps it."""

    admission: Key
    answer: Answer
    since: Day = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class AskedRemoval:
    """Which membership a decision ends, and why, as JSON keeps it."""

    affiliation: Key
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Happened:
    """What happened to a membership: its kind, the day, the day on which it was notified, the last day that it gave."""

    kind: Literal["resignation", "notice", "removal"]
    told_on: date
    notified_on: date | None = None
    last: date | None = None


def standing(steps: Iterable[Happened], last: date | None, on: date) -> str:
    """How a membership stands on a day, from what was known then. Owing is never told: it changes nothing.

    >>> told, end = date(2026, 3, 1), date(2026, 3, 31)
    >>> standing([], None, told)
    'member'
    >>> warned, removed = Happened("notice", told), Happened("removal", end)
    >>> standing([warned], None, told), standing([warned], None, date(2026, 2, 28))
    ('noticed', 'member')
    >>> standing([warned, removed], None, end)  # decided, and not notified: a member, who is convened
    'to_notify'
    >>> standing([Happened("resignation", told, last=end)], end, told), standing([], end, date(2026, 4, 1))
    ('leaving', 'left')
    """
    if last is not None and last < on:
        return "left"
    known = [step for step in steps if step.told_on <= on]
    removals = [step for step in known if step.kind == "removal"]
    if any(step.notified_on is None or step.notified_on > on for step in removals):
        return "to_notify"
    if removals or (last is not None and any(step.kind == "resignation" for step in known)):
        return "leaving"
    return "noticed" if known else "member"


STANDINGS = {
    "member": "Membre",
    "noticed": "Membre, mis en demeure",
    "to_notify": "Membre, radiation à notifier",
    "leaving": "Membre, départ inscrit",
    "left": "Ancien membre",
}
