"""The pages of /compte/. allauth does the work; what is here says it better, or writes nothing on a GET."""

from datetime import datetime
from typing import Any

from allauth.account.decorators import reauthentication_required
from allauth.account.utils import get_next_redirect_url, passthrough_next_redirect_url, perform_login
from allauth.account.views import ConfirmLoginCodeView, RequestLoginCodeView
from allauth.core import ratelimit
from allauth.mfa.base.internal.flows import post_authentication
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.views import GenerateRecoveryCodesView
from allauth.mfa.totp.views import ActivateTOTPView, DeactivateTOTPView
from allauth.mfa.utils import is_mfa_enabled
from django import forms
from django.contrib import messages
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse

from kevread.base.stamped import is_stamped_here
from kevread.common.errors import Invalid
from kevread.ui.access import public
from kevread.ui.files import under_name
from kevread.ui.request import Request

from .adapter import NOT_AWAITED, TOO_MANY
from .asks import ADMITS, EXPECTS
from .forms import FirstSignIn
from .models import Account
from .operations import changing_second_factor, use_console_code


class SignIn(RequestLoginCodeView):
    """The address, to which a code is sent."""

    def form_valid(self, form: forms.Form) -> HttpResponse:
        """Once it was counted: who has no account, and a place here, is sent a code too. Asked for everybody alike; nothing
        is written, since nobody has proved anything yet."""
        address = form.cleaned_data["email"]
        expected = [expects(address, self.request.now) for expects in EXPECTS]
        user = form._user  # type: ignore[attr-defined]  # noqa: SLF001
        if user is not None and not is_stamped_here(user):  # no code goes to an address that our verbs did not write
            user = None
        elif user is None and any(expected):
            user = Account(email=address)
        form._user = user  # type: ignore[attr-defined]  # noqa: SLF001
        return super().form_valid(form)

    def get_authenticated_redirect_url(self) -> str:
        """An account that is nobody's in the directory would be sent here again and again: its own page says so."""
        return reverse("mfa_index") if self.request.actor.is_anonymous else super().get_authenticated_redirect_url()


