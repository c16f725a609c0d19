"""Referents of the regional spaces: who may commit their structure there, with what weight; and who may not."""

from datetime import timedelta

import pytest

from kevread.common.errors import Invalid
from kevread.delegations.models import Grant
from kevread.delegations.queries import one_of
from kevread.delegations.queries.spaces import unmandated
from tests.conftest import TODAY, arranging
from tests.factories import since

pytestmark = pytest.mark.django_db


def of_space(delegating, slug="codir"):
    return Grant.objects.filter(organisation=delegating.grouping, space__slug=slug)


def terms(delegating, **more):
    """What is given to a referent, in the space of their work."""
    space = delegating.scene.world.body("gmo-soutien")
    said = {"nature": "space", "acts": ("engager-dans-un-espace",), "space": space, "level": "planned"}
    return delegating.post("referent-ingenierie"), said | more


def test_those_who_may_commit_nobody_are_named(delegating):
    codir = delegating.scene.world.body("codir")
    assert unmandated(codir, TODAY) == []
    with arranging():
        of_space(delegating).update(period=since(TODAY + timedelta(days=1), TODAY + timedelta(days=9)))
    (one,) = unmandated(codir, TODAY)
    assert (one.person, one.represents) == (delegating.post("direction").person, delegating.grouping)


def test_one_that_is_not_accepted_or_of_another_space_commits_nobody(delegating):
    codir = delegating.scene.world.body("codir")
    with arranging():
        of_space(delegating).update(accepted_on=None)
    assert len(unmandated(codir, TODAY)) == 1
    with arranging():
        of_space(delegating).update(accepted_on=TODAY, space=delegating.scene.world.body("gmo-soutien"))
    assert len(unmandated(codir, TODAY)) == 1


def test_who_sits_there_by_an_election_needs_none(delegating):
    assert unmandated(delegating.scene.world.body("college-territoire"), TODAY) == []
    assert unmandated(delegating.board, TODAY) == []


def test_it_says_which_space_with_what_weight_and_up_to_what(delegating):
    post, said = terms(delegating)
    made = delegating.by_office(post, **said)
    assert one_of(made, TODAY).acts[0].startswith(made.space.name)
    post, said = terms(delegating, level="ceiling", days=12, space=delegating.scene.world.body("codir"))
    assert "12 jours" in one_of(delegating.by_office(post, **said), TODAY).acts[0]


@pytest.mark.parametrize(
    ("field", "more"),
    [
        ("space", {"space": None}),
        ("level", {"level": ""}),
        ("days", {"level": "ceiling"}),
        ("days", {"days": 3}),
        ("days", {"level": "ceiling", "days": 0}),
        ("days", {"level": "ceiling", "days": 1001}),
        ("further", {"further": True}),
        ("nature", {"nature": "strategic"}),
    ],
)
def test_what_does_not_hold_together_is_told_on_its_field(delegating, field, more):
    post, said = terms(delegating, **more)
    with pytest.raises(Invalid) as told:
        delegating.by_office(post, **said)
    assert told.value.field == field


def test_a_board_is_no_space(delegating):
    post, said = terms(delegating, space=delegating.board)
    with pytest.raises(Invalid):
        delegating.by_office(post, **said)
