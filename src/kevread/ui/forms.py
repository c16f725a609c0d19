"""How a verb's answer comes back on a form."""

from django import forms

from kevread.common.errors import Invalid, NotDone


def put_back(form: forms.Form, refusal: NotDone) -> None:
    """The sentence of a refusal on the field it is about, or above the form."""
    field = refusal.field if isinstance(refusal, Invalid) and refusal.field in form.fields else None
    form.add_error(field, refusal.sentence)
