"""The sentence of the day, what is under way, and the order of what waits."""

import re
from dataclasses import replace
from datetime import timedelta

import pytest
from django.urls import reverse

from kevread.common.todo import ToDo
from kevread.common.words import of, the_body
from kevread.home.queries import Today, row_of
from kevread.meetings.models import Meeting, Reply, RollEntry
from kevread.meetings.queries.answers import mine
from kevread.meetings.queries.naming import known_as
from kevread.meetings.rules.life import State
from kevread.seats.queries import actor_of
from kevread.sittings.queries.now import under_way
from tests.charter.people import holder
from tests.clients import entered_as
from tests.conftest import TODAY, arranging
from tests.factories import PersonFactory
from tests.gatherings.polling import OPEN, opened
from tests.gatherings.polling import under_way as voting
from tests.gatherings.worlds import TONIGHT, Gathering, gathering
from tests.home.test_today import page
from tests.worlds import put

pytestmark = pytest.mark.django_db


def day_of(client, met: Gathering):
    response = client.get(reverse("home:today", kwargs={"scale": met.grouping.slug}))
    assert response.status_code == 200
    return response.context["day"]


def opening_of(person, met: Gathering, settings) -> str:
    return day_of(entered_as(person, settings), met).opening.replace("\xa0", " ")


@pytest.fixture
def sitting() -> Gathering:
    """A board under way: the first member presides it, the secretary records it, and somebody is invited."""
    with arranging():
        met = gathering(body="board", state=State.IN_PROGRESS, members=12)
        put(met.meeting, chair=met.president, secretary=met.secretary, current=met.items["comptes"])
        met.guest = PersonFactory()
        RollEntry.objects.create(meeting=met.meeting, person=met.guest, votes=0, college="")
    return met


def test_whoever_presides_or_records_never_reads_that_nothing_waits(sitting, settings):
    name = the_body(known_as(sitting.meeting))
    for person, place in (
        (sitting.president, "Vous la présidez."),
        (sitting.secretary, "Vous en tenez le secrétariat."),
    ):
        told = page(entered_as(person, settings), sitting.grouping)
        assert f"Vous tenez la séance : {name}." in told.replace("\xa0", " ")
        assert "Rien ne vous attend" not in told
        assert place in told and "Tenir la séance" in told


def test_a_member_and_a_guest_read_what_they_are_there(sitting, settings):
    member = next(
        entry.person for entry in sitting.entries if entry.person not in (sitting.president, sitting.secretary)
    )
    told = page(entered_as(member, settings), sitting.grouping)
    assert f"{the_body(known_as(sitting.meeting))} est en séance." in told.replace("Le conseil", "le conseil")
    assert "Vous y siégez." in told and "Tenir la séance" not in told and "Voir où en est la séance" in told
    (now,) = under_way(mine(actor_of(sitting.guest, TODAY), TODAY), sitting.guest.pk)
    assert "Vous y êtes invité·e, sans droit de vote." in now.said
    assert not now.holds


def test_what_is_late_is_the_first_gesture_but_for_who_votes_or_holds_a_sitting(sitting, settings, monkeypatch):
    waits = ToDo("Rendre compte", "", "/", "Voir", TODAY)
    late = row_of(replace(waits, by=TODAY - timedelta(days=1)), TODAY)
    member = next(
        entry.person for entry in sitting.entries if entry.person not in (sitting.president, sitting.secretary)
    )
    client = entered_as(member, settings)
    day = replace(day_of(client, sitting), rows=[late])
    assert day.now and day.begins_late
    assert not replace(day, votes=[waits]).begins_late
    assert not replace(day, rows=[row_of(waits, TODAY)]).begins_late and not replace(day, rows=[]).begins_late
    assert not replace(day_of(entered_as(sitting.president, settings), sitting), rows=[late]).begins_late
    for begins in (True, False):
        monkeypatch.setattr(Today, "begins_late", begins)
        assert ("Voir ce qui est en retard" in page(client, sitting.grouping)) is begins


def test_a_sitting_says_since_when_where_and_how_far_it_is(sitting):
    (now,) = under_way(mine(actor_of(sitting.secretary, TODAY), TODAY), sitting.secretary.pk)
    rank = 1 + [item.pk for item in sitting.meeting.items.order_by("rank")].index(sitting.items["comptes"].pk)
    assert now.said.replace("\xa0", " ").startswith("Séance ouverte à 18 h 30 (Maison des associations, Rennes). ")
    assert f"Quorum atteint, point {rank} sur {len(sitting.items)}. Vous en tenez le secrétariat." in now.said
    with arranging():
        put(sitting.meeting, state=State.OPEN, current=None)
    (now,) = under_way(mine(actor_of(sitting.secretary, TODAY), TODAY), sitting.secretary.pk)
    assert "Quorum atteint, pas encore commencée." in now.said and "point" not in now.said


def test_without_enough_people_the_quorum_is_said_to_be_missing(sitting):
    with arranging():
        for entry in sitting.entries:
            entry.presences.all().delete()
    (now,) = under_way(mine(actor_of(sitting.secretary, TODAY), TODAY), sitting.secretary.pk)
    assert now.has_quorum is False and "Quorum non atteint, point" in now.said


def test_an_open_vote_is_said_first_and_is_not_said_again_below(settings):
    with arranging():
        met = voting()
    opened(met, OPEN)
    person = next(entry.person for entry in met.entries if entry.person not in (met.president, met.secretary))
    client = entered_as(person, settings)
    day = day_of(client, met)
    assert day.opening.startswith("Un vote attend votre voix")
    assert [vote.button for vote in day.votes] == ["Voter"]
    assert not [row for row in [*day.rows, *day.rest] if row.item.is_now]
    told = client.get(reverse("home:today", kwargs={"scale": met.grouping.slug})).text
    assert told.index("Voter</a>") < told.index('id="a-faire"')


