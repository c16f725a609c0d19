from django import template

from kevread.seats.exports import on_behalf
from kevread.seats.loader import college_named

register = template.Library()
# `{{ mandate|on_behalf }}`: the organisation or the family that a mandate represents; nothing when it is nobody.
register.filter("on_behalf", on_behalf)
register.filter("college", college_named)
