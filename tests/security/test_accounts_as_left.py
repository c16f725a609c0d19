"""Whoever owns the database changes an account, or its second factor, which no table of the journal follows: each act about it
tells the digest of what it leaves, and what stands otherwise opens nothing and is named (decision 179)."""

import json
from unittest import mock

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.crypto import get_random_string

from kevread.accounts.models import Account
from kevread.accounts.operations import (
    change_address,
    create_account,
    deactivate_account,
    forget_second_factor,
    proves_second_factor,
    reopen_account,
    restamp_addresses,
    take_note,
    vouch_for_address,
)
from kevread.accounts.queries import is_as_left, left_of, otherwise_than_left
from kevread.base.sealing import seal
from kevread.common.actor import SYSTEM
from kevread.common.errors import Refused
from kevread.journal.models import Act
from kevread.journal.operations import act, check_tables, seal_journal
from kevread.journal.tables import verify_tables
from tests.accounts.conftest import (
    ACTIVATE,
    CONFIRM,
    DEACTIVATE,
    FACTOR,
    RECOVERY,
    _rooms_above_are_not_needed,
    account,
    activate,
    is_in,
    sign_in,
    totp,
    visitor,
)
from tests.conftest import NOW
from tests.databases import as_administrator
from tests.journal.sealing import seal_at_once

pytestmark = pytest.mark.django_db
__all__ = ["_rooms_above_are_not_needed", "account", "visitor"]
CHANGED = "changés dans la base par une autre main"
MINE = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"  # of whoever writes in the database


def by_hand(statement: str, *values: object) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def named() -> list[tuple[str, object, tuple[str, ...], str]]:
    return [(one["table"], one["row"], one["columns"], one["kind"]) for one in verify_tables(None)["faults"]]


def is_named(account: Account) -> bool:
    found = named()
    assert found in ([], [("accounts_account", account.pk, ("as_left",), "differs")])
    return bool(found)


@pytest.fixture
def secret(account, visitor, mailoutbox) -> str:
    """A second factor that its person set up."""
    sign_in(visitor, mailoutbox)
    found = activate(visitor)
    assert not is_named(account)
    return found


def mine(account: Account) -> dict[str, object]:
    """A copy of a second factor of one's own, which this installation sealed."""
    other = create_account(email="mallory@exemple.fr", now=NOW)
    return dict(TOTP.activate(other, MINE).instance.data)


ATTACKS = {
    "taken off": "DELETE FROM mfa_authenticator WHERE user_id = %s",
    "the recovery codes alone taken off": "DELETE FROM mfa_authenticator WHERE type = 'recovery_codes' AND user_id = %s",
    "given to nobody": "UPDATE mfa_authenticator SET type = 'webauthn' WHERE type = 'totp' AND user_id = %s",
    "the account closed": "UPDATE accounts_account SET is_active = false WHERE id = %s",
    "sessions that were ended": "UPDATE accounts_account SET password = '!autre' WHERE id = %s",
}


@pytest.mark.parametrize("statement", ATTACKS.values(), ids=ATTACKS)
def test_what_another_hand_changed_of_an_account_is_named_and_opens_nothing(secret, account, mailoutbox, statement):
    by_hand(statement, account.pk)
    assert is_named(account)
    browser = Client()
    sign_in(browser, mailoutbox)
    assert not is_in(browser)
    assert not browser.get(FACTOR).context  # nor is a second factor asked: it is sent back


def test_who_proved_their_address_is_told_why(secret, account, mailoutbox):
    by_hand("DELETE FROM mfa_authenticator WHERE user_id = %s", account.pk)
    browser = Client()
    sign_in(browser, mailoutbox)
    assert CHANGED in browser.get("/compte/connexion/", follow=True).text


@pytest.mark.parametrize("kind", ["totp", "recovery_codes"])
def test_a_copy_of_ones_own_put_in_its_place_is_named(secret, account, mailoutbox, kind):
    told = mine(account) if kind == "totp" else {"seed": mine(account)["secret"], "used_mask": 0}
    Authenticator.objects.filter(user__email="mallory@exemple.fr").delete()
    by_hand(
        "UPDATE mfa_authenticator SET data = %s WHERE type = %s AND user_id = %s", json.dumps(told), kind, account.pk
    )
    assert is_named(account)


