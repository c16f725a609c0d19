"""What a verb says that it may move is all that it moves: judged so, or on every article, every organisation and every day, it
is refused for the same reasons. Over random histories; each question that an article of either federation asks is watched,
whatever its severity today: one that becomes blocking is judged where it must be."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from functools import cache

import pytest
from django.conf import settings as django_settings
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis import strategies as st
from hypothesis.stateful import initialize, precondition, rule, run_state_machine_as_test

from kevread.charter.engine import Day, framework
from kevread.charter.excesses import Bound, Excesses, blocking_excesses, is_moved, refusing
from kevread.charter.loader import Framework, load
from kevread.charter.models import Derogation, Setting
from kevread.charter.operations.together import judging_later
from kevread.charter.operations.upholding import Upheld, worse
from kevread.common.actor import SYSTEM
from kevread.common.errors import Refused
from kevread.common.periods import Period
from kevread.directory.models import Affiliation
from kevread.journal.tables import guarded
from kevread.seats.models import Mandate
from kevread.seats.operations import annul_mandate, correct_mandate, fill_seat
from tests.conftest import NOW, TODAY, arranging
from tests.factories import SettingFactory, since
from tests.sampling import sampled
from tests.seats.test_histories import DAYS, History, days, numbers, periods
from tests.worlds import World, put

JUDGED = (fill_seat, correct_mandate, annul_mandate)


def books() -> list[Framework]:
    return [framework(), load(django_settings.FEDERATIONS / "exemple", django_settings.KEVREAD_LAW)]


@cache
def questions() -> dict[str, Bound]:
    """What articles ask of mandates and of posts, and whatever refuses, in both federations: each question once."""
    bounds = [
        Bound(article, clause, clause.check)
        for book in books()
        for article in book.articles.values()
        for clause in article.clauses
        if clause.check
    ]
    return {
        str(bound.check): bound
        for bound in bounds
        if bound.check.fact.startswith("seats.") or bound in list(refusing())
    }


def edges() -> set[date]:
    """Every day, from today on, on which something starts or ends."""
    found = {TODAY, TODAY + timedelta(days=3 * DAYS)}
    for model in (Mandate, Affiliation, Setting, Derogation):
        for period in model.objects.values_list("period", flat=True).distinct():
            found |= {edge for edge in (period.lower, period.upper) if edge and edge >= TODAY}
    return found


def answers(on: date) -> dict[tuple, int]:
    """Every question answered for everybody: a number for each question, organisation and item."""
    day, found = Day(on), {}
    for name, bound in questions().items():
        for organisation, value in day.fact(bound.check).items():
            items = {"": value} if isinstance(value, int) else value
            numbers = items.items() if isinstance(items, dict) else ((item, 1) for item in items)
            found |= {(name, organisation, item): number for item, number in numbers}
    return found


def rows() -> str:
    """A digest of what the guarded tables hold: with the same rows, what is asked of a day has the same answers."""
    each = (f"SELECT '{table}', md5(string_agg(t::text, '' ORDER BY t::text)) FROM {table} t" for table in guarded())
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(each))
        return str(sorted(cursor.fetchall()))


class Moved(History):
    """Before each verb that the articles bind, what it says that it moves is held against what moves. What was read on a day
    after a verb is what is read on it before the next one, as long as the rows are the same."""

    seen: set[str]
    read: dict[tuple[str, date], tuple[dict[tuple, int], Excesses]]

    @initialize()
    def begin(self):
        super().begin()
        self.read = {}
        self.fill_a_board_then_send_further(0, 0, Period(TODAY))
        self.correct(0, None, Period.through(TODAY, TODAY + timedelta(days=40)))

    def attempt(self, verb, **asked):
        if verb in JUDGED:
            self.compare(verb, asked)
        super().attempt(verb, **asked)

    @rule(which=numbers, who=st.integers(0, 3), period=periods())
    def fill_a_board_then_send_further(self, which, who, period):
        """Somebody new, on the board of a pôle, then on that of the grouping for it: what one hopes not to be refused."""
        homes = [place for place in self.places if place[1] == "administrator" and place[2] is None]
        home, title, _ = homes[which % len(homes)]
        self.fill(self.places.index((home, title, None)), who, period)
        local = self.small.body(home).organisation
        sent = next(n for n, place in enumerate(self.places) if place[1] == "administrator" and place[2] == local)
        self.fill(sent, who, period)

    @precondition(lambda self: self.mandates())
    @rule(which=numbers)
    def annul(self, which):
        mandate = self.mandates()[which % len(self.mandates())]
        self.attempt(annul_mandate, mandate=mandate, reason="Jamais entré en fonction")

    @rule(day=days, value=st.integers(1, 4))
    def decide(self, day, value):
        name = "R3.7.representatives_per_member"
        with arranging():
            Setting.objects.filter(name=name, period__startswith__gte=day).delete()
            for one in Setting.objects.filter(name=name).on(day):
                put(one, period=since(one.period.lower, day - timedelta(days=1)))
            SettingFactory(name=name, value=value, period=since(day))

    def require_nothing_blocking(self):
        """Not here: a limit that is lowered, as `decide` does, leaves too many of those who were rightly seated."""

    def compare(self, verb, asked):
        """Once to know its days, once more between two readings of all of them; then as if nothing had been."""
        with self.tried(verb, asked) as found:
            if found is None:
                return
            every_day = edges() | set(found[1])
        every_day |= edges()
        before = self.whole(every_day)
        with self.tried(verb, asked) as (upheld, days):
            after = self.whole(every_day)
            self.require_shown(upheld, days, before, after)
            refused = {key for day in every_day for key, *_ in worse(before[day][1], after[day][1])}
            assert {key for day in days for key, *_ in worse(before[day][1], upheld.excesses(day))} == refused
        self.seen |= {verb.__name__, "refused" if refused else "done"}

    def whole(self, days: set[date]) -> dict[date, tuple[dict[tuple, int], Excesses]]:
        now, organisations = rows(), {one.pk for one in self.small.organisations}
        for day in days:
            if (now, day) not in self.read:
                self.read[now, day] = answers(day), blocking_excesses(day, organisations=organisations)
        return {day: self.read[now, day] for day in days}

    @contextmanager
    def tried(self, verb, asked) -> Iterator[tuple[Upheld, list[date]] | None]:
        """What the verb says that it moves, judged by nobody and taken back; None when it refuses for another reason."""
        point = transaction.savepoint_create()
        try:
            with judging_later() as waiting:
                try:
                    verb(actor=SYSTEM, now=NOW, **asked)
                except Refused:
                    waiting.clear()
            yield waiting[0] if waiting else None
        finally:
            transaction.savepoint_rollback(point)

    def require_shown(self, upheld: Upheld, days: list[date], before, after):
        """What grows on some day is shown by one of those that are judged: from as much, to as much."""

        def is_judged(name, organisation):
            head = self.small.head.pk
            asked = organisation in {*upheld.organisations, head}
            return asked and is_moved(questions()[name].check, organisation, head, upheld.writes)

        def grown(those):
            return {
                (key, before[day][0].get(key, 0), number)
                for day in those
                for key, number in after[day][0].items()
                if number > before[day][0].get(key, 0)
            }

        shown = {one for one in grown(days) if is_judged(*one[0][:2])}
        assert grown(after) - shown == set()


@pytest.mark.django_db
def test_a_verb_says_all_that_it_moves(small: World):
    seen: set[str] = set()
    run_state_machine_as_test(
        seed(7)(type("MovedInTheSmallWorld", (Moved,), {"small": small, "written": [], "seen": seen})),
        settings=settings(
            max_examples=sampled(4, 2),
            stateful_step_count=10,
            deadline=None,
            suppress_health_check=list(HealthCheck),
            phases=[Phase.generate],
            database=None,
        ),
    )
    assert seen == {verb.__name__ for verb in JUDGED} | {"refused", "done"}


TABLES = {"seats_mandate": {"mandates", "team"}, "decisions_decision": {"decisions"}}


@pytest.mark.django_db
@pytest.mark.parametrize("table", sorted(TABLES))
def test_a_fact_that_reads_a_table_says_its_register(table, small: World):
    """A verb that writes in a register has judged the facts that say they read it, and no other: in either federation."""
    day, silent = Day(TODAY), []
    for article in (article for book in books() for article in book.articles.values()):
        for clause in article.clauses:
            if clause.check and not {register for register, _ in clause.check.moved_by} & TABLES[table]:
                with CaptureQueriesContext(connection) as captured:
                    day.fact(clause.check)
                silent += [clause.key for query in captured.captured_queries if f'"{table}"' in query["sql"]]
    assert silent == []
