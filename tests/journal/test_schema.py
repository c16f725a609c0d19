"""Whoever owns the tables changes what watches over them: each difference from what our migrations make is named."""

from pathlib import Path

import pytest
from django.db import connection

from kevread.journal import replaced, schema
from kevread.journal.strict import strictly
from kevread.journal.tables import verify_all
from tests.databases import as_administrator, as_owner

pytestmark = pytest.mark.django_db
WRITE = "./kevread test tests/journal/test_schema.py -k files --write-schema"


def test_the_files_say_what_the_migrations_make(pytestconfig):
    """In the database of the tests, which they alone made. After a new migration: see WRITE."""
    with strictly():
        found = schema.as_files()
    if pytestconfig.getoption("write_schema"):
        for file, text in found.items():
            file.write_text(text, encoding="utf-8")
    said = {file: file.read_text(encoding="utf-8") for file in schema.files().values() if file.exists()}
    changed = [
        str(file.relative_to(Path.cwd())) for file in found.keys() | said.keys() if found.get(file) != said.get(file)
    ]
    assert changed == [], f"What the migrations make has changed: {WRITE}, then commit these files"


def named() -> set[tuple[str, str, str]]:
    with strictly():
        return {(one.kind, one.name, one.how) for one in schema.differences()}


def test_a_database_that_our_migrations_made_has_no_difference():
    assert named() == set()