def test_what_waits_below_is_named_when_it_is_alone_and_led_to_when_it_is_not(settings, monkeypatch):
    with arranging():
        met = voting()
    person = next(entry.person for entry in met.entries if entry.person not in (met.president, met.secretary))
    client = entered_as(person, settings)
    listed: list[ToDo] = [ToDo("Relire le règlement. Il change.", "Pourquoi.", "/relire", "Lire")]
    monkeypatch.setattr("kevread.home.queries.as_listed", lambda every, on: list(listed))
    named, led = '<a href="/relire">Relire le règlement.</a>', "Voir ce qui vous attend"

    def top() -> str:
        page = client.get(reverse("home:today", kwargs={"scale": met.grouping.slug}))
        return page.text.split('id="a-faire"')[0]

    opened(met, OPEN)
    told = top()
    assert "une autre chose vous attend" in told and led not in told
    assert f"<p>Ce qui vous attend&nbsp;: {named}</p>" in told, "one line, and nothing beside"
    listed.append(ToDo("Répondre", "Pourquoi.", "/repondre", "Répondre"))
    told = top()
    assert "deux autres choses vous attendent" in told and named not in told and led in told
    assert '<a href="#ce-qui-attend">' in told
    listed[0] = replace(listed[0], by=TODAY - timedelta(days=1))
    assert led in top(), "a vote is the first gesture of the page, not what is late"
    listed.clear()
    assert named not in top() and led not in top()


def test_what_waits_under_the_sentence_itself_is_not_named_twice(small, settings, monkeypatch):
    """Neither a vote, nor a sitting, nor a meeting stands between the sentence and the list."""
    person = holder(small, f"{small.groupings[0].slug}-team", "direction")
    monkeypatch.setattr("kevread.home.queries.as_listed", lambda every, on: [ToDo("Relire.", "", "/relire", "Lire")])
    page = entered_as(person, settings).get(reverse("home:today", kwargs={"scale": small.groupings[0].slug}))
    day = page.context["day"]
    assert not (day.votes or day.now or day.next) and day.opening == "Une chose vous attend."
    assert page.text.count('href="/relire"') == 1 and "Voir ce qui vous attend" not in page.text


def test_the_next_real_meeting_comes_before_a_consultation(settings):
    with arranging():
        met = gathering(body="board", title="Consultation du mois", mode=Meeting.Mode.WRITTEN, starts_at=TONIGHT)
        after = Meeting.objects.create(
            body=met.board, title="Conseil du mois", starts_at=TONIGHT + timedelta(days=9),
            ends_at=TONIGHT + timedelta(days=9, hours=1), place="Rennes", state=State.CONVENED.value,
        )  # fmt: skip
        entry = RollEntry.objects.create(meeting=after, person=met.secretary, votes=1, college="")
    client = entered_as(met.secretary, settings)
    day = day_of(client, met)
    assert day.next.meeting == after
    assert [one.name for one in day.listed] == [known_as(met.meeting)]
    assert "ne convocation attend votre réponse." in day.opening
    with arranging():
        Reply.objects.create(entry=entry, answer=Reply.Answer.COMING, answered_at=TONIGHT - timedelta(hours=3))
    told = page(client, met.grouping)
    assert "Vous avez répondu : vous venez" in told.replace("\xa0", " ")
    assert "convocation." not in day_of(client, met).opening
    with arranging():
        put(after, state=State.CANCELLED)
    assert day_of(client, met).next.meeting == met.meeting  # for want of another


def test_whoever_keeps_a_consultation_or_owes_minutes_has_it_to_do(settings):
    with arranging():
        met = gathering(body="board", state=State.IN_PROGRESS, mode=Meeting.Mode.WRITTEN)
        put(met.meeting, chair=met.president, secretary=met.secretary)
    lines = [row.item.what for row in day_of(entered_as(met.secretary, settings), met).rows]
    assert any(re.match("Suivre la consultation : .*, consultation écrite jusqu’au ", what) for what in lines)
    others = next(entry.person for entry in met.entries if entry.person not in (met.president, met.secretary))
    day = day_of(entered_as(others, settings), met)
    assert not [row for row in day.rows if "Suivre la consultation" in row.item.what]
    with arranging():
        put(met.meeting, state=State.CLOSED, closed_at=TONIGHT + timedelta(hours=2), mode=Meeting.Mode.ON_SITE)
    (row,) = [row for row in day_of(entered_as(met.president, settings), met).rows if "procès-verbal" in row.item.what]
    assert row.item.what == f"Relire le procès-verbal : {known_as(met.meeting)}, 24\xa0novembre"
    with arranging():
        put(met.meeting, state=State.DRAFTED)
    assert not [
        row for row in day_of(entered_as(met.president, settings), met).rows if "procès-verbal" in row.item.what
    ]


def test_a_meeting_is_named_by_whose_it_is(sitting):
    meeting, name = sitting.meeting, sitting.grouping.name
    assert known_as(meeting) == f"Conseil {of(name)}"
    meeting.title = "Conseil de rentrée"
    assert known_as(meeting) == f"Conseil de rentrée ({name})"
    assembly = Meeting(body=sitting.assembly, starts_at=TONIGHT, ends_at=TONIGHT, session="extraordinary")
    assert known_as(assembly) == f"Assemblée extraordinaire {of(name)}"
    assembly.session = "ordinary"
    assert known_as(assembly) == f"Assemblée {of(name)}"
