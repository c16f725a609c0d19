"""A row that was changed for the minute of a gesture, then put back: PostgreSQL says that its act did not write it."""

import json
from contextlib import ExitStack, contextmanager, redirect_stdout
from datetime import timedelta
from io import StringIO

import psycopg
import pytest
from django.core.management import call_command
from django.db import connection, transaction
from django.db.migrations.recorder import MigrationRecorder

from kevread.common import rooms
from kevread.common.actor import SYSTEM
from kevread.common.errors import Refused
from kevread.common.rooms import Room, Verb
from kevread.directory.models import Person
from kevread.journal import outside, touched
from kevread.journal.files import file_of
from kevread.journal.models import Act, Chain, Change
from kevread.journal.operations import accept_head, act, check_tables, erase_change, seal_journal
from kevread.journal.strict import strictly
from kevread.journal.tables import verify_all
from kevread.journal.touched import excusing_migrations
from tests.conftest import NOW
from tests.databases import as_administrator, url_of
from tests.factories import PersonFactory

from .noting import WHY, behind, lived, told
from .sealing import seal_at_once

BOTH = "UPDATE directory_person SET given_name = %s WHERE id = %s"


@pytest.fixture(autouse=True)
def _sealed_at_once(apart):
    seal_at_once()


def acted():
    return act("tests.try", actor=SYSTEM, about=None, now=NOW)


def somebody() -> Person:
    return Person.objects.get(pk=Change.objects.get(act=lived()).row)


def faults() -> list[tuple[str, object, str]]:
    return [(one["table"], one["row"], one["kind"]) for one in verify_all(None)["tables"]["faults"]]


def changed_for_a_minute(person: Person) -> None:
    behind(BOTH, ["Une autre", person.pk])
    behind(BOTH, [person.given_name, person.pk])


def test_a_row_that_was_changed_and_put_back_is_named_an_act_that_writes_it_then_included():
    one, other = somebody(), somebody()
    seal_journal(now=NOW)
    assert faults() == []
    changed_for_a_minute(one)
    seal_journal(now=NOW)
    assert faults() == [("directory_person", one.pk, "touched")]
    assert {told["kind"] for told in check_tables(now=NOW).first} == {"touched"}
    with acted():
        Person.objects.filter(pk=other.pk).update(given_name="Nolwenn")
    assert faults() == [("directory_person", one.pk, "touched")]
    for _ in range(2):
        with acted():
            Person.objects.filter(pk=one.pk).update(given_name=one.given_name)
        assert faults() == [("directory_person", one.pk, "touched")]
    accept_head(reason=WHY, now=NOW)
    with acted():
        Person.objects.filter(pk=one.pk).update(given_name=one.given_name)
    assert faults() == []


def test_a_row_that_was_changed_and_put_back_and_that_an_act_takes_out_is_named():
    one, other = somebody(), somebody()
    changed_for_a_minute(one)
    with acted():
        Person.objects.filter(pk__in=[one.pk, other.pk]).delete()
    assert faults() == [("directory_person", one.pk, "touched")]


def test_what_an_act_wrote_over_is_not_told_otherwise_afterwards():
    one, other = somebody(), somebody()
    changed_for_a_minute(one)
    for person in (one, other):
        with acted():
            Person.objects.filter(pk=person.pk).update(given_name="Nolwenn")
    behind(
        """UPDATE journal_change c SET over = p.xmin FROM journal_change p WHERE p."row" = c."row" AND p.id < c.id
        AND c."row" = %s""",
        [one.pk],
    )
    assert faults() == [("directory_person", one.pk, "touched")]
    behind('UPDATE journal_change SET over = NULL WHERE "row" = %s', [one.pk])
    assert faults() == [("directory_person", one.pk, "touched")]


def test_what_is_written_over_a_row_of_before_acts_said_their_transactions_says_nothing():
    person = somebody()
    key = Change.objects.get(row=person.pk).act_id
    changed_for_a_minute(person)
    behind("UPDATE journal_act SET took = NULL WHERE id = %s", [key])
    with acted():
        Person.objects.filter(pk=person.pk).update(given_name="Nolwenn")
    assert [one for one in faults() if one[2] == "touched"] == []


def test_a_row_written_again_while_a_long_act_was_under_way_is_none_of_its_own():
    """Its number is between those of the act, and it is not that of its change."""
    person = somebody()
    key = Change.objects.get(row=person.pk).act_id
    until_then = "UPDATE journal_act SET took = NULL, closed_in = '999999999' WHERE id = %s"
    behind(until_then, [key])  # as if it had been under way until then
    changed_for_a_minute(person)
    assert ("directory_person", person.pk, "touched") in faults()
    with acted():
        Person.objects.filter(pk=person.pk).update(given_name=person.given_name)
    assert ("directory_person", person.pk, "touched") in faults()


