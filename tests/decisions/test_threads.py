"""What was brought to an agenda to be ratified is followed until it is ratified, or refused; by those who act, no other."""

from datetime import timedelta
from uuid import UUID

import pytest

from kevread.common.actor import SYSTEM, Actor
from kevread.common.todo import Asker
from kevread.decisions.models import Decision, Submission
from kevread.decisions.operations.classing import classify_decision
from kevread.decisions.operations.ratifying import ratify_decision, submit_decision
from kevread.decisions.queries.threads import NEWS, Thread, threads_of
from kevread.decisions.todo import ratifications_to_take_up
from kevread.meetings.models import AgendaItem, Meeting
from kevread.meetings.rules.life import State
from tests.conftest import NOW, TODAY, arranging
from tests.decisions.test_ratifying import drafted
from tests.gatherings.decided import RECENTLY, decided, item
from tests.seats.screens import words

pytestmark = pytest.mark.django_db


@pytest.fixture
def place(scene) -> str:
    return scene.grouping.slug


@pytest.fixture
def wrong(place) -> Decision:
    """A budget that the board took in the place of the assembly."""
    with arranging():
        return decided(f"{place}-board", "budget", title="Budget rectifié")


@pytest.fixture
def submitted(place, wrong) -> Submission:
    return submit_decision(actor=SYSTEM, decision=wrong, to=drafted(f"{place}-assembly"), now=NOW)


def followed(scene, actor: Actor | None = None, on=TODAY) -> list[Thread]:
    return threads_of(actor or scene.direction, {scene.grouping.pk}, on)


def stage(scene, **more) -> str | None:
    found = followed(scene, **more)
    return found[0].stage if found else None


def told(scene) -> list[str]:
    actor = scene.direction
    return [
        one.what for one in ratifications_to_take_up(Asker(actor, None, scene.grouping, {scene.grouping.pk}, TODAY))
    ]


def moved(meeting: Meeting, state: State, *, days: int = -3) -> None:
    with arranging():
        at = meeting.starts_at + (TODAY + timedelta(days=days) - meeting.day)
        opened = {"opened_at": at, "closed_at": at} if state in State.held() else {}
        Meeting.objects.filter(pk=meeting.pk).update(
            state=state.value, starts_at=at, ends_at=at + timedelta(hours=2), **opened
        )


def answered(submission: Submission, outcome: str, *, type_: str = "budget") -> Decision:
    """What the assembly says of that point, three days ago."""
    moved(submission.item.meeting, State.CLOSED)
    meeting = Meeting.objects.get(pk=submission.item.meeting_id)
    with arranging():
        return decided(
            meeting.body, type_, meeting=meeting, item=AgendaItem.objects.get(pk=submission.item_id), outcome=outcome
        )


def test_it_is_followed_while_its_meeting_is_to_come(scene, submitted):
    (one,) = followed(scene)
    assert (one.stage, one.calls, one.decision) == ("ahead", False, submitted.decision)
    assert one.said.startswith("Ratification demandée à l’assemblée générale, ")
    assert "à l’ordre du jour du 14 décembre 2026" in one.said
    assert told(scene) == []


@pytest.mark.parametrize(
    ("state", "expected"),
    [
        (State.CLOSED, "silent"),
        (State.ARCHIVED, "silent"),
        (State.CANCELLED, "cancelled"),
        (State.POSTPONED, "postponed"),
        (State.FAILED, "failed"),
        (State.CONVENED, "untold"),
    ],
)
def test_what_got_no_answer_calls_whoever_prepares_that_agenda(scene, submitted, state, expected):
    moved(submitted.item.meeting, state)
    (one,) = followed(scene)
    assert (one.stage, one.calls) == (expected, True)
    (what,) = told(scene)
    assert f"n° {submitted.decision.reference}, Budget rectifié" in what and "21 novembre 2026" in what


def test_the_day_itself_is_not_yet_over(scene, submitted):
    moved(submitted.item.meeting, State.CONVENED, days=0)
    assert stage(scene) == "ahead"


def test_a_point_that_was_taken_off_is_told(scene, submitted):
    with arranging():
        AgendaItem.objects.filter(pk=submitted.item_id).update(withdrawn=True)
    assert stage(scene) == "withdrawn"
    assert "retiré de l’ordre du jour" in told(scene)[0]


def test_it_goes_to_another_agenda_and_that_one_is_followed(scene, place, submitted):
    moved(submitted.item.meeting, State.CLOSED)
    again = submit_decision(actor=SYSTEM, decision=submitted.decision, to=drafted(f"{place}-assembly"), now=NOW)
    (one,) = followed(scene)
    assert (one.stage, one.item) == ("ahead", again.item)


def test_a_point_taken_off_does_not_hide_the_one_that_stands(scene, place, submitted):
    """Brought to an earlier meeting, and taken off the later one."""
    sooner = drafted(f"{place}-assembly")
    moved(sooner, State.DRAFT, days=5)
    again = submit_decision(actor=SYSTEM, decision=submitted.decision, to=sooner, now=NOW)
    with arranging():
        AgendaItem.objects.filter(pk=submitted.item_id).update(withdrawn=True)
    (one,) = followed(scene)
    assert (one.stage, one.item) == ("ahead", again.item)


