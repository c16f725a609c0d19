"""Whoever holds a table makes the reading of one's rights wait, and puts something else under its name meanwhile."""

import threading
import time
from datetime import date

import psycopg
import pytest
from django.db import OperationalError, connection, transaction
from django.db.backends.postgresql.psycopg_any import DateRange

from kevread.base.picture import one_picture, waiting_for_nobody
from kevread.common.errors import Refused
from kevread.directory.models import Person
from kevread.seats.models import Mandate
from kevread.seats.queries import as_acted, writing_actor
from tests.conftest import TODAY, arranging
from tests.databases import url_of
from tests.factories import MandateFactory, PersonFactory

OTHERWISE = "d’une lecture à l’autre"
STRANGE = "n’est pas telle que Kevread l’a faite"
LENT = """SET LOCAL allow_system_table_mods = on;
CREATE VIEW pg_catalog.seats_mandate AS SELECT {columns} FROM public.seats_mandate;
GRANT SELECT ON pg_catalog.seats_mandate TO PUBLIC"""
COLUMNS = """SELECT string_agg(CASE attname WHEN 'person_id' THEN quote_literal(%s::text) || '::uuid AS person_id'
    ELSE quote_ident(attname) END, ', ' ORDER BY attnum)
FROM pg_attribute WHERE attrelid = 'public.seats_mandate'::regclass AND attnum > 0 AND NOT attisdropped"""


@pytest.fixture
def thief(apart):
    with arranging():
        MandateFactory()
        thief = PersonFactory(given_name="Mallory")
    assert not writing_actor(TODAY, pk=thief.pk)[1].hats
    yield thief
    connection.close()


def test_a_moment_begins_once_its_tables_are_held(thief):
    """So that what is written while it waits for them is seen: nothing is read as of before."""
    found, url = [], url_of(connection.settings_dict["NAME"])

    def reading():
        with one_picture("seats_mandate"):
            found.append((Mandate.objects.count(), Person.objects.filter(given_name="Nolwenn").exists()))
        connection.close()

    with psycopg.connect(url) as other, psycopg.connect(url, autocommit=True) as looking:
        other.execute("LOCK TABLE public.seats_mandate IN ACCESS EXCLUSIVE MODE")
        thread = threading.Thread(target=reading)
        thread.start()
        somebody_waits(looking)
        with arranging():
            PersonFactory(given_name="Nolwenn")
        other.rollback()
        thread.join(20)
    assert found == [(1, True)]


OPERATOR = [
    "CREATE FUNCTION public.held(daterange, date) RETURNS boolean LANGUAGE sql AS 'SELECT true'",
    "CREATE OPERATOR public.@> (FUNCTION = public.held, LEFTARG = daterange, RIGHTARG = date)",
]
TAKEN_OUT = ["DROP OPERATOR public.@> (daterange, date)", "DROP FUNCTION public.held(daterange, date)"]


def reads(person, found):
    """In another thread: the rights of somebody, as they send something."""

    def reading():
        try:
            found["actor"] = writing_actor(TODAY, pk=person.pk)[1]
        except Refused as refusal:
            found["refusal"] = str(refusal)
        finally:
            connection.close()

    thread = threading.Thread(target=reading)
    thread.start()
    return thread


def somebody_waits(looking):
    until = time.monotonic() + 20
    while not looking.execute("SELECT 1 FROM pg_stat_activity WHERE wait_event_type = 'Lock'").fetchone():
        assert time.monotonic() < until, "nobody waits"
        time.sleep(0.02)


def waited(person, table, *statements):
    """What comes of reading the rights of somebody, once these were made while it waited for a table."""
    found = {}
    url = url_of(connection.settings_dict["NAME"])
    with psycopg.connect(url) as other, psycopg.connect(url, autocommit=True) as looking:
        other.execute(f"LOCK TABLE public.{table} IN ACCESS EXCLUSIVE MODE")
        thread = reads(person, found)
        somebody_waits(looking)
        for statement in statements:
            other.execute(statement)
    thread.join(20)
    return found


