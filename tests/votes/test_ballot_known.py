"""The vote that a ballot answers is kept under the state of the tables: for its own address, and until an act moves it."""

import pytest

from tests.clients import entered_as
from tests.conftest import arranging
from tests.factories import OrganisationFactory
from tests.gatherings.polling import OPEN, closed, opened
from tests.gatherings.screens import alone, holder, of_meeting
from tests.gatherings.screens import of_vote as at

pytestmark = pytest.mark.django_db


def test_a_ballot_asks_six_questions_of_the_database(met, settings, django_assert_num_queries):
    """Who asks, in which state, what they carry, and the vote: not the vote that all the others answer too."""
    poll, _ = opened(met, OPEN)
    client, other = entered_as(alone(met), settings), entered_as(holder(met), settings)
    other.get(at(met, poll, "/bulletin"))
    with django_assert_num_queries(6):  # whoever has a mandate here: two for the actor
        assert client.post(at(met, poll, "/bulletin"), {"etape": "confirmer", "choix": "for"}).status_code == 200


def test_a_ballot_known_here_is_not_at_the_address_of_another(met, settings):
    poll, _ = opened(met, OPEN)
    client, here = entered_as(alone(met), settings), at(met, poll, "/bulletin")
    with arranging():
        elsewhere = OrganisationFactory(grouping=True)
    assert client.get(here).status_code == 200
    assert client.get(here.replace(met.grouping.slug, elsewhere.slug)).status_code == 404


def test_a_vote_closed_by_an_act_is_closed_on_the_next_page(met, settings):
    poll, _ = opened(met, OPEN)
    client, here = entered_as(alone(met), settings), at(met, poll, "/bulletin")
    assert 'name="choix"' in client.get(here).content.decode()
    closed(met, poll)
    assert 'name="choix"' not in client.get(here).content.decode()


def test_whoever_is_not_ready_to_vote_has_a_way_back_until_they_have(met, settings):
    poll, _ = opened(met, OPEN)
    client, here = entered_as(alone(met), settings), at(met, poll, "/bulletin")
    back = f'href="{of_meeting("meeting", met)}"'
    assert back in client.get(here).text and client.get(of_meeting("meeting", met)).status_code == 200
    assert back not in client.post(here, {"choix": "for"}).text