def test_codes_of_another_form_put_beside_are_named(secret, account):
    """What the library still reads of an older version, instead of the seed."""
    codes = json.dumps({"migrated_codes": [mine(account)["secret"]]})
    Authenticator.objects.filter(user__email="mallory@exemple.fr").delete()
    statement = "UPDATE mfa_authenticator SET data = data || %s::jsonb WHERE type = 'recovery_codes' AND user_id = %s"
    by_hand(statement, codes, account.pk)
    assert is_named(account)


def test_one_put_in_between_the_code_of_the_letter_and_that_of_the_application_opens_nothing(
    secret, account, mailoutbox
):
    browser = Client()
    assert sign_in(browser, mailoutbox)["Location"].startswith(FACTOR)
    swapped = seal(MINE, "second factor")
    statement = "UPDATE mfa_authenticator SET data = %s WHERE type = 'totp' AND user_id = %s"
    by_hand(statement, json.dumps({"secret": swapped}), account.pk)
    page = browser.post(FACTOR, {"code": totp(MINE)})
    assert CHANGED in page.text and not is_in(browser)


def test_one_put_there_for_a_minute_neither_confirms_nor_signs(secret, account, visitor):
    statement = "UPDATE mfa_authenticator SET data = %s WHERE type = 'totp' AND user_id = %s"
    by_hand(statement, json.dumps({"secret": seal(MINE, "second factor")}), account.pk)
    assert CHANGED in visitor.post(CONFIRM, {"code": totp(MINE)}).text
    with pytest.raises(Refused, match="une autre main"):
        proves_second_factor(account, totp(MINE))


def test_whoever_has_a_session_does_not_make_it_theirs(secret, account, visitor):
    """What its person changes then would tell what another hand put there as theirs."""
    before = Act.objects.count()
    by_hand("DELETE FROM mfa_authenticator WHERE user_id = %s", account.pk)
    visitor.get(ACTIVATE)
    page = visitor.post(ACTIVATE, {"code": totp(visitor.session["mfa.totp.secret"])})
    assert page.status_code != 302
    assert not Authenticator.objects.filter(user=account).exists() and Act.objects.count() == before


def test_what_its_person_changes_is_told(secret, account, visitor):
    last = lambda: Act.objects.order_by("-id").values_list("verb", flat=True).first()  # noqa: E731
    assert last() == "accounts.change_second_factor"
    before = Act.objects.count()
    visitor.post(f"{RECOVERY}nouveaux/")
    assert not is_named(account) and Act.objects.count() == before + 1
    visitor.post(DEACTIVATE)
    assert not is_named(account) and Act.objects.count() == before + 2
    assert not Authenticator.objects.filter(user=account).exists()


def comes_in_by(code: str, mailoutbox) -> bool:
    browser = Client()
    sign_in(browser, mailoutbox)
    browser.post(FACTOR, {"code": code})
    return is_in(browser)


def codes_of(account: Account) -> list[str]:
    found: list[str] = Authenticator.objects.get(user=account, type="recovery_codes").wrap().get_unused_codes()
    return found


def test_a_recovery_code_that_serves_is_told_and_serves_once(secret, account, mailoutbox):
    first, second, *_ = codes_of(account)
    before = Act.objects.count()
    assert comes_in_by(first, mailoutbox) and not is_named(account)
    assert Act.objects.filter(verb="accounts.use_recovery_code").count() == 1 == Act.objects.count() - before
    assert not comes_in_by(first, mailoutbox) and not is_named(account)
    assert comes_in_by(second, mailoutbox) and not is_named(account)


def test_one_that_served_and_is_put_back_opens_nothing_and_is_named(secret, account, mailoutbox):
    first, *_ = codes_of(account)
    assert comes_in_by(first, mailoutbox)
    by_hand(
        "UPDATE mfa_authenticator SET data = jsonb_set(data, '{used_mask}', '0') WHERE type = 'recovery_codes' "
        "AND user_id = %s",
        account.pk,
    )
    assert is_named(account) and not comes_in_by(first, mailoutbox)


