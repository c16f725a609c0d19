"""What is typed where what is told in writing at hiring is said to be handed over, or was said so by mistake."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms

from kevread.common.periods import day_in_words
from kevread.staff.models import Information
from kevread.staff.rules.calendar import FIRST, REST
from kevread.ui.forms import DayField

SAYS = {
    FIRST: "parties, lieu de travail, emploi, premier jour, durée d’un CDD, période d’essai, rémunération, temps de travail",
    REST: "droit à la formation, congés payés, fin du contrat, conventions collectives, protection sociale",
}


class HandForm(forms.Form):
    """Of the parts of which nobody said that they were handed over."""

    parts = forms.MultipleChoiceField(
        label="Ce qui fut remis par écrit",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Cochez ce qui fut remis."},
    )
    handed_on = DayField(label="Remis le")

    def __init__(self, parts: Sequence[str], *given: Any, **more: Any) -> None:
        super().__init__(*given, **more)
        field = self.fields["parts"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = [(part, f"{Information.Part(part).label} : {SAYS[part]}") for part in parts]


class AnnulInformationForm(forms.Form):
    part = forms.ChoiceField(
        label="Ce qui est à annuler",
        widget=forms.RadioSelect,
        error_messages={"required": "Choisissez ce qui est à annuler."},
    )

    def __init__(self, said: Sequence[tuple[str, date]], *given: Any, **more: Any) -> None:
        super().__init__(*given, **more)
        field = self.fields["part"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [
            (part, f"{Information.Part(part).label}, dit remis le {day_in_words(day)}") for part, day in said
        ]
