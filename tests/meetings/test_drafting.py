"""The agenda of a meeting, before the notice and after it."""

import pytest
from django.urls import reverse

from kevread.common.actor import NOBODY
from kevread.common.errors import Denied, Invalid, Refused
from kevread.common.periods import day_in_words
from kevread.meetings.models import AgendaItem, Meeting
from kevread.meetings.operations import (
    Point,
    add_item,
    amend_item,
    amend_meeting,
    forward_item,
    move_item,
    reopen_agenda,
    set_agenda,
    withdraw_item,
)
from kevread.meetings.queries import votable
from kevread.meetings.queries.forwarding import ways_of
from kevread.meetings.queries.naming import known_as
from kevread.meetings.queries.notices import changes_to_send, frozen_agenda
from kevread.meetings.rules.life import State
from tests.clients import entered_as, screen_of_a_meeting
from tests.conftest import NOW, arranging
from tests.gatherings.worlds import Gathering, gathering
from tests.seats.screens import words

pytestmark = pytest.mark.django_db
VEHICLE = Point("decision", "Acheter un véhicule partagé")


def met(state: State = State.DRAFT, **more) -> Gathering:
    with arranging():
        return gathering(members=12, state=state, represented=0, **more)


def titles(found: Gathering) -> list[str]:
    return [item.title for item in frozen_agenda(found.meeting)]


def fiche(found: Gathering, **changes) -> dict:
    names = ("title", "session", "mode", "place", "link", "is_public")
    return {name: getattr(found.meeting, name) for name in names} | changes


def test_an_item_goes_before_the_miscellaneous():
    here = met()
    add_item(actor=here.actor(), meeting=here.meeting, point=VEHICLE, now=NOW)
    assert titles(here)[-2:] == ["Acheter un véhicule partagé", "Questions diverses"]


def test_items_are_ordered_by_buttons_and_stop_at_the_ends():
    here = met()
    first, second = frozen_agenda(here.meeting)[:2]
    move_item(actor=here.actor(), item=second, up=True, now=NOW)
    move_item(actor=here.actor(), item=second, up=True, now=NOW)
    assert titles(here)[:2] == [second.title, first.title]
    move_item(actor=here.actor(), item=second, up=False, now=NOW)
    assert titles(here)[:2] == [first.title, second.title]


def test_an_item_is_reworded():
    here = met()
    amend_item(
        actor=here.actor(), item=here.items["budget"], point=Point("decision", "Voter le budget révisé"), now=NOW
    )
    assert "Voter le budget révisé" in titles(here)


def test_before_the_notice_a_withdrawn_item_is_forgotten_and_after_it_stays_as_withdrawn():
    here = met()
    withdraw_item(actor=here.actor(), item=here.items["cap"], now=NOW)
    assert not AgendaItem.objects.filter(pk=here.items["cap"].pk).exists()
    there = met(State.CONVENED)
    withdraw_item(actor=there.actor(), item=there.items["cap"], now=NOW)
    assert AgendaItem.objects.get(pk=there.items["cap"].pk).withdrawn
    assert changes_to_send(there.meeting) == ["Point retiré : Le cap des trois prochaines années"]
    with pytest.raises(Refused, match="retiré"):
        move_item(actor=there.actor(), item=there.items["cap"], up=True, now=NOW)


def test_an_item_is_carried_from_a_body_to_another_with_its_origin():
    here = met()
    with arranging():
        board = Meeting.objects.create(
            body=here.board, starts_at=here.meeting.starts_at, ends_at=here.meeting.ends_at, state="draft"
        )
    carried = forward_item(actor=here.actor(), item=here.items["cap"], to=board, now=NOW)
    assert (carried.origin, carried.meeting, carried.title) == (here.items["cap"], board, here.items["cap"].title)
    with pytest.raises(Refused, match="déjà à cet ordre du jour"):
        forward_item(actor=here.actor(), item=here.items["cap"], to=board, now=NOW)
    with pytest.raises(Refused, match="déjà à cet ordre du jour"):
        forward_item(actor=here.actor(), item=carried, to=board, now=NOW)