class ConfirmCode(ConfirmLoginCodeView):
    """The code that was sent. Typed right, it proves the address, and it alone opens the account of who was expected."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Whoever types a code that their session does not await (too late, another browser, sealed by another key) is told so,
        rather than led back to the first page without a word.
        Nothing is written in a session: that of another key would be lost."""
        answer: HttpResponseBase = super().dispatch(request, *args, **kwargs)
        if request.method != "POST" or getattr(self, "_process", None) or request.user.is_authenticated:
            return answer
        context = {"form": SignIn().get_form_class()(), "redirect_field": "", "not_awaited": NOT_AWAITED}
        return render(request, "account/request_login_code.html", context, status=409)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Counted before it is judged, where all processes count, one at a time: twenty posts at once would each read in the
        session that nothing was tried yet, and the last to write would leave it so."""
        state = self._process.state
        code = f"{state.get('email')} {state['at']}"
        if not ratelimit.consume(request, action="sign_in_attempt", key=code):
            self._process.abort()
            messages.error(request, TOO_MANY)
            return redirect("account_login")
        return super().post(request, *args, **kwargs)

    def form_valid(self, form: forms.Form) -> HttpResponse:
        if self._process.user is None:
            account = admitted(self._process.state["email"], self.request.now)
            if account is None:  # the address was mended, or the seat has ended, since the code was sent
                self._process.abort()
                return redirect("account_login")
            self._process.state["user_id"] = str(account.pk)
        return super().form_valid(form)


def admitted(address: str, now: datetime) -> Account | None:
    """The account of who proved this address, opened now; the one there is, if another window was faster."""
    try:
        opened = [admits(address, now) for admits in ADMITS]
    except Invalid:
        opened = []
    return next(filter(None, opened), None) or Account.objects.filter(email=address.lower(), is_active=True).first()


@public
def how_to_get_an_account(request: HttpRequest) -> HttpResponse:
    """Nobody signs up: the secretariat registers the address of who sits somewhere, or gives an account."""
    return render(request, "account/signup_closed.html")


@public
def first_sign_in(request: Request) -> HttpResponse:
    """The code that the console showed, for whoever cannot be sent one; then the second factor."""
    if request.user.is_authenticated:
        return redirect("mfa_index")
    form = FirstSignIn(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if not ratelimit.consume(request, action="console_code"):
            form.add_error("code", TOO_MANY)
            return render(request, "account/first_sign_in.html", {"form": form}, status=429)
        try:
            account = use_console_code(code=form.cleaned_data["code"], now=request.now)
        except Invalid as wrong:
            form.add_error(wrong.field, wrong.sentence)
        else:
            return perform_login(request, account, redirect_url=reverse("mfa_activate_totp"), email=account.email)
    return render(request, "account/first_sign_in.html", {"form": form})


class ActivateSecondFactor(ActivateTOTPView):
    """The drawing to scan, and the first code of the application."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.user.is_authenticated and is_mfa_enabled(request.user, [Authenticator.Type.TOTP]):
            return redirect(came_for(request) or "mfa_index")  # another tab was faster
        return super().dispatch(request, *args, **kwargs)

    def get_success_url(self) -> str:
        """The codes, when there are new ones, then the page that one came for."""
        codes = passthrough_next_redirect_url(self.request, reverse("mfa_view_recovery_codes"), "next")
        return codes if self.did_generate_recovery_codes else came_for(self.request) or reverse("mfa_index")

    def form_valid(self, form: forms.Form) -> HttpResponse:
        """The code just typed proves the factor: it is not asked again to show the recovery codes."""
        with changing_second_factor(**by_their_own(self.request)):
            response = super().form_valid(form)
        post_authentication(self.request, factor_of(self.request.user), reauthenticated=True)
        return response


class DeactivateSecondFactor(DeactivateTOTPView):
    """Taking it off."""

    def form_valid(self, form: forms.Form) -> HttpResponse:
        with changing_second_factor(**by_their_own(self.request)):
            return super().form_valid(form)


class RenewRecoveryCodes(GenerateRecoveryCodesView):
    """Codes that take the place of the others."""

    def form_valid(self, form: forms.Form) -> HttpResponse:
        with changing_second_factor(**by_their_own(self.request)):
            return super().form_valid(form)


def by_their_own(request: Any) -> dict[str, Any]:
    return {"account": request.user, "now": request.now, "actor": request.actor}


@reauthentication_required(app="allauth.mfa")
def recovery_codes(request: HttpRequest) -> HttpResponse:
    """The codes that replace a lost telephone. Showing them writes nothing."""
    codes = unused_codes(request.user)
    if codes is None:
        return redirect("mfa_index")
    return render(request, "mfa/recovery_codes/index.html", {"codes": codes, "came_for": came_for(request)})


@reauthentication_required(app="allauth.mfa")
def download_recovery_codes(request: HttpRequest) -> HttpResponse:
    codes = unused_codes(request.user)
    if codes is None:
        return redirect("mfa_index")
    page = render(
        request, "mfa/recovery_codes/download.txt", {"codes": codes}, content_type="text/plain; charset=utf-8"
    )
    page["Cache-Control"] = "no-store"
    return under_name(page, "codes-de-secours-kevread.txt")


def came_for(request: HttpRequest) -> str:
    """The page that one had asked for before the second factor was; empty when the address is not one of ours."""
    return get_next_redirect_url(request, "next") or ""


def factor_of(account: Account | AnonymousUser) -> Authenticator:
    return Authenticator.objects.get(user=account, type=Authenticator.Type.TOTP)


def unused_codes(account: Account | AnonymousUser) -> list[str] | None:
    kept = Authenticator.objects.filter(user=account, type=Authenticator.Type.RECOVERY_CODES).first()
    return kept.wrap().get_unused_codes() if kept else None
