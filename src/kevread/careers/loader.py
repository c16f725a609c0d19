"""Reads what the law (`_law/headcount.yaml`) and a federation (`careers.yaml`) say of headcounts: from how many people on,
what each brings; when a council of the staff is due; the least that goes to welfare; the pathway of who comes to a board. What
is wrong is told, with its line."""

from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from django.conf import settings

from kevread.careers.rules.pathways import Pathway
from kevread.careers.rules.payroll import VARIABLES, Variable
from kevread.common.reading import Words, read_yaml
from kevread.staff.loader import load as staff_in

NO_PATHWAY = Pathway()


@dataclass(frozen=True, slots=True)
class Threshold:
    """From so many people on, what it brings, and where that is written. `agreement`: for who follows it only."""

    people: int
    brings: Words
    source: Words
    agreement: str = ""


@dataclass(frozen=True, slots=True)
class Council:
    """When a council of the staff is due: so many people over `months` of the last `within` months. `whole_from`, `until`:
    how the agreement counts (`rules.headcount`)."""

    people: int
    months: int
    within: int
    source: Words
    agreement: str = ""
    whole_from: int = 100
    until: int = 0


@dataclass(frozen=True, slots=True)
class Welfare:
    """The least part of the payroll that goes to welfare, in ten-thousandths, for who follows the agreement that asks it."""

    agreement: str
    rate: int
    source: Words


@dataclass(frozen=True, slots=True)
class Careers:
    thresholds: tuple[Threshold, ...] = ()
    councils: tuple[Council, ...] = ()
    welfare: Welfare | None = None
    pathway: Pathway = NO_PATHWAY
    payroll: tuple[Variable, ...] = ()

    def council_of(self, agreement: str) -> tuple[Council, ...]:
        """Those that bind who follows this agreement."""
        return tuple(one for one in self.councils if one.agreement in ("", agreement))

    def thresholds_of(self, agreements: frozenset[str]) -> tuple[Threshold, ...]:
        found = (one for one in self.thresholds if not one.agreement or one.agreement in agreements)
        return tuple(sorted(found, key=lambda one: one.people))


def careers() -> Careers:
    """That of the law, and of the federation that this installation runs."""
    law = load(settings.KEVREAD_LAW / "headcount.yaml")
    path = settings.KEVREAD_FEDERATION / "careers.yaml"
    if not path.exists():
        return law
    own = load(path)
    return replace(own, thresholds=law.thresholds + own.thresholds, councils=law.councils + own.councils)


@cache
def load(path: Path) -> Careers:
    """Raises Misread."""
    page = read_yaml(path)
    written = page.read(Careers)
    beside = path.parent / "staff.yaml"
    known = staff_in(beside).agreements if beside.exists() else {}
    said = [(("thresholds", rank), one.agreement) for rank, one in enumerate(written.thresholds)]
    said += [(("councils", rank), one.agreement) for rank, one in enumerate(written.councils)]
    if written.welfare:
        said.append((("welfare", 0), written.welfare.agreement))
    for (name, rank), code in said:
        if code and code not in known:
            page.wrong((name, rank), f"« {code} » n’est pas une convention que connaît staff.yaml.")
    for rank, council in enumerate(written.councils):
        if not 0 < council.months <= council.within <= 60:
            page.wrong(("councils", rank), "Les mois atteints tiennent dans les mois regardés, soixante au plus.")
    for rank, variable in enumerate(written.payroll):
        if variable.value not in VARIABLES:
            page.wrong(
                ("payroll", rank), f"« {variable.value} » n’est pas une variable de paie : {', '.join(VARIABLES)}."
            )
    headers = [one.header or VARIABLES.get(one.value, "") for one in written.payroll]
    if len(set(headers)) < len(headers):
        page.wrong(("payroll",), "Deux colonnes de la paie portent le même titre.")
    page.check()
    return written
