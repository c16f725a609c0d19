"""Who is there, who carries whose votes: the sum of what is cast is never more than what is registered."""

from datetime import datetime, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kevread.attendance.models import Presence
from kevread.attendance.queries.attendance import attendance
from kevread.attendance.rules import Sitting, Standing, Stay, not_before, room
from kevread.meetings.models import Proxy, RollEntry
from kevread.meetings.rules.life import State
from kevread.tally.rules.quorum import Quorum, QuorumUnit, enough
from tests.conftest import arranging
from tests.factories import PersonFactory
from tests.gatherings.worlds import TONIGHT, gathering

SIX = datetime(2026, 11, 24, 18)


def minute(number: int) -> datetime:
    return SIX + timedelta(minutes=number)


@st.composite
def stays(draw) -> tuple[Stay, ...]:
    """Successive stays; the last may last still; some were noted by mistake."""
    times = sorted(draw(st.lists(st.integers(0, 60), max_size=5)))
    found = [Stay(minute(a), minute(b)) for a, b in zip(times[::2], times[1::2], strict=False)]
    return (*found, Stay(minute(times[-1]), remote=draw(st.booleans()))) if len(times) % 2 else tuple(found)


@st.composite
def rolls(draw) -> list[Sitting]:
    """Any roll: colleges, several votes each, alternates, guests, proxies to anybody, even to those who hold none."""
    keys = list(range(draw(st.integers(1, 12))))
    roll = []
    for key in keys:
        alternate = draw(st.booleans()) and draw(st.booleans())
        roll.append(
            Sitting(
                key=key,
                votes=0 if alternate else draw(st.integers(0, 3)),
                college=draw(st.sampled_from(["a", "b"])),
                place=draw(st.sampled_from(["one", "two", None])),
                is_alternate=alternate,
                stays=draw(stays()),
                proxy_to=draw(st.sampled_from([*[other for other in keys if other != key], None])),
            )
        )
    return roll


moments = st.one_of(st.none(), st.integers(-5, 65).map(minute))


@given(rolls(), moments)
def test_no_more_votes_are_cast_than_are_registered(roll, at):
    found = room(roll, at)
    cast, colleges = found.carried(), found.colleges(QuorumUnit.VOTES)
    assert sum(cast.values()) == sum(college.present_votes for college in colleges)
    assert sum(cast.values()) <= sum(sitting.votes for sitting in roll)
    assert sum(college.registered_votes for college in colleges) == sum(sitting.votes for sitting in roll)
    for college in found.colleges(QuorumUnit.MEMBERS):
        assert college.present_members + college.proxies <= college.registered_members


@given(rolls(), moments)
def test_only_those_who_are_there_cast_votes_and_each_line_once(roll, at):
    found = room(roll, at)
    for sitting in roll:
        place = found.places[sitting.key]
        assert place.votes in (0, sitting.votes)
        if place.votes:
            assert found.places[place.voter].standing.is_there
    replaced = [place.voter for place in found.places.values() if place.standing is Standing.REPLACED]
    assert len(replaced) == len(set(replaced))


@given(rolls(), moments)
def test_who_is_there_casts_their_own_votes_whatever_proxy_they_gave(roll, at):
    found = room(roll, at)
    for sitting in roll:
        if sitting.stay_at(at):
            assert (found.places[sitting.key].voter, found.places[sitting.key].votes) == (sitting.key, sitting.votes)


@given(rolls(), st.integers(0, 60))
def test_a_departure_never_adds_a_vote(roll, number):
    """Proxies do not come back when a giver leaves; an alternate may then stand in, for as many votes."""
    at = minute(number)
    before = room(roll, at)
    for sitting in roll:
        if stay := sitting.stay_at(at):
            left = tuple(Stay(s.arrived_at, at) if s is stay and s.arrived_at < at else s for s in sitting.stays)
            gone = Sitting(
                sitting.key, sitting.votes, sitting.college, sitting.place, sitting.is_alternate, left, sitting.proxy_to
            )
            after = room([gone if one is sitting else one for one in roll], at)
            assert sum(after.carried().values()) <= sum(before.carried().values())


def test_a_proxy_falls_for_good_when_its_giver_comes():
    holder = Sitting("holder", 1, stays=(Stay(SIX),))
    giver = Sitting("giver", 1, proxy_to="holder", stays=(Stay(minute(10), minute(20)),))
    assert [room([holder, giver], minute(m)).places["giver"].standing for m in (5, 15, 25)] == [
        Standing.REPRESENTED,
        Standing.PRESENT,
        Standing.LEFT,
    ]


def test_an_arrival_noted_by_mistake_leaves_the_proxy_standing():
    holder = Sitting("holder", 1, stays=(Stay(SIX),))
    giver = Sitting("giver", 1, proxy_to="holder", stays=(Stay(minute(10), minute(10)),))
    assert room([holder, giver]).places["giver"].standing is Standing.REPRESENTED


