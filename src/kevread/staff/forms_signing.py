"""What is typed where a contract is signed here, or deposited once signed elsewhere."""

from collections.abc import Sequence
from typing import Any

from django import forms

from kevread.staff.forms import SignedForm
from kevread.ui.forms import SentenceField


class DepositForm(forms.Form):
    file = forms.FileField(label="Contrat signé", help_text="Un PDF, de préférence.")


class DepositUnsignedForm(DepositForm, SignedForm):
    """Of one that was to be signed here, and was signed on paper."""

    field_order = ["file", "decision", "signatory", "signed_on"]


class SignerForm(forms.Form):
    signer = forms.ChoiceField(
        label="Qui le signe pour l’employeur ?",
        widget=forms.RadioSelect,
        error_messages={"required": "Choisissez qui signe."},
    )

    def __init__(self, those: Sequence[tuple[str, str]], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["signer"].choices = those  # type: ignore[attr-defined]


class WithdrawForm(forms.Form):
    reason = SentenceField(label="Pourquoi la demande est retirée", max_length=1000)
