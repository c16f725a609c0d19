"""Posts to fill, on the day of whoever employs: since when nobody is there, and the recruitment to open, or the open one."""

import re
from datetime import date, timedelta

import pytest

from kevread.base.models import as_range
from kevread.charter.models import Keeping
from kevread.common.periods import Period
from kevread.staff.models import Assignment, Post
from kevread.staff.queries.vacancies import SOON, vacancies
from kevread.supervision.models import Candidate
from tests.clients import entered_as
from tests.conftest import TODAY, arranging
from tests.factories import since

pytestmark = pytest.mark.django_db
LEFT = date(2026, 10, 1)


def ends(assignment: Assignment, day: date | None) -> None:
    """`day`: the first one on which they are not there any more."""
    Assignment.objects.filter(pk=assignment.pk).update(period=as_range(Period(date(2024, 3, 1), day)))


def page(two, settings, person=None) -> str:
    client = entered_as(person or two.scene.world.holder(f"{two.grouping.slug}-team", "direction").person, settings)
    answer = client.get(f"/{two.grouping.slug}/aujourd-hui").content.decode()
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer)).replace("\xa0", " ").replace("&nbsp;", " ")


@pytest.fixture
def alone(two):
    """Only these two posts are there."""
    with arranging():
        Assignment.objects.exclude(pk__in=[two.delegate.pk, two.support.pk]).update(end_reason="mistake")
        Post.objects.exclude(pk__in=[two.territorial.pk, two.shared.pk]).update(end_reason="mistake")
    return two


def test_a_post_that_is_filled_is_not_to_fill(alone):
    assert vacancies(alone.grouping, TODAY) == []


def test_a_post_that_somebody_left_is_empty_since_the_day_after(alone):
    with arranging():
        ends(alone.delegate, LEFT)
    (found,) = vacancies(alone.grouping, TODAY)
    assert (found.post, found.since, found.at_least, found.until) == (alone.territorial, LEFT, False, None)
    assert vacancies(alone.grouping, LEFT - SOON - timedelta(days=1)) == []
    assert vacancies(alone.grouping, LEFT)[0].since == LEFT  # the first day on which nobody is there
    (before,) = vacancies(alone.grouping, LEFT - timedelta(days=1))
    assert (before.since, before.until) == (None, LEFT - timedelta(days=1))


def test_a_post_that_empties_is_told_two_months_before(alone):
    with arranging():
        ends(alone.delegate, TODAY + SOON)
    (found,) = vacancies(alone.grouping, TODAY)
    assert found.until == TODAY + SOON - timedelta(days=1)
    with arranging():
        ends(alone.delegate, TODAY + SOON + timedelta(days=1))
    assert vacancies(alone.grouping, TODAY) == []


def test_not_if_it_closes_then_nor_if_somebody_comes(alone):
    with arranging():
        ends(alone.delegate, TODAY + timedelta(days=10))
        row = Post.objects.filter(pk=alone.territorial.pk)
        row.update(period=as_range(Period(date(2024, 3, 1), TODAY + timedelta(days=10))))
    assert vacancies(alone.grouping, TODAY) == []
    with arranging():
        row.update(period=since(date(2024, 3, 1)))
    assert len(vacancies(alone.grouping, TODAY)) == 1
    with arranging():
        Assignment.objects.create(
            post=alone.territorial,
            contract=alone.delegate.contract,
            share=100,
            period=since(TODAY + timedelta(days=40)),
        )
    assert vacancies(alone.grouping, TODAY) == []


def test_a_mistake_fills_nothing_and_a_post_by_mistake_is_none(alone):
    with arranging():
        Assignment.objects.filter(pk=alone.delegate.pk).update(end_reason="mistake")
    assert [one.post for one in vacancies(alone.grouping, TODAY)] == [alone.territorial]
    with arranging():
        Post.objects.filter(pk=alone.territorial.pk).update(end_reason="mistake")
    assert vacancies(alone.grouping, TODAY) == []


