"""Whoever has a secret of the database opens an act in somebody's name, and writes a decision in it: triggers take it,
tables and journal agree. This installation did not stamp it, and the check names it. Whoever owns the tables writes it into
an act that a verb opened a moment ago: what an act wrote is stamped when it is closed, and the check names that too."""

from hashlib import sha256
from uuid import UUID, uuid4

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils.crypto import get_random_string

from kevread.common.actor import SYSTEM
from kevread.decisions.models import Decision
from kevread.journal.as_acted import Rows, is_ours, otherwise
from kevread.journal.models import Act
from kevread.journal.operations import act, check_tables, seal_journal
from kevread.journal.seals import ACT
from kevread.journal.stamping import BEFORE, BOUND, WROTE, stamp_of
from kevread.journal.tables import verify_tables
from kevread.journal.verification import verify
from tests.arrange import NOW, TODAY, arranging
from tests.databases import as_administrator
from tests.gatherings.decided import decided

from .sealing import seal_at_once

pytestmark = pytest.mark.django_db
SOMEBODY = "0192f7a0-0000-7000-8000-000000000001"
OPENED = (
    "INSERT INTO journal_act (id, verb, at, person, person_name, hat, arguments, reason, stamp) "
    "VALUES (%s, %s, %s, %s, 'Azenor Madezou', '', %s, '', %s) "
    "RETURNING set_config('kevread.act', id::text, true)"
)
MADE_UP = (
    "INSERT INTO decisions_decision SELECT (jsonb_populate_record(d, "
    "jsonb_build_object('id', %s::text, 'number', 900, 'title', 'Jamais prise'))).* FROM decisions_decision d LIMIT 1"
)


def opened_by_hand(stamp: bytes = b"", verb: str = "decisions.record", arguments: str = "{}") -> UUID:
    """As the application, its triggers in place."""
    key = uuid4()
    with connection.cursor() as cursor:
        cursor.execute(OPENED, [key, verb, NOW, uuid4(), arguments, stamp])
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


# What is written in an act of a moment ago ----------------------------------------------------------------------------

TOLD = """
INSERT INTO journal_change (act_id, "table", "row", before, after, salt, digest)
SELECT %s, 'decisions_decision', id, NULL, to_jsonb(d), salt,
    journal_digest(salt, %s, 'decisions_decision', id, NULL, to_jsonb(d))
FROM decisions_decision d, gen_random_uuid() AS salt WHERE d.title = 'Jamais prise'
"""


def by_the_owner(*statements: tuple[str, list[object]]) -> None:
    """Triggers cut, put back at once."""
    with as_administrator(), connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; SET LOCAL session_replication_role = replica")
        for statement, values in statements:
            cursor.execute(statement, values)
        cursor.execute("SET LOCAL session_replication_role = DEFAULT")


def said() -> list[tuple[str, UUID, tuple[str, ...], str]]:
    return [(one["table"], one["row"], one["columns"], one["kind"]) for one in verify_tables(None)["faults"]]


@pytest.fixture
def taken(met):
    """A decision that a verb entered a moment ago: its act is not sealed."""
    with arranging():
        decided(met.assembly, meeting=met.meeting, item=met.items["budget"], on=TODAY)
    assert said() == []
    return Act.objects.order_by("-id").first().pk


@pytest.mark.parametrize("sealed", [False, True])
def test_a_decision_written_into_an_act_of_a_moment_ago_is_named(taken, sealed):
    """Row, change and digests all agree, and the seal that comes takes them."""
    by_the_owner((MADE_UP, [uuid4()]), (TOLD, [taken, taken]))
    if sealed:
        seal_at_once()
        seal_journal(now=NOW)
    assert ("journal_act", taken, ("written",), "forged") in said()
    assert {fault[0] for fault in said()} == {"journal_act", "decisions_decision"}  # which it did not write


def test_what_is_taken_out_of_an_act_of_a_moment_ago_is_named(taken):
    by_the_owner(
        ("DELETE FROM decisions_decision", []),
        ("""DELETE FROM journal_change WHERE "table" = 'decisions_decision'""", []),
    )
    assert said() == [("journal_act", taken, ("written",), "forged")]


def test_what_is_rewritten_in_an_act_of_a_moment_ago_is_named(taken):
    by_the_owner(
        ("UPDATE decisions_decision SET title = 'Jamais prise'", []),
        ("""DELETE FROM journal_change WHERE "table" = 'decisions_decision'""", []),
        (TOLD, [taken, taken]),
    )
    assert ("journal_act", taken, ("written",), "forged") in said()
    assert {fault[0] for fault in said()} == {"journal_act", "decisions_decision"}  # which it did not write


DIGESTED = f"UPDATE journal_act a SET digest = {ACT.format('a')} WHERE id = %s"


