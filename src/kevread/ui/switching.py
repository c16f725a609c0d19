"""The switcher: drawn once for everybody, with the places where its links lead filled in for each page.

It shows what is public: who reads it changes nothing but the links, which lead to no page that would refuse.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.template.loader import render_to_string
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from .typesetting import typeset

CUT = "\0"  # around the slug of a place: no text that PostgreSQL keeps holds it


@dataclass(frozen=True, slots=True)
class Drawn:
    """What opens the switcher; and the switcher, cut around the slug of each link: text, slug, text, slug, …, text."""

    button: SafeString
    dialog: tuple[str, ...]

    def leading(self, lead: Callable[[str], str]) -> SafeString:
        pieces = list(self.dialog)
        pieces[1::2] = [escape(lead(slug)) for slug in pieces[1::2]]
        return mark_safe("".join(pieces))  # noqa: S308 — a template, and addresses that are escaped


def draw(switcher: Any) -> Drawn:
    button = render_to_string("ui/switch.html", {"switcher": switcher})
    dialog = render_to_string("ui/switcher.html", {"switcher": switcher})
    return Drawn(mark_safe(typeset(button)), tuple(typeset(dialog).split(CUT)))  # noqa: S308 — two templates
