"""What is typed to compute the calendar of a transfer (in the address: its names are French), and of a handing over."""

from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from kevread.common.errors import Invalid
from kevread.decisions.models import Decision
from kevread.directory.models import Organisation
from kevread.statutes.models import HandingOver
from kevread.statutes.rules.transfer import MOST_NOTICE, Council, Transfer
from kevread.ui.forms import DayField, SentenceField, put_back

COUNCILS = [
    (Council.NONE.value, "Non : aucune des associations n’en a"),
    (Council.YES.value, "Oui, consulté sans expertise"),
    (Council.EXPERT.value, "Oui, et un·e expert·e peut être appelé·e"),
]
MOST_ASSETS = 10**10


class CalendarForm(forms.Form):
    assemblee = DayField(label="Première assemblée")
    autre = DayField(label="Dernière assemblée, si c’est un autre jour", required=False)
    cse = forms.ChoiceField(label="Y a-t-il un CSE à consulter ?", choices=COUNCILS, initial=Council.NONE.value)
    cloture = DayField(label="Clôture des derniers comptes", required=False)
    actifs = forms.DecimalField(
        label="Valeur des actifs apportés, en euros",
        required=False,
        min_value=0,
        max_value=MOST_ASSETS,
        decimal_places=2,
        localize=True,
        help_text="Toutes les associations qui apportent, ensemble.",
    )
    convocation = forms.IntegerField(
        label="Délai de convocation des assemblées, en jours",
        min_value=0,
        max_value=MOST_NOTICE,
        initial=15,
        help_text="Celui de vos statuts.",
    )
    effet = DayField(label="Effet dit par le traité, s’il en dit un", required=False)

    typed_as = {"effective": "effet", "assets": "actifs", "notice_days": "convocation"}

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        if self.errors:
            return said
        try:
            self.transfer = transfer_of(said)
        except Invalid as wrong:
            put_back(self, wrong)
        return said


def transfer_of(said: dict[str, Any]) -> Transfer:
    """What was typed. Raises Invalid."""
    assets: Decimal | None = said["actifs"]
    if said["autre"] and said["autre"] < said["assemblee"]:
        raise ValidationError({"autre": "La dernière assemblée ne précède pas la première."})
    return Transfer(
        assembly=said["assemblee"],
        others=(said["autre"],) if said["autre"] else (),
        council=Council(said["cse"]),
        year_end=said["cloture"],
        assets=int(assets * 100) if assets is not None else None,
        notice_days=said["convocation"],
        effective=said["effet"],
    )


class DayForm(forms.Form):
    """What an organisation decided: with whom, of what, from which day, by which of its decisions."""

    other = forms.ModelChoiceField(label="Avec", queryset=Organisation.objects.none(), empty_label="À choisir")
    subject = forms.ChoiceField(label="Ce qui passe", choices=HandingOver.Subject.choices, widget=forms.RadioSelect)
    day = DayField(label="À partir du")
    decision = forms.ModelChoiceField(
        label="Décision qui le fixe",
        queryset=Decision.objects.none(),
        required=False,
        empty_label="À choisir",
        help_text="Une décision adoptée, déjà inscrite au registre.",
    )
    decided_on = DayField(label="Ou, avant que le registre soit tenu : décidé le", required=False)
    decided_by = forms.CharField(label="Par quelle décision", required=False, max_length=200)

    def __init__(self, others: Any, decisions: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["other"].queryset = others  # type: ignore[attr-defined]
        self.fields["decision"].queryset = decisions  # type: ignore[attr-defined]


class UndoForm(forms.Form):
    reason = SentenceField(label="Pourquoi", missing="Dites quelle erreur vous corrigez.", max_length=300, rows=2)
