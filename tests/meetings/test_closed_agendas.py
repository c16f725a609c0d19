"""Carrying an item elsewhere says which agendas take nothing more, and why."""

from datetime import timedelta

import pytest

from kevread.meetings.models import Meeting
from kevread.meetings.operations import forward_item
from kevread.meetings.queries.forwarding import A_YEAR, agendas_closed_to, agendas_open_to
from kevread.meetings.rules.life import State
from tests.clients import entered_as
from tests.conftest import NOW, TODAY, arranging
from tests.gatherings.screens import of_meeting as at
from tests.gatherings.worlds import IN_A_MONTH, Gathering, gathering
from tests.seats.screens import words

pytestmark = pytest.mark.django_db


@pytest.fixture
def here() -> Gathering:
    with arranging():
        return gathering(state=State.DRAFT)


def planned(here: Gathering, state: State, *, days: int = 0, **more) -> Meeting:
    starts_at = IN_A_MONTH + timedelta(days=days)
    opened = {"opened_at": NOW} if state in (State.OPEN, State.IN_PROGRESS, State.CLOSED) else {}
    with arranging():
        return Meeting.objects.create(
            body=here.board,
            starts_at=starts_at,
            ends_at=starts_at + timedelta(hours=2),
            state=state.value,
            **opened,
            **more,
        )


def why(here: Gathering, meeting: Meeting, **more) -> str | None:
    return {one.meeting: one.why for one in agendas_closed_to(here.actor(), TODAY, **more)}.get(meeting)


@pytest.mark.parametrize(
    ("state", "said"),
    [
        (State.AGENDA, "l’ordre du jour est arrêté"),
        (State.OPEN, "la séance est ouverte"),
        (State.IN_PROGRESS, "la séance est en cours"),
        (State.DRAFT, None),
        (State.CONVENED, None),
        (State.CANCELLED, None),
        (State.CLOSED, None),
    ],
)
def test_each_state_says_why(here, state, said):
    meeting = planned(here, state)
    found = why(here, meeting)
    assert (found or "").startswith(said or "") and (found is None) is (said is None)
    is_open = meeting in agendas_open_to(here.actor(), TODAY)
    assert is_open is (state in (State.DRAFT, State.CONVENED))


def test_a_second_call_adds_nothing(here):
    failed = planned(here, State.FAILED, days=-25)
    second = planned(here, State.DRAFT, second_call_of=failed)
    for state in (State.DRAFT, State.AGENDA, State.CONVENED):  # settled, it is not said to open again: it does not
        with arranging():
            Meeting.objects.filter(pk=second.pk).update(state=state.value)
        (shut,) = [one for one in agendas_closed_to(here.actor(), TODAY) if one.meeting == second]
        assert ("seconde convocation" in shut.why, shut.reopens) == (True, False), state


def test_where_it_is_already(here):
    meeting = planned(here, State.DRAFT)
    assert why(here, meeting, there={meeting.pk}) == "ce point y est déjà"


def test_only_those_to_come_that_one_prepares(here):
    past = planned(here, State.AGENDA, days=-40)
    far = planned(here, State.AGENDA, days=(A_YEAR + timedelta(days=60)).days)
    meeting = planned(here, State.AGENDA)
    assert why(here, past) is None and why(here, far) is None and why(here, meeting)
    assert agendas_closed_to(here.actor(here.members[-1].person), TODAY) == []


def test_the_screen_lists_them_beside_those_that_are_open(here, settings):
    shut, there = planned(here, State.AGENDA), planned(here, State.DRAFT, days=3)
    forward_item(actor=here.actor(), item=here.items["cap"], to=there, now=NOW)
    page = entered_as(here.secretary, settings).get(at("forward", here, item=here.items["cap"].pk))
    told = words(page).split("Ordres du jour fermés")[1]
    why = "L’ordre du jour est arrêté : il se rouvre, tant que la convocation n’est pas partie."
    assert f"18 décembre {why} Rouvrir son ordre du jour" in told
    assert "21 décembre Ce point y est déjà." in told
    assert at("agenda_of", here, key=shut.pk) in page.content.decode()
    assert str(here.assembly) not in told  # its own meeting is no answer
