"""What the public sees: composition and names agreed to, never a fault."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kevread.directory.models import Consent
from tests.charter.conftest import small
from tests.clients import entered_as
from tests.conftest import arranging
from tests.factories import since
from tests.worlds import World, add_grouping, end

__all__ = ["small"]
pytestmark = pytest.mark.django_db
BODIES = ("assembly", "board", "bureau")


@pytest.fixture
def public(settings):
    return entered_as(None, settings)


def text_of(response) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode())).replace("&nbsp;", " ")


def test_the_front_page_counts_the_network(small: World, public):
    page = text_of(public.get("/"))
    assert "2 groupements" in page
    assert "4 pôles" in page


def test_each_hue_of_the_map_is_named_beside_it(small: World, public):
    page = public.get("/").content.decode()
    for rank in range(1, page.count('class="zone hue-') + 1):
        assert f'<rect class="hue-{rank}"' in page


@pytest.mark.parametrize("shown", [True, False])
def test_the_parts_of_the_screens_are_shown_to_who_builds_them_only(public, settings, db, shown):
    settings.KEVREAD_DEMONSTRATION = shown
    assert ("Composants" in text_of(public.get("/"))) is shown


def test_an_empty_federation_has_a_front_page(public, db):
    assert public.get("/").status_code == 200


def test_what_an_organisation_is_and_who_sits_there_are_two_pages(small: World, public):
    """The presentation names nobody; each of its public bodies is one click away, and says who sits there."""
    grouping = small.groupings[0]
    president = small.holder(f"{grouping.slug}-board", "president").person
    with arranging():
        Consent.objects.create(person=president, what="name", period=since())
    page = public.get(f"/{grouping.slug}/presentation").content.decode()
    assert str(president) not in page
    links = re.findall(rf'href="(/{grouping.slug}/instances/[^"]*)"', page)
    assert {link.rsplit("/", 1)[1] for link in links} == {f"{grouping.slug}-{kind}" for kind in BODIES}
    assert str(president) in text_of(public.get(f"/{grouping.slug}/instances/{grouping.slug}-board"))
    assert f"/{grouping.slug}/presentation" in public.get(f"/{grouping.slug}/instances").content.decode()


def test_a_person_is_named_by_their_consent_only(small: World, public):
    grouping = small.groupings[0]
    president = small.holder(f"{grouping.slug}-board", "president").person
    address = f"/{grouping.slug}/instances/{grouping.slug}-board"
    assert str(president) not in text_of(public.get(address))
    with arranging():
        agreed = Consent.objects.create(person=president, what="name", period=since())
    assert str(president) in text_of(public.get(address))
    with arranging():
        end(agreed)
    assert str(president) not in text_of(public.get(address))
    assert str(president) not in text_of(public.get(address + "?au=2025-06-01"))


def test_no_fault_is_shown_to_the_public(small: World, public):
    grouping = small.groupings[0]
    with arranging():
        end(small.mandates(f"{grouping.slug}-board", "president"))
    page = text_of(public.get(f"/{grouping.slug}/presentation"))
    assert "À régler" not in page
    assert "vacan" not in page.lower()


def test_a_team_is_not_public(small: World, public):
    grouping = small.groupings[0]
    assert "Direction" not in text_of(public.get(f"/{grouping.slug}/presentation"))


def test_an_unknown_organisation_is_not_found(small: World, public):
    page = public.get("/ess-44/presentation")
    assert page.status_code == 404
    assert "Not Found" not in text_of(page)


@pytest.mark.parametrize("address", ["/", "/{}/presentation"])
def test_queries_do_not_grow_with_the_network(small: World, public, address):
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert public.get(address.format(small.head.slug)).status_code == 200
        return len(captured)

    first = queries()
    with arranging():
        add_grouping(small)
    assert queries() == first
