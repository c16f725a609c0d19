"""A count by hand is read back with what it decides, and proclaimed as it was read."""

import pytest

from kevread.journal.models import Act
from kevread.votes.models import HandCount, Poll
from tests.gatherings.screens import of_vote as at
from tests.gatherings.screens import said
from tests.votes.test_screen_vote_refusals import counting, plain, read_in

pytestmark = pytest.mark.django_db


def test_a_result_is_read_before_it_is_proclaimed_and_nothing_is_written_until_then(met, settings):
    client, poll, page = counting(met, settings, votes_0_0=30, votes_0_1=10, votes_0_2=0)
    acts = Act.objects.count()
    assert "Relisez avant de proclamer" in said(page) and "Proclamer le résultat" in said(page)
    assert "Adopté : la majorité demandée est atteinte." in plain(page) and "30 pour, 10 contre" in plain(page)
    sent = read_in(page)
    again = client.post(at(met, poll, "/compte"), sent | {"votes_0_0": "10", "votes_0_1": "30"})
    assert "Rejeté" in plain(again) and read_in(again)["lu"] != sent["lu"]
    assert client.post(at(met, poll, "/compte"), sent | {"lu": "autre"}).status_code == 200
    assert (Poll.objects.get().state, Act.objects.count(), HandCount.objects.count()) == ("open", acts, 0)
    client.post(at(met, poll, "/compte"), read_in(again))
    assert Poll.objects.get().counted.counts == {"tous": {"for": 10, "against": 30}}


def test_a_tie_is_asked_before_it_is_read(met, settings):
    """Whoever presides says how they break it, and the result is read with it."""
    client, poll, page = counting(met, settings, votes_0_0=20, votes_0_1=20, votes_0_2=0)
    assert page.status_code == 422 and "Il y a égalité" in said(page) and "Proclamer" not in said(page)
    typed = {"votes_0_0": 20, "votes_0_1": 20, "votes_0_2": 0, "casting": "for"}
    page = client.post(at(met, poll, "/compte"), typed)
    assert "Adopté" in plain(page)
    against = client.post(at(met, poll, "/compte"), typed | {"casting": "against", "lu": read_in(page)["lu"]})
    assert against.status_code == 200 and "Rejeté" in plain(against)
    assert Poll.objects.get().state == "open"
