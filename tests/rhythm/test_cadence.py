"""A year held against its cadence: what is missing, what can still be held, and the sentences that say so."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kevread.rhythm.rules.cadence import Cadence, Month, Year, attainable, held_by_month, part_ends, tally

START, DAY = date(2026, 1, 1), date(2026, 9, 30)
DAYS = st.dates(date(2026, 1, 1), date(2026, 12, 31))


def year(*held: tuple[int, int], on: date = DAY, since: date | None = date(2025, 1, 1), planned=(), untold=()) -> Year:
    def days(pairs):
        return tuple(date(2026, month, day) for month, day in pairs)

    return Year(2026, on, since, days(held), days(planned), days(untold))


def said(seen: Year, **cadence: object) -> str:
    return " ".join(tally(seen, Cadence(**cadence)).sentences).replace("\xa0", " ")


@pytest.mark.parametrize(
    ("seen", "cadence", "sentence"),
    [
        (
            year((2, 3), (5, 5)),
            {"per_year_min": 4},
            "Deux réunions restent à tenir en trois mois : aucune n’a de date.",
        ),
        (
            year((2, 3), (5, 5), planned=[(11, 3)]),
            {"per_year_min": 4},
            "Deux réunions restent à tenir en trois mois : une n’a pas de date.",
        ),
        (
            year((2, 3), (5, 5), planned=[(11, 3), (12, 8)]),
            {"per_year_min": 4},
            "Deux réunions restent à tenir : leurs dates sont fixées.",
        ),
        (
            year((2, 3), (5, 5), (6, 2), planned=[(11, 3)]),
            {"per_year_min": 4},
            "Une réunion reste à tenir : sa date est fixée.",
        ),
        (
            year((2, 3), on=date(2026, 11, 24)),
            {"per_year_min": 4},
            (
                "1 réunion manque pour 2026, en comptant une réunion par mois au plus d’ici la fin de l’année. "
                "2 réunions sont encore à planifier."
            ),
        ),
        (
            year((2, 3), on=date(2026, 12, 31)),
            {"per_year_min": 4},
            "3 réunions manquent pour 2026 : l’année est finie.",
        ),
        (year((2, 3), (5, 5)), {"per_year_min": 2}, "Le compte y est : 2 réunions tenues."),
        (
            year((2, 3), (3, 3), (5, 5), (6, 9)),
            {"per_year_min": 2, "per_year_max": 3},
            "Le compte y est : 4 réunions tenues. 1 réunion de plus que le maximum prévu.",
        ),
        (
            year((1, 6), (2, 3), (3, 3), (4, 7), (5, 5), (6, 2), (7, 7), on=date(2026, 9, 2), planned=[(9, 8)]),
            {"per_month_min": 1},
            (
                "Août est passé sans réunion : aucune réunion plus tard ne le rattrape. "
                "Octobre, novembre et décembre n’ont pas encore de date."
            ),
        ),
        (year(), {}, "Aucun rythme n’est fixé : les réunions sont comptées, rien n’est attendu."),
        (
            year((2, 3), untold=[(9, 1)]),
            {},
            (
                "Aucun rythme n’est fixé : les réunions sont comptées, rien n’est attendu. "
                "Dites si la réunion prévue le 1er septembre s’est tenue."
            ),
        ),
    ],
)
def test_the_year_is_said(seen, cadence, sentence):
    assert said(seen, **cadence) == sentence


def test_a_later_meeting_does_not_repair_a_missed_month():
    held = [(month, 5) for month in range(1, 13) if month != 8] + [(9, 20)]
    found = tally(year(*held, on=date(2026, 12, 31)), Cadence(per_month_min=1))
    assert (found.missing, found.months[7], found.held) == (1, Month.MISSING, 12)


def test_a_month_off_is_not_missing_and_may_be_used():
    cadence = Cadence(per_month_min=1, months_off=frozenset({8}))
    assert tally(year(), cadence).months[7] is Month.OFF
    assert tally(year((8, 20)), cadence).months[7] is Month.HELD


def test_a_body_created_in_may_is_not_held_to_the_months_before():
    since = date(2026, 5, 12)
    found = tally(year(since=since), Cadence(per_month_min=1))
    assert found.months[:5] == (Month.UNWATCHED,) * 5
    assert set(held_by_month(year(since=since))) == {6, 7, 8, 9}
    assert tally(year(since=since, on=date(2026, 12, 31)), Cadence(per_year_min=4)).missing == 0


def test_a_year_to_come_says_what_is_planned():
    seen = Year(2027, date(2026, 11, 24), date(2025, 1, 1), planned=(date(2027, 3, 2),))
    assert "1 réunion planifiée pour 2027, 3 restent à planifier." in " ".join(
        tally(seen, Cadence(per_year_min=4)).sentences
    ).replace("\xa0", " ")


@given(st.lists(DAYS, max_size=15, unique=True), DAYS, st.sampled_from([4, 12, 24]), st.integers(1, 12))
def test_what_remains_possible_only_shrinks_as_parts_pass(days, on, parts, least):
    """From the end of a part to the end of a later one; at the end of the year it is the count."""

    def seen(day: date) -> Year:
        held, planned = (d for d in days if d <= day), (d for d in days if d > day)
        return Year(2026, day, date(2025, 1, 1), tuple(held), tuple(planned))

    counts = [attainable(seen(end), parts) for end in part_ends(2026, parts)]
    assert counts == sorted(counts, reverse=True)
    assert counts[-1] == len(days)
    found = tally(seen(on), Cadence(per_year_min=least, parts=parts))
    assert found.missing == max(0, least - attainable(seen(on), parts))
    assert found.to_plan >= 0
    assert found.held + found.planned + found.to_plan + found.missing >= least


@given(st.lists(DAYS, max_size=15, unique=True), DAYS)
def test_each_month_is_one_thing(days, on):
    seen = Year(2026, on, date(2025, 1, 1), tuple(d for d in days if d <= on), tuple(d for d in days if d > on))
    found = tally(seen, Cadence(per_month_min=1))
    counts = held_by_month(seen)
    assert {month for month, number in counts.items() if not number} == {
        n for n, month in enumerate(found.months, start=1) if month is Month.MISSING
    }
    assert len(found.months) == 12
