"""A sitting is not closed over what nobody has read: each thing that is left is named, with the way to it."""

from datetime import timedelta

import pytest

from kevread.attendance.models import Presence
from kevread.common.errors import Denied
from kevread.meetings.models import AgendaItem, Meeting, Reply
from kevread.meetings.rules.life import State
from kevread.seats.queries import actor_of
from kevread.sittings.operations.holding import StillLeft, check_quorum, close_meeting
from kevread.sittings.queries.left import keys_of, left_in
from kevread.sittings.queries.proceedings import proceedings
from kevread.votes.operations import draft_poll, void_poll
from tests.clients import entered_as
from tests.conftest import NOW, TODAY, arranging
from tests.gatherings.decided import decided
from tests.gatherings.polling import HANDS, SECRET, all_read, asking, hands, opened, under_way
from tests.gatherings.screens import of_meeting, said
from tests.gatherings.worlds import Gathering

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(hours=2)


@pytest.fixture
def met(settings) -> Gathering:
    """A sitting at its last point, its decisions all taken, its quorum found: nothing is left."""
    with arranging():
        found = under_way(members=12, starts_at=NOW)
        for key in ("comptes", "budget", "conseil"):
            decided(found.assembly, meeting=found.meeting, item=found.items[key], on=TODAY)
        Meeting.objects.filter(pk=found.meeting.pk).update(current=found.items["divers"])
    found.meeting.refresh_from_db()
    check_quorum(actor=found.actor(), meeting=found.meeting, now=NOW)
    return found


def run(met: Gathering, **more):
    return {"actor": met.actor(), "meeting": met.meeting, "now": LATER, **more}


def left(met: Gathering) -> list[tuple[str, str]]:
    return [(one.what, one.why) for one in left_in(Meeting.objects.get(pk=met.meeting.pk))]


def further(met: Gathering, *keys: str) -> None:
    """As many points more, of the same kinds, on which nothing is decided; the last is the current one."""
    with arranging():
        rank = met.meeting.items.order_by("-rank").first().rank
        for number, key in enumerate(keys, start=1):
            asked = {
                "kind": met.items[key].kind,
                "title": f"De plus, {key}",
                "incident": "Cela presse.",
                "text": "Oui.",
            }
            point = AgendaItem.objects.create(meeting=met.meeting, rank=rank + number, **asked)
            met.items[f"plus-{key}"] = point
        Meeting.objects.filter(pk=met.meeting.pk).update(current=point)


def test_where_nothing_is_left_it_is_confirmed_all_the_same(met, settings):
    """The room holds no button that closes: one press too many leads to a page that asks."""
    assert left(met) == []
    client = entered_as(met.secretary, settings)
    room = client.get(of_meeting("room", met)).text
    assert f'href="{of_meeting("close", met)}"' in room
    assert f'action="{of_meeting("close", met)}"' not in room
    page = said(client.get(of_meeting("close", met)))
    assert "Rien n’est laissé de côté. Une séance close ne se rouvre pas." in page
    assert "Clore quand même" not in page
    met.meeting.refresh_from_db()
    assert met.meeting.stage is State.IN_PROGRESS
    page = client.post(of_meeting("close", met), follow=True)
    assert "La séance est close." in said(page)
    met.meeting.refresh_from_db()
    assert met.meeting.stage is State.CLOSED


def test_a_point_that_asks_for_a_decision_and_was_passed_over_is_left(met):
    further(met, "budget", "cap", "conseil")
    why = "Ce point demande une décision, et rien n’y est voté."
    assert left(met) == [("7. De plus, budget", why), ("9. De plus, conseil", why)]
    with pytest.raises(StillLeft, match=r"7\. De plus, budget"):
        close_meeting(**run(met))


def test_a_point_that_nobody_came_to_is_left_and_questions_of_the_day_are_not(met):
    with arranging():
        Meeting.objects.filter(pk=met.meeting.pk).update(current=met.items["comptes"])
    assert left(met) == [("5. Le cap des trois prochaines années", "Ce point n’a pas été abordé.")]


def test_a_vote_that_was_prepared_and_never_opened_is_left(met):
    further(met, "budget")
    draft_poll(actor=met.actor(), asked=asking(met, SECRET, item=met.items["plus-budget"]), now=NOW)
    assert left(met) == [("7. De plus, budget", "Un vote y est préparé, et n’a pas été ouvert.")]


def test_a_vote_that_was_given_up_leaves_its_point(met):
    further(met, "budget")
    poll, _ = opened(met, HANDS, item=met.items["plus-budget"])
    void_poll(actor=met.actor(), poll=poll, reason="Mal posée, à reprendre.", now=NOW)
    assert left(met) == [("7. De plus, budget", "Son vote est annulé, et rien n’y est décidé.")]


