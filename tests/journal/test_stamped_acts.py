"""Whoever has a secret of the database opens an act in somebody's name, and writes a decision in it: triggers take it,
tables and journal agree. This installation did not stamp it, and the check names it."""

from uuid import UUID, uuid4

import pytest
from django.db import connection
from django.utils.crypto import get_random_string

from kevread.common.actor import SYSTEM
from kevread.decisions.models import Decision
from kevread.journal.models import Act
from kevread.journal.operations import act, check_tables, seal_journal
from kevread.journal.tables import verify_tables
from tests.arrange import NOW, TODAY, arranging
from tests.databases import as_administrator
from tests.gatherings.decided import decided

from .sealing import seal_at_once

pytestmark = pytest.mark.django_db
SOMEBODY = "0192f7a0-0000-7000-8000-000000000001"
OPENED = (
    "INSERT INTO journal_act (id, verb, at, person, person_name, hat, arguments, reason, stamp) "
    "VALUES (%s, 'decisions.record', %s, %s, 'Azenor Madezou', '', '{}', '', %s) "
    "RETURNING set_config('kevread.act', id::text, true)"
)
MADE_UP = (
    "INSERT INTO decisions_decision SELECT (jsonb_populate_record(d, "
    "jsonb_build_object('id', %s::text, 'number', 900, 'title', 'Jamais prise'))).* FROM decisions_decision d LIMIT 1"
)


def opened_by_hand(stamp: bytes = b"") -> UUID:
    """As the application, its triggers in place."""
    key = uuid4()
    with connection.cursor() as cursor:
        cursor.execute(OPENED, [key, NOW, uuid4(), stamp])
    return key


def named(since: int | None = None) -> list[UUID]:
    return [
        one["row"] for one in verify_tables(since)["faults"] if (one["table"], one["kind"]) == ("journal_act", "forged")
    ]


def done() -> UUID:
    with act("tests.try", actor=SYSTEM, about=None, now=NOW) as key:
        return key


def test_what_this_installation_opened_is_its_own(met):
    done()
    assert Act.objects.count() > 1
    assert named() == []


def test_a_decision_that_nobody_took_is_written_in_an_act_that_is_named(met):
    with arranging():
        decided(met.assembly, meeting=met.meeting, item=met.items["budget"], on=TODAY)
    key = opened_by_hand()
    with connection.cursor() as cursor:
        cursor.execute(MADE_UP, [uuid4()])
    assert Decision.objects.filter(title="Jamais prise").exists()
    faults = verify_tables(None)["faults"]
    assert [(one["table"], one["row"], one["kind"]) for one in faults] == [("journal_act", key, "forged")]


def test_the_stamp_of_an_act_is_that_of_no_other(met):
    key = opened_by_hand(bytes(Act.objects.get(pk=done()).stamp))
    assert named() == [key]


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("verb", "decisions.record"),
        ("at", "2026-01-01T00:00:00Z"),
        ("person", SOMEBODY),
        ("person_name", "Azenor Madezou"),
        ("mandate", SOMEBODY),
        ("hat", "Présidente"),
        ("organisation", SOMEBODY),
        ("stamp", b""),
    ],
)
def test_an_act_given_to_somebody_else_is_named(met, column, value):
    key = done()
    with as_administrator(), connection.cursor() as cursor:
        cursor.execute("ALTER TABLE journal_act DISABLE TRIGGER sealed")
        cursor.execute(f"UPDATE journal_act SET {column} = %s WHERE id = %s", [value, key])
        cursor.execute("ALTER TABLE journal_act ENABLE TRIGGER sealed")
    assert named() == [key]


def test_one_that_was_sealed_is_named_from_the_beginning_and_one_that_was_not_always(met):
    first = opened_by_hand()
    seal_at_once()
    seal_journal(now=NOW)
    seal = Act.objects.get(pk=first).seal
    later = opened_by_hand()
    assert set(named()) == {first, later}
    assert named(since=seal) == [later]


def test_the_key_that_this_installation_had_is_still_its_own_and_another_is_not(met, settings):
    key = done()
    before, settings.SECRET_KEY = settings.SECRET_KEY, get_random_string(50)
    assert key in named()
    settings.SECRET_KEY_FALLBACKS = [before]
    assert key not in named()


def test_the_night_says_it(met):
    opened_by_hand()
    seal_journal(now=NOW)
    found = check_tables(now=NOW)
    assert "forged" in {one["kind"] for one in found.first}
