"""What people type about dues. The verbs check again, and say what is wrong on the field."""

from typing import Any

from django import forms

from kevread.decisions.models import Decision
from kevread.directory.models import LegalForm
from kevread.dues.models import REASON, Eligibility, Payment, Tariff
from kevread.dues.operations.receipts import Said
from kevread.dues.rules import BRACKETS, GREATEST, AskedBracket
from kevread.ui.forms import DayField, EurosField, SentenceField

YEARS = {"required": "Écrivez une année.", "invalid": "Écrivez une année en chiffres, comme 2027."}


class TariffForm(forms.Form):
    """The amounts of a tariff: its fields hang on what it is measured by."""

    since = DayField(label="Vaut à partir du")

    def __init__(self, basis: str, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.basis = basis
        if basis == Tariff.Basis.FLAT:
            self.fields["cents"] = EurosField(label="Cotisation, en euros")
        elif basis == Tariff.Basis.FORM:
            for form, label in LegalForm.choices:
                self.fields[f"cents_{form}"] = EurosField(label=f"{label}, en euros", required=False)
        else:
            for rank in range(8):
                what = "Budget à partir de, en euros" if basis == Tariff.Basis.BUDGET else "Effectif à partir de"
                start: forms.Field = (
                    EurosField(label=what, required=False, most=GREATEST)
                    if basis == Tariff.Basis.BUDGET
                    else forms.IntegerField(label=what, required=False, min_value=0, max_value=1_000_000)
                )
                start.initial = 0 if rank == 0 else None
                self.fields[f"from_{rank}"] = start
                self.fields[f"cents_{rank}"] = EurosField(label="Cotisation, en euros", required=False)

    def clean(self) -> dict[str, Any]:
        told = super().clean() or {}
        told["brackets"] = self.brackets(told)
        if not self.errors and not told["brackets"]:
            raise forms.ValidationError("Écrivez au moins un montant.")
        return told

    def brackets(self, told: dict[str, Any]) -> list[AskedBracket]:
        if self.basis == Tariff.Basis.FLAT:
            return [AskedBracket(told["cents"])] if told.get("cents") is not None else []
        if self.basis == Tariff.Basis.FORM:
            amounts = [(form, told.get(f"cents_{form}")) for form in LegalForm.values]
            return [AskedBracket(cents, form) for form, cents in amounts if cents is not None]
        found = []
        for rank in range(min(8, BRACKETS)):
            start, cents = told.get(f"from_{rank}"), told.get(f"cents_{rank}")
            if cents is not None and start is None and f"from_{rank}" not in self.errors:
                self.add_error(f"from_{rank}", "Dites à partir de combien ce montant vaut.")
            elif cents is not None and start is not None:
                found.append(AskedBracket(cents, at_least=start))
        return found


class CallForm(forms.Form):
    """In the address: its names are French."""

    annee = forms.IntegerField(label="Année", min_value=1900, max_value=2999, error_messages=YEARS)
    echeance = DayField(label="À payer au plus tard le")
    payer = SentenceField(
        label="Comment payer",
        rows=2,
        max_length=REASON,
        missing="Dites comment payer : chaque courriel le dira.",
        help_text="L’IBAN et son titulaire, l’ordre d’un chèque et où l’envoyer, l’adresse d’une page de paiement.",
    )


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label="Quelle erreur corrigez-vous ?",
        max_length=REASON,
        error_messages={"required": "Dites quelle erreur vous corrigez."},
    )


class AdjustForm(forms.Form):
    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)  # what was asked when the page was read
    cents = EurosField(label="Cotisation demandée, en euros", help_text="Zéro, si elle est exonérée.")
    reason = forms.CharField(
        label="Pourquoi ce n’est pas le montant du barème",
        max_length=REASON,
        required=False,
        help_text="Par exemple : exonérée par le conseil du 4 mars, adhésion en cours d’année.",
    )


class PayForm(forms.Form):
    cents = EurosField(label="Montant reçu, en euros")
    paid_on = DayField(label="Reçu le")
    means = forms.ChoiceField(
        label="Comment",
        choices=Payment.Means.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choisissez comment c’est arrivé."},
    )
    payer = forms.CharField(label="Qui a payé", required=False, max_length=160, help_text="Si ce n’est pas le membre.")
    note = forms.CharField(label="Note", required=False, max_length=REASON, help_text="Numéro de chèque, libellé…")
    is_another = forms.BooleanField(label="C’est bien un autre paiement", required=False)


