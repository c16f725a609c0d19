"""The first button of the page of a round follows where it is, for whoever may act; nothing of it is offered to who may not."""

import re

import pytest

from kevread.directory.models import Person
from kevread.equalisation import operations
from kevread.equalisation.permissions import vice_presidents
from kevread.seats.queries import actor_of
from tests.clients import entered_as
from tests.conftest import NOW, TODAY, arranging
from tests.equalisation.campaigns import (
    campaign,
    contested,
    frozen,
    notified,
    payment,
    proposed,
    scenario,
    settled,
    told,
)
from tests.worlds import put

pytestmark = pytest.mark.django_db
LABORATORY = "Essayer des règles au laboratoire"


@pytest.fixture
def first(scene, settings):
    """The button that comes first on the page of a round, for somebody: its words, and where it leads."""

    def read(found, actor=None) -> tuple[str, str] | None:
        client = entered_as(Person.objects.get(pk=(actor or scene.coordination).person), settings)
        page = client.get(f"/{found.carrier.slug}/perequation/{found.pk}").text
        buttons = re.findall(r'class="button primary" href="([^"]+)">([^<]+)<', page)
        assert len(buttons) <= 1
        return (buttons[0][1], buttons[0][0].split("?")[0].rpartition("/")[2]) if buttons else None

    return read


def test_data_are_told_then_frozen(scene, first):
    found = campaign(scene.world)
    with arranging():
        kept = found.resources.get()
        put(found.resources, amount=1)
        found.resources.all().delete()
    assert first(found) == ("Ajouter une ressource", "ressource")
    with arranging():
        kept.pk = None
        kept._state.adding = True
        kept.save()
    assert first(found) == ("Relever ce que Kevread sait", "relever")
    operations.collect(actor=scene.coordination, campaign=found, now=NOW)
    assert first(found) == ("Saisir les valeurs", "valeurs")
    with arranging():
        found.measures.all().delete()
    told(found)
    assert first(found) == ("Figer les données", "figer")
    assert first(found, scene.direction) is None


def test_rules_are_tried_then_proposed_and_opinions_given(scene, first):
    found = frozen(scene.world)
    assert first(found) == (LABORATORY, "laboratoire")
    scenario(found)
    assert first(found) == ("Proposer des règles", "proposer")
    assert first(found, scene.direction) is None


def test_the_register_once_nobody_is_awaited(scene, first):
    found = proposed(scene.world)
    asked = [actor_of(one.person, TODAY) for one in vice_presidents(scene.world.head, TODAY)]
    assert asked
    for vice in asked:
        assert (first(found), first(found, vice)) == (None, ("Donner mon avis", "avis"))
        operations.give_opinion(actor=vice, campaign=found, view="for", note="", now=NOW)
        assert first(found, vice) is None
    assert first(found) == ("Inscrire la décision", "inscrire")


def test_shares_are_told_paid_by_two_and_the_round_closed(scene, first):
    found = settled(scene.world)
    assert first(found) == ("Notifier les parts", "notifier")
    assert first(found, scene.direction) is None
    with arranging():
        put(found, state="notified", notified_on=TODAY)
    one, other = scene.world.groupings
    assert first(found) == ("Préparer un versement", "preparer")
    made = payment(found, one)
    assert first(found) == ("Dire qu’un versement est fait", "verser")
    with arranging():
        put(made, prepared_by_id=scene.coordination.person)
    assert first(found) == ("Préparer un versement", "preparer")  # somebody else sends what one prepared
    with arranging():
        put(made, posted_on=TODAY, posted_by_id=made.prepared_by_id, received_on=TODAY)
    payment(found, other, posted=True, received=True)
    assert first(found) == ("Clore la campagne", "clore")
    assert first(found, scene.direction) is None


def test_an_appeal_is_answered_before_anything_is_paid(scene, first):
    found = notified(scene.world)
    contested(found, scene.grouping)
    assert first(found) == ("Répondre à un recours", "repondre")
    assert first(found, scene.direction) is None