def test_the_check_of_a_night_reads_again_only_what_was_written_over_since_the_last():
    person = somebody()
    changed_for_a_minute(person)
    with acted():
        Person.objects.filter(pk=person.pk).update(given_name="Nolwenn")
    seal_journal(now=NOW)
    seal = Chain.objects.get().number

    def since(seal: int | None) -> set[str]:
        return {one["kind"] for one in verify_all(None, since=seal)["tables"]["faults"]}

    assert [since(None), since(seal - 1), since(seal)] == [{"touched"}, {"touched"}, set()]


def test_a_row_that_was_taken_out_and_put_in_again_is_named():
    person = somebody()
    behind("CREATE TABLE hidden AS SELECT * FROM directory_person WHERE id = %s", [person.pk])
    behind("DELETE FROM directory_person WHERE id = %s", [person.pk])
    columns = ", ".join(f.column for f in Person._meta.concrete_fields if not f.generated)
    behind(f"INSERT INTO directory_person ({columns}) SELECT {columns} FROM hidden")
    behind("DROP TABLE hidden")
    assert faults() == [("directory_person", person.pk, "touched")]


def test_what_an_act_wrote_in_several_steps_is_its_own():
    """Each step that may fail alone is a transaction of its own to PostgreSQL."""
    with acted():
        people = [PersonFactory()]
        for _ in range(3):
            with transaction.atomic():
                people.append(PersonFactory())
        with pytest.raises(ZeroDivisionError), transaction.atomic():
            Person.objects.filter(pk=people[0].pk).update(given_name="Nul")
            raise ZeroDivisionError
        with transaction.atomic():
            Person.objects.filter(pk=people[1].pk).update(given_name="Nolwenn")
    with transaction.atomic():  # several acts in one
        with acted():
            Person.objects.filter(pk=people[2].pk).update(given_name="Azenor")
        with acted():
            Person.objects.filter(pk=people[2].pk).update(given_name="Maëlle")
    seal_journal(now=NOW)
    assert (faults(), verify_all(None)["ok"]) == ([], True)
    for person in Person.objects.filter(pk__in=[one.pk for one in people]):
        changed_for_a_minute(person)
    assert {(row, kind) for _, row, kind in faults()} == {(one.pk, "touched") for one in people}


def test_the_journal_changed_and_put_back_is_named():
    person = somebody()
    behind("""UPDATE journal_change SET after = after || '{"given_name": "Une autre"}' WHERE "row" = %s""", [person.pk])
    behind(
        'UPDATE journal_change SET after = to_jsonb(p) FROM directory_person p WHERE "row" = p.id AND p.id = %s',
        [person.pk],
    )
    assert faults() == [("directory_person", person.pk, "touched")]


def test_a_content_that_an_act_erased_is_not_one_that_somebody_wrote_again(monkeypatch):
    verb = Verb("wipes.erase", "a effacé un contenu", None, because="a test", erases=True)
    monkeypatch.setitem(rooms.ROOMS, "wipes", Room("wipes", verbs=(verb,)))
    person = somebody()
    with act("wipes.erase", actor=SYSTEM, about=None, now=NOW):
        for one in Change.objects.filter(row=person.pk):
            erase_change(one.pk, None, json.dumps(one.after | {"email": "", "given_name": ""}))
        Person.objects.filter(pk=person.pk).update(email="")
    with acted():
        Person.objects.filter(pk=person.pk).update(given_name="")
    with act("wipes.erase", actor=SYSTEM, about=None, now=NOW):
        for one in Change.objects.filter(row=person.pk, salt__isnull=False):
            left = [json.dumps(side | {"email": "", "given_name": ""}) for side in (one.before, one.after)]
            erase_change(one.pk, *left)
    with acted():
        Person.objects.filter(pk=person.pk).update(family_name="")
    assert [one for one in faults() if one[2] == "touched"] == []
    with act("wipes.erase", actor=SYSTEM, about=None, now=NOW):
        for one in Change.objects.filter(row=person.pk, salt__isnull=False):
            erase_change(one.pk, *map(json.dumps, (one.before, one.after)))
    changed_for_a_minute(Person.objects.get(pk=person.pk))
    with acted():
        Person.objects.filter(pk=person.pk).update(family_name="Le Gall")
    assert faults() == [("directory_person", person.pk, "touched")]


