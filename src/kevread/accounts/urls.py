"""The addresses under /compte/. Their names are those by which allauth calls them, so they have no prefix of ours.

The only screens of allauth that can be reached are listed here, with who may see them: those of passwords, of sign-up and
of several addresses do not exist. allauth asks for the sign-in, and for the factor again, by itself.
"""

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from django.urls import path

from kevread.ui.access import View, public

from . import views


def signed_in(view: View) -> View:
    """allauth itself sends whoever has not signed in to the sign-in page."""
    view.access = "signed_in"  # type: ignore[attr-defined]
    return view


sign_in = public(views.SignIn.as_view())
confirm_again = signed_in(mfa.reauthenticate)

urlpatterns = [
    path("", signed_in(mfa.index), name="mfa_index"),
    path("connexion/", sign_in, name="account_login"),
    path("connexion/", sign_in, name="account_request_login_code"),
    path("connexion/code/", public(views.ConfirmCode.as_view()), name="account_confirm_login_code"),
    path("connexion/second-facteur/", public(mfa.authenticate), name="mfa_authenticate"),
    path("premiere-connexion/", views.first_sign_in, name="account_first_sign_in"),
    path("ouvrir/", views.how_to_get_an_account, name="account_signup"),
    path("ferme/", public(account.account_inactive), name="account_inactive"),
    path("deconnexion/", public(account.logout), name="account_logout"),
    path("confirmer/", confirm_again, name="mfa_reauthenticate"),
    path("confirmer/", confirm_again, name="account_reauthenticate"),
    path("second-facteur/activer/", signed_in(views.ActivateSecondFactor.as_view()), name="mfa_activate_totp"),
    path("second-facteur/desactiver/", signed_in(views.DeactivateSecondFactor.as_view()), name="mfa_deactivate_totp"),
    path("codes-de-secours/", signed_in(views.recovery_codes), name="mfa_view_recovery_codes"),
    path(
        "codes-de-secours/nouveaux/", signed_in(views.RenewRecoveryCodes.as_view()), name="mfa_generate_recovery_codes"
    ),
    path("codes-de-secours/fichier/", signed_in(views.download_recovery_codes), name="mfa_download_recovery_codes"),
]
