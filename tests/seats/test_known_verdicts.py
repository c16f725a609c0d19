"""What a process keeps of the verdicts is what it would work out anew, whatever people did and took back in between."""

from datetime import timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import invariant, rule, run_state_machine_as_test

from kevread.charter.engine import framework, reach, verdicts
from kevread.charter.models import Keeping
from kevread.charter.sentences import put_in_words, speak
from kevread.journal.memory import forget
from tests.conftest import TODAY, arranging
from tests.factories import since
from tests.seats.test_histories import History, numbers, periods
from tests.worlds import World, put

LATER = TODAY + timedelta(days=60)
SOME = frozenset({"R3.7", "R3.12", "R4.10"})


class KnownHistory(History):
    """The same history, read by one process: of two days, the whole network, a grouping, a pôle."""

    @rule(place=numbers, who=numbers, period=periods())
    def fill_and_take_it_back(self, place, who, period):
        point = transaction.savepoint_create()
        self.fill(place, who, period)
        self.read()
        transaction.savepoint_rollback(point)

    @invariant()
    def read(self):
        if not hasattr(self, "savepoint"):
            return
        grouping = self.small.groupings[0]
        local = frozenset({self.small.locals[grouping][0].pk})
        for day, rules, scope in (
            (TODAY, None, local),
            (LATER, None, local),
            (TODAY, SOME, local),
            (LATER, SOME, None),
            (LATER, None, frozenset({grouping.pk})),
        ):
            anew = reach(framework(), day, rules, scope)
            for _ in range(2):
                found = verdicts(day, rules=rules, organisations=scope)
                assert found == anew
                assert speak(found, day) == put_in_words(anew, day)


@pytest.mark.django_db
def test_what_is_kept_is_what_would_be_found_anew(small: World):
    with arranging():  # one day is not another
        local = small.locals[small.groupings[0]][0]
        put(Keeping.objects.filter(organisation=local, register="meetings"), period=since(last=TODAY))
    forget()
    run_state_machine_as_test(
        type("KnownHistoryOfTheSmallWorld", (KnownHistory,), {"small": small, "written": []}),
        settings=settings(
            max_examples=3,
            stateful_step_count=8,
            deadline=None,
            suppress_health_check=list(HealthCheck),
            derandomize=True,
            phases=[Phase.generate],
            database=None,
        ),
    )


@pytest.mark.django_db
def test_what_is_known_of_everyone_answers_of_one(small: World, django_assert_num_queries):
    forget()
    verdicts(TODAY)
    local = frozenset({small.locals[small.groupings[0]][0].pk})
    with django_assert_num_queries(1):
        found = verdicts(TODAY, rules={"R3.12"}, organisations=local)
    assert found == reach(framework(), TODAY, frozenset({"R3.12"}), local)
    with arranging():
        pass
    assert verdicts(TODAY, organisations=local) == reach(framework(), TODAY, None, local)
