"""A table, an index or a column that gave its place to another for a minute: no row was written again, and it is named."""

from io import StringIO

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from kevread.common.errors import Refused
from kevread.journal import operations, replaced
from kevread.journal.files import file_of
from kevread.journal.management.commands import grant
from kevread.journal.models import Act
from kevread.journal.operations import accept_head, check_tables, seal_journal
from kevread.journal.replaced import following, note, note_all
from kevread.journal.tables import verify_all
from kevread.journal.touched import excusing_migrations
from kevread.votes.operations.box import TABLES
from tests.conftest import NOW
from tests.databases import as_administrator, taken_for_known

from .noting import WHY, behind, lived, told
from .sealing import seal_at_once

PERSON, SAID = (
    "directory_person",
    "la table directory_person a laissé sa place un moment, ou fut faite de nouveau, sans migration",
)


@pytest.fixture(autouse=True)
def _noted(apart):
    seal_at_once()
    lived()
    seal_journal(now=NOW)
    note_all()


def named() -> list[str]:
    return [one["name"] for one in verify_all(None)["tables"]["schema"] if one["how"] in ("replaced", "lent")]


def renamed(table: str = PERSON, column: str = "given_name") -> None:
    behind(f"ALTER TABLE {table} RENAME COLUMN {column} TO other")
    behind(f"ALTER TABLE {table} RENAME COLUMN other TO {column}")


def migrated() -> None:
    with as_administrator():
        MigrationRecorder(connection).record_applied("directory", "0099_names")


FOR_A_MINUTE = {
    "a column gave its name": [
        "ALTER TABLE directory_person RENAME COLUMN given_name TO other",
        "ALTER TABLE directory_person RENAME COLUMN other TO given_name",
    ],
    "a twin stood in its place": [
        "CREATE TABLE twin (LIKE directory_person INCLUDING ALL)",
        "ALTER TABLE directory_person RENAME TO hidden",
        "ALTER TABLE twin RENAME TO directory_person",
        "ALTER TABLE directory_person RENAME TO twin",
        "ALTER TABLE hidden RENAME TO directory_person",
        "DROP TABLE twin",
    ],
    "it had the file of another": ["UPDATE pg_class SET relfilenode = relfilenode WHERE relname = 'directory_person'"],
    "an index had the file of another": [
        "UPDATE pg_class SET relfilenode = relfilenode WHERE relname = 'directory_person_pkey'"
    ],
    "an index was set aside": [
        "UPDATE pg_index SET indisvalid = indisvalid WHERE indexrelid = 'directory_person_pkey'::regclass"
    ],
    "its long values stood elsewhere": [
        """UPDATE pg_class t SET relfilenode = t.relfilenode FROM pg_class c
        WHERE c.relname = 'directory_person' AND t.oid = c.reltoastrelid"""
    ],
    "it was made anew": ["CLUSTER directory_person USING directory_person_pkey"],
}


@pytest.mark.parametrize("how", FOR_A_MINUTE)
def test_what_gave_its_place_for_a_minute_is_named(how):
    assert named() == []
    for statement in FOR_A_MINUTE[how]:
        behind(statement)
    assert named() == [PERSON]
    assert SAID in {one["said"] for one in check_tables(now=NOW).first}
    assert verify_all(None)["ok"] is False


def test_a_folder_that_gave_its_name_for_a_minute_is_named():
    assert named() == []
    behind("ALTER SCHEMA public RENAME TO elsewhere")
    behind("ALTER SCHEMA elsewhere RENAME TO public")
    assert named() == ["public"]
    said = {one["said"] for one in check_tables(now=NOW).first}
    assert (
        "le dossier public a laissé son nom à un autre, un moment ou depuis, ou ses droits ont changé, sans migration"
        in said
    )
    taken_for_known()  # how tests seal is none of ours
    accept_head(reason=WHY, now=NOW)
    assert named() == []


def test_what_a_server_does_by_itself_is_not():
    with as_administrator(), connection.cursor() as cursor:
        cursor.execute("ANALYZE")
        cursor.execute("VACUUM (FREEZE) directory_person")
        cursor.execute("VACUUM FULL pg_class")
    assert (named(), verify_all(None)["tables"]["schema"]) == ([], [])


def test_a_box_that_is_made_anew_is_not_and_its_columns_are_held():
    made_anew = {model._meta.db_table for model in apps.get_models() if getattr(model, "MADE_ANEW", False)}
    assert made_anew == set(TABLES)
    for table in TABLES:
        with connection.cursor() as cursor:
            cursor.execute("SELECT votes_make_anew(%s)", [table])
    assert named() == []
    renamed("votes_ballot", "college")
    assert named() == ["votes_ballot"]


