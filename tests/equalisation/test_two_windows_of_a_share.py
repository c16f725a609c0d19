"""A page opened before does nothing on what it does not show: another payment, another appeal, another value."""

from datetime import timedelta

import pytest
from django.urls import reverse

from kevread.directory.models import Person
from kevread.equalisation import operations
from kevread.equalisation.models import Appeal, Payment
from tests.clients import entered_as
from tests.conftest import NOW, TODAY, arranging
from tests.equalisation.campaigns import campaign, contested, notified, payment, told
from tests.pressing import press, shown
from tests.worlds import put

pytestmark = pytest.mark.django_db
OVERTAKEN = 409  # nothing was typed


@pytest.fixture
def receives(scene, settings):
    return entered_as(scene.world.holder(f"{scene.grouping.slug}-board", "president").person, settings)


def test_the_payment_that_is_said_to_have_come_is_the_one_that_was_read(scene, receives):
    found = notified(scene.world)
    first = payment(found, scene.grouping, posted=True)
    page = reverse("equalisation:receive", args=[scene.grouping.slug, found.pk])
    mark = shown(receives, page)
    with arranging():
        put(first, voided_on=TODAY, reason="Rejeté par la banque.")
    second = payment(found, scene.grouping, posted=True)
    assert receives.post(page, {"vu": mark}).status_code == OVERTAKEN
    assert receives.post(page).status_code == OVERTAKEN  # whoever saw no page
    assert Payment.objects.get(pk=second.pk).received_on is None
    assert press(receives, page).status_code == 302
    assert Payment.objects.get(pk=second.pk).received_on


def test_the_appeal_that_is_taken_back_is_the_one_that_was_read(scene, receives):
    found = notified(scene.world)
    first = contested(found, scene.grouping)
    page = reverse("equalisation:own", args=[scene.grouping.slug, found.pk, "retirer-recours"])
    mark = shown(receives, page)
    operations.withdraw_appeal(actor=scene.presidency, appeal=first, now=NOW)
    second = contested(found, scene.grouping)
    assert receives.post(page, {"vu": mark}).status_code == OVERTAKEN
    assert Appeal.objects.standing().filter(pk=second.pk).exists()
    assert press(receives, page).status_code == 302
    assert not Appeal.objects.standing().filter(pk=second.pk).exists()


@pytest.mark.parametrize("gesture", ["reserve", "valeur"])
def test_what_somebody_wrote_meanwhile_is_not_written_over(scene, settings, gesture: str):
    found = told(campaign(scene.world))
    coordination = entered_as(Person.objects.get(pk=scene.coordination.person), settings)
    page = reverse("equalisation:change", args=[found.carrier.slug, found.pk, gesture])
    typed = {"reserve": "0"}
    if gesture == "valeur":
        page += f"?critere=projects&groupement={scene.grouping.slug}"
        typed = {"beneficiary": scene.grouping.slug, "criterion": "projects", "value": "99", "source": "Bilan 2025"}
        typed["as_of"] = (TODAY - timedelta(days=1)).isoformat()
    mark = shown(coordination, page)
    with arranging():
        if gesture == "reserve":
            put(found, reserve=1_000_00)
        else:
            put(found.measures.filter(criterion="projects", beneficiary=scene.grouping), value=21)
    assert coordination.post(page, {"vu": mark, **typed}).status_code == 422
    found.refresh_from_db()
    if gesture == "reserve":
        assert found.reserve == 1_000_00
    else:
        assert found.measures.get(criterion="projects", beneficiary=scene.grouping).value == 21
    assert press(coordination, page, typed).status_code == 302
