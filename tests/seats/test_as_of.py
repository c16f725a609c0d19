"""The past stays as it was told: whatever is done later, a past day recomputes the same, unless an act corrected it."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from kevread.charter.engine import verdicts
from kevread.common.actor import SYSTEM
from kevread.common.errors import Refused
from kevread.common.periods import Period
from kevread.seats.models import Mandate
from kevread.seats.operations import end_mandate, fill_seat
from tests.arrange import UNREGISTERED
from tests.conftest import TODAY, arranging
from tests.factories import PersonFactory
from tests.sampling import sampled

RULES = ("R3.5", "R3.7", "R3.14")
steps = st.lists(
    st.tuples(
        st.integers(0, 20),  # days that pass before it
        st.sampled_from(["fill", "end"]),
        st.integers(0, 99),  # which
        st.sampled_from([0, 0, 0, 9]),  # days by which the act reaches back: it corrects
    ),
    min_size=2,
    max_size=8,
)


def told(small, day: date) -> tuple:
    """Who sits, and what the framework says of it, on a day."""
    keys = [organisation.pk for organisation in small.organisations]
    seated = Mandate.objects.on(day).exclude(end_reason="mistake").values_list("seat", "person", "represents")
    found = verdicts(day, rules=RULES, organisations=keys)
    return frozenset(seated), tuple((f.clause.key, f.organisation.id, f.verdict) for f in found)


class Life:
    """A federation to which things happen, day after day."""

    def __init__(self, small) -> None:
        self.small = small
        self.day = TODAY
        self.grouping = small.groupings[0]
        self.local = small.locals[self.grouping][0]
        with arranging():
            self.people = [PersonFactory() for _ in range(3)]
        self.records: dict[date, tuple] = {}
        self.corrections: list[tuple[date, date]] = []  # (day of the act, first day that it changed)

    def live(self, pause: int, kind: str, which: int, back: int) -> None:
        for _ in range(min(pause, 1)):
            self.records[self.day] = told(self.small, self.day)
            self.day += timedelta(days=pause)
        now = datetime.combine(self.day, time(9), UTC)
        try:
            first = self.fill(which, back, now) if kind == "fill" else self.end(which, back, now)
        except Refused:
            return
        if first and first < self.day:
            self.corrections.append((self.day, first))

    def fill(self, which: int, back: int, now: datetime) -> date:
        start = self.day - timedelta(days=back)
        fill_seat(
            actor=SYSTEM,
            seat=self.small.seat(f"{self.local.slug}-board", "administrator"),
            person=self.people[which % len(self.people)],
            represents=None,
            period=Period(start),
            origin="election",
            now=now,
            **UNREGISTERED,
        )
        return start

    def end(self, which: int, back: int, now: datetime) -> date | None:
        there = list(Mandate.objects.on(self.day).filter(seat__body__organisation=self.local).order_by("pk"))
        if not there:
            return None
        last = self.day - timedelta(days=back + 1)
        end_mandate(actor=SYSTEM, mandate=there[which % len(there)], last=last, reason="resignation", now=now)
        return last + timedelta(days=1)


@pytest.mark.django_db
def test_a_past_day_recomputes_as_it_was_told(small):
    differed = set()

    @settings(
        max_examples=sampled(25, 10),
        deadline=None,
        suppress_health_check=list(HealthCheck),
        phases=(Phase.explicit, Phase.generate, Phase.shrink),
        derandomize=True,
        database=None,
    )
    @given(steps)
    def recompute(history) -> None:
        point = transaction.savepoint_create()
        try:
            life = Life(small)
            for step in history:
                life.live(*step)
            for day, then in life.records.items():
                if told(small, day) != then:
                    differed.add(day)
                    assert any(done > day and first <= day for done, first in life.corrections), day
        finally:
            transaction.savepoint_rollback(point)

    recompute()
    assert differed, "no history corrected the past: this test would prove nothing"
