"""Reads a federation's `analytics.yaml`: the axes of its accounts, the codes that all share, who adds their own. All that is
wrong is told, with its line."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from pathlib import Path

from django.conf import settings

from kevread.common.reading import Day, Words, read_yaml

ACTION = "P"  # the axis of projects and actions: the only one along which costs are shared
STRUCTURE = "S"  # what an organisation is on it is its prefix
CODE = re.compile(r"[A-Z0-9][A-Z0-9-]{0,39}")


@dataclass(frozen=True, slots=True)
class Axis:
    label: Words
    optional: bool = False


@dataclass(frozen=True, slots=True)
class Common:
    """A code that everybody has, since a day and until the last one that it may be used, included."""

    axis: str
    code: str
    label: Words
    since: Day
    until: Day | None = None

    def in_force(self, on: date) -> bool:
        return self.since <= on and (self.until is None or on <= self.until)


@dataclass(frozen=True, slots=True)
class Between:
    """Accounts where members pay each other, by how they begin: of who pays, debited; of who receives, credited."""

    paid: Words
    received: Words


@dataclass(frozen=True, slots=True)
class Framework:
    axes: Mapping[str, Axis] = field(default_factory=dict)
    codes: tuple[Common, ...] = ()
    prefixes: Mapping[str, str] = field(default_factory=dict)  # by the word of the address of an organisation
    suggestions: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    between: tuple[Between, ...] = ()
    note: str = ""  # who proposes this framework, while nobody adopted it

    def on(self, axis: str, day: date) -> dict[str, str]:
        """The common codes of an axis that day, with what they are called."""
        return {one.code: one.label for one in self.codes if one.axis == axis and one.in_force(day)}

    def suggested(self, account: str) -> Mapping[str, str]:
        """What an account usually is: by the longest of the beginnings that are known."""
        found = [start for start in self.suggestions if account.startswith(start)]
        return self.suggestions[max(found, key=len)] if found else {}


def framework() -> Framework:
    """That of the federation that this installation runs; empty when it has no such file."""
    path = settings.KEVREAD_FEDERATION / "analytics.yaml"
    return load(path) if path.exists() else Framework()


@cache
def load(path: Path) -> Framework:
    """Raises Misread."""
    page = read_yaml(path)
    written = page.read(Framework)
    seen: list[Common] = []
    prefixes = tuple(f"{prefix}-" for prefix in written.prefixes.values())
    for rank, one in enumerate(written.codes):
        at = ("codes", rank)
        if one.axis not in written.axes:
            page.wrong(at, f"{one.code} : l’axe « {one.axis} » n’est pas dans « axes ».")
        if not CODE.fullmatch(one.code):
            page.wrong(at, f"« {one.code} » : un code s’écrit en capitales, chiffres et tirets.")
        if one.code.startswith(prefixes):
            page.wrong(at, f"« {one.code} » commence comme un code propre à une organisation : il ne peut être commun.")
        if any(other.axis == one.axis and other.code == one.code and overlaps(other, one) for other in seen):
            page.wrong(at, f"« {one.code} » est là deux fois sur l’axe {one.axis}, le même jour.")
        seen.append(one)
    if len(set(written.prefixes.values())) != len(written.prefixes):
        page.wrong(("prefixes",), "Deux organisations ont le même préfixe.")
    for start, told in written.suggestions.items():
        for axis, code in told.items():
            if not any(one.axis == axis and one.code == code for one in written.codes):
                page.wrong(("suggestions", start), f"{start} : « {code} » n’est pas un code commun de l’axe {axis}.")
    page.check()
    return written


def overlaps(one: Common, other: Common) -> bool:
    return one.since <= (other.until or date.max) and other.since <= (one.until or date.max)