def test_what_was_before_the_register_is_not_known(alone):
    with arranging():
        Assignment.objects.filter(pk=alone.delegate.pk).update(end_reason="mistake")
        rows = Keeping.objects.filter(organisation=alone.grouping, register="staff")
        rows.update(period=since(date(2025, 1, 1)))
    (found,) = vacancies(alone.grouping, TODAY)
    assert (found.since, found.at_least) == (date(2025, 1, 1), True)
    with arranging():  # somebody was there before, and nothing is known between
        former = since(date(2023, 1, 1), date(2024, 5, 31))
        Assignment.objects.filter(pk=alone.delegate.pk).update(end_reason="", period=former)
    (found,) = vacancies(alone.grouping, TODAY)
    assert (found.since, found.at_least) == (date(2025, 1, 1), True)
    with arranging():
        Assignment.objects.filter(pk=alone.delegate.pk).update(end_reason="mistake")
    with arranging():
        rows.update(period=since(date(2023, 1, 1)))
    (found,) = vacancies(alone.grouping, TODAY)
    assert (found.since, found.at_least) == (date(2024, 3, 1), False)
    with arranging():
        rows.delete()
    assert vacancies(alone.grouping, TODAY) == []


def test_the_direction_is_led_to_the_recruitment_of_that_post(alone, settings):
    with arranging():
        ends(alone.delegate, LEFT)
    told = page(alone, settings)
    assert "1 poste à pourvoir : Délégué·e du pays, vide depuis le 1er octobre 2026." in told
    assert "Ouvrir un recrutement" in told
    client = entered_as(alone.scene.world.holder(f"{alone.grouping.slug}-team", "direction").person, settings)
    where = f"/{alone.grouping.slug}/encadrement/ouvrir/recrutement?poste={alone.territorial.pk}"
    assert where in client.get(f"/{alone.grouping.slug}/aujourd-hui").content.decode()
    assert f'value="{alone.territorial.pk}" selected' in client.get(where).content.decode()


def test_several_are_one_line_and_the_first_without_a_recruitment_is_opened(alone, settings):
    with arranging():
        ends(alone.delegate, LEFT)
        ends(alone.support, LEFT + timedelta(days=30))
    alone.raised("recrutement")
    told = page(alone, settings)
    assert told.count("à pourvoir :") == 1
    assert (
        "2 postes à pourvoir : Délégué·e du pays, vide depuis le 1er octobre 2026, recrutement ouvert ; "
        "Administration et gestion, vide depuis le 31 octobre 2026." in told
    )
    client = entered_as(alone.scene.world.holder(f"{alone.grouping.slug}-team", "direction").person, settings)
    assert f"?poste={alone.shared.pk}" in client.get(f"/{alone.grouping.slug}/aujourd-hui").content.decode()


def test_one_whose_recruitment_is_open_leads_there(alone, settings):
    with arranging():
        ends(alone.delegate, LEFT)
    matter = alone.raised("recrutement")
    assert "Voir le recrutement" in page(alone, settings)
    with arranging():
        type(matter).objects.filter(pk=matter.pk).update(outcome="dropped", closed_at=matter.raised_at)
    told = page(alone, settings)
    assert "Ouvrir un recrutement" in told
    assert "recrutement ouvert" not in told


def test_one_that_is_decided_is_told_by_its_contract(alone, settings):
    with arranging():
        ends(alone.delegate, LEFT)
    matter = alone.raised("recrutement")
    with arranging():
        type(matter).objects.filter(pk=matter.pk).update(outcome="decided", closed_at=matter.raised_at)
    told = page(alone, settings)
    assert "à pourvoir :" in told and "recrutement ouvert" not in told, "nobody was chosen"
    with arranging():
        Candidate.objects.create(matter=matter, name="Gwenn Arzel", received_on=TODAY, is_chosen=True)
    told = page(alone, settings)
    assert "à pourvoir :" not in told and "inscrire le contrat" in told
    with arranging():  # longer ago than a contract is awaited
        type(matter).objects.filter(pk=matter.pk).update(closed_at=matter.raised_at - timedelta(days=400))
    assert "à pourvoir :" in page(alone, settings)


def test_it_is_for_nobody_but_the_line_of_the_employer(alone, settings):
    with arranging():
        ends(alone.delegate, LEFT)
    for body, title in ((f"{alone.scene.second.slug}-board", "president"), (f"{alone.grouping.slug}-team", "delegate")):
        assert "à pourvoir :" not in page(alone, settings, alone.scene.world.holder(body, title).person)