def test_an_item_that_was_carried_twice_says_the_whole_way(settings):
    """On the agenda, on the page of the meeting, on the item, and on paper; what a postponed meeting takes over is no hop."""
    here = met()
    with arranging():
        times = {"starts_at": here.meeting.starts_at, "ends_at": here.meeting.ends_at, "state": "draft"}
        board, again = (Meeting.objects.create(body=here.board, **times) for _ in range(2))
        last = Meeting.objects.create(body=here.meeting.body, **times)
        board.postponed_to = again
        board.save()
    once = forward_item(actor=here.actor(), item=here.items["cap"], to=board, now=NOW)
    same = forward_item(actor=here.actor(), item=once, to=again, now=NOW)
    twice = forward_item(actor=here.actor(), item=same, to=last, now=NOW)
    first, then = (f"{known_as(one)}, le {day_in_words(one.day)}" for one in (here.meeting, again))
    assert ways_of([here.items["cap"].pk, once.pk, same.pk, twice.pk]) == {
        once.pk: f"Vient de : {first}.",
        same.pk: f"Vient de : {first}.",
        twice.pk: f"Vient de : {first}, puis de : {then}.",
    }
    client = entered_as(here.secretary, settings)
    for screen in ("meeting", "agenda_of"):
        url = reverse(screen_of_a_meeting(screen), kwargs={"scale": here.grouping.slug, "key": last.pk})
        assert f"Vient de : {first}, puis de : {then}." in words(client.get(url)), screen


def test_a_settled_agenda_does_not_move_until_it_is_opened_again():
    here = met()
    set_agenda(actor=here.actor(), meeting=here.meeting, now=NOW)
    with pytest.raises(Refused, match=r"ne change plus\. État de la réunion : ordre du jour arrêté"):
        add_item(actor=here.actor(), meeting=here.meeting, point=VEHICLE, now=NOW)
    reopen_agenda(actor=here.actor(), meeting=here.meeting, now=NOW)
    assert add_item(actor=here.actor(), meeting=here.meeting, point=VEHICLE, now=NOW)
    there = met(State.CONVENED)
    with pytest.raises(Refused, match="ne se rouvre pas"):
        reopen_agenda(actor=there.actor(), meeting=there.meeting, now=NOW)


def test_miscellaneous_alone_is_no_agenda():
    here = met()
    with arranging():
        here.meeting.items.exclude(kind=AgendaItem.Kind.MISCELLANEOUS).delete()
    with pytest.raises(Refused, match="au moins un point"):
        set_agenda(actor=here.actor(), meeting=here.meeting, now=NOW)


@pytest.mark.parametrize(
    ("point", "field"),
    [
        (Point("vote", "Un intitulé"), "kind"),
        (Point("decision", "  a "), "title"),
        (Point("decision", "x" * 201), "title"),
        (Point("decision", "Un intitulé", minutes=0), "minutes"),
        (Point("decision", "Un intitulé", decision_type="inventee"), "decision_type"),
    ],
)
def test_what_is_typed_wrong_is_said_on_its_field(point, field):
    here = met()
    with pytest.raises(Invalid) as refused:
        add_item(actor=here.actor(), meeting=here.meeting, point=point, now=NOW)
    assert refused.value.field == field


def test_the_card_of_a_meeting_changes_and_its_calendar_entry_with_it():
    here = met()
    done = amend_meeting(
        actor=here.actor(),
        meeting=here.meeting,
        now=NOW,
        **fiche(here, place="Salle de la Touche", session="extraordinary"),
    )
    assert (done.place, done.session, done.sequence) == ("Salle de la Touche", "extraordinary", 1)
    again = amend_meeting(
        actor=here.actor(), meeting=done, now=NOW, **fiche(here) | {"place": done.place, "session": done.session}
    )
    assert again.sequence == 1


def test_once_convened_only_where_one_goes_changes():
    here = met(State.CONVENED)
    amend_meeting(actor=here.actor(), meeting=here.meeting, now=NOW, **fiche(here, place="Ailleurs"))
    here.meeting.refresh_from_db()
    assert changes_to_send(here.meeting) == ["Lieu : Ailleurs"]
    with pytest.raises(Refused, match="seuls le lieu et le lien"):
        amend_meeting(actor=here.actor(), meeting=here.meeting, now=NOW, **fiche(here, title="Autre chose"))


