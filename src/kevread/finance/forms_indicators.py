"""What is typed of indicators. The verbs judge; their refusals come back on the field."""

from typing import Any

from django import forms

from kevread.finance.models import UNIT
from kevread.ui.forms import DayField


class NumberField(forms.DecimalField):
    """A number, with a comma or a dot."""

    def __init__(self, **options: Any) -> None:
        wrong = "Écrivez un nombre, par exemple 42 ou 7,5."
        super().__init__(
            max_digits=16,
            decimal_places=4,
            widget=forms.TextInput(attrs={"inputmode": "decimal"}),
            error_messages={
                "required": "Indiquez un nombre.",
                "invalid": wrong,
                "max_decimal_places": "Quatre décimales au plus.",
                "max_whole_digits": wrong,
                "max_digits": wrong,
            },
            **options,
        )

    def to_python(self, value: Any) -> Any:
        return super().to_python("".join(str(value or "").split()).replace(",", "."))


class IndicatorForm(forms.Form):
    label = forms.CharField(
        label="Ce qui se mesure",
        max_length=160,
        help_text="Comme la convention le dit. Par exemple : personnes accompagnées.",
        error_messages={"required": "Dites ce qui se mesure."},
    )
    unit = forms.CharField(
        label="En quoi cela se compte",
        max_length=UNIT,
        help_text="Par exemple : personnes, heures, ateliers.",
        error_messages={"required": "Dites en quoi cela se compte."},
    )
    target = NumberField(label="Visé, si la convention le dit", required=False)


class AttainedForm(forms.Form):
    value = NumberField(label="Atteint")
    day = DayField(label="Mesuré le")
    source = forms.CharField(
        label="D’où vient ce chiffre",
        max_length=160,
        help_text="Qui l’a compté, dans quel document.",
        error_messages={"required": "Dites d’où vient ce chiffre."},
    )