def test_one_that_confirms_is_told_too(secret, account, visitor):
    first, *_ = codes_of(account)
    visitor.post(CONFIRM, {"code": first})
    assert Act.objects.filter(verb="accounts.use_recovery_code").count() == 1 and not is_named(account)


def test_codes_that_served_before_acts_told_it_lock_nobody_out(secret, account, mailoutbox):
    """The acts of a version of before say nothing of it."""
    first, second, *_ = codes_of(account)
    told = {"account": account.pk, "left": left_of(account.pk).digest}
    with act("accounts.take_note", actor=SYSTEM, about=None, now=NOW, arguments=told):
        pass
    by_hand("UPDATE mfa_authenticator SET data = jsonb_set(data, '{used_mask}', '1') WHERE type = 'recovery_codes'")
    assert not is_named(account)
    assert not comes_in_by(first, mailoutbox) and comes_in_by(second, mailoutbox) and not is_named(account)


def test_a_wrong_code_is_counted_though_nothing_was_told(secret, account, mailoutbox):
    """What is raised would undo the count with the rest."""
    browser = Client()
    sign_in(browser, mailoutbox)
    with mock.patch("allauth.mfa.base.forms.check_rate_limit", side_effect=counted_in_the_database):
        page = browser.post(FACTOR, {"code": "12345678"})
    assert "Ce code n’est pas le bon" in page.text and not is_in(browser)
    assert Account.objects.filter(email="compte@exemple.fr").exists()


def counted_in_the_database(user: Account) -> object:
    create_account(email="compte@exemple.fr", now=NOW)
    return lambda: None


def test_a_former_address_put_back_with_its_stamp_opens_nothing_and_is_named(account, mailoutbox):
    """It was ours: its stamp is whole."""
    was = (account.email, bytes(account.stamp), account.password)
    change_address(account=account, email="lena.k@exemple.fr", now=NOW)
    by_hand("UPDATE accounts_account SET email = %s, stamp = %s, password = %s WHERE id = %s", *was, account.pk)
    assert is_named(account)
    browser = Client()
    sign_in(browser, mailoutbox)
    assert not is_in(browser)


def test_a_closed_account_opened_again_is_named(account, mailoutbox):
    deactivate_account(account=account, now=NOW)
    by_hand("UPDATE accounts_account SET is_active = true WHERE id = %s", account.pk)
    assert is_named(account)
    browser = Client()
    sign_in(browser, mailoutbox)
    assert not is_in(browser)


def test_the_night_names_it(secret, account):
    by_hand("DELETE FROM mfa_authenticator WHERE user_id = %s", account.pk)
    assert "as_left" in str(check_tables(now=NOW).first)


def test_an_act_that_this_installation_did_not_open_makes_nothing_believed(secret, account, mailoutbox):
    """Under the role of the application: it says what stands, and is named itself."""
    by_hand("DELETE FROM mfa_authenticator WHERE user_id = %s", account.pk)
    now = left_of(account.pk).digest
    opened = (
        "INSERT INTO journal_act (id, verb, at, person_name, hat, arguments, reason, stamp) "
        "VALUES ('ffffffff-0000-7000-8000-000000000001', 'accounts.forget_second_factor', %s, '', '', %s, '', '')"
    )
    by_hand(opened, NOW, json.dumps({"account": str(account.pk), "left": now}))
    assert otherwise_than_left() == []
    assert [one[3] for one in named()] == ["forged"]
    browser = Client()
    sign_in(browser, mailoutbox)
    assert not is_in(browser)


def test_whoever_runs_the_server_cures_it(secret, account, mailoutbox):
    by_hand("DELETE FROM mfa_authenticator WHERE user_id = %s", account.pk)
    forget_second_factor(account=account, now=NOW)
    assert not is_named(account)
    browser = Client()
    sign_in(browser, mailoutbox)
    assert is_in(browser)


def test_each_verb_tells_what_it_leaves(secret, account):
    deactivate_account(account=account, now=NOW)
    assert not is_named(account)
    reopen_account(account=account, now=NOW)
    assert not is_named(account)
    change_address(account=account, email="lena.k@exemple.fr", now=NOW)
    assert not is_named(account)
    account.stamp = b""
    account.save(update_fields=["stamp"])
    vouch_for_address(account=account, now=NOW)
    assert not is_named(account)