@pytest.mark.parametrize("table", ["seats_mandate", "journal_change", "directory_person"])
def test_a_view_put_under_the_name_of_mandates_while_rights_wait_gives_none(thief, table):
    """A picture has the moment of its first question, and a name is found in what hangs now: the tables are held before, and
    what is found under their names is asked besides."""
    with connection.cursor() as cursor:
        cursor.execute(COLUMNS, [str(thief.pk)])
        (columns,) = cursor.fetchone()
    found = waited(thief, table, LENT.format(columns=columns))
    assert STRANGE in found.get("refusal", ""), found


@pytest.fixture
def ended(thief):
    with arranging():
        return MandateFactory(period=DateRange(date(2020, 1, 1), date(2021, 1, 1)))


def test_nor_does_an_operator_that_answers_in_the_place_of_postgresqls_own(ended):
    found = waited(ended.person, "seats_mandate", *OPERATOR)
    assert STRANGE in found.get("refusal", ""), found


@pytest.mark.parametrize("meanwhile", [[], TAKEN_OUT], ids=["still there", "taken out"])
def test_nor_while_rights_wait_for_an_index_and_their_moment_has_begun(ended, meanwhile):
    """The tables are held, not their indexes: whoever makes one anew, and gives that up, makes the reading wait and leaves
    nothing. What they put there meanwhile answers the first reading, but for what it was asking, and not the second."""
    with arranging():
        merged = PersonFactory(into=ended.person)
    found, url = {}, url_of(connection.settings_dict["NAME"])
    with psycopg.connect(url) as one, psycopg.connect(url) as other, psycopg.connect(url, autocommit=True) as looking:
        one.execute("REINDEX INDEX public.mandate_once")
        other.execute("REINDEX INDEX public.journal_act_pkey")
        thread = reads(merged, found)
        somebody_waits(looking)
        for statement in OPERATOR:
            looking.execute(statement)
        one.rollback()
        time.sleep(0.3)
        somebody_waits(looking)
        for statement in meanwhile:
            looking.execute(statement)
        other.rollback()
        thread.join(20)
    assert (OTHERWISE if meanwhile else STRANGE) in found.get("refusal", ""), found


def test_nobody_is_waited_for_while_rights_are_read_again(thief, monkeypatch):
    """Their tables and the indexes of these are held; what else would make it wait, by a name put before one of ours, stops
    it."""
    url = url_of(connection.settings_dict["NAME"])
    with psycopg.connect(url, autocommit=True) as other:
        other.execute("SET lock_timeout = '200ms'")
        with waiting_for_nobody("seats_mandate"):
            for taken in (
                "REINDEX INDEX public.mandate_once",
                "ALTER INDEX public.mandate_once SET TABLESPACE pg_default",
            ):
                with pytest.raises(psycopg.errors.LockNotAvailable):
                    other.execute(taken)
        with transaction.atomic(), connection.cursor() as cursor:  # inside of what somebody sends, too
            with waiting_for_nobody("seats_mandate"):
                pass
            cursor.execute("SHOW lock_timeout")
            assert cursor.fetchone() == ("0",)
    with psycopg.connect(url) as other:
        other.execute("LOCK TABLE public.mail_unsubscription IN ACCESS EXCLUSIVE MODE")
        read, times = as_acted.person_and_actor, []

        def lent(*args, **named):
            times.append(1)
            if len(times) > 1:
                with connection.cursor() as cursor:
                    cursor.execute("SELECT 1 FROM public.mail_unsubscription")
            return read(*args, **named)

        monkeypatch.setattr(as_acted, "person_and_actor", lent)
        with connection.cursor() as cursor:
            cursor.execute("SET statement_timeout = '20s'")  # what waits all the same fails
        with pytest.raises(Refused, match=OTHERWISE):
            writing_actor(TODAY, pk=thief.pk)


def test_what_else_stops_the_reading_is_no_refusal(thief, monkeypatch):
    def broken():
        raise OperationalError

    monkeypatch.setattr(as_acted, "require_ours", broken)
    with pytest.raises(OperationalError):
        writing_actor(TODAY, pk=thief.pk)
