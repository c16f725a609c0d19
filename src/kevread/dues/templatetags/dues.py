from django import template

from kevread.dues import rules

register = template.Library()


@register.filter
def euros(cents: int) -> str:
    """`{{ line.cents|euros }}` → « 1 250,50 € »."""
    return rules.euros(cents)
