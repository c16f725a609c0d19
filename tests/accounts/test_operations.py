"""The verbs, and what the journal keeps of them: an act each, and no address."""

from datetime import timedelta
from unittest import mock

import pytest
from allauth.mfa.models import Authenticator
from django.db import IntegrityError, connection, transaction

from kevread.accounts.models import Account, ConsoleCode
from kevread.accounts.operations import (
    change_address,
    create_account,
    deactivate_account,
    forget_second_factor,
    issue_console_code,
    reopen_account,
    use_console_code,
)
from kevread.common.errors import Invalid, Refused
from kevread.journal.models import Act, Change
from tests.conftest import NOW

from .conftest import ADDRESS, SIGN_IN, activate, ask, is_in, sign_in

pytestmark = pytest.mark.django_db


def last_act() -> Act:
    return Act.objects.order_by("-id").first()


def test_an_account_is_an_address_in_small_letters_without_password():
    account = create_account(email="  Lena@Exemple.FR ", now=NOW)
    assert account.email == ADDRESS
    assert not account.has_usable_password()


def test_every_verb_is_an_act_that_names_no_address(account):
    change_address(account=account, email="lena.k@exemple.fr", now=NOW)
    use_console_code(code=issue_console_code(account=account, now=NOW), now=NOW)
    forget_second_factor(account=account, now=NOW)
    deactivate_account(account=account, now=NOW)
    reopen_account(account=account, now=NOW)
    acts = list(Act.objects.order_by("id"))
    assert [act.verb for act in acts] == [
        "accounts.create", "accounts.change_address", "accounts.issue_console_code", "accounts.use_console_code",
        "accounts.forget_second_factor", "accounts.deactivate", "accounts.reopen",
    ]  # fmt: skip
    assert all(set(act.arguments) <= {"account", "left", "served"} for act in acts)
    assert "exemple" not in str([act.arguments for act in acts])
    assert not Change.objects.exists()


@pytest.mark.parametrize(
    "email", ["", "lena", "lena@", "lena@exemple", "lena@exemple.fr, autre@exemple.fr", "a\n@exemple.fr"]
)
def test_a_wrong_address_is_refused_and_nothing_is_written(email):
    with pytest.raises(Invalid, match=r"nom@exemple\.fr") as refusal:
        create_account(email=email, now=NOW)
    assert refusal.value.field == "email"
    assert not Account.objects.exists()
    assert not Act.objects.exists()


def test_an_address_serves_one_account(account):
    other = create_account(email="autre@exemple.fr", now=NOW)
    acts = Act.objects.count()
    with pytest.raises(Invalid, match="existe déjà"):
        create_account(email=ADDRESS.upper(), now=NOW)
    with pytest.raises(Invalid, match="existe déjà"):
        change_address(account=other, email=ADDRESS, now=NOW)
    assert other.email == "autre@exemple.fr"
    assert Act.objects.count() == acts


def test_the_database_refuses_capitals_in_an_address():
    with pytest.raises(IntegrityError), transaction.atomic():
        Account.objects.create(email="Lena@exemple.fr")


def test_a_new_address_receives_the_codes_and_closes_what_was_open(account, visitor, mailoutbox):
    sign_in(visitor, mailoutbox)
    change_address(account=account, email="nouvelle@exemple.fr", now=NOW)
    assert visitor.get("/compte/").headers["Location"].startswith(SIGN_IN)
    assert not is_in(visitor)
    sign_in(visitor, mailoutbox, "nouvelle@exemple.fr")
    assert is_in(visitor)


