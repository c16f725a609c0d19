"""Each fault that a superuser can plant is found: triggers off, a row altered, one removed, seals swapped, the end cut."""

import json
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection, transaction
from django.db.utils import ProgrammingError

from kevread.common.actor import SYSTEM, Actor
from kevread.journal.models import Act, Change, Seal
from kevread.journal.operations import act, seal_journal
from kevread.journal.queries import head, read_state
from kevread.journal.seals import GENESIS, link
from kevread.journal.verification import Anchor, verify
from tests import jobs
from tests.conftest import NOW
from tests.databases import as_owner
from tests.factories import PersonFactory

from .sealing import seal_at_once

pytestmark = pytest.mark.django_db


def lived(acts: int) -> None:
    for _ in range(acts):
        with act("directory.register_person", actor=Actor(name="Ana Le Bihan"), about=None, now=NOW):
            PersonFactory.create_batch(2)


@pytest.fixture(autouse=True)
def _of_long_ago(db):
    """Tests live in one transaction, which is never older than itself: what it wrote is taken all the same."""
    seal_at_once()


@pytest.fixture
def sealed() -> None:
    """Three seals of two acts, four changes each; and an act that is not sealed."""
    for _ in range(3):
        lived(2)
        seal_journal(now=NOW)
    lived(1)


def superuser(*statements: str) -> None:
    """With the triggers of the journal off, as only the owner of its tables can."""
    tables = ("journal_act", "journal_change", "journal_seal", "journal_chain")
    with as_owner(), connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for table in tables:
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        for statement in statements:
            cursor.execute(statement)
            assert cursor.rowcount, statement
        for table in tables:
            cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")


def faults(anchor: Anchor | None = None) -> list[tuple[int | None, str]]:
    return [(fault["seal"], fault["kind"]) for fault in verify(anchor)["faults"]]


def test_what_is_whole_is_said_whole(sealed):
    answer = verify(None)
    assert {key: answer[key] for key in ("ok", "anchored", "acts", "sealed", "seals", "faults")} == {
        "ok": True,
        "anchored": False,
        "acts": 7,
        "sealed": 6,
        "seals": 3,
        "faults": [],
    }
    assert answer["head"] == head().head
    assert "ne se voit pas" in answer["warning"]
    assert "warning" not in verify(Anchor(3, head().head))


def test_nothing_sealed_yet():
    answer = verify(None)
    assert (answer["ok"], answer["head"], answer["seals"]) == (True, None, 0)
    assert seal_journal(now=NOW) == 0
    assert head() is None


def test_a_large_backlog_is_sealed_by_batches():
    lived(5)
    assert seal_journal(now=NOW, at_most=2) == 5
    assert list(Seal.objects.order_by("number").values_list("acts", "changes")) == [(2, 4), (2, 4), (1, 2)]
    assert faults() == []


FIRST = "(SELECT min(c.id) FROM journal_change c JOIN journal_act a ON a.id = c.act_id WHERE a.seal = 2)"
ALTERED = {
    "a row of a change": (
        f"""UPDATE journal_change SET after = jsonb_set(after, '{{given_name}}', '"Autre"') WHERE id = {FIRST}""",
        (2, "hash"),
    ),
    "the digest that goes with it": (
        f"UPDATE journal_change SET digest = sha256('x') WHERE id = {FIRST}",
        (2, "hash"),
    ),
    "who acted": ("UPDATE journal_act SET person_name = 'Autre' WHERE seal = 1", (1, "hash")),
    "under which hat": ("UPDATE journal_act SET hat = 'Présidence' WHERE seal = 1", (1, "hash")),
    "when": ("UPDATE journal_act SET at = at - interval '1 day' WHERE seal = 3", (3, "hash")),
    "why": ("UPDATE journal_act SET reason = 'Autre' WHERE seal = 3", (3, "hash")),
    "an act not sealed yet": ("UPDATE journal_act SET verb = 'other' WHERE seal IS NULL", (None, "hash")),
    "a change is removed": (
        f"DELETE FROM journal_change WHERE id = {FIRST}",
        (2, "gap"),
    ),
    "a change is added": (
        """INSERT INTO journal_change (act_id, "table", "row", salt, digest)
        SELECT id, 'x', id, id, '' FROM journal_act WHERE seal = 2 LIMIT 1""",
        (2, "gap"),
    ),
    "an act is slipped out of its seal": (
        "UPDATE journal_act SET seal = NULL WHERE id = (SELECT min(id::text)::uuid FROM journal_act WHERE seal = 2)",
        (2, "gap"),
    ),
    "an act is hidden under a seal that does not exist": (
        "UPDATE journal_act SET seal = 99 WHERE seal IS NULL",
        (99, "gap"),
    ),
    "the date of a seal": (
        "UPDATE journal_seal SET sealed_at = sealed_at + interval '1 hour' WHERE number = 2",
        (2, "link"),
    ),
    "the head of a seal": ("UPDATE journal_seal SET head = sha256('x') WHERE number = 2", (2, "link")),
    "the head of the chain": ("UPDATE journal_chain SET head = sha256('x')", (3, "link")),
}


