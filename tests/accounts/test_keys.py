"""A key that changes: what it did not seal is told, sealed anew, or forgotten; and never taken for a secret."""

from importlib import import_module
from io import StringIO
from types import SimpleNamespace
from uuid import uuid4

import pytest
from allauth.mfa.models import Authenticator
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client

from kevread.accounts.models import Account
from kevread.accounts.operations import create_account, vouch_for_address
from kevread.base.sealing import Unreadable, is_fresh, seal, unseal
from kevread.common.errors import Refused
from kevread.journal.models import Act
from tests.conftest import NOW

from .conftest import ADDRESS, FACTOR, activate, is_in, sign_in, totp

pytestmark = pytest.mark.django_db


def said(*options: str, of: str = "second_factors") -> list[str]:
    out = StringIO()
    call_command(of, *options, stdout=out)
    return out.getvalue().splitlines()


def counts(*options: str, of: str = "second_factors") -> list[int]:
    """By the key in force, by one of before, by none."""
    return [int(line.split()[0]) for line in said(*options, of=of) if line[0].isdigit()]


def addresses(*options: str) -> list[int]:
    return counts(*options, of="addresses")


@pytest.fixture
def secret(account, visitor, mailoutbox) -> str:
    sign_in(visitor, mailoutbox)
    return activate(visitor)


def enters(secret: str, mailoutbox) -> bool:
    browser = Client()
    sign_in(browser, mailoutbox)
    browser.post(FACTOR, {"code": totp(secret)})
    return is_in(browser)


def test_what_is_sealed_opens_in_its_place_alone():
    sealed = seal("à voir", "letter", "1")
    assert unseal(sealed, "letter", "1") == "à voir"
    assert "à voir" not in sealed
    for place in (("letter", "2"), ("letter",), ("letter", "1", ""), ("letter1",)):
        with pytest.raises(Unreadable):
            unseal(sealed, *place)
    for strange in ("", "à voir", sealed[:-1], f"{sealed}A", "\x00"):
        with pytest.raises(Unreadable):
            unseal(strange, "letter", "1")


def test_a_key_of_before_opens_and_seals_nothing_more(settings):
    sealed, settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = seal("x", "here"), "new", [settings.SECRET_KEY]
    assert unseal(sealed, "here") == "x"
    assert not is_fresh(sealed, "here")
    assert is_fresh(seal("y", "here"), "here")


def test_a_key_is_changed_and_the_one_before_thrown_away(secret, settings, mailoutbox):
    assert counts() == [2, 0, 0]  # the application, and the recovery codes
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "new", [settings.SECRET_KEY]
    assert counts() == [0, 2, 0]
    assert said("--sceller")[0] == "Scellés de nouveau : 2."
    assert addresses() == [0, 1, 0]
    assert sign_in(Client(), mailoutbox)["Location"].startswith(FACTOR)  # what a key of before stamped still opens
    assert said("--sceller", of="addresses")[0] == "Scellées de nouveau : 1."
    settings.SECRET_KEY_FALLBACKS = []
    assert counts() == [2, 0, 0] and addresses() == [1, 0, 0]
    assert enters(secret, mailoutbox)


def test_a_lost_key_is_told_and_its_factors_forgotten_by_an_act(secret, account, settings, mailoutbox):
    settings.SECRET_KEY = "new"
    assert counts() == [0, 0, 2]
    assert counts("--sceller") == [0, 0, 2]  # nothing is written over what may still be read one day
    assert addresses() == addresses("--sceller") == [0, 0, 1]
    assert addresses("--en-repondre") == [1, 0, 0]
    assert Act.objects.filter(verb="accounts.vouch_for_address").count() == 1
    assert not enters(secret, mailoutbox)
    assert said("--oublier-illisibles")[0] == "Comptes sans second facteur désormais : 1."
    assert not Authenticator.objects.exists()
    assert Act.objects.filter(verb="accounts.forget_second_factor").count() == 1


def test_what_is_read_is_not_forgotten(secret, settings):
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "new", [settings.SECRET_KEY]
    assert counts("--oublier-illisibles") == [0, 2, 0]


def test_what_stood_in_clear_is_sealed_by_the_update_and_still_serves(secret, account, mailoutbox):
    update = import_module("kevread.accounts.migrations.0002_seal_second_factors")
    here = SimpleNamespace(connection=connection)
    update.backward(apps, here)
    kept = Authenticator.objects.get(type="totp")
    assert kept.data["secret"] == secret  # as it was before
    update.forward(apps, here)
    assert counts() == [2, 0, 0]
    assert enters(secret, mailoutbox)


def test_nobody_answers_for_an_address_that_was_written_here(account, settings):
    with pytest.raises(Refused, match="déjà celle"):
        vouch_for_address(account=account, now=NOW)
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "new", [settings.SECRET_KEY]
    with pytest.raises(Refused, match="déjà celle"):
        vouch_for_address(account=account, now=NOW)
    assert addresses() == [0, 1, 0]


@pytest.mark.parametrize("key", ["in force", "of before"])
def test_whoever_answers_for_all_does_not_answer_for_one_that_was_put_there(account, settings, key):
    """The key is not lost: another address says so. Each is corrected, by what the command prints of it."""
    other = create_account(email="autre@exemple.fr", now=NOW)
    Account.objects.filter(pk=account.pk).update(email="mallory@exemple.fr")
    if key == "of before":
        settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "new", [settings.SECRET_KEY]
    with pytest.raises(CommandError, match="--corriger"):
        addresses("--en-repondre")
    assert said(of="addresses")[3:] == [f"  compte {account.pk}"]
    for address, wrong in (("lena", "nom@exemple"), (other.email, "existe déjà")):
        with pytest.raises(CommandError, match=wrong):
            addresses("--corriger", str(account.pk), address)
    for nobody in ("lena", str(uuid4())):
        with pytest.raises(CommandError, match="Aucun compte"):
            addresses("--corriger", nobody, ADDRESS)
    assert addresses("--corriger", str(account.pk), ADDRESS)[2] == 0


def test_whoever_was_signed_in_signs_in_again_once_somebody_answered(account, visitor, mailoutbox):
    sign_in(visitor, mailoutbox)
    before = account.password
    Account.objects.filter(pk=account.pk).update(stamp=b"")
    account.refresh_from_db()
    vouch_for_address(account=account, now=NOW)
    account.refresh_from_db()
    assert account.password != before
