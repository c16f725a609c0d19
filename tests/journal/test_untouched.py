"""Whoever owns the tables plants for a minute what makes a verb write something else, and takes it out: nothing is left to be
found that night. The act is not kept: what watches over the tables is looked at as it is closed."""

import re
from pathlib import Path

import pytest
from django.db import connection

from kevread.common.actor import SYSTEM
from kevread.common.errors import Refused
from kevread.directory.models import Consent, Person
from kevread.journal import untouched
from kevread.journal.models import Act
from kevread.journal.operations import act
from kevread.journal.strict import CATALOGUE, Unreadable, misled, picture_of_the_journal
from tests.arrange import NOW, arranging
from tests.databases import as_administrator, as_owner
from tests.factories import PersonFactory

pytestmark = pytest.mark.django_db
QUIETLY = """
CREATE FUNCTION quietly() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN NEW.family_name := 'Autre'; RETURN NEW; END $$;
"""
PLANTED = {
    "a trigger": QUIETLY
    + "CREATE TRIGGER zz BEFORE INSERT ON directory_person FOR EACH ROW EXECUTE FUNCTION quietly()",
    "a trigger by a function of PostgreSQL’s own": """CREATE TRIGGER zz BEFORE UPDATE ON directory_person
    FOR EACH ROW EXECUTE FUNCTION suppress_redundant_updates_trigger()""",
    "one at the end of the transaction": """
    CREATE FUNCTION last() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NULL; END $$;
    CREATE CONSTRAINT TRIGGER zz AFTER INSERT ON journal_act DEFERRABLE INITIALLY DEFERRED
        FOR EACH ROW EXECUTE FUNCTION last()""",
    "a rule": "CREATE RULE quiet AS ON DELETE TO directory_consent DO INSTEAD NOTHING",
    "a policy": """ALTER TABLE directory_consent ENABLE ROW LEVEL SECURITY;
    CREATE POLICY seen ON directory_consent USING (true)""",
    "a policy that waits": "CREATE POLICY seen ON directory_consent USING (true)",
    "rows hidden from all": "ALTER TABLE directory_consent ENABLE ROW LEVEL SECURITY",
    "a function of ours that says otherwise": """CREATE OR REPLACE FUNCTION journal_note() RETURNS trigger
    LANGUAGE plpgsql AS $$ BEGIN RETURN NULL; END $$""",
    "a trigger of ours cut": "ALTER TABLE directory_person DISABLE TRIGGER journal_insert",
    "a trigger of PostgreSQL's own cut": "ALTER TABLE seats_mandate DISABLE TRIGGER ALL",
    "one of them alone": """DO $$ DECLARE name text; BEGIN
        SELECT tgname INTO name FROM pg_trigger WHERE tgrelid = 'seats_mandate'::regclass AND tgisinternal LIMIT 1;
        EXECUTE format('ALTER TABLE seats_mandate DISABLE TRIGGER %I', name); -- not ALL of them
    END $$""",
    "an operator preferred to PostgreSQL’s own": """CREATE FUNCTION held(daterange, date) RETURNS boolean LANGUAGE sql
    AS 'SELECT true'; CREATE OPERATOR public.@> (FUNCTION = held, LEFTARG = daterange, RIGHTARG = date)""",
    "one before what it is asked of": """CREATE FUNCTION held(varchar) RETURNS boolean LANGUAGE sql AS 'SELECT true';
    CREATE OPERATOR public.@ (FUNCTION = held, RIGHTARG = varchar)""",
    "a function under the name of PostgreSQL’s own": """CREATE FUNCTION lower(varchar) RETURNS text LANGUAGE sql
    AS 'SELECT $1::text'""",
    "an aggregate under such a name": """CREATE FUNCTION step(bigint, uuid) RETURNS bigint LANGUAGE sql AS 'SELECT 0::bigint';
    CREATE AGGREGATE count(uuid) (SFUNC = step, STYPE = bigint)""",
    "a function under the name of ours": """CREATE FUNCTION journal_close(uuid, text) RETURNS void LANGUAGE sql AS ''""",
    "one under the name of an extension’s": """CREATE FUNCTION unaccent(varchar) RETURNS text LANGUAGE sql AS 'SELECT $1'""",
    "a view in the place of a table": """ALTER TABLE directory_consent RENAME TO elsewhere;
    CREATE VIEW directory_consent AS SELECT * FROM elsewhere""",
}


