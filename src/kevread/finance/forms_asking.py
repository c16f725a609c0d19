"""What is typed of a request and of what volunteers give. The verbs judge."""

from decimal import Decimal
from typing import Any

from django import forms

from kevread.finance.models import ANSWER, GivenTime, RequestAnswer
from kevread.finance.operations.giving import MOST_CENTS, MOST_MINUTES
from kevread.ledgers.rules.budget import LARGEST
from kevread.ui.forms import DayField, EurosField, SentenceField

Item = RequestAnswer.Item
HELP = {
    Item.OBJECT: "Tel que les statuts le disent.",
    Item.OBJECTIVES: "Ce que le projet veut changer.",
    Item.AUDIENCE: "À qui il s’adresse, combien de personnes.",
    Item.GROUND: "Intercommunalités, communes, quartiers.",
    Item.MEANS: "Personnes, lieux, matériel, partenaires.",
    Item.INDICATORS: "Ce qui se comptera, à la fin, face aux objectifs.",
    Item.STATE_AID: "Montants, jours, financeurs ; ou « aucune ». Le plafond vaut pour toute l’association : "
    "à vérifier avec votre cabinet.",
}


class AnswersForm(forms.Form):
    """Whatever is left empty is not said."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for item, label in Item.choices:
            if item == Item.VOLUNTEERS:
                self.fields[item] = forms.CharField(
                    label=label,
                    max_length=7,
                    required=False,
                    widget=forms.TextInput(attrs={"inputmode": "numeric"}),
                    help_text="Les personnes qui donnent de leur temps, au long d’une année.",
                )
            else:
                self.fields[item] = SentenceField(
                    label=label, max_length=ANSWER, required=False, help_text=HELP.get(Item(item), "")
                )


class PlanTableForm(forms.Form):
    table = forms.CharField(
        label="Les lignes du budget", max_length=LARGEST, required=False, widget=forms.Textarea(attrs={"rows": 14}),
        help_text="Collez-les depuis un tableur. La première ligne nomme les colonnes : compte, libellé, montant. Un compte "
        "est entier, ou le début de plusieurs (64). Chaque financeur a son compte, qui commence par 74, et son nom.",
    )  # fmt: skip


class RateForm(forms.Form):
    since = DayField(label="Depuis le")
    cents = EurosField(label="Valeur d’une heure, en euros", most=MOST_CENTS)
    source = forms.CharField(
        label="D’où vient ce taux",
        max_length=160,
        help_text="Qui l’a décidé, d’après quoi : le conseil, le cabinet, un texte.",
        error_messages={"required": "Dites d’où vient ce taux."},
    )


class HoursField(forms.DecimalField):
    """Hours as people write them, « 2,5 »; whole minutes once they are read."""

    def __init__(self, **options: Any) -> None:
        errors = {"required": "Écrivez une durée.", "invalid": "Écrivez des heures, comme 3 ou 2,5."}
        widget = forms.TextInput(attrs={"inputmode": "decimal"})
        super().__init__(
            max_digits=8, decimal_places=2, min_value=Decimal("0.01"), max_value=Decimal(MOST_MINUTES // 60),
            widget=widget, error_messages=errors, **options,
        )  # fmt: skip

    def to_python(self, value: Any) -> Any:
        typed = "".join(str(value or "").split()).removesuffix("h").replace(",", ".")
        return super().to_python(typed)

    def clean(self, value: Any) -> int | None:
        found: Decimal | None = super().clean(value)
        return None if found is None else max(1, round(found * 60))


class TimeForm(forms.Form):
    day = DayField(label="Le")
    kind = forms.ChoiceField(label="Ce que c’est", choices=GivenTime.Kind.choices, widget=forms.RadioSelect)
    hours = HoursField(label="Heures, toutes personnes réunies", help_text="2,5 pour deux heures et demie.")
    words = forms.CharField(
        label="Pour quoi",
        max_length=160,
        help_text="Sans nommer personne : « préparation du forum, quatre bénévoles ».",
        error_messages={"required": "Dites pour quoi ce temps fut donné."},
    )
