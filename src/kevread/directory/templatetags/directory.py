from django import template

from kevread.common.words import of
from kevread.directory.queries import scale_word as said_scale

register = template.Library()


@register.filter
def scale_word(scale: str, form: str = "one") -> str:
    """`{{ "local"|scale_word:"many" }}` → « pôles », or what this federation calls them."""
    return said_scale(scale, form)


register.filter("of_name", of)  # `{{ scale.name|of_name }}` → « d’ESS 35 »
