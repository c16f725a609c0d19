"""Whoever owns the tables puts beside ours what answers for them: what is read is what is there, or the table is named."""

import json

import pytest
from django.core.management import call_command
from django.db import DataError, IntegrityError, connection, transaction
from psycopg import sql

from kevread.common.actor import SYSTEM
from kevread.directory.models import Person
from kevread.journal.models import Seal
from kevread.journal.operations import act, check_tables, seal_journal
from kevread.journal.queries import checked_since
from kevread.journal.tables import verify_all, verify_tables
from kevread.journal.verification import Anchor, verify
from tests.conftest import NOW
from tests.databases import as_owner
from tests.factories import PersonFactory

from .sealing import seal_at_once

pytestmark = pytest.mark.django_db


def acted():
    return act("tests.try", actor=SYSTEM, about=None, now=NOW)


@pytest.fixture
def person() -> Person:
    seal_at_once()
    with acted():
        one = PersonFactory(family_name="Le Goff")
    seal_journal(now=NOW)
    return one


def owner_does(*statements: str | sql.Composed) -> None:
    with as_owner(), connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for statement in statements:
            cursor.execute(statement)


def rewritten(table: str, statement: str) -> tuple[str, str, str]:
    return (f"ALTER TABLE {table} DISABLE TRIGGER USER", statement, f"ALTER TABLE {table} ENABLE TRIGGER USER")


FORGED = rewritten("directory_person", "UPDATE directory_person SET family_name = 'Autre'")


def named() -> set[str]:
    return {fault["table"] for fault in verify_tables(None)["faults"]}


def shown() -> set[str]:
    """What is not as our migrations made it."""
    return {one["name"] for one in verify_tables(None)["schema"]}


def test_a_function_that_answers_for_a_row_is_not_called(person):
    owner_does(
        *FORGED,
        """CREATE FUNCTION public.to_jsonb(r public.directory_person) RETURNS jsonb LANGUAGE sql STABLE AS
        $$ SELECT after FROM public.journal_change WHERE "row" = r.id ORDER BY id DESC LIMIT 1 $$""",
    )
    assert named() == {"directory_person"}


def test_a_function_that_answers_for_the_journal_is_not_called(person):
    head = Seal.objects.get()
    anchor = Anchor(head.number, f"sha256:{bytes(head.head).hex()}")
    assert verify(anchor)["ok"]
    owner_does(
        """CREATE FUNCTION public.convert_to(t text, e text) RETURNS bytea LANGUAGE sql IMMUTABLE AS
        $$ SELECT pg_catalog.convert_to(replace(t, 'Autre', 'Le Goff'), e::name) $$""",
        *FORGED,
        *rewritten(
            "journal_change",
            """UPDATE journal_change SET after = (SELECT to_jsonb(p) FROM directory_person p WHERE id = "row")""",
        ),
    )
    assert [fault["kind"] for fault in verify_all(anchor)["faults"]] == ["hash"]


def test_a_policy_that_hides_rows_is_named(person):
    owner_does(
        "ALTER TABLE directory_person ENABLE ROW LEVEL SECURITY", "CREATE POLICY seen ON directory_person USING (true)"
    )
    assert shown() == {"directory_person", "directory_person.seen"}


