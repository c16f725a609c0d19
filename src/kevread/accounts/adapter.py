"""How allauth speaks and behaves here: French, closed to sign-up, and calm when mail does not leave."""

import logging
from io import BytesIO
from smtplib import SMTPException
from typing import Any

import qrcode
from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from django.contrib.auth.base_user import AbstractBaseUser
from django.core.mail import EmailMessage
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from qrcode.image.svg import SvgPathFillImage

from kevread.ui.typesetting import typeset

from .models import Account

log = logging.getLogger(__name__)

TOO_MANY = "Trop d’essais : attendez quelques minutes, puis recommencez."
INCORRECT = "Ce code n’est pas le bon. Vérifiez-le, ou demandez-en un autre."


class Adapter(DefaultAccountAdapter):
    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "incorrect_code": INCORRECT,
        "too_many_login_attempts": TOO_MANY,
        "rate_limited": TOO_MANY,
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Nobody opens an account alone: a person of the directory is given one."""
        return False

    def pre_login(
        self, request: HttpRequest, user: Account, *, email: str | None, **kwargs: Any
    ) -> HttpResponse | None:
        """A code sent to an address opens nothing once the account has another one."""
        if email and email.lower() != user.email:
            return redirect("account_login")
        return super().pre_login(request, user, email=email, **kwargs)

    def render_mail(self, *args: Any, **kwargs: Any) -> EmailMessage:
        """With the spaces of French."""
        message = super().render_mail(*args, **kwargs)
        message.subject, message.body = typeset(message.subject), typeset(str(message.body))
        return message

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """When the mail does not leave, the page says so, and the code that nobody received is forgotten."""
        try:
            super().send_mail(template_prefix, email, context)
        except (SMTPException, OSError) as error:
            log.error("Mail not sent (%s): %s", template_prefix, error)
            page = render(self.request, "account/mail_not_sent.html", status=503)
            raise ImmediateHttpResponse(page) from error

    def send_notification_mail(self, template_prefix: str, user: AbstractBaseUser, *args: Any, **kwargs: Any) -> None:
        """News of what was just done: it stays done when the mail does not leave."""
        try:
            super().send_notification_mail(template_prefix, user, *args, **kwargs)
        except ImmediateHttpResponse:
            log.warning("The change was made; its notice (%s) could not be sent.", template_prefix)


class MfaAdapter(DefaultMFAAdapter):
    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": "Ce code n’est pas le bon. Il change toutes les 30 secondes : tapez celui qui s’affiche maintenant.",
        "cannot_generate_recovery_codes": "Activez d’abord un second facteur : les codes de secours le remplacent.",
    }

    def build_totp_svg(self, url: str) -> str:
        """On white, with its margin: a telephone reads it on a dark page too."""
        drawn = BytesIO()
        qrcode.make(url, image_factory=SvgPathFillImage).save(drawn)
        return drawn.getvalue().decode()
