"""What is typed in plans, dates and budgets: the last thing that is taken, and the first that is not."""

from datetime import date

import pytest

from kevread.careers.operations import open_plan, plan_occasion, say_welfare
from kevread.careers.operations.checks import MOST_CENTS, MOST_HOURS, MOST_PEOPLE, measured, said, why
from kevread.careers.operations.occasions import MOST
from kevread.common.errors import Invalid
from tests.conftest import NOW, TODAY

MEANWHILE = {"now": NOW}


@pytest.mark.parametrize(
    ("least", "most", "field"),
    [
        ((1, 1, 0), (0, 1, 0), "people"),
        ((MOST_PEOPLE, 1, 0), (MOST_PEOPLE + 1, 1, 0), "people"),
        ((1, MOST_HOURS, 0), (1, MOST_HOURS + 1, 0), "hours"),
        ((1, 1, 0), (1, 0, 0), "hours"),
        ((1, 1, MOST_CENTS), (1, 1, MOST_CENTS + 1), "cost"),
        ((1, 1, 0), (1, 1, -1), "cost"),
    ],
)
def test_for_how_many_how_long_at_what_cost(least, most, field):
    assert tuple(measured(*least).values()) == least
    with pytest.raises(Invalid) as refusal:
        measured(*most)
    assert refusal.value.field == field


def test_a_line_says_something_within_its_length():
    assert [said("note", text, "…", most=5) for text in ("abc", "abcde")] == ["abc", "abcde"]
    assert why("a" * 5) and why("a" * 300)
    for text in ("ab", "abcdef", "\n \u2028a"):
        with pytest.raises(Invalid):
            said("note", text, "…", most=5)
    for text in ("a" * 4, "a" * 301):
        with pytest.raises(Invalid):
            why(text)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("told", "field"),
    [
        ({"year": TODAY.year - 5}, ""),
        ({"year": TODAY.year - 6}, "year"),
        ({"year": TODAY.year}, ""),
        ({"year": TODAY.year + 1}, "year"),
        ({"payroll": 1, "budget": 0}, ""),
        ({"payroll": 0, "budget": 0}, "payroll"),
        ({"payroll": MOST, "budget": MOST}, ""),
        ({"payroll": MOST + 1}, "payroll"),
        ({"budget": 101}, "budget"),
        ({"budget": -1}, "budget"),
    ],
)
def test_what_goes_to_welfare(scene, told, field):
    asked = {"employer": scene.grouping, "year": TODAY.year, "payroll": 100, "budget": 1, "actor": scene.direction}
    if not field:
        assert say_welfare(**asked | told, **MEANWHILE).pk
        return
    with pytest.raises(Invalid) as refusal:
        say_welfare(**asked | told, **MEANWHILE)
    assert refusal.value.field == field


@pytest.mark.django_db
def test_what_a_date_is_about_fits_on_its_line(scene):
    asked = {"actor": scene.direction, "organisation": scene.grouping, "kind": "risks", "planned_on": TODAY}
    assert plan_occasion(**asked, subject="é" * 160, **MEANWHILE).subject == "é" * 160
    with pytest.raises(Invalid) as refusal:
        plan_occasion(**asked | {"planned_on": date(2027, 1, 5)}, subject="é" * 161, **MEANWHILE)
    assert refusal.value.field == "subject"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("year", "told_by", "field"),
    [
        (TODAY.year + 2, date(TODAY.year + 2, 12, 31), ""),
        (TODAY.year + 3, date(TODAY.year + 2, 12, 31), "year"),
        (TODAY.year - 2, TODAY, "year"),
        (TODAY.year + 2, date(TODAY.year + 3, 1, 1), "told_by"),
        (TODAY.year + 2, date(TODAY.year, TODAY.month, TODAY.day - 1), "told_by"),
    ],
)
def test_the_plan_that_may_be_opened(scene, year, told_by, field):
    asked = {"actor": scene.coordination, "head": scene.world.head, "year": year, "told_by": told_by}
    if not field:
        assert open_plan(**asked, **MEANWHILE).year == year
        return
    with pytest.raises(Invalid) as refusal:
        open_plan(**asked, **MEANWHILE)
    assert refusal.value.field == field
