import base64
import re

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client

from .conftest import (
    ACTIVATE,
    CODE,
    CONFIRM,
    DEACTIVATE,
    FACTOR,
    RECOVERY,
    SIGN_IN,
    activate,
    ask,
    code_of,
    is_in,
    sign_in,
    totp,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def secret(account, visitor, mailoutbox) -> str:
    """The visitor is in, with a second factor just set up."""
    sign_in(visitor, mailoutbox)
    return activate(visitor)


def recovery_codes(visitor) -> list[str]:
    return re.findall(r'<code class="code">(\d{8})</code>', visitor.get(RECOVERY).content.decode())


def ask_again(visitor) -> None:
    """As if the factor had been confirmed long ago."""
    session = visitor.session
    for record in session["account_authentication_methods"]:
        record["at"] -= 3600
    session.save()


def test_the_drawing_to_scan_is_black_on_white(account, visitor, mailoutbox):
    sign_in(visitor, mailoutbox)
    page = visitor.get(ACTIVATE).content.decode()
    drawing = base64.b64decode(re.search(r"data:image/svg\+xml;base64,([\w+/=]+)", page)[1]).decode()
    assert 'fill="white"' in drawing
    assert "otpauth://totp/" in page


def test_a_wrong_code_activates_nothing(account, visitor, mailoutbox):
    sign_in(visitor, mailoutbox)
    visitor.get(ACTIVATE)
    assert "n’est pas le bon" in visitor.post(ACTIVATE, {"code": "000000"}).content.decode()
    assert not Authenticator.objects.exists()


def test_two_tabs_show_the_same_secret(account, visitor, mailoutbox):
    sign_in(visitor, mailoutbox)
    first = re.search(r"<code>([A-Z2-7]{32})</code>", visitor.get(ACTIVATE).content.decode())[1]
    assert first in visitor.get(ACTIVATE).content.decode()
    visitor.post(ACTIVATE, {"code": totp(first)})
    assert visitor.post(ACTIVATE, {"code": totp(first)}).headers["Location"] == "/compte/"


def test_activation_shows_the_recovery_codes_without_asking_again(secret, visitor):
    assert len(recovery_codes(visitor)) == 10


def test_the_recovery_codes_can_be_downloaded(secret, visitor):
    response = visitor.get(f"{RECOVERY}fichier/")
    assert response.headers["Content-Disposition"] == 'attachment; filename="codes-de-secours-kevread.txt"'
    assert response.headers["Cache-Control"] == "no-store"
    assert all(code in response.content.decode() for code in recovery_codes(visitor))


def test_the_next_sign_in_asks_for_it(secret, account, mailoutbox):
    other = Client()
    assert sign_in(other, mailoutbox).headers["Location"] == FACTOR
    assert not is_in(other)
    assert other.get("/compte/").headers["Location"].startswith(SIGN_IN)
    assert "n’est pas le bon" in other.post(FACTOR, {"code": "000000"}).content.decode()
    other.post(FACTOR, {"code": totp(secret)})
    assert is_in(other)


def test_it_cannot_be_skipped(secret, account, mailoutbox):
    thief = Client()
    ask(thief)
    assert thief.get(FACTOR).headers["Location"] == SIGN_IN
    thief.post(FACTOR, {"code": totp(secret)})
    assert not is_in(thief)


def test_a_code_of_the_application_serves_once(secret, account, mailoutbox):
    seen = totp(secret)
    for browser, enters in ((Client(), True), (Client(), False)):
        sign_in(browser, mailoutbox)
        browser.post(FACTOR, {"code": seen})
        assert is_in(browser) is enters


def test_attempts_are_counted_for_the_account_whatever_the_browser(secret, account, mailoutbox):
    thieves = Client(), Client()
    for thief in thieves:
        sign_in(thief, mailoutbox)
    for attempt in range(5):
        thieves[attempt % 2].post(FACTOR, {"code": "000000"})
    for thief in thieves:
        assert "Trop d’essais" in thief.post(FACTOR, {"code": totp(secret)}).content.decode()
        assert not is_in(thief)


def test_a_recovery_code_replaces_the_telephone_once(secret, visitor, account, mailoutbox):
    spare = recovery_codes(visitor)[3]
    for browser, enters in ((Client(), True), (Client(), False)):
        sign_in(browser, mailoutbox)
        browser.post(FACTOR, {"code": spare})
        assert is_in(browser) is enters
    assert spare not in recovery_codes(visitor)
    assert len(recovery_codes(visitor)) == 9


def test_new_recovery_codes_replace_the_others(secret, visitor):
    before = recovery_codes(visitor)
    assert "10\u00a0codes qui restent" in visitor.get(f"{RECOVERY}nouveaux/").content.decode()
    visitor.post(f"{RECOVERY}nouveaux/")
    after = recovery_codes(visitor)
    assert len(after) == 10
    assert not set(before) & set(after)


@pytest.mark.parametrize("address", [RECOVERY, f"{RECOVERY}fichier/", f"{RECOVERY}nouveaux/", DEACTIVATE])
def test_what_protects_the_account_asks_who_is_there(secret, visitor, address):
    ask_again(visitor)
    response = visitor.get(address)
    assert response.headers["Location"].startswith(f"{CONFIRM}?next=")
    there = response.headers["Location"]
    assert "Est-ce toujours vous" in visitor.get(there).content.decode()
    assert "n’est pas le bon" in visitor.post(there, {"code": "000000", "next": address}).content.decode()
    assert visitor.post(there, {"code": totp(secret), "next": address}).headers["Location"] == address
    assert visitor.get(address).status_code == 200


def test_deactivation_is_confirmed_and_forgets_the_recovery_codes(secret, visitor, account, mailoutbox):
    assert "Désactiver le second facteur" in visitor.get(DEACTIVATE).content.decode()
    assert Authenticator.objects.count() == 2
    assert visitor.post(DEACTIVATE).headers["Location"] == "/compte/"
    assert not Authenticator.objects.exists()
    assert visitor.get(RECOVERY).headers["Location"] == "/compte/"
    other = Client()
    sign_in(other, mailoutbox)
    assert is_in(other)


def test_a_form_posted_too_late_goes_on_after_the_confirmation(secret, visitor):
    ask_again(visitor)
    there = visitor.post(DEACTIVATE).headers["Location"]
    assert Authenticator.objects.count() == 2
    visitor.post(there, {"code": totp(secret), "next": DEACTIVATE})
    assert not Authenticator.objects.exists()


def test_without_a_factor_there_is_nothing_to_confirm(account, visitor, mailoutbox):
    sign_in(visitor, mailoutbox)
    assert visitor.get(DEACTIVATE).status_code == 404
    assert visitor.get(CONFIRM).status_code == 403


def test_the_mail_code_alone_is_kept_waiting_a_quarter_of_an_hour(secret, mailoutbox, monkeypatch):
    import time

    late = Client()
    ask(late)
    late.post(CODE, {"code": code_of(mailoutbox[-1])})
    later = time.time() + 901
    monkeypatch.setattr("allauth.account.internal.stagekit.time.time", lambda: later)
    assert late.post(FACTOR, {"code": totp(secret)}).headers["Location"] == SIGN_IN
    assert not is_in(late)
