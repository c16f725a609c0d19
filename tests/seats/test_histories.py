"""Whatever people do, the verbs never leave a blocking excess: random histories of fills, ends and corrections."""

from datetime import timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule, run_state_machine_as_test

from kevread.charter.excesses import blocking_excesses
from kevread.common.actor import SYSTEM
from kevread.common.errors import Invalid, Refused
from kevread.common.periods import Period
from kevread.seats.models import Mandate
from kevread.seats.operations import cascade_of, correct_mandate, end_consequences, end_mandate, fill_seat
from tests.arrange import UNREGISTERED
from tests.conftest import NOW, TODAY, arranging
from tests.factories import PersonFactory
from tests.worlds import World

DAYS = 120
SEED = 4  # the same histories wherever the clone is: Hypothesis would draw them from the path of this file
numbers = st.integers(0, 99)
days = st.integers(0, DAYS - 1).map(lambda n: TODAY + timedelta(days=n))


@st.composite
def periods(draw):
    start = draw(days)
    length = draw(st.none() | st.integers(0, DAYS))
    return Period(start) if length is None else Period.through(start, start + timedelta(days=length))


def places_of(small):
    """Where the people of a history are seated: (body, title, on behalf of whom)."""
    grouping = small.groupings[0]
    locals_ = small.locals[grouping]
    return [
        *(
            (f"{grouping.slug}-board", title, local)
            for title in ("administrator", "vice-president")
            for local in locals_
        ),
        (f"{grouping.slug}-team", "direction", None),
        ("cress-board", "representative-territoire", grouping),
        ("cress-bureau", "vice-president-grouping", grouping),
        *((f"{local.slug}-board", "administrator", None) for local in locals_),
    ]


class History(RuleBasedStateMachine):
    """Over a grouping of the small world, its pôles, and the head. `written` gathers what was not refused."""

    small: World
    written: list[str]

    @initialize()
    def begin(self):
        self.savepoint = transaction.savepoint_create()
        self.places = places_of(self.small)
        with arranging():
            self.people = [PersonFactory() for _ in range(4)]
        board = f"{self.small.groupings[0].slug}-board"
        self.people += [mandate.person for mandate in Mandate.objects.filter(seat__body__slug=board).order_by("pk")]

    @rule(place=numbers, who=numbers, period=periods())
    def fill(self, place, who, period):
        slug, title, represents = self.places[place % len(self.places)]
        self.attempt(
            fill_seat,
            seat=self.small.seat(slug, title),
            person=self.people[who % len(self.people)],
            represents=represents,
            period=period,
            origin="election",
            **UNREGISTERED,
        )

    @precondition(lambda self: self.mandates())
    @rule(which=numbers, last=days)
    def end_with_what_it_entails(self, which, last):
        mandate = self.mandates()[which % len(self.mandates())]
        try:
            found = cascade_of(actor=SYSTEM, mandate=mandate, last=last, reason="resignation", now=NOW)
        except Invalid:
            return
        self.attempt(end_mandate, mandate=mandate, last=last, reason="resignation")
        chosen = [proposal.mandate for proposal in found.proposals]
        self.attempt(end_consequences, cause=mandate, mandates=chosen, last=last)

    @precondition(lambda self: self.mandates())
    @rule(which=numbers, who=st.none() | numbers, period=st.none() | periods())
    def correct(self, which, who, period):
        mandate = self.mandates()[which % len(self.mandates())]
        self.attempt(
            correct_mandate,
            mandate=mandate,
            person=mandate.person if who is None else self.people[who % len(self.people)],
            represents=mandate.represents,
            family=mandate.family,
            period=period or mandate.dates,
            reason="Erreur de saisie",
        )

    def mandates(self):
        there = Mandate.objects.filter(person__in=self.people).exclude(end_reason="mistake")
        return list(there.exclude(seat__body__kind="space").order_by("pk"))

    def attempt(self, verb, **asked):
        try:
            verb(actor=SYSTEM, now=NOW, **asked)
            self.written.append(verb.__name__)
        except Refused:
            return

    def teardown(self):
        try:
            self.require_nothing_blocking()
        finally:
            transaction.savepoint_rollback(self.savepoint)

    def require_nothing_blocking(self):
        edges = {TODAY, TODAY + timedelta(days=3 * DAYS)}
        for period in Mandate.objects.filter(person__in=self.people).values_list("period", flat=True):
            edges |= {edge for edge in (period.lower, period.upper) if edge and edge >= TODAY}
        keys = {organisation.pk for organisation in self.small.organisations}
        for day in sorted(edges):
            found = blocking_excesses(day, organisations=keys)
            left = {key: excess.items for key, excess in found.items() if excess.items}
            assert left == {}, (day, left)


@pytest.mark.django_db
def test_no_history_of_fills_ends_and_corrections_leaves_a_blocking_excess(small):
    written: list[str] = []
    run_state_machine_as_test(
        seed(SEED)(type("HistoryOfTheSmallWorld", (History,), {"small": small, "written": written})),
        settings=settings(
            max_examples=5,
            stateful_step_count=10,
            deadline=None,
            suppress_health_check=list(HealthCheck),
            phases=[Phase.generate],  # a failing history is short enough to read as it is
            database=None,
        ),
    )
    assert set(written) == {"fill_seat", "end_mandate", "end_consequences", "correct_mandate"}
