"""Whoever owns the tables cuts a trigger, opens an act as anybody does, and rewrites in it what is final: the journal tells it,
the table agrees, and the check names it, however long ago it was."""

from datetime import timedelta

import pytest
from django.db import connection, models

from kevread.attendance.models import QuorumCheck
from kevread.base.models import Record
from kevread.charter.models import Attestation, Derogation, Keeping, Setting
from kevread.common import rooms
from kevread.common.actor import SYSTEM
from kevread.common.finality import GONE
from kevread.decisions.models import Decision
from kevread.decisions.operations.classing import classify_decision
from kevread.documents.models import Document, Reader, SignatureAsked, Version
from kevread.journal.operations import act, check_tables, seal_journal
from kevread.journal.rewritten import finalities
from kevread.journal.tables import models_of, verify_all, verify_tables
from kevread.meetings.models import AgendaItem, Meeting, Notice, RollEntry
from kevread.seats.models import Delegation, Mandate
from kevread.votes.models import Candidate, HandCount, Poll
from tests.arrange import NOW, TODAY, arranging, undone
from tests.databases import as_administrator, cut, nothing_pretended
from tests.factories import KeepingFactory, MandateFactory, PersonFactory, SettingFactory
from tests.gatherings.polling import HANDS, PAPER, hands, opened

from .sealing import seal_at_once

pytestmark = pytest.mark.django_db
OTHERS = "tests.try"


@pytest.fixture
def held(met):
    """A meeting at which a vote on paper was counted: its notice, its roll, its decision, the record of its count."""
    poll, _ = opened(met, PAPER)
    hands(met, poll, for_=20, against=2)
    met.poll = Poll.objects.get(pk=poll.pk)
    return met


def in_an_act(verb: str, statement: str, *values: object, table: str) -> None:
    """As the owner: the triggers of a table are cut but those that fill the journal, an act is opened by the proper door, and
    this is written in it."""
    cut(table)
    with act(verb, actor=SYSTEM, about=None, now=NOW), connection.cursor() as cursor:
        cursor.execute(statement, values)
        assert cursor.rowcount == 1, statement


def rewrite(row: models.Model, column: str, value: object, verb: str = OTHERS) -> None:
    table = row._meta.db_table
    in_an_act(verb, f"UPDATE {table} SET {column} = %s WHERE id = %s", value, row.pk, table=table)


def named(since: int | None = None) -> list[tuple[str, object, tuple[str, ...]]]:
    found = verify_tables(since)
    return [(one["table"], one["row"], one["columns"]) for one in found["faults"] if one["kind"] == "rewritten"]


REWRITES = [
    (Decision, "text", "Elle est rejetée."),
    (Decision, "outcome", "rejected"),
    (Decision, "number", 900),
    (Notice, "reason", "Une autre raison"),
    (RollEntry, "votes", 9),
    (HandCount, "votes", '{"for": 1}'),
    (QuorumCheck, "have", 1),
    (Poll, "result", '{"said": "Rejeté."}'),
    (Poll, "question", "Une autre question"),
    (Poll, "state", "closed"),
    (Poll, "closed_at", NOW),
    (Document, "title", "Autre"),
    (Version, "name", "autre.pdf"),
    (SignatureAsked, "quality", "Personne"),
    (Reader, "person_id", None),
]


def test_what_is_final_rewritten_in_an_act_is_named_with_its_columns(held):
    with arranging():
        somebody = PersonFactory().pk
    assert named() == []
    for model, column, value in REWRITES:
        require_named(model.objects.first(), column, somebody if column == "person_id" else value)


def test_what_is_final_taken_out_in_an_act_is_named(held):
    for model in (Decision, HandCount, QuorumCheck):
        require_missed(model.objects.first())


def require_named(row: models.Model, column: str, value: object) -> None:
    """Once it is rewritten, and nothing else is; then it is as it was."""
    with undone():
        rewrite(row, column, value)
        assert named() == [(row._meta.db_table, row.pk, (column,))], f"{row._meta.db_table}.{column}"
    nothing_pretended()


def require_missed(row: models.Model) -> None:
    """Likewise, once it is taken out."""
    table = row._meta.db_table
    with undone():
        in_an_act(OTHERS, f"DELETE FROM {table} WHERE id = %s", row.pk, table=table)
        assert named() == [(table, row.pk, ())], table
    nothing_pretended()


