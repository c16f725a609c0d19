"""What is typed to take up a text with several, and to say one consent to several texts."""

from collections.abc import Sequence
from typing import Any

from django import forms

from kevread.agreements.models import Agreement
from kevread.agreements.queries.signing import ToRead
from kevread.agreements.queries.standing import Standing
from kevread.decisions.models import Decision
from kevread.directory.models import Organisation

from .approving import DecisionForm


class AlikeForm(forms.Form):
    """With whom else. `bound`: by organisation, the agreement of that kind that there is already."""

    organisations = forms.MultipleChoiceField(
        label="Avec qui d’autre ?",
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": "Choisissez au moins une organisation.",
            "invalid_choice": "Choisissez parmi les organisations proposées.",
        },
    )
    talks = forms.BooleanField(
        label="Ouvrir aussitôt la négociation : les autres parties lisent ces textes et peuvent y écrire",
        required=False,
    )

    def __init__(self, offered: Sequence[Organisation], bound: dict[Any, Standing], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offered = {one.slug: one for one in offered}
        field = self.fields["organisations"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(one.slug, with_what_binds(one, bound.get(one.pk))) for one in offered]

    @property
    def chosen(self) -> list[Organisation]:
        return [self.offered[slug] for slug in self.cleaned_data["organisations"]]


def with_what_binds(organisation: Organisation, stands: Standing | None) -> str:
    if stands is None:
        return organisation.name
    return f"{organisation.name} (déjà « {stands.agreement.title} », {stands.word.lower()})"


OF_SEVERAL = {
    "decision": "Décision du registre qui approuve ces textes",
    "sure": "Je l’ai relue : elle approuve bien ces textes",
}


class SeveralForm(DecisionForm):
    """One decision, and the texts that it approves."""

    texts = forms.MultipleChoiceField(
        label="Les textes qu’elle approuve",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Choisissez au moins un texte.", "invalid_choice": "Choisissez parmi ces textes."},
    )

    def __init__(
        self, offered: list[Decision], agreement: Agreement, waiting: Sequence[ToRead], *args: Any, **kwargs: Any
    ) -> None:
        super().__init__(offered, agreement, *args, **kwargs)
        self.waiting = {str(one.approval.pk): one for one in waiting}
        field = self.fields["texts"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(key, one.approval.instrument.told()) for key, one in self.waiting.items()]
        for name, label in OF_SEVERAL.items():
            if name in self.fields:
                self.fields[name].label = label
        if "other" in self.fields:
            self.fields["other"].help_text = "Ni sa sorte ni son titre ne parlent de ces textes."
        self.order_fields(["texts", "decision", "other", "sure"])

    @property
    def chosen(self) -> list[ToRead]:
        return [self.waiting[key] for key in self.cleaned_data["texts"]]
