from django import template

from kevread.seats.loader import families
from kevread.seats.models import Mandate

register = template.Library()


@register.filter
def on_behalf(mandate: Mandate) -> str:
    """`{{ mandate|on_behalf }}`: the organisation or the family that a mandate represents; nothing when it is nobody."""
    return mandate.represents.name if mandate.represents else families().get(mandate.family, mandate.family)
