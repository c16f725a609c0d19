"""The map of what calls, for those who go over the land; the last decisions that concern somebody."""

from datetime import timedelta

import pytest

from kevread.charter.models import Keeping
from kevread.directory.models import Coverage
from kevread.home.land import land_of, yours_of
from kevread.home.queries import decided_of
from kevread.meetings.models import Meeting
from kevread.seats.models import ZoneLead
from kevread.seats.queries import actor_of
from kevread.territory.models import Zone
from tests.charter.people import holder
from tests.conftest import NOW, TODAY, arranging
from tests.factories import CoverageFactory, ZoneFactory, ZoneLeadFactory
from tests.gatherings.decided import decided
from tests.worlds import World, end, met, put

pytestmark = pytest.mark.django_db


@pytest.fixture
def grouping(small: World):
    return small.groupings[0]


@pytest.fixture
def director(small: World, grouping):
    return holder(small, f"{grouping.slug}-team", "direction")


def calls(person, small: World, scale) -> dict[str, list[str]]:
    circle = {scale.pk, *(one.pk for one in small.locals.get(scale, []))}
    land = land_of(actor_of(person, TODAY), scale, circle, TODAY)
    return {call.said: call.names for call in land.calls} if land else {}


def under_way(small: World, local, **more) -> Meeting:
    return met(small.body(f"{local.slug}-board"), TODAY, state="running", closed_at=None, opened_at=NOW, **more)


def test_where_nothing_calls_there_is_no_map(small: World, grouping, director):
    assert land_of(actor_of(director, TODAY), grouping, {grouping.pk}, TODAY) is None


def test_an_epci_of_nobody_calls_where_the_team_is_kept(small: World, grouping, director, monkeypatch):
    epci = small.epci[grouping][0]
    with arranging():
        end(epci.leads)
    assert calls(director, small, grouping) == {"Sans délégué·e": [epci.name]}
    drawn = []
    monkeypatch.setattr("kevread.home.land.draw", lambda title, calling, **rest: drawn.extend(calling))
    land_of(actor_of(director, TODAY), grouping, {grouping.pk}, TODAY)
    assert [(zone.pk, css) for zone, css, _ in drawn] == [(epci.pk, "lacking")]
    monkeypatch.undo()
    with arranging():
        end(Keeping.objects.filter(organisation=grouping, register="team"))
    assert calls(director, small, grouping) == {}


def test_a_sitting_under_way_calls_and_a_consultation_does_not(small: World, grouping, director):
    local = small.locals[grouping][0]
    with arranging():
        meeting = under_way(small, local)
    assert calls(director, small, grouping) == {"En séance": [local.name]}
    with arranging():
        Meeting.objects.filter(pk=meeting.pk).update(mode="written")
    assert calls(director, small, grouping) == {}


def test_a_board_that_the_direction_did_not_meet_for_a_year_calls(small: World, grouping, director):
    local = small.locals[grouping][0]
    with arranging():
        for meeting in Meeting.objects.filter(body__organisation=local):
            for entry in meeting.roll.filter(person=director):
                entry.presences.all().delete()
    assert calls(director, small, grouping) == {"Conseil pas rencontré depuis un an": [local.name]}


def test_it_is_for_those_who_go_over_the_land(small: World, grouping):
    local = small.locals[grouping][0]
    with arranging():
        end(small.epci[grouping][0].leads)
        under_way(small, local)
    delegate = holder(small, f"{grouping.slug}-team", "delegate")
    assert set(calls(delegate, small, grouping)) == {"Là où vous êtes délégué·e", "En séance", "Sans délégué·e"}
    for person in (
        small.holder(f"{grouping.slug}-board", "president").person,
        small.holder(f"{local.slug}-board", "administrator").person,
    ):
        assert calls(person, small, grouping) == {}
    assert calls(delegate, small, small.head) == {}


