"""A change that leaves columns out frees them; a seal before the first is read by nobody: each was used to rewrite a decision,
and each is named."""

import json
from typing import Any

import pytest
from django.db import connection

from kevread.common.actor import SYSTEM
from kevread.decisions.models import Decision
from kevread.journal.models import Act
from kevread.journal.operations import act, seal_journal
from kevread.journal.tables import verify_all, verify_tables
from tests.arrange import NOW, TODAY, arranging
from tests.databases import as_administrator
from tests.gatherings.decided import decided
from tests.gatherings.polling import ELECTION, OPEN, opened

from .sealing import seal_at_once

pytestmark = pytest.mark.django_db
TELL = """
INSERT INTO journal_change (act_id, "table", "row", before, after, salt, digest)
SELECT a, t, r, b, c, s, journal_digest(s, a, t, r, b, c) FROM (
    SELECT %s::uuid a, 'decisions_decision'::name t, %s::uuid r, %s::jsonb b, %s::jsonb c, gen_random_uuid() s
) told
"""


@pytest.fixture
def decision(met) -> Decision:
    with arranging():
        decided(met.assembly, meeting=met.meeting, item=met.items["budget"], on=TODAY)
    return Decision.objects.get()


def by_hand(statement: str, *values: object) -> None:
    """As the superuser, no trigger on."""
    with as_administrator(), connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; SET LOCAL session_replication_role = replica")
        cursor.execute(statement, values)
        cursor.execute("SET LOCAL session_replication_role = DEFAULT")


def tell(decision: Decision, before: Any, after: Any) -> None:
    """In an act of a verb, beside what it wrote, while it is not sealed."""
    with act("tests.try", actor=SYSTEM, about=None, now=NOW) as key:
        pass
    by_hand(TELL, key, decision.pk, *(None if side is None else json.dumps(side) for side in (before, after)))


def whole(decision: Decision) -> dict[str, Any]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_jsonb(d)::text FROM decisions_decision d WHERE id = %s", [decision.pk])
        return json.loads(cursor.fetchone()[0])


def partial() -> list[tuple[object, tuple[str, ...]]]:
    return [(one["row"], one["columns"]) for one in verify_tables(None)["faults"] if one["kind"] == "partial"]


def test_what_verbs_write_is_told_whole(decision):
    assert verify_tables(None)["faults"] == []


@pytest.mark.parametrize("side", ["before", "after", "both"])
def test_a_change_that_leaves_columns_out_is_named_with_them(decision, side):
    by_hand("UPDATE decisions_decision SET text = 'Autre', outcome = 'rejected' WHERE id = %s", decision.pk)
    told = whole(decision)
    less = {name: value for name, value in told.items() if name not in ("text", "outcome")}
    tell(decision, told if side == "after" else less, told if side == "before" else less)
    assert partial() == [(decision.pk, ("outcome", "text"))]


@pytest.mark.parametrize("payload", [[1], "a", 1, None], ids=["list", "text", "number", "nothing"])
def test_what_is_no_row_is_named_and_stops_nothing(decision, payload):
    by_hand(TELL, Act.objects.latest("pk").pk, decision.pk, json.dumps(whole(decision)), json.dumps(payload))
    assert partial() == [(decision.pk, ())]


def test_a_column_that_a_later_version_added_is_in_no_older_change(decision):
    """As before the migration that added it: no change tells it yet."""
    by_hand(
        "UPDATE journal_change SET before = before - 'text', after = after - 'text' WHERE \"table\" = 'decisions_decision'"
    )
    assert partial() == []


def test_a_seal_before_the_first_is_named_with_the_acts_in_it(decision):
    by_hand(
        "INSERT INTO journal_seal (number, previous, acts, changes, digest, head, sealed_at) "
        "VALUES (0, '', 0, 0, '', '', now())"
    )
    assert {"seal": 0, "kind": "gap"} in verify_all(None)["faults"]
    by_hand("DELETE FROM journal_seal")
    assert {"seal": 0, "kind": "gap"} not in verify_all(None)["faults"]
    by_hand("UPDATE journal_act SET seal = 0 WHERE id = %s", Act.objects.latest("pk").pk)
    assert {"seal": 0, "kind": "gap"} in verify_all(None)["faults"]


def test_a_table_whose_state_is_taken_back_is_named(decision):
    seal_at_once()
    seal_journal(now=NOW)
    assert verify_all(None)["faults"] == []
    by_hand("UPDATE journal_chain SET tables = tables || '{\"decisions_decision\": 0}'")
    assert [fault["kind"] for fault in verify_all(None)["faults"]] == ["link"]


def test_a_change_numbered_before_what_made_it_final_is_still_after_it(met):
    """The number of a change is in no digest: a candidate of an open vote is rewritten by one numbered before its opening."""
    poll, _ = opened(met, OPEN, ELECTION)
    one = poll.candidates.first()
    seal_at_once()
    seal_journal(now=NOW)
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_jsonb(c)::text FROM votes_candidate c WHERE id = %s", [one.pk])
        told = json.loads(cursor.fetchone()[0])
        cursor.execute('SELECT max(id) FROM journal_change WHERE "row" = %s', [one.pk])
        (number,) = cursor.fetchone()
    with act("tests.try", actor=SYSTEM, about=None, now=NOW) as key:
        pass
    by_hand("UPDATE journal_change SET id = -id * 10")
    by_hand("UPDATE journal_change SET id = -id")
    by_hand("SELECT setval('journal_change_id_seq', (SELECT max(id) + 1 FROM journal_change))")
    by_hand("UPDATE votes_candidate SET name = 'Mallory' WHERE id = %s", one.pk)
    sides = (json.dumps(told), json.dumps(told | {"name": "Mallory"}))
    by_hand(TELL.replace("decisions_decision", "votes_candidate"), key, one.pk, *sides)
    by_hand("UPDATE journal_change SET id = %s WHERE act_id = %s", number * 10 + 1, key)
    found = {
        (fault["row"], fault["columns"]) for fault in verify_tables(None)["faults"] if fault["kind"] == "rewritten"
    }
    assert found == {(one.pk, ("name",))}
