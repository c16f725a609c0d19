"""A row that was written with the triggers off is named, whoever wrote it: `verify-journal --tables`."""

import json
from contextlib import redirect_stdout
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection

from kevread.common.actor import SYSTEM
from kevread.directory.models import Person
from kevread.journal.models import Act
from kevread.journal.operations import act, seal_journal
from kevread.journal.queries import head
from kevread.journal.tables import guarded, verify_all, verify_tables
from tests.conftest import NOW
from tests.databases import as_administrator, as_owner
from tests.factories import PersonFactory, SettingFactory

from .sealing import seal_at_once

pytestmark = pytest.mark.django_db


def acted():
    return act("tests.try", actor=SYSTEM, about=None, now=NOW)


@pytest.fixture
def people() -> list[Person]:
    """Three people, one of whom was amended; a fourth was registered, and taken off."""
    seal_at_once()
    with acted():
        there = PersonFactory.create_batch(4)
    seal_journal(now=NOW)
    with acted():
        Person.objects.filter(pk=there[0].pk).update(given_name="Nolwenn")
        Person.objects.filter(pk=there[3].pk).delete()
    return there[:3]


def behind(statement: str, *values: object) -> None:
    """As the superuser, with the triggers off: nothing is noted."""
    with as_administrator(), connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; SET LOCAL session_replication_role = replica")
        cursor.execute(statement, values)
        assert cursor.rowcount == 1, statement
        cursor.execute("SET LOCAL session_replication_role = DEFAULT")


def faults(since: int | None = None) -> list[tuple[str, object, str, tuple[str, ...]]]:
    return [
        tuple(fault[key] for key in ("table", "row", "kind", "columns")) for fault in verify_tables(since)["faults"]
    ]


def test_what_was_written_by_verbs_is_what_stands(people):
    answer = verify_all(None)
    assert answer["ok"]
    tables = answer["tables"]
    assert (tables["faults"], tables["erased"], tables["schema"]) == ([], [], [])
    assert tables["checked"] == len([name for name in guarded() if not name.startswith("toy_")])  # that of a test
    assert tables["rows"] == 3


def test_an_act_that_is_put_in_under_an_old_seal_is_counted(people):
    """What it wrote then is read by nobody after that seal: a decision that nobody took."""
    with acted():
        PersonFactory()
    last = Act.objects.order_by("-pk").first()
    seal_journal(now=NOW)
    assert verify_all(None, since=2)["ok"]
    behind("UPDATE journal_act SET seal = 1 WHERE id = %s", last.pk)
    assert {"seal": 1, "kind": "gap"} in verify_all(None, since=2)["faults"]
    assert {"seal": 1, "kind": "gap"} in verify_all(None, since=1)["faults"]


@pytest.mark.parametrize("since", [None, 1])
def test_a_row_that_was_rewritten_is_named_with_its_columns(people, since):
    """Whether it was written before or after what was verified last."""
    for one in people[:2]:
        behind("UPDATE directory_person SET family_name = 'Autre', email = 'x@y.fr' WHERE id = %s", one.pk)
    assert sorted(faults(since)) == sorted(
        ("directory_person", one.pk, "differs", ("email", "family_name", "search")) for one in people[:2]
    )


@pytest.mark.parametrize(("was", "becomes"), [("1", "true"), ('[{"of": 0}]', '[{"of": false}]')])
def test_a_number_made_a_yes_is_named(people, was, becomes):
    """Python takes one for the other; PostgreSQL does not."""
    with acted():
        one = SettingFactory(value=json.loads(was))
    assert faults() == []
    behind("UPDATE charter_setting SET value = %s::jsonb WHERE id = %s", becomes, one.pk)
    assert faults() == [("charter_setting", one.pk, "differs", ("value",))]


@pytest.mark.parametrize("since", [None, 1])
def test_a_row_that_was_taken_out_is_named(people, since):
    behind("DELETE FROM directory_person WHERE id = %s", people[1].pk)
    assert faults(since) == [("directory_person", people[1].pk, "missing", ())]


@pytest.mark.parametrize("since", [None, 1])
def test_a_row_that_was_put_in_is_named(people, since):
    behind("INSERT INTO directory_person (id, given_name, family_name, email) VALUES (gen_random_uuid(), 'a', 'b', '')")
    planted = Person.objects.get(given_name="a")
    assert faults(since) == [("directory_person", planted.pk, "unknown", ())]


def test_a_row_that_was_rewritten_then_amended_by_a_verb_is_named_still(people):
    behind("UPDATE directory_person SET family_name = 'Autre' WHERE id = %s", people[1].pk)
    with acted():
        Person.objects.filter(pk=people[1].pk).update(given_name="Soazig")
    assert faults(1) == faults() == [("directory_person", people[1].pk, "differs", ("family_name", "search"))]


