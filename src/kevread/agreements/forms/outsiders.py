"""Who is party from outside of the network: typed by their names, which the directory proposes."""

from datetime import date
from typing import Any

from django import forms
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from kevread.agreements.loader import KindSpec
from kevread.agreements.queries.register import outsiders
from kevread.common.actor import Actor
from kevread.ui.request import Request


class OutsiderInput(forms.TextInput):
    """Proposes the organisations outside of the network that this person reads. One query."""

    def __init__(self, actor: Actor, on: date) -> None:
        super().__init__()
        self.actor, self.on = actor, on

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        names = outsiders(self.actor, self.on).order_by("search", "pk").values_list("name")[:500]
        field = super().render(name, value, {**(attrs or {}), "list": f"{name}-connues"}, renderer)
        options = format_html_join("", '<option value="{}"></option>', names)
        return format_html('{}<datalist id="{}-connues">{}</datalist>', field, name, options)


def outsider_field(label: str, actor: Actor, on: date) -> forms.CharField:
    return forms.CharField(
        label=label,
        max_length=200,
        widget=OutsiderInput(actor, on),
        help_text="Son nom, en entier : celles que l’annuaire connaît se proposent dès les premières lettres.",
        error_messages={"required": "Écrivez le nom de cette organisation."},
    )


def given_names(spec: KindSpec, request: Request) -> dict[str, str]:
    """The names of those outside that its address gives, as when one comes back from the directory."""
    roles = [place.role for place in spec.parties if not place.scales]
    return {role: request.GET[role][:200] for role in roles if request.GET.get(role)}


def to_register(form: Any, request: Request) -> dict[str, str]:
    """What the directory is asked, of the first name that it does not have: that name, and where one comes back to."""
    role = next(iter(form.unknown), "")
    if not role:
        return {}
    asked = request.GET.copy()
    asked[role] = form.unknown[role]
    return {"name": form.unknown[role], "back": f"{request.path}?{asked.urlencode()}"}
