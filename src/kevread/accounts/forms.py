"""The forms of allauth with our words, and keyboards that fit what is typed."""

from typing import Any

from allauth.account.forms import ConfirmLoginCodeForm, RequestLoginCodeForm
from allauth.core import context
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.forms import ActivateTOTPForm
from django import forms

from .models import Account
from .operations import OTHERWISE, showing_second_factor
from .queries import is_as_left

KEPT_SECRET = "mfa.totp.secret"  # noqa: S105 — the session key in which allauth keeps the secret being set up

MAIL_CODE = {"autocomplete": "one-time-code", "inputmode": "numeric", "autofocus": True, "size": 12}
TOTP_CODE = {"autocomplete": "one-time-code", "inputmode": "numeric", "autofocus": True, "size": 12}
CONSOLE_CODE = {
    "autocomplete": "off",
    "autocapitalize": "characters",
    "spellcheck": "false",
    "autofocus": True,
    "size": 24,
}


def code_field(label: str, help_text: str, attrs: dict[str, Any]) -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=help_text,
        max_length=40,
        widget=forms.TextInput(attrs=attrs),
        error_messages={"required": "Tapez le code."},
    )


class AskCode(RequestLoginCodeForm):
    email = forms.EmailField(
        label="Adresse électronique",
        help_text="Celle que votre secrétariat connaît.",
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email", "autofocus": True}),
        error_messages={
            "required": "Tapez votre adresse électronique.",
            "invalid": "Cette adresse n’a pas la bonne forme : nom@exemple.fr est attendu.",
        },
    )


class ConfirmCode(ConfirmLoginCodeForm):
    code = code_field("Code reçu", "Huit chiffres. Le tiret est facultatif.", MAIL_CODE)


class AsLeft(forms.Form):
    """A second factor that another hand put there proves nothing; a recovery code serves once, and an act tells it."""

    user: Account
    authenticator: Authenticator

    def clean_code(self) -> str:
        """What is wrong is said once the transaction is over: attempts are counted in it, and stay."""
        with showing_second_factor(account=self.user, now=context.request.now) as tell:
            try:
                if not is_as_left(self.user):
                    raise forms.ValidationError(OTHERWISE)
                code: str = super().clean_code()  # type: ignore[misc]
            except forms.ValidationError as fault:
                wrong = fault
            else:
                if self.authenticator.type == Authenticator.Type.RECOVERY_CODES:
                    tell()
                return code
        raise wrong


class SecondFactor(AsLeft, AuthenticateForm):
    code = code_field("Code", "Les six chiffres de votre application, ou un code de secours.", TOTP_CODE)


class ConfirmSecondFactor(AsLeft, ReauthenticateForm):
    code = code_field("Code", "Les six chiffres de votre application, ou un code de secours.", TOTP_CODE)


class ActivateSecondFactor(ActivateTOTPForm):
    code = code_field("Code affiché par l’application", "Six chiffres, qui changent toutes les 30 secondes.", TOTP_CODE)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Two tabs show the same drawing: the secret changes once it is used, not at each page."""
        kept = context.request.session.get(KEPT_SECRET)
        super().__init__(*args, **kwargs)
        if kept:
            context.request.session[KEPT_SECRET] = self.secret = kept


class FirstSignIn(forms.Form):
    code = code_field("Code de la console", "Seize lettres. Majuscules et tirets sont facultatifs.", CONSOLE_CODE)
