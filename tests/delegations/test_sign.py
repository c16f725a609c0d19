"""A delegation entitles to sign what is asked of several: while its chain holds, up to its ceiling, by the act that is tied."""

from datetime import timedelta

import pytest

from kevread.delegations.models import Grant
from kevread.documents.asks import entitled
from tests.conftest import TODAY, arranging

pytestmark = pytest.mark.django_db
YESTERDAY = TODAY - timedelta(days=1)
CEILING = 500_000


def who(delegating, amount=CEILING, on=TODAY):
    return {one.person.pk: one for one in entitled([delegating.grouping], amount, on)}


@pytest.fixture
def delegate(delegating):
    delegating.by_office(nature="powers", acts=("convention",), ceilings={"convention": CEILING})
    return delegating.post("delegate")


def test_whoever_holds_the_act_signs_with_the_chain_that_says_so(delegating, delegate):
    found = who(delegating)
    assert set(found) == {delegating.president.person_id, delegate.person_id}
    grant = Grant.objects.get(nature="powers")
    (link,) = found[delegate.person_id].chain
    assert (link.kind, link.id, link.until) == ("delegation", grant.pk, grant.dates.last)
    assert str(delegating.president.person) in link.label
    assert found[delegating.president.person_id].chain[0].kind == "mandate"


@pytest.mark.parametrize(("amount", "granted"), [(None, False), (CEILING, True), (CEILING + 1, False)])
def test_up_to_the_ceiling(delegating, delegate, amount, granted):
    found = who(delegating, amount)
    assert (delegate.person_id in found) is granted
    assert delegating.president.person_id in found


def test_not_before_it_begins_nor_once_the_post_is_left(delegating, delegate):
    assert delegate.person_id not in who(delegating, on=YESTERDAY)
    delegating.end(delegate, YESTERDAY)
    assert delegate.person_id not in who(delegating)


def test_not_before_it_is_accepted(delegating, delegate):
    with arranging():
        Grant.objects.filter(nature="powers").update(accepted_on=None)
    assert delegate.person_id not in who(delegating)


def test_another_act_signs_nothing(delegating):
    delegating.inside()  # to recruit
    assert set(who(delegating)) == {delegating.president.person_id}


def test_in_three_queries_whatever_their_number(delegating, delegate, counted):
    counted(lambda: who(delegating), 3)
