"""« Chercher » finds decisions by their title or their number, for those who read their register."""

from datetime import timedelta

import pytest
from django.urls import reverse

from kevread.common.actor import NOBODY, SYSTEM, Actor, Hat
from kevread.common.rooms import Hit
from kevread.decisions.models import Decision
from kevread.decisions.queries.register import find_decisions
from kevread.meetings.models import RollEntry
from tests.clients import entered_as
from tests.conftest import TODAY, arranging
from tests.factories import PersonFactory
from tests.gatherings.decided import RECENTLY, decided, met

pytestmark = pytest.mark.django_db


@pytest.fixture
def decision(scene):
    with arranging():
        return decided(f"{scene.grouping.slug}-board", title="Un véhicule partagé à Étel")


def found(actor, text: str, on=TODAY, limit: int = 10) -> list[Hit]:
    return find_decisions(actor, text, on, limit)


@pytest.mark.parametrize("text", ["vehicule etel", "PARTAGÉ", "2026-001", " 2026-1 "])
def test_a_decision_is_found_by_words_of_its_title_or_by_its_number(scene, decision, text):
    assert decision.reference == "2026-001"
    (hit,) = found(scene.direction, text)
    assert hit.name == "n° 2026-001, Un véhicule partagé à Étel"
    assert scene.grouping.name in hit.note


@pytest.mark.parametrize("text", ["velo", "2026-002", "2025-001", "20261", "0000-1", "0001-1"])
def test_other_words_find_nothing(scene, decision, text):
    assert found(scene.direction, text) == []


def test_who_does_not_read_the_register_finds_nothing(scene, decision):
    assert found(NOBODY, "vehicule") == []
    assert found(scene.actor(f"{scene.world.groupings[1].slug}-team", "direction"), "vehicule") == []
    assert len(found(SYSTEM, "vehicule")) == 1


def test_who_was_convened_and_reads_nothing_here_finds_nothing(scene):
    """They are among those to whom the decision is visible, and its page is refused to them: it is no use to name it."""
    body = scene.world.body(f"{scene.grouping.slug}-board")
    with arranging():
        meeting, guest = met(body), PersonFactory()
        RollEntry.objects.create(meeting=meeting, person=guest, quality="guest", votes=0)
        taken = decided(body, title="Un véhicule partagé à Étel", meeting=meeting)
    hat = Hat("space", scene.world.head.pk, "", {"read": frozenset()})
    actor = Actor(person=guest.pk, hats=(hat,))
    assert Decision.objects.visible_to(actor).filter(pk=taken.pk).exists()
    assert found(actor, "vehicule") == []


def test_what_was_not_decided_yet_is_not_found(scene, decision):
    assert found(scene.direction, "vehicule", RECENTLY - timedelta(days=1)) == []
    assert len(found(scene.direction, "vehicule", RECENTLY)) == 1


def test_the_screen_shows_them_under_their_heading_to_those_within(scene, decision, settings):
    from kevread.directory.models import Person

    within = entered_as(Person.objects.get(pk=scene.direction.person), settings)
    page = within.get(reverse("directory:find"), {"q": "véhicule"}).text
    assert "<h2>Décisions</h2>" in page and "Un <mark>véhicule</mark> partagé à Étel" in page
    without = entered_as(None, settings).get(reverse("directory:find"), {"q": "véhicule"}).text
    assert "Décisions</h2>" not in without and "partagé" not in without


@pytest.mark.parametrize("text", ["AG extraordinaire", "statuts convoquée", "assemblees extraordinaires"])
def test_a_decision_is_found_by_other_forms_of_the_words_of_its_text(scene, decision, text):
    with arranging():
        decided(
            f"{scene.grouping.slug}-board",
            title="Modification des statuts",
            text="L’assemblée générale extraordinaire est convoquée.",
        )
    (hit,) = found(scene.direction, text)
    assert hit.name.endswith("Modification des statuts") and "extraordinaire est convoquée" in hit.extract


def test_those_whose_title_answers_come_before_later_ones_whose_text_does(scene, decision):
    with arranging():
        decided(f"{scene.grouping.slug}-board", on=TODAY, title="Une dépense", text="Pour le véhicule.")
    assert [hit.name.partition(", ")[2] for hit in found(scene.direction, "véhicules")] == [
        "Un véhicule partagé à Étel",
        "Une dépense",
    ]


def test_a_word_under_way_finds_already(scene, decision):
    assert len(found(scene.direction, "véhic part")) == 1


def test_looking_costs_two_queries_once_the_words_are_known(scene, decision, django_assert_num_queries):
    actor = scene.direction
    found(actor, "vehicule")
    with django_assert_num_queries(2):
        found(actor, "vehicule")
