"""How the screens of the accounts write an amount: in euros and cents, always, so that columns of figures are aligned."""

from django import template

from kevread.ledgers.rules import money

register = template.Library()


@register.filter
def euros(cents: int) -> str:
    """`{{ line.cents|euros }}` → « 1 250,50 € »."""
    return money.euros(cents)
