"""The bar of the room, its first gesture, and the wall: what is said, when it was recorded, and never a sum to compute."""

import re
from uuid import uuid4

import pytest

from kevread.attendance.models import Presence
from kevread.common.marks import mark_of
from kevread.meetings.models import Meeting
from kevread.meetings.rules.life import State
from kevread.sittings.queries.room import room_now
from kevread.sittings.views.projection import wall_of
from kevread.votes import operations
from kevread.votes.models import Poll
from tests.clients import entered_as
from tests.conftest import NOW, arranging
from tests.gatherings.polling import HANDS, OPEN, SECRET, asking, closed, opened
from tests.gatherings.screens import SIGNS, of_meeting, said
from tests.gatherings.worlds import gathering

pytestmark = pytest.mark.django_db
HALF = {"L1.11.quorum": "1/2"}


def held(state=State.IN_PROGRESS, *, current="comptes", **more):
    with arranging():
        met = gathering(state=state, starts_at=NOW, **more)
        Meeting.objects.filter(pk=met.meeting.pk).update(
            chair=met.president, secretary=met.secretary, current=met.items[current]
        )
        met.meeting.refresh_from_db()
    return met


def room(met, settings, point=""):
    return entered_as(met.secretary, settings).get(of_meeting("room", met) + (f"?point={point}" if point else ""))


def primaries(page):
    """What the buttons that come first say."""
    drawn = page.text[page.text.index("<main") : page.text.index("</main>")]
    return re.findall(r'class="button primary"[^>]*>([^<]+)<', drawn)


def test_the_bar_says_where_one_is_and_whether_it_is_enough(settings):
    met = held(settings=HALF)
    now = room_now(met.meeting)
    assert now.brief == "Quorum atteint : 40 présent·es ou représenté·es, il en fallait 20"
    assert now.position == f"Point 2 sur {len(met.items)}"
    page = said(room(met, settings))
    assert now.brief in page and now.position in page


def test_half_a_member_is_never_asked_for():
    met = held(State.OPEN, members=5, represented=1, settings=HALF)
    now = room_now(met.meeting)
    assert now.enough.need == "5/2"
    assert now.brief == "Quorum atteint : 5 présent·es ou représenté·es, il en fallait 3"
    wall = wall_of(now)
    assert (wall.figure, wall.words) == ("5", "présent·es ou représenté·es ; il en fallait 3")
    with arranging():
        Presence.objects.all().delete()
    now = room_now(met.meeting)
    assert now.brief == "Quorum non atteint : 0 présent·e, il en faut 3"
    assert (wall_of(now).figure, wall_of(now).words) == ("3", "de plus")


def test_votes_are_not_told_as_people():
    met = held(settings=HALF | {"L1.11.quorum_unit": "votes"})
    assert room_now(met.meeting).brief == "Quorum atteint : 40 voix, il en fallait 20"


def test_where_no_quorum_is_asked_it_says_who_is_there():
    met = held(settings={"L1.11.quorum": None})
    assert room_now(met.meeting).brief.replace("\xa0", " ") == "28 présent·es et 12 pouvoirs"


def test_one_gesture_comes_first(settings):
    """To vote, then to go on, then to close; a vote that waits has its own; closing waits in the menu until then."""
    met = held()
    last = list(met.meeting.items.filter(withdrawn=False).order_by("rank"))[-1]
    assert primaries(room(met, settings)) == ["Mettre au vote"]
    assert primaries(room(met, settings, met.items["budget"].pk)) == ["Passer à ce point"]
    poll, _ = opened(met, OPEN)
    assert primaries(room(met, settings, met.items["comptes"].pk)) == ["Voter (2 voix)"]
    closed(met, poll)
    assert primaries(room(met, settings)) == ["Point suivant"]
    assert "Clore la séance" in room(met, settings).text
    with arranging():
        Meeting.objects.filter(pk=met.meeting.pk).update(current=last)
        Poll.objects.filter(item=last).delete()
    page = room(met, settings, "cloture")
    assert primaries(page) == ["Clore la séance"]
    assert page.text.count("Clore la séance") == 1


def test_each_record_says_when_it_was_made(settings):
    met = held()
    client, when = entered_as(met.secretary, settings), re.compile(r"Enregistré à \d+ h( \d\d)?\.")
    sent = {
        of_meeting("room", met) + "/geste/quorum": {"cle": str(uuid4())},
        of_meeting("turn", met, item=met.items["budget"].pk): {},
        of_meeting("text", met, part="ouverture"): {"texte": "Bonsoir.", "base": mark_of("")},
        of_meeting("fill", met, part="ouverture"): {},
    }
    for address, typed in sent.items():
        assert when.search(said(client.post(address, typed, follow=True))), address
    again = said(client.post(of_meeting("fill", met, part="ouverture"), follow=True))
    assert not when.search(again) and "déjà dans ce texte" in again


def test_the_wall_has_one_sentence_and_one_figure_and_the_point_is_small(settings):
    met = held()
    wall = wall_of(room_now(met.meeting))
    assert (wall.sentence, wall.figure, wall.words) == ("Approuver les comptes 2025", "28", "personnes sont là")
    assert wall.small == f"Point 2 sur {len(met.items)}"


def test_the_wall_of_a_show_of_hands_says_how_many_take_part():
    met = held()
    poll, _ = opened(met, HANDS)
    wall = wall_of(room_now(met.meeting))
    assert (wall.sentence, wall.figure, wall.words) == (
        poll.question,
        str(poll.put.voices),
        "voix prennent part à ce vote",
    )
    assert wall.small == "On vote à main levée."


def test_a_vote_that_is_prepared_has_its_own_gesture(settings):
    met = held()
    poll = operations.draft_poll(actor=met.actor(), asked=asking(met, SECRET), now=NOW)
    assert poll.state == Poll.State.DRAFT
    page = room(met, settings, met.items["comptes"].pk)
    assert "Le vote peut s’ouvrir" in said(page) or "il en faut" in said(page)
    assert not {"Point suivant", "Mettre au vote", "Clore la séance"} & set(primaries(page))


@pytest.mark.parametrize("name", ["room", "wall", "presences", "meeting", "minutes"])
def test_nobody_reads_a_sum_to_compute(settings, name):
    met = held(members=41, settings=HALF | {"L1.11.majority": "two_thirds_expressed"})
    poll, _ = opened(met, OPEN)
    closed(met, poll)
    page = said(entered_as(met.secretary, settings).get(of_meeting(name, met)))
    text = re.sub(r"(?s)<(script|head).*?</\1>|<[^>]+>", " ", page)
    assert not SIGNS.search(text), SIGNS.search(text)
