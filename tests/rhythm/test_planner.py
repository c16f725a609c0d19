"""The planner: whatever the wishes, no date breaks what it promises, and each says why."""

import itertools
from collections import defaultdict
from datetime import date, time, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from kevread.rhythm.rules.planning import Busy, Limits, Wish, propose
from tests.sampling import sampled

FIRST, LAST = date(2027, 1, 1), date(2027, 12, 31)
OFF = {date(2027, 5, 6): "Ascension", date(2027, 5, 17): "Lundi de Pentecôte", date(2027, 11, 11): "Armistice"}
DAYS = st.dates(FIRST, LAST)
PEOPLE = st.frozensets(st.integers(1, 12), max_size=6)


@st.composite
def wishes(draw: st.DrawFn) -> list[Wish]:
    made = []
    for key in range(draw(st.integers(1, 6))):
        monthly = draw(st.booleans())
        made.append(
            Wish(
                key=str(key),
                name=f"Instance {key}",
                number=0 if monthly else draw(st.integers(0, 6)),
                months=tuple(sorted(draw(st.sets(st.integers(1, 12), max_size=6)))) if monthly else (),
                taken=draw(st.frozensets(DAYS, max_size=4)),
                members=draw(PEOPLE),
                weekday=draw(st.integers(0, 4)),
                starts=draw(st.sampled_from([time(9), time(14), time(18)])),
            )
        )
    return made


@given(wishes(), st.lists(st.builds(Busy, DAYS, st.just("Autre"), st.booleans(), PEOPLE), max_size=5))
@settings(max_examples=sampled(150, 40), deadline=None)
def test_no_date_breaks_what_is_promised(asked, busy):
    limits = Limits(FIRST, LAST, OFF)
    found = propose(asked, limits, busy)
    assert found == propose(asked, limits, busy)
    by_key = {wish.key: wish for wish in asked}
    of = defaultdict(list)
    for one in found:
        wish = by_key[one.key]
        assert FIRST <= one.day <= LAST
        assert one.day.weekday() < 5
        assert one.day not in OFF
        assert one.day.month != 8 or 8 in wish.months
        assert one.why
        assert (one.starts, one.minutes) == (wish.starts, wish.minutes)
        of[one.key].append(one.day)
        for other in busy:
            assert other.day != one.day or other.is_evening != wish.is_evening or not other.members & wish.members
    for key, days in of.items():
        wish = by_key[key]
        assert len(days) <= (len(wish.months) or wish.number)
        assert not wish.months or {day.month for day in days} <= set(wish.months)
        assert len({day.month for day in days}) == len(days) or not wish.months
        everything = sorted([*days, *wish.taken])
        for before, after in itertools.pairwise(everything):
            assert (after - before).days >= limits.spacing or {before, after} <= wish.taken
    for one in found:
        for two in found:
            a, b = by_key[one.key], by_key[two.key]
            assert one is two or one.day != two.day or a.is_evening != b.is_evening or not a.members & b.members


def test_a_free_year_is_filled_evenly_on_the_usual_weekday():
    (one, two, three, four) = propose([Wish("a", "A", number=4, weekday=3)], Limits(FIRST, LAST))
    assert {p.day.weekday() for p in (one, two, three, four)} == {3}
    gaps = [(b.day - a.day).days for a, b in ((one, two), (two, three), (three, four))]
    assert min(gaps) > 45


def test_a_month_that_is_asked_for_is_proposed_even_in_august():
    found = propose([Wish("codir", "Codir", months=(8, 12), weekday=0)], Limits(FIRST, LAST))
    assert [one.day.month for one in found] == [8, 12]
    assert "pour août" in found[0].why


def test_two_bodies_that_share_somebody_do_not_meet_the_same_evening():
    shared = frozenset({"Yves"})
    first = Wish("a", "Conseil", number=1, members=shared)
    second = Wish("b", "Bureau", number=1, members=shared | {"Lena"})
    one, two = propose([first, second], Limits(FIRST, LAST))
    assert one.day != two.day
    assert any("une personne siège aussi ailleurs (Conseil)" in p.why for p in (one, two))
    apart = propose([first, Wish("b", "Bureau", number=1, members=frozenset({"Lena"}))], Limits(FIRST, LAST))
    assert apart[0].day == apart[1].day


def test_a_day_off_that_was_better_is_named():
    day = date(2027, 7, 2)  # the very middle of the year, a Friday
    (one,) = propose([Wish("a", "A", number=1, weekday=4)], Limits(FIRST, LAST, {day: "Fête locale"}))
    assert one.day in (day - timedelta(days=7), day + timedelta(days=7))
    assert "le jour libre le plus proche ; évité : le 2 juillet 2027 est férié (Fête locale)" in one.why


def test_what_fits_nowhere_is_not_proposed():
    limits = Limits(date(2027, 8, 2), date(2027, 8, 30))
    assert propose([Wish("a", "A", number=2)], limits) == []
