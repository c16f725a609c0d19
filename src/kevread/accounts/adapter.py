"""How allauth speaks and behaves here: French, closed to sign-up, and never waiting for the mail server."""

from datetime import timedelta
from io import BytesIO
from typing import Any

import qrcode
from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings
from django.contrib import messages
from django.contrib.sites.shortcuts import get_current_site
from django.core.mail import EmailMessage
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from qrcode.image.svg import SvgPathFillImage

from kevread.base.sealing import Unreadable, seal, unseal
from kevread.base.stamped import is_stamped_here
from kevread.common.errors import Refused
from kevread.ui.typesetting import typeset

from .models import SECOND_FACTOR, Account
from .operations import OTHERWISE, post_letter
from .queries import is_as_left

CODE, UNKNOWN = "account/email/login_code", "account/email/unknown_account"
CODE_LASTS = timedelta(seconds=settings.ACCOUNT_LOGIN_BY_CODE_TIMEOUT)
NEWS_LAST = timedelta(days=3)

TOO_MANY = "Trop d’essais : attendez quelques minutes, puis recommencez."
UNREADABLE = (
    "Votre second facteur ne se lit plus : la clé de l’installation a changé. Demandez à qui exploite Kevread de l’oublier ; "
    "vous en activerez un autre."
)
NOT_AWAITED = (
    "Ce code n’est plus attendu ici : il a déjà servi, il fut demandé d’un autre navigateur ou il y a trop longtemps, ou "
    "l’installation a changé de clé depuis. Demandez-en un autre."
)
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
        """A code sent to an address opens nothing once the account has another one, nor when our verbs did not write it;
        nor does an account that another hand changed."""
        if (email and email.lower() != user.email) or not is_stamped_here(user):
            return redirect("account_login")
        if not is_as_left(user):  # they proved their address: they are told
            messages.error(request, OTHERWISE)
            return redirect("account_login")
        return super().pre_login(request, user, email=email, **kwargs)

    def render_mail(self, *args: Any, **kwargs: Any) -> EmailMessage:
        """With the spaces of French."""
        message = super().render_mail(*args, **kwargs)
        message.subject, message.body = typeset(message.subject), typeset(str(message.body))
        return message

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """By the worker: a mail server that is silent keeps nobody here, neither the site nor whoever asked. For an address
        without an open account the same is done, to the queue included, for a letter that goes to nobody: nothing leaves,
        and neither the page nor its time tells one from the other."""
        unknown = template_prefix == UNKNOWN
        if unknown:
            template_prefix, context = CODE, context | {"code": self.generate_login_code()}
        site = {"request": self.request, "email": email, "current_site": get_current_site(self.request)}
        letter = self.render_mail(template_prefix, email, site | context)
        letter.to = [] if unknown else letter.to
        post_letter(letter=letter, lasts=CODE_LASTS if template_prefix == CODE else NEWS_LAST)


class MfaAdapter(DefaultMFAAdapter):
    """What an application and the recovery codes are made from is sealed (decision 56)."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": "Ce code n’est pas le bon. Il change toutes les 30 secondes : tapez celui qui s’affiche maintenant.",
        "cannot_generate_recovery_codes": "Activez d’abord un second facteur : les codes de secours le remplacent.",
    }

    def encrypt(self, text: str) -> str:
        return seal(text, SECOND_FACTOR)

    def decrypt(self, encrypted_text: str) -> str:
        """Raises Refused when the key is no longer the one: nothing is ever taken for a secret in its place."""
        try:
            return unseal(encrypted_text, SECOND_FACTOR)
        except Unreadable:
            raise Refused(UNREADABLE) from None

    def build_totp_svg(self, url: str) -> str:
        """On white, with its margin: a telephone reads it on a dark page too."""
        drawn = BytesIO()
        qrcode.make(url, image_factory=SvgPathFillImage).save(drawn)
        return drawn.getvalue().decode()
