"""A row that an index does not hold is on no page: whoever hides rows so, or breaks what is unique, is named."""

import pytest
from django.db import connection

from kevread.common.actor import SYSTEM
from kevread.journal import indexes, schema
from kevread.journal.operations import act, seal_journal
from kevread.journal.strict import strictly
from kevread.journal.tables import verify_all
from tests.conftest import NOW
from tests.databases import as_administrator, as_owner
from tests.factories import PersonFactory, SeatFactory, ZoneFactory

from .sealing import seal_at_once

pytestmark = pytest.mark.django_db
SEAL = "journal_seal_batch(moment timestamp with time zone, at_most integer)"


@pytest.fixture(autouse=True)
def people() -> None:
    seal_at_once()
    with act("tests.try", actor=SYSTEM, about=None, now=NOW):
        PersonFactory.create_batch(3)
    seal_journal(now=NOW)


def unfed(index: str, *statements: str) -> None:
    """What is written while an index takes nothing in; then it is as before, and no definition says anything."""
    ready = "UPDATE pg_index SET indisready = {} WHERE indexrelid = '{}'::regclass"
    with as_administrator(), connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; SET LOCAL session_replication_role = replica")
        for statement in (ready.format("false", index), *statements, ready.format("true", index)):
            cursor.execute(statement)
        cursor.execute("SET LOCAL session_replication_role = DEFAULT")


def named() -> set[tuple[str, str, str]]:
    with strictly():
        return {(one.kind, one.name, one.how) for one in indexes.unfaithful()}


def test_each_index_holds_what_its_table_does():
    assert named() == set()


FORGED = """UPDATE directory_person SET family_name = 'Autre'
    WHERE id = (SELECT "row" FROM journal_change ORDER BY id LIMIT 1)"""
AS_ACTED = """INSERT INTO journal_change (act_id, "table", "row", before, after)
    SELECT c.act_id, c."table", c."row", c.after, to_jsonb(p)
    FROM directory_person p JOIN journal_change c ON c."row" = p.id WHERE p.family_name = 'Autre'"""


def test_a_change_that_an_index_does_not_hold_is_found_all_the_same():
    """Put into an act of old, sealed with what it held: who reads the journal by that index finds it as it was."""
    unfed("change_by_act", FORGED, AS_ACTED)
    assert named() == {("index", "change_by_act", "unfaithful")}
    answer = verify_all(None)
    assert [one["said"] for one in answer["tables"]["schema"]] == [
        "l’index change_by_act n’a pas les mêmes lignes que sa table"
    ]
    assert not answer["ok"]


def test_a_row_that_is_there_twice_breaks_what_is_unique():
    key = "mail_unsubscription_pkey"
    twice = "SELECT id, n::text, now() FROM gen_random_uuid() id, generate_series(1, 2) n"
    unfed(key, f"INSERT INTO mail_unsubscription (id, address, since) {twice}")
    assert named() == {("index", key, "unfaithful"), ("constraint", key, "broken")}


def test_a_row_taken_out_of_what_a_part_of_the_rows_fills_is_named():
    unfed("act_by_seal", "UPDATE journal_act SET seal = 7 WHERE seal = 1")
    assert ("index", "act_by_seal", "unfaithful") in named()


def test_periods_that_overlap_break_what_excludes_it():
    """An index of periods is not read from end to end; what it refuses is looked for in the rows."""
    twice = """INSERT INTO territory_zonepart (id, child_id, parent_id, parent_kind, source, certainty, period)
        SELECT gen_random_uuid(), c, c, 'x', '', '', daterange('2026-01-01', {}) FROM (SELECT id c FROM territory_zone
            ORDER BY id OFFSET {} LIMIT 1) one, generate_series(1, {})"""
    with act("tests.try", actor=SYSTEM, about=None, now=NOW):
        ZoneFactory.create_batch(3)
    unfed("zone_part_once", twice.format("'2026-02-01'", 0, 1), twice.format("NULL", 1, 1))
    assert named() == set()
    unfed("zone_part_once", twice.format("NULL", 2, 2))
    assert named() == {("constraint", "zone_part_once", "broken")}


def test_a_row_that_points_to_what_is_not_there_breaks_its_key():
    """The key is taken off, the row put in, and the key put back while a policy hides the row: PostgreSQL says it is proven,
    and no definition differs from ours."""
    with act("tests.try", actor=SYSTEM, about=None, now=NOW):
        seat = SeatFactory().pk
    with as_administrator(), connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(
            "SELECT conname, pg_get_constraintdef(oid) FROM pg_constraint "
            "WHERE conrelid = 'seats_mandate'::regclass AND contype = 'f' AND pg_get_constraintdef(oid) LIKE '%(person_id)%'"
        )
        ((name, definition),) = cursor.fetchall()
        cursor.execute(f"ALTER TABLE seats_mandate DROP CONSTRAINT {name}")
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute(
            "INSERT INTO seats_mandate (id, seat_id, person_id, family, origin, origin_note, end_reason, period) "
            "VALUES (gen_random_uuid(), %s, gen_random_uuid(), '', 'existing', '', '', '[2026-01-01,)')",
            [seat],
        )
        cursor.execute("SET LOCAL session_replication_role = DEFAULT")
        cursor.execute("ALTER TABLE seats_mandate ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY")
    with as_owner(), connection.cursor() as cursor:
        cursor.execute(f"ALTER TABLE seats_mandate ADD CONSTRAINT {name} {definition}")
        cursor.execute("ALTER TABLE seats_mandate NO FORCE ROW LEVEL SECURITY, DISABLE ROW LEVEL SECURITY")
    assert named() == {("constraint", name, "broken")}
    with strictly():
        assert {one.name for one in schema.differences()} == {SEAL}, "what tests seal by"


def test_nearly_every_index_is_read_along_itself():
    """Those of the journal all are: what the check itself reads by."""
    with strictly(), indexes.reading(indexes.ALONG):
        every = [indexes.Index(*row) for row in indexes.asked(indexes.ORDERED)]
        others = {one.name for one in every if indexes.taken(one.along) != one.name}
    assert len(every) > 250
    assert len(others) < len(every) / 25  # which one is read depends on how many rows there are
    assert {one.name for one in every if one.table == "public.journal_change"} >= {"change_by_act", "change_by_row"}
    assert not others & {one.name for one in every if one.table.startswith("public.journal_")}


def test_what_was_asked_is_read_as_before_afterwards():
    with strictly():
        indexes.unfaithful()
        assert indexes.asked(
            "SELECT count(*) FROM pg_settings WHERE name LIKE 'enable_%' AND setting = 'off' AND boot_val = 'on'"
        ) == [(0,)]