def test_a_proxy_counts_for_nothing_while_its_holder_is_away_nor_through_another():
    chain = [
        Sitting("a", 1, proxy_to="b"),
        Sitting("b", 1, proxy_to="c"),
        Sitting("c", 1, stays=(Stay(SIX, minute(30)),)),
    ]
    places = room(chain, minute(5)).places
    assert [places[key].standing for key in "abc"] == [Standing.ABSENT, Standing.REPRESENTED, Standing.PRESENT]
    assert room(chain, minute(40)).carried() == {}


def test_an_alternate_stands_in_for_one_who_is_absent_and_gave_no_proxy():
    there = (Stay(SIX),)
    roll = [
        Sitting("titular", 1, place="pole"),
        Sitting("second", 1, place="pole"),
        Sitting("alternate", 0, place="pole", is_alternate=True, stays=there),
    ]
    places = room(roll).places
    assert (places["titular"].standing, places["titular"].voter) == (Standing.REPLACED, "alternate")
    assert places["second"].standing is Standing.ABSENT
    assert room(roll).colleges()[0].present_members == 1


def test_the_quorum_shows_the_college_that_lacks_most():
    roll = [Sitting(n, 1, "a" if n < 6 else "b", stays=(Stay(SIX),) if n < 5 else ()) for n in range(10)]
    colleges = room(roll).colleges()
    whole = enough(Quorum(QuorumUnit.MEMBERS, Fraction(1, 2)), colleges)
    each = enough(Quorum(QuorumUnit.MEMBERS, Fraction(1, 2), by_college=True), colleges)
    assert (whole.met, whole.test.shown) == (True, "5 ≥ 5")
    assert (each.met, each.test.shown, each.missing) == (False, "0 < 2", 2)
    assert enough(None, colleges) is None


@given(st.integers(-600, 600), st.lists(st.one_of(st.none(), st.integers(-600, 600)), max_size=5))
def test_a_moment_is_never_before_another_that_is_written(now, known):
    moment = not_before(minute(now), *(None if k is None else minute(k) for k in known))
    assert moment >= minute(now)
    assert all(k is None or moment >= minute(k) for k in known)


@pytest.mark.django_db
def test_an_assembly_of_forty_with_twelve_proxies():
    with arranging():
        met = gathering(state=State.OPEN)
    found = attendance(met.meeting)
    assert (len(found.present), len(found.represented), found.votes) == (28, 12, 40)
    first = met.proxies[0].holder
    assert {line.entry.pk for line in found.cast_by(first.person_id)} == {first.pk, met.proxies[0].giver_id}
    poles, direct = found.colleges()
    assert (poles.registered_members, direct.registered_members) == (28, 12)
    assert (poles.proxies + direct.proxies, poles.present_members + direct.present_members) == (12, 28)


@pytest.mark.django_db
def test_a_proxy_that_was_withdrawn_and_given_to_another_counts_once():
    with arranging():
        met = gathering(state=State.OPEN)
        first = met.proxies[0]
        Proxy.objects.filter(pk=first.pk).update(withdrawn_at=TONIGHT)
        other = met.proxies[1].holder
        Proxy.objects.create(giver=first.giver, holder=other, given_at=TONIGHT)
    found = attendance(met.meeting)
    assert len(found.lines) == len({line.entry.pk for line in found.lines})
    assert found.by_entry[first.giver_id].voter == other
    assert found.votes == 40


@pytest.mark.django_db
def test_what_it_was_before_is_still_known():
    with arranging():
        met = gathering(state=State.OPEN)
        met.presences[0].left_at = TONIGHT + timedelta(hours=1)
        Presence.objects.bulk_update(met.presences[:1], ["left_at"])
    assert len(attendance(met.meeting, TONIGHT + timedelta(minutes=30)).present) == 28
    found = attendance(met.meeting)
    assert len(found.present) == 27
    assert found.by_entry[met.presences[0].entry_id].standing is Standing.LEFT
    assert len(attendance(met.meeting, TONIGHT - timedelta(hours=1)).present) == 0


@pytest.mark.django_db
def test_two_queries_whatever_the_size(django_assert_num_queries):
    with arranging():
        met = gathering(state=State.OPEN, members=60)
    with django_assert_num_queries(2):
        found = attendance(met.meeting)
        assert [str(line.entry.person) for line in found.lines]
        assert [line.entry.represents.name for line in found.registered]


@pytest.mark.django_db
def test_an_alternate_of_a_family_votes_for_the_one_who_is_absent():
    with arranging():
        met = gathering(state=State.OPEN, body="board")
        absent = met.presences[0]
        Presence.objects.filter(pk=absent.pk).delete()
        alternate = RollEntry.objects.create(
            meeting=met.meeting,
            person=PersonFactory(),
            represents=absent.entry.represents,
            quality=RollEntry.Quality.ALTERNATE,
            votes=0,
        )
        Presence.objects.create(entry=alternate, arrived_at=TONIGHT)
    found = attendance(met.meeting)
    assert found.by_entry[absent.entry_id].voter == alternate
    assert [line.entry.pk for line in found.cast_by(alternate.person_id)] == [absent.entry_id]
