"""What a process keeps of the verdicts is what it would work out anew, whatever people did and took back in between."""

from contextlib import contextmanager
from datetime import timedelta
from unittest import mock

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import initialize, invariant, rule, run_state_machine_as_test

from kevread.charter.engine import ANSWERS, framework, reach, verdicts
from kevread.charter.models import Keeping, Setting
from kevread.charter.sentences import put_in_words, speak
from kevread.directory.models import Affiliation
from kevread.journal.memory import forget
from kevread.journal.operations import seal_journal
from kevread.seats.models import Body
from tests.conftest import NOW, TODAY, arranging
from tests.databases import nothing_pretended
from tests.factories import PersonFactory, SettingFactory, since
from tests.journal.sealing import seal_at_once
from tests.sampling import sampled
from tests.seats.test_histories import History, numbers, periods
from tests.worlds import World, end, met, put

LATER = TODAY + timedelta(days=60)
SOME = frozenset({"R3.7", "R3.12", "R4.10"})


class KnownHistory(History):
    """The same history, with acts of other rooms and seals, read by one process: of two days, the whole network, a grouping, a
    pôle. `reach` alone reads the tables each time; `verdicts` gives what is kept of this state, or what facts answered where
    nothing was written since. `given` counts those."""

    given: list[int]

    @initialize()
    def begin(self):
        nothing_pretended()  # the history before is undone
        super().begin()
        seal_at_once()

    @rule()
    def seal(self):
        seal_journal(now=NOW)

    @rule(which=numbers, register=st.sampled_from(["mandates", "meetings", "decisions"]))
    def keep_no_more(self, which, register):
        organisation = self.small.organisations[which % len(self.small.organisations)]
        with arranging():
            end(Keeping.objects.filter(organisation=organisation, register=register).on(TODAY))

    @rule(which=numbers)
    def leave(self, which):
        with arranging():
            links = Affiliation.objects.on(TODAY).filter(of=self.small.groupings[which % 2])
            end(links.filter(pk__in=links.order_by("pk").values("pk")[:1]))

    @rule(value=st.integers(1, 4))
    def decide(self, value):
        with arranging():
            Setting.objects.filter(name="R3.7.representatives_per_member").update(value=value)

    @rule(which=numbers)
    def meet(self, which):
        with arranging():
            bodies = Body.objects.on(TODAY).order_by("slug")
            met(bodies[which % bodies.count()], TODAY - timedelta(days=1 + which))

    def require_nothing_blocking(self):
        """Not here: an affiliation that ends and a limit that is lowered leave too many of those who were rightly seated."""

    @rule()
    def register(self):
        """Somebody whom no article is about."""
        with arranging():
            PersonFactory()

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
                with mock.patch.object(ANSWERS, "asked", counting(self.given)):
                    found = verdicts(day, rules=rules, organisations=scope)
                assert found == anew
                assert speak(found, day) == put_in_words(anew, day)


def counting(given: list[int]):
    """Asks as `ANSWERS` does, and adds up how many questions were answered by what was kept."""
    asking = ANSWERS.asked

    @contextmanager
    def asked():
        with asking() as questions:
            once = questions.once

            def counted(question, read):
                reads = []
                answer = once(question, lambda: (reads.append(1), read())[1])
                given[bool(reads)] += 1
                return answer

            questions.once = counted
            yield questions

    return asked


@pytest.mark.django_db
def test_what_is_kept_is_what_would_be_found_anew(small: World):
    with arranging():  # one day is not another
        local = small.locals[small.groupings[0]][0]
        put(Keeping.objects.filter(organisation=local, register="meetings"), period=since(last=TODAY))
    forget()
    given = [0, 0]
    run_state_machine_as_test(
        type("KnownHistoryOfTheSmallWorld", (KnownHistory,), {"small": small, "written": [], "given": given}),
        settings=settings(
            max_examples=sampled(3, 2),
            stateful_step_count=10,
            deadline=None,
            suppress_health_check=list(HealthCheck),
            derandomize=True,
            phases=[Phase.generate],
            database=None,
        ),
    )
    kept, read = given
    assert kept > read > 0


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


@pytest.mark.django_db
def test_what_facts_answered_of_everyone_serves_one_after_an_act(small: World):
    forget()
    verdicts(TODAY)
    local = frozenset({small.locals[small.groupings[0]][0].pk})
    with arranging():
        SettingFactory(name="R1.1.invented")
    given = [0, 0]
    with mock.patch.object(ANSWERS, "asked", counting(given)):
        assert verdicts(TODAY, organisations=local) == reach(framework(), TODAY, None, local)
    read = given[1]
    assert read < 20  # those that read settings
