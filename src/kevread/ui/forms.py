"""Fields that several rooms share, and how a verb's answer comes back on a form."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from kevread.common.errors import Refused
from kevread.common.money import cents_of, euros
from kevread.common.periods import EARLIEST, LATEST, out_of_calendar

UNREADABLE_DAY = "Écrivez ce jour avec les chiffres de 0 à 9, comme 2026-11-24."


class DayField(forms.DateField):
    """A day, typed in the browser's own calendar; one that a period can begin or end on."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("widget", forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
        options.setdefault("error_messages", {"required": "Indiquez un jour.", "invalid": "Ce jour n’existe pas."})
        super().__init__(**options)

    def to_python(self, value: Any) -> date | None:
        """Figures of other scripts are read as numbers by Python, and by nobody who reads the page."""
        if isinstance(value, str) and not value.strip().isascii():
            raise ValidationError(UNREADABLE_DAY)
        return super().to_python(value)

    def validate(self, value: date | None) -> None:
        super().validate(value)
        if value and not EARLIEST <= value <= LATEST:
            raise ValidationError(out_of_calendar())


class SentenceField(forms.CharField):
    """What somebody says in a few sentences. `missing`: what is told when nothing is written."""

    def __init__(self, *, missing: str = "", rows: int = 3, max_length: int = 1000, **options: Any) -> None:
        if missing:
            options["error_messages"] = {"required": missing}
        super().__init__(max_length=max_length, widget=forms.Textarea(attrs={"rows": rows}), **options)


class EurosField(forms.CharField):
    """An amount, as people write it; cents once it is read. `most`, in cents: a million euros, unless it is said."""

    def __init__(self, *, most: int = 100_000_000, **options: Any) -> None:
        options.setdefault("error_messages", {"required": "Écrivez un montant."})
        widget = forms.TextInput(attrs={"inputmode": "decimal"})
        super().__init__(max_length=24, widget=widget, **options)
        self.most = most

    def clean(self, value: Any) -> int | None:
        typed = super().clean(value)
        if not typed:
            return None
        try:
            cents = cents_of(typed)
        except ValueError:
            raise forms.ValidationError("Écrivez un montant en euros, comme 40 ou 1 250,50.") from None
        if cents > self.most:
            raise forms.ValidationError(f"Écrivez un montant de {euros(self.most)} au plus.")
        return cents


def typed_euros(cents: int | None) -> str:
    """An amount as its field shows it; nothing when it is not known."""
    return "" if cents is None else euros(cents).removesuffix(" €")


def put_back(form: forms.BaseForm, refusal: Refused) -> None:
    """The sentence of a refusal on the field it is about, or above the form. `typed_as`: where a form asks for what the
    verb calls by another name."""
    field = getattr(refusal, "field", "")
    field = getattr(form, "typed_as", {}).get(field, field)
    form.add_error(field if field in form.fields else None, refusal.sentence)
