"""How the screens of the fund write an amount."""

from django import template

from kevread.equalisation.rules.terms import signed

register = template.Library()


@register.filter
def signed_euros(cents: int) -> str:
    return signed(cents)