def test_a_row_that_was_put_in_then_taken_out_by_a_verb_is_named_still(people):
    behind("INSERT INTO directory_person (id, given_name, family_name, email) VALUES (gen_random_uuid(), 'a', 'b', '')")
    planted = Person.objects.get(given_name="a").pk
    with acted():
        Person.objects.filter(pk=planted).delete()
    assert faults() == [("directory_person", planted, "unknown", ())]


def test_a_row_that_was_taken_out_then_put_in_again_by_a_verb_is_named_still(people):
    key = people[1].pk
    behind("DELETE FROM directory_person WHERE id = %s", key)
    with acted():
        PersonFactory(pk=key)
    assert faults() == [("directory_person", key, "missing", ())]


@pytest.mark.parametrize("how", ["DISABLE TRIGGER journal_update", "DISABLE TRIGGER ALL"])
def test_a_table_whose_guard_is_off_is_named(people, how):
    with as_owner() if "ALL" not in how else as_administrator(), connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(f"ALTER TABLE decisions_decision {how}")
    answer = verify_all(None)
    shown = {one["name"] for one in answer["tables"]["schema"]}
    assert "decisions_decision.journal_update" in shown
    assert all(name.startswith("decisions_decision.") for name in shown)
    assert not answer["ok"]


def test_a_table_whose_guard_is_gone_is_still_read(people):
    with as_owner(), connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; DROP TRIGGER journal_insert ON directory_person")
    assert "directory_person" in guarded()
    assert [one["said"] for one in verify_tables(None)["schema"]] == [
        "le déclencheur directory_person.journal_insert manque"
    ]
    behind("UPDATE directory_person SET family_name = 'Autre' WHERE id = %s", people[1].pk)
    assert [kind for _, _, kind, _ in faults()] == ["differs"]


def test_a_column_that_came_after_is_no_difference(people):
    with as_owner(), connection.cursor() as cursor:
        cursor.execute(
            "SET CONSTRAINTS ALL IMMEDIATE; ALTER TABLE directory_person ADD COLUMN novelty text DEFAULT 'x'"
        )
    assert faults() == []
    behind("UPDATE directory_person SET family_name = 'Autre' WHERE id = %s", people[1].pk)
    assert [columns for *_, columns in faults()] == [("family_name", "search")]


def test_no_table_takes_the_key_of_another():
    """A row is looked for by its key alone among those that stand."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT conrelid::regclass::text FROM pg_constraint WHERE contype = 'f' AND conrelid::regclass::text = ANY(%s) "
            "AND conkey = (SELECT array_agg(attnum) FROM pg_attribute WHERE attrelid = conrelid AND attname = 'id')",
            [list(guarded())],
        )
        assert cursor.fetchall() == []


def command(*words: str) -> tuple[int, dict]:
    out, code = StringIO(), 0
    with redirect_stdout(out):
        try:
            call_command("verify-journal", *words)
        except SystemExit as ended:
            code = int(ended.code)
    return code, json.loads(out.getvalue()) if out.getvalue() else {}


def test_the_command_says_it_and_ends_badly(people, capsys):
    code, answer = command("--tables")
    assert (code, answer["ok"], set(answer["tables"])) == (
        0,
        True,
        {"checked", "rows", "faults", "erased", "schema"},
    )
    behind("UPDATE directory_person SET family_name = 'Autre' WHERE id = %s", people[1].pk)
    code, answer = command("--tables", "--since", "1", "--format", "json")
    assert (code, answer["ok"], answer["faults"]) == (1, False, [])
    assert answer["tables"]["faults"] == [
        {"table": "directory_person", "row": str(people[1].pk), "columns": ["family_name", "search"], "kind": "differs"}
    ]
    for wrong in (("--tables", "--since", "9"), ("--since", "1")):  # no such seal; without the tables, it says nothing
        capsys.readouterr()
        assert command(*wrong)[0] == 2
        assert json.loads(capsys.readouterr().err)["error"]["at"] == "since"


def test_since_a_seal_what_it_holds_is_not_read_again(people):
    """And what comes after is; a head kept from before that seal is looked for all the same."""
    from kevread.journal.verification import Anchor, verify

    kept = Anchor(1, head().head)
    seal_journal(now=NOW)
    assert verify(None, since=1) == verify(None)
    behind("UPDATE journal_act SET reason = 'x' WHERE seal = 1")
    assert [fault["seal"] for fault in verify(None)["faults"]] == [1]
    assert verify(None, since=1)["ok"]
    assert verify(kept, since=2)["faults"] == verify(None)["faults"]
    behind("UPDATE journal_act SET reason = 'x' WHERE seal = 2")
    assert [fault["seal"] for fault in verify(None, since=1)["faults"]] == [2]
