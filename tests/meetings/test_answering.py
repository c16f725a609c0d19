"""Answers and proxies, until a meeting opens."""

import pytest
from django.urls import reverse

from kevread.common.actor import NOBODY
from kevread.common.errors import Denied, Invalid, Refused
from kevread.mail.models import Dispatch
from kevread.meetings.models import Meeting, Proxy, Reply, RollEntry
from kevread.meetings.operations import answer, give_proxy, withdraw_proxy
from kevread.meetings.queries import terms
from kevread.meetings.queries.answers import Answers, answers_of, mine
from kevread.meetings.queries.proxies import possible_holders
from kevread.meetings.rules.life import State
from tests.clients import entered_as
from tests.conftest import NOW, TODAY, arranging
from tests.gatherings.preparing import by
from tests.gatherings.screens import of_meeting as at
from tests.gatherings.worlds import Gathering, gathering
from tests.seats.screens import words

pytestmark = pytest.mark.django_db


def met(state: State = State.CONVENED, **more) -> Gathering:
    """Ten members: seven pôles, three direct members."""
    with arranging():
        return gathering(members=10, represented=more.pop("represented", 0), state=state, **more)


def says(entry: RollEntry, what: str) -> Reply:
    return answer(actor=by(entry), entry=entry, says=what, now=NOW)


def give(giver: RollEntry, holder: RollEntry, **more) -> Proxy:
    return give_proxy(actor=more.pop("actor", by(giver)), giver=giver, holder=holder, now=NOW, **more)


def told() -> list[tuple[str, str]]:
    """The letters, as (to whom, about what)."""
    rows = Dispatch.objects.select_related("content").order_by("id")
    return [(row.address, row.content.subject.partition(" : ")[0]) for row in rows]


def test_the_last_answer_counts():
    entry = met().entries[0]
    says(entry, "absent")
    says(entry, "coming")
    assert Reply.objects.get(entry=entry).answer == "coming"


def test_one_answers_for_oneself():
    here = met()
    for who in (NOBODY, by(here.entries[1]), here.actor(here.president) if here.president else None):
        with pytest.raises(Denied, match="chacun·e y répond pour soi"):
            answer(actor=who, entry=here.entries[5], says="coming", now=NOW)


@pytest.mark.parametrize(
    ("mode", "refused"), [("on_site", "remote"), ("remote", "coming"), ("written", "absent"), ("hybrid", "perhaps")]
)
def test_an_answer_is_one_that_the_meeting_takes(mode, refused):
    here = met(mode=mode)
    with pytest.raises(Invalid) as wrong:
        says(here.entries[0], refused)
    assert wrong.value.field == "says"


def test_hybrid_takes_both():
    here = met(mode="hybrid")
    assert says(here.entries[0], "remote").answer == "remote"
    assert says(here.entries[1], "coming").answer == "coming"


@pytest.mark.parametrize("state", [State.OPEN, State.CLOSED, State.CANCELLED, State.POSTPONED])
def test_answers_close_when_the_meeting_opens(state):
    here = met(state)
    with pytest.raises(Refused, match="closes"):
        says(here.entries[0], "coming")
    with pytest.raises(Refused, match="clos"):
        give(here.entries[1], here.entries[0])


def test_a_guest_answers_and_gives_no_proxy():
    here = met()
    (guest,) = here.guests
    says(guest, "coming")
    with pytest.raises(Refused, match="n’a pas de voix"):
        give(guest, here.entries[0])
    with pytest.raises(Refused, match="n’a pas de voix"):
        give(here.entries[0], guest)


# Proxies


def test_a_proxy_makes_one_absent_and_its_holder_is_told():
    here = met()
    giver, holder = here.entries[1], here.entries[0]
    give(giver, holder)
    assert Reply.objects.get(entry=giver).answer == "absent"
    assert told() == [(holder.person.email, "Un pouvoir vous est donné")]
    (own,) = mine(by(holder), TODAY)
    assert [proxy.giver.person for proxy in own.lines[0].holds] == [giver.person]


def test_the_maximum_is_said_and_who_still_can():
    here = met()
    full, giver = here.entries[0], here.entries[3]
    give(here.entries[1], full)
    give(here.entries[2], full)
    with pytest.raises(Refused) as refused:
        give(giver, full)
    assert refused.value.sentence == f"{full.person} porte déjà 2 pouvoirs, le maximum."
    assert refused.value.rule == "L1.12"
    assert refused.value.ways[0].label == "Choisir quelqu’un d’autre"
    _, choices = possible_holders(giver, terms(here.meeting))
    able = [one.entry for one in choices if not one.refusal]
    assert full not in able
    assert set(able) == set(here.entries[4:7])
    give(giver, able[0])


def test_nobody_decided_a_maximum_and_none_is_invented():
    here = met(settings={"L1.12.proxies_max": None})
    for giver in here.entries[1:6]:
        give(giver, here.entries[0])
    assert Proxy.objects.count() == 5


def test_no_proxy_where_the_articles_allow_none():
    here = met(settings={"L1.12.proxies_max": 0})
    with pytest.raises(Refused, match="ne permettent pas de pouvoir"):
        give(here.entries[1], here.entries[0])


