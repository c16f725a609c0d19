"""The days on which a body decided without a meeting, told where its year is read."""

from datetime import date, timedelta

import pytest

from kevread.charter.models import Keeping
from kevread.common.periods import day_in_words
from kevread.journal.memory import forget
from tests.clients import entered_as
from tests.conftest import TODAY, arranging
from tests.factories import since
from tests.gatherings.decided import decided
from tests.rhythm.test_screen_rhythm import client, coordinator, page, text
from tests.worlds import put

pytestmark = pytest.mark.django_db
__all__ = ["client", "coordinator"]


def test_a_day_on_which_a_body_decided_without_a_meeting_is_told_where_its_year_is_read(client, small, settings):
    """Not of a day that has its meeting, nor of another year, nor of one to come, nor from before the register is kept."""
    board, said = small.body("cress-board"), "On y a décidé le"
    day = next(
        TODAY - timedelta(days=back)
        for back in range(1, 60)
        if not board.meetings.between(TODAY - timedelta(days=back), TODAY - timedelta(days=back))
    )
    held = board.meetings.filter(starts_at__year=2026, starts_at__date__lt=TODAY).latest("starts_at").day
    with arranging():
        for one in (held, date(2025, 2, 2)):
            decided(board, on=one)
    assert said not in text(page(client))
    with arranging():
        decided(board, on=day)
    shown = text(page(client))
    assert f"{said} {day_in_words(day)}, et aucune réunion de ce jour n’est inscrite." in shown
    assert f"instance=cress-board&amp;jour={day.isoformat()}" in shown
    reader = entered_as(
        small.mandates("cress-board").exclude(seat__title__in=("president", "secretary")).first().person, settings
    )
    assert said in text(page(reader)) and f"jour={day.isoformat()}" not in text(page(reader))
    assert said not in text(page(client, au=(day - timedelta(days=1)).isoformat()))
    with arranging():
        put(Keeping.objects.filter(organisation=small.head, register="meetings"), period=since(day + timedelta(days=1)))
    forget()
    assert said not in text(page(client))
