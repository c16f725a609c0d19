"""How long those who sit in the bodies of an organisation are there for."""

from datetime import date
from typing import Any

from kevread.common.facts import SCALES, Facts, Number, Organisations, Span, fact, span
from kevread.common.parameters import Kinds
from kevread.common.periods import Period

from .facts_organs import HERE, deserted, filled, registers_of
from .models import Mandate
from .rules import years_lasted


@fact(
    about=SCALES,
    register="mandates",
    needs=registers_of,
    unit="years",
    lacks="le dernier jour de certains mandats, ou si les statuts les font durer jusqu’à l’assemblée de l’année",
)
def longest_mandate(on: date, among: Organisations, kind: Kinds) -> Facts:
    """The longest of the mandates under way in these bodies, in whole years by its first and last days (L1.22). Past a year by
    some days, it lies between the two: articles may let it go on until the assembly. Nothing is known of how long one lasts
    that has no last day, or was only found to be there; nor of a body where nobody sits."""
    found: dict[Any, Number] = deserted(on, among, kind)
    rows = filled(on, among, kind).order_by("pk").values_list(HERE, "period", "origin")
    for organisation, period, origin in rows:
        least, most = years_lasted(Period.of(period), on)
        if origin == Mandate.Origin.EXISTING:
            most = None
        found[organisation] = longer(found.get(organisation, 0), span(least, None if most is None else most - least))
    return found


def longer(one: Number, other: Number) -> Number:
    """The longest of two, where a part is not known of either.

    >>> longer(3, Span(2, 4)), longer(3, Span(2, None)), longer(3, 2)
    (Span(least=3, most=4), Span(least=3, most=None), 3)
    """
    (low, high), (least, most) = (each if isinstance(each, Span) else (each, each) for each in (one, other))
    both = max(low, least)
    return span(both, None if high is None or most is None else max(high, most) - both)
