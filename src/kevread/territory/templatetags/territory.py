from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from kevread.territory.models import Certainty

register = template.Library()

MEANS = {
    Certainty.DOCUMENTED: "une page ou un document le dit",
    Certainty.DEDUCED: "déduit d’un autre périmètre connu",
    Certainty.SUPPOSED: "probable, à confirmer",
}


@register.simple_tag
def certainty(value: str, source: str = "", *, feminine: bool = False) -> SafeString:
    """How well a link is known, always in words, with its source behind when there is one. `feminine`: of an attribution,
    « documentée »."""
    known = Certainty(value)
    word = f"{known.label}e" if feminine else known.label
    tag = format_html('<span class="known is-{}" title="{}">{}</span>', value, MEANS[known], word)
    return format_html('{} <span class="source">{}</span>', tag, source) if source else tag