@pytest.mark.parametrize("table", TABLES)
def test_a_box_that_gave_its_name_for_a_minute_is_named(table):
    """A vote by name, cast meanwhile, would be marked in another's."""
    for statement in (
        f"ALTER TABLE {table} RENAME TO hidden",
        f"CREATE TABLE {table} AS SELECT * FROM hidden",
        f"DROP TABLE {table}",
        f"ALTER TABLE hidden RENAME TO {table}",
    ):
        behind(statement)
    assert named() == [table]
    with connection.cursor() as cursor:
        cursor.execute("SELECT votes_make_anew(%s)", [table])
    assert named() == [table]
    renamed(table, "poll_id")
    assert named() == [table]  # once, with its columns


def test_where_the_name_of_a_box_is_not_noted_yet_it_is_told_once_it_is():
    kept = {name: mark for name, mark in (replaced.noted()[0] or {}).items() if not name.startswith(replaced.NAME)}
    note(kept)
    assert named() == []
    with following():
        pass
    behind("ALTER TABLE votes_rollmark RENAME TO hidden")
    behind("ALTER TABLE hidden RENAME TO votes_rollmark")
    assert named() == ["votes_rollmark"]


def test_migrations_say_what_they_make_of_tables_and_nothing_of_one_that_was_replaced_before():
    renamed()
    with excusing_migrations("default"):
        migrated()
        renamed("seats_seat", "title")
    assert named() == [PERSON]


def test_migrations_that_have_nothing_to_do_note_nothing():
    """What somebody does while they look is not theirs."""
    for nothing in (excusing_migrations("default"), following()):
        with nothing:
            renamed()
        assert named() == [PERSON]
    call_command("migrate", verbosity=0)
    call_command("grant")
    assert named() == [PERSON]


def test_rights_that_are_given_after_migrations_are_no_difference(monkeypatch):
    def given() -> bool:
        behind("REVOKE SELECT ON directory_person FROM PUBLIC")
        return True

    given()
    assert named() == [PERSON]
    note_all()
    monkeypatch.setattr(grant, "give", given)
    call_command("grant")
    assert named() == []


def test_migrations_that_fail_say_what_they_made():
    with pytest.raises(ZeroDivisionError), excusing_migrations("default"):
        migrated()
        renamed()
        raise ZeroDivisionError
    assert named() == []


def test_whoever_keeps_the_machine_takes_it_for_good_with_a_reason():
    with pytest.raises(Refused, match="rien à reconnaître"):
        accept_head(reason=WHY, now=NOW)
    renamed()
    accept_head(reason=WHY, now=NOW)
    assert SAID in Act.objects.get(verb="journal.accept_head").arguments["found"]
    assert named() == []
    renamed()
    assert named() == [PERSON]


def test_what_is_done_after_they_looked_is_not_taken_with_the_rest(monkeypatch):
    renamed()
    as_it_is = operations.act

    def later(*args, **named):
        renamed("seats_seat", "title")
        behind("UPDATE directory_person SET given_name = given_name")
        return as_it_is(*args, **named)

    monkeypatch.setattr(operations, "act", later)
    accept_head(reason=WHY, now=NOW)
    assert named() == ["seats_seat"]
    assert {one["kind"] for one in verify_all(None)["tables"]["faults"]} == {"touched"}


def test_a_restoration_makes_all_tables():
    renamed()
    call_command("journal-head", "--begin", WHY, stdout=StringIO())
    assert named() == []


@pytest.mark.parametrize("text", ["[]", "not json", '{"tables": {}, "stamp": "x"}'])
def test_a_file_that_kevread_did_not_write_is_told_and_migrations_leave_it(text):
    file = file_of("tables")
    assert file.stat().st_mode & 0o777 == 0o600
    file.write_text(text)
    with excusing_migrations("default"):
        migrated()
    code, said = told()
    assert (code, file.name in said, replaced.noted()) == (1, True, (None, False))
    accept_head(reason=WHY, now=NOW)
    assert (told()[0], replaced.noted()[1], file_of("tables.altered").read_text()) == (0, True, text)


def test_where_nothing_is_noted_yet_nothing_is_told_until_migrations_end():
    file_of("tables").unlink()
    renamed()
    assert (named(), replaced.noted()) == ([], (None, True))
    with excusing_migrations("default"):
        migrated()
    assert named() == []
    renamed()
    assert named() == [PERSON]