# By a superuser who lets themselves write what PostgreSQL keeps of itself: what the check is told is then theirs.
MISLEADING = {
    name: f"""SET allow_system_table_mods = on; ALTER TABLE pg_catalog.{name} RENAME TO {name}_0;
    CREATE VIEW pg_catalog.{name} AS SELECT xmin, tableoid, * FROM pg_catalog.{name}_0;
    GRANT SELECT ON pg_catalog.{name} TO PUBLIC"""
    for name in ("pg_class", "pg_namespace", "pg_trigger", "pg_rewrite")
}


@pytest.mark.parametrize("name", MISLEADING)
def test_what_bears_the_name_of_a_table_of_postgresql_is_found_by_its_number(name):
    with arranging():
        person = PersonFactory()
    with as_administrator(), connection.cursor() as cursor:
        cursor.execute(MISLEADING[name])
    assert misled() == [name]
    with pytest.raises(Refused), act("tests.arrange", actor=SYSTEM, about=None, now=NOW):
        Person.objects.filter(pk=person.pk).update(family_name="Le Teuzig")
    untouched.KNOWN.clear()  # a process that begins then
    with pytest.raises(Refused), act("tests.arrange", actor=SYSTEM, about=None, now=NOW):
        Person.objects.filter(pk=person.pk).update(family_name="Le Teuzig")
    with pytest.raises(Unreadable, match="a laissé son nom"), picture_of_the_journal():
        raise AssertionError


def test_the_check_asks_the_tables_of_postgresql_whose_number_it_knows_and_none_of_its_views():
    """A view of PostgreSQL's is made anew under its own number: nothing tells that it says otherwise."""
    folder = Path(untouched.__file__).parent
    named = {
        one for file in folder.glob("*.py") for one in re.findall(r"\bpg_[a-z_]+", file.read_text(encoding="utf-8"))
    }
    with connection.cursor() as cursor:
        cursor.execute("SELECT relname FROM pg_class WHERE relnamespace = 11 AND relname = ANY(%s)", [list(named)])
        asked = {name for (name,) in cursor}
        cursor.execute("SELECT relname FROM pg_class WHERE relnamespace = 11 AND relkind = 'v'")
        views = {name for (name,) in cursor}
    assert asked == set(CATALOGUE) and not asked & views


@pytest.fixture(autouse=True)
def _rolled_back(monkeypatch):
    """What is made here is: so is what this process then knows of it."""
    monkeypatch.setattr(untouched, "KNOWN", dict(untouched.KNOWN))


def owner_does(statements: str, by: str = "") -> None:
    with as_owner("NONE") if "ALL" in statements or by else as_owner(), connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(statements)


def registers() -> None:
    with act("tests.try", actor=SYSTEM, about=None, now=NOW):
        Person.objects.create(given_name="Azenor", family_name="Madezou")


@pytest.mark.parametrize("planted", PLANTED.values(), ids=PLANTED)
def test_what_is_planted_while_an_act_is_written_keeps_it_from_being(planted):
    registers()  # all is well
    owner_does(planted)
    before = Act.objects.count(), Person.objects.count()
    with pytest.raises(Refused, match="La base de Kevread n’est pas telle que Kevread l’a faite"):
        registers()
    assert before == (Act.objects.count(), Person.objects.count())


def test_a_session_that_passes_over_triggers_keeps_no_act():
    """What a superuser tells a role or a database to do: nothing hangs otherwise, and the journal follows nothing."""
    registers()
    before = Act.objects.count(), Person.objects.count()
    with pytest.raises(Refused, match="n’est pas telle"), connection.cursor() as cursor:
        with as_owner("NONE"):
            cursor.execute("SET LOCAL session_replication_role = replica")
        registers()
    with as_owner("NONE"), connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = origin")
    assert before == (Act.objects.count(), Person.objects.count())
    registers()


