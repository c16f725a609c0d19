"""The check of each night: what it reads again, what it keeps, what `doctor` says of it."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection

from kevread.base import clock
from kevread.common.actor import SYSTEM
from kevread.journal import jobs, operations
from kevread.journal.models import Check
from kevread.journal.operations import act, check_tables, seal_journal
from launch import doctor as of_the_doctor
from launch import instance as instances
from tests.conftest import NOW
from tests.databases import as_administrator, url_of
from tests.factories import PersonFactory

from .sealing import seal_at_once

DAY = timedelta(days=1)


def lived() -> None:
    with act("tests.try", actor=SYSTEM, about=None, now=NOW):
        PersonFactory()
    seal_journal(now=NOW)


@pytest.fixture
def asked(db, monkeypatch) -> list[int | None]:
    """From which seal each check began."""
    begun: list[int | None] = []
    real = operations.verify_all

    def verify_all(anchor, *, since=None):
        begun.append(since)
        return real(anchor, since=since)

    monkeypatch.setattr(operations, "verify_all", verify_all)
    return begun


def rewritten(name: str) -> None:
    with as_administrator(), connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; SET LOCAL session_replication_role = replica")
        cursor.execute("UPDATE directory_person SET family_name = %s", [name])
        cursor.execute("SET LOCAL session_replication_role = DEFAULT")


def test_it_goes_on_from_the_last_good_seal_and_begins_again_each_week(asked):
    seal_at_once()
    for night in range(9):
        lived()
        check_tables(now=NOW + night * DAY)
    assert asked == [None, 1, 2, 3, 4, 5, 6, None, 8]
    last = Check.objects.order_by("-at").first()
    assert (last.seal, last.rows, last.faults, last.is_whole) == (9, 9, 0, False)


def test_after_a_fault_it_begins_again_until_there_is_none(asked):
    seal_at_once()
    lived()
    check_tables(now=NOW)
    rewritten("Autre")
    found = check_tables(now=NOW + DAY)
    assert (found.faults, found.first[0]["table"], found.first[0]["kind"]) == (1, "directory_person", "differs")
    check_tables(now=NOW + 2 * DAY)
    assert asked == [None, 1, None]


@pytest.mark.parametrize(
    ("hour", "checks"),
    [(datetime(2026, 11, 25, 1, 20, tzinfo=UTC), 1), (datetime(2026, 11, 25, 2, 20, tzinfo=UTC), 2)],
)
def test_the_job_does_it_once_a_night_even_when_the_night_was_missed(db, monkeypatch, hour, checks):
    monkeypatch.setattr(clock, "watch", lambda: datetime(2026, 11, 24, 15, 20, tzinfo=UTC))
    jobs.verify()
    jobs.verify()
    assert Check.objects.count() == 1
    monkeypatch.setattr(clock, "watch", lambda: hour)
    jobs.verify()
    assert Check.objects.count() == checks


def test_the_doctor_says_what_was_found(apart, monkeypatch):
    monkeypatch.setenv("DATABASE_URL", url_of(connection.settings_dict["NAME"]))

    def said() -> tuple[str, str]:
        ((mark, subject, text),) = of_the_doctor._journal(instances.current())
        assert subject == "Journal"
        return mark, text

    assert said() == (of_the_doctor.ADVICE, said()[1])
    assert "pas encore vérifié" in said()[1]
    with act("tests.try", actor=SYSTEM, about=None, now=NOW):
        person = PersonFactory()
    seal_journal(now=NOW)
    check_tables(now=clock.watch())
    mark, text = said()
    assert (mark, "et 1 ligne comparées, aucun écart" in text) == (of_the_doctor.GOOD, True)
    with as_administrator(), connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica; UPDATE directory_person SET family_name = 'Autre'")
        cursor.execute("SET session_replication_role = DEFAULT")
    check_tables(now=clock.watch())
    mark, text = said()
    assert mark == of_the_doctor.BAD
    assert "1 écart entre ce qui est acté et ce qui est là" in text
    assert f'directory_person {person.pk} ["family_name", "search"] differs' in text
