"""The name of a state: the same for the same acts, wherever they are read; another for any other acts."""

import subprocess
import sys

import psycopg
from django.db import transaction

from kevread.base.models import new_key
from kevread.common.actor import SYSTEM
from kevread.directory.models import Person
from kevread.journal.operations import act, seal_journal
from kevread.journal.queries import STATE, TABLES, names_of_tables, state, state_of
from tests.conftest import NOW, arranging
from tests.databases import OWNER, ROOT, acting, database, manage
from tests.factories import PersonFactory
from tests.journal.conftest import name_of
from tests.journal.sealing import seal_at_once

ACT = (
    "INSERT INTO journal_act (id, verb, at, person_name, hat, arguments, reason) "
    "VALUES (coalesce(%s::uuid, gen_random_uuid()), 'x', now(), '', '', '{}', '')"
)
FIRST, SECOND = "0197a3d0-0000-7000-8000-000000000001", "0197a3d0-0000-7000-8000-000000000002"  # as they began
LAST = "SELECT max(id::text), max(opened_in::text::bigint), max(at) FROM journal_act"


CHANGE = (
    'INSERT INTO journal_change (act_id, "table", "row", salt, digest) '
    "VALUES (%s, %s, gen_random_uuid(), gen_random_uuid(), '')"
)
LAST_SEALED = (
    'SELECT "table", max(seal) FROM journal_act a JOIN journal_change c ON c.act_id = a.id WHERE seal > 0 GROUP BY 1'
)
PEOPLE, BODIES = "directory_person", "seats_body"


def name(db) -> str:
    return db.execute(STATE, {"here": None}).fetchone()[0]


def names(db) -> dict[str, str]:
    return dict(db.execute(TABLES, {"here": None, "tables": [PEOPLE, BODIES], "many": 200}).fetchall())


def test_two_acts_that_are_committed_in_the_other_order_than_they_began(environment):
    """The trap: when the second is committed first, it is the last one, before and after the first is committed."""
    url = environment["DATABASE_URL"]
    with psycopg.connect(url) as slow, psycopg.connect(url) as quick, psycopg.connect(url, autocommit=True) as reader:
        neither = name(reader)
        slow.execute(ACT, [FIRST])
        quick.execute(ACT, [SECOND])
        assert name(reader) == neither
        quick.commit()
        second, last_of_one = name(reader), reader.execute(LAST).fetchone()
        slow.commit()
        both, last_of_two = name(reader), reader.execute(LAST).fetchone()
        assert last_of_one == last_of_two  # whoever kept what the second made would keep it for ever
        assert len({neither, second, both}) == 3


def test_two_acts_that_wrote_in_one_table_and_are_committed_in_the_other_order(environment):
    """The same trap, table by table; what was written elsewhere moves nothing."""
    url = acting(environment["DATABASE_URL"], OWNER)
    with psycopg.connect(url) as slow, psycopg.connect(url) as quick, psycopg.connect(url, autocommit=True) as reader:
        neither = names(reader)
        for writer, key in ((slow, new_key()), (quick, new_key())):
            writer.execute(ACT, [key])
            writer.execute(CHANGE, [key, PEOPLE])
        assert names(reader) == neither
        quick.commit()
        second = names(reader)
        slow.commit()
        both = names(reader)
        assert len({found[PEOPLE] for found in (neither, second, both)}) == 3
        assert {found[BODIES] for found in (neither, second, both)} == {neither[BODIES]}


def test_what_is_sealed_while_an_older_act_is_open_is_named_table_by_table(environment):
    """An act that is sealed after others, written before them: the table that it wrote has another name, and no other has."""
    url = acting(environment["DATABASE_URL"], OWNER)
    with psycopg.connect(url) as slow, psycopg.connect(url, autocommit=True) as reader:
        for writer, table in ((slow, PEOPLE), (reader, BODIES)):
            key = new_key()
            writer.execute(ACT, [key])
            writer.execute(CHANGE, [key, table])
        seen = [names(reader)]
        slow.commit()
        seen.append(names(reader))
        manage(environment, "seal")
        seen.append(names(reader))
        reader.execute(ACT, [None])
        manage(environment, "seal")
        assert names(reader) == seen[-1]  # a seal that holds nothing of them
        assert reader.execute("SELECT tables FROM journal_chain").fetchone()[0] == dict(reader.execute(LAST_SEALED))
    people, bodies = ([found[table] for found in seen] for table in (PEOPLE, BODIES))
    assert len(set(people)) == 3 and len(set(bodies)) == 2 and bodies[0] == bodies[1]


def test_each_sees_its_own_act_before_the_others_and_none_that_was_rolled_back(environment):
    url = environment["DATABASE_URL"]
    with psycopg.connect(url) as writer, psycopg.connect(url, autocommit=True) as reader:
        before = name(reader)
        writer.execute(ACT, [None])
        assert name(writer) != name(reader) == before
        writer.rollback()
        assert name(writer) == name(reader) == before


def test_another_process_and_a_copy_of_the_database_say_the_same(environment):
    url = environment["DATABASE_URL"]
    with psycopg.connect(url, autocommit=True) as reader:
        here = name(reader)
    ask = "import django; django.setup(); from kevread.journal.queries import state; print(state())"
    told = subprocess.run([sys.executable, "-c", ask], env=environment, cwd=ROOT, capture_output=True, check=True)
    with database("copied", copy_of=name_of(url)) as copied, psycopg.connect(copied, autocommit=True) as there:
        assert name(there) == here == told.stdout.decode().strip()
        there.execute(ACT, [None])
        assert name(there) != here


def sealed_after_an_act() -> str | None:
    with arranging():
        PersonFactory()
    seal_journal(now=NOW)
    return state()


def test_what_is_sealed_is_named_too(db):
    """Two lives of as many seals, with nothing left to seal."""
    seal_at_once()
    names = set()
    for _ in range(2):
        point = transaction.savepoint_create()
        names.add(sealed_after_an_act())
        transaction.savepoint_rollback(point)
    assert len(names) == 2
    assert state() not in names


def test_an_act_that_has_written_has_no_name_before_it_ends(db):
    before = state()
    with act("tests.try", actor=SYSTEM, about=None, now=NOW):
        assert state() == before
        try:
            with transaction.atomic():
                PersonFactory()
                assert state() is None
                raise ZeroDivisionError
        except ZeroDivisionError:
            assert state() == before  # what it wrote is gone
        Person.objects.all().delete()
        assert state() == before  # nothing was there
        PersonFactory()
        assert state() is None
    after = state()
    assert after not in (None, before)
    with arranging():
        pass
    assert state() not in (before, after)  # an act that wrote nothing counts: it costs no more than a reading


def test_it_costs_one_query(db, django_assert_num_queries):
    with django_assert_num_queries(1):
        state()
    with django_assert_num_queries(1):
        names_of_tables()


def test_a_request_asks_once_for_the_state_in_which_it_came(db, rf, django_assert_num_queries):
    request = rf.post("/")
    first = state_of(request)
    with arranging():
        PersonFactory()
    with django_assert_num_queries(0):
        assert state_of(request) == first
    assert state_of(rf.post("/")) == state()
