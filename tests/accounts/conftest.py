"""A browser is a `Client`; two tabs are the same one. `NOW` is the business clock; time for codes is the real one."""

import re
import time

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.test import Client

from kevread.accounts.models import Account
from kevread.accounts.operations import create_account
from tests import jobs
from tests.conftest import NOW

SIGN_IN, CODE, FACTOR = "/compte/connexion/", "/compte/connexion/code/", "/compte/connexion/second-facteur/"
ACTIVATE, DEACTIVATE = "/compte/second-facteur/activer/", "/compte/second-facteur/desactiver/"
CONFIRM, RECOVERY, FIRST = "/compte/confirmer/", "/compte/codes-de-secours/", "/compte/premiere-connexion/"
ADDRESS = "lena@exemple.fr"


@pytest.fixture(autouse=True)
def _rooms_above_are_not_needed(settings):
    settings.LOGIN_REDIRECT_URL = settings.LOGOUT_REDIRECT_URL = "/"


@pytest.fixture
def account(db) -> Account:
    return create_account(email=ADDRESS, now=NOW)


@pytest.fixture
def visitor() -> Client:
    return Client()


def code_of(letter) -> str:
    return code_in(letter.body)


def code_in(text: str) -> str:
    return re.search(r"^ {4}(\d{4}-\d{4})$", text, re.MULTILINE)[1]


def ask(visitor: Client, address: str = ADDRESS, **extra):
    """Ask for a code, which the worker then sends."""
    answer = visitor.post(SIGN_IN, {"email": address}, **extra)
    jobs.run()
    return answer


def sign_in(visitor: Client, mailoutbox, address: str = ADDRESS):
    ask(visitor, address)
    return visitor.post(CODE, {"code": code_of(mailoutbox[-1])})


def is_in(visitor: Client) -> bool:
    return "_auth_user_id" in visitor.session


def totp(secret: str) -> str:
    """What the application shows, with the time to type it: at the end of its half minute, the next is waited for."""
    if (left := 30 - time.time() % 30) < 4:
        time.sleep(left)
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30))


def activate(visitor: Client) -> str:
    """Activate a second factor; returns its secret."""
    visitor.get(ACTIVATE)
    secret = visitor.session["mfa.totp.secret"]
    response = visitor.post(ACTIVATE, {"code": totp(secret)})
    assert response.status_code == 302, response.content.decode()
    return secret