@pytest.mark.parametrize("what", ALTERED)
def test_what_is_altered_is_found(sealed, what):
    statement, fault = ALTERED[what]
    superuser(statement)
    assert fault in faults()
    assert verify(None)["ok"] is False


def test_an_act_that_is_removed_leaves_a_hole(sealed):
    superuser("DELETE FROM journal_act WHERE seal = 2")
    assert set(faults()) == {(2, "gap"), (None, "gap")}  # and its changes are of no act


def test_a_seal_that_is_removed_leaves_a_hole_and_breaks_the_chain(sealed):
    superuser("DELETE FROM journal_seal WHERE number = 2")
    assert {(2, "gap"), (3, "gap"), (3, "link")} <= set(faults())


def test_two_seals_swapped(sealed):
    superuser(
        "UPDATE journal_seal SET number = 20 WHERE number = 1",
        "UPDATE journal_seal SET number = 1 WHERE number = 2",
        "UPDATE journal_seal SET number = 2 WHERE number = 20",
    )
    assert {(1, "link"), (2, "link")} <= set(faults())


CUT = (
    "DELETE FROM journal_change c USING journal_act a WHERE a.id = c.act_id AND a.seal = 3",
    "DELETE FROM journal_act WHERE seal = 3",
    "DELETE FROM journal_seal WHERE number = 3",
    (
        "UPDATE journal_chain SET number = 2, head = (SELECT head FROM journal_seal WHERE number = 2), tables = coalesce(("
        'SELECT jsonb_object_agg(t, last) FROM (SELECT c."table" t, max(a.seal) last FROM journal_act a '
        "JOIN journal_change c ON c.act_id = a.id WHERE a.seal IS NOT NULL GROUP BY 1) s), '{}')"
    ),
)


def test_an_end_cut_with_care_shows_only_against_an_anchor(sealed):
    kept = Anchor(3, head().head)
    superuser(*CUT)
    assert faults() == []
    assert faults(kept) == [(3, "anchor")]


def test_a_chain_rewritten_whole_shows_only_against_an_anchor(sealed):
    kept = Anchor(3, head().head)
    superuser(
        "UPDATE journal_act SET seal = NULL WHERE seal IS NOT NULL",
        "DELETE FROM journal_seal",
        "UPDATE journal_chain SET number = 0, head = decode(repeat('00', 32), 'hex')",
    )
    for _ in range(3):
        seal_journal(now=NOW, at_most=3)
    assert faults() == []
    assert faults(kept) == [(3, "anchor")]


def test_an_older_anchor_still_holds(sealed):
    kept = Anchor(3, head().head)
    seal_journal(now=NOW)
    assert faults(kept) == []
    assert head().number == 4


