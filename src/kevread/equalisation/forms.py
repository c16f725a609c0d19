"""What people type of a round. The verbs check again, and say what is wrong on the field."""

import re
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.db.models import QuerySet

from kevread.common.money import euros
from kevread.common.words import listed
from kevread.directory.models import Organisation
from kevread.equalisation.models import LONGEST_CRITERION, LONGEST_NAME, Opinion, Resource
from kevread.finance.models import Funding
from kevread.ui.forms import DayField, SentenceField

CHOOSE = {"required": "Choisissez une réponse.", "invalid_choice": "Choisissez une des réponses proposées."}


def figures(typed: str) -> str:
    """As it is typed, when it is a number as people write one: no power of ten, no figure of another script, which Python would
    read. Otherwise something that is no number, for the field to say what is right."""
    return typed if not typed or re.fullmatch(r"[+-]?[0-9.]+", typed) else "?"


class EurosField(forms.DecimalField):
    """An amount typed in euros, kept in cents."""

    def __init__(self, **options: Any) -> None:
        wrong = "Écrivez un montant en euros, par exemple 12 400 ou 12 400,50."
        super().__init__(
            max_digits=15,
            decimal_places=2,
            min_value=Decimal(0),
            localize=False,
            widget=forms.TextInput(attrs={"inputmode": "decimal"}),
            error_messages={
                "required": "Indiquez un montant.", "invalid": wrong, "min_value": "Un montant d’au moins 0 € est attendu.",
                "max_decimal_places": "Deux décimales au plus.", "max_digits": wrong, "max_whole_digits": wrong,
            },
            **options,
        )  # fmt: skip

    def to_python(self, value: Any) -> Any:
        return super().to_python(figures("".join(str(value or "").replace("€", "").split()).replace(",", ".")))

    def clean(self, value: Any) -> Any:
        found = super().clean(value)
        return None if found is None else int(found * 100)


class MeasureValue(forms.DecimalField):
    """A measure, with a comma or a dot."""

    def to_python(self, value: Any) -> Any:
        return super().to_python(figures("".join(str(value or "").split()).replace(",", ".")))


class OpenForm(forms.Form):
    year = forms.IntegerField(
        label="Année de la campagne", error_messages={"required": "Indiquez l’année.", "invalid": "Indiquez une année."}
    )
    as_of = DayField(label="Jour auquel les données sont relevées")


class GrantField(forms.ModelChoiceField):
    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.funder.called}, {obj.purpose}, {euros(obj.cents)}"


