"""How long each kind is kept, as the files say: those of the law, then those of the federation, which may say otherwise."""

from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Literal

from django.conf import settings

from kevread.common.reading import Day, Words, read_yaml

SHEETS = "sheets"  # those of people: erased one by one, by `privacy.erase`


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
    found: dict[str, Term] = {}
    for one in sorted((one for one in law if one.since <= day), key=lambda one: one.since):
        found[one.kind] = one
    for one in sorted((one for one in own if one.since <= day), key=lambda one: one.since):
        found[one.kind] = one
    return found


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
