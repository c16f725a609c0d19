"""What is typed on the screens of the rhythm: a meeting told afterwards, dates proposed."""

from datetime import date, time
from typing import Any

from django import forms

from kevread.meetings.forms import MISSING, HourField, WhenForm
from kevread.rhythm.rules.planning import WEEKDAYS


class HeldForm(WhenForm):
    """A meeting that was held without Kevread."""

    place = forms.CharField(label="Lieu", required=False, max_length=200)
    people = forms.MultipleChoiceField(
        label="Qui était là, si vous le savez", required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, people: list[tuple[str, str]], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["people"].choices = people  # type: ignore[attr-defined]
        if not people:
            del self.fields["people"]

    def clean_people(self) -> list[str]:
        return list(self.cleaned_data["people"])


class ChoicesForm(forms.Form):
    """How to propose dates to the bodies that have no habit yet. In the address: its names are French."""

    jour = forms.ChoiceField(
        label="Jour de préférence",
        choices=[(n, day) for n, day in enumerate(WEEKDAYS[:5])],
        help_text="Pour les instances qui n’ont pas encore d’habitude.",
        error_messages=MISSING,
    )
    heure = HourField(label="À partir de")
    aout = forms.BooleanField(label="Accepter le mois d’août", required=False)


class OfferForm(WhenForm):
    """A date proposed, that one keeps, changes or leaves."""

    body = forms.SlugField(widget=forms.HiddenInput)
    keep = forms.BooleanField(label="Planifier", required=False)

    @property
    def when(self) -> date | None:
        """The day that stands on the line, proposed or typed again; None when what is typed is no day."""
        try:
            found: date | None = self.fields["day"].clean(self["day"].value())
        except forms.ValidationError:
            return None
        return found

    @property
    def hours(self) -> tuple[time, time] | None:
        """From which hour to which, as they stand on the line; None when what is typed is no hour."""
        try:
            start, end = (self.fields[name].clean(self[name].value()) for name in ("start", "end"))
        except forms.ValidationError:
            return None
        return start, end

    @property
    def weekday(self) -> str:
        return WEEKDAYS[self.when.weekday()] if self.when else ""


AcceptForm = forms.formset_factory(OfferForm, extra=0, max_num=200)
