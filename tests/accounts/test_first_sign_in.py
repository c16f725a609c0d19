from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from kevread.accounts.operations import deactivate_account, issue_console_code
from tests.conftest import NOW

from .conftest import ACTIVATE, ADDRESS, FACTOR, FIRST, activate, is_in, totp

pytestmark = pytest.mark.django_db


def test_the_code_of_the_console_signs_in_and_leads_to_the_second_factor(account, visitor):
    code = issue_console_code(account=account, now=NOW)
    response = visitor.post(FIRST, {"code": code})
    assert response.headers["Location"] == ACTIVATE
    assert is_in(visitor)
    activate(visitor)
    assert Client().post(FIRST, {"code": code}).status_code == 200  # it served


def test_small_letters_without_hyphens_will_do(account, visitor):
    visitor.post(FIRST, {"code": issue_console_code(account=account, now=NOW).replace("-", " ").lower()})
    assert is_in(visitor)


def test_a_wrong_code_says_what_may_be_wrong(account, visitor):
    issue_console_code(account=account, now=NOW)
    page = visitor.post(FIRST, {"code": "BCDF-GHJK-LMNP-QRST"}).content.decode()
    assert "a déjà servi, ou date de plus de 24 heures" in page
    assert "Tapez le code" in visitor.post(FIRST, {"code": ""}).content.decode()
    assert not is_in(visitor)


def test_attempts_are_counted(account, visitor):
    code = issue_console_code(account=account, now=NOW)
    for _ in range(5):
        visitor.post(FIRST, {"code": "BCDF-GHJK-LMNP-QRST"})
    response = visitor.post(FIRST, {"code": code})
    assert response.status_code == 429
    assert "Trop d’essais" in response.content.decode()
    assert not is_in(visitor)


def test_an_account_with_a_second_factor_is_still_asked_for_it(account, visitor):
    visitor.post(FIRST, {"code": issue_console_code(account=account, now=NOW)})
    secret = activate(visitor)
    other = Client()
    assert other.post(FIRST, {"code": issue_console_code(account=account, now=NOW)}).headers["Location"] == FACTOR
    assert not is_in(other)
    response = other.post(FACTOR, {"code": totp(secret)}, follow=True)
    assert response.redirect_chain[-1][0] == "/compte/"


def test_who_is_in_has_no_use_for_the_page(account, visitor):
    visitor.post(FIRST, {"code": issue_console_code(account=account, now=NOW)})
    assert visitor.get(FIRST).headers["Location"] == "/compte/"


def command(*words: str) -> str:
    out = StringIO()
    call_command("console_code", *words, stdout=out)
    return out.getvalue()


def test_the_command_gives_a_code_that_opens(account, visitor):
    visitor.post(FIRST, {"code": command(ADDRESS.upper()).splitlines()[0]})
    assert is_in(visitor)


def test_the_command_can_forget_a_lost_telephone(account, visitor):
    visitor.post(FIRST, {"code": command(ADDRESS).splitlines()[0]})
    activate(visitor)
    other = Client()
    other.post(FIRST, {"code": command(ADDRESS, "--oublier-second-facteur").splitlines()[0]})
    assert is_in(other)


def test_the_command_says_why_it_cannot(account):
    with pytest.raises(CommandError, match="Aucun compte"):
        command("autre@exemple.fr")
    deactivate_account(account=account, now=NOW)
    with pytest.raises(CommandError, match="fermé"):
        command(ADDRESS)