BY_HAND = "SELECT {number}, {previous}, 0, 0, sha256('x'), sha256('y'), now() FROM journal_chain"
EARLIER = "(SELECT head FROM journal_seal WHERE number = 2)"


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE journal_seal SET acts = 1",
        "DELETE FROM journal_seal",
        "TRUNCATE journal_seal",
        "DELETE FROM journal_chain",
        "TRUNCATE journal_chain",
        "UPDATE journal_act SET seal = 1 WHERE seal = 2",
        "UPDATE journal_act SET seal = NULL",
        "UPDATE journal_act SET seal = 4, verb = 'other' WHERE seal IS NULL",
        "UPDATE journal_act SET seal = 3 WHERE seal IS NULL",
        "UPDATE journal_act SET seal = 4 WHERE seal IS NULL",
        f"INSERT INTO journal_seal {BY_HAND.format(number=5, previous='head')}",
        f"INSERT INTO journal_seal {BY_HAND.format(number=4, previous=EARLIER)}",
        "UPDATE journal_chain SET number = 2, head = (SELECT head FROM journal_seal WHERE number = 2)",
        "UPDATE journal_chain SET number = 4",
        "UPDATE journal_chain SET number = 4, head = (SELECT head FROM journal_seal WHERE number = 2)",
    ],
)
def test_with_the_triggers_on_nobody_can(sealed, statement):
    superuser("UPDATE journal_seal SET sealed_in = '3'")  # by a transaction of the past
    refused = pytest.raises(ProgrammingError, match="Écriture refusée")
    with refused, transaction.atomic(), as_owner(), connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(statement)
    assert faults() == []


def test_a_seal_put_by_hand_gives_back_the_name_of_no_past_state(sealed):
    """Not even one that follows the chain: each makes a name that no state had."""
    seal_journal(now=NOW)
    before = read_state()
    lived(1)
    with as_owner(), connection.cursor() as cursor:
        cursor.execute(f"INSERT INTO journal_seal {BY_HAND.format(number=5, previous='head')}")
        cursor.execute("UPDATE journal_chain SET number = 5, head = sha256('y')")
        cursor.execute("UPDATE journal_act SET seal = 5 WHERE seal IS NULL")
    assert read_state() != before
    assert (5, "gap") in faults()  # and it is found


@pytest.mark.parametrize("moment", [NOW, NOW.replace(microsecond=1), NOW.replace(microsecond=120_000)])
def test_who_seals_and_who_verifies_say_the_same(moment):
    lived(1)
    seal_journal(now=moment)
    seal = Seal.objects.get()
    assert bytes(seal.head) == link(1, GENESIS, 1, 2, bytes(seal.digest), moment)


def test_an_act_is_born_unsealed(sealed):
    with as_owner(), connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO journal_act (id, verb, at, person_name, hat, arguments, reason, seal) "
            "VALUES (gen_random_uuid(), 'x', now(), '', '', '{}', '', 2)"
        )
    assert Act.objects.get(verb="x").seal is None


def command(*words: str) -> tuple[int, dict]:
    out, code = StringIO(), 0
    from contextlib import redirect_stdout

    with redirect_stdout(out):
        try:
            call_command("verify-journal", *words)
        except SystemExit as ended:
            code = int(ended.code)
    return code, json.loads(out.getvalue()) if out.getvalue() else {}


def test_the_command_answers_in_json_and_by_its_code(sealed, tmp_path, capsys):
    file = tmp_path / "anchor.json"
    file.write_text(json.dumps(head().as_anchor()))
    assert command() == (0, verify(None))
    code, answer = command("--anchor", str(file))
    assert (code, answer["anchored"], answer["faults"]) == (0, True, [])
    superuser("UPDATE journal_act SET reason = 'x' WHERE seal = 1")
    assert command("--anchor", str(file))[0] == 1
    for wrong in ("{}", "no", '{"number": "x", "head": 1}'):
        file.write_text(wrong)
        assert command("--anchor", str(file))[0] == 2
        assert json.loads(capsys.readouterr().err)["error"]["at"] == "anchor"
    assert command("--anchor", str(tmp_path / "absent"))[0] == 2


def test_the_job_and_the_command_seal():
    from kevread.journal.jobs import seal

    lived(1)
    seal()
    assert head().number == 1
    with act("tests.try", actor=SYSTEM, about=None, now=NOW):
        PersonFactory()
    out = StringIO()
    call_command("seal", stdout=out)
    assert "1 acte scellé." in out.getvalue()
    assert head().head in out.getvalue()
    assert jobs.waiting() == []
    assert Change.objects.filter(act__seal=None).count() == 0