@pytest.fixture
def lasting(held):
    """What lasts beside decisions: a mandate, a setting, an attestation, a derogation, a register, an entrusted secretariat."""
    with arranging():
        where = held.meeting.organisation
        MandateFactory()
        SettingFactory(organisation=where)
        KeepingFactory(organisation=where)
        Delegation.objects.create(
            granter=where, holder=PersonFactory(), powers=["secretariat"], accepted_on=TODAY, period=(TODAY, None)
        )
        common = {"clause": "R7.16/1", "organisation": where, "period": (TODAY, TODAY + timedelta(days=9))}
        Attestation.objects.create(person=PersonFactory(), piece="Le registre", piece_on=TODAY, **common)
        Derogation.objects.create(reason="Le temps de", adopted_by="Assemblée", adopted_on=TODAY, **common)
    return held


LASTING = [
    (Mandate, "origin_note", "Jamais décidé"),
    (Mandate, "origin", "cooptation"),
    (Mandate, "decided_in", "0192f7a0-0000-7000-8000-000000000001"),
    (Setting, "value", "99"),
    (Setting, "adopted_by", "Personne"),
    (Setting, "name", "R3.7.other"),
    (Attestation, "is_met", False),
    (Attestation, "piece", "Rien"),
    (Derogation, "reason", "Une autre"),
    (Keeping, "register", "posts"),
    (Delegation, "powers", []),
    (Delegation, "accepted_on", TODAY + timedelta(days=1)),
]


def test_what_lasts_is_told_otherwise_by_no_act(lasting):
    for model, column, value in LASTING:
        require_named(model.objects.order_by("pk").last(), column, value)


def test_what_lasts_is_taken_out_by_no_act(lasting):
    for model in (Mandate, Setting, Attestation, Derogation, Keeping, Delegation):
        require_missed(model.objects.order_by("pk").last())


def test_when_a_mandate_ends_is_written_afterwards(lasting):
    row = Mandate.objects.order_by("pk").last()
    rewrite(row, "end_reason", "resignation")
    assert named() == []


@pytest.mark.parametrize(
    ("verb", "column", "value", "wrong"),
    [
        ("charter.correct_setting", "value", "99", False),
        ("charter.correct_setting", "name", "R3.7.other", True),
        ("charter.annul_setting", "value", "99", True),
    ],
)
def test_a_setting_is_corrected_by_one_verb(lasting, verb, column, value, wrong):
    row = Setting.objects.order_by("pk").last()
    rewrite(row, column, value, verb)
    assert named() == ([("charter_setting", row.pk, (column,))] if wrong else [])


def test_a_row_of_long_ago_is_looked_at_by_each_check(held):
    """What the last night found good is taken for good, and not this."""
    rewrite(Decision.objects.get(), "title", "Un autre titre")
    seal_at_once()
    assert seal_journal(now=NOW)
    with connection.cursor() as cursor:
        cursor.execute("SELECT max(number) FROM journal_seal")
        (number,) = cursor.fetchone()
    assert named(number) == named() != []
    assert "rewritten" in {one.get("kind") for one in check_tables(now=NOW).first}
    answer = verify_all(None, since=number)
    assert (answer["ok"], answer["faults"]) == (False, [])


def test_a_verb_rewrites_what_it_declares_and_no_more(held):
    decision = Decision.objects.get()
    classify_decision(actor=held.actor(), decision=decision, type="other", now=NOW)
    assert named() == []
    rewrite(decision, "type", "", "decisions.record")
    assert named() == [("decisions_decision", decision.pk, ("type",))]
    rewrite(decision, "text", "Autre", "decisions.classify")
    assert named() == [("decisions_decision", decision.pk, ("text",)), ("decisions_decision", decision.pk, ("type",))]


# What becomes final --------------------------------------------------------------------------------------------------


@pytest.fixture
def signed(held):
    """The minutes of the meeting are signed."""
    with arranging():
        Meeting.objects.filter(pk=held.meeting.pk).update(state="signed")
    return held.meeting


def test_what_the_minutes_say_is_written_until_they_are_signed(held):
    item = AgendaItem.objects.first()
    rewrite(item, "record", "Avant la signature.", "sittings.write_minutes")
    with arranging():
        Meeting.objects.filter(pk=held.meeting.pk).update(state="signed")
    assert named() == []
    rewrite(item, "record", "Après la signature.", "sittings.correct_minutes")
    assert named() == []
    rewrite(item, "record", "Encore après.", "sittings.write_minutes")
    assert named() == [("meetings_agendaitem", item.pk, ("record",))]