def test_a_point_that_was_voted_or_carried_elsewhere_is_not_left(met):
    further(met, "budget", "conseil")
    poll, _ = opened(met, HANDS, item=met.items["plus-budget"])
    hands(met, poll, for_=9, against=3)
    with arranging():
        other = Meeting.objects.create(body=met.board, starts_at=LATER, ends_at=LATER + timedelta(hours=1))
        carried = AgendaItem.objects.create(
            meeting=other, rank=1, kind="decision", title="Porté", origin=met.items["plus-conseil"]
        )
    assert left(met) == []
    with arranging():
        Meeting.objects.filter(pk=other.pk).update(state=State.CANCELLED.value)
    assert [what for what, _ in left(met)] == ["8. De plus, conseil"]
    with arranging():
        Meeting.objects.filter(pk=other.pk).update(state=State.DRAFT.value)
        AgendaItem.objects.filter(pk=carried.pk).update(withdrawn=True)
    assert [what for what, _ in left(met)] == ["8. De plus, conseil"]


def test_who_said_they_would_come_and_was_not_noted_is_left(met):
    away = met.proxies[0].giver
    with arranging():
        late, absent, alternate = met.presences[-1].entry, met.presences[-2].entry, met.presences[-3].entry
        Presence.objects.filter(entry__in=[late, absent]).delete()
        for entry, answer in ((late, "coming"), (absent, "absent"), (alternate, "remote"), (away, "coming")):
            Reply.objects.create(entry=entry, answer=answer, answered_at=NOW)
    why = "Cette personne avait répondu qu’elle venait, et rien n’est noté de son arrivée."
    assert left(met) == [(f"Les arrivées : {late.person}", why)]
    with arranging():
        Reply.objects.filter(entry=absent).update(answer="remote")
    (found,) = left_in(Meeting.objects.get(pk=met.meeting.pk))
    assert found.why.startswith("Ces personnes avaient répondu")
    assert set(found.keys) == {f"expected:{late.pk}", f"expected:{absent.pk}"}


def test_a_quorum_that_is_lost_since_it_was_found_is_left(met):
    with arranging():
        gone = [presence.entry for presence in met.presences[1:]]
        Presence.objects.filter(entry__in=gone).update(left_at=LATER)
    assert left(met) == [("Le quorum", "Il n’y est plus, et personne ne l’a constaté.")]
    check_quorum(actor=met.actor(), meeting=met.meeting, now=LATER)
    assert left(met) == []


def test_a_quorum_that_is_asked_and_that_nobody_looked_for_is_left():
    with arranging():
        met, free = under_way(members=12), under_way(members=12, settings={"L1.11.quorum": None})
        for one in (met, free):
            Meeting.objects.filter(pk=one.meeting.pk).update(current=one.items["divers"])
    quorum = ("Le quorum", "Il est demandé, et n’a pas été constaté.")
    assert (quorum in left(met), quorum in left(free)) == (True, False)


def test_what_was_read_is_closed_over_and_nothing_else(met):
    further(met, "budget", "conseil")
    keys = all_read(met.meeting)
    assert len(keys) == 2
    for seen in ((), keys[:1], keys[1:], [key.replace("passed", "unreached") for key in keys], ["x\x00", "é"]):
        with pytest.raises(StillLeft) as refused:
            close_meeting(**run(met, seen=seen))
        assert keys_of(refused.value.left) == keys
    met.meeting.refresh_from_db()
    assert met.meeting.stage is State.IN_PROGRESS
    assert close_meeting(**run(met, seen=keys)).stage is State.CLOSED


def test_what_was_done_since_it_was_read_does_not_ask_again(met):
    further(met, "budget", "conseil")
    keys = all_read(met.meeting)
    poll, _ = opened(met, HANDS, item=met.items["plus-budget"])
    hands(met, poll, for_=9)
    assert close_meeting(**run(met, seen=keys)).stage is State.CLOSED


def test_the_page_names_each_with_the_way_to_it_then_closes(met, settings):
    further(met, "budget")
    client = entered_as(met.secretary, settings)
    answer = client.post(of_meeting("close", met))
    assert (answer.status_code, answer["Location"]) == (302, of_meeting("close", met))
    page = client.get(of_meeting("close", met))
    assert "7. De plus, budget" in said(page)
    assert f'{of_meeting("room", met)}?point={met.items["plus-budget"].pk}"' in page.text
    (key,) = all_read(met.meeting)
    assert f'name="vu" value="{key}"' in page.text
    assert "La séance est close." in said(client.post(of_meeting("close", met), {"vu": key}, follow=True))


def test_something_else_left_meanwhile_is_shown_and_asked_again(met, settings):
    further(met, "budget")
    (key,) = all_read(met.meeting)
    further(met, "conseil")
    client = entered_as(met.secretary, settings)
    page = client.post(of_meeting("close", met), {"vu": key})
    assert page.status_code == 409
    assert "Autre chose reste depuis que vous avez lu cette liste" in said(page)
    assert page.text.count('name="vu"') == len(all_read(met.meeting))
    met.meeting.refresh_from_db()
    assert met.meeting.stage is State.IN_PROGRESS


