"""Whoever holds a table makes the reading of one's rights wait, and puts something else under its name meanwhile."""

import threading
import time
from datetime import date

import psycopg
import pytest
from django.db import connection
from django.db.backends.postgresql.psycopg_any import DateRange

from kevread.common.errors import Refused
from kevread.seats.queries import writing_actor
from tests.conftest import TODAY, arranging
from tests.databases import url_of
from tests.factories import MandateFactory, PersonFactory

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


def waited(person, table, *statements):
    """What comes of reading the rights of somebody, once these were made while it waited for a table."""
    found = {}

    def reading():
        try:
            found["actor"] = writing_actor(TODAY, pk=person.pk)[1]
        except Refused as refusal:
            found["refusal"] = str(refusal)
        finally:
            connection.close()

    url = url_of(connection.settings_dict["NAME"])
    with psycopg.connect(url) as other, psycopg.connect(url, autocommit=True) as looking:
        other.execute(f"LOCK TABLE public.{table} IN ACCESS EXCLUSIVE MODE")
        thread = threading.Thread(target=reading)
        thread.start()
        until = time.monotonic() + 20
        while not looking.execute("SELECT 1 FROM pg_stat_activity WHERE wait_event_type = 'Lock'").fetchone():
            assert time.monotonic() < until, "nobody waits for the table"
            time.sleep(0.02)
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


def test_nor_does_an_operator_that_answers_in_the_place_of_postgresqls_own(thief):
    with arranging():
        ended = MandateFactory(period=DateRange(date(2020, 1, 1), date(2021, 1, 1)))
    found = waited(
        ended.person,
        "seats_mandate",
        "CREATE FUNCTION public.held(daterange, date) RETURNS boolean LANGUAGE sql AS 'SELECT true'",
        "CREATE OPERATOR public.@> (FUNCTION = public.held, LEFTARG = daterange, RIGHTARG = date)",
    )
    assert STRANGE in found.get("refusal", ""), found