def test_a_mode_that_the_articles_do_not_allow_is_refused_where_it_is_typed():
    here = met(settings={"L1.13.remote": None})
    with pytest.raises(Invalid, match=r"L1\.13") as refused:
        amend_meeting(actor=here.actor(), meeting=here.meeting, now=NOW, **fiche(here, mode="remote"))
    assert refused.value.field == "mode"
    with pytest.raises(Invalid, match="Choisissez comment"):
        amend_meeting(actor=here.actor(), meeting=here.meeting, now=NOW, **fiche(here, mode="teleport"))


def test_a_board_has_no_extraordinary_session():
    here = met(body="board")
    with pytest.raises(Invalid, match="Seule une assemblée"):
        amend_meeting(actor=here.actor(), meeting=here.meeting, now=NOW, **fiche(here, session="extraordinary"))


def test_a_second_call_keeps_the_agenda_of_the_first():
    here = met(State.DRAFT)
    with arranging():
        first = Meeting.objects.create(
            body=here.assembly, starts_at=NOW, ends_at=here.meeting.ends_at, opened_at=NOW, state="failed"
        )
        Meeting.objects.filter(pk=here.meeting.pk).update(second_call_of=first)
    with pytest.raises(Refused, match="reprend l’ordre du jour de la première"):
        add_item(actor=here.actor(), meeting=here.meeting, point=VEHICLE, now=NOW)
    with pytest.raises(Refused, match="reprend l’ordre du jour de la première"):
        withdraw_item(actor=here.actor(), item=here.items["cap"], now=NOW)


def test_only_those_who_prepare_may():
    here = met()
    item = here.items["cap"]
    for who in (NOBODY, here.actor(here.members[-1].person)):
        for attempt in (
            lambda who=who: add_item(actor=who, meeting=here.meeting, point=VEHICLE, now=NOW),
            lambda who=who: amend_item(actor=who, item=item, point=VEHICLE, now=NOW),
            lambda who=who: move_item(actor=who, item=item, up=True, now=NOW),
            lambda who=who: withdraw_item(actor=who, item=item, now=NOW),
            lambda who=who: forward_item(actor=who, item=item, to=here.meeting, now=NOW),
            lambda who=who: set_agenda(actor=who, meeting=here.meeting, now=NOW),
            lambda who=who: reopen_agenda(actor=who, meeting=here.meeting, now=NOW),
            lambda who=who: amend_meeting(actor=who, meeting=here.meeting, now=NOW, **fiche(here)),
        ):
            with pytest.raises(Denied):
                attempt()


def test_what_decides_of_the_majority_is_chosen_when_drafting_and_stands_once_sent():
    here = met()
    item = here.items["comptes"]
    with pytest.raises(Invalid) as unknown:
        Point("decision", "Autre", resolution="secret").check()
    assert unknown.value.field == "resolution"
    point = Point("decision", item.title, item.text, resolution="statutes")
    assert amend_item(actor=here.actor(), item=item, point=point, now=NOW).resolution == "statutes"
    sent = met(State.CONVENED)
    assert sent.notice.content["agenda"][1]["resolution"] == "ordinary"
    with pytest.raises(Invalid) as refusal:
        amend_item(actor=sent.actor(), item=sent.items["comptes"], point=point, now=NOW)
    assert refusal.value.field == "resolution"


@pytest.mark.parametrize("title", ["Questions diverses", "DIVERS", "Autres.", " Questions  diverses ", "Autres sujets"])
def test_an_assembly_votes_on_nothing_that_has_no_name(title):
    here = met()
    for kind in ("decision", "election"):
        with pytest.raises(Invalid) as refusal:
            add_item(actor=here.actor(), meeting=here.meeting, point=Point(kind, title), now=NOW)
        assert refusal.value.field == "title"
    with pytest.raises(Invalid):
        amend_item(actor=here.actor(), item=here.items["comptes"], point=Point("decision", title), now=NOW)
    add_item(actor=here.actor(), meeting=here.meeting, point=Point("information", title), now=NOW)
    sent = met(State.CONVENED)
    with arranging():
        item = sent.items["divers"]
        item.kind = "decision"
        item.save()
    assert not votable(item)


def test_a_board_names_its_points_as_it_likes():
    here = met(body="board")
    assert (
        add_item(actor=here.actor(), meeting=here.meeting, point=Point("decision", "Divers"), now=NOW).title == "Divers"
    )
