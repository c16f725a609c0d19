"""Before a vote opens, its page says whether the quorum is there, and what no rule decides."""

import re

import pytest

from kevread.attendance.models import Presence
from kevread.attendance.queries.quorum import quorum_said
from kevread.charter.models import Setting
from kevread.meetings.models import Meeting
from kevread.meetings.rules.life import State
from kevread.votes import operations
from kevread.votes.models import Poll
from tests.clients import entered_as
from tests.conftest import NOW, arranging
from tests.gatherings.polling import SECRET, asking
from tests.gatherings.screens import of_meeting, of_vote, said
from tests.gatherings.worlds import decide
from tests.sittings.test_bar import held

pytestmark = pytest.mark.django_db
HALF, NONE, UNDECIDED = {"L1.11.quorum": "1/2"}, {"L1.11.quorum": "0"}, {"L1.11.quorum": None}
TYPED = {"kind": "resolution", "method": "show_of_hands", "question": "Les comptes ?", "text": "Approuvés."}


def put(met) -> str:
    return of_meeting("put_to_vote", met, item=met.items["comptes"].pk)


def told(page) -> str:
    """The paragraph that ends with the article."""
    found = re.search(r'<p class="(\w+)">([^<]+) <a href="[^"]+/L1.11">Article L1.11</a></p>', said(page))
    return f"{found[1]}: {found[2]}" if found else ""


def test_a_quorum_that_is_there_is_said_with_its_sum(settings):
    met = held(members=12, settings=HALF)
    page = entered_as(met.secretary, settings).get(put(met))
    assert told(page) == f"muted: {quorum_said(met.meeting).sentence}"
    assert "Quorum atteint : 12 membres sur 12 ; il en fallait 6 au moins." in said(page)


def test_a_quorum_that_is_missing_stops_the_vote_and_the_page_says_it_before(settings):
    met = held(members=12, represented=0, settings=HALF)
    with arranging():
        Presence.objects.exclude(entry__in=met.entries[:3]).delete()
    client = entered_as(met.secretary, settings)
    assert told(client.get(put(met))).startswith("notice: Quorum non atteint : 3 membres sur 12")
    assert client.post(put(met), TYPED).status_code in (409, 422) and not Poll.objects.exists()


@pytest.mark.parametrize(
    ("decided", "words"),
    [(NONE, "muted: Aucun quorum n’est demandé"), (UNDECIDED, "undecided: Aucun quorum n’est décidé ici")],
)
def test_where_none_is_asked_the_page_says_why_and_the_vote_opens(settings, decided, words):
    met = held(members=12, settings=decided)
    client = entered_as(met.secretary, settings)
    assert told(client.get(put(met))).startswith(words)
    assert client.post(put(met), TYPED).status_code == 302
    assert Poll.objects.get().state == Poll.State.OPEN


def test_one_decided_after_the_notice_is_not_said_to_be_decided(settings):
    met = held(members=12, settings=UNDECIDED)
    with arranging():
        decide(met.grouping, HALF)
    assert quorum_said(met.meeting).sentence.startswith(
        "À la convocation, aucun quorum n’était demandé ; ce qui fut décidé depuis"
    )


def test_one_that_was_decided_to_be_none_at_the_notice_is_not_said_to_be_undecided(settings):
    met = held(members=12, settings=NONE)
    with arranging():
        Setting.objects.filter(organisation=met.grouping, name="L1.11.quorum").update(value="1/2")
    said_of_it = quorum_said(met.meeting).sentence
    assert "n’était demandé" in said_of_it and "décidé à la convocation" not in said_of_it


def test_a_vote_that_is_prepared_says_it_where_it_opens(settings):
    met = held(members=12, settings=UNDECIDED)
    poll = operations.draft_poll(actor=met.actor(), asked=asking(met, SECRET), now=NOW)
    page = entered_as(met.secretary, settings).get(of_vote(met, poll))
    assert told(page).startswith("undecided: ")
    other = entered_as(met.entries[9].person, settings).get(of_vote(met, poll))
    assert other.status_code == 200 and not told(other)


def test_what_stops_a_vote_that_is_prepared_is_not_told_beside_that_it_may_open(settings):
    met = held(members=12, settings=HALF)
    poll = operations.draft_poll(actor=met.actor(), asked=asking(met, SECRET), now=NOW)
    for one in poll.scrutineers.select_related("entry__person", "poll__item__meeting"):
        operations.accept_scrutiny(actor=met.actor(one.entry.person), scrutineer=one, now=NOW)
    client = entered_as(met.secretary, settings)
    assert "Le vote peut s’ouvrir." in said(client.get(of_vote(met, poll)))
    with arranging():
        Presence.objects.exclude(entry__in=met.entries[:3]).delete()
    page = client.get(of_vote(met, poll))
    assert told(page).startswith("notice: Quorum non atteint") and "Le vote peut s’ouvrir." not in said(page)


def test_a_consultation_counts_it_on_its_answers():
    met = held(members=12, settings=HALF, mode=Meeting.Mode.WRITTEN)
    assert "se comptera sur les réponses" in quorum_said(met.meeting).sentence


def test_nothing_is_said_of_it_out_of_a_sitting():
    met = held(State.CONVENED, members=12, settings=HALF)
    assert quorum_said(met.meeting) is None
