"""Reads a federation's `staff.yaml`: its functions, axes and missions, its collective agreements and their values, dated. All
that is wrong is told, with its line."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from pathlib import Path

from django.conf import settings

from kevread.common.federation import Scale
from kevread.common.reading import Words, read_yaml
from kevread.staff.rules.pay import Group, Seniority, Value


@dataclass(frozen=True, slots=True)
class Function:
    """What somebody is employed for. `seat`: the title that whoever does it holds in the team of their employer, where it has
    one. `mission`: the one that must come first. `coordinated_by`: for a support, the mission by which somebody at the head of
    network coordinates it. `directs`: the root of the line. `territorial`: it may be at the service of a local."""

    label: Words
    scales: tuple[Scale, ...] = ()
    seat: str = ""
    mission: str = ""
    coordinated_by: str = ""
    directs: bool = False
    territorial: bool = False


@dataclass(frozen=True, slots=True)
class Agreement:
    """A collective agreement: its number, its groups, what a point is worth and how many seniority adds, from each day on."""

    label: Words
    idcc: int
    base: int = 0
    groups: Mapping[str, Group] = field(default_factory=dict)
    values: tuple[Value, ...] = ()
    mastery: bool = False  # it asks for an interview at each 4 years of seniority
    seniority: tuple[Seniority, ...] = ()

    def seniority_on(self, day: date) -> Seniority | None:
        """What it gave for seniority by then, the last said; None where it says nothing."""
        found = [one for one in self.seniority if one.since <= day]
        return max(found, key=lambda one: one.since) if found else None

    def value_on(self, day: date) -> Value | None:
        """The last one that was in force by then; None before the first."""
        found = [one for one in self.values if one.since <= day]
        return max(found, key=lambda one: one.since) if found else None


@dataclass(frozen=True, slots=True)
class Framework:
    functions: Mapping[str, Function] = field(default_factory=dict)
    axes: Mapping[str, Words] = field(default_factory=dict)
    missions: Mapping[str, Words] = field(default_factory=dict)
    specialities: Mapping[str, Words] = field(default_factory=dict)
    agreements: Mapping[str, Agreement] = field(default_factory=dict)
    signs: str = ""  # the act of `delegations.yaml` by which one signs a contract for its employer
    dismisses: str = ""  # the one by which one dismisses
    enabled_by: tuple[str, ...] = ()  # the types of decisions by which somebody is hired, or a contract is signed
    refuses_under_minimum: bool = False  # pay under what the agreement asks is refused, and not only told

    def functions_at(self, scale: str) -> dict[str, Function]:
        """Those that an organisation of this scale employs people for."""
        return {code: one for code, one in self.functions.items() if not one.scales or scale in one.scales}

    def function(self, code: str) -> str:
        return self.functions[code].label if code in self.functions else code

    def mission(self, code: str) -> str:
        return self.missions.get(code, code)

    def axis(self, code: str) -> str:
        return self.axes.get(code, code)


def framework() -> Framework:
    """That of the federation that this installation runs; empty when it has no such file."""
    path = settings.KEVREAD_FEDERATION / "staff.yaml"
    return load(path) if path.exists() else Framework()


@cache
def load(path: Path) -> Framework:
    """Raises Misread."""
    page = read_yaml(path)
    written = page.read(Framework)
    for code, function in written.functions.items():
        for mission in (function.mission, function.coordinated_by):
            if mission and mission not in written.missions:
                page.wrong(("functions", code), f"{code} : la mission « {mission} » n’est pas dans « missions ».")
    for code, agreement in written.agreements.items():
        for name, rows in (("values", agreement.values), ("seniority", agreement.seniority)):
            days = [one.since for one in rows]
            if days != sorted(set(days)):
                page.wrong(("agreements", code, name), f"{code} : les valeurs se suivent, chacune à partir d’un jour.")
        if any(one.points < 1 or one.months < 1 for one in agreement.seniority):
            page.wrong(
                ("agreements", code, "seniority"), f"{code} : au moins un point, tous les mois qu’il faut, au moins un."
            )
    page.check()
    return written
