"""The crossed table of a year: each figure equals one counted by hand, and all of them make what the accounts make."""

from collections import defaultdict
from datetime import date
from fractions import Fraction
from itertools import product

import pytest
from django.db import ProgrammingError
from hypothesis import given
from hypothesis import strategies as st

from kevread.common.actor import SYSTEM
from kevread.common.money import shared
from kevread.journal.operations import act
from kevread.ledgers import operations
from kevread.ledgers.models import Book, Line, Passage, Split
from kevread.ledgers.queries.books import results_of
from kevread.ledgers.queries.costs import actions_of, analysed, several_of, split_again, split_kept
from kevread.ledgers.queries.crossing import Crossing, pieces_of, usual_column
from kevread.ledgers.rules.crossing import SHARED, UNSAID, Asked, crossed, stands_at
from kevread.ledgers.rules.sharing import plain, split, split_all
from tests.conftest import NOW

from .files import fec, opened, row
from .test_costs import book, entry, key, say, spent

CODES = st.sampled_from(["", "A", "B", "C"])
PARTS = st.lists(st.tuples(st.dictionaries(st.sampled_from("PNF"), CODES), st.integers(-(10**12), 10**12)), max_size=30)
AXIS = st.sampled_from(["", "P", "N", "F"])
ONLY = st.none() | st.tuples(st.sampled_from("PNF"), CODES)


@given(PARTS, st.sampled_from("PNF"), AXIS, AXIS, ONLY)
def test_every_margin_is_the_sum_of_what_it_bounds(parts, rows, columns, under, only):
    asked = Asked(rows, columns, under, only)
    made = crossed(parts, asked)
    kept = [(codes, cents) for codes, cents in parts if only is None or codes.get(only[0], "") == only[1]]
    naive: dict[tuple, Fraction] = defaultdict(Fraction)
    for codes, cents in kept:
        naive[tuple(codes.get(axis, "") if axis else None for axis in (rows, under, columns))] += cents
    inner = {
        at: cents
        for at, cents in made.items()
        if all(bool(axis) == (one is not None) for one, axis in zip(at, asked.axes, strict=True))
    }
    assert inner == naive
    assert sum(inner.values()) == made.get((None, None, None), 0) == sum(cents for _, cents in kept)
    for at, cents in made.items():
        inside = [one for place, one in naive.items() if all(a in (None, b) for a, b in zip(at, place, strict=True))]
        assert sum(inside) == cents == sum(one for codes, one in parts if stands_at(codes, asked, at))


@given(st.lists(st.integers(-(10**9), 10**9), max_size=40), st.lists(st.integers(1, 300), min_size=1, max_size=6))
def test_lines_split_together_make_what_they_make_one_by_one(lines, weights):
    parts = [(f"C{rank}", weight) for rank, weight in enumerate(weights)]
    total = sum(plain(parts))
    rests: dict[int, list[int]] = defaultdict(list)
    for cents in lines:  # as PostgreSQL divides: the rest has the sign of the line
        rests[abs(cents) % total * (-1 if cents < 0 else 1)].append(cents)
    naive = dict.fromkeys([code for code, _ in parts], 0)
    for cents in lines:
        for code, part in split(cents, parts):
            naive[code] += part
    assert dict(split_all([(rest, len(those), sum(those)) for rest, those in rests.items()], parts)) == naive


@pytest.fixture
def year(scene):
    """Rent by halves, line by line; salaries said along two axes; a refund; what nobody said; a product; two keys, one of
    which gives to the other."""
    here = scene.grouping
    say(here, "613", ("ANIMATION", 1), ("SUPPORT", 1), N="SUPPORT")
    say(here, "641", ("ANIMATION", 2), ("ACCOMPAGNEMENT", 1), N="ANIMATION", F="ETAT")
    say(here, "6412", ("DIRECTION", 1))
    say(here, "74", ("ANIMATION", 1), F="REGION")
    key(here, "DIRECTION", ("SUPPORT", 1), ("ACCOMPAGNEMENT", 2))
    key(here, "SUPPORT", ("ANIMATION", 1), ("ACCOMPAGNEMENT", 3))
    return book(
        here, spent(1, "6130", "50,01"), spent(2, "6130", "50,00"), spent(3, "6410", "1000"), spent(4, "6412", "300"),
        entry(5, row("512", debit="10,01"), row("6410", credit="10,01")), spent(6, "622", "7"),
        entry(7, row("512", debit="1500"), row("741", credit="1500")), entry(8, row("512", debit="3"), row("758", credit="3")),
        entry(9, row("864", debit="90"), row("875", credit="90")),
    )  # fmt: skip


