"""What leaves each month for the payroll office: who entered, who left, what changed, which days were taken; for whom."""

from datetime import date

import pytest
from django.urls import reverse

from kevread.careers.loader import load
from kevread.careers.queries.payroll import months_of
from kevread.common.reading import Misread
from kevread.directory.models import Person
from kevread.staff.models import Terms
from kevread.supervision.models import Leave, Matter
from tests.clients import entered_as
from tests.conftest import NOW, TODAY, arranging
from tests.employed import employed
from tests.factories import PersonFactory, since
from tests.gatherings.screens import said
from tests.reading_tables import taken
from tests.worlds import put

pytestmark = pytest.mark.django_db
MARCH = date(2026, 3, 1)


@pytest.fixture
def contract(scene):
    with arranging():
        return employed(scene.grouping, PersonFactory())


def days(contract, kind: str, first: date, last: date, answer: str = "granted", **more) -> None:
    post = contract.employer.posts.first()
    with arranging():
        matter = Matter.objects.create(
            act="conges", organisation=contract.employer, post=post, person=contract.person, title="…", raised_at=NOW,
            outcome="decided" if answer else "", conclusion="Accordé." if answer else "", closed_at=NOW if answer else None,
        )  # fmt: skip
        Leave.objects.create(matter=matter, kind=kind, first=first, last=last, answer=answer, **more)


def month(scene, contract, first: date = MARCH):
    rows = months_of(scene.grouping, scene.direction, TODAY, first)
    return next((one for one in rows if one.contract == contract), None)


def test_who_enters_and_leaves_on_the_first_and_the_last_day_of_a_month(scene, contract):
    assert not month(scene, contract).has_variables
    with arranging():
        put(contract, period=since(MARCH, date(2026, 3, 31)))
    told = month(scene, contract)
    assert (told.entered_on, told.left_on) == (MARCH, date(2026, 3, 31))
    assert month(scene, contract, date(2026, 2, 1)) is None and month(scene, contract, date(2026, 4, 1)) is None


def test_what_changes_in_a_month_and_not_what_begins_with_the_contract(scene, contract):
    with arranging():
        put(contract.terms, period=since(date(2025, 1, 1), date(2026, 3, 14)))
        Terms.objects.create(contract=contract, share=80, salary=2_000_00, period=since(date(2026, 3, 15)))
    told = month(scene, contract)
    assert (told.changed_on, told.terms.share) == (date(2026, 3, 15), 80)
    assert month(scene, contract, date(2026, 2, 1)).terms.share == 100
    assert month(scene, contract, date(2026, 4, 1)).changed_on is None
    assert month(scene, contract, date(2025, 1, 1)).changed_on is None


def test_the_days_that_are_granted_are_counted_from_monday_to_friday_within_the_month(scene, contract):
    days(contract, "leave", date(2026, 2, 26), date(2026, 3, 3))  # a Thursday to a Tuesday
    days(contract, "remote", date(2026, 3, 5), date(2026, 3, 5))
    days(contract, "leave", date(2026, 3, 10), date(2026, 3, 11), answer="")
    days(contract, "leave", date(2026, 3, 12), date(2026, 3, 13), answer="refused")
    days(contract, "leave", date(2026, 3, 16), date(2026, 3, 17), cancelled_on=MARCH)
    told = month(scene, contract)
    assert (told.leave_days, told.remote_days, told.spans) == (2, 1, "01/03/2026 - 03/03/2026")
    assert month(scene, contract, date(2026, 2, 1)).leave_days == 2


def test_half_days_are_halves_and_say_so_within_the_month_that_holds_them(scene, contract):
    days(
        contract, "leave", date(2026, 2, 26), date(2026, 3, 3), from_noon=True, until_noon=True
    )  # a Thursday to a Tuesday
    days(contract, "remote", date(2026, 3, 5), date(2026, 3, 5), until_noon=True)
    told = month(scene, contract)
    assert (told.leave_days, told.remote_days, told.spans) == (1.5, 0.5, "01/03/2026 - 03/03/2026 midi")
    before = month(scene, contract, date(2026, 2, 1))
    assert (before.leave_days, before.spans) == (1.5, "26/02/2026 midi - 28/02/2026")


