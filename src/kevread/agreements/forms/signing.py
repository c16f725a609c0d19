"""What is typed to put texts to signature."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django import forms

from kevread.agreements.models import Approval, Instrument
from kevread.directory.models import Organisation, Person
from kevread.documents.asks import Entitled

from .preparing import MISSING

NOBODY_YET = [("", "Personne ne peut signer ce jour")]
TURNS = [("together", "Toutes en même temps"), ("in_order", "L’une après l’autre, dans l’ordre des parties")]


class ConsentForm(forms.Form):
    """Which text, of those that wait for the consent of an organisation."""

    approval = forms.ChoiceField(label="Le texte qu’elle approuve", widget=forms.RadioSelect, error_messages=MISSING)

    def __init__(self, offered: Sequence[Approval], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["approval"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(str(one.pk), one.instrument.told()) for one in offered]
        if len(offered) == 1:
            field.initial = str(offered[0].pk)


class ToSignForm(forms.Form):
    """Which texts, who signs for each party, in what turn."""

    instruments = forms.MultipleChoiceField(
        label="Les textes à signer",
        widget=forms.CheckboxSelectMultiple,
        help_text="Chaque personne les lit et les signe un à un.",
        error_messages={"required": "Choisissez au moins un texte."},
    )
    turns = forms.ChoiceField(
        label="Dans quel ordre ?", choices=TURNS, initial="together", widget=forms.RadioSelect, error_messages=MISSING
    )
    amount = forms.IntegerField(
        label="Montant que chaque texte engage, en euros",
        required=False,
        min_value=0,
        max_value=1_000_000_000,
        help_text="S’il y en a un : une délégation peut avoir un plafond.",
    )

    def __init__(
        self,
        ready: Sequence[Instrument],
        offered: Mapping[Organisation, Sequence[Entitled]],
        *args: Any,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.ready = {str(one.pk): one for one in ready}
        field = self.fields["instruments"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(key, one.told()) for key, one in self.ready.items()]
        self.people: dict[str, dict[str, tuple[UUID, Person]]] = {}
        for where, those in offered.items():
            name = f"signer_{where.slug}"
            self.people[name] = {str(one.person.pk): (where.pk, one.person) for one in those}
            self.fields[name] = forms.ChoiceField(
                label=f"Qui signe pour {where.name} ?",
                choices=[(str(one.person.pk), f"{one.person}, {one.quality}") for one in those] or NOBODY_YET,
                required=bool(those),
                error_messages=MISSING,
            )
        self.order_fields(["instruments", *self.people, "turns", "amount"])

    @property
    def said(self) -> dict[str, Any]:
        told = self.cleaned_data
        chosen = [self.people[name][told[name]] for name in self.people if told[name]]
        return {
            "instruments": [self.ready[key] for key in told["instruments"]],
            "signers": dict(chosen),
            "in_order": told["turns"] == "in_order",
            "amount": told["amount"] * 100 if told["amount"] is not None else None,
        }
