"""The screens of `accounts`: see the package."""

from tests.journeys.screen import Screen

SCREENS = (
    Screen("account_login", "", "/compte/connexion/"),
    Screen("account_first_sign_in", "", "/compte/premiere-connexion/"),
    Screen("account_signup", "", "/compte/ouvrir/"),
    Screen("account_inactive", "", "/compte/ferme/"),
)
FILES = ("mfa_download_recovery_codes",)
LEFT_OUT = {
    "account_confirm_login_code": "it needs an account: tests/accounts/test_in_browser.py looks at it",
    "account_logout": "it needs an account: tests/accounts/test_in_browser.py looks at it",
    "account_reauthenticate": "an older name of mfa_reauthenticate",
    "account_request_login_code": "another name of account_login",
    "mfa_activate_totp": "it needs an account: tests/accounts/test_in_browser.py looks at it",
    "mfa_authenticate": "it needs an account: tests/accounts/test_in_browser.py looks at it",
    "mfa_deactivate_totp": "it needs an account: tests/accounts/test_in_browser.py looks at it",
    "mfa_generate_recovery_codes": "it needs an account: tests/accounts/test_in_browser.py looks at it",
    "mfa_index": "it needs an account: tests/accounts/test_in_browser.py looks at it",
    "mfa_reauthenticate": "it needs an account: tests/accounts/test_in_browser.py looks at it",
    "mfa_view_recovery_codes": "it needs an account: tests/accounts/test_in_browser.py looks at it",
}