def test_what_a_later_meeting_took_up_is_followed_there(scene, place, submitted):
    moved(submitted.item.meeting, State.POSTPONED)
    later = drafted(f"{place}-assembly")
    with arranging():
        carried = item(later, "Ratifier : Budget rectifié", origin=submitted.item)
    (one,) = followed(scene)
    assert (one.stage, one.item) == ("ahead", carried)


def test_what_another_body_is_asked_about_it_is_not_its_answer(scene, place, submitted):
    """The point went on to the board, for its advice: the assembly is still awaited."""
    board = drafted(f"{place}-board")
    moved(board, State.DRAFT, days=40)
    with arranging():
        item(board, "Ratifier : Budget rectifié", origin=submitted.item)
    (one,) = followed(scene)
    assert (one.stage, one.item) == ("ahead", submitted.item)


def test_once_ratified_it_is_told_for_a_fortnight_then_no_more(scene, submitted):
    line = answered(submitted, "adopted")
    (one,) = followed(scene)
    assert (one.stage, one.answer, one.calls) == ("ratified", line, False)
    assert f"décision n° {line.reference}" in one.said and told(scene) == []
    assert stage(scene, on=line.decided_on + NEWS - timedelta(days=1)) == "ratified"
    assert followed(scene, on=line.decided_on + NEWS) == []


def test_once_refused_it_is_told_for_a_fortnight_then_no_more(scene, submitted):
    line = answered(submitted, "rejected")
    (one,) = followed(scene)
    assert (one.stage, one.answer, one.calls) == ("refused", line, False)
    assert "ne l’a pas ratifiée" in one.said and told(scene) == []
    assert followed(scene, on=line.decided_on + NEWS) == []


def test_what_is_said_of_another_type_is_no_answer(scene, submitted):
    answered(submitted, "rejected", type_="comptes")
    assert stage(scene) == "silent"


def test_a_refusal_ends_what_an_earlier_meeting_left_open(scene, place, submitted):
    moved(submitted.item.meeting, State.CANCELLED, days=-60)
    again = submit_decision(actor=SYSTEM, decision=submitted.decision, to=drafted(f"{place}-assembly"), now=NOW)
    line = answered(again, "rejected")
    assert followed(scene, on=line.decided_on + NEWS) == []


def test_a_line_ratified_otherwise_is_over_too(scene, place, submitted):
    with arranging():
        line = decided(f"{place}-assembly", "budget", on=TODAY - timedelta(days=1))
    ratify_decision(actor=SYSTEM, decision=line, ratifies=submitted.decision, now=NOW)
    assert stage(scene) == "ratified"


def test_what_is_filed_otherwise_has_nothing_to_be_ratified(scene, submitted):
    classify_decision(actor=SYSTEM, decision=submitted.decision, type=Decision.OTHER, now=NOW)
    assert followed(scene) == []


def test_nothing_is_followed_of_what_was_not_submitted(scene, wrong):
    assert followed(scene) == []


@pytest.mark.parametrize("who", ["presidency of a pôle", "neighbour", "nobody"])
def test_others_follow_nothing(scene, submitted, who):
    actor = {
        "presidency of a pôle": lambda: scene.president_of(scene.second),
        "neighbour": lambda: scene.actor(f"{scene.world.groupings[1].slug}-team", "direction"),
        "nobody": lambda: Actor(),
    }[who]()
    everywhere: set[UUID] = {scene.grouping.pk, scene.first.pk, scene.second.pk, *(g.pk for g in scene.world.groupings)}
    assert threads_of(actor, everywhere, TODAY) == []


def test_the_circle_of_the_day_bounds_what_is_told(scene, submitted):
    assert threads_of(scene.direction, {scene.first.pk}, TODAY) == []


def test_the_number_of_questions_does_not_grow(scene, place, submitted, django_assert_max_num_queries):
    actor = scene.direction
    with arranging():
        others = [decided(f"{place}-board", "budget", on=RECENTLY) for _ in range(3)]
    for one in others:
        submit_decision(actor=SYSTEM, decision=one, to=submitted.item.meeting, now=NOW)
    with django_assert_max_num_queries(9):
        assert len(threads_of(actor, {scene.grouping.pk}, TODAY)) == 4


def test_it_is_read_on_the_day_of_who_acts(scene, readers, submitted):
    page = words(readers.direction.get(f"/{scene.grouping.slug}/aujourd-hui"))
    assert "Demandé à une autre instance" in page
    assert "Budget rectifié" in page.split("Demandé à une autre instance")[1].split("Bientôt")[0]
    moved(submitted.item.meeting, State.CANCELLED)
    page = words(readers.direction.get(f"/{scene.grouping.slug}/aujourd-hui"))
    assert "Demandé à une autre instance" not in page and "Porter à un autre ordre du jour" in page