def test_a_vote_that_is_open_is_named_and_no_button_closes_over_it(met, settings):
    further(met, "budget")
    opened(met, HANDS, item=met.items["plus-budget"], question="Voter le budget de plus")
    client = entered_as(met.secretary, settings)
    page = client.get(of_meeting("close", met))
    assert "Voter le budget de plus" in said(page)
    assert "Clore quand même" not in said(page)
    refused = client.post(of_meeting("close", met), {"vu": all_read(met.meeting)})
    assert (refused.status_code, "Un vote n’est pas terminé" in said(refused)) == (409, True)


def test_once_it_is_closed_its_page_leads_back_to_the_room(met, settings):
    close_meeting(**run(met))
    answer = entered_as(met.secretary, settings).get(of_meeting("close", met))
    assert answer["Location"].startswith(of_meeting("room", met))


def test_whoever_only_notes_is_not_shown_what_is_left(met, settings):
    sits = met.entries[8].person
    assert entered_as(sits, settings).get(of_meeting("close", met)).status_code == 403
    with pytest.raises(Denied):
        close_meeting(**run(met, actor=actor_of(sits, TODAY)))


# Afterwards ----------------------------------------------------------------------------------------------------------


def closed_early(met: Gathering) -> Meeting:
    """Closed at its ninth point of ten: two decisions passed over, of which one vote was given up; one point not come to."""
    further(met, "budget", "conseil", "cap")
    poll, _ = opened(met, HANDS, item=met.items["plus-budget"])
    void_poll(actor=met.actor(), poll=poll, reason="Mal posée, à reprendre.", now=NOW)
    with arranging():
        Meeting.objects.filter(pk=met.meeting.pk).update(current=met.items["plus-conseil"])
    return close_meeting(**run(met, seen=all_read(met.meeting)))


def not_done(meeting: Meeting) -> list[tuple[str, str]]:
    found = proceedings(Meeting.objects.get(pk=meeting.pk))
    return [(point.item.title, point.undone) for point in found.points if point.undone]


def test_what_was_not_done_is_said_once_it_is_over_and_not_before(met):
    further(met, "budget")
    assert not_done(met.meeting) == []
    close_meeting(**run(met, seen=all_read(met.meeting)))
    assert not_done(met.meeting) == [("De plus, budget", "Non voté")]


def test_the_minutes_and_the_agenda_say_what_was_not_voted_and_not_come_to(met, settings):
    meeting = closed_early(met)
    assert not_done(meeting) == [
        ("De plus, budget", "Non voté"),
        ("De plus, conseil", "Non voté"),
        ("De plus, cap", "Non abordé"),
    ]
    client = entered_as(met.secretary, settings)
    for screen in ("minutes", "meeting"):
        page = said(client.get(of_meeting(screen, met)))
        assert (page.count("Non voté"), page.count("Non abordé")) == (2, 1), screen


def test_a_point_of_which_something_is_written_was_come_to(met):
    meeting = closed_early(met)
    with arranging():
        AgendaItem.objects.filter(pk=met.items["plus-cap"].pk).update(record="On en parle.")
    assert [title for title, _ in not_done(meeting)] == ["De plus, budget", "De plus, conseil"]


def test_of_a_sitting_closed_before_it_was_kept_how_far_it_came_nothing_is_said_of_that(met):
    meeting = closed_early(met)
    with arranging():
        Meeting.objects.filter(pk=meeting.pk).update(current=None)
    assert {said for _, said in not_done(meeting)} == {"Non voté"}


def test_of_a_meeting_recorded_afterwards_nothing_is_said(met):
    meeting = closed_early(met)
    with arranging():
        Meeting.objects.filter(pk=meeting.pk).update(is_recorded=True)
    assert not_done(meeting) == []


def test_without_the_quorum_no_point_was_come_to(met):
    with arranging():
        Meeting.objects.filter(pk=met.meeting.pk).update(state=State.FAILED.value, current=None)
    further(met, "budget")
    with arranging():
        Meeting.objects.filter(pk=met.meeting.pk).update(current=None)
    assert ("De plus, budget", "Non abordé") in not_done(met.meeting)


def test_its_page_leads_to_the_room_and_to_the_wall_while_it_lasts(met, settings):
    client = entered_as(met.secretary, settings)
    page = client.get(of_meeting("meeting", met))
    assert "Entrer dans la salle" in said(page)
    assert "Projeter dans la salle" in said(page)
    assert "personne vient" not in said(page) and "encore venir" not in said(page)
    close_meeting(**run(met, seen=all_read(met.meeting)))
    page = client.get(of_meeting("meeting", met))
    assert "Procès-verbal" in said(page)
    for gone in ("Entrer dans la salle", "Projeter", "personne vient", "encore venir", "Suivre à l’écran"):
        assert gone not in said(page)
    mine = entered_as(met.entries[8].person, settings).get(of_meeting("meeting", met))
    assert "Suivre à l’écran" not in said(mine)
    told = said(client.get(of_meeting("answers", met)))
    assert "personne vient" not in told and "encore venir" not in told