def test_a_closed_account_is_out_and_stays_out_until_it_is_opened_again(account, visitor, mailoutbox):
    sign_in(visitor, mailoutbox)
    issue_console_code(account=account, now=NOW)
    deactivate_account(account=account, now=NOW)
    assert visitor.get("/compte/").headers["Location"].startswith(SIGN_IN)
    assert not ConsoleCode.objects.exists()
    sent = len(mailoutbox)
    ask(visitor)
    assert len(mailoutbox) == sent
    with pytest.raises(Refused, match="fermé"):
        issue_console_code(account=account, now=NOW)
    visitor.post("/compte/deconnexion/")
    reopen_account(account=account, now=NOW)
    sign_in(visitor, mailoutbox)
    assert is_in(visitor)


def test_a_lost_telephone_is_forgotten(account, visitor, mailoutbox):
    sign_in(visitor, mailoutbox)
    activate(visitor)
    forget_second_factor(account=account, now=NOW)
    assert not Authenticator.objects.exists()
    assert visitor.get("/compte/").headers["Location"].startswith(SIGN_IN)
    sign_in(visitor, mailoutbox)
    assert is_in(visitor)


def test_a_console_code_opens_its_account_once(account):
    code = issue_console_code(account=account, now=NOW)
    assert use_console_code(code=code, now=NOW) == account
    with pytest.raises(Invalid, match="a déjà servi"):
        use_console_code(code=code, now=NOW)


def test_only_its_digest_is_kept(account):
    code = issue_console_code(account=account, now=NOW)
    kept = ConsoleCode.objects.get()
    assert code.replace("-", "") not in kept.digest.upper()
    assert len(kept.digest) == 64
    assert str(last_act().arguments).find(code) == -1


def test_a_console_code_lasts_a_day(account):
    code = issue_console_code(account=account, now=NOW)
    with pytest.raises(Invalid):
        use_console_code(code=code, now=NOW + timedelta(hours=24))
    assert use_console_code(code=code, now=NOW + timedelta(hours=23, minutes=59)) == account


def put_code(account, digest, until):
    """In SQL: whoever writes in the table."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM accounts_consolecode")
        cursor.execute("INSERT INTO accounts_consolecode VALUES (%s, %s, %s)", [account.pk, digest, until])


def put_addresses(accounts, addresses):
    with connection.cursor() as cursor:
        for account, address in zip(accounts, addresses, strict=True):
            cursor.execute("UPDATE accounts_account SET email = %s WHERE id = %s", [address, account.pk])


def test_a_console_code_is_neither_moved_nor_made_to_last(account):
    code = issue_console_code(account=account, now=NOW)
    kept = ConsoleCode.objects.get()
    other = create_account(email="autre@exemple.fr", now=NOW)
    for whose, until in ((other, kept.expires_at), (account, kept.expires_at + timedelta(days=365))):
        put_code(whose, kept.digest, until)
        with pytest.raises(Invalid):
            use_console_code(code=code, now=NOW)
    for whose, addresses in ((account, ["encore@exemple.fr", other.email]), (other, ["encore@exemple.fr", ADDRESS])):
        put_code(whose, kept.digest, kept.expires_at)
        put_addresses([account, other], addresses)
        with pytest.raises(Invalid):
            use_console_code(code=code, now=NOW)
    put_addresses([other, account], [other.email, ADDRESS])
    put_code(account, kept.digest, kept.expires_at)
    assert use_console_code(code=code, now=NOW) == account


def test_a_new_console_code_replaces_the_one_before(account):
    old = issue_console_code(account=account, now=NOW)
    new = issue_console_code(account=account, now=NOW)
    with pytest.raises(Invalid):
        use_console_code(code=old, now=NOW)
    assert use_console_code(code=new, now=NOW) == account


def test_two_people_type_it_at_once_and_one_enters(account):
    """The second one found the row before the first one deleted it."""
    code = issue_console_code(account=account, now=NOW)
    found = ConsoleCode.objects.get()
    use_console_code(code=code, now=NOW)
    acts = Act.objects.count()
    with mock.patch.object(type(ConsoleCode.objects.all()), "first", return_value=found), pytest.raises(Invalid):
        use_console_code(code=code, now=NOW)
    assert Act.objects.count() == acts
