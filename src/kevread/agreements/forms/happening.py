"""What is typed of an agreement that was signed: what happens to it, what its parties owe each other."""

from typing import Any

from django import forms
from django.utils.text import capfirst

from kevread.agreements.models import Agreement, Instrument, Obligation
from kevread.common.rooms import witnesses
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


class PromiseForm(forms.Form):
    """What a party owes another, and what keeps it: what a room sees, or what that party will say."""

    debtor = forms.ChoiceField(label="Qui doit ?", error_messages=MISSING)
    creditor = forms.ChoiceField(label="À qui ?", error_messages=MISSING)
    what = forms.CharField(
        label="Quoi ?",
        max_length=300,
        help_text="Par exemple : remettre le rapport d’activité de l’année.",
        error_messages={"required": "Écrivez ce qui est dû."},
    )
    kept_by = forms.ChoiceField(
        label="Ce qui le tient de lui-même",
        required=False,
        help_text="Kevread le voit arriver depuis l’échéance d’avant, et coche l’engagement. Pour ce qui est dû une fois, il "
        "regarde l’année qui précède.",
        error_messages=MISSING,
    )
    proof = forms.CharField(
        label="Sinon, ce qui le prouvera",
        required=False,
        max_length=200,
        help_text="Par exemple « le rapport adopté par l’assemblée ».",
    )

    def __init__(self, agreement: Agreement, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        parties = agreement.parties.select_related("organisation").order_by("rank")
        self.parties = {str(one.pk): one for one in parties}
        bodies = Body.objects.filter(organisation__in=[one.organisation_id for one in self.parties.values()])
        rows = bodies.select_related("organisation").order_by("organisation__search", "rank", "pk")
        self.seen: dict[str, tuple[str, Body | None]] = {}
        self.offered: list[tuple[str, Any]] = []
        for kind, one in witnesses().items():
            if not one.of_body:
                self.seen[kind] = kind, None
                self.offered.append((kind, capfirst(one.label)))
                continue
            there = {f"{kind} {body.pk}": body for body in rows}
            self.seen |= {key: (kind, body) for key, body in there.items()}
            named = [(key, f"{body.name}, {body.organisation.name}") for key, body in there.items()]
            self.offered.append((capfirst(one.label), named))
        those = [(key, one.organisation.name) for key, one in self.parties.items()]
        for name, offered in (
            ("debtor", TO_CHOOSE + those),
            ("creditor", TO_CHOOSE + those),
            ("kept_by", NONE + self.offered),
        ):
            self.offer(name, offered)

    def offer(self, name: str, offered: list[tuple[str, Any]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = offered

    @property
    def said(self) -> dict[str, Any]:
        told = dict(self.cleaned_data)
        for name in ("debtor", "creditor"):
            told[name] = self.parties[told[name]]
        told["kept_by"], told["body"] = self.seen.get(told["kept_by"], ("", None))
        return told


class OweForm(PromiseForm):
    """What is due on a day, or at intervals."""

    field_order = ("debtor", "creditor", "what", "cadence", "first_due", "kept_by", "proof")
    cadence = forms.ChoiceField(
        label="Tous les combien ?",
        choices=[one for one in Obligation.Cadence.choices if one[0] != Obligation.Cadence.UPON],
        error_messages=MISSING,
    )
    first_due = DayField(label="Pour le", help_text="La première fois, si cela revient.")


class UponForm(PromiseForm):
    """What is due each time that something happens."""

    field_order = ("debtor", "creditor", "what", "upon", "occasion", "within", "first_due", "kept_by", "proof")
    upon = forms.ChoiceField(
        label="Chaque fois que Kevread voit",
        required=False,
        help_text="Il naît alors de lui-même.",
        error_messages=MISSING,
    )
    occasion = forms.CharField(
        label="Sinon, à quelle occasion ?",
        required=False,
        max_length=200,
        help_text="Par exemple « un déménagement » : une des parties dira quand cela arrive.",
    )
    within = forms.IntegerField(
        label="Sous combien de jours ?",
        min_value=0,
        max_value=3650,
        error_messages={
            "required": "Écrivez un nombre de jours ; 0 pour le jour même.",
            "invalid": "Écrivez un nombre de jours, sans décimale.",
            "min_value": "Écrivez un nombre de jours, de 0 à 3 650.",
            "max_value": "Écrivez un nombre de jours, de 0 à 3 650.",
        },
    )
    first_due = DayField(label="À partir du", help_text="Ce qui est arrivé avant ne compte pas.")

    def __init__(self, agreement: Agreement, *args: Any, **kwargs: Any) -> None:
        super().__init__(agreement, *args, **kwargs)
        self.offer("upon", [("", "Rien de tout cela : je le dis ci-dessous"), *self.offered])

    @property
    def said(self) -> dict[str, Any]:
        told = super().said | {"cadence": Obligation.Cadence.UPON}
        told["upon"], told["upon_body"] = self.seen.get(told["upon"], ("", None))
        return told


NONE = [("", "Rien : l’une des parties le dira tenu")]


class OccasionForm(forms.Form):
    happened_on = DayField(label="Arrivé le")
    note = SentenceField(
        label="Ce qui est arrivé", missing="Dites ce qui est arrivé : l’autre partie le lira.", max_length=300
    )


class KeptForm(forms.Form):
    kept_on = DayField(label="Tenu le")
    note = SentenceField(
        label="Ce qui le montre", missing="Dites ce qui le montre : l’autre partie le lira.", max_length=300
    )


class PostponeForm(forms.Form):
    to = DayField(label="Reporter au")
    reason = SentenceField(label="Pourquoi ?", missing="Dites pourquoi : l’autre partie le lira.", max_length=300)
