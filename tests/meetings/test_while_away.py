"""Whoever asked to be replaced is told where they are awaited themselves in those days, and what they may answer."""

from datetime import timedelta

import pytest
from django.urls import reverse

from kevread.common.periods import Period
from kevread.meetings.models import Reply
from kevread.meetings.operations import answer
from kevread.meetings.rules.life import State
from kevread.seats.operations import accept_substitution, ask_substitute
from kevread.seats.queries import actor_of
from tests.clients import entered_as
from tests.conftest import NOW, TODAY, arranging
from tests.gatherings.preparing import by
from tests.gatherings.screens import said
from tests.gatherings.worlds import gathering

pytestmark = pytest.mark.django_db
AWAITED = "Où l’on vous attend ces jours-là"


@pytest.fixture
def away(db):
    """Somebody of a board that is convened, replaced that day and after by somebody else of it."""
    with arranging():
        met = gathering(body="board", members=12, state=State.CONVENED)
    entry = met.entries[1]
    mandate = next(one for one in met.directors if one.person_id == entry.person_id)
    other = next(one.person for one in met.directors if one.person_id != entry.person_id)
    day = met.meeting.day
    days = Period.through(day, day + timedelta(days=15))
    made = ask_substitute(actor=actor_of(entry.person, TODAY), mandate=mandate, substitute=other, period=days, now=NOW)
    accept_substitution(actor=actor_of(other, TODAY), substitution=made, now=NOW)
    return met, entry, made, other


def page_of(away, person, settings):
    met, _, made, _ = away
    return entered_as(person, settings).get(reverse("seats:substitution", args=[met.grouping.slug, made.pk]))


@pytest.mark.parametrize("says", ["", "coming"])
def test_one_is_led_to_one_s_answer_and_to_a_proxy(away, settings, says):
    met, entry, _, substitute = away
    if says:
        answer(actor=by(entry), entry=entry, says=says, now=NOW)
    page = page_of(away, entry.person, settings)
    told = "vous avez répondu que vous venez" if says else "vous n’avez pas encore répondu"
    assert AWAITED in said(page) and told in said(page)
    where = [met.grouping.slug, met.meeting.pk, entry.pk]
    assert reverse("meetings:reply", args=where) in page.text and reverse("meetings:proxy", args=where) in page.text
    theirs = page_of(away, substitute, settings)
    assert theirs.status_code == 200 and AWAITED not in said(theirs)


def test_whoever_said_that_they_do_not_come_is_told_nothing(away, settings):
    _, entry, _, _ = away
    answer(actor=by(entry), entry=entry, says=Reply.Answer.ABSENT, now=NOW)
    assert AWAITED not in said(page_of(away, entry.person, settings))