def test_a_process_that_begins_meanwhile_writes_nothing(monkeypatch):
    monkeypatch.setattr(untouched, "KNOWN", {})
    owner_does(PLANTED["a trigger"])
    with pytest.raises(Refused, match="n’est pas telle"):
        registers()
    owner_does("DROP FUNCTION quietly() CASCADE")
    registers()
    assert Person.objects.filter(family_name="Autre").count() == 0


def as_it_was() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_get_functiondef('journal_note'::regproc)")
        return cursor.fetchone()[0]


def test_a_function_put_back_stops_the_act_under_way_and_no_other():
    registers()
    ours = as_it_was()
    owner_does(PLANTED["a function of ours that says otherwise"])
    owner_does(ours)
    with pytest.raises(Refused, match="par une autre main pendant cet enregistrement"):
        registers()
    registers()


LENT = """
ALTER SCHEMA public RENAME TO elsewhere; CREATE SCHEMA public;
DROP SCHEMA public; ALTER SCHEMA elsewhere RENAME TO public
"""


def test_a_folder_that_gave_its_name_for_a_moment_stops_the_act_under_way_and_no_other():
    """All its tables gave theirs with it, and no table, no view, no row of theirs is otherwise."""
    registers()
    owner_does(LENT, by="a superuser")
    with pytest.raises(Refused, match="par une autre main"):
        registers()
    registers()


def test_a_folder_more_is_seen_by_the_act_under_way():
    registers()
    owner_does("CREATE SCHEMA trap", by="a superuser")
    with pytest.raises(Refused, match="par une autre main"):
        registers()
    registers()


def test_the_first_act_of_a_process_is_held_too(monkeypatch):
    monkeypatch.setattr(untouched, "KNOWN", {})
    ours = as_it_was()
    with pytest.raises(Refused, match="par une autre main"), act("tests.try", actor=SYSTEM, about=None, now=NOW):
        owner_does(PLANTED["a function of ours that says otherwise"])
        owner_does(ours)


def test_what_a_reading_found_does_not_pass_for_known_by_the_act_under_way():
    """A form that is sent meanwhile looks too: the act that began before is refused all the same."""
    registers()
    ours = as_it_was()
    owner_does(PLANTED["a function of ours that says otherwise"])
    with pytest.raises(Refused, match="n’est pas telle"):
        untouched.while_reading()
    owner_does(ours)
    untouched.while_reading()
    with pytest.raises(Refused, match="par une autre main"):
        registers()


def test_an_operator_written_again_as_it_was_stops_the_act_under_way_and_no_other():
    registers()
    again = "UPDATE pg_operator SET oprname = oprname WHERE oid = 'public.%(text,text)'::regoperator"
    owner_does(again, by="NONE")
    with pytest.raises(Refused, match="par une autre main"):
        registers()
    registers()


def test_another_database_under_the_same_name_is_compared_whole_and_stops_nothing():
    untouched.KNOWN[connection.settings_dict["NAME"]] = untouched.Picture("0", "before", "before", "origin", "before")
    registers()
    assert untouched.KNOWN[connection.settings_dict["NAME"]] == untouched.look()


def test_what_one_keeps_beside_stops_nothing_but_the_act_during_which_a_function_of_theirs_is_written():
    """Somebody watches their server: a table of theirs, with its trigger, and a function."""
    registers()
    owner_does("CREATE TABLE public.theirs (id int)")
    registers()
    owner_does(
        """CREATE FUNCTION theirs() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$;
        CREATE TRIGGER theirs BEFORE INSERT ON theirs FOR EACH ROW EXECUTE FUNCTION theirs()"""
    )
    with pytest.raises(Refused, match="par une autre main"):
        registers()
    registers()
    owner_does(
        """CREATE TYPE mood AS ENUM ('sad', 'happy');
        CREATE FUNCTION theirs(mood, date) RETURNS boolean LANGUAGE sql AS 'SELECT true';
        CREATE FUNCTION theirs(date) RETURNS boolean LANGUAGE sql AS 'SELECT true';
        CREATE OPERATOR public.@> (FUNCTION = theirs, LEFTARG = mood, RIGHTARG = date)"""
    )
    with pytest.raises(Refused, match="par une autre main"):
        registers()
    registers()
    assert Consent.objects.count() == 0