@pytest.mark.parametrize("table", ["journal_act", "journal_change", "journal_seal", "journal_chain"])
def test_a_policy_on_the_journal_itself_is_a_fault_of_it(person, table):
    owner_does(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY", f"CREATE POLICY seen ON {table} USING (true)")
    assert {"seal": None, "kind": "gap"} in verify(None)["faults"]


def test_a_rule_a_child_and_a_type_that_is_read_otherwise_are_named(person):
    owner_does(
        "CREATE RULE quiet AS ON DELETE TO mail_unsubscription DO INSTEAD NOTHING",
        "CREATE TABLE more () INHERITS (directory_name)",
        "CREATE TYPE disguised AS ENUM ('a')",
        "ALTER TABLE directory_person ADD COLUMN disguise disguised",
    )
    assert shown() >= {"more", "disguised", "directory_person.disguise", "mail_unsubscription.quiet"}


def test_a_row_taken_out_is_named_though_another_table_has_its_key(person):
    """The key of the row that is gone, given in an ordinary act to a row of another table."""
    from kevread.mail.models import Unsubscription

    with acted():
        Unsubscription.objects.create(id=person.pk, address="personne@exemple.bzh", since=NOW)
    owner_does(*rewritten("directory_person", "DELETE FROM directory_person"))
    assert [(fault["table"], fault["kind"]) for fault in verify_tables(None)["faults"]] == [
        ("directory_person", "missing")
    ]


def test_a_seal_has_an_hour_that_can_be_read_again(person):
    with acted():
        PersonFactory()
    with pytest.raises((IntegrityError, DataError)), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT journal_seal_batch('infinity', 1)")


def test_nothing_hides_behind_a_payload_that_never_was(person):
    """Two changes that say nothing, with the digests of nothing, so that what stands looks erased."""
    nothing = """INSERT INTO journal_change (act_id, "table", "row", before, after, salt, digest)
        SELECT act_id, "table", "row", {before}, NULL, s.salt,
            journal_digest(s.salt, act_id, "table"::name, "row", {before}, NULL)
        FROM journal_change, (SELECT gen_random_uuid() AS salt) s WHERE "table" = 'directory_person' ORDER BY id DESC LIMIT 1"""
    owner_does(*FORGED, nothing.format(before="after"), nothing.format(before="NULL::jsonb"))
    found = verify_tables(None)
    assert found["erased"] == []
    assert ("directory_person", "unknown") in {(fault["table"], fault["kind"]) for fault in found["faults"]}


def test_an_index_on_a_function_that_is_changed_afterwards_is_named(person):
    owner_does(
        "CREATE FUNCTION seen(id bigint) RETURNS boolean LANGUAGE sql IMMUTABLE AS 'SELECT id < 0'",
        "CREATE INDEX fewer ON journal_change (act_id, id) WHERE seen(id)",
        "CREATE INDEX lesser ON directory_person (id) WHERE seen(length(family_name))",
        "CREATE OR REPLACE FUNCTION seen(id bigint) RETURNS boolean LANGUAGE sql IMMUTABLE AS 'SELECT true'",
    )
    assert {"seal": None, "kind": "gap"} in verify(None)["faults"]
    assert shown() == {"seen(id bigint)", "fewer", "lesser"}


def test_a_constraint_on_a_function_that_is_changed_afterwards_is_named(person):
    owner_does(
        "CREATE FUNCTION seen(id text) RETURNS boolean LANGUAGE sql IMMUTABLE AS 'SELECT true'",
        "ALTER TABLE documents_content ADD CONSTRAINT lie CHECK (seen(sha256))",
    )
    assert shown() == {"seen(id text)", "documents_content.lie"}


@pytest.mark.parametrize("moment", ["0044-03-15 BC", "infinity", "-infinity"])
def test_an_hour_that_no_calendar_of_ours_has_stops_no_check(person, moment):
    """Python cannot tell it: what bears it is named, and the rest is read."""
    owner_does(*rewritten("journal_act", f"UPDATE journal_act SET at = '{moment}'"))
    found = verify_all(None)
    assert found["faults"] == [{"seal": 1, "kind": "hash"}]
    assert [(fault["table"], fault["kind"]) for fault in found["tables"]["faults"]] == [("journal_act", "forged")]
    owner_does(
        "ALTER TABLE journal_seal DROP CONSTRAINT seal_has_an_hour",
        *rewritten("journal_seal", f"UPDATE journal_seal SET sealed_at = '{moment}'"),
    )
    assert {"seal": 1, "kind": "link"} in verify(None)["faults"]


def test_what_stops_the_reading_itself_is_a_fault_and_no_silence(person, capsys):
    """A number of more digits than Python reads."""
    number = "UPDATE journal_change SET after = jsonb_build_object('id', repeat('9', 5000)::numeric)"
    owner_does(*rewritten("journal_change", number))
    with pytest.raises(SystemExit):
        call_command("verify-journal", "--tables")
    answer = json.loads(capsys.readouterr().out)
    assert (answer["ok"], answer["faults"]) == (False, [{"seal": None, "kind": "hash", "detail": "unreadable"}])
    found = check_tables(now=NOW)
    assert (found.faults, found.tables) == (1, 0)
    assert "n’a pas pu lire la base jusqu’à la fin" in found.first[0]["said"]
    assert not checked_since(NOW, NOW)  # it is tried again, and told meanwhile
    owner_does(*rewritten("journal_change", """UPDATE journal_change SET after = '{}'"""))
    assert check_tables(now=NOW).tables > 0
    assert checked_since(NOW, NOW)
