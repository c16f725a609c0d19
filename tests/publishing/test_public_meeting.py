"""A meeting that is open to all has its page: when, where, how one comes; and nothing that is the members'."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from kevread.meetings.models import Meeting
from kevread.meetings.rules.life import State
from tests.clients import entered_as
from tests.conftest import NOW, arranging
from tests.gatherings.worlds import Gathering, gathering
from tests.publishing.test_front import text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def public(settings) -> Client:
    return entered_as(None, settings)


@pytest.fixture
def met(db) -> Gathering:
    with arranging():
        found = gathering(members=12, starts_at=NOW + timedelta(days=20))
        Meeting.objects.filter(pk=found.meeting.pk).update(is_public=True, place="Salle des fêtes")
    return found


def page_of(met: Gathering, slug: str = "") -> str:
    return reverse("publishing:event", kwargs={"scale": slug or met.grouping.slug, "key": met.meeting.pk})


@pytest.mark.parametrize("address", ["/", "/reunions-publiques", "/{}/reunions-publiques", "/reunions-publiques.ics"])
def test_what_announces_it_leads_to_its_page(met, public, address):
    told = public.get(address.format(met.grouping.slug)).text.replace("\r\n ", "")  # a calendar folds its lines
    assert page_of(met) in told


def test_it_says_when_where_and_nothing_of_the_agenda(met, public):
    page = text_of(public.get(page_of(met)))
    assert "14 décembre 2026" in page and "Salle des fêtes" in page
    assert "On y vient sans être membre." in page
    for item in met.items.values():
        assert item.title not in page
    for entry in met.entries:
        assert str(entry.person) not in page


@pytest.mark.parametrize("change", [{"is_public": False}, {"state": State.DRAFT.value}, {"state": State.AGENDA.value}])
def test_one_that_is_not_announced_has_no_page_whoever_asks(met, public, settings, change):
    with arranging():
        Meeting.objects.filter(pk=met.meeting.pk).update(**change)
    assert public.get(page_of(met)).status_code == 404
    assert entered_as(met.secretary, settings).get(page_of(met)).status_code == 404


def test_it_is_at_the_address_of_its_own_organisation(met, public):
    other = met.entries[0].represents
    assert other is not None and other != met.grouping
    assert public.get(page_of(met, other.slug)).status_code == 404


def test_cancelled_or_past_it_says_so_and_invites_nobody(met, public):
    for change, said in (
        ({"state": State.CANCELLED.value}, "Cette réunion est annulée."),
        (
            {"state": State.CONVENED.value, "starts_at": NOW - timedelta(days=2), "ends_at": NOW - timedelta(days=1)},
            "Cette réunion est passée.",
        ),
    ):
        with arranging():
            Meeting.objects.filter(pk=met.meeting.pk).update(**change)
        page = text_of(public.get(page_of(met)))
        assert said in page and "On y vient" not in page