QUIET = "CREATE OR REPLACE FUNCTION {} LANGUAGE plpgsql AS $$ BEGIN RETURN coalesce(NEW, OLD); END $$"
ANSWERS = "CREATE FUNCTION alike(varchar, varchar) RETURNS boolean LANGUAGE sql IMMUTABLE AS 'SELECT true'"
ALIKE = "CREATE OPERATOR public.= (FUNCTION = alike, LEFTARG = varchar, RIGHTARG = varchar)"
NOTHING = "CREATE FUNCTION quiet() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NULL; END $$"
ATTACKS = {
    "a room's own refusal, emptied": (
        [QUIET.format("votes_poll_kept() RETURNS trigger")],
        {("function", "votes_poll_kept()", "changed")},
    ),
    "the guard, emptied": (
        [QUIET.format("journal_refuse() RETURNS trigger")],
        {("function", "journal_refuse()", "changed")},
    ),
    "a body the same, with other rights": (
        ["ALTER FUNCTION journal_note() SECURITY INVOKER"],
        {("function", "journal_note()", "changed"), ("right", "journal_note()", "missing")},
    ),
    "a path of names": (
        ["ALTER FUNCTION journal_note() SET search_path = public"],
        {("function", "journal_note()", "changed")},
    ),
    "a function added to an extension": (
        [ANSWERS, "ALTER EXTENSION unaccent ADD FUNCTION alike(varchar, varchar)"],
        {("function", "alike(character varying, character varying)", "added")},
    ),
    "an operator": (
        [ANSWERS, ALIKE],
        {
            ("function", "alike(character varying, character varying)", "added"),
            ("operator", "public.=(character varying,character varying)", "added"),
        },
    ),
    "an operator added to an extension": (
        [ANSWERS, ALIKE, "ALTER EXTENSION unaccent ADD OPERATOR public.= (varchar, varchar)"],
        {
            ("function", "alike(character varying, character varying)", "added"),
            ("operator", "public.=(character varying,character varying)", "added"),
        },
    ),
    "a cast": (
        [
            "CREATE TYPE said AS (text text)",
            "CREATE FUNCTION saying(said) RETURNS text LANGUAGE sql IMMUTABLE AS $$ SELECT 'a' $$",
            "CREATE CAST (said AS text) WITH FUNCTION saying(said) AS ASSIGNMENT",
        ],
        {
            ("type", "said", "added"),
            ("function", "saying(public.said)", "added"),
            ("cast", "public.said vers text", "added"),
        },
    ),
    "a trigger off": (
        ["ALTER TABLE seats_mandate DISABLE TRIGGER journal_update"],
        {("trigger", "seats_mandate.journal_update", "changed")},
    ),
    "a trigger gone": (
        ["DROP TRIGGER journal_update ON seats_mandate"],
        {("trigger", "seats_mandate.journal_update", "missing")},
    ),
    "a trigger that calls something else": (
        [
            NOTHING,
            "CREATE OR REPLACE TRIGGER final BEFORE UPDATE OR DELETE ON journal_change FOR EACH ROW EXECUTE FUNCTION quiet()",
        ],
        {("function", "quiet()", "added"), ("trigger", "journal_change.final", "changed")},
    ),
    "a trigger more, that undoes what is written": (
        [NOTHING, "CREATE TRIGGER also BEFORE UPDATE ON votes_poll FOR EACH ROW EXECUTE FUNCTION quiet()"],
        {("function", "quiet()", "added"), ("trigger", "votes_poll.also", "added")},
    ),
    "a rule": (
        ["CREATE RULE quiet AS ON DELETE TO mail_unsubscription DO INSTEAD NOTHING"],
        {("rule", "mail_unsubscription.quiet", "added")},
    ),
    "a policy": (
        [
            "ALTER TABLE directory_person ENABLE ROW LEVEL SECURITY",
            "CREATE POLICY seen ON directory_person USING (true)",
        ],
        {("table", "directory_person", "changed"), ("policy", "directory_person.seen", "added")},
    ),
    "a child": (
        ["CREATE TABLE more () INHERITS (mail_unsubscription)"],
        {
            ("table", "mail_unsubscription", "changed"),
            ("table", "more", "added"),
            *(("column", f"more.{name}", "added") for name in ("id", "address", "since")),
            ("right", "more", "added"),
        },
    ),
    "a view": (
        ["CREATE VIEW seen AS SELECT 1 AS one"],
        {("table", "seen", "added")},
    ),
    "a constraint that is gone": (
        ["ALTER TABLE documents_content DROP CONSTRAINT content_is_its_digest"],
        {("constraint", "documents_content.content_is_its_digest", "missing")},
    ),
    "a constraint that is not proven": (
        [
            "ALTER TABLE documents_content DROP CONSTRAINT content_is_its_digest",
            """ALTER TABLE documents_content ADD CONSTRAINT content_is_its_digest CHECK
                (sha256 = encode(sha256(file), 'hex')) NOT VALID""",
        ],
        {("constraint", "documents_content.content_is_its_digest", "changed")},
    ),
    "a column that may be empty": (
        ["ALTER TABLE votes_poll ALTER COLUMN question DROP NOT NULL"],
        {("column", "votes_poll.question", "changed")},
    ),
    "a column said otherwise unless told": (
        ["ALTER TABLE journal_act ALTER COLUMN opened_in SET DEFAULT '3'"],
        {("column", "journal_act.opened_in", "changed")},
    ),
    "a column sorted and compared otherwise": (
        ['ALTER TABLE documents_document ALTER COLUMN kind TYPE varchar(12) COLLATE "C"'],
        {("column", "documents_document.kind", "changed")},
    ),
    "statistics by which a plan is chosen": (
        ["CREATE STATISTICS guessed ON verb, hat FROM journal_act"],
        {("statistics", "journal_act.guessed", "added")},
    ),
    "a publication": (["CREATE PUBLICATION told FOR TABLE accounts_account"], {("publication", "told", "added")}),
    "a view added to an extension": (
        ["CREATE VIEW seen AS SELECT 1 AS one", "ALTER EXTENSION unaccent ADD VIEW seen"],
        {("table", "seen", "added")},
    ),
    "an operator of an extension's own function, added to it": (
        [
            "CREATE OPERATOR public.=== (FUNCTION = similarity_op, LEFTARG = text, RIGHTARG = text)",
            "ALTER EXTENSION pg_trgm ADD OPERATOR public.=== (text, text)",
        ],
        {("operator", "public.===(text,text)", "added")},
    ),
    "a column more": (
        ["ALTER TABLE directory_person ADD COLUMN more text"],
        {("column", "directory_person.more", "added")},
    ),
    "an index that holds some rows only": (
        ["DROP INDEX change_by_act", "CREATE INDEX change_by_act ON journal_change (act_id) WHERE id < 1000000"],
        {("index", "change_by_act", "changed")},
    ),
    "an index gone": (["DROP INDEX change_by_act"], {("index", "change_by_act", "missing")}),
    "a type": (["CREATE DOMAIN short AS text[]"], {("type", "short", "added")}),
    "a dictionary": (
        ["CREATE TEXT SEARCH DICTIONARY plain (TEMPLATE = simple)"],
        {("dictionary", "plain", "added")},
    ),
    "a configuration of search": (
        ["CREATE TEXT SEARCH CONFIGURATION frenchish (COPY = french)"],
        {("search", "frenchish", "added")},
    ),
    "what PostgreSQL's own configuration reads by": (
        [
            "CREATE TEXT SEARCH DICTIONARY plain (TEMPLATE = simple)",
            "ALTER TEXT SEARCH CONFIGURATION pg_catalog.french ALTER MAPPING FOR word WITH plain",
        ],
        {("dictionary", "plain", "added"), ("search", "pg_catalog.french", "added")},
    ),
    "what the owner may do, by saying so": (
        ["GRANT kevread_owner TO kevread_application WITH INHERIT FALSE, SET TRUE"],
        {("right", "ce que peut qui possède les tables, donné à l’application", "added")},
    ),
    "the files of the server, to the application": (
        ["GRANT pg_write_server_files TO kevread_application WITH INHERIT FALSE, SET TRUE"],
        {("right", "pg_write_server_files, donné à l’application", "added")},
    ),
    "the sessions of others, to the owner": (
        ["GRANT pg_signal_backend TO kevread_owner"],
        {("right", "pg_signal_backend, donné à qui possède les tables", "added")},
    ),
    "a session without triggers, to both": (
        ["GRANT SET ON PARAMETER session_replication_role TO kevread_owner, kevread_application"],
        {
            ("right", "le réglage session_replication_role, donné à l’application", "added"),
            ("right", "le réglage session_replication_role, donné à qui possède les tables", "added"),
        },
    ),
    "what the whole server is set to, to anybody": (
        ["GRANT ALTER SYSTEM ON PARAMETER track_commit_timestamp TO PUBLIC"],
        {("right", "le réglage track_commit_timestamp, donné à PUBLIC", "added")},
    ),
    "folders, to the owner": (
        ["GRANT CREATE ON DATABASE {} TO kevread_owner"],
        {("right", "toute la base : CREATE, donné à qui possède les tables", "added")},
    ),
    "what the application may give": (
        [
            "GRANT INSERT ON votes_ballot TO kevread_application WITH GRANT OPTION",
            "GRANT SELECT (poll_id) ON votes_rollmark TO kevread_application WITH GRANT OPTION",
        ],
        {
            ("right", "votes_ballot, que l’application peut donner", "added"),
            ("right", "votes_rollmark, que l’application peut donner", "added"),
        },
    ),
    "what is to come": (
        ["ALTER DEFAULT PRIVILEGES FOR ROLE kevread_owner IN SCHEMA public GRANT ALL ON TABLES TO PUBLIC"],
        {("right", "ce qui sera fait par kevread_owner dans public", "added")},
    ),
    "where a sequence stands": (
        ["GRANT UPDATE ON SEQUENCE journal_change_id_seq TO kevread_application"],
        {("right", "journal_change_id_seq", "changed")},
    ),
    "a schema of its own": (
        ["CREATE SCHEMA mine", "CREATE TABLE mine.act ()"],
        {("table", "mine.act", "added"), ("right", "mine.act", "added")},
    ),
    "an extension": (["CREATE EXTENSION citext"], {("extension", "citext", "added")}),
    "a sequence": (["CREATE SEQUENCE counted"], {("sequence", "counted", "added"), ("right", "counted", "added")}),
    "a right of the application": (
        ["GRANT TRUNCATE ON decisions_decision TO kevread_application"],
        {("right", "decisions_decision", "changed")},
    ),
    "a table that the application may rewrite or lock": (
        ["GRANT MAINTAIN ON decisions_decision TO kevread_application"],
        {("right", "decisions_decision", "changed")},
    ),
    "a right of the application on a column": (
        ["GRANT INSERT (digest) ON journal_act TO kevread_application"],
        {("right", "journal_act", "changed")},
    ),
    "a right of anybody": (
        ["GRANT UPDATE ON decisions_decision TO PUBLIC", "GRANT UPDATE (digest) ON journal_seal TO PUBLIC"],
        {
            ("right", "decisions_decision, donné à PUBLIC", "added"),
            ("right", "journal_seal, donné à PUBLIC", "added"),
            ("right", "journal_seal", "changed"),
        },
    ),
    "a place for tables of its own": (
        ["GRANT CREATE ON SCHEMA public TO kevread_application"],
        {("right", "le dossier public : CREATE", "added")},
    ),
    "tables that pass": (
        ["GRANT TEMPORARY ON DATABASE {} TO kevread_application"],
        {("right", "toute la base : TEMPORARY", "added")},
    ),
    "a table of somebody else": (
        ["ALTER TABLE mail_unsubscription OWNER TO kevread_application"],
        {("table", "mail_unsubscription", "changed"), ("right", "mail_unsubscription", "changed")},
    ),
}