def test_the_last_decisions_are_those_of_the_place_and_of_one_s_bodies_that_one_reads(small: World, grouping, director):
    local, other = small.locals[grouping][0], small.locals[small.groupings[1]][0]
    with arranging():
        here = decided(f"{grouping.slug}-board", "budget", on=TODAY)
        earlier = decided(f"{grouping.slug}-board", "budget", on=TODAY - timedelta(days=9))
        decided(f"{grouping.slug}-board", "budget", on=TODAY + timedelta(days=1))
        decided(f"{local.slug}-board", "budget", on=TODAY)
        decided(f"{other.slug}-board", "budget", on=TODAY)
    assert decided_of(actor_of(director, TODAY), director, grouping, TODAY)[:2] == [here, earlier]
    president = small.holder(f"{local.slug}-board", "president").person
    found = decided_of(actor_of(president, TODAY), president, local, TODAY)
    assert {one.organisation for one in found} <= {local, grouping, small.head} and other not in {
        one.organisation for one in found
    }
    stranger = small.holder(f"{other.slug}-board", "administrator").person
    found = decided_of(actor_of(stranger, TODAY), stranger, grouping, TODAY)
    assert {one.organisation for one in found} == {
        other
    }  # where they sit, and nothing of a place that they do not read


def delegate_of(zone: Zone):
    """Who is the main reference of an EPCI."""
    return zone.leads.get(main=True).mandate.person


def yours(small: World, person) -> list[tuple]:
    found = yours_of(actor_of(person, TODAY), person, TODAY)
    return [
        (one.local and one.local.slug, [(zone.name, main) for zone, main in one.zones], one.board and one.board.day)
        for one in found
    ]


def test_a_delegate_reads_the_epci_of_which_they_are_the_reference_a_pole_a_line(small: World, grouping):
    first, second = small.epci[grouping][:2]
    person = delegate_of(first)
    with arranging():
        put(second.leads.all(), main=False)
        CoverageFactory(organisation=small.locals[grouping][0], zone=(far := ZoneFactory()))
        ZoneLeadFactory(mandate=small.holder(f"{grouping.slug}-team", "delegate"), zone=far)
    having = dict(Coverage.objects.filter(organisation__scale="local").values_list("zone__name", "organisation__slug"))
    told = yours(small, person)
    assert {(slug, name, main) for slug, zones, _ in told for name, main in zones} == {
        (having[first.name], first.name, True),
        (having[second.name], second.name, False),
        (having[far.name], far.name, True),
    }
    assert len(told) == len({slug for slug, _, _ in told}) == 2


def test_the_next_board_of_their_pole_is_beside_and_a_consultation_is_not_one(small: World, grouping):
    epci = small.epci[grouping][0]
    person = delegate_of(epci)
    (local, _, board), *_ = yours(small, person)
    assert board is None
    with arranging():
        met(small.body(f"{local}-board"), TODAY + timedelta(days=3), mode="written")
        over = {"state": "convened", "opened_at": None, "closed_at": None, "is_recorded": False}
        met(small.body(f"{local}-board"), TODAY - timedelta(days=3), **over)
        met(small.body(f"{local}-board"), TODAY + timedelta(days=9), state="convened")
        met(small.body(f"{local}-board"), TODAY + timedelta(days=30), state="convened")
    (_, _, board), *_ = yours(small, person)
    assert board == TODAY + timedelta(days=9)


def test_what_one_is_no_longer_the_reference_of_is_not_theirs_and_a_direction_has_none(
    small: World, grouping, director
):
    epci = small.epci[grouping][0]
    person = delegate_of(epci)
    with arranging():
        end(epci.leads)
    assert epci.name not in [name for _, zones, _ in yours(small, person) for name, _ in zones]
    assert yours(small, director) == []


def test_a_delegate_has_the_map_of_their_own_each_day(small: World, grouping, monkeypatch):
    """Theirs are drawn and lead to their page; a direction, and a delegate of elsewhere, has no such map."""
    local, epci = small.locals[grouping][0], small.epci[grouping][0]
    delegate = epci.leads.get(main=True).mandate.person
    theirs = sorted({lead.zone.name for lead in ZoneLead.objects.filter(mandate__person=delegate)})
    assert calls(delegate, small, grouping) == {"Là où vous êtes délégué·e": theirs}
    drawn = []
    monkeypatch.setattr("kevread.home.land.draw", lambda title, calling, **rest: drawn.extend(calling))
    land_of(actor_of(delegate, TODAY), grouping, {grouping.pk, local.pk}, TODAY)
    assert (epci.pk, "own", f"/territoires/{epci.code}") in [(zone.pk, css, url) for zone, css, url in drawn]
    assert {css for _, css, _ in drawn} == {"own"}
