"""What a funder asks to measure, beside what was attained of it by a day."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from kevread.finance.models import Attained, Funding, Indicator


def counted(value: Decimal, unit: str) -> str:
    """
    >>> counted(Decimal("12.0000"), "personnes"), counted(Decimal("7.5000"), "heures"), counted(Decimal("1200.0000"), "repas")
    ('12 personnes', '7,5 heures', '1200 repas')
    """
    return f"{value.normalize():f} {unit}".replace(".", ",", 1)


@dataclass(frozen=True, slots=True)
class Followed:
    """`last`: what was measured last; None: nothing yet."""

    indicator: Indicator
    last: Attained | None

    @property
    def aimed(self) -> str:
        target = self.indicator.target
        return "" if target is None else counted(target, self.indicator.unit)

    @property
    def attained(self) -> str:
        return "" if self.last is None else counted(self.last.value, self.indicator.unit)


def indicators_of(funding: Funding, on: date, by: date | None = None) -> list[Followed]:
    """In the order in which they were written, as they are known that day; `by`: measured by then. Two queries."""
    rows = list(Indicator.objects.standing().filter(funding=funding, said_on__lte=on).order_by("said_on", "pk"))
    told = Attained.objects.standing().filter(
        indicator__in=[one.pk for one in rows], day__lte=min(on, by or on), said_on__lte=on
    )
    last = {one.indicator_id: one for one in told.select_related("said_by").order_by("day", "pk")}
    return [Followed(one, last.get(one.pk)) for one in rows]