# Whoever owns the tables owns neither the database nor its folder (decision 203).
BEYOND = ("OWNER TO", "PUBLICATION", "SCHEMA", "EXTENSION", "DATABASE", "PARAMETER", "pg_", "kevread_owner TO")


@pytest.mark.parametrize("what", ATTACKS)
def test_what_the_owner_changes_is_named_by_kind_and_name(what):
    statements, expected = ATTACKS[what]
    beyond = any(word in statement for word in BEYOND for statement in statements)
    with as_administrator() if beyond else as_owner(), connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement.replace("{}", connection.ops.quote_name(connection.settings_dict["NAME"])))
    # An extension brings a hundred things along: its name says enough.
    assert {one for one in named() if "citext" in one[1] or what != "an extension"} >= expected
    assert what == "an extension" or named() == expected


DEEPER = {
    "a trigger of PostgreSQL's own": ("ALTER TABLE votes_ballot DISABLE TRIGGER ALL", "trigger", "changed"),
    "an event trigger": (
        """CREATE FUNCTION heard() RETURNS event_trigger LANGUAGE plpgsql AS $$ BEGIN END $$;
        CREATE EVENT TRIGGER heard ON ddl_command_end EXECUTE FUNCTION heard()""",
        "event",
        "added",
    ),
    "an index that is no longer fed": (
        "UPDATE pg_index SET indisready = false WHERE indexrelid = 'change_by_act'::regclass",
        "index",
        "changed",
    ),
    "a function among PostgreSQL's": (
        """SET LOCAL allow_system_table_mods = on; CREATE FUNCTION pg_catalog.to_jsonb(public.directory_person)
        RETURNS jsonb LANGUAGE sql AS $$ SELECT '{}'::jsonb $$""",
        "function",
        "added",
    ),
    "a child, in a folder that is named as PostgreSQL's": (
        """SET LOCAL allow_system_table_mods = on; CREATE SCHEMA pg_toast_hidden;
        CREATE TABLE pg_toast_hidden.more () INHERITS (public.mail_unsubscription)""",
        "table",
        "added",
    ),
    "a function in a folder that is named as a passing one": (
        """SET LOCAL allow_system_table_mods = on; CREATE SCHEMA pg_temp_hidden;
        CREATE FUNCTION pg_temp_hidden.quiet() RETURNS integer LANGUAGE sql AS 'SELECT 1'""",
        "function",
        "added",
    ),
    "a setting of the database": ("ALTER DATABASE {} SET row_security = off", "setting", "added"),
    "a setting of the application": (
        "ALTER ROLE kevread_application SET session_replication_role = replica",
        "setting",
        "added",
    ),
}


