from django import template

from kevread.common.money import euros
from kevread.finance.exports import rate
from kevread.finance.rules import in_hours

register = template.Library()


@register.filter
def percent(points: int) -> str:
    """`{{ funding.rate|percent }}` → « 62,5 % »."""
    return f"{rate(points)} %"


@register.filter
def or_unknown(cents: int | None) -> str:
    """A sum, or the word that nobody said it."""
    return "inconnu" if cents is None else euros(cents)


@register.filter
def hours(minutes: int | None) -> str:
    """`{{ gift.minutes|hours }}` → « 2 h 30 »."""
    return in_hours(minutes)
