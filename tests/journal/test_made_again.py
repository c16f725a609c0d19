"""Whoever has a migration made again, or says that one was made, to have what they write meanwhile excused with it."""

import pytest
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from kevread.common.actor import SYSTEM
from kevread.directory.models import Person
from kevread.journal import touched
from kevread.journal.operations import accept_head, act
from kevread.journal.replaced import note_all, noted_migrations
from kevread.journal.tables import verify_all
from kevread.journal.touched import excusing_migrations
from tests.conftest import NOW
from tests.databases import as_administrator

from .noting import WHY, behind, lived

MADE = ("auth", "0012_alter_user_first_name_max_length")


@pytest.fixture(autouse=True)
def _noted(apart):
    lived()
    note_all()


def faults() -> set[str]:
    return {one["kind"] for one in verify_all(None)["tables"]["faults"]}


def named() -> list[str]:
    return [one["said"] for one in verify_all(None)["tables"]["schema"] if one["kind"] == "migration"]


def taken_out(app: str, name: str) -> None:
    with as_administrator():
        MigrationRecorder(connection).record_unapplied(app, name)


def made(app: str, name: str) -> None:
    with as_administrator():
        MigrationRecorder(connection).record_applied(app, name)


def touched_again() -> None:
    behind("UPDATE directory_person SET given_name = given_name")


def test_a_migration_that_is_made_again_excuses_nothing_and_is_named_while_it_is_out_of_the_list():
    assert MADE in noted_migrations()
    assert (faults(), named()) == (set(), [])
    taken_out(*MADE)
    assert named() == [f"la migration {'.'.join(MADE)} manque"]
    with excusing_migrations("default"):
        made(*MADE)
        touched_again()
    assert (faults(), named(), touched.excused()[0]) == ({"touched"}, [], ())


def test_one_that_is_still_out_of_the_list_after_others_stays_named():
    taken_out(*MADE)
    with excusing_migrations("default"):
        made("directory", "0099_names")
    assert named() == [f"la migration {'.'.join(MADE)} manque"]
    accept_head(reason=WHY, now=NOW)
    assert named() == []


def test_one_of_which_there_is_no_file_excuses_nothing():
    with excusing_migrations("default"):
        made("directory", "0100_never_written")
        touched_again()
    assert (faults(), touched.excused()[0]) == ({"touched"}, ())


def test_a_row_that_was_frozen_by_hand_then_written_by_an_act_is_taken_for_good_with_the_rest():
    """Its number is none of a transaction, which nothing excuses: what says it is held by a seal."""
    person = Person.objects.get()
    with as_administrator(), connection.cursor() as cursor:
        cursor.execute("CREATE EXTENSION pg_surgery")
        cursor.execute("SELECT ctid::text FROM directory_person WHERE id = %s", [person.pk])
        cursor.execute("SELECT heap_force_freeze('directory_person', ARRAY[%s::tid])", cursor.fetchone())
        cursor.execute("DROP EXTENSION pg_surgery")
    with act("tests.try", actor=SYSTEM, about=None, now=NOW):
        Person.objects.filter(pk=person.pk).update(given_name="Nolwenn")
    assert faults() == {"touched"}
    accept_head(reason=WHY, now=NOW)
    assert faults() == set()
