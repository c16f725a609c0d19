"""How long each sort of paper is kept at least, as the files say: those of the law, then those of the federation, which may
keep longer and never less. What is of no sort that is named is kept for good."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Literal

from django.conf import settings

from kevread.base.retention import in_force
from kevread.common import rooms
from kevread.common.reading import Day, Words, read_yaml

FOR_GOOD = "sans limite"
NO_SORT = "Rien ne dit de quelle sorte est ce document : il est gardé sans limite."


@dataclass(frozen=True, slots=True)
class Keeping:
    """A sort of papers, and from the day of each how many months it is kept at least; None: for good."""

    kind: Words
    label: Words
    since: Day
    source: Words
    evidence: Literal["sourced", "expert"]
    months: int | None = None

    @property
    def is_to_confirm(self) -> bool:
        return self.evidence == "expert"

    @property
    def long(self) -> str:
        """
        >>> [Keeping("k", "K", date(2020, 1, 1), "S", "expert", months).long for months in (60, 12, 18, None)]
        ['5 ans', '1 an', '18 mois', 'sans limite']
        """
        if self.months is None:
            return FOR_GOOD
        years, rest = divmod(self.months, 12)
        return f"{self.months} mois" if rest else f"{years} an{'s' if years > 1 else ''}"

    def is_shorter_than(self, other: "Keeping | None") -> bool:
        """What nothing is said of is kept for good.

        >>> day = date(2020, 1, 1)
        >>> five, ten, ever = (Keeping("k", "K", day, "S", "expert", months) for months in (60, 120, None))
        >>> five.is_shorter_than(ten), ten.is_shorter_than(five), five.is_shorter_than(five), five.is_shorter_than(ever)
        (True, False, False, True)
        >>> ever.is_shorter_than(None), five.is_shorter_than(None)
        (False, True)
        """
        if self.months is None:
            return False
        return other is None or other.months is None or self.months < other.months


def files() -> tuple[Path, Path]:
    return settings.KEVREAD_LAW / "keeping.yaml", settings.KEVREAD_FEDERATION / "keeping.yaml"


def keeping_on(day: date) -> dict[str, Keeping]:
    """That in force of each sort, in the order of the law. Raises Misread where the federation keeps less than law asks."""
    law, own = files()
    return in_force(read(law), day) | in_force(read(own, law), day)


@cache
def read(path: Path, law: Path | None = None) -> tuple[Keeping, ...]:
    """`law`: the file below which none of these goes. Raises Misread."""
    if not path.exists():
        return ()
    page = read_yaml(path)
    rows = page.read(tuple[Keeping, ...])
    for number, one in enumerate(rows):
        if one.months is not None and one.months < 1:
            page.wrong((number, "months"), "une durée est d’un mois au moins.")
        for least in read(law) if law else ():
            if least.kind == one.kind and one.is_shorter_than(least):
                page.wrong(
                    (number, "months"),
                    f"« {least.label} » se garde plus longtemps : {least.long}, au moins. {least.source}.",
                )
    page.check()
    return rows


def sorts_on(day: date) -> list[tuple[str, str]]:
    """Those that one chooses among, in words."""
    return [(one.kind, f"{one.label} ({one.long})") for one in keeping_on(day).values()]


def sorts_of_papers() -> Mapping[str, str]:
    """Of the kinds of papers that rooms compose, the sort each declares."""
    declared = ((kind.template, getattr(kind, "sort", "")) for kind in rooms.papers())
    return {template: sort for template, sort in declared if sort}