@pytest.mark.parametrize("what", DEEPER)
def test_what_a_superuser_changes_is_named_too(what):
    statement, kind, how = DEEPER[what]
    with as_administrator(), connection.cursor() as cursor:
        cursor.execute(
            statement.format(f'"{connection.settings_dict["NAME"]}"') if "{}" in statement[:20] else statement
        )
    assert (kind, how) in {(one[0], one[2]) for one in named()}


@pytest.mark.parametrize("setting", ["search_path = public", "statement_timeout = '5min'", "log_statement = 'all'"])
def test_what_an_installation_sets_for_itself_is_no_difference(setting):
    with as_administrator(), connection.cursor() as cursor:
        cursor.execute(f"ALTER ROLE kevread_application SET {setting}")
    assert named() == set()


def test_where_names_are_looked_up_is_named_whatever_it_is_called():
    with as_administrator(), connection.cursor() as cursor:
        cursor.execute("ALTER ROLE kevread_application SET search_path = x_timeout, public")
    assert {one[0] for one in named()} == {"setting"}


def test_whoever_may_write_as_the_owner_or_everywhere_is_named():
    with as_administrator(), connection.cursor() as cursor:
        cursor.execute("GRANT pg_write_all_data TO kevread_owner")
    assert ("right", "toutes les tables, donné à kevread_owner") in {one[:2] for one in named()}
    with as_administrator(), connection.cursor() as cursor:
        cursor.execute("REVOKE pg_write_all_data FROM kevread_owner; GRANT kevread_owner TO kevread_application")
    assert {"votes_ballot", "journal_seal"} <= {one[1] for one in named() if one[0] == "right"}


def test_where_the_application_is_the_owner_rights_are_not_told():
    with as_owner():
        assert named() == set()


def test_each_difference_is_said_in_french():
    with as_owner(), connection.cursor() as cursor:
        cursor.execute("DROP INDEX change_by_act")
    answer = verify_all(None)
    assert answer["tables"]["schema"] == [
        {"kind": "index", "name": "change_by_act", "how": "missing", "said": "l’index change_by_act manque"}
    ]
    assert not answer["ok"]


def test_each_kind_that_is_asked_for_has_its_words():
    assert schema.KINDS.keys() - replaced.KINDS.values() == schema.QUESTIONS.keys()


def test_what_is_made_belongs_to_the_room_that_makes_it():
    assert schema.room_of("votes_poll") == schema.room_of("votes_poll_kept") == "votes"
    assert schema.room_of("django_session") == schema.room_of("account_emailaddress") == "base"