class RefundForm(forms.Form):
    cents = EurosField(label="Montant rendu, en euros")
    paid_on = DayField(label="Rendu le")
    means = forms.ChoiceField(
        label="Comment",
        choices=Payment.Means.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choisissez comment c’est rendu."},
    )
    reason = forms.CharField(
        label="Pourquoi", max_length=REASON, error_messages={"required": "Dites pourquoi c’est rendu."}
    )


class BudgetForm(forms.Form):
    year = forms.IntegerField(label="Année", min_value=1900, max_value=2999, error_messages=YEARS)
    value = EurosField(label="Budget de l’année, en euros", most=GREATEST)


class SizeForm(forms.Form):
    year = forms.IntegerField(label="Année", min_value=1900, max_value=2999, error_messages=YEARS)
    value = forms.IntegerField(
        label="Effectif",
        min_value=0,
        max_value=1_000_000,
        error_messages={"required": "Écrivez un nombre.", "invalid": "Écrivez un nombre entier."},
    )


class StatementForm(forms.Form):
    file = forms.FileField(
        label="Le relevé",
        help_text="Tel que la banque ou HelloAsso le donne : CSV, tableur (XLSX, ODS) ou OFX.",
        widget=forms.FileInput(attrs={"accept": ".csv,.txt,.tsv,.xlsx,.ods,.ofx"}),
        error_messages={"required": "Choisissez un fichier.", "empty": "Ce fichier est vide."},
    )


class ClaimForm(forms.Form):
    name = forms.CharField(
        label="Nom de l’organisation qui adhère",
        max_length=160,
        error_messages={"required": "Écrivez le nom de l’organisation qui adhère."},
    )


YES_NO = (("yes", "Oui"), ("no", "Non"))


class YesNoField(forms.TypedChoiceField):
    """A question that somebody answers: nothing is ticked for them."""

    def __init__(self, **options: Any) -> None:
        super().__init__(
            choices=YES_NO,
            coerce=lambda typed: typed == "yes",
            widget=forms.RadioSelect,
            error_messages={"required": "Répondez oui ou non."},
            **options,
        )


class EligibilityForm(forms.Form):
    since = DayField(label="Depuis le", help_text="Ce que l’organisation dit vaut pour ce qui est payé depuis ce jour.")
    of_interest = YesNoField(
        label="L’organisation est-elle d’intérêt général ?",
        help_text="Non lucrative, gérée sans intérêt personnel, ouverte au-delà d’un cercle restreint de personnes ou "
        "d’entreprises.",
    )
    for_nothing = YesNoField(
        label="La cotisation est-elle sans contrepartie ?",
        help_text="Voter et être élu·e n’en est pas une ; un service, un tarif réduit, une publicité en sont.",
    )
    ground = forms.ChoiceField(
        label="Sur quoi cela repose",
        choices=Eligibility.Ground.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Dites sur quoi cela repose."},
    )
    because = SentenceField(
        label="Ce qui le montre",
        rows=2,
        max_length=REASON,
        missing="Dites ce qui le montre.",
        help_text="La réponse et sa date, ou ce que l’examen a regardé.",
    )
    decision = forms.ModelChoiceField(
        label="Par quelle décision du registre",
        queryset=Decision.objects.none(),
        empty_label="À choisir",
        error_messages={
            "required": "Choisissez la décision par laquelle l’organisation le dit.",
            "invalid_choice": "Choisissez une des décisions proposées.",
        },
    )
    seat = forms.CharField(
        label="Adresse du siège, telle qu’elle sera sur les reçus",
        max_length=200,
        error_messages={"required": "Écrivez l’adresse du siège."},
    )
    purpose = SentenceField(
        label="Objet de l’organisation, en une phrase",
        rows=2,
        max_length=REASON,
        missing="Écrivez l’objet de l’organisation.",
        help_text="Tel que ses statuts le disent : il sera sur les reçus.",
    )

    def __init__(self, decisions: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["decision"].queryset = decisions  # type: ignore[attr-defined]
        self.fields["decision"].label_from_instance = lambda one: f"{one.title} ({one.quoted})"  # type: ignore[attr-defined]

    @property
    def said(self) -> Said:
        return Said(**self.cleaned_data)
