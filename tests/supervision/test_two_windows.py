"""Days, asked or answered by two windows at once: one does it; the other waits for it, and is told."""

from datetime import timedelta

import pytest

from kevread.common.actor import Actor
from kevread.common.errors import NotDone, Refused
from kevread.directory.models import Person
from kevread.documents.files import File
from kevread.supervision.models import Ending, Expense, Leave, Matter
from kevread.supervision.operations import (
    answer_expense,
    cancel_leave,
    decide_ending,
    pay_expense,
    propose_expense,
    raise_ending,
    write_ending,
)
from tests.conftest import NOW, TODAY, arranging
from tests.delegations.conftest import Delegating
from tests.guards.at_once import interleaved
from tests.seats.scene import Scene
from tests.worlds import World

from .conftest import Two, two_posts
from .test_leaves import answered, asked

LAST = TODAY + timedelta(days=60)


@pytest.fixture
def apart_from(committed: World) -> Two:
    grouping = committed.groupings[0]
    with arranging():
        return two_posts(Scene(committed, grouping, *committed.locals[grouping]))


def told(do):
    try:
        return do()
    except NotDone as refusal:
        return refusal


def test_the_same_days_are_asked_once(apart_from):
    one, other, waited = interleaved(lambda: told(lambda: asked(apart_from)), lambda: told(lambda: asked(apart_from)))
    assert isinstance(one, Leave) and waited and isinstance(other, Refused)
    assert Leave.objects.count() == 1


def test_two_who_answer_at_once_answer_once_and_whoever_gives_back_is_heard_after(apart_from):
    leave = asked(apart_from)
    one, other, waited = interleaved(
        lambda: told(lambda: answered(apart_from, leave)),
        lambda: told(lambda: answered(apart_from, leave, granted=False, reason="Une assemblée ce jour-là")),
    )
    assert one.answer == "granted" and waited and isinstance(other, Refused)

    def back() -> object:
        return told(lambda: cancel_leave(actor=apart_from.oneself, leave=leave, now=NOW))

    one, other, waited = interleaved(back, back)
    assert one.cancelled_on and waited and isinstance(other, Refused)


def test_what_was_answered_while_somebody_gave_their_days_back_stays_answered(apart_from):
    leave = asked(apart_from)
    one, other, waited = interleaved(
        lambda: told(lambda: answered(apart_from, leave)),
        lambda: told(lambda: cancel_leave(actor=apart_from.oneself, leave=leave, now=NOW)),
    )
    assert one.answer == "granted" and waited and other.cancelled_on
    matter = Matter.objects.get(pk=leave.matter_id)
    assert (matter.outcome, matter.conclusion) == ("decided", "Accordé.")


def test_the_end_of_a_contract_is_asked_decided_and_written_once(apart_from):
    asked = {"contract": apart_from.delegate.contract, "last": LAST, "now": NOW}

    def begun() -> object:
        how = {"actor": apart_from.oneself, "line": "person", "reason": "resignation"}
        return told(lambda: raise_ending(**how, **asked))

    one, other, waited = interleaved(begun, begun)
    assert isinstance(one, Ending) and waited and isinstance(other, Refused)
    matter = one.matter

    def decided() -> object:
        how = {"actor": apart_from.direction, "place": apart_from.grouping, "last": LAST}
        return told(lambda: decide_ending(matter=matter, conclusion="C’est entendu.", now=NOW, **how))

    one, other, waited = interleaved(decided, decided)
    assert isinstance(one, Ending) and waited and isinstance(other, Refused)

    def written() -> object:
        return told(lambda: write_ending(actor=apart_from.direction, matter=matter, now=NOW))

    one, other, waited = interleaved(written, written)
    assert one.end_reason == "resignation" and waited and isinstance(other, Refused)


def test_an_expense_is_proposed_answered_and_paid_once(apart_from):
    giving = Delegating(apart_from.scene)
    giving.by_office(giving.post("direction"), nature="powers", acts=("depense",), ceilings={"depense": 100_00})

    def proposed(who: Person) -> object:
        how = {"actor": Actor(person=who.pk), "person": who, "place": apart_from.grouping, "line": "person"}
        file = File("billet.pdf", b"%PDF-1.7 ticket", "application/pdf")
        return told(
            lambda: propose_expense(cents=42_60, spent_on=TODAY, what="Un billet", file=file, now=NOW, **how)
        )  # fmt: skip

    colleague = apart_from.support.contract.person  # two share a ticket: it is paid to one of them
    one, other, waited = interleaved(lambda: proposed(apart_from.person), lambda: proposed(colleague))
    assert isinstance(one, Expense) and waited and isinstance(other, Refused)
    how = {"actor": apart_from.direction, "matter": one.matter, "now": NOW}

    def answered(granted: bool) -> object:
        return told(
            lambda: answer_expense(place=apart_from.grouping, granted=granted, reason="Trop cher ici.", **how)
        )  # fmt: skip

    one, other, waited = interleaved(lambda: answered(True), lambda: answered(False))
    assert one.answer == "granted" and waited and isinstance(other, Refused)

    def paid() -> object:
        return told(lambda: pay_expense(paid_on=TODAY, **how))

    one, other, waited = interleaved(paid, paid)
    assert one.paid_on == TODAY and waited and isinstance(other, Refused)


def test_a_career_interview_is_opened_once(apart_from):
    def opened() -> object:
        return told(lambda: apart_from.raised("entretien-de-parcours"))

    one, other, waited = interleaved(opened, opened)
    assert isinstance(one, Matter) and waited and isinstance(other, Refused)
    assert Matter.objects.filter(act="entretien-de-parcours", person=apart_from.person).count() == 1
