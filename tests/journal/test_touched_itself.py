"""The journal changed for the minute of a reading, and put back: the hour of an act, a seal, the head of the chain. Each row is
one that its act, its seal, or what erased it wrote."""

import json

import pytest
from django.db import transaction

from kevread.common import rooms
from kevread.common.actor import SYSTEM
from kevread.common.rooms import Room, Verb
from kevread.journal.models import Act, Chain, Seal
from kevread.journal.operations import accept_head, act, check_tables, erase_act, seal_journal
from tests.conftest import NOW

from .noting import WHY, behind, lived
from .sealing import seal_at_once
from .test_touched import faults


@pytest.fixture(autouse=True)
def _sealed_at_once(apart):
    seal_at_once()


def sealed(number: int = 1) -> list:
    """So many seals, of two acts each; the keys of those acts."""
    keys = []
    for _ in range(number):
        keys += [lived(), lived()]
        seal_journal(now=NOW)
    assert faults() == []
    return keys


def for_a_minute(table: str, key: str, column: str, other: str) -> None:
    """Another value, then the one that was there."""
    behind(f"CREATE TABLE kept AS SELECT {column} AS was FROM {table} WHERE {key}")
    behind(f"UPDATE {table} SET {column} = {other} WHERE {key}")
    assert faults(), "seen while it is there"
    behind(f"UPDATE {table} SET {column} = (SELECT was FROM kept) WHERE {key}")
    behind("DROP TABLE kept")


def test_the_hour_of_an_act_changed_and_put_back_is_named_until_it_is_taken_for_good():
    one, _ = sealed()
    for_a_minute("journal_act", f"id = '{one}'", "at", "at - interval '2 years'")
    assert faults() == [("journal_act", one, "touched")]
    assert {told["kind"] for told in check_tables(now=NOW).first} == {"touched"}
    lived()
    seal_journal(now=NOW)
    assert faults() == [("journal_act", one, "touched")]
    accept_head(reason=WHY, now=NOW)
    assert faults() == []


def test_an_act_that_no_seal_holds_yet_is_its_own():
    one = lived()
    assert faults() == []
    for_a_minute("journal_act", f"id = '{one}'", "at", "at - interval '2 years'")
    assert faults() == [("journal_act", one, "touched")]


def test_an_act_without_a_change_is_its_own_in_a_savepoint_too():
    with transaction.atomic(), transaction.atomic(), act("tests.try", actor=SYSTEM, about=None, now=NOW):
        pass
    assert Act.objects.count() == 1 and faults() == []
    seal_journal(now=NOW)
    assert faults() == []


@pytest.mark.parametrize(("column", "other"), [("acts", "acts + 1"), ("sealed_at", "sealed_at - interval '1 year'")])
def test_a_seal_changed_and_put_back_is_named_and_not_its_acts(column, other):
    sealed(2)
    for_a_minute("journal_seal", "number = 1", column, other)
    assert faults() == [("journal_seal", "1", "touched")]
    accept_head(reason=WHY, now=NOW)
    assert faults() == []


def test_a_seal_under_which_somebody_wrote_the_number_of_their_own_transaction_is_named():
    sealed(4)
    behind("UPDATE journal_seal SET sealed_in = pg_current_xact_id() WHERE number = 1")
    assert ("journal_seal", "1", "touched") in faults()


def test_the_head_of_the_chain_changed_and_put_back_is_named():
    sealed(2)
    for_a_minute("journal_chain", "id = 1", "number", "number - 1")
    assert faults() == [("journal_chain", "1", "touched")]
    accept_head(reason=WHY, now=NOW)
    assert faults() == []


def test_an_act_of_which_a_content_was_erased_is_none_that_somebody_wrote_again(monkeypatch):
    verb = Verb("wipes.erase", "a effacé un contenu", None, because="a test", erases=True)
    monkeypatch.setitem(rooms.ROOMS, "wipes", Room("wipes", verbs=(verb,)))
    one, two = sealed()
    for key in (one, two):
        said = Act.objects.get(pk=key)
        with act("wipes.erase", actor=SYSTEM, about=None, now=NOW):
            erase_act(
                said, person_name="Effacé", hat=said.hat, arguments=json.dumps(said.arguments), reason=said.reason
            )
    assert faults() == []
    seal_journal(now=NOW)
    assert faults() == []
    behind("UPDATE journal_act SET hat = hat WHERE id = %s", [one])
    assert faults() == [("journal_act", one, "touched")]
    assert (Seal.objects.count(), Chain.objects.get().number) == (2, 2)
