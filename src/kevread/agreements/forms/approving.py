"""By what a party may sign: a decision of its register, those that speak of it first; or what a letter says."""

from typing import Any

from django import forms

from kevread.agreements.models import Agreement, Approval
from kevread.agreements.queries.register import seems_to_approve
from kevread.decisions.models import Decision

from .preparing import MISSING, TO_CHOOSE, TO_TELL

ASKED = MISSING | {"required": "Choisissez la décision du registre qui approuve ce texte."}


class DecisionForm(forms.Form):
    """The decisions that seem to approve this text; and, apart, the others that the register does not rule out: whoever picks
    one says that they read it."""

    decision = forms.ChoiceField(
        label="Décision du registre qui approuve ce texte", required=False, error_messages=ASKED
    )
    other = forms.ChoiceField(
        label="Laquelle ?",
        required=False,
        help_text="Ni sa sorte ni son titre ne parlent de ce texte.",
        error_messages=ASKED,
    )
    sure = forms.BooleanField(label="Je l’ai relue : elle approuve bien ce texte", required=False)

    def __init__(self, offered: list[Decision], agreement: Agreement, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        first = [one for one in offered if seems_to_approve(one, agreement.kind, agreement.title)]
        self.others = [one for one in offered if one not in first]
        for name, rows in (("decision", first), ("other", self.others)):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = TO_CHOOSE + [(str(one.pk), told(one)) for one in rows]
        if not first:
            del self.fields["decision"]
        self.use_required_attribute = False  # one of the two is asked, and either may stay empty
        if first:
            self.fields["decision"].required = not self.data.get("other")
        else:
            self.fields["other"].required = bool(self.others)
        if not self.others:
            del self.fields["other"], self.fields["sure"]
        self.offered = {str(one.pk): one for one in offered}

    def clean(self) -> dict[str, Any]:
        told = super().clean() or self.cleaned_data
        first, other = told.get("decision"), told.get("other")
        if first and other:
            self.add_error("other", "Choisissez une seule décision, ici ou plus haut.")
        elif other and not told.get("sure"):
            self.add_error("sure", "Relisez cette décision, puis dites qu’elle approuve bien ce texte.")
        return told

    @property
    def said(self) -> dict[str, Any]:
        return {"decision": self.offered[self.cleaned_data.get("decision") or self.cleaned_data["other"]]}


def told(one: Decision) -> str:
    return f"n° {one.reference}, {one.title} ({one.body.name})"


def told_apart(offered: list[Decision], kind: str, title: str = "") -> list[Any]:
    """Choices: those that seem to approve it, then the others."""
    first = [one for one in offered if seems_to_approve(one, kind, title)]
    found = []
    for label, rows in (
        ("Peuvent l’habiliter", first),
        ("Une autre décision du registre", [one for one in offered if one not in first]),
    ):
        if rows:
            found.append((label, [(str(one.pk), told(one)) for one in rows]))
    return found


class AuthorityForm(forms.Form):
    authority = forms.CharField(
        label="Ce qui l’habilite à signer",
        max_length=300,
        help_text="Une délibération, un arrêté, une lettre, et son jour.",
        error_messages={"required": "Écrivez ce qui l’habilite, et son jour."},
    )

    @property
    def said(self) -> dict[str, Any]:
        return {"authority": self.cleaned_data["authority"]}


class ToldForm(forms.Form):
    """Of what was signed elsewhere: a decision of the register, or what the paper says."""

    def __init__(self, offered: list[Decision], agreement: Agreement, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offered = {str(one.pk): one for one in offered}
        if offered:
            rows = told_apart(offered, agreement.kind, agreement.title)
            self.fields["decision"] = forms.ChoiceField(
                label="La décision du registre", required=False, choices=TO_TELL + rows, error_messages=MISSING
            )
        self.fields["authority"] = forms.CharField(
            label="Ce qui l’habilitait",
            required=False,
            max_length=300,
            help_text="Une délibération, un arrêté, une lettre, et son jour.",
        )

    @property
    def said(self) -> dict[str, Any]:
        told = self.cleaned_data
        return {"decision": self.offered.get(told.get("decision", "")), "authority": told["authority"]}


def approving(approval: Approval, offered: list[Decision], data: Any, written: str) -> DecisionForm | AuthorityForm:
    """`written`: the decision that was just written for this; it is chosen where it stands."""
    if not approval.party.organisation.scale:
        return AuthorityForm(data)
    return DecisionForm(offered, approval.party.agreement, data, initial={"decision": written, "other": written})
