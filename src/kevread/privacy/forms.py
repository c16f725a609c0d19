"""What people type about their data, and what is answered."""

from typing import Any

from django import forms

from kevread.directory.models import Person
from kevread.documents.models import Document
from kevread.ui.forms import DayField, SentenceField

from .models import Breach, Demand


class AskForm(forms.Form):
    kind = forms.ChoiceField(label="Ce que vous demandez", choices=Demand.Kind.choices, widget=forms.RadioSelect)
    text = SentenceField(label="En quelques mots", rows=4, missing="Dites ce que vous demandez.")


class NoteForm(forms.Form):
    person = forms.ModelChoiceField(label="Qui demande", queryset=Person.objects.none(), empty_label="Choisissez")
    kind = forms.ChoiceField(label="Ce qui est demandé", choices=Demand.Kind.choices)
    text = SentenceField(label="Ses mots", rows=4, missing="Notez ce qui est demandé.")
    received_on = DayField(label="Reçue le")

    def __init__(self, *args: Any, people: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["person"].queryset = people  # type: ignore[attr-defined]


class AnswerForm(forms.Form):
    outcome = forms.ChoiceField(
        label="Votre réponse",
        choices=Demand.Outcome.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Dites si c’est fait, ou si cela ne se fera pas."},
    )
    text = SentenceField(label="Ce que vous lui répondez", rows=5, missing="Écrivez ce qui est répondu.")


class ExtendForm(forms.Form):
    because = SentenceField(
        label="Pourquoi il faut plus de temps", rows=3, missing="Dites pourquoi : la personne le lira."
    )


class EraseForm(forms.Form):
    why = SentenceField(
        label="Pourquoi",
        rows=2,
        missing="Dites pourquoi cette personne est effacée.",
        help_text="Sa demande, ou la durée qui est passée.",
    )


class RestrictForm(forms.Form):
    why = SentenceField(label="Pourquoi", rows=2, missing="Dites pourquoi : cela lui est écrit.")


class PurgeForm(forms.Form):
    kinds = forms.MultipleChoiceField(
        label="Ce qui s’efface",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Choisissez ce qui s’efface."},
    )
    why = SentenceField(
        label="D’après quelle décision",
        rows=2,
        missing="Dites d’après quelle décision : sa date, son numéro au registre.",
    )

    def __init__(self, *args: Any, kinds: list[tuple[str, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["kinds"].choices = kinds  # type: ignore[attr-defined]


class ValidateForm(forms.Form):
    contact = forms.CharField(
        label="À qui une personne s’adresse pour ses données",
        max_length=200,
        help_text="Une fonction et une adresse, par exemple : la présidence, contact@…",
        error_messages={"required": "Dites à qui une personne s’adresse pour ses données."},
    )
    joint = forms.ModelChoiceField(
        label="La convention qui dit qui répond de l’annuaire commun",
        queryset=Document.objects.none(),
        required=False,
        empty_label="Aucune convention ne le dit encore",
    )

    def __init__(self, *args: Any, documents: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["joint"].queryset = documents  # type: ignore[attr-defined]


class MomentField(forms.DateTimeField):
    """A day and an hour, in the browser’s own calendar."""

    def __init__(self, **options: Any) -> None:
        widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
        said = {"required": "Indiquez un jour et une heure.", "invalid": "Ce moment n’existe pas."}
        super().__init__(widget=widget, error_messages=said, **options)


class BreachForm(forms.Form):
    """The sheet: what is not known yet is written later."""

    what = SentenceField(
        label="Ce qui s’est passé",
        rows=3,
        max_length=4000,
        missing="Dites ce qui s’est passé, même si ce n’est pas encore sûr.",
    )
    concerned = SentenceField(
        label="Qui est touché, et combien de personnes",
        rows=2,
        max_length=4000,
        missing="Dites qui est touché, même si ce n’est pas encore sûr.",
    )
    consequences = SentenceField(
        label="Ce qui peut en résulter pour ces personnes", rows=2, max_length=4000, required=False
    )
    measures = SentenceField(label="Ce qui est fait, ou le sera", rows=2, max_length=4000, required=False)
    risk = forms.ChoiceField(
        label="Le risque pour ces personnes", choices=Breach.Risk.choices, widget=forms.RadioSelect
    )
    notified_at = MomentField(
        label="La CNIL a été prévenue le",
        required=False,
        help_text="Sur son site, notifications.cnil.fr. Kevread n’y écrit pas.",
    )
    people_told_on = DayField(label="Les personnes ont été prévenues le", required=False)
    because = SentenceField(
        label="Pourquoi la CNIL n’est pas prévenue, ou l’est tard", rows=2, max_length=4000, required=False
    )
    people_because = SentenceField(
        label="Pourquoi les personnes ne sont pas prévenues", rows=2, max_length=4000, required=False
    )


class OpenBreachForm(BreachForm):
    known_at = MomentField(label="Quand vous l’avez su")
    field_order = ("known_at", "what", "concerned")