@pytest.mark.parametrize(
    "told", ["opened_in = {}::text::xid8", "took = took + int8multirange(int8range({}, {}, '[]'))"]
)
def test_transactions_that_an_act_did_not_take_are_none_of_its_own(told):
    """Whoever writes beside an act the number under which they wrote: it is in its stamp."""
    person = somebody()
    key = Change.objects.get(row=person.pk).act_id
    changed_for_a_minute(person)
    number = "(SELECT xmin::text::bigint FROM directory_person WHERE id = %(row)s)"
    behind(f"UPDATE journal_act SET {told.replace('{}', number)} WHERE id = %(key)s", {"row": person.pk, "key": key})
    assert ("journal_act", key, "forged") in faults()
    for before in ("NULL", "'999999999'"):  # as acts of before
        behind(f"UPDATE journal_act SET took = NULL, closed_in = {before} WHERE id = %s", [key])
        assert ("journal_act", key, "forged") in faults()


def test_a_row_written_again_between_two_acts_of_one_process_is_named_though_other_acts_follow():
    people = [somebody() for _ in range(3)]
    changed_for_a_minute(people[1])
    for _ in range(5):
        lived()
    assert faults() == [("directory_person", people[1].pk, "touched")]


def test_whoever_keeps_the_machine_takes_it_for_good_with_a_reason_and_what_comes_after_is_named_again(monkeypatch):
    person = somebody()
    seal_journal(now=NOW)
    with pytest.raises(Refused, match="rien à reconnaître"):
        accept_head(reason=WHY, now=NOW)
    monkeypatch.setattr(touched.time, "sleep", pytest.fail)  # nobody is waited for where nothing is under way
    changed_for_a_minute(person)
    assert told() == (0, told()[1])  # the head is still that of the journal
    accept_head(reason=WHY, now=NOW)
    assert Act.objects.get(verb="journal.accept_head").arguments["found"] == [
        "1 ligne a été réécrite sans acte, puis remise"
    ]
    assert faults() == []
    assert touched.excused()[0][-1].why == WHY
    changed_for_a_minute(person)
    assert faults() == [("directory_person", person.pk, "touched")]


def test_a_restoration_writes_all_again_and_nothing_after_it_passes_for_what_it_put_back():
    """Numbers of acts of before are those of another server: whoever waits for the one of an act writes under it."""
    person, other = somebody(), somebody()
    key = Change.objects.get(row=person.pk).act_id
    with acted():
        Person.objects.filter(pk=other.pk).update(given_name="Azenor")
    seal_journal(now=NOW)
    for one in (person, Person.objects.get(pk=other.pk)):
        changed_for_a_minute(one)  # as by the restoration
    behind("UPDATE journal_change SET over = '999999999' WHERE over IS NOT NULL")  # of another server
    call_command("journal-head", "--begin", WHY, stdout=StringIO())
    assert faults() == []
    with acted():
        later = PersonFactory()
        Person.objects.filter(pk=other.pk).update(given_name="Nolwenn")
    assert faults() == []
    changed_for_a_minute(person)
    to_come = "UPDATE journal_act SET took = int8multirange(int8range(0, 999999999)) WHERE id = %s"
    behind(to_come, [key])  # as if that number were to come
    assert ("directory_person", person.pk, "touched") in faults()
    assert ("directory_person", later.pk, "touched") not in faults()


def test_what_migrations_write_again_is_noted_with_their_names_and_nothing_else():
    one, other, told_again = somebody(), somebody(), somebody()
    before = touched.excused()[0]
    call_command("migrate", verbosity=0)  # nothing to do: nothing is noted
    assert touched.excused()[0] == before == ()
    changed_for_a_minute(other)
    with excusing_migrations("default"):
        with as_administrator():
            MigrationRecorder(connection).record_applied("directory", "0099_names")
        changed_for_a_minute(one)
        behind('UPDATE journal_change SET "table" = "table" WHERE "row" = %s', [told_again.pk])
    assert faults() == [("directory_person", other.pk, "touched")]
    with acted():
        Person.objects.filter(pk__in=[one.pk, told_again.pk]).update(given_name=one.given_name)
    assert faults() == [("directory_person", other.pk, "touched")]
    assert [noted.why for noted in touched.excused()[0]] == ["Migrations : directory.0099_names"]
    changed_for_a_minute(one)
    assert len(faults()) == 2


