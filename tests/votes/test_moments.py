"""What is noted in a meeting never stands before what a vote noted there already, even when a clock was put back."""

from datetime import timedelta

import pytest

from kevread.attendance.operations.presence import moment_of
from kevread.meetings.rules.life import State
from kevread.votes.models import Poll
from tests.conftest import NOW, arranging
from tests.gatherings.worlds import gathering

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("column", ["opened_at", "closed_at"])
def test_a_moment_follows_the_opening_and_the_closing_of_votes(column):
    with arranging():
        met = gathering(state=State.OPEN)
        before = moment_of(met.meeting, NOW)
        late = before + timedelta(hours=2)
        Poll.objects.create(
            item=met.items["comptes"],
            number=1,
            question="Approuver ?",
            kind="resolution",
            method="show_of_hands",
            **{column: late},
        )
    assert moment_of(met.meeting, NOW) >= late
