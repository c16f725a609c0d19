from django import template

from kevread.finance.exports import rate

register = template.Library()


@register.filter
def percent(points: int) -> str:
    """`{{ funding.rate|percent }}` → « 62,5 % »."""
    return f"{rate(points)} %"
