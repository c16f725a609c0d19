"""What a payroll office is told of a month: the variables that a federation chooses, in its order and under its headers."""

from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from kevread.common.reading import Words

# Each variable that a federation may ask for, and its header.
VARIABLES = {
    "family_name": "nom",
    "given_name": "prénom",
    "occupation": "emploi",
    "kind": "contrat",
    "month": "mois",
    "entered_on": "entrée",
    "left_on": "sortie",
    "left_because": "motif de sortie",
    "changed_on": "changement le",
    "share": "part d’un temps plein, en pour cent",
    "group": "groupe",
    "coefficient": "coefficient",
    "points": "points en plus",
    "salary": "salaire brut mensuel",
    "leave_days": "jours de congé, du lundi au vendredi",
    "leave_spans": "dates des congés",
    "remote_days": "jours de télétravail",
    "expenses": "frais validés, à rembourser",
}


@dataclass(frozen=True, slots=True)
class Variable:
    """A column: what it says, by its code, and its header; none: that of the code."""

    value: Words
    header: str = ""


def month_days(first: date) -> date:
    """The last day of a month.

    >>> month_days(date(2028, 2, 1))
    datetime.date(2028, 2, 29)
    """
    return first.replace(day=monthrange(first.year, first.month)[1])


def working_days(spans: Iterable[range], first: date, last: date) -> float:
    """Days from Monday to Friday that these hold, within a month, each by its halves (`supervision.rules.days.halves`); a half
    is counted once. Whether a holiday is among them is the payroll’s to say.

    >>> def days(one, other): return range(one.toordinal() * 2, other.toordinal() * 2 + 2)
    >>> working_days([days(date(2026, 11, 27), date(2026, 12, 1))], date(2026, 11, 1), date(2026, 11, 30))
    2
    >>> working_days([days(date(2026, 11, 2), date(2026, 11, 3))] * 2, date(2026, 11, 1), date(2026, 11, 30))
    2
    >>> working_days([days(date(2026, 11, 2), date(2026, 11, 3))[1:]], date(2026, 11, 1), date(2026, 11, 30))
    1.5
    """
    within = range(first.toordinal() * 2, last.toordinal() * 2 + 2)
    found = {half for span in spans for half in span if half in within}
    number = len([half for half in found if date.fromordinal(half // 2).weekday() < 5])
    return number / 2 if number % 2 else number // 2
