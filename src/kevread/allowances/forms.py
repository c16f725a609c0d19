"""What is typed of an allowance. The verb judges; its refusals come back on the field."""

from datetime import date
from typing import Any

from django import forms

from kevread.allowances.models import TOLD, Allowance
from kevread.allowances.operations import Paid
from kevread.allowances.rules import MOST, month_of, months_between
from kevread.common.periods import add_months
from kevread.decisions.models import Decision
from kevread.seats.models import Mandate
from kevread.ui.forms import DayField, EurosField, SentenceField

MONTHS = (
    "janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre", "décembre",
)  # fmt: skip


def month_in_words(month: date) -> str:
    """
    >>> month_in_words(date(2026, 11, 1))
    'novembre 2026'
    """
    return f"{MONTHS[month.month - 1]} {month.year}"


class MonthField(forms.TypedChoiceField):
    """A month of the last two years, or of the rest of this one; the last first."""

    def __init__(self, today: date, **options: Any) -> None:
        those = months_between(add_months(month_of(today), -24), date(today.year, 12, 1))
        choices = [(one.isoformat(), month_in_words(one)) for one in reversed(those)]
        super().__init__(
            choices=choices,
            coerce=date.fromisoformat,
            empty_value=None,
            error_messages={"required": "Choisissez un mois.", "invalid_choice": "Choisissez un des mois proposés."},
            **options,
        )


class RecordForm(forms.Form):
    mandate = forms.ModelChoiceField(
        label="À qui, pour quel mandat",
        queryset=Mandate.objects.none(),
        empty_label=None,
        error_messages={"required": "Choisissez un mandat.", "invalid_choice": "Choisissez un des mandats proposés."},
    )
    kind = forms.ChoiceField(label="De quelle nature", choices=Allowance.Kind.choices, widget=forms.RadioSelect)
    cents = EurosField(label="Montant versé, en euros", most=MOST)
    paid_on = DayField(label="Versé le")
    decision = forms.ModelChoiceField(
        label="Par quelle décision",
        queryset=Decision.objects.none(),
        required=False,
        empty_label="Aucune que le registre connaisse",
        help_text="Des guides conseillent un vote de l’assemblée. Sans décision, le versement s’inscrit, et cela se verra.",
    )
    evidence = SentenceField(
        label="Ce qui le justifie",
        required=False,
        rows=2,
        max_length=TOLD,
        help_text="Pour des frais : les factures, les trajets. Rien de la santé ni de la vie privée.",
    )
    field_order = ("mandate", "kind", "first", "last", "cents", "paid_on", "decision", "evidence")

    def __init__(self, today: date, mandates: Any, decisions: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["first"] = MonthField(today, label="Pour le mois de")
        self.fields["last"] = MonthField(today, label="Jusqu’au mois de, compris")
        self.fields["mandate"].queryset = mandates  # type: ignore[attr-defined]
        self.fields["mandate"].label_from_instance = named  # type: ignore[attr-defined]
        self.fields["decision"].queryset = decisions  # type: ignore[attr-defined]
        self.fields["decision"].label_from_instance = lambda one: f"{one.title} ({one.quoted})"  # type: ignore[attr-defined]
        self.order_fields(self.field_order)

    @property
    def paid(self) -> Paid:
        return Paid(**{name: self.cleaned_data[name] for name in self.field_order})


def named(mandate: Mandate) -> str:
    return f"{mandate.person}, {mandate.seat.name}, {mandate.seat.body.name}"


class ReasonForm(forms.Form):
    reason = SentenceField(label="Pourquoi ?", missing="Dites pourquoi : on le lira au journal.", max_length=TOLD)