@pytest.mark.parametrize("sealed", [False, True])
@pytest.mark.parametrize(("column", "value"), [("arguments", '{"body": "une autre"}'), ("reason", "Une autre raison")])
def test_what_was_asked_and_why_is_not_rewritten_before_its_seal(taken, column, value, sealed):
    """Its digest computed again, the seal that comes takes it."""
    by_the_owner((f"UPDATE journal_act SET {column} = %s WHERE id = %s", [value, taken]), (DIGESTED, [taken]))
    assert not is_ours(taken)
    if sealed:
        seal_at_once()
        seal_journal(now=NOW)
        assert verify(None)["ok"]
    assert said() == [("journal_act", taken, ("written",), "forged")]


def test_an_act_closed_by_a_version_that_did_not_bind_what_was_asked_is_still_ours(taken):
    changes = [
        bytes(digest) for digest in Act.objects.get(pk=taken).changes.order_by("id").values_list("digest", flat=True)
    ]
    wrote = [taken, len(changes), sha256(b"".join(changes)).hexdigest()]
    stamp = stamp_of(wrote, what=WROTE)
    by_the_owner(("UPDATE journal_act SET written = %s, took = NULL WHERE id = %s", [stamp, taken]))
    assert said() == []
    more = "UPDATE journal_act SET {} WHERE id = %s"  # which it did not bind then
    for told, back in (("closed_in = '999999999'", "closed_in = NULL"), ("took = '{[0,999999999)}'", "took = NULL")):
        by_the_owner((more.format(told), [taken]))
        assert said() == [("journal_act", taken, ("written",), "forged")]
        by_the_owner((more.format(back), [taken]))
    digest = bytes(Act.objects.get(pk=taken).digest).hex()
    with connection.cursor() as cursor:
        cursor.execute("SELECT opened_in::text::bigint FROM journal_act WHERE id = %s", [taken])
        (first,) = cursor.fetchone()
    last = first + 1_000  # the first and the last that it took
    stamp = stamp_of([*wrote, digest, first, last], what=WROTE)
    asked = "UPDATE journal_act SET written = %s, closed_in = %s::text::xid8 WHERE id = %s"
    by_the_owner((asked, [stamp, last, taken]))
    assert said() == []
    by_the_owner((more.format("took = '{[0,999999999)}'"), [taken]))
    assert said() == [("journal_act", taken, ("written",), "forged")]
    by_the_owner((more.format("took = NULL"), [taken]))
    by_the_owner((asked, [stamp, last + 1, taken]))
    assert said() == [("journal_act", taken, ("written",), "forged")]


def test_what_was_asked_is_not_read_where_its_digest_says_otherwise(taken):
    """For the minute in which the worker reads it: its digest left as it was."""
    assert is_ours(taken)
    by_the_owner(("UPDATE journal_act SET arguments = '{}', reason = 'Une autre' WHERE id = %s", [taken]))
    assert not is_ours(taken)


def test_what_rests_on_an_act_whose_digest_says_otherwise_is_not_as_acted(taken):
    rows = Rows(Decision, "id", tuple(Decision.objects.values_list("pk", flat=True)))
    assert otherwise([rows]) == set()
    by_the_owner(("UPDATE journal_act SET reason = 'Une autre' WHERE id = %s", [taken]))
    assert otherwise([rows]) == {Decision}


@pytest.mark.parametrize("stamp", [b"", bytes(32)])
def test_what_an_act_wrote_is_stamped_or_it_is_named(taken, stamp):
    by_the_owner(("UPDATE journal_act SET written = %s WHERE id = %s", [stamp, taken]))
    assert said() == [("journal_act", taken, ("written",), "forged")]


def test_an_act_is_closed_by_what_opened_it_and_once(taken):
    """The application calls the function that closes: nothing else is written in it then, and it is not closed again."""
    with pytest.raises(DatabaseError, match="ne se vide ni ne se corrige"), transaction.atomic():
        connection.cursor().execute("SELECT journal_close(%s, %s, NULL)", [taken, b"x"])
    with pytest.raises(DatabaseError, match="hors d’un acte"), transaction.atomic():
        connection.cursor().execute(MADE_UP, [uuid4()])


def test_an_act_of_another_transaction_is_not_closed(met):
    key = opened_by_hand()
    with as_administrator(), connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; ALTER TABLE journal_act DISABLE TRIGGER sealed")
        cursor.execute("UPDATE journal_act SET opened_in = '3' WHERE id = %s", [key])
        cursor.execute("ALTER TABLE journal_act ENABLE TRIGGER sealed")
    with pytest.raises(DatabaseError, match="ne se vide ni ne se corrige"), transaction.atomic():
        connection.cursor().execute("SELECT journal_close(%s, %s, NULL)", [key, b"x"])


def test_an_act_of_before_acts_were_closed_is_still_ours(met):
    """Its stamp is the other, and says that no second one is to come."""
    key = done()
    row = Act.objects.get(pk=key)
    stamp = stamp_of([getattr(row, name) for name in BOUND], what=BEFORE)
    by_the_owner(("UPDATE journal_act SET stamp = %s, written = '' WHERE id = %s", [stamp, key]))
    assert named() == []