def by_hand() -> dict[tuple[str, str, str], int]:
    """Action, nature, funder of the expenses, before any key, line after line."""
    made: dict[tuple[str, str, str], int] = defaultdict(int)
    for cents in (5001, 5000):
        half = shared(cents, [1, 1])
        made["ANIMATION", "SUPPORT", ""] += half[0]
        made["SUPPORT", "SUPPORT", ""] += half[1]
    for cents in (100_000, -1001):
        two, one = shared(cents, [2, 1])
        made["ANIMATION", "ANIMATION", "ETAT"] += two
        made["ACCOMPAGNEMENT", "ANIMATION", "ETAT"] += one
    made["DIRECTION", "", ""] += 30_000
    made["", "", ""] += 700
    return made


@pytest.mark.django_db
def test_each_figure_equals_one_counted_by_hand_and_nothing_is_lost(year):
    found = analysed(year)
    made = Crossing(found, Asked("P", "N", "F")).made("6")
    for (action, nature, funder), cents in by_hand().items():
        assert made[action, funder, nature] == cents
    assert Crossing(found, Asked("P", "N", "F")).spent == results_of([year])[year].expenses == 139_700
    assert Crossing(found, Asked("P", "N", "F")).brought == results_of([year])[year].products == 150_300
    assert {row.code: row.full for row in actions_of(found)} == {
        code: made[code, None, None] for code in ("SUPPORT", "DIRECTION", "ANIMATION", "ACCOMPAGNEMENT")
    }
    assert made["DIRECTION", None, None] == made["SUPPORT", None, None] == 0  # all that they had is given
    assert sum(cents for at, cents in made.items() if at[0] and at[1] is None and at[2] == SHARED) == 0
    assert made[None, None, SHARED] == 0
    natures = Crossing(found, Asked("N")).made("6")  # keys share actions out, and say nothing of natures
    assert {code: cents for (code, *_), cents in natures.items() if cents} == {
        "SUPPORT": 10_001, "ANIMATION": 98_999, "": 30_700, None: 139_700,
    }  # fmt: skip


@pytest.mark.django_db
def test_any_axes_in_any_place_make_the_same_whole(year):
    found = analysed(year)
    whole = results_of([year])[year]
    for rows, columns, under in product("STPFNX", ["", *"STPFNX"], ["", *"STPFNX"]):
        crossing = Crossing(found, Asked(rows, columns, under))
        assert (crossing.spent, crossing.brought) == (whole.expenses, whole.products)
        for side in crossing.sides:
            tops = [one for one in side.rows if not one.is_under]
            assert sum(one.total.cents or 0 for one in tops) == side.last.total.cents
            if columns:
                for one in (*side.rows, side.last):
                    assert sum(cell.cents or 0 for cell in one.cells) == one.total.cents
            assert sum(one.cents for one in crossing.taken() if one.side == side.label) == side.last.total.cents


@pytest.mark.django_db
def test_what_is_bounded_to_each_code_makes_the_whole(year):
    found = analysed(year)
    codes = {one.codes.get("N", UNSAID) for one in pieces_of(found)}
    assert codes == {"SUPPORT", "ANIMATION", "", SHARED}
    made = [Crossing(found, Asked("P", "F", only=("N", code))).spent for code in sorted(codes)]
    assert sum(made) == 139_700
    crossing = Crossing(found, Asked("P", only=("N", "ANIMATION")))
    assert [(one.code, one.total.cents) for one in crossing.sides[0].rows] == [
        ("ANIMATION", 66_000),
        ("ACCOMPAGNEMENT", 32_999),
    ]
    assert crossing.brought == 0 and len(crossing.sides) == 1


@pytest.mark.django_db
def test_what_makes_a_figure_makes_all_of_it(year):
    found = analysed(year)
    crossing = Crossing(found, Asked("P", "N", "F"))
    for key_of_side in ("6", "7"):
        for at, cents in crossing.made(key_of_side).items():
            assert sum(one.cents for one in crossing.inside(key_of_side, at)) == cents
    assert [one.posted.account for one in crossing.inside("6", ("", None, None)) if one.posted] == ["622"]


@pytest.mark.django_db
def test_a_year_of_which_nothing_is_said_is_whole_and_unsaid(scene):
    made = book(scene.first, spent(1, "6130", "10"), entry(2, row("512", debit="4"), row("741", credit="4")))
    found = analysed(made)
    crossing = Crossing(found, Asked("P", "N"))
    assert usual_column(found) == ""
    assert [[(one.label, one.total.cents) for one in side.rows] for side in crossing.sides] == [
        [("Non ventilé", 1000)],
        [("Non ventilé", 400)],
    ]
    assert crossing.mute == ["Projet, action", "Nature"] and crossing.without_codes == []
    assert [label for _, label in Crossing(found, Asked("X", "S")).without_codes] == [
        "Tranche d’une convention",
        "Structure",
    ]


