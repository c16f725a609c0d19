"""Whoever is a superuser changes what PostgreSQL says of itself: where names are looked for, what it calls, what it says is its
own. Each of these was unseen once; the act is not kept, and what was left there, or put back, is named."""

import psycopg
import pytest
from django.db import connection

from kevread.common.actor import SYSTEM
from kevread.common.errors import Refused
from kevread.directory.models import Person
from kevread.journal import untouched
from kevread.journal.files import file_of
from kevread.journal.operations import act
from kevread.journal.replaced import KINDS, following, note, note_all, noted
from kevread.journal.tables import verify_all
from tests.conftest import NOW
from tests.databases import as_administrator, url_of
from tests.factories import PersonFactory

from .noting import behind, lived
from .test_closing import slipped_in

OTHER_HAND, STRANGE = "par une autre main pendant cet enregistrement", "n’est pas telle que Kevread l’a faite"
WRITES = """CREATE SCHEMA zz; CREATE FUNCTION zz.f() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN NEW.family_name := 'Autre'; RETURN NEW; END $$;"""
TRIGGER = "CREATE TRIGGER zz BEFORE INSERT ON directory_person FOR EACH ROW EXECUTE FUNCTION zz.f();"
CAST = """CREATE SCHEMA zz; CREATE FUNCTION zz.said({0}) RETURNS text LANGUAGE sql AS $$ SELECT {1} $$;
    CREATE CAST ({0} AS text) WITH FUNCTION zz.said({0});"""
HELD = "CREATE FUNCTION public.held(daterange, date) RETURNS boolean LANGUAGE sql AS 'SELECT true';"
OPERATOR = f"""{HELD} CREATE OPERATOR public.@> (FUNCTION = public.held, LEFTARG = daterange, RIGHTARG = date);"""
AS_ITS_OWN = {
    "a trigger that says that it is internal": (
        WRITES + "UPDATE pg_proc SET oid = 9998 WHERE oid = 'zz.f'::regproc;" + TRIGGER,
        "UPDATE pg_trigger SET tgisinternal = true WHERE tgname = 'zz'",
        {("trigger", "directory_person.zz"), ("function", "zz.f()")},
    ),
    "one that says that it holds a constraint": (
        WRITES + TRIGGER,
        """UPDATE pg_trigger SET tgisinternal = true, tgconstraint = (
            SELECT oid FROM pg_constraint WHERE conrelid = 'directory_person'::regclass AND contype = 'f' LIMIT 1
        ) WHERE tgname = 'zz'""",
        {("trigger", "directory_person.zz")},
    ),
    "a foreign key that nothing holds": (
        "",
        """DELETE FROM pg_trigger t USING pg_constraint k WHERE t.tgconstraint = k.oid AND t.tgtype = 5
        AND k.conname = (
            SELECT min(conname) FROM pg_constraint WHERE conrelid = 'seats_mandate'::regclass AND contype = 'f'
        )""",
        {("constraint", "seats_mandate.")},
    ),
    "an operator that has a number of PostgreSQL’s own": (
        OPERATOR,
        "UPDATE pg_operator SET oid = 9997 WHERE oid = 'public.@>(daterange,date)'::regoperator",
        {("operator", "public.@>(daterange,date)")},
    ),
    "an operator of PostgreSQL’s own that calls another": (
        HELD,
        "UPDATE pg_operator SET oprcode = 'public.held' WHERE oid = '&&(anyrange,anyrange)'::regoperator",
        {("operator", "&&(anyrange,anyrange)"), ("catalogue", "pg_operator")},
    ),
    "a cast of PostgreSQL’s own that calls another": (
        CAST.format("bigint", "'0'"),
        "UPDATE pg_cast SET oid = 9996 WHERE castfunc = 'zz.said'::regproc",
        {("cast", "bigint vers text"), ("catalogue", "pg_cast")},
    ),
}


@pytest.fixture(autouse=True)
def _noted(apart):
    lived()
    note_all()
    yield
    connection.close()


