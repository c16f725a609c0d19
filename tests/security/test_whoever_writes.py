"""Whoever writes in the table of accounts, which the journal does not follow, comes in as nobody: an address is stamped."""

from importlib import import_module
from types import SimpleNamespace
from uuid import UUID

import pytest
from django.apps import apps
from django.db import connection
from django.test import Client

from kevread.accounts.operations import change_address, create_account
from kevread.journal import tables
from kevread.journal.strict import strictly
from tests import jobs
from tests.accounts.conftest import ADDRESS, CODE, SIGN_IN, code_of, is_in, sign_in
from tests.conftest import NOW

pytestmark = pytest.mark.django_db


def put_address(account, email):
    """In SQL: whoever writes in the table."""
    with connection.cursor() as cursor:
        cursor.execute("UPDATE accounts_account SET email = %s WHERE id = %s", [email, account.pk])


def forged() -> set[tuple[str, UUID | str, str]]:
    """What the check of each night names of it."""
    with strictly():
        return {(one.table, one.row, one.kind) for one in tables.forged()}


def test_an_address_put_there_opens_nothing_and_is_named(account, visitor, mailoutbox):
    """Whoever writes in the table, under the role of the application, gives somebody's account their own address."""
    put_address(account, "mallory@exemple.fr")
    for address in ("mallory@exemple.fr", ADDRESS):
        Client().post(SIGN_IN, {"email": address})
    jobs.run()
    assert mailoutbox == [] and not is_in(visitor)
    assert forged() == {("accounts_account", account.pk, "forged")}
    account.refresh_from_db()
    change_address(account=account, email="lena.k@exemple.fr", now=NOW)
    assert forged() == set()
    sign_in(visitor, mailoutbox, "lena.k@exemple.fr")
    assert is_in(visitor)


def test_a_stamp_lent_by_another_account_opens_nothing(account, visitor, mailoutbox):
    other = create_account(email="mallory@exemple.fr", now=NOW)
    put_address(other, "encore@exemple.fr")
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE accounts_account SET email = %s, stamp = %s WHERE id = %s", [other.email, other.stamp, account.pk]
        )
    visitor.post(SIGN_IN, {"email": "mallory@exemple.fr"})
    jobs.run()
    assert mailoutbox == [] and len(forged()) == 2


def test_a_code_sent_before_the_stamp_went_opens_nothing(account, visitor, mailoutbox):
    """What is put there between the sending and the entering is looked at again."""
    visitor.post(SIGN_IN, {"email": ADDRESS})
    jobs.run()
    with connection.cursor() as cursor:
        cursor.execute("UPDATE accounts_account SET stamp = '' WHERE id = %s", [account.pk])
    visitor.post(CODE, {"code": code_of(mailoutbox[-1])})
    assert not is_in(visitor)


def test_accounts_of_before_are_stamped_as_they_are(account):
    with connection.cursor() as cursor:
        cursor.execute("UPDATE accounts_account SET stamp = ''")
    assert forged()
    import_module("kevread.accounts.migrations.0003_stamp").stamp(apps, SimpleNamespace(connection=connection))
    assert forged() == set()