def test_in_the_same_college_if_so_ruled():
    here, free = met(), met(settings={"L1.12.proxies_college": "any"})
    with pytest.raises(Refused, match="autre collège"):
        give(here.entries[0], here.entries[-1])
    assert give(free.entries[0], free.entries[-1])


def test_no_chain():
    here = met()
    first, second, third = here.entries[:3]
    give(first, second)
    with pytest.raises(Refused, match="qui en reçoit ne donne pas le sien"):
        give(second, third)
    with pytest.raises(Refused, match="qui donne le sien n’en reçoit pas"):
        give(third, first)


def test_not_to_oneself_nor_to_the_absent_nor_elsewhere():
    here, other = met(), met()
    with pytest.raises(Refused, match="soi-même"):
        give(here.entries[0], here.entries[0])
    says(here.entries[1], "absent")
    with pytest.raises(Refused, match="a répondu ne pas venir"):
        give(here.entries[0], here.entries[1])
    with pytest.raises(Invalid, match="convoqué à cette réunion"):
        give(here.entries[0], other.entries[0])


def test_it_is_given_once():
    here = met()
    give(here.entries[0], here.entries[1])
    with pytest.raises(Refused, match="déjà donné pouvoir"):
        give(here.entries[0], here.entries[2])


def test_whoever_comes_after_all_votes_for_themselves():
    here = met()
    give(here.entries[0], here.entries[1])
    says(here.entries[0], "coming")
    assert not Proxy.objects.filter(withdrawn_at=None).exists()
    assert told()[-1] == (here.entries[1].person.email, "Un pouvoir change")


def test_the_givers_of_somebody_who_does_not_come_are_told():
    here = met()
    give(here.entries[0], here.entries[1])
    says(here.entries[1], "absent")
    assert told()[-1] == (here.entries[0].person.email, "Un pouvoir change")
    assert Proxy.objects.filter(withdrawn_at=None).count() == 1


def test_it_is_taken_back_by_the_giver_and_given_back_by_the_holder():
    here = met()
    first = give(here.entries[0], here.entries[1])
    withdraw_proxy(actor=by(here.entries[0]), proxy=first, now=NOW)
    assert told()[-1][0] == here.entries[1].person.email
    second = give(here.entries[0], here.entries[1])
    withdraw_proxy(actor=by(here.entries[1]), proxy=second, now=NOW)
    assert told()[-1][0] == here.entries[0].person.email
    with pytest.raises(Refused, match="déjà été repris"):
        withdraw_proxy(actor=by(here.entries[1]), proxy=second, now=NOW)


def test_nobody_else_takes_it_back_but_paper_by_the_secretariat():
    here = met()
    secretariat = here.actor()
    own = give(here.entries[5], here.entries[6])
    for who in (NOBODY, by(here.entries[4]), secretariat):
        with pytest.raises(Denied, match="se reprend par qui l’a donné"):
            withdraw_proxy(actor=who, proxy=own, now=NOW)
    paper = give(here.entries[4], here.entries[6], actor=secretariat, on_paper=True)
    assert paper.on_paper
    with pytest.raises(Denied):
        withdraw_proxy(actor=by(here.entries[3]), proxy=paper, now=NOW)
    assert withdraw_proxy(actor=secretariat, proxy=paper, now=NOW).withdrawn_at


def test_paper_is_entered_by_those_who_prepare_and_what_is_not_paper_by_oneself():
    here = met()
    with pytest.raises(Denied):
        give(here.entries[4], here.entries[5], actor=by(here.entries[4]), on_paper=True)
    with pytest.raises(Denied):
        give(here.entries[4], here.entries[5], actor=here.actor())


def test_proxies_close_at_the_opening():
    here = met()
    proxy = give(here.entries[0], here.entries[1])
    with arranging():
        Meeting.objects.update(state=State.OPEN.value, opened_at=NOW)
    with pytest.raises(Refused, match="clos"):
        withdraw_proxy(actor=by(here.entries[0]), proxy=proxy, now=NOW)


def test_answers_are_told_in_two_queries(django_assert_num_queries):
    here = met(represented=3)
    says(here.entries[0], "coming")
    with django_assert_num_queries(2):
        found = answers_of(here.meeting)
    assert (len(found.coming), len(found.represented), len(found.silent)) == (1, 3, 7)


def test_the_page_of_the_body_says_who_comes_as_the_meeting_does_and_tells_who_is_a_guest(settings):
    here = met(represented=1)
    client = entered_as(here.secretary, settings)
    body = reverse("seats:body", kwargs={"scale": here.meeting.organisation.slug, "body": here.meeting.body.slug})
    told = f"Personne ne dit encore venir, 1 pouvoir donné, {len(here.entries)} sans réponse. "
    told += f"Sur ces {len(here.entries) + 1} personnes, 1 est invitée, sans droit de vote."
    assert told in words(client.get(body)) and told in words(client.get(at("answers", here)))
    alone = Answers([line for line in answers_of(here.meeting).lines if line.entry != here.guests[0]])
    assert alone.said.endswith("sans réponse.")
