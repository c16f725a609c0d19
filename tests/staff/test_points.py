"""Points of seniority: when the agreement adds some, who is told, and who is not."""

import re
from datetime import date, timedelta

import pytest
from django.urls import reverse

from kevread.directory.models import Person
from kevread.staff.models import Contract
from tests.clients import entered_as
from tests.conftest import TODAY, arranging

pytestmark = pytest.mark.django_db


def said(answer) -> str:
    plain = re.sub(r"<[^>]+>", " ", answer.content.decode()).replace("\xa0", " ").replace("&nbsp;", " ")
    return re.sub(r"\s+", " ", plain)


COMES = TODAY + timedelta(days=31)  # the farthest day that is told


@pytest.fixture
def alone(staffing):
    """Nobody else’s seniority is near."""
    with arranging():
        Contract.objects.update(seniority_from=date(2020, 6, 1))
    return staffing


def since(contract: Contract, day: date, **more) -> None:
    with arranging():
        Contract.objects.filter(pk=contract.pk).update(seniority_from=day, agreement_said_on=TODAY, **more)


def page(staffing, settings, actor=None) -> str:
    person = Person.objects.get(pk=(actor or staffing.direction).person)
    return said(entered_as(person, settings).get(f"/{staffing.grouping.slug}/aujourd-hui"))


def one_year_before(day: date) -> date:
    return day.replace(year=day.year - 1)


def test_who_employs_is_told_a_month_before(alone, settings):
    contract = alone.contract()
    since(contract, one_year_before(COMES))
    told = page(alone, settings)
    assert "Ancienneté, à dire à qui établit la paie" in told
    assert f"{contract.person} le 25 décembre 2026 (2 points de plus)" in told
    since(contract, one_year_before(COMES) + timedelta(days=1))
    assert "Ancienneté, à dire" not in page(alone, settings)
    since(contract, one_year_before(TODAY))
    assert "Ancienneté, à dire" in page(alone, settings)
    since(contract, one_year_before(TODAY) - timedelta(days=1))  # it was yesterday
    assert "Ancienneté, à dire" not in page(alone, settings)


def test_several_are_one_line(alone, settings):
    for number in range(5):
        since(alone.contract(), one_year_before(TODAY) + timedelta(days=number))
    told = page(alone, settings)
    assert told.count("Ancienneté, à dire") == 1
    assert "et 2 autres personnes" in told


def test_not_where_nobody_said_the_agreement_nor_where_it_adds_nothing(alone, settings):
    contract = alone.contract()
    since(contract, one_year_before(COMES))
    with arranging():
        Contract.objects.filter(pk=contract.pk).update(agreement_said_on=None)
    assert "Ancienneté, à dire" not in page(alone, settings)
    since(contract, one_year_before(COMES), agreement="sport")
    assert "Ancienneté, à dire" not in page(alone, settings)


def test_it_is_for_nobody_else(alone, settings):
    since(alone.contract(), one_year_before(COMES))
    for actor in (
        alone.scene.president_of(alone.scene.second),
        alone.scene.actor(f"{alone.grouping.slug}-team", "delegate"),
    ):
        assert "Ancienneté, à dire" not in page(alone, settings, actor)


def test_the_person_reads_the_day_in_their_contract(alone, settings):
    contract = alone.contract()
    since(contract, date(2024, 2, 29))
    where = reverse("staff:contract", kwargs={"scale": alone.grouping.slug, "key": contract.pk})
    own = said(entered_as(contract.person, settings).get(where))
    assert "2 points de plus le 1er mars 2027" in own
    since(contract, date(2024, 2, 29), agreement="sport")
    assert "points de plus" not in said(entered_as(contract.person, settings).get(where))
