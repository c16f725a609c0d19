"""What an assembly could decide, by the notices that were sent: in time, under that title (L1.9)."""

from datetime import timedelta

import pytest

from kevread.common.verdicts import Verdict
from kevread.meetings.models import AgendaItem, Notice
from kevread.meetings.queries.notices import content_of
from kevread.meetings.rules.notices import digest
from tests.charter.proofs import planted
from tests.charter.test_law import assembly, of_first
from tests.gatherings.decided import decided, item
from tests.worlds import World, put

pytestmark = pytest.mark.django_db
DELAY = 15  # whole days that the articles ask for


def sent(meeting, points, *, days: int, number: int = 1) -> None:
    """A notice of these points, so many days before."""
    content = content_of(meeting, points, [], convener=None)
    content["terms"] |= {"notice_days": DELAY}
    at = meeting.starts_at - timedelta(days=days)
    Notice.objects.create(meeting=meeting, number=number, sent_at=at, content=content, sha256=digest(content))


@pytest.mark.parametrize(
    ("days", "complement", "renamed", "verdict"),
    [
        (30, None, False, Verdict.CONFORMS),
        (DELAY + 1, None, False, Verdict.CONFORMS),
        (DELAY, None, False, Verdict.BREACHES),  # a whole day too few
        (30, DELAY + 1, False, Verdict.CONFORMS),
        (30, DELAY, False, Verdict.BREACHES),  # added too late: one may speak of it
        (30, 1, False, Verdict.BREACHES),
        (30, None, True, Verdict.BREACHES),  # it was announced under another title
    ],
)
def test_an_assembly_decides_what_was_announced_in_time_under_that_title(
    small: World, days, complement, renamed, verdict
):
    def plant(small: World) -> None:
        meeting = assembly(small)
        first, second = item(meeting, "Rapport moral"), item(meeting, "Admettre un membre")
        sent(meeting, [first, second] if complement is None else [first], days=days)
        if complement:
            sent(meeting, [first, second], days=complement, number=2)
        if renamed:
            put(AgendaItem.objects.filter(pk=second.pk), title="Dissoudre l’association")
        decided(meeting.body, "adhesion", meeting=meeting, item=AgendaItem.objects.get(pk=second.pk))

    with planted(small, plant):
        assert of_first(small, "L1.9/1") is verdict
