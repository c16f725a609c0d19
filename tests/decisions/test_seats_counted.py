"""Places that decisions give are counted alike wherever they are read."""

from datetime import timedelta

import pytest

from kevread.decisions.operations.applying import apply_decision
from kevread.seats.queries.composition import read_bodies, read_body
from tests.conftest import NOW, TODAY, arranging
from tests.factories import since
from tests.seats.screens import words
from tests.worlds import put

from .test_seats_given import fill_page, named, second_named

pytestmark = pytest.mark.django_db


@pytest.fixture
def elected(scene):
    return second_named(scene)


def test_the_list_of_bodies_counts_the_places_as_the_page_of_each_does(scene, readers, elected):
    """Whom a decision names, confirmed for a later day, holds a place on both; named where all are taken, waits on none."""
    decision = elected.decision
    named(scene, decision, scene.administrator_of(scene.first))

    def counted():
        listed = {one.body.pk: one for one in read_bodies(scene.grouping, scene.direction, TODAY, TODAY)}
        body = scene.board.body
        alone = read_body(body, scene.direction, TODAY, TODAY)
        those = [[(g.promised, g.beyond, g.open, g.open_to) for g in one.groups] for one in (listed[body.pk], alone)]
        assert those[0] == those[1]
        return those[0]

    before = counted()
    assert sum(group[0] for group in before) >= 1
    apply_decision(actor=scene.president_of(scene.first), application=elected, now=NOW)
    after = counted()
    assert [sum(group[which] for group in after) for which in (0, 1)] == [0, 1]
    assert [group[2] for group in after] == [group[2] for group in before]


def test_what_no_place_is_left_for_is_not_offered_and_says_who_holds_them(scene, readers, elected):
    where = f"{fill_page(scene)}?promesse={elected.pk}"
    page = words(readers.direction.get(where))
    assert "Confirmer ce mandat" in page and "Vous le pouvez" in page
    with arranging():
        taken = scene.world.seated(scene.board.body.slug, "administrator", represents=scene.first, period=since(TODAY))
    page = words(readers.direction.get(where))
    assert "Toutes les places sont prises" in page and "Mettre fin à un mandat" in page and str(taken.person) in page
    assert f'/mandats/{taken.pk}"' in readers.direction.get(where).text, "it is ended from its own page"
    assert "Confirmer ce mandat" not in page and "Vous le pouvez" not in page
    assert readers.direction.post(where).status_code == 409
    with arranging():  # they leave before what it promises begins
        put(taken, period=since(TODAY, TODAY + timedelta(days=2)))
    assert "Confirmer ce mandat" in words(readers.direction.get(where))