class ResourceForm(forms.Form):
    """`grants`: the fundings that are recorded and may be granted onwards: of one of them, the rest is known."""

    funding = GrantField(
        label="Le financement inscrit dont elle vient",
        queryset=Funding.objects.none(),
        required=False,
        empty_label="Aucun de ceux-ci",
        help_text="Choisi, il dit de qui vient la somme et par quelle clause elle se reverse : laissez ces cases vides.",
    )
    label = forms.CharField(
        label="De qui vient la somme",
        max_length=160,
        required=False,
        error_messages={"required": "Dites de qui vient la somme."},
    )
    origin = forms.ChoiceField(
        label="Origine", choices=Resource.Origin, widget=forms.RadioSelect, error_messages=CHOOSE
    )
    amount = EurosField(label="Montant, en euros")
    may_be_granted = forms.BooleanField(
        label="La convention permet expressément de la reverser à une autre association",
        required=False,
        help_text="Pour une subvention : sans cette clause, la loi interdit de la reverser.",
    )
    clause = forms.CharField(
        label="La clause, telle qu’elle est écrite",
        max_length=400,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, grants: QuerySet[Funding], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["funding"].queryset = grants  # type: ignore[attr-defined]
        if not grants:
            del self.fields["funding"]
            self.fields["label"].required = True


class BringForm(forms.Form):
    source = forms.ChoiceField(
        label="Ce qui reste",
        widget=forms.RadioSelect,
        error_messages=CHOOSE
        | {"invalid_choice": "Ce qui reste de cette année vient de changer : relisez les sommes, puis choisissez."},
    )
    amount = EurosField(
        label="Montant à reporter, en euros",
        help_text="Tout, ou une partie : le reste attend une autre campagne.",
    )

    def __init__(self, offered: Sequence[tuple[str, str]], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["source"].choices = offered  # type: ignore[attr-defined]


class RemoveForm(forms.Form):
    resource = forms.ChoiceField(label="Ressource à retirer", widget=forms.RadioSelect, error_messages=CHOOSE)

    def __init__(self, offered: Sequence[tuple[str, str]], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["resource"].choices = offered  # type: ignore[attr-defined]


class ForgetForm(forms.Form):
    scenario = forms.ChoiceField(label="Scénario à retirer", widget=forms.RadioSelect, error_messages=CHOOSE)

    def __init__(self, offered: Sequence[tuple[str, str]], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["scenario"].choices = offered  # type: ignore[attr-defined]


class ReserveForm(forms.Form):
    reserve = EurosField(label="Réserve, en euros", help_text="Ce qui reste au fonds et n’est pas partagé cette année.")


class MeasureForm(forms.Form):
    beneficiary = forms.ChoiceField(label="Organisation", error_messages=CHOOSE)
    criterion = forms.ChoiceField(label="Critère", error_messages=CHOOSE)
    value = MeasureValue(
        label="Valeur",
        max_digits=16,
        decimal_places=4,
        widget=forms.TextInput(attrs={"inputmode": "decimal"}),
        error_messages={"required": "Indiquez la valeur.", "invalid": "Écrivez un nombre, par exemple 42 ou 6775,5."},
    )
    source = forms.CharField(
        label="Source",
        max_length=200,
        help_text="Qui l’a comptée, dans quel document.",
        error_messages={"required": "Dites d’où vient cette valeur."},
    )
    as_of = DayField(label="Relevée le")

    def __init__(self, who: list[Organisation], codes: Sequence[tuple[str, str]], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        named = [(one.slug, one.name) for one in who]
        self.fields["beneficiary"].choices = [("", "À choisir"), *named]  # type: ignore[attr-defined]
        self.fields["criterion"].choices = [("", "À choisir"), *codes]  # type: ignore[attr-defined]


class AddCriterionForm(forms.Form):
    name = forms.CharField(
        label="Ce qui se compte, au pluriel",
        max_length=LONGEST_CRITERION,
        help_text="Par exemple : quartiers prioritaires.",
        error_messages={"required": "Dites ce qui se compte."},
    )
    source = SentenceField(
        label="Qui le demande, et pourquoi", max_length=300, missing="Dites qui le demande, et pourquoi."
    )

    def __init__(self, known: Sequence[str], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if known:
            said = listed(f"« {one} »" for one in known)
            self.fields[
                "name"
            ].help_text = f"Par exemple : quartiers prioritaires. Ce que Kevread relève lui-même : {said}."


class DropCriterionForm(forms.Form):
    criterion = forms.ChoiceField(label="Critère à retirer", widget=forms.RadioSelect, error_messages=CHOOSE)

    def __init__(self, offered: Sequence[tuple[str, str]], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["criterion"].choices = offered  # type: ignore[attr-defined]


class AbandonForm(forms.Form):
    reason = SentenceField(
        label="Pourquoi cette campagne est abandonnée", max_length=300, missing="Dites pourquoi elle est abandonnée."
    )


class KeepForm(forms.Form):
    name = forms.CharField(
        label="Nom du scénario", max_length=LONGEST_NAME, error_messages={"required": "Donnez un nom à ce scénario."}
    )


def first_year(today: date) -> dict[str, Any]:
    return {"year": today.year, "as_of": today}


CHANGED = "Les règles de ce scénario ont changé depuis que vous avez ouvert cette page : relisez-les, puis choisissez."


class ProposeForm(forms.Form):
    scenario = forms.ChoiceField(
        label="Scénario proposé", widget=forms.RadioSelect, error_messages=CHOOSE | {"invalid_choice": CHANGED}
    )
    proposed_in = forms.ChoiceField(
        label="Ligne du registre par laquelle il est proposé", widget=forms.RadioSelect, error_messages=CHOOSE
    )

    def __init__(
        self, scenarios: Sequence[tuple[str, str]], lines: Sequence[tuple[str, str]], *args: Any, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["scenario"].choices = scenarios  # type: ignore[attr-defined]
        self.fields["proposed_in"].choices = lines  # type: ignore[attr-defined]


class WithdrawForm(forms.Form):
    reason = SentenceField(
        label="Pourquoi cette proposition est retirée", max_length=300, missing="Dites pourquoi elle est retirée."
    )


class OpinionForm(forms.Form):
    view = forms.ChoiceField(label="Votre avis", choices=Opinion.View, widget=forms.RadioSelect, error_messages=CHOOSE)
    note = SentenceField(
        label="Ce qui l’explique (attendu si l’avis n’est pas favorable)", max_length=600, required=False
    )


class CorrectForm(forms.Form):
    cause = SentenceField(label="Ce qui est à corriger", max_length=300, missing="Dites ce qui est à corriger.")


class ContestForm(forms.Form):
    text = SentenceField(
        label="Ce qui est faux, et pourquoi", max_length=2000, missing="Dites ce qui est faux dans cette part."
    )


class AnswerForm(forms.Form):
    appeal = forms.ChoiceField(label="Recours", widget=forms.RadioSelect, error_messages=CHOOSE)
    is_heard = forms.ChoiceField(
        label="Réponse",
        choices=(("yes", "Il y est fait droit : une campagne corrective le dira"), ("no", "Il n’y est pas fait droit")),
        widget=forms.RadioSelect,
        error_messages=CHOOSE,
    )
    answer = SentenceField(label="Ce qui l’explique", max_length=2000, missing="Dites ce qui est répondu.")
    answered_in = forms.ChoiceField(
        label="Ligne du registre par laquelle il est répondu", widget=forms.RadioSelect, error_messages=CHOOSE
    )

    def __init__(
        self, appeals: Sequence[tuple[str, str]], lines: Sequence[tuple[str, str]], *args: Any, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["appeal"].choices = appeals  # type: ignore[attr-defined]
        self.fields["answered_in"].choices = lines  # type: ignore[attr-defined]


class DecideForm(forms.Form):
    campaign = forms.ChoiceField(
        label="Campagne que cette décision adopte", widget=forms.RadioSelect, error_messages=CHOOSE
    )

    def __init__(self, offered: Sequence[tuple[str, str]], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["campaign"].choices = offered  # type: ignore[attr-defined]


class ReasonForm(forms.Form):
    reason = SentenceField(label="Quelle erreur vous corrigez", missing="Dites quelle erreur vous corrigez.")


class PointsField(forms.DecimalField):
    """A weight typed in per cent, kept in basis points."""

    def __init__(self, **options: Any) -> None:
        wrong = "Écrivez un poids en pour cent, de 0 à 100, comme 25 ou 12,5."
        super().__init__(
            max_digits=5,
            decimal_places=2,
            min_value=Decimal(0),
            max_value=Decimal(100),
            localize=False,
            widget=forms.TextInput(attrs={"inputmode": "decimal"}),
            error_messages={
                "required": "Donnez un poids, 0 s’il ne compte pas.", "invalid": wrong, "min_value": wrong, "max_value": wrong,
                "max_decimal_places": "Deux décimales au plus.", "max_digits": wrong, "max_whole_digits": wrong,
            },
            **options,
        )  # fmt: skip

    def to_python(self, value: Any) -> Any:
        typed = "".join(str(value or "").split()).replace("\u202f", "").removesuffix("%").replace(",", ".")
        return super().to_python(typed)

    def clean(self, value: Any) -> Any:
        found = super().clean(value)
        return None if found is None else int(found * 100)


class WeightsForm(forms.Form):
    """The weight of each criterion, together."""

    def __init__(self, weighed: Sequence[tuple[str, str]], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.codes = [code for code, _ in weighed]
        self.typed_as = {"weights": f"weight_{self.codes[-1]}"} if weighed else {}
        for code, name in weighed:
            self.fields[f"weight_{code}"] = PointsField(label=f"{name}, en pour cent")
        self.fields["since"] = DayField(label="À partir du")

    @property
    def asked(self) -> dict[str, Any]:
        said = self.cleaned_data
        return {"since": said["since"], "weights": {code: said[f"weight_{code}"] for code in self.codes}}


class PrepareForm(forms.Form):
    beneficiary = forms.ChoiceField(label="À qui verser", widget=forms.RadioSelect, error_messages=CHOOSE)
    key = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, offered: Sequence[tuple[str, str]], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["beneficiary"].choices = offered  # type: ignore[attr-defined]


class PaymentForm(forms.Form):
    payment = forms.ChoiceField(label="Versement", widget=forms.RadioSelect, error_messages=CHOOSE)

    def __init__(self, offered: Sequence[tuple[str, str]], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["payment"].choices = offered  # type: ignore[attr-defined]


class VoidForm(PaymentForm):
    reason = SentenceField(
        label="Pourquoi ce versement est annulé", max_length=300, missing="Dites pourquoi ce versement est annulé."
    )


class ReturnForm(PaymentForm):
    reason = SentenceField(
        label="Ce qui lui est arrivé", max_length=300, missing="Dites ce qui est arrivé à ce versement."
    )


class TakeBackForm(PaymentForm):
    reason = SentenceField(
        label="Quelle erreur vous corrigez", max_length=300, missing="Dites quelle erreur vous corrigez."
    )


class OwnReturnForm(forms.Form):
    """Of the one sum that the page of a share is about."""

    reason = SentenceField(label="Ce qui est arrivé", max_length=300, missing="Dites ce qui est arrivé.")