@pytest.mark.django_db
def test_two_years_are_crossed_apart(scene, year):
    say(scene.grouping, "61", ("VIE-LOCALE", 1), N="VIE-ASSOCIATIVE", since=date(2027, 1, 1))
    rows = [one | {"EcritureDate": "20250115"} for one in spent(1, "6130", "10")]
    before = operations.read(
        actor=SYSTEM,
        organisation=scene.grouping,
        now=NOW,
        file=opened(fec(rows)),
        name="b.txt",
        last=date(2025, 12, 31),
    )
    before = operations.keep(actor=SYSTEM, book=before, seen=None, now=NOW)
    made = Crossing(analysed(before), Asked("P", "N"))
    assert made.spent == 1000 and made.label("P", "") == "Non ventilé"
    assert [one.label for one in made.sides[0].rows] == ["Non ventilé"]  # what is said begins in 2026
    assert Crossing(analysed(year), Asked("P")).spent == 139_700


def recounted(found: Book) -> dict[tuple[str, str, tuple[int, ...]], list[int]]:
    """From the lines, one by one, what is kept of a file."""
    made = {}
    for one in Split.objects.filter(balance__book=found).select_related("balance"):
        totals = [0] * len(one.weights)
        lines = Line.objects.filter(book=found, account=one.balance.account, section=one.balance.section)
        for line in lines:
            totals = [old + new for old, new in zip(totals, shared(line.cents, one.weights), strict=True)]
        assert one.cents == totals
        made[one.balance.account, one.balance.section, tuple(one.weights)] = totals
    return made


@pytest.mark.django_db
def test_what_is_kept_of_a_year_is_what_its_lines_make(scene, year, django_assert_num_queries):
    here = scene.grouping
    assert set(recounted(year)) == {("6130", "", (1, 1)), ("6410", "", (2, 1))}
    say(here, "6130", ("ANIMATION", 10), ("SUPPORT", 5))  # said anew: written in the same act, beside what was
    assert set(recounted(year)) == {("6130", "", (1, 1)), ("6130", "", (2, 1)), ("6410", "", (2, 1))}
    passage = say(here, "6130", ("ANIMATION", 3), ("SUPPORT", 1), since=date(2026, 2, 1))
    assert ("6130", "", (3, 1)) in recounted(year)
    say(here, "61", ("ANIMATION", 1), ("SUPPORT", 7))
    assert ("6130", "", (1, 7)) not in recounted(year)
    operations.end_passage(actor=SYSTEM, passage=passage, last=date(2026, 6, 30), now=NOW)
    assert ("6130", "", (1, 7)) not in recounted(year)  # « 613 » says more
    operations.end_passage(
        actor=SYSTEM, passage=Passage.objects.get(organisation=here, account="613"), last=date(2026, 6, 30), now=NOW
    )
    assert ("6130", "", (1, 7)) in recounted(year)
    left = several_of_kept(year)
    with django_assert_num_queries(0):  # nothing is left to read in its lines
        assert split_again(left) == {}


def several_of_kept(found: Book) -> dict:
    several = several_of([found])
    kept = split_kept(several)
    return {key: one for key, one in several.items() if key not in kept}


@pytest.mark.django_db
def test_a_year_that_comes_back_has_what_was_said_since(scene, year):
    here = scene.grouping
    later = operations.read(
        actor=SYSTEM,
        organisation=here,
        now=NOW,
        file=opened(fec(spent(1, "6130", "0,03"))),
        name="c.txt",
        last=year.last,
    )
    assert not Split.objects.filter(balance__book=later).exists()  # read, it does not count yet
    assert Crossing(analysed(later), Asked("P")).spent == 3  # and is read from its lines
    later = operations.keep(actor=SYSTEM, book=later, seen=year.pk, now=NOW)
    assert recounted(later) == {("6130", "", (1, 1)): [2, 1]}
    say(here, "613", ("ANIMATION", 4), ("SUPPORT", 1), since=date(2026, 5, 1))
    assert ("6130", "", (4, 1)) in recounted(later) and ("6130", "", (4, 1)) not in recounted(year)
    operations.undo(actor=SYSTEM, book=later, reason="Erreur", now=NOW)
    assert ("6130", "", (4, 1)) in recounted(year)
    assert several_of_kept(year) == {}


@pytest.mark.django_db
def test_what_is_kept_is_rewritten_by_nobody(scene, year):
    one = Split.objects.filter(balance__book=year).first()
    assert one is not None
    one.cents = [1, 2]
    with pytest.raises(ProgrammingError), act("ledgers.set_passage", actor=SYSTEM, about=scene.grouping, now=NOW):
        one.save(update_fields=["cents"])
