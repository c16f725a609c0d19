"""What people type. The verbs check again, and say what is wrong on the field."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django import forms

from kevread.common.words import terms
from kevread.territory.models import Kind, Zone
from kevread.territory.queries import by_code, communes
from kevread.ui.forms import DayField

from .models import Capacity, LegalForm, Name, Organisation, Reach
from .queries import attachable
from .queries.vocabulary import activities


def day(label: str, *, required: bool = True, help_text: str = "") -> forms.DateField:
    return DayField(label=label, required=required, help_text=help_text)


class Numbers(forms.Form):
    legal_form = forms.ChoiceField(
        label="Forme juridique", required=False, choices=[("", "Non connue"), *LegalForm.choices]
    )
    siren = forms.CharField(
        label="SIREN", required=False, max_length=20, help_text="Neuf chiffres, par exemple 732 829 320."
    )
    siret = forms.CharField(
        label="SIRET du siège",
        required=False,
        max_length=24,
        help_text="Quatorze chiffres ; les neuf premiers sont le SIREN.",
    )
    rna = forms.CharField(
        label="RNA",
        required=False,
        max_length=16,
        help_text="La lettre W suivie de neuf chiffres, pour une association.",
    )
    locality = forms.CharField(label="Commune du siège", required=False, max_length=120)
    reach = forms.ChoiceField(
        label="Échelle d’action",
        required=False,
        choices=[("", "Non connue"), *Reach.choices],
        help_text="Jusqu’où l’organisation agit, et non où elle a son siège. Demandez-le-lui : rien ne le déduit.",
    )


class ShowOrganisation(forms.Form):
    """What an organisation accepts to show."""

    activity = forms.ChoiceField(label="Domaine")
    commune = forms.CharField(
        label="Commune",
        required=False,
        max_length=80,
        help_text="Son nom entier, ou son code Insee : c’est ce que la carte montrera.",
    )
    agreed_by = forms.CharField(
        label="Qui l’a accepté, et comment",
        max_length=200,
        help_text="Par exemple « la présidence, par courriel du 3 novembre ». Ceci n’est pas montré.",
    )

    def __init__(self, *args: Any, on: date, **more: Any) -> None:
        super().__init__(*args, **more)
        self.on = on
        self.fields["activity"] = forms.ChoiceField(label="Domaine", choices=[("", "Choisir"), *activities().items()])

    def clean_commune(self) -> Zone | None:
        text = self.cleaned_data["commune"]
        if not terms(text):
            return None
        coded = by_code(text.strip().upper(), self.on)
        if coded and coded.kind == Kind.COMMUNE:
            return coded
        named = [zone for zone in communes(text, self.on) if terms(zone.name) == terms(text)]
        if len(named) == 1:
            return named[0]
        if named:
            codes = ", ".join(zone.code for zone in named)
            raise forms.ValidationError(f"Plusieurs communes s’appellent ainsi : écrivez son code Insee ({codes}).")
        raise forms.ValidationError("Aucune commune connue ne porte ce nom à cette date.")


class TellReach(forms.Form):
    member = forms.SlugField(widget=forms.HiddenInput)
    reach = forms.ChoiceField(
        label="Jusqu’où elle agit",
        choices=Reach.choices,
        widget=forms.RadioSelect,
        error_messages={
            "required": "Choisissez jusqu’où cette organisation agit.",
            "invalid_choice": "Choisissez une des échelles d’action proposées.",
        },
    )


class NewOrganisation(Numbers):
    name = forms.CharField(label="Nom", max_length=160)
    start = day("Premier jour", required=False, help_text="Laissez vide s’il n’est pas connu.")
    field_order = ("name", "legal_form", "siren", "siret", "rna", "locality", "reach", "start")


BORNE = [(kind.value, kind.label) for kind in Name.BORNE]


class Rename(forms.Form):
    kind = forms.ChoiceField(label="Quel nom change ?", choices=BORNE, widget=forms.RadioSelect)
    text = forms.CharField(label="Nouveau nom", max_length=160)
    since = day("Depuis le")


class NewCapacity(forms.Form):
    kind = forms.ChoiceField(label="Qualité", choices=Capacity.Kind.choices, widget=forms.RadioSelect)
    start = day("Premier jour", required=False)
    last = day("Dernier jour", required=False, help_text="Inclus. Laissez vide s’il n’est pas fixé.")


class LastDay(forms.Form):
    last = day("Dernier jour", help_text="Inclus : le lendemain, ce n’est plus vrai.")


class NewAffiliation(forms.Form):
    member = forms.ModelChoiceField(label="Organisation", queryset=Organisation.objects.none(), to_field_name="slug")
    college = forms.SlugField(
        label="Collège",
        required=False,
        max_length=40,
        help_text="Par exemple territoires ou associations. À écrire si le fichier du réseau en propose un.",
    )
    start = day("Premier jour")

    def __init__(self, *args: Any, members: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["member"].queryset = members  # type: ignore[attr-defined]


class NewCoverage(forms.Form):
    zone = forms.ChoiceField(label="Territoire")
    certainty = forms.ChoiceField(
        label="Ce que nous en savons",
        widget=forms.RadioSelect,
        choices=[
            ("documented", "Documenté : une délibération ou un document le dit"),
            ("deduced", "Déduit d’autre chose"),
            ("supposed", "Supposé, à confirmer"),
        ],
    )
    source = forms.CharField(
        label="D’où vient ce rattachement", max_length=200, help_text="Le document, la page ou la délibération."
    )
    start = day("Premier jour")

    def __init__(self, *args: Any, scale: Organisation, on: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.zones = {zone.code: zone for zone in attachable(scale, on)}
        self.fields["zone"].choices = [(code, zone.name) for code, zone in self.zones.items()]  # type: ignore[attr-defined]

    def clean_zone(self) -> Any:
        return self.zones[self.cleaned_data["zone"]]


class Identity(forms.Form):
    given_name = forms.CharField(label="Prénom", max_length=80)
    family_name = forms.CharField(label="Nom", max_length=80)
    email = forms.EmailField(
        label="Adresse électronique",
        required=False,
        max_length=254,
        help_text="Pour que cette personne puisse se connecter. Elle n’est pas publique.",
    )


class NewPerson(Identity):
    another = forms.BooleanField(label="Oui, c’est une autre personne", required=False)


class Confirm(forms.Form):
    """Which of what waits to be confirmed."""

    chosen = forms.MultipleChoiceField(
        label="Ce que vous confirmez",
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": "Choisissez au moins une ligne à confirmer.",
            "invalid_choice": "Une ligne choisie n’attend plus, sans doute déjà confirmée. Voici ce qui reste.",
        },
    )

    def __init__(self, *args: Any, rows: Sequence[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["chosen"].choices = [(str(row.pk), str(row)) for row in rows]  # type: ignore[attr-defined]

    @property
    def keys(self) -> list[UUID]:
        return [UUID(key) for key in self.cleaned_data["chosen"]]


class ConfirmAttachments(Confirm):
    source = forms.CharField(
        label="Ce qui le montre", max_length=200, help_text="La carte adoptée, la délibération, la page."
    )
