"""Who has a post: of a grouping where the document says « des groupements », of any organisation where it does not."""

import pytest

from kevread.charter.models import Keeping
from kevread.common.verdicts import Verdict
from tests.charter.proofs import planted, verdicts_on
from tests.factories import BodyFactory, MandateFactory, PersonFactory, SeatFactory
from tests.worlds import World, end

pytestmark = pytest.mark.django_db
POSTS = (
    ("R4.23/4", "gmo-soutien", "referent-accompagnement", Verdict.BREACHES),
    ("R4.35/4", "metier-incubateur", "referent-incubateur", Verdict.CONFORMS),
    ("R4.38/4", "metier-sensibilisation", "referent-sensibilisation", Verdict.CONFORMS),
)


def from_a_local(small: World, space: str, post: str, *, holds: bool = True, is_kept: bool = True) -> None:
    """Those of the groupings are gone; somebody sits there for a pôle, in whose team they hold the post."""
    local = small.locals[small.groupings[0]][0]
    end(small.mandates(space).filter(seat__title="member"))
    person = PersonFactory()
    if holds:
        team = BodyFactory(organisation=local, slug=f"{local.slug}-equipe", kind="team")
        MandateFactory(seat=SeatFactory(body=team, title=post), person=person)
    small.seated(space, "member", person=person, represents=local)
    if not is_kept:
        end(Keeping.objects.filter(organisation=local, register="team"))


@pytest.mark.parametrize(("clause", "space", "post", "said"), POSTS)
def test_where_the_document_names_no_grouping_a_post_held_elsewhere_counts(small: World, clause, space, post, said):
    with planted(small, lambda small: from_a_local(small, space, post)):
        assert verdicts_on(clause) == {said}
        assert verdicts_on(clause.replace("/4", "/2")) == {Verdict.CONFORMS}


@pytest.mark.parametrize(("clause", "space", "post"), [one[:3] for one in POSTS[1:]])
def test_of_a_team_that_is_not_kept_nothing_is_known(small: World, clause, space, post):
    for is_kept, counted, stranger in (
        (True, Verdict.BREACHES, Verdict.BREACHES),
        (False, Verdict.UNKNOWN, Verdict.UNKNOWN),
    ):

        def plant(small: World, is_kept: bool = is_kept) -> None:
            from_a_local(small, space, post, holds=False, is_kept=is_kept)

        with planted(small, plant):
            assert verdicts_on(clause) == {counted}, is_kept
            assert verdicts_on(clause.replace("/4", "/2")) == {stranger}, is_kept
