"""What is typed of a funder: its name, its nature, who it is in the directory."""

from typing import Any

from django import forms
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from kevread.directory.models import Capacity, Organisation
from kevread.finance.models import Funder
from kevread.finance.operations.checks import tidy

from .forms import ReasonForm


class SpellForm(ReasonForm):
    name = forms.CharField(
        label="Son nom, bien écrit", max_length=160, error_messages={"required": "Écrivez le nom du financeur."}
    )

    field_order = ["name", "reason"]


class KindForm(ReasonForm):
    kind = forms.ChoiceField(label="De quelle nature", choices=Funder.Kind.choices)

    field_order = ["kind", "reason"]


class DirectoryInput(forms.TextInput):
    """Proposes the organisations of the directory that fund, or that are public. One query."""

    MOST = 500

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        kinds = (Capacity.Kind.FUNDER, Capacity.Kind.AUTHORITY)
        known = Organisation.objects.filter(pk__in=Capacity.objects.filter(kind__in=kinds).values("organisation"))
        names = known.order_by("search", "pk").values_list("name")[: self.MOST]
        field = super().render(name, value, {**(attrs or {}), "list": f"{name}-connues"}, renderer)
        options = format_html_join("", '<option value="{}"></option>', names)
        return format_html('{}<datalist id="{}-connues">{}</datalist>', field, name, options)


class WhoForm(ReasonForm):
    who = forms.CharField(
        label="À l’annuaire, c’est",
        max_length=160,
        required=False,
        widget=DirectoryInput,
        help_text="Le nom de l’organisation, tel que l’annuaire le dit. Laissez vide si elle n’y est pas, ou si ce n’est pas "
        "celle qui était dite.",
    )

    field_order = ["who", "reason"]

    def clean_who(self) -> Organisation | None:
        name = tidy(self.cleaned_data["who"])
        if not name:
            return None
        found = list(Organisation.objects.filter(name__iexact=name)[:2])
        if not found:
            raise forms.ValidationError(
                "Aucune organisation de l’annuaire ne porte ce nom : inscrivez-la d’abord, sous « Organisations »."
            )
        if len(found) > 1:
            raise forms.ValidationError(
                "Plusieurs organisations de l’annuaire portent ce nom : si c’est la même, leurs fiches se fondent d’abord."
            )
        return found[0]
