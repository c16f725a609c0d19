"""A content of the journal goes, its digest stays, the act that erased it names it; whoever erases otherwise is named."""

import json

import pytest
from django.db import connection, transaction
from django.db.utils import DatabaseError

from kevread.common import rooms
from kevread.common.actor import SYSTEM
from kevread.common.rooms import Room, Verb
from kevread.directory.models import Person
from kevread.journal.models import Act, Change, Erased
from kevread.journal.operations import act, erase_act, erase_change, seal_journal
from kevread.journal.tables import verify_all
from tests.conftest import NOW
from tests.databases import as_administrator, as_owner
from tests.factories import PersonFactory

from .sealing import seal_at_once

pytestmark = pytest.mark.django_db
ERASING, ORDINARY = "wipes.erase", "tests.try"


@pytest.fixture(autouse=True)
def _a_room_that_erases(monkeypatch):
    verb = Verb(ERASING, "a effacé un contenu", None, because="a test", erases=True)
    monkeypatch.setitem(rooms.ROOMS, "wipes", Room("wipes", verbs=(verb,)))


@pytest.fixture
def somebody() -> Person:
    """Registered, amended, sealed."""
    seal_at_once()
    with act(ORDINARY, actor=SYSTEM, about=None, now=NOW, arguments={"asked": "Quistinic"}, reason="Zénaïde Quistinic"):
        found = PersonFactory(given_name="Zénaïde", family_name="Quistinic")
    with act(ORDINARY, actor=SYSTEM, about=None, now=NOW):
        Person.objects.filter(pk=found.pk).update(email="zenaide@exemple.fr")
    seal_journal(now=NOW)
    return found


def without_name(row: dict | None) -> str | None:
    wiped = {"given_name": "Personne", "family_name": "effacée", "email": "", "search": "effacee personne"}
    return None if row is None else json.dumps(row | wiped, ensure_ascii=False)


def erase(person: Person, verb: str = ERASING) -> None:
    """As a verb does: the row, then what the journal says of it, the erasing act included."""
    with act(verb, actor=SYSTEM, about=None, now=NOW) as here:
        Person.objects.filter(pk=person.pk).update(given_name="Personne", family_name="effacée", email="")
        for one in Change.objects.filter(row=person.pk).order_by("id"):
            erase_change(one.pk, without_name(one.before), without_name(one.after))
        for one in Act.objects.filter(reason__contains="Quistinic").exclude(pk=here):
            erase_act(one, person_name=one.person_name, hat=one.hat, arguments="{}", reason="")


def said() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT string_agg(to_jsonb(c)::text, ' ') FROM journal_change c")
        changes = cursor.fetchone()[0]
        cursor.execute("SELECT string_agg(to_jsonb(a)::text, ' ') FROM journal_act a")
        return changes + cursor.fetchone()[0]


def kinds() -> set[str]:
    return {fault["kind"] for fault in verify_all(None)["faults"]}


def behind(statement: str, *values: object) -> None:
    with as_administrator(), connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; SET LOCAL session_replication_role = replica")
        cursor.execute(statement, values)
        assert cursor.rowcount == 1, statement
        cursor.execute("SET LOCAL session_replication_role = DEFAULT")


def test_what_was_erased_is_nowhere_and_everything_still_verifies(somebody):
    before = dict(Act.objects.values_list("pk", "digest"))
    erase(somebody)
    assert "Quistinic" not in said() and "zenaide" not in said().lower()
    for sealed in (False, True):
        answer = verify_all(None)
        assert (answer["ok"], answer["faults"], answer["tables"]["faults"]) == (True, [], []), sealed
        seal_journal(now=NOW)
    first = Act.objects.get(reason="", arguments={}, salt=None)
    assert answer["tables"]["erased"] == [
        {"table": "directory_person", "row": somebody.pk},
        {"table": "journal_act", "row": first.pk},
    ]
    assert bytes(first.digest) == bytes(before[first.pk])
    assert not Change.objects.filter(row=somebody.pk, salt__isnull=False).exists()


def test_it_is_erased_again_when_somebody_else_is_named_there(somebody):
    erase(somebody)
    erase(somebody)
    assert verify_all(None)["ok"]


def test_a_verb_that_does_not_erase_is_named(somebody):
    erase(somebody, verb=ORDINARY)
    assert kinds() == {"erased"}


CHANGE_OF = 'SELECT max(id) FROM journal_change WHERE "row" = %s'
BY_HAND = (
    f"UPDATE journal_change SET before = NULL, after = NULL WHERE id = ({CHANGE_OF})",
    f"UPDATE journal_change SET before = NULL, after = NULL, salt = NULL WHERE id = ({CHANGE_OF})",
    f'UPDATE journal_change SET after = after || \'{{"email": ""}}\', salt = NULL WHERE id = ({CHANGE_OF})',
)


