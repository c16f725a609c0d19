"""How long each kind is kept, as the files say: those of the law, then those of the federation, which may say otherwise.

What is over for longer than that is erased by a decision (`privacy`); what tells most of somebody is read by nobody meanwhile
(`within_its_term`)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Literal, Protocol

from django.conf import settings
from django.db.models import Q

from kevread.common.periods import add_months
from kevread.common.reading import Day, Words, read_yaml

from . import clock


class Dated(Protocol):
    """What a file says of a kind, since a day."""

    @property
    def kind(self) -> str: ...

    @property
    def since(self) -> date: ...


@dataclass(frozen=True, slots=True)
class Term:
    """From a day on, how many months a kind is kept once it is over; None: nobody decided."""

    kind: Words
    label: Words
    since: Day
    origin: Literal["law", "ours", "undecided"]
    source: Words
    months: int | None = None


def terms_on(day: date) -> dict[str, Term]:
    """That in force of each kind: the federation’s over the law’s, the latest of either."""
    law, own = (read(path) for path in files())
    return in_force(law, day) | in_force(own, day)


def in_force[T: Dated](rows: Iterable[T], day: date) -> dict[str, T]:
    """The latest of each kind."""
    return {one.kind: one for one in sorted((one for one in rows if one.since <= day), key=lambda one: one.since)}


def over_since(day: date, months: int) -> date:
    """What is over since that day, or before, was kept long enough.

    >>> over_since(date(2026, 11, 24), 60), over_since(date(2026, 3, 31), 1), over_since(date(2026, 1, 15), 1)
    (datetime.date(2021, 11, 24), datetime.date(2026, 2, 28), datetime.date(2025, 12, 15))
    """
    return add_months(day, -months)


def kept_long_enough(kind: str) -> date | None:
    """What of this kind is over since that day, or before, was kept long enough, as things stand this very day: whoever goes
    back in time reads it no more than anybody. None where nobody decided how long."""
    today = clock.today()
    term = terms_on(today).get(kind)
    return over_since(today, term.months) if term and term.months else None


def within_its_term(kind: str, period: str) -> Q:
    """The rows of a kind that are still to be read. `period`: the way to the period that says when they are over, whose end
    is the day after the last."""
    if (until := kept_long_enough(kind)) is None:
        return Q()
    end = f"{period}__endswith"
    return Q(**{f"{end}__isnull": True}) | Q(**{f"{end}__gt": until + timedelta(days=1)})


def files() -> tuple[Path, Path]:
    return settings.KEVREAD_LAW / "retention.yaml", settings.KEVREAD_FEDERATION / "retention.yaml"


@cache
def read(path: Path) -> tuple[Term, ...]:
    """Raises Misread."""
    if not path.exists():
        return ()
    page = read_yaml(path)
    rows = page.read(tuple[Term, ...])
    for number, one in enumerate(rows):
        if (one.months is None) is not (one.origin == "undecided"):
            page.wrong((number, "months"), "une durée est dite en mois, sauf « undecided ».")
        if one.months is not None and one.months < 1:
            page.wrong((number, "months"), "une durée est d’un mois au moins.")
    page.check()
    return rows
