"""The wall of a written consultation: where one answers, until when, how many did, and nothing of what they say."""

from types import SimpleNamespace

import pytest
from django.urls import reverse

from kevread.attendance.models import Presence
from kevread.meetings.models import Meeting
from kevread.meetings.queries import wording
from kevread.meetings.rules.life import State
from kevread.sittings.views.projection import of_counted
from kevread.tally.rules.polls import PollTerms
from tests.clients import entered_as, screen_of_a_meeting
from tests.conftest import arranging
from tests.gatherings.polling import OPEN, SECRET, drop, opened, under_way, voters
from tests.gatherings.worlds import TONIGHT, Gathering
from tests.seats.screens import words

pytestmark = pytest.mark.django_db


@pytest.fixture
def consulted() -> Gathering:
    with arranging():
        return under_way(body="board",
            mode=Meeting.Mode.WRITTEN, starts_at=TONIGHT
        )  # fmt: skip


def wall_of(met: Gathering, settings):
    where = {"scale": met.grouping.slug, "key": met.meeting.pk}
    page = entered_as(met.secretary, settings).get(reverse(screen_of_a_meeting("wall"), kwargs=where))
    return page.context["wall"], words(page)


def at_state(met: Gathering, state: State) -> None:
    with arranging():
        Meeting.objects.filter(pk=met.meeting.pk).update(state=state)


def test_it_says_where_and_until_when_one_answers_and_how_many_did(consulted, settings):
    poll, _ = opened(consulted, SECRET)
    wall, said = wall_of(consulted, settings)
    assert wall.sentence == poll.question  # what everybody came to read
    assert (wall.figure, wall.words) == ("0", f"voix reçue sur {poll.put.voices}")
    assert "depuis sa page « Aujourd’hui »" in wall.small
    assert f"Consultation écrite : on répond {wording.when(consulted.meeting)}." in wall.small
    actor, marks = voters(consulted, poll)[3]
    drop(actor, poll, marks, "for")
    wall, said = wall_of(consulted, settings)
    assert wall.figure == str(sum(mark.votes for mark in marks))
    assert "Pour" not in said and "est là" not in said and "sont là" not in said


def test_each_question_says_how_many_answered_it(consulted, settings):
    first, _ = opened(consulted, OPEN)
    second, _ = opened(consulted, OPEN, question="Donner quitus")
    wall, _ = wall_of(consulted, settings)
    assert (wall.sentence, wall.figure) == ("2 questions sont posées.", "")
    for poll in (first, second):
        assert f"« {poll.question} » : 0 voix reçue sur {poll.put.voices}" in wall.small


@pytest.mark.parametrize(
    ("state", "sentence"),
    [
        (State.CONVENED, "La consultation va s’ouvrir."),
        (State.IN_PROGRESS, "Aucune question n’attend de réponse."),
        (State.CLOSED, "La consultation est close."),
    ],
)
def test_nobody_is_counted_at_any_time(consulted, settings, state, sentence):
    at_state(consulted, state)
    wall, said = wall_of(consulted, settings)
    assert (wall.sentence, wall.figure) == (sentence, "")
    assert "est là" not in said and "sont là" not in said


def test_its_list_notes_nobody_and_says_who_is_consulted(consulted, settings):
    client = entered_as(consulted.secretary, settings)
    where = {"scale": consulted.grouping.slug, "key": consulted.meeting.pk}
    page = client.get(reverse("sittings:presences", kwargs=where))
    said = words(page)
    assert "Qui est consulté·e" in said and "personne ne vient" in said
    assert "Là depuis" not in said and "Pas encore là" not in said and 'value="present"' not in page.text
    entry = consulted.meeting.roll.exclude(person=consulted.secretary).order_by("pk").last()
    before = Presence.objects.filter(entry=entry).count()
    tap = reverse("sittings:mark", kwargs={**where, "entry": entry.pk})
    assert client.post(tap, {"geste": "present"}).status_code == 409
    assert Presence.objects.filter(entry=entry).count() == before


def test_a_count_does_not_run_into_the_sum_that_follows():
    """« abstention : 1. 3 sur 4 » reads as a number."""
    found = SimpleNamespace(
        is_told=True, said="Adopté : 3 pour.", counts={"tous": {"for": 3, "abstain": 1}}, sum_added="3 sur 4"
    )
    poll = SimpleNamespace(counted=found, put=PollTerms(kind="resolution"), kind="resolution", question="Le budget")
    assert of_counted(poll).small == "Pour : 3 ; contre : 0 ; abstention : 1 — 3 sur 4"
