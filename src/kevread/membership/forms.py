"""What people type about memberships. The verbs check again, and say what is wrong on the field."""

from datetime import date
from typing import Any

from django import forms

from kevread.common.words import terms
from kevread.directory.models import LegalForm, Organisation, Reach
from kevread.membership.models import Admission
from kevread.membership.operations.said import MESSAGE_AT_MOST, NAME_AT_MOST
from kevread.territory.models import Kind, Zone
from kevread.territory.queries import by_code, communes
from kevread.ui.forms import DayField, SentenceField

MISSING = {"required": "Choisissez une réponse.", "invalid_choice": "Choisissez une des réponses proposées."}
TO_CHOOSE = [("", "À choisir")]


def the_one(text: str, on: date) -> list[Zone]:
    """The commune that is meant, alone, by its code or its name; or those that it may be."""
    chosen = by_code(text.strip(), on)
    if chosen and chosen.kind == Kind.COMMUNE:
        return [chosen]
    found = communes(text, on)
    called = [zone for zone in found if terms(zone.name) == terms(text)]
    return called if len(called) == 1 else found


def one_commune(text: str, on: date) -> Zone:
    """One commune, or the names of those that it may be. Raises ValidationError."""
    found = the_one(text, on)
    if len(found) == 1:
        return found[0]
    if not found:
        raise forms.ValidationError("Aucune commune de la carte ne porte ce nom. Vérifiez-le, ou écrivez son code.")
    some = ", ".join(f"{zone.name} ({zone.code})" for zone in found[:6])
    raise forms.ValidationError(f"Plusieurs communes répondent à ce nom : {some}. Écrivez le nom entier, ou son code.")


class WhereForm(forms.Form):
    """In the address: its names are French."""

    commune = forms.CharField(
        label="Votre commune",
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "address-level2"}),
        error_messages={"required": "Écrivez votre commune."},
    )
    echelle = forms.ChoiceField(
        label="Jusqu’où votre organisation agit", required=False, choices=[*TO_CHOOSE, *Reach.choices]
    )
    domaine = forms.CharField(label="Ce que vous faites, en quelques mots", required=False, max_length=200)