@pytest.mark.parametrize("text", ["[]", "not json", '{"excused": [], "stamp": "x"}'])
def test_a_file_that_kevread_did_not_write_excuses_nothing_and_is_told(text):
    person = somebody()
    seal_journal(now=NOW)
    changed_for_a_minute(person)
    accept_head(reason=WHY, now=NOW)
    assert faults() == []
    file = file_of("rows")
    assert file.stat().st_mode & 0o777 == 0o600
    file.write_text(text)
    assert faults() == [("directory_person", person.pk, "touched")]
    code, said = told()
    assert (code, file.name in said) == (1, True)
    with redirect_stdout(StringIO()) as out, pytest.raises(SystemExit):
        call_command("verify-journal", "--tables")
    assert '"detail": "touched"' in out.getvalue()
    accept_head(reason=WHY, now=NOW)
    assert (faults(), told()[0], file_of("rows.altered").read_text()) == ([], 0, text)


@contextmanager
def held_open():
    """A transaction that has its number, of whoever owns the server, in another window: it writes when it wants to."""
    with psycopg.connect(url_of(connection.settings_dict["NAME"])) as other, other.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        cursor.execute("SELECT pg_current_xact_id()")
        yield cursor


def test_a_transaction_that_was_held_open_while_an_act_was_under_way_is_none_of_its_own():
    with ExitStack() as windows:
        with acted():
            with transaction.atomic():
                person = PersonFactory()
            held = windows.enter_context(held_open())
            with transaction.atomic():
                PersonFactory()
        assert faults() == []
        behind(BOTH, ["Une autre", person.pk])
        held.execute(BOTH, [person.given_name, person.pk])
        held.execute('UPDATE journal_change SET id = id WHERE "row" = %s', [person.pk])
    assert faults() == [("directory_person", person.pk, "touched")]


def test_a_transaction_that_was_held_open_when_all_was_taken_for_good_is_not_excused(monkeypatch):
    """Under its own number nor under that of a savepoint of it."""
    monkeypatch.setattr(touched, "PATIENCE", timedelta(seconds=1))
    person, under, other = somebody(), somebody(), somebody()
    changed_for_a_minute(other)
    with held_open() as held:
        held.execute("SAVEPOINT before")
        held.execute("CREATE TEMPORARY TABLE numbered ()")
        accept_head(reason=WHY, now=NOW)
        assert faults() == []
        for one in (person, under):
            behind(BOTH, ["Une autre", one.pk])
        held.execute(BOTH, [under.given_name, under.pk])
        held.execute("RELEASE SAVEPOINT before")
        held.execute(BOTH, [person.given_name, person.pk])
    assert set(faults()) == {("directory_person", one.pk, "touched") for one in (person, under)}
    accept_head(reason=WHY, now=NOW)
    assert faults() == []


def test_a_row_that_was_frozen_by_hand_bears_no_number_that_is_excused():
    person = somebody()
    changed_for_a_minute(person)
    accept_head(reason=WHY, now=NOW)
    assert faults() == []
    with as_administrator(), connection.cursor() as cursor:
        cursor.execute("CREATE EXTENSION pg_surgery")
        cursor.execute("SELECT ctid::text FROM directory_person WHERE id = %s", [person.pk])
        cursor.execute("SELECT heap_force_freeze('directory_person', ARRAY[%s::tid])", cursor.fetchone())
        cursor.execute("DROP EXTENSION pg_surgery")
    assert faults() == [("directory_person", person.pk, "touched")]


@pytest.mark.parametrize(
    ("now", "beside", "whole"),
    [
        (1_000, 900, 900),
        (1_000, 1_003, 1_003),
        (2**32 + 5, 2**32 - 1, 2**32 - 1),
        (2**32 - 2, 3, 2**32 + 3),
        (7 * 2**32 + 5, 4, 7 * 2**32 + 4),
        (7 * 2**32 + 5, 2**32 - 7, 7 * 2**32 - 7),
    ],
)
def test_the_whole_number_of_a_transaction_is_found_from_thirty_two_bits_of_it(now, beside, whole):
    asked = touched.WHOLE.format(now=f"{now}::bigint", number="t.xmin")
    with strictly(), connection.cursor() as cursor:
        cursor.execute(f"SELECT {asked} FROM (SELECT {beside % 2**32}::text::xid AS xmin) t")
        assert cursor.fetchone() == (whole,)


def test_the_numbers_of_what_is_frozen_are_never_excused():
    """They are those of no transaction, however many there were since."""
    asked = touched.EXCUSED.format(now=f"{2**32 + 5}::bigint", number="t.xmin", excused="'{[3,9999999999]}'")
    with strictly(), connection.cursor() as cursor:
        cursor.execute(f"SELECT {asked} FROM (SELECT n::text::xid AS xmin FROM generate_series(1, 3) n ORDER BY n) t")
        assert [found for (found,) in cursor] == [False, False, True]


def test_nothing_is_excused_of_a_journal_that_is_not_made_yet():
    assert (outside.read().noted, touched.excused()) == (None, ((), True))
    assert touched.next_transaction("default") > 0
