"""What an employer pays beside gross salaries: a part of them, where the federation decided which."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from kevread.base.picture import once_in_a_picture
from kevread.charter.engine import framework
from kevread.charter.queries.limits import values_at_any_time
from kevread.common.percents import percent
from kevread.common.periods import Period

type Told = Mapping[tuple[str, UUID | None], list[tuple[Period, Any]]]
CLOSING = "L1.21.closing_month"
CHARGES = "employer_charges"  # how a framework calls the setting, whichever article has it


@dataclass(frozen=True, slots=True)
class Charges:
    """The part of gross salaries, in basis points, over time. `rule`: the article that leaves it to decide, if one does."""

    rule: str = ""
    values: tuple[tuple[Period, int], ...] = ()

    def on(self, day: date) -> int | None:
        """None: nobody decided it for that day, and nobody knows."""
        return next((value for period, value in self.values if day in period), None)

    def label(self, rate: int) -> str:
        return f"Cotisations sociales de l’employeur, {percent(rate)} des salaires bruts"

    @property
    def undecided(self) -> str:
        """Why they are left out, the end of a sentence."""
        return f" : leur part des salaires bruts n’est pas décidée (article {self.rule})" if self.rule else ""


def settings_told() -> Told:
    """What was decided at any time of what the twelve months of cash ask: the charges, and when each closes its years. One
    query, once in a request that only reads."""
    names = [one.name for one in framework().settings.values() if one.name.rpartition(".")[2] == CHARGES]
    return once_in_a_picture(("settings of the cash", *names), lambda: values_at_any_time([CLOSING, *names]))


def employer_charges() -> Charges:
    """What was decided, at any time. One query, once in a request that only reads; none where no article says it."""
    spec = next((one for one in framework().settings.values() if one.name.rpartition(".")[2] == CHARGES), None)
    if spec is None:
        return Charges()
    rows = settings_told().get((spec.name, None), [])
    decided = tuple((period, value) for period, value in rows if isinstance(value, int))
    return Charges(spec.name.rpartition(".")[0], decided)
