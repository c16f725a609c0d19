"""« Aujourd’hui » of everybody who sits somewhere in the demonstration: what is said of it is true, and said once."""

from collections import Counter
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

import pytest
from django.conf import settings
from django.db.models import Q

from kevread.demonstration.personae import personae
from kevread.directory.models import Person
from kevread.home.models import MorningLetter
from kevread.home.queries import letters_due
from kevread.mail.models import Dispatch
from kevread.meetings.models import Meeting
from kevread.meetings.rules.life import State
from kevread.votes.queries.awaited import awaited_of

from .conftest import demonstrating
from .walked import entered

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("built")]
DAYS = [one for one in personae() if one.start.endswith("aujourd-hui")]


@pytest.fixture(autouse=True)
def _demonstration():
    with demonstrating():
        yield


@pytest.mark.parametrize("one", DAYS, ids=lambda one: one.slug)
def test_no_two_lines_of_a_day_are_alike_and_what_presses_is_not_folded(one):
    client = entered(one.slug)
    page = client.get(one.start)
    day = page.context["day"]
    lines = Counter(row.item.brief for row in [*day.rows, *day.rest])
    assert [line for line, times in lines.items() if times > 1] == []
    assert not [row for row in day.rest if row.item.blocks or row.is_late]
    for row in [*day.rows, *day.rest]:
        alone = row.item.brief.replace("Conseil d’administration de la Cress", "")
        assert "Conseil d’administration" not in alone or page.context["scale"].name in alone
    assert ("Rien ne vous attend" in page.text) == (not (day.votes or day.rows or day.now or answers(day)))


def answers(day) -> list[object]:
    return [one for one in (day.next, *day.later) if one and one.is_asked]


def test_a_blocking_breach_is_among_the_first_of_whoever_may_act():
    day = entered("coordination").get("/cress/aujourd-hui").context["day"]
    ranks = [rank for rank, row in enumerate([*day.rows, *day.rest]) if row.item.blocks]
    assert ranks and max(ranks) < len(day.rows)
    assert all(row.is_late for row in day.rows[: min(ranks)])  # nothing but what is late comes before
    majors = [rank for rank, row in enumerate([*day.rows, *day.rest]) if row.item.is_major]
    assert majors and max(majors) < len(day.rows)


def test_the_president_in_an_open_sitting_is_told_that_she_holds_it():
    held = Meeting.objects.filter(state__in=(State.OPEN, State.IN_PROGRESS)).exclude(mode=Meeting.Mode.WRITTEN)
    keepers = {str(one) for one in Person.objects.filter(Q(chaired_meetings__in=held) | Q(recorded_meetings__in=held))}
    told = [one for one in DAYS if str(one.find()) in keepers]
    assert told
    for one in told:
        page = entered(one.slug).get(one.start)
        assert "ous tenez la séance" in page.context["day"].opening
        assert "Rien ne vous attend" not in page.text


def test_whoever_has_a_vote_open_reads_it_before_anything_else():
    voters = [one for one in DAYS if any(found.what == "vote" for found in awaited_of(one.find().pk))]
    assert voters
    for one in voters:
        answer = entered(one.slug).get(one.start)
        page = answer.text
        assert page.index(">Voter</a>") < page.index("Votre prochaine réunion")
        assert answer.context["day"].opening.startswith("Un vote ")


def test_somebody_received_the_letter_of_that_morning_and_no_other_will_leave():
    (letter,) = MorningLetter.objects.filter(stopped_at=None)
    person, on = letter.person, date.fromisoformat(settings.KEVREAD_ON)
    assert any(one.find() == person for one in DAYS) and letter.last_on == on
    (sent,) = Dispatch.objects.filter(address=person.email, content__text__contains="Vous avez demandé cette lettre")
    assert sent.content.text.startswith(f"Bonjour {person.given_name},") and "– " in sent.content.text
    assert letters_due(datetime.combine(on, time(9), ZoneInfo("Europe/Paris"))) == []
