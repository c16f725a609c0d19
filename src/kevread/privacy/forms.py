"""What people type about their data, and what is answered."""

from typing import Any

from django import forms

from kevread.directory.models import Person
from kevread.ui.forms import DayField, SentenceField

from .models import Demand


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


class EraseForm(forms.Form):
    why = SentenceField(
        label="Pourquoi",
        rows=2,
        missing="Dites pourquoi cette personne est effacée.",
        help_text="Sa demande, ou la durée qui est passée.",
    )