@pytest.mark.parametrize("statement", BY_HAND)
def test_whoever_erases_with_the_triggers_off_is_named(somebody, statement):
    behind(statement, somebody.pk)
    assert "hash" in kinds()


def test_an_act_that_lost_its_words_by_hand_is_named(somebody):
    behind("UPDATE journal_act SET reason = '', salt = NULL WHERE reason LIKE %s", "%Quistinic%")
    assert kinds() == {"hash"}


def test_whoever_writes_down_what_they_erased_themselves_is_named(somebody):
    """The row is there, and no act wrote it."""
    behind(
        f"""WITH one AS (UPDATE journal_change SET before = NULL, after = NULL, salt = NULL WHERE id = ({CHANGE_OF})
            RETURNING *)
        INSERT INTO journal_erased (id, change, act, digest, "left") SELECT gen_random_uuid(), one.id, act_id, digest,
            sha256(convert_to(concat_ws('|', act_id, one."table", one."row", '-', '-'), 'UTF8')) FROM one""",
        somebody.pk,
    )
    assert "erased" in kinds()


def test_what_was_erased_and_is_said_again_is_named(somebody):
    kept = Change.objects.filter(row=somebody.pk).order_by("id").values_list("id", "before", "after", "salt").first()
    erase(somebody)
    number, before, after, salt = kept
    behind(
        "UPDATE journal_change SET before = %s::jsonb, after = %s::jsonb, salt = %s WHERE id = %s",
        None if before is None else json.dumps(before), json.dumps(after), salt, number,
    )  # fmt: skip
    assert "erased" in kinds()


def test_what_is_left_of_what_was_erased_is_rewritten_and_named(somebody):
    erase(somebody)
    behind(
        f'UPDATE journal_change SET after = after || \'{{"given_name": "Autre"}}\' WHERE id = ({CHANGE_OF})',
        somebody.pk,
    )
    assert "hash" in kinds()
    behind("UPDATE journal_act SET person_name = 'Autre' WHERE salt IS NULL AND verb = %s", ORDINARY)
    assert "hash" in kinds()


def test_an_act_opened_by_hand_that_erases_is_named(somebody):
    """Whoever has the secret of the application calls the functions, and no key of ours stamps it."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO journal_act (id, verb, at, person_name, hat, arguments, reason, stamp) "
            "VALUES (gen_random_uuid(), %s, %s, 'Kevread', '', '{}', '', '') "
            "RETURNING set_config('kevread.act', id::text, true)",
            [ERASING, NOW],
        )
        (key,) = cursor.fetchone()
        one = Change.objects.filter(row=somebody.pk).order_by("id").first()
        cursor.execute("SELECT journal_erase_change(%s, %s::jsonb, %s::jsonb)", [one.pk, None, without_name(one.after)])
        cursor.execute("SELECT set_config('kevread.act', '', true)")
    faults = {(fault["kind"], str(fault["row"])) for fault in verify_all(None)["tables"]["faults"]}
    assert ("forged", key) in faults


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE journal_change SET after = NULL, before = NULL, salt = NULL",
        "INSERT INTO journal_erased (id, act, digest, \"left\") VALUES (gen_random_uuid(), gen_random_uuid(), '', '')",
        "DELETE FROM journal_erased",
    ],
)
def test_nothing_is_erased_but_by_the_functions(somebody, statement):
    erase(somebody)
    with pytest.raises(DatabaseError), act(ERASING, actor=SYSTEM, about=None, now=NOW), connection.cursor() as cursor:
        cursor.execute(statement)


def test_the_owner_cannot_write_otherwise_than_was_written_down(somebody):
    refused = pytest.raises(DatabaseError, match="ne se vide ni ne se corrige")
    with as_owner(), refused, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE journal_change SET after = NULL, before = NULL, salt = NULL")


def test_nothing_is_erased_outside_of_an_act(somebody):
    with pytest.raises(RuntimeError, match="inside an act"):
        erase_change(Change.objects.order_by("id").first().pk, None, None)
    assert not Erased.objects.exists()


def test_a_content_is_erased_column_by_column(somebody):
    one = Change.objects.filter(row=somebody.pk).order_by("id").last()
    for before, after in ((None, without_name(one.after)), (without_name(one.before), "{}")):
        with pytest.raises(DatabaseError, match="colonne par colonne"), act(ERASING, actor=SYSTEM, about=None, now=NOW):
            erase_change(one.pk, before, after)


def test_the_stamp_of_an_act_is_made_again_only_if_it_was_ours(somebody):
    forged = Act.objects.get(reason="Zénaïde Quistinic")
    behind("UPDATE journal_act SET stamp = '' WHERE id = %s", forged.pk)
    erase(somebody)
    faults = {(fault["kind"], fault["row"]) for fault in verify_all(None)["tables"]["faults"]}
    assert faults == {("forged", forged.pk)}
