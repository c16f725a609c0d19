"""Places that decisions give are counted alike wherever they are read."""

import pytest

from kevread.decisions.operations.applying import apply_decision
from kevread.seats.queries.composition import read_bodies, read_body
from tests.conftest import NOW, TODAY

from .test_seats_given import named, second_named

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
