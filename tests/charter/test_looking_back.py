"""Since when each breach has been one: found at night, by the same question asked of each day before."""

import random
from datetime import UTC, date, datetime, timedelta
from importlib import import_module
from pathlib import Path

import pytest

from kevread.charter import jobs
from kevread.charter.engine import verdicts
from kevread.charter.models import Keeping, LastingBreach, Setting
from kevread.charter.operations import looking_back
from kevread.charter.operations.looking_back import breaches, lasting_since, look_back
from kevread.charter.queries.since import known_since
from kevread.charter.sentences import speak
from kevread.common.verdicts import Verdict
from kevread.journal.tables import forged
from tests.charter.proofs import PLANTS, planted, rule_of
from tests.conftest import NOW, TODAY, arranging
from tests.factories import MandateFactory, PersonFactory, since
from tests.sampling import sampled
from tests.worlds import LAST_YEAR, World, end, put

pytestmark = pytest.mark.django_db
for path in sorted(Path(__file__).parent.glob("test_*.py")):
    import_module(f"tests.charter.{path.stem}")

BOARD = "R3.2/2"  # somebody sits on the board of each pôle
A_DAY = timedelta(days=1)


def told(clause: str, organisation, on: date = TODAY) -> date | None:
    found = [one for one in verdicts(on, rules=[rule_of(clause)]) if one.clause.key == clause]
    return known_since(speak(found, on), on).get((clause, organisation.pk))


@pytest.fixture
def local(small: World):
    """A pôle on whose board nobody sits since the first of January."""
    local = small.locals[small.groupings[0]][0]
    with arranging():
        end(small.mandates(f"{local.slug}-board"))
    return local


@pytest.fixture(autouse=True)
def _of_the_board_alone(monkeypatch):
    """The other breaches of the small world are not walked back."""
    every = looking_back.reach
    monkeypatch.setattr(looking_back, "reach", lambda book, on, rules, of: every(book, on, rules or ONLY, of))


ONLY = frozenset({rule_of(BOARD)})


def test_the_first_of_the_days_without_a_break(small: World, local):
    look_back(on=TODAY, now=NOW)
    assert told(BOARD, local) == date(2026, 1, 1)
    assert told(BOARD, small.locals[small.groupings[0]][1]) is None  # where it is no breach


def test_what_was_mended_for_a_day_has_lasted_since_then(small: World, local):
    seat = small.mandates(f"{local.slug}-board").earliest("pk").seat
    with arranging():
        MandateFactory(seat=seat, person=PersonFactory(), period=since(date(2026, 7, 14), date(2026, 7, 14)))
    look_back(on=TODAY, now=NOW)
    assert told(BOARD, local) == date(2026, 7, 15)


def test_no_earlier_than_its_register_is_kept(local):
    with arranging():
        put(Keeping.objects.filter(organisation=local, register="mandates"), period=since(date(2026, 6, 1)))
    look_back(on=TODAY, now=NOW)
    assert told(BOARD, local) == date(2026, 6, 1)


def test_no_earlier_than_what_makes_a_breach_of_it_was_decided(small: World, monkeypatch):
    """Two sit for each pôle, where one at most may since June."""
    monkeypatch.setattr("tests.charter.test_looking_back.ONLY", frozenset({"R3.7"}))
    with arranging():
        put(Setting.objects.filter(name="R3.7.representatives_per_member"), value=1, period=since(date(2026, 6, 1)))
    look_back(on=TODAY, now=NOW)
    days = set(LastingBreach.objects.filter(clause="R3.7/1").values_list("since", flat=True))
    assert days == {date(2026, 6, 1)}


def test_what_has_lasted_too_long_is_left_out(local, monkeypatch):
    monkeypatch.setattr(looking_back, "FARTHEST", TODAY - date(2026, 1, 1))
    look_back(on=TODAY, now=NOW)
    assert told(BOARD, local) is None
    monkeypatch.setattr(looking_back, "FARTHEST", TODAY - date(2026, 1, 1) + A_DAY)
    look_back(on=TODAY, now=NOW)
    assert told(BOARD, local) == date(2026, 1, 1)


