from django import template
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from kevread.base.french import Wanted, marked
from kevread.common.words import of
from kevread.directory.queries import scale_word as said_scale

register = template.Library()


@register.filter
def scale_word(scale: str, form: str = "one") -> str:
    """`{{ "local"|scale_word:"many" }}` → « pôles », or what this federation calls them."""
    return said_scale(scale, form)


@register.simple_tag
def mark(text: str, looked_for: Wanted) -> SafeString:
    """The text, with the words that are looked for marked in it."""
    pieces = [("<mark>", one.text, "</mark>") if one.marked else ("", one.text, "") for one in marked(text, looked_for)]
    return format_html_join("", "{}{}{}", ((SafeString(a), b, SafeString(c)) for a, b, c in pieces))


register.filter("of_name", of)  # `{{ scale.name|of_name }}` → « d’ESS 35 »