@pytest.mark.parametrize(("column", "value"), [("opening_text", "Autre"), ("place", "Ailleurs"), ("state", "drafted")])
def test_a_meeting_whose_minutes_are_signed_is_told_otherwise_by_no_act(signed, column, value):
    rewrite(signed, column, value, "sittings.write_minutes")
    assert named() == [("meetings_meeting", signed.pk, (column,))]


def test_what_is_signed_does_not_go_back_to_be_written_even_by_a_verb_that_moves_it_on(signed):
    rewrite(signed, "state", "approved", "sittings.approve_minutes")
    assert named() == []
    rewrite(signed, "state", "drafted", "sittings.approve_minutes")
    assert named() == [("meetings_meeting", signed.pk, ("state",))]


def test_a_point_put_in_after_the_signature_is_named(signed):
    table = "meetings_agendaitem"
    in_an_act(
        "meetings.add_item",
        "INSERT INTO meetings_agendaitem SELECT (jsonb_populate_record(i, jsonb_build_object('id', gen_random_uuid(), "
        "'rank', 99))).* FROM meetings_agendaitem i LIMIT 1",
        table=table,
    )
    assert [(where, columns) for where, _, columns in named()] == [(table, ())]


def test_a_candidate_is_struck_off_before_the_opening_only(met):
    from tests.gatherings.polling import ELECTION

    opened(met, HANDS, ELECTION)
    row = Candidate.objects.first()
    assert named() == []
    rewrite(row, "name", "Quelqu’un d’autre")
    assert named() == [("votes_candidate", row.pk, ("name",))]


def test_a_vote_goes_one_way(met):
    poll, _ = opened(met, HANDS)
    rewrite(poll, "state", "draft")
    assert named() == [("votes_poll", poll.pk, ("state",))]


# The declarations ----------------------------------------------------------------------------------------------------


def test_what_is_declared_names_columns_verbs_and_owners_that_are_there():
    columns = {model._meta.db_table: {one.column for one in model._meta.concrete_fields} for model in models_of(Record)}
    for table, rules in finalities().items():
        for one in rules:
            assert set(one.columns) <= columns[table], table
            assert {name for names in one.but.values() for name in names} - {GONE} <= columns[table], table
            assert all(rooms.verb(verb) for verb in one.but), table
            assert not one.since or one.since in columns[one.of.table if one.of else table], table
            assert one.of is None or one.of.column in columns[table], table
        assert len({one.of for one in rules} - {None}) <= 1, f"{table} has one owner at most"


def test_postgresql_refuses_what_is_declared_final_from_the_beginning():
    """The triggers are those of the declaration: of the whole row, or of all but the columns that some verb rewrites."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tgrelid::regclass::text, tgname, pg_get_triggerdef(oid) FROM pg_trigger "
            "WHERE tgname IN ('final', 'final_but') AND NOT tgisinternal"
        )
        there = {(table, name): said for table, name, said in cursor}
    for table, rules in finalities().items():
        for one in rules:
            if one.columns or one.since or one.of or any(GONE in names for names in one.but.values()):
                continue
            but = {name for names in one.but.values() for name in names}
            assert "DELETE" in there.pop((table, "final")), table
            if not but:
                continue
            said = there.pop((table, "final_but"))
            assert {name for name in but if said.count(f"'{name}'") == 2} == but, table
            assert said.count("::text") == 2 * len(but), table
    own = {"documents_content"}  # bytes, which no row of the journal follows
    assert {table for table, _ in there if not table.startswith("journal_")} == own


# Columns -------------------------------------------------------------------------------------------------------------


def test_a_column_that_a_later_version_added_holds_what_its_migration_put_there(held):
    """The change is as one of before that column: it says nothing of it."""
    with as_administrator(), connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; SET LOCAL session_replication_role = replica")
        cursor.execute("""UPDATE journal_change SET after = after - 'reason' WHERE "table" = 'decisions_decision'""")
        cursor.execute("SET LOCAL session_replication_role = DEFAULT")
    assert {one["kind"] for one in verify_tables(None)["faults"]} == {"touched"}, "written again by this test"
    decision = Decision.objects.get()
    with as_administrator(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute("UPDATE decisions_decision SET reason = 'Une autre'")
        cursor.execute("SET LOCAL session_replication_role = DEFAULT")
    faults = verify_tables(None)["faults"]
    assert [(one["row"], one["columns"], one["kind"]) for one in faults] == [(decision.pk, ("reason",), "differs")]
