"""A seat of a space is of whoever holds the post that the document names, in the team of an organisation."""

import pytest

from kevread.charter.models import Keeping
from kevread.common.verdicts import Verdict
from tests.charter.proofs import planted, verdicts_on
from tests.employed import leave
from tests.worlds import World, end


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("clause", "post"),
    [
        ("R4.20/4", "delegate"),
        ("R4.23/4", "referent-accompagnement"),
        ("R4.26/4", "referent-ingenierie"),
        ("R4.35/4", "referent-incubateur"),
        ("R4.38/4", "referent-sensibilisation"),
    ],
)
def test_a_seat_named_after_a_post_is_not_that_post(small: World, clause, post):
    """Their seat in the group still bears the name; their post in the team of the grouping ended, and their contract."""

    def plant(small: World) -> None:
        for grouping in small.groupings:
            leave(grouping, post)

    with planted(small, plant):
        assert verdicts_on(clause) == {Verdict.BREACHES}


@pytest.mark.django_db
def test_of_a_team_that_nobody_keeps_nothing_is_known(small: World):
    def plant(small: World) -> None:
        for grouping in small.groupings:
            end(small.mandates(f"{grouping.slug}-team", "delegate"))
        end(Keeping.objects.filter(organisation=small.groupings[0], register="team"))

    with planted(small, plant):
        assert verdicts_on("R4.20/4") == {Verdict.UNKNOWN}