def test_each_half_day_is_told_by_one_contract_and_none_beyond_its_end(scene, contract):
    """One contract to the 10th, another from the 11th; days that were granted across both, then beyond the end of the last."""
    with arranging():
        put(contract, period=since(date(2025, 1, 1), date(2026, 3, 10)))
        other = employed(scene.grouping, contract.person)
        put(other, period=since(date(2026, 3, 11), date(2026, 3, 27)))
    days(contract, "leave", date(2026, 3, 9), date(2026, 3, 12), until_noon=True)  # a Monday to a Thursday at noon
    days(contract, "leave", date(2026, 3, 26), date(2026, 4, 3))  # a Thursday; the contract ends on the Friday
    days(contract, "remote", date(2026, 3, 30), date(2026, 3, 30))
    one, two = month(scene, contract), month(scene, other)
    assert (one.leave_days, one.spans) == (2, "09/03/2026 - 10/03/2026")
    assert (two.leave_days, two.spans) == (3.5, "11/03/2026 - 12/03/2026 midi ; 26/03/2026 - 27/03/2026")
    assert (one.remote_days, two.remote_days) == (0, 0)


def test_two_contracts_at_once_tell_a_day_of_leave_once(scene, contract):
    with arranging():
        other = employed(scene.grouping, contract.person)
        put(other, period=since(date(2026, 3, 2), date(2026, 3, 31)))
    days(contract, "leave", date(2026, 3, 9), date(2026, 3, 10))
    assert [month(scene, one).leave_days for one in (contract, other)] == [2, 0]


def test_the_line_of_the_employer_alone_reads_and_takes_them(scene, readers, contract, settings):
    here = scene.grouping.slug
    days(contract, "leave", date(2026, 3, 2), date(2026, 3, 3))
    page = reverse("careers:payroll", args=[here])
    assert str(contract.person) in said(readers.direction.get(page, {"mois": "2026-03"}))
    rows = taken(readers.direction.get(reverse("careers:payroll_xlsx", args=[here]), {"mois": "2026-03"}))
    (row,) = [one for one in rows if one["Nom"] == contract.person.family_name]
    assert (row["Brut mensuel"], row["Congés (jours ouvrés)"], row["Mois"]) == (2600, 2, "2026-03")
    chair = entered_as(Person.objects.get(pk=scene.president_of(scene.second).person), settings)
    coordination = entered_as(Person.objects.get(pk=scene.coordination.person), settings)
    for other in (chair, coordination):
        for where in (page, reverse("careers:payroll_csv", args=[here]), reverse("careers:payroll_xlsx", args=[here])):
            answer = other.get(where, {"mois": "2026-03"})
            assert answer.status_code == 403 and contract.person.family_name not in answer.text


def test_a_column_that_is_not_known_or_is_there_twice_is_told(tmp_path):
    written = tmp_path / "careers.yaml"
    written.write_text("payroll: [{value: health}]\n", encoding="utf-8")
    with pytest.raises(Misread, match="n’est pas une variable de paie"):
        load(written)
    other = tmp_path / "other.yaml"
    other.write_text("payroll: [{value: share, header: A}, {value: salary, header: A}]\n", encoding="utf-8")
    with pytest.raises(Misread, match="même titre"):
        load(other)


def test_the_number_of_questions_does_not_grow_with_the_people(scene, contract, counted):
    with counted(9):
        before = len(months_of(scene.grouping, scene.direction, TODAY, MARCH))
    with arranging():
        for _ in range(4):
            employed(scene.grouping, PersonFactory())
    with counted(9):
        assert len(months_of(scene.grouping, scene.direction, TODAY, MARCH)) == before + 4
