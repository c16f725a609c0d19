"""Fields that several rooms share, and how a verb's answer comes back on a form."""

from typing import Any

from django import forms

from kevread.common.errors import Invalid, NotDone


class DayField(forms.DateField):
    """A day, typed in the browser's own calendar."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("widget", forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
        options.setdefault("error_messages", {"required": "Indiquez un jour.", "invalid": "Ce jour n’existe pas."})
        super().__init__(**options)


def put_back(form: forms.Form, refusal: NotDone) -> None:
    """The sentence of a refusal on the field it is about, or above the form."""
    field = refusal.field if isinstance(refusal, Invalid) and refusal.field in form.fields else None
    form.add_error(field, refusal.sentence)
