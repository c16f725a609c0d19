"""What is typed to amend an agreement."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms

from kevread.agreements.loader import ClauseSpec
from kevread.agreements.operations.checks import Signed
from kevread.agreements.rules import Written
from kevread.decisions.models import Decision
from kevread.documents.forms import file_field
from kevread.ui.forms import DayField, SentenceField

from .preparing import SignersFields, TermsForm, blank_fields


def subject_field() -> forms.CharField:
    return forms.CharField(
        label="Ce que change cet avenant",
        max_length=200,
        help_text="En quelques mots : prolonger d’un an, revoir les moyens…",
        error_messages={"required": "Dites en quelques mots ce que change cet avenant."},
    )


class AmendForm(TermsForm):
    """Its subject, from when it counts, and the days that it leaves or changes."""

    subject = subject_field()
    field_order = ("subject",)


class AmendClauseForm(forms.Form):
    """What an amendment makes of a clause: its blanks, for one of the model; otherwise its title and its text."""

    def __init__(self, model: ClauseSpec | None, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.blanks = list(model.blanks) if model and model.form == "set" else []
        if model is not None and self.blanks:
            self.fields |= blank_fields(model)
            return
        self.fields["title"] = forms.CharField(
            label="Titre de la clause", max_length=160, error_messages={"required": "Donnez un titre à cette clause."}
        )
        self.fields["text"] = SentenceField(
            label="Ce qu’elle dit désormais", missing="Écrivez le texte de cette clause.", max_length=20_000, rows=12
        )

    @property
    def said(self) -> dict[str, Any]:
        return {"blanks": self.cleaned_data} if self.blanks else dict(self.cleaned_data)


class DepositAmendmentForm(SignersFields, TermsForm):
    """An amendment that was signed elsewhere: its days, who signed, what it makes of each clause."""

    subject = subject_field()
    signed_on = DayField(label="Signé le", help_text="Le jour de la dernière signature.")
    field_order = ("subject", "signed_on")

    def __init__(
        self,
        places: Mapping[str, str],
        offered: Mapping[str, list[Decision]],
        clauses: Sequence[Written],
        *args: Any,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.places, self.clause_names = places, [one.slug for one in clauses]
        self.typed_as = {role: f"{role}_name" for role in places}
        self.fields["file"] = file_field()
        self.fields["file"].required = False
        self.fields["file"].label = "L’avenant signé, numérisé"
        self.ask_signers(places, offered)
        for one in clauses:
            self.fields[f"clause_{one.slug}"] = SentenceField(
                label=f"Ce que dit désormais « {one.title} »", required=False, max_length=20_000, rows=3
            )

    @property
    def signers(self) -> dict[str, Signed]:
        return {role: self.said_by(role) for role in self.places}

    @property
    def clauses(self) -> dict[str, str]:
        return {slug: self.cleaned_data[f"clause_{slug}"] for slug in self.clause_names}


def spec_clauses(models: Sequence[ClauseSpec], before: Sequence[Written]) -> list[Written]:
    """The clauses in force, and those that a paper may say, which nobody entered."""
    known = {one.slug for one in before}
    ranked = enumerate(models, start=1)
    more = [Written(one.slug, one.title, "", rank, 0) for rank, one in ranked if one.slug not in known]
    return sorted([*before, *more], key=lambda one: (one.rank, one.slug))