def superuser(*statements: str) -> None:
    with as_administrator(), connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def folder() -> str:
    """That of what passes with this session."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_my_temp_schema()::regnamespace::text")
        return cursor.fetchone()[0]


def beside(*statements: str) -> None:
    """By a superuser, in a session of their own."""
    with psycopg.connect(url_of(connection.settings_dict["NAME"])) as other:
        for statement in statements:
            other.execute(statement)


def acted():
    return act("tests.try", actor=SYSTEM, about=None, now=NOW)


def named() -> set[tuple[str, str]]:
    return {(one["kind"], one["name"]) for one in verify_all(None)["tables"]["schema"]}


def refused(said: str) -> None:
    before = Person.objects.count()
    with pytest.raises(Refused, match=said):
        lived()
    assert Person.objects.count() == before


@pytest.mark.parametrize("what", AS_ITS_OWN)
def test_what_says_that_it_is_of_postgresql_is_looked_at_all_the_same(what, monkeypatch):
    first, then, expected = AS_ITS_OWN[what]
    superuser(*filter(None, (first, then)))
    for _ in range(2):
        refused(STRANGE)
    found = named()
    assert all(any(kind == one and name.startswith(start) for one, name in found) for kind, start in expected), found
    monkeypatch.setattr(untouched, "KNOWN", {})  # another process
    refused(STRANGE)


PASSING = {
    "pg_policy": ("CREATE POLICY zz ON directory_person USING (true)", "polname", ("policy", "directory_person.zz")),
    "pg_trigger": (WRITES + TRIGGER, "tgname", ("trigger", "directory_person.zz")),
    "pg_event_trigger": (
        """CREATE FUNCTION public.zz() RETURNS event_trigger LANGUAGE plpgsql AS $$ BEGIN END $$;
        CREATE EVENT TRIGGER zz ON ddl_command_end EXECUTE FUNCTION zz()""",
        "evtname",
        ("event", "ddl_command_end zz"),
    ),
    "pg_namespace": ("CREATE SCHEMA zz; CREATE TABLE zz.act ()", "nspname", ("table", "zz.act")),
}


@pytest.mark.parametrize("table", PASSING)
def test_nothing_is_looked_for_in_a_folder_that_passes_with_the_session(table):
    """As a trigger at sign-in fills it: a table of PostgreSQL’s own, but for what is hidden."""
    hidden, column, expected = PASSING[table]
    superuser(
        hidden,
        f"""CREATE TEMPORARY VIEW {table} AS SELECT * FROM pg_catalog.{table} WHERE {column} <> 'zz';
        GRANT SELECT ON pg_temp.{table} TO PUBLIC""",
    )
    assert {expected, ("table", f"{folder()}.{table}")} <= named()
    if table in ("pg_policy", "pg_trigger"):
        refused(STRANGE)


def test_a_type_that_passes_with_the_session_reads_no_value_of_an_act():
    superuser(
        """CREATE FUNCTION public.zz_d() RETURNS boolean LANGUAGE plpgsql AS $$ BEGIN
            IF current_setting('search_path') <> 'public' THEN RAISE 'called'; END IF; RETURN true;
        END $$;
        CREATE DOMAIN pg_temp.timestamptz AS pg_catalog.timestamptz CHECK (public.zz_d())"""
    )
    refused(OTHER_HAND)  # the function was written meanwhile
    lived()
    assert ("type", "timestamptz") in {(kind, name.rpartition(".")[2]) for kind, name in named()}
    with connection.cursor() as cursor:
        cursor.execute("SET search_path = public")
        cursor.execute("SELECT 1")
    with pytest.raises(Refused, match=STRANGE), acted():
        pass


def test_a_session_that_runs_something_as_it_opens_keeps_no_act():
    if connection.pg_version < 170000:
        pytest.skip("PostgreSQL 16 has no trigger at sign-in")
    superuser("CREATE FUNCTION public.zz() RETURNS event_trigger LANGUAGE plpgsql AS $$ BEGIN END $$")
    refused(OTHER_HAND)
    lived()
    superuser("CREATE EVENT TRIGGER zz ON login EXECUTE FUNCTION zz()")  # it calls what was there already
    refused(STRANGE)


def test_what_is_slipped_into_an_act_under_way_is_seen_though_numbers_are_made_to_say_otherwise():
    person = Person.objects.get()
    superuser(CAST.format("bigint", "pg_catalog.pg_current_xact_id()::text"))
    with pytest.raises(Refused, match=OTHER_HAND), acted() as key:
        PersonFactory()
        with psycopg.connect(url_of(connection.settings_dict["NAME"])) as other:
            other.execute("DROP CAST (bigint AS text)")
        slipped_in(key, person)
        with psycopg.connect(url_of(connection.settings_dict["NAME"])) as other:
            other.execute("CREATE CAST (bigint AS text) WITH FUNCTION zz.said(bigint)")


def test_numbers_are_read_by_no_cast():
    before = untouched.look()
    person = Person.objects.get()
    for name in ("Une autre", person.given_name):
        behind("UPDATE directory_person SET given_name = %s", [name])
    superuser(CAST.format("xid", "'100'"))
    assert {one["kind"] for one in verify_all(None)["tables"]["faults"]} == {"touched"}
    assert ("cast", "xid vers text") in named()
    refused(STRANGE)
    now = untouched.look()
    superuser("UPDATE pg_proc SET proname = proname WHERE oid = 'journal_note'::regproc")
    assert len({before.answers, now.answers, untouched.look().answers}) == 3


def test_a_cast_keeps_an_act_from_being_though_it_calls_nothing_new():
    superuser("CREATE CAST (xid AS text) WITH INOUT")
    refused(STRANGE)


CALLED = {
    "an index": "CREATE INDEX zz ON directory_person (zz(given_name))",
    "part of an index": "CREATE INDEX zz ON directory_person (id) WHERE zz(given_name) = 'a'",
    "a value by default": "ALTER TABLE directory_person ALTER COLUMN given_name SET DEFAULT zz('a')",
    "a constraint": "ALTER TABLE directory_person ADD CONSTRAINT zz CHECK (zz(given_name) <> '')",
}


@pytest.mark.parametrize("what", CALLED)
def test_a_table_calls_no_function_but_ours(what):
    superuser("CREATE FUNCTION public.zz(varchar) RETURNS varchar LANGUAGE sql IMMUTABLE AS 'SELECT $1'")
    refused(OTHER_HAND)
    lived()
    superuser(CALLED[what])
    refused(STRANGE)


def test_an_index_that_somebody_makes_for_speed_or_makes_anew_stops_nothing():
    superuser(
        "CREATE INDEX CONCURRENTLY zz ON directory_person (given_name)", "REINDEX TABLE CONCURRENTLY directory_person"
    )
    lived()
    assert ("index", "zz") in named()


def test_a_function_in_a_folder_that_bears_the_name_of_one_that_passes_is_named():
    superuser(
        """SET allow_system_table_mods = on; CREATE SCHEMA pg_temp_999;
        CREATE FUNCTION pg_temp_999.zz() RETURNS integer LANGUAGE sql AS 'SELECT 1'; RESET allow_system_table_mods"""
    )
    assert ("function", "pg_temp_999.zz()") in named()


BEFORE_OURS = """SET allow_system_table_mods = on; CREATE {0} pg_catalog.{1} AS SELECT * FROM public.{1};
    GRANT SELECT ON pg_catalog.{1} TO PUBLIC; RESET allow_system_table_mods"""
NUMBERED = """UPDATE pg_attribute SET attrelid = 9990 WHERE attrelid = 'pg_catalog.meetings_rollentry'::regclass;
    UPDATE pg_rewrite SET ev_class = 9990 WHERE ev_class = 'pg_catalog.meetings_rollentry'::regclass;
    UPDATE pg_type SET typrelid = 9990, oid = 9989 WHERE typrelid = 'pg_catalog.meetings_rollentry'::regclass;
    UPDATE pg_class SET oid = 9990, reltype = 9989 WHERE oid = 'pg_catalog.meetings_rollentry'::regclass"""


def test_a_table_that_is_found_before_one_of_ours_keeps_an_act_from_being():
    with pytest.raises(Refused, match=STRANGE), acted():
        beside(
            BEFORE_OURS.format("TABLE", "directory_person"),
            "UPDATE pg_catalog.directory_person SET given_name = 'Autre'",
        )
        assert Person.objects.get().given_name == "Autre"
    beside("SET allow_system_table_mods = on", "DROP TABLE pg_catalog.directory_person")
    lived()
    assert named() == set()


@pytest.mark.parametrize("numbered", [False, True])
@pytest.mark.parametrize("kind", ["TABLE", "VIEW"])
def test_what_is_found_before_one_of_ours_is_named_whatever_its_number(kind, numbered):
    superuser(BEFORE_OURS.format(kind, "meetings_rollentry"), *[NUMBERED] * numbered)
    for _ in range(2):
        refused(STRANGE)
    assert ("table", "pg_catalog.meetings_rollentry") in named()


def test_what_somebody_keeps_where_postgresql_looks_first_under_another_name_is_named_and_stops_nothing():
    superuser(BEFORE_OURS.format("VIEW", "meetings_rollentry"), "ALTER VIEW pg_catalog.meetings_rollentry RENAME TO zz")
    lived()
    assert ("table", "pg_catalog.zz") in named()


def test_a_table_that_is_read_with_one_of_ours_keeps_an_act_from_being():
    with pytest.raises(Refused, match=STRANGE), acted():
        beside("CREATE SCHEMA zz; CREATE TABLE zz.m () INHERITS (public.directory_person)")
    refused(STRANGE)
    beside("DROP TABLE zz.m")
    refused(OTHER_HAND)  # the folder zz is still there
    lived()
    assert named() == {("table", "directory_person")}


def test_a_table_that_is_or_was_read_with_one_that_is_made_anew_is_named():
    superuser("CREATE SCHEMA zz; CREATE TABLE zz.m () INHERITS (public.votes_rollmark)")
    refused(STRANGE)
    assert {("table", "votes_rollmark"), ("table", "zz.m")} <= named()
    superuser("DROP TABLE zz.m")
    refused(OTHER_HAND)
    lived()
    assert named() == {("table", "votes_rollmark")}


def test_what_another_library_does_is_named_though_it_is_said_to_have_come_with_an_extension():
    superuser(
        "CREATE EXTENSION amcheck",
        "CREATE FUNCTION public.initcap(varchar) RETURNS varchar LANGUAGE c AS '$libdir/pg_trgm', 'show_trgm'",
        "ALTER EXTENSION amcheck ADD FUNCTION public.initcap(varchar)",
    )
    assert {("function", "initcap(character varying)"), ("catalogue", "pg_proc")} <= named()
    refused(STRANGE)


PUT_BACK = {
    "a trigger off": (
        """ALTER TABLE directory_person DISABLE TRIGGER journal_insert;
        ALTER TABLE directory_person ENABLE TRIGGER journal_insert""",
        ("hanging", "directory_person"),
    ),
    "a trigger of PostgreSQL’s own": (
        "UPDATE pg_trigger SET tgfoid = tgfoid WHERE tgrelid = 'seats_mandate'::regclass AND tgisinternal",
        ("hanging", "seats_mandate"),
    ),
    "a value by default": (
        "UPDATE pg_attrdef SET adbin = adbin WHERE adrelid = 'journal_act'::regclass",
        ("hanging", "journal_act"),
    ),
    "a constraint": (
        "UPDATE pg_constraint SET conbin = conbin WHERE conrelid = 'documents_content'::regclass",
        ("hanging", "documents_content"),
    ),
    "a function": (
        "UPDATE pg_proc SET prosrc = prosrc WHERE oid = 'journal_note'::regproc",
        ("catalogue", "pg_proc"),
    ),
    "an operator of PostgreSQL’s own": (
        "UPDATE pg_operator SET oprcode = oprcode WHERE oid = '=(jsonb,jsonb)'::regoperator",
        ("catalogue", "pg_operator"),
    ),
    "how values sort": (
        "UPDATE pg_amproc SET amproc = amproc WHERE amproc = 'jsonb_cmp'::regproc",
        ("catalogue", "pg_amproc"),
    ),
    "how a value is told": (
        "UPDATE pg_type SET typoutput = typoutput WHERE typname = 'jsonb'",
        ("catalogue", "pg_type"),
    ),
}


@pytest.mark.parametrize("what", PUT_BACK)
def test_what_was_put_back_in_what_postgresql_says_is_named(what):
    statement, expected = PUT_BACK[what]
    assert named() == set()
    superuser(statement)
    assert named() == {expected}


def test_what_a_server_does_by_itself_and_what_looks_after_it_are_not():
    for full in ("pg_proc", "pg_trigger", "pg_operator", "pg_cast", "pg_constraint", "pg_type"):
        superuser(f"VACUUM FULL {full}")
    superuser("VACUUM FREEZE", "ANALYZE")
    with psycopg.connect(url_of(connection.settings_dict["NAME"])) as other:
        other.execute("CREATE TEMPORARY TABLE theirs AS SELECT 1 AS one")
        other.commit()
        lived()
        superuser("CREATE EXTENSION amcheck")
        refused(OTHER_HAND)  # what it brings was written meanwhile
        lived()
        assert named() == set()
        superuser("DROP EXTENSION amcheck")
        assert named() == set()


def test_what_a_file_of_before_does_not_say_is_noted_as_the_next_migrations_are_looked_for():
    known, _ = noted()
    before = {name: mark for name, mark in known.items() if not name.startswith(tuple(KINDS))}
    file_of("tables").unlink()
    note(before)
    superuser(PUT_BACK["a function"][0])
    assert named() == set()
    with following():
        pass
    assert noted()[0].keys() == known.keys()
    superuser(PUT_BACK["a function"][0])
    assert named() == {("catalogue", "pg_proc")}
