"""What a payroll office is told of a month: the variables that a federation chooses, in its order and under its headers."""

from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

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


def working_days(spans: Iterable[tuple[date, date]], first: date, last: date) -> int:
    """Days from Monday to Friday that these hold, within a month; a day is counted once. Whether a holiday is among them is the
    payroll’s to say.

    >>> working_days([(date(2026, 11, 27), date(2026, 12, 1))], date(2026, 11, 1), date(2026, 11, 30))
    2
    >>> working_days([(date(2026, 11, 2), date(2026, 11, 3))] * 2, date(2026, 11, 1), date(2026, 11, 30))
    2
    """
    found: set[date] = set()
    for begins, ends in spans:
        day = max(begins, first)
        while day <= min(ends, last):
            if day.weekday() < 5:
                found.add(day)
            day += timedelta(days=1)
    return len(found)
