"""A row that is locked, and what it is read with."""

import threading
import time

import psycopg
import pytest
from django.db import connection, transaction

from kevread.seats.models import Body
from tests.conftest import arranging
from tests.databases import url_of
from tests.factories import BodyFactory


def test_what_a_row_is_read_with_is_read_once_it_is_held(apart):
    """Whoever waits for a lock is given, by PostgreSQL, the rows joined to it as they were before the wait."""
    with arranging():
        body = BodyFactory()
    found = {}

    def waiting():
        try:
            with transaction.atomic():
                found["row"] = Body.objects.select_related("organisation").lock(body.pk)
        finally:
            connection.close()

    url = url_of(connection.settings_dict["NAME"])
    with psycopg.connect(url) as other, psycopg.connect(url, autocommit=True) as looking:
        other.execute("SELECT FROM seats_body WHERE id = %s FOR UPDATE", [body.pk])
        thread = threading.Thread(target=waiting)
        thread.start()
        until = time.monotonic() + 20
        while not looking.execute("SELECT 1 FROM pg_stat_activity WHERE wait_event_type = 'Lock'").fetchone():
            assert time.monotonic() < until, "nobody waits for the row"
            time.sleep(0.02)
        other.execute("SET LOCAL session_replication_role = replica")
        other.execute("UPDATE directory_organisation SET name = 'Autre' WHERE id = %s", [body.organisation_id])
    thread.join(20)
    assert found["row"].organisation.name == "Autre"
    connection.close()


def test_a_row_that_is_not_there_is_not_locked(db):
    for rows in (Body.objects.all(), Body.objects.select_related("organisation")):
        with pytest.raises(Body.DoesNotExist), transaction.atomic():
            rows.lock("01a22584-4743-716b-a062-42b95d9824d6")