class AdmissionForm(forms.Form):
    name = forms.CharField(
        label="Nom de l’organisation",
        max_length=NAME_AT_MOST,
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
        error_messages={"required": "Écrivez le nom de l’organisation."},
    )
    legal_form = forms.ChoiceField(
        label="Forme juridique", choices=[*TO_CHOOSE, *LegalForm.choices], error_messages=MISSING
    )
    siren = forms.CharField(
        label="SIREN",
        required=False,
        max_length=20,
        help_text="Neuf chiffres, par exemple 732 829 320. Laissez vide si l’organisation n’en a pas.",
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
    )
    rna = forms.CharField(
        label="RNA",
        required=False,
        max_length=16,
        help_text="La lettre W suivie de neuf caractères, pour une association.",
    )
    commune = forms.CharField(
        label="Commune du siège",
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "address-level2"}),
        error_messages={"required": "Écrivez la commune du siège."},
    )
    activity = forms.CharField(label="Ce que vous faites, en quelques mots", required=False, max_length=200)
    reach = forms.ChoiceField(
        label="Jusqu’où l’organisation agit", choices=Reach.choices, widget=forms.RadioSelect, error_messages=MISSING
    )
    given_name = forms.CharField(
        label="Votre prénom",
        max_length=80,
        widget=forms.TextInput(attrs={"autocomplete": "given-name"}),
        error_messages={"required": "Écrivez votre prénom."},
    )
    family_name = forms.CharField(
        label="Votre nom",
        max_length=80,
        widget=forms.TextInput(attrs={"autocomplete": "family-name"}),
        error_messages={"required": "Écrivez votre nom."},
    )
    email = forms.EmailField(
        label="Votre adresse électronique",
        max_length=254,
        help_text="Un courriel y part : il sert à confirmer la demande, puis à savoir où elle en est.",
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={
            "required": "Écrivez l’adresse où l’on vous répondra.",
            "invalid": "Écrivez une adresse complète, comme nom@exemple.fr.",
        },
    )
    message = SentenceField(label="Votre message", required=False, max_length=MESSAGE_AT_MOST, rows=6)
    is_another = forms.BooleanField(label="C’est une autre organisation, qui porte le même nom", required=False)

    def __init__(self, on: date, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.on = on

    def clean_commune(self) -> Zone:
        return one_commune(self.cleaned_data["commune"], self.on)


class PaperForm(AdmissionForm):
    """An application that came by another way: whoever enters it may not know every address."""

    received_on = DayField(label="Reçue le")
    field_order = ("received_on",)

    def __init__(self, on: date, *args: Any, **kwargs: Any) -> None:
        super().__init__(on, *args, **kwargs)
        for name, label in (("given_name", "Prénom du contact"), ("family_name", "Nom du contact")):
            self.fields[name].label = label
        self.fields["email"].label, self.fields["email"].required = "Adresse du contact", False
        self.fields["email"].help_text = "Si elle est connue : la décision y sera envoyée."


class InstructForm(forms.Form):
    member = forms.ModelChoiceField(
        label="Dans l’annuaire",
        queryset=Organisation.objects.none(),
        to_field_name="slug",
        required=False,
        empty_label="Elle n’y est pas encore : elle y entrera si elle est acceptée",
        error_messages={"invalid_choice": "Choisissez une des organisations proposées."},
    )
    reach = forms.ChoiceField(
        label="Jusqu’où elle agit",
        required=False,
        choices=[("", "À vérifier"), *Reach.choices],
        error_messages=MISSING,
    )
    perimeter = forms.ChoiceField(
        label="Fait-elle partie de l’économie sociale et solidaire ?",
        required=False,
        choices=[("", "À vérifier"), *Admission.Perimeter.choices],
        error_messages=MISSING,
    )
    perimeter_note = forms.CharField(
        label="Ce qui le montre",
        required=False,
        max_length=300,
        help_text="Ses statuts, son agrément, la liste des entreprises de l’ESS…",
    )
    college = forms.SlugField(
        label="Collège",
        required=False,
        max_length=40,
        help_text="Par exemple associations ou cooperatives. Laissez vide s’il n’y en a qu’un.",
        error_messages={"invalid": "Écrivez un mot en minuscules, sans accent ni espace."},
    )

    def __init__(self, candidates: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["member"].queryset = candidates  # type: ignore[attr-defined]


class DecideForm(forms.Form):
    admission = forms.ChoiceField(label="Demande", widget=forms.RadioSelect, error_messages=MISSING)
    answer = forms.ChoiceField(
        label="Ce que dit la décision",
        choices=[("accept", "Acceptée"), ("refuse", "Refusée")],
        widget=forms.RadioSelect,
        error_messages=MISSING,
    )
    since = DayField(label="Premier jour de l’adhésion", required=False, help_text="Si la demande est acceptée.")
    reason = SentenceField(
        label="Motif du refus",
        required=False,
        max_length=300,
        rows=2,
        help_text="Si la demande est refusée : qui l’a faite le lira.",
    )

    def __init__(self, waiting: list[tuple[str, str]], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["admission"].choices = waiting  # type: ignore[attr-defined]


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label="Quelle erreur corrigez-vous ?",
        max_length=300,
        error_messages={"required": "Dites quelle erreur vous corrigez."},
    )


class ResignForm(forms.Form):
    told_on = DayField(label="Démission reçue le")
    last = DayField(
        label="Dernier jour de l’adhésion, compris", help_text="Le jour même, ou la fin du préavis des statuts."
    )
    note = forms.CharField(label="Comment elle est arrivée", required=False, max_length=300)


class NoticeForm(forms.Form):
    told_on = DayField(label="Mise en demeure envoyée le")
    note = forms.CharField(
        label="Pourquoi, et comment elle est partie",
        max_length=300,
        help_text="Par exemple : cotisation 2026, lettre recommandée.",
        error_messages={"required": "Dites pourquoi, et comment elle est partie."},
    )


class NotifyForm(forms.Form):
    notified_on = DayField(label="Radiation notifiée le")
    last = DayField(label="Dernier jour de l’adhésion, compris")


class FiledForm(forms.Form):
    filed_on = DayField(label="C’est fait, le")


class RequestForm(forms.Form):
    """By what request somebody who is a member joined."""

    received_on = DayField(label="Demande reçue le")
    commune = forms.CharField(label="Commune du siège", required=False, max_length=120)
    perimeter = forms.ChoiceField(
        label="Fait-elle partie de l’économie sociale et solidaire ?",
        required=False,
        choices=[("", "À vérifier"), *Admission.Perimeter.choices],
        error_messages=MISSING,
    )
    perimeter_note = forms.CharField(label="Ce qui le montre", required=False, max_length=300)

    def __init__(self, on: date, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.on = on

    def clean_commune(self) -> Zone | None:
        text = self.cleaned_data["commune"]
        return one_commune(text, self.on) if text else None


class HeadcountForm(forms.Form):
    number = forms.IntegerField(
        label="Combien de membres déclarez-vous ?",
        min_value=0,
        max_value=10_000_000,
        error_messages={
            "required": "Écrivez un nombre.",
            "invalid": "Écrivez un nombre entier.",
            "min_value": "Écrivez un nombre de membres, zéro ou plus.",
            "max_value": "Écrivez un nombre de membres plausible.",
        },
    )
    counted_on = DayField(label="Comptés le")


class RemoveForm(forms.Form):
    affiliation = forms.ChoiceField(label="Membre", error_messages=MISSING)
    reason = SentenceField(
        label="Motif",
        max_length=300,
        rows=2,
        help_text="Le membre le lira.",
        missing="Dites pourquoi le membre est radié.",
    )

    def __init__(self, members: list[tuple[str, str]], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["affiliation"].choices = [*TO_CHOOSE, *members]  # type: ignore[attr-defined]
