"""What is typed of an agreement that was signed: what happens to it, what its parties owe each other."""

from typing import Any

from django import forms

from kevread.agreements.models import Agreement, Instrument, Obligation
from kevread.seats.models import Body
from kevread.ui.forms import DayField, SentenceField

from .preparing import MISSING, TO_CHOOSE


class EventForm(forms.Form):
    told_on = DayField(label="Le")
    note = SentenceField(label="Ce qu’il faut en savoir", missing="Dites-le en quelques mots.", max_length=300)

    def __init__(self, agreement: Agreement, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if by := self.fields.get("by"):
            assert isinstance(by, forms.ChoiceField)
            rows = agreement.parties.select_related("organisation").order_by("rank")
            self.parties = {str(one.pk): one for one in rows}
            by.choices = TO_CHOOSE + [(key, one.organisation.name) for key, one in self.parties.items()]

    @property
    def said(self) -> dict[str, Any]:
        told = dict(self.cleaned_data)
        return told | ({"by": self.parties[told["by"]]} if "by" in told else {})


class NoticeForm(EventForm):
    by = forms.ChoiceField(label="Qui donne le préavis ?", error_messages=MISSING)
    means = forms.ChoiceField(
        label="Sous quelle forme ?", choices=Instrument.Means.choices, widget=forms.RadioSelect, error_messages=MISSING
    )
    last = DayField(
        label="Dernier jour de la convention",
        required=False,
        help_text="Laissez vide : Kevread le déduit du préavis. Un jour plus lointain est admis.",
    )
    field_order = ("by", "told_on", "means", "last", "note")

    def __init__(self, agreement: Agreement, *args: Any, **kwargs: Any) -> None:
        super().__init__(agreement, *args, **kwargs)
        self.fields["note"].required = False


class TogetherForm(EventForm):
    last = DayField(label="Dernier jour de la convention")
    field_order = ("told_on", "last", "note")


class MediationForm(EventForm):
    by = forms.ChoiceField(label="Qui la demande ?", error_messages=MISSING)
    field_order = ("by", "told_on", "note")


class OweForm(forms.Form):
    """What a party owes another; a meeting of a body of one of them may keep it by itself."""

    debtor = forms.ChoiceField(label="Qui doit ?", error_messages=MISSING)
    creditor = forms.ChoiceField(label="À qui ?", error_messages=MISSING)
    what = forms.CharField(
        label="Quoi ?",
        max_length=300,
        help_text="Par exemple : remettre le rapport d’activité de l’année.",
        error_messages={"required": "Écrivez ce qui est dû."},
    )
    cadence = forms.ChoiceField(label="Tous les combien ?", choices=Obligation.Cadence.choices, error_messages=MISSING)
    first_due = DayField(label="Pour le", help_text="La première fois, si cela revient.")
    proof = forms.CharField(label="Ce qui le prouve", required=False, max_length=200)
    body = forms.ChoiceField(
        label="Une réunion de cette instance le tient",
        required=False,
        help_text="Il se coche alors de lui-même, quand elle s’est tenue à temps.",
        error_messages=MISSING,
    )

    def __init__(self, agreement: Agreement, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        parties = agreement.parties.select_related("organisation").order_by("rank")
        self.parties = {str(one.pk): one for one in parties}
        bodies = Body.objects.filter(organisation__in=[one.organisation_id for one in self.parties.values()])
        rows = bodies.select_related("organisation").order_by("organisation__search", "rank", "pk")
        self.bodies = {str(one.pk): one for one in rows}
        those = [(key, one.organisation.name) for key, one in self.parties.items()]
        theirs = [(key, f"{one.name}, {one.organisation.name}") for key, one in self.bodies.items()]
        for name, offered in (("debtor", TO_CHOOSE + those), ("creditor", TO_CHOOSE + those), ("body", NONE + theirs)):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = offered

    @property
    def said(self) -> dict[str, Any]:
        told = dict(self.cleaned_data)
        for name in ("debtor", "creditor"):
            told[name] = self.parties[told[name]]
        return told | {"body": self.bodies.get(told["body"])}


NONE = [("", "Aucune : l’une des parties le dira tenu")]


class KeptForm(forms.Form):
    kept_on = DayField(label="Tenu le")
    note = SentenceField(
        label="Ce qui le montre", missing="Dites ce qui le montre : l’autre partie le lira.", max_length=300
    )


class PostponeForm(forms.Form):
    to = DayField(label="Reporter au")
    reason = SentenceField(label="Pourquoi ?", missing="Dites pourquoi : l’autre partie le lira.", max_length=300)
