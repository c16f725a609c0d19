"""How long those who sit in the bodies of an organisation are there for."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from kevread.charter.queries.limits import values_at_any_time
from kevread.common.facts import SCALES, Facts, Number, Organisations, Span, fact, span
from kevread.common.parameters import Kinds
from kevread.common.parameters import Setting as SettingName
from kevread.common.periods import Period

from .facts_organs import HERE, deserted, filled, registers_of
from .models import Mandate
from .rules import years_lasted


@fact(
    about=SCALES,
    register="mandates",
    needs=registers_of,
    unit="years",
    lacks="le dernier jour de certains mandats, ce que disaient les statuts le jour où ils ont commencé,"
    " ou si les statuts les font durer jusqu’à l’assemblée de l’année",
)
def longest_mandate(on: date, among: Organisations, kind: Kinds, fixed: SettingName) -> Facts:
    """The longest of the mandates under way in these bodies, in whole years by its first and last days (L1.22). Past a year by
    some days, it lies between the two: articles may let it go on until the assembly. Nothing is known of how long one lasts
    that has no last day, or was only found to be there; nor of a body where nobody sits. `fixed` is the setting that says how
    long: a mandate that began while it was not decided, or said another number, is not held to that of today, and is not told
    as too long."""
    found: dict[Any, Number] = deserted(on, among, kind)
    rows = filled(on, among, kind).order_by("pk").values_list(HERE, "period", "origin")
    values = values_at_any_time([fixed], among.ids)
    for organisation, dates, origin in rows:
        period = Period.of(dates)
        least, most = years_lasted(period, on)
        if not is_still_said(values.get((fixed, organisation), ()), period.start, on):
            least = 0
        if origin == Mandate.Origin.EXISTING:
            most = None
        found[organisation] = longer(found.get(organisation, 0), span(least, None if most is None else most - least))
    return found


def is_still_said(values: Iterable[tuple[Period, Any]], then: date | None, on: date) -> bool:
    """Whether a setting says on a day what it said on another.

    >>> four, three = (Period(date(2024, 1, 1), date(2026, 11, 24)), 4), (Period(date(2026, 11, 24)), 3)
    >>> [is_still_said((four, three), then, date(2026, 11, 24)) for then in (date(2026, 11, 24), date(2024, 6, 6), None)]
    [True, False, False]
    >>> is_still_said((three,), date(2024, 6, 6), date(2026, 11, 24))
    False
    """
    if then is None:
        return False
    known = list(values)
    before, now = (next((value for period, value in known if day in period), None) for day in (then, on))
    return now is not None and before == now


def longer(one: Number, other: Number) -> Number:
    """The longest of two, where a part is not known of either.

    >>> longer(3, Span(2, 4)), longer(3, Span(2, None)), longer(3, 2)
    (Span(least=3, most=4), Span(least=3, most=None), 3)
    """
    (low, high), (least, most) = (each if isinstance(each, Span) else (each, each) for each in (one, other))
    both = max(low, least)
    return span(both, None if high is None or most is None else max(high, most) - both)
