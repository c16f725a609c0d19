"""What people type about accounts. The verbs check again, and say what is wrong on the field."""

from typing import Any

from django import forms

from kevread.ledgers.models import REASON, Book
from kevread.ui.forms import DayField, SentenceField

LARGEST = 100_000_000  # bytes: more than half a million lines


class ReadForm(forms.Form):
    file = forms.FileField(
        label="Le fichier du cabinet",
        help_text="Tel qu’il vous a été donné : le fichier des écritures comptables (FEC), ou une balance. 100 Mo au plus.",
        widget=forms.FileInput(attrs={"accept": ".txt,.csv,.tsv"}),
        error_messages={
            "required": "Choisissez un fichier.",
            "empty": "Ce fichier est vide : redemandez-le au cabinet.",
        },
    )
    kind = forms.ChoiceField(
        label="C’est",
        choices=[(Book.Kind.FEC, "le fichier des écritures (FEC)"), (Book.Kind.BALANCE, "une balance")],
        initial=Book.Kind.FEC,
        widget=forms.RadioSelect,
    )
    last = DayField(
        label="Dernier jour de l’exercice",
        help_text="Laissez vide si le nom du fichier le dit, comme 123456789FEC20261231.txt.",
        required=False,
    )
    first = DayField(label="Premier jour de l’exercice", help_text="Laissez vide s’il dure douze mois.", required=False)

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > LARGEST:
            raise forms.ValidationError("Ce fichier dépasse 100 Mo : demandez au cabinet un fichier par exercice.")
        return file


class ReasonForm(forms.Form):
    reason = SentenceField(label="Ce qui était faux", missing="Dites ce qui était faux.", max_length=REASON)
