"""A sitting opens: who is there comes first, and what no rule forbids is read before it is done."""

from datetime import timedelta

import pytest

from kevread.attendance.models import Presence
from kevread.directory.models import Person
from kevread.journal.models import Act
from kevread.meetings.models import Meeting, Proxy, RollEntry
from kevread.meetings.rules.life import State
from kevread.sittings.operations.holding import ToRead, open_meeting
from tests.clients import entered_as
from tests.conftest import NOW, arranging
from tests.factories import PersonFactory
from tests.gatherings.screens import of_meeting, said
from tests.gatherings.worlds import TONIGHT, gathering
from tests.sittings.test_bar import HALF, held, primaries, room

pytestmark = pytest.mark.django_db
BEFORE = timedelta(hours=1, minutes=25)
OPENS = "La réunion est prévue à 18 h 30 ; il est 17 h 05."


def convened(**more):
    with arranging():
        return gathering(state=State.CONVENED, **more)


def named(met) -> dict[str, str]:
    return {"chair": str(met.president.pk), "secretary": str(met.secretary.pk)}


def pressed(met, settings, name: str, **sent):
    return entered_as(met.secretary, settings).post(f"{of_meeting('room', met)}/geste/{name}", sent)


def test_a_sitting_opens_before_its_hour_once_that_is_read():
    met = convened()
    asked = {"actor": met.actor(), "meeting": met.meeting, "chair": met.president, "secretary": met.secretary}
    acts = Act.objects.count()
    for seen in ([], ["autre"]):
        with pytest.raises(ToRead, match=OPENS):
            open_meeting(**asked, now=TONIGHT - BEFORE, seen=seen)
    assert Act.objects.count() == acts
    assert open_meeting(**asked, now=TONIGHT - BEFORE, seen=["hour"]).stage is State.OPEN


@pytest.mark.parametrize("late", [timedelta(), timedelta(minutes=20)])
def test_nothing_is_read_at_its_hour_or_after(late):
    met = convened()
    asked = {"actor": met.actor(), "meeting": met.meeting, "chair": met.president, "secretary": met.secretary}
    assert open_meeting(**asked, now=TONIGHT + late).stage is State.OPEN


def test_the_room_asks_before_it_opens_early_and_keeps_who_was_chosen(settings):
    met = convened(starts_at=TONIGHT + timedelta(hours=5))
    with arranging():
        chosen = met.entries[5].person
    page = pressed(met, settings, "ouvrir", **named(met) | {"chair": str(chosen.pk)})
    assert page.status_code == 409 and "La réunion est prévue à" in said(page)
    assert primaries(page) == ["Ouvrir quand même"] and "Ouvrir la séance" not in said(page)
    assert f'name="chair" value="{chosen.pk}"' in page.text and 'name="vu" value="hour"' in page.text
    met.meeting.refresh_from_db()
    assert met.meeting.stage is State.CONVENED
    opened = pressed(met, settings, "ouvrir", **named(met) | {"chair": str(chosen.pk), "vu": "hour"})
    met.meeting.refresh_from_db()
    assert (opened.status_code, met.meeting.stage, met.meeting.chair) == (302, State.OPEN, chosen)


def test_who_is_there_comes_before_the_opening(settings):
    met = convened(starts_at=NOW, members=12)
    assert primaries(room(met, settings)) == ["Noter les présences"]
    with arranging():
        Presence.objects.create(entry=met.entries[3], arrived_at=NOW)
    assert primaries(room(met, settings)) == ["Ouvrir la séance"]


@pytest.mark.parametrize("quorum", [HALF, {"L1.11.quorum": None}])
def test_nobody_is_led_to_begin_among_two(settings, quorum):
    """Whoever chairs and records are there from the opening: that says nothing of the others."""
    met = held(State.OPEN, members=12, represented=0, settings=quorum)
    officers = (met.president, met.secretary)
    with arranging():
        Presence.objects.exclude(entry__person__in=officers).delete()
    page = room(met, settings)
    assert primaries(page) == ["Noter les présences"]
    assert ("Commencer" in said(page)) is (quorum != HALF)
    with arranging():
        for entry in met.entries[3:10]:
            Presence.objects.create(entry=entry, arrived_at=NOW)
    assert primaries(room(met, settings)) == ["Constater le quorum et commencer" if quorum == HALF else "Commencer"]


def test_where_nobody_else_may_come_one_begins(settings):
    met = held(State.OPEN, members=12, represented=0, settings={"L1.11.quorum": None})
    with arranging():
        holder = met.entry(met.president)
        others = [one for one in met.entries if one.person not in (met.president, met.secretary)]
        Presence.objects.filter(entry__in=others).delete()
        Proxy.objects.bulk_create(Proxy(giver=one, holder=holder, given_at=NOW) for one in others)
    assert primaries(room(met, settings)) == ["Commencer"]


def guest(met) -> Person:
    """Somebody who is asked to come, and has no vote."""
    with arranging():
        person = PersonFactory(given_name="Gaud", family_name="Invitée")
        RollEntry.objects.create(meeting=met.meeting, person=person, quality=RollEntry.Quality.GUEST, votes=0)
    return person


def test_whoever_has_no_vote_chairs_once_that_is_read(settings):
    met = convened(starts_at=NOW, members=12)
    person = guest(met)
    sent = named(met) | {"chair": str(person.pk)}
    page = pressed(met, settings, "ouvrir", **sent)
    told = f"{person} est sur la liste sans droit de vote. Rien de ce qui est inscrit ici ne dit qui peut présider"
    assert page.status_code == 409 and told in said(page)
    for seen in ("hour", f"chair:{met.president.pk}"):
        assert pressed(met, settings, "ouvrir", **sent, vu=seen).status_code == 409
    assert pressed(met, settings, "ouvrir", **sent, vu=f"chair:{person.pk}").status_code == 302
    met.meeting.refresh_from_db()
    assert (met.meeting.stage, met.meeting.chair) == (State.OPEN, person)
    assert pressed(met, settings, "presidence", **sent).status_code == 302, "they chair already"


def test_whoever_is_named_during_the_sitting_is_read_too(settings):
    met = held(members=12)
    person = guest(met)
    sent = named(met) | {"chair": str(person.pk)}
    page = pressed(met, settings, "presidence", **sent)
    assert page.status_code == 409 and primaries(page) == ["Désigner quand même"]
    assert pressed(met, settings, "presidence", **sent, vu=f"chair:{person.pk}").status_code == 302
    assert Meeting.objects.get(pk=met.meeting.pk).chair == person


def test_a_secretary_without_a_vote_is_nothing_to_read():
    met = convened(members=12)
    asked = {"actor": met.actor(), "meeting": met.meeting, "chair": met.president, "secretary": guest(met)}
    assert open_meeting(**asked, now=TONIGHT).stage is State.OPEN


def test_the_list_of_who_may_chair_says_who_has_no_vote(settings):
    met = convened(starts_at=NOW, members=12)
    person = guest(met)
    apart = room(met, settings).text.split('<optgroup label="Sans droit de vote">')
    assert len(apart) == 3
    assert all(str(person.pk) in one.split("</optgroup>")[0] for one in apart[1:])
    assert str(met.president.pk) not in apart[1].split("</optgroup>")[0]