def test_what_was_looked_at_another_night_says_nothing_today(local):
    for looked_on, expected in (
        (TODAY, date(2026, 1, 1)),
        (TODAY - A_DAY, date(2026, 1, 1)),
        (TODAY - 2 * A_DAY, None),
    ):
        look_back(on=looked_on, now=NOW)
        assert told(BOARD, local) == expected
    look_back(on=TODAY, now=NOW)
    assert told(BOARD, local, TODAY - A_DAY) is None  # asked of a day of the past


def test_what_another_hand_wrote_says_nothing_and_is_named(local):
    look_back(on=TODAY, now=NOW)
    assert list(forged()) == []
    found = LastingBreach.objects.get(clause=BOARD, organisation=local.pk)
    LastingBreach.objects.filter(pk=found.pk).update(since=date(2019, 2, 3))
    assert told(BOARD, local) is None
    assert [(one.table, one.row, one.kind) for one in forged()] == [("charter_lastingbreach", found.pk, "forged")]
    look_back(on=TODAY, now=NOW + timedelta(minutes=1))
    assert told(BOARD, local) == date(2026, 1, 1)
    found.delete()
    LastingBreach.objects.create(
        clause=BOARD, organisation=local.pk, since=date(2019, 2, 3), looked_on=TODAY, looked_at=NOW
    )
    assert told(BOARD, local) is None


def test_what_is_mended_says_nothing_and_goes_with_the_next_night(small: World, local):
    look_back(on=TODAY, now=NOW)
    with arranging():
        put(small.mandates(f"{local.slug}-board"), period=since(LAST_YEAR.lower))
    assert told(BOARD, local) is None
    look_back(on=TODAY, now=NOW + timedelta(minutes=1))
    assert not LastingBreach.objects.filter(organisation=local.pk).exists()


def test_a_night_takes_the_place_of_the_one_before(small: World, local):
    look_back(on=TODAY, now=NOW)
    with arranging():
        put(Keeping.objects.filter(organisation=local, register="mandates"), period=since(date(2026, 6, 1)))
    look_back(on=TODAY, now=NOW + timedelta(days=1))
    [one] = LastingBreach.objects.filter(clause=BOARD)
    assert (one.since, one.looked_at) == (date(2026, 6, 1), NOW + timedelta(days=1))


@pytest.mark.parametrize(
    ("hour", "again"),
    [
        (
            datetime(2026, 11, 24, 1, 59, tzinfo=UTC),
            False,
        ),  # before two, by universal time: the night that was looked at
        (datetime(2026, 11, 24, 2, tzinfo=UTC), True),
    ],
)
def test_the_job_looks_once_a_night(local, monkeypatch, hour: datetime, again: bool):
    seen: list[datetime] = []
    monkeypatch.setattr("kevread.base.clock.watch", lambda: hour)
    monkeypatch.setattr(jobs, "look_back", lambda *, on, now: seen.append(now))
    look_back(on=TODAY, now=datetime(2026, 11, 23, 2, tzinfo=UTC))
    jobs.look_back_at_night()
    assert bool(seen) == again


def test_any_breach_that_one_may_plant_was_one_that_day_and_not_the_day_before(small: World, monkeypatch):
    for clause in random.sample(sorted(PLANTS), sampled(12, 4)):
        monkeypatch.setattr("tests.charter.test_looking_back.ONLY", frozenset({rule_of(clause)}))
        with planted(small, PLANTS[clause]):
            wrong = {key for key in breaches(TODAY) if key[0] == clause}  # some are never at fault: they are not known
            found = {key: day for key, day in lasting_since(TODAY).items() if key[0] == clause}
            assert found.keys() == wrong, clause
            for (_, organisation), day in found.items():
                verdict = {
                    on: one.verdict
                    for on in (day - A_DAY, day, TODAY)
                    for one in verdicts(on, rules=[rule_of(clause)])
                    if (one.clause.key, one.organisation.id) == (clause, organisation)
                }
                assert verdict[day] is verdict[TODAY] is Verdict.BREACHES, (clause, day)
                assert verdict.get(day - A_DAY) is not Verdict.BREACHES, (clause, day)
