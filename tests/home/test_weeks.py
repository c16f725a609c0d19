"""Three weeks on a line: every meeting with what is asked, and the same in a list."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.urls import reverse

from kevread.directory.models import Person
from kevread.home.weeks import DAYS
from kevread.meetings.models import Meeting, Reply, RollEntry
from kevread.meetings.queries.naming import known_as
from kevread.meetings.rules.life import State
from kevread.rhythm.models import Feed
from kevread.ui.days import Event, days
from kevread.votes.operations import cast_open
from kevread.votes.queries.awaited import given_in
from tests.clients import entered_as
from tests.conftest import NOW, TODAY, arranging
from tests.gatherings.polling import OPEN, SECRET, closed, closed_at_end, drop, opened, under_way, voters
from tests.gatherings.worlds import TONIGHT, Gathering, gathering

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)


def event(day: int, name: str = "Conseil", *, lasts: int | None = None) -> Event:
    at = NOON + timedelta(days=day)
    return Event(at, name, "répondez", name, "/x", end=at + timedelta(days=lasts) if lasts is not None else None)


def test_a_day_has_its_place_and_days_of_rest_are_shaded():
    drawn = days(TODAY, 21, [event(0), event(7)])
    assert [mark.x for mark in drawn["points"]] == ["2.38", "35.71"]  # noon, the twenty-first part halved; a week later
    assert len(drawn["rest"]) == 6 and drawn["rest"][0] == "19.05"  # Saturday the 28th
    assert [day for _, day in drawn["weeks"]] == ["24 nov.", "1er déc.", "8"]


def test_words_that_would_meet_stand_on_two_levels():
    apart, near = days(TODAY, 21, [event(3), event(12)]), days(TODAY, 21, [event(3), event(4)])
    assert len({mark.y for mark in apart["points"]}) == 1
    assert len({mark.y for mark in near["points"]}) == 2 and near["height"] > apart["height"]
    assert all(mark.y > 0 for mark in near["points"])


def test_what_is_outside_of_these_days_is_not_drawn_and_what_lasts_is_cut_at_the_edges():
    drawn = days(TODAY, 21, [event(-1), event(21), event(-3, lasts=5), event(20, lasts=9), event(-9, lasts=3)])
    assert drawn["points"] == []
    assert [(mark.x, mark.width) for mark in drawn["bars"]] == [("0", "11.9"), ("97.62", "2.38")]


@pytest.fixture
def met() -> Gathering:
    with arranging():
        return gathering(body="board", title="Conseil de ce soir")


def planned(met: Gathering, day: int, **more) -> Meeting:
    at = TONIGHT + timedelta(days=day)
    values = {
        "title": f"Jour {day}",
        "starts_at": at,
        "ends_at": at + timedelta(hours=1),
        "state": State.CONVENED.value,
    }
    return Meeting.objects.create(body=met.board, **values | more)


@pytest.mark.django_db
def test_each_meeting_says_what_is_asked_and_leads_where_it_is_done(met, settings):
    with arranging():
        asked, answered = planned(met, 3), planned(met, 5)
        written = planned(met, 1, mode=Meeting.Mode.WRITTEN, ends_at=TONIGHT + timedelta(days=9))
        last, further = planned(met, DAYS - 1), planned(met, DAYS)
        lines = {
            one.title: RollEntry.objects.create(meeting=one, person=met.secretary, votes=1, college="")
            for one in (asked, answered, written, last, further)
        }
        Reply.objects.create(entry=lines[answered.title], answer=Reply.Answer.COMING, answered_at=TONIGHT)
        planned(met, 8, state=State.DRAFT.value)
    client = entered_as(met.secretary, settings)
    page = client.get(reverse("home:today", kwargs={"scale": met.grouping.slug}))
    day = page.context["day"]
    said = {event.name.partition(" (")[0]: event.asked.replace("\xa0", " ") for event in day.weeks}
    assert said["Jour 3"] == "18 h 30, répondez"
    assert said["Jour 5"] == "18 h 30, vous venez"
    assert said["Jour 8"] == "18 h 30, convocation à venir"
    assert said["Jour 1"].startswith("consultation écrite, jusqu’au jeudi 3 décembre 2026")
    assert f"Jour {DAYS - 1}" in said and f"Jour {DAYS}" not in said
    assert [one.meeting for one in day.later] == [further]
    reply = reverse("meetings:reply", kwargs={"scale": met.grouping.slug, "key": asked.pk, "entry": lines["Jour 3"].pk})
    drawing = re.search(r'<svg class="days".*?</svg>', page.text, re.DOTALL).group()
    assert f'href="{reply}"' in drawing and f'href="{reply}"' in page.text.replace(drawing, "")
    assert drawing.count("aria-label=") == len(day.weeks) + 1
    assert {event.name for event in day.weeks} - {event.name for event in day.listed} == {
        day.next.meeting.title + f" ({met.grouping.name})"
    }


@pytest.mark.django_db
def test_whoever_s_calendar_follows_their_meetings_is_not_offered_it_again(met, settings):
    client, where = entered_as(met.secretary, settings), reverse("home:today", kwargs={"scale": met.grouping.slug})
    offered, followed = 'value="mine"', "Vos réunions dans votre agenda&nbsp;: adresse donnée le"
    before = client.get(where).text
    assert offered in before and followed not in before
    client.post(reverse("rhythm:feeds"), {"suivre": "mine", "une-fois": "1"})
    after = client.get(where).text
    assert offered not in after and followed in after
    assert "suit vos réunions" not in after, "whether a calendar reads the address is not known"
    client.post(reverse("rhythm:revoke_feed", kwargs={"key": Feed.objects.get().pk}))
    assert offered in client.get(where).text


@pytest.mark.django_db
def test_a_heading_with_nothing_under_it_goes_where_the_drawing_goes(met, settings):
    """On a telephone the drawing is replaced by its list, which may be empty."""
    client, where = entered_as(met.secretary, settings), reverse("home:today", kwargs={"scale": met.grouping.slug})
    page = client.get(where)
    assert page.context["day"].weeks and not page.context["day"].listed
    assert 'class="section at-days" aria-labelledby="trois-semaines"' in page.text
    with arranging():
        RollEntry.objects.create(meeting=planned(met, 5), person=met.secretary, votes=1, college="")
    assert 'class="section" aria-labelledby="trois-semaines"' in client.get(where).text


def asked_there(person, met: Gathering, settings) -> str:
    page = entered_as(person, settings).get(reverse("home:today", kwargs={"scale": met.grouping.slug}))
    (found,) = [one for one in page.context["day"].weeks if one.name == known_as(met.meeting)]
    assert ("Vous avez voté." in page.text) is (
        "vous avez voté" in found.asked and page.context["day"].next is not None
    )
    assert "pour" not in found.asked and "contre" not in found.asked
    return found.asked


@pytest.mark.django_db
@pytest.mark.parametrize("mode", [Meeting.Mode.ON_SITE, Meeting.Mode.WRITTEN])
def test_who_cast_all_their_votes_reads_that_they_voted_while_it_is_open(settings, mode):
    with arranging():
        met = under_way(mode=mode)
    poll, _ = opened(met, OPEN)
    (one, _), (other, _) = [
        found for found in voters(met, poll) if found[0].person not in (met.president.pk, met.secretary.pk)
    ][:2]
    person, somebody = (Person.objects.get(pk=who.person) for who in (one, other))
    assert "vous avez voté" not in asked_there(person, met, settings)
    cast_open(actor=one, poll=poll, choices=["for"], now=NOW)
    assert asked_there(person, met, settings).endswith(", vous avez voté")
    assert "vous avez voté" not in asked_there(somebody, met, settings)
    (closed_at_end if mode == Meeting.Mode.WRITTEN else closed)(met, poll)
    assert "vous avez voté" not in asked_there(person, met, settings)


@pytest.mark.django_db
def test_of_a_secret_vote_one_reads_that_one_took_part_oneself(settings):
    with arranging():
        met = under_way()
    poll, _ = opened(met, SECRET)
    (one, marks), (other, _) = [
        found for found in voters(met, poll) if found[0].person not in (met.president.pk, met.secretary.pk)
    ][:2]
    drop(one, poll, marks, "for")
    assert given_in(one.person, [met.meeting.pk]) == {met.meeting.pk}
    assert given_in(other.person, [met.meeting.pk]) == given_in(one.person, []) == frozenset()
    assert asked_there(Person.objects.get(pk=one.person), met, settings) == "en séance, vous avez voté"
    assert asked_there(Person.objects.get(pk=other.person), met, settings) == "en séance"
