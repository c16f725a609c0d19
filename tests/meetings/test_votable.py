"""What an assembly may vote on is what was sent to it in time (L1.9); a board is not bound."""

from datetime import UTC, datetime, timedelta

import pytest

from kevread.meetings.models import AgendaItem, Notice
from kevread.meetings.queries import votable, votables
from kevread.meetings.queries.notices import content_of
from kevread.meetings.rules.life import State
from kevread.meetings.rules.notices import digest
from tests.conftest import arranging
from tests.gatherings.worlds import Gathering, gathering

pytestmark = pytest.mark.django_db


@pytest.fixture
def met() -> Gathering:
    with arranging():
        return gathering(members=6, represented=1)


def further(met: Gathering, sent_at: datetime) -> None:
    content = content_of(met.meeting, met.meeting.items.order_by("rank"), [])
    Notice.objects.create(meeting=met.meeting, number=2, sent_at=sent_at, content=content, sha256=digest(content))


def add(met: Gathering, kind: str = AgendaItem.Kind.DECISION) -> AgendaItem:
    return AgendaItem.objects.create(meeting=met.meeting, rank=20, kind=kind, title="Acheter un véhicule")


def test_the_agenda_that_was_sent_in_time_may_be_voted(met, django_assert_num_queries):
    with django_assert_num_queries(3):
        found = votables(met.meeting)
    assert {key for key, item in met.items.items() if found[item.pk]} == set(met.items) - {"divers"}
    assert "questions diverses" in found[met.items["divers"].pk].why


def test_an_incident_that_the_chair_admitted_may(met):
    """It was not sent, and what is withdrawn stays so."""
    with arranging():
        incident = AgendaItem.objects.create(
            meeting=met.meeting,
            rank=21,
            kind="decision",
            title="Incident de séance : révoquer",
            incident="Une faute grave.",
        )
    found = votable(incident)
    assert found and "Une faute grave." in found.why
    incident.withdrawn = True
    assert not votable(incident)


def test_an_item_that_was_never_sent_may_not(met):
    with arranging():
        added = add(met)
    assert "n’est pas à l’ordre du jour qui a été envoyé" in votable(added).why


@pytest.mark.parametrize(("sent_on", "expected"), [(8, True), (9, False)])
def test_an_item_added_by_a_further_notice_counts_when_whole_days_remain(met, sent_on, expected):
    """The meeting is on the 24th, with fifteen whole days: the 8th is the last day."""
    with arranging():
        added = add(met)
        further(met, datetime(2026, 11, sent_on, 9, tzinfo=UTC))
    assert bool(votable(added)) is expected
    assert expected or "le dernier jour était le 8 novembre 2026" in votable(added).why
    assert votable(met.items["comptes"])


def test_another_title_is_another_item(met):
    with arranging():
        AgendaItem.objects.filter(pk=met.items["comptes"].pk).update(title="Dissoudre l’association")
    assert "a changé depuis la convocation" in votable(AgendaItem.objects.get(pk=met.items["comptes"].pk)).why


def test_an_amended_resolution_is_the_same_item(met):
    with arranging():
        AgendaItem.objects.filter(pk=met.items["comptes"].pk).update(
            text="L’assemblée approuve les comptes, avec réserve."
        )
    assert votable(AgendaItem.objects.get(pk=met.items["comptes"].pk))


def test_a_withdrawn_item_may_not(met):
    with arranging():
        AgendaItem.objects.filter(pk=met.items["budget"].pk).update(withdrawn=True)
    assert "retiré" in votable(AgendaItem.objects.get(pk=met.items["budget"].pk)).why


def test_a_board_votes_on_what_it_wants():
    with arranging():
        met = gathering(body="board", members=12, state=State.OPEN)
        added = add(met, AgendaItem.Kind.MISCELLANEOUS)
    assert votable(added)
    assert len(met.entries) == 12
    assert [guest.person for guest in met.guests] == [met.direction]


def test_without_a_decided_delay_what_was_sent_before_the_day_is_in_time():
    with arranging():
        met = gathering(members=6, settings={"L1.10.notice_days": None})
        added = add(met)
        further(met, met.meeting.starts_at - timedelta(hours=6))
    assert votable(added)


def test_the_world_is_forty_with_twelve_represented():
    with arranging():
        met = gathering(state=State.OPEN)
    assert (len(met.entries), len(met.proxies), len(met.presences)) == (40, 12, 28)
    assert all(proxy.giver.college == proxy.holder.college for proxy in met.proxies)
    assert {entry.college for entry in met.entries} == {"poles", "adherents-directs"}
