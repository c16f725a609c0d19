"""Two windows at once: a proxy given to two people, the last proxy that somebody may carry, one notice sent twice."""

import pytest

from kevread.common.errors import Refused
from kevread.mail.models import Dispatch
from kevread.meetings.models import Notice, Proxy, Reply, RollEntry
from kevread.meetings.operations import answer, convene, give_proxy
from kevread.meetings.rules.life import State
from tests.conftest import NOW, arranging
from tests.gatherings.preparing import by
from tests.gatherings.worlds import gathering
from tests.seats.test_two_windows import at_once


@pytest.fixture
def met(apart, request):
    """A meeting that other connections see."""
    with arranging():
        return gathering(members=12, represented=0, state=getattr(request, "param", State.CONVENED))


def give(giver: RollEntry, holder: RollEntry):
    return lambda: give_proxy(actor=by(giver), giver=giver, holder=holder, now=NOW)


def one_and_refused(answers) -> tuple:
    done = [one for one in answers if not isinstance(one, Refused)]
    refused = [one for one in answers if isinstance(one, Refused)]
    assert (len(done), len(refused)) == (1, len(answers) - 1)
    return done[0], refused


def test_a_proxy_given_to_two_people_goes_to_one_and_the_other_window_is_told(met):
    giver, first, second = met.entries[:3]
    proxy, (refused,) = one_and_refused(at_once(give(giver, first), give(giver, second)))
    assert f"{giver.person} a déjà donné pouvoir à {proxy.holder.person}" in refused.sentence
    assert Proxy.objects.filter(withdrawn_at=None).count() == 1
    assert [letter.person for letter in Dispatch.objects.all()] == [proxy.holder.person]


def test_the_last_proxy_that_somebody_may_carry_goes_to_one_of_three(met):
    full = met.entries[0]
    give(met.entries[1], full)()
    _, refused = one_and_refused(at_once(*(give(giver, full) for giver in met.entries[2:5])))
    assert {one.sentence for one in refused} == {f"{full.person} porte déjà 2 pouvoirs, le maximum."}
    assert Proxy.objects.filter(holder=full, withdrawn_at=None).count() == 2


def test_two_people_who_give_each_other_their_proxy_make_no_chain(met):
    first, second = met.entries[:2]
    one_and_refused(at_once(give(first, second), give(second, first)))
    assert Proxy.objects.count() == 1


def test_one_who_comes_and_gives_a_proxy_at_once_does_one_or_the_other(met):
    entry, holder = met.entries[:2]
    at_once(give(entry, holder), lambda: answer(actor=by(entry), entry=entry, says="coming", now=NOW))
    comes = Reply.objects.get(entry=entry).answer == "coming"
    assert Proxy.objects.filter(giver=entry, withdrawn_at=None).exists() is not comes


@pytest.mark.parametrize("met", [State.AGENDA], indirect=True)
def test_a_notice_is_sent_once_by_two_windows(met):
    send = lambda: convene(actor=met.actor(), meeting=met.meeting, now=NOW)  # noqa: E731
    one_and_refused(at_once(send, send))
    assert Notice.objects.count() == 1
    assert Dispatch.objects.count() == 13