def test_the_command_of_addresses_says_which(secret, account, capsys):
    call_command("addresses")
    assert "--oublier-second-facteur" not in capsys.readouterr().out
    by_hand("DELETE FROM mfa_authenticator WHERE user_id = %s", account.pk)
    call_command("addresses")
    said = capsys.readouterr().out
    assert f"compte {account.pk}" in said and "--oublier-second-facteur" in said


# Accounts of before, and keys ----------------------------------------------------------------------------------------


def untold(address: str = "avant@exemple.fr") -> Account:
    """One of before acts told what they leave."""
    return Account.objects.create_account(address)


def test_of_an_account_of_before_note_is_taken_once(mailoutbox):
    old = untold()
    forged = Account.objects.create(email="mallory@exemple.fr", password="!x", stamp=b"x")
    assert take_note(now=NOW) == 1 and take_note(now=NOW) == 0
    forged.delete()
    assert not is_named(old)
    TOTP.activate(old, MINE)
    assert is_named(old)
    browser = Client()
    sign_in(browser, mailoutbox, old.email)
    assert not is_in(browser)


def test_one_of_which_nothing_was_told_yet_comes_in(mailoutbox):
    untold()
    browser = Client()
    sign_in(browser, mailoutbox, "avant@exemple.fr")
    assert is_in(browser) and named() == []


def test_two_who_change_it_tell_what_stands(secret, account):
    """What the process read of the account before another changed it is not what its act tells."""
    old = Account.objects.get(pk=account.pk)
    change_address(account=account, email="lena.k@exemple.fr", now=NOW)
    forget_second_factor(account=old, now=NOW)
    assert not is_named(account)


def test_one_at_a_time_changes_an_account(account):
    """Locked before anything is written: the act that comes last tells what stands."""
    with CaptureQueriesContext(connection) as asked:
        forget_second_factor(account=account, now=NOW)
    statements = [one["sql"] for one in asked]
    locks = [place for place, one in enumerate(statements) if "FOR UPDATE" in one and "accounts_account" in one]
    writes = [place for place, one in enumerate(statements) if one.startswith(("UPDATE", "DELETE", "INSERT"))]
    assert locks and locks[0] < min(writes)


def test_a_key_that_is_changed_tells_anew_what_stands_and_not_what_another_hand_changed(account, settings):
    other = create_account(email="autre@exemple.fr", now=NOW)
    deactivate_account(account=other, now=NOW)
    by_hand("UPDATE accounts_account SET is_active = true WHERE id = %s", other.pk)
    before, settings.SECRET_KEY = settings.SECRET_KEY, get_random_string(50)
    settings.SECRET_KEY_FALLBACKS = [before]
    assert restamp_addresses(now=NOW) == 2
    settings.SECRET_KEY_FALLBACKS = []
    assert is_as_left(account) and otherwise_than_left() == [other.pk]


def test_an_act_of_a_key_that_is_no_more_is_believed_once_somebody_answered_for_it(account, settings, monkeypatch):
    seal_at_once()
    seal_journal(now=NOW)
    settings.SECRET_KEY = get_random_string(50)
    assert not is_as_left(account)
    monkeypatch.setattr("kevread.journal.outside.answered", lambda: 1)
    assert is_as_left(account)
    monkeypatch.setattr("kevread.journal.outside.answered", lambda: 0)
    assert not is_as_left(account)


def test_what_was_asked_in_the_act_rewritten_for_a_minute_makes_nothing_believed(secret, account, mailoutbox):
    by_hand("DELETE FROM mfa_authenticator WHERE user_id = %s", account.pk)
    with as_administrator(), connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; SET LOCAL session_replication_role = replica")
        cursor.execute(
            "UPDATE journal_act SET arguments = jsonb_set(arguments, '{left}', to_jsonb(%s::text)) "
            "WHERE id = (SELECT id FROM journal_act WHERE arguments ? 'left' ORDER BY id DESC LIMIT 1)",
            [left_of(account.pk).digest],
        )
        cursor.execute("SET LOCAL session_replication_role = DEFAULT")
    browser = Client()
    sign_in(browser, mailoutbox)
    assert not is_in(browser)
