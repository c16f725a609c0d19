"""What waits elsewhere than where one is: announced once, in one line, and by the number that is read there."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kevread.base import picture
from kevread.common import rooms
from kevread.common.todo import Asker, ToDo
from kevread.decisions.models import Decision, FollowUp
from kevread.directory.models import Organisation, Person
from kevread.home.letter import letter_of
from kevread.home.queries import Today
from kevread.home.waiting import NAMED, There, elsewhere, other_places, there_of
from kevread.seats.queries import actor_of
from tests.charter.people import holder
from tests.clients import entered_as
from tests.conftest import NOW, TODAY, arranging
from tests.factories import OrganisationFactory
from tests.gatherings.decided import decided
from tests.gatherings.polling import OPEN, opened
from tests.gatherings.polling import under_way as voting
from tests.home.test_today import text_of
from tests.reading import unguarded
from tests.worlds import World, end, put

pytestmark = pytest.mark.django_db


@pytest.fixture
def places(small: World) -> list[Organisation]:
    """Two groupings, each without its délégué·es: who directs reads there what to do."""
    with arranging():
        for one in small.groupings[:2]:
            end(small.mandates(f"{one.slug}-team", "delegate"))
    return small.groupings[:2]


@pytest.fixture
def person(small: World, places) -> Person:
    """Who directs both."""
    found = holder(small, f"{places[0].slug}-team", "direction")
    with arranging():
        small.seated(f"{places[1].slug}-team", "direction", person=found)
    return found


def day_at(place: Organisation, person: Person, settings) -> tuple[Today, str]:
    response = entered_as(person, settings).get(f"/{place.slug}/aujourd-hui")
    assert response.status_code == 200
    return response.context["day"], text_of(response).replace("\xa0", " ")


def lines_of(day: Today) -> list[tuple[str, str]]:
    return [(row.item.what, row.item.url) for row in (*day.rows, *day.rest)]


def counted(day: Today) -> list[tuple[str, str, int]]:
    return [(name, slug, many) for name, slug, many, _ in day.elsewhere.places]


def test_who_directs_two_reads_at_each_what_the_page_of_the_other_lists(person, places, settings):
    first, second = places
    (here, told), (there, back) = (day_at(one, person, settings) for one in places)
    assert lines_of(here) and lines_of(there) and not set(lines_of(here)) & set(lines_of(there))
    assert counted(here) == [(second.name, second.slug, len(lines_of(there)))]
    assert counted(there) == [(first.name, first.slug, len(lines_of(here)))]
    assert f"{len(lines_of(there))} autres à {second.name}" in told
    assert f"{len(lines_of(here))} autres à {first.name}" in back
    page = entered_as(person, settings).get(f"/{first.slug}/aujourd-hui").text
    assert f'<p><a href="/{second.slug}/aujourd-hui">' in page


def test_who_holds_one_seat_is_told_of_nowhere_else(small: World, places, settings):
    alone = holder(small, f"{places[0].slug}-team", "direction")
    day, told = day_at(places[0], alone, settings)
    assert lines_of(day) and day.elsewhere.places == []
    assert f"à {places[1].name}" not in told


def test_nothing_is_told_of_where_one_may_not_read(person, places):
    first, second = places
    actor = actor_of(person, TODAY)
    assert second.slug in {slug for _, slug, *_ in elsewhere(actor, person, first, [], TODAY).places}

    def blind(hat):
        return replace(hat, rights={name: where for name, where in hat.rights.items() if name != "read"})

    hats = tuple(blind(hat) if hat.organisation == second.pk else hat for hat in actor.hats)
    other = replace(actor, hats=hats, name="Qui n’y lit pas")
    assert any(hat.organisation == second.pk and hat.rights for hat in hats)
    assert second.slug not in {slug for _, slug, *_ in elsewhere(other, person, first, [], TODAY).places}
    assert second.name not in {one.name for one in other_places(other, person, first, TODAY)}


def test_what_this_page_tells_is_not_told_again(person, places, settings):
    """A follow-up is asked of somebody wherever they are: both pages list it, neither announces it at the other."""
    with arranging():
        by = decided(f"{places[0].slug}-board", Decision.OTHER, title="Les suites à donner")
        FollowUp.objects.create(decision=by, owner=person, what="Rendre compte au conseil", due=TODAY)
    (here, _), (there, _) = (day_at(one, person, settings) for one in places)
    (both,) = set(lines_of(here)) & set(lines_of(there))
    assert both[0] == "Rendre compte au conseil"
    assert counted(here) == [(places[1].name, places[1].slug, len(lines_of(there)) - 1)]
    assert counted(there) == [(places[0].name, places[0].slug, len(lines_of(here)) - 1)]


def test_beyond_four_places_the_rest_is_a_number(person, places, monkeypatch):
    there = [There(f"Pôle {n}", f"pole-{n}", [ToDo(f"{n} {of}", "", "/", "") for of in range(n)]) for n in range(1, 8)]
    monkeypatch.setattr("kevread.home.waiting.other_places", lambda *_: there)
    found = elsewhere(actor_of(person, TODAY), person, places[0], [], TODAY)
    assert [many for _, _, many, _ in found.places] == [7, 6, 5, 4] and len(found.places) == NAMED
    assert found.further == 3 + 2 + 1


def test_the_rest_is_told_on_the_page_and_leads_to_one_s_titles(person, places, settings, monkeypatch):
    there = [There(f"Pôle {n}", f"pole-{n}", [ToDo(f"Chose {n}", "", "/", "")]) for n in range(6)]
    monkeypatch.setattr("kevread.home.waiting.other_places", lambda *_: there)
    _, told = day_at(places[0], person, settings)
    assert "1 autre à Pôle 0 · 1 autre à Pôle 1 · 1 autre à Pôle 2 · 1 autre à Pôle 3 · et 2 ailleurs" in told
    assert "Pôle 4" not in told


def test_what_presses_at_another_place_is_told_with_its_number(person, places, settings, monkeypatch):
    late, soon = ToDo("Une", "", "/", "", TODAY - timedelta(days=3)), ToDo("Deux", "", "/", "", TODAY)
    there = [There("Pôle 1", "pole-1", [late, soon]), There("Pôle 2", "pole-2", [ToDo("Trois", "", "/", "")])]
    monkeypatch.setattr("kevread.home.waiting.other_places", lambda *_: there)
    _, told = day_at(places[0], person, settings)
    assert "2 autres à Pôle 1 , dont une en retard · 1 autre à Pôle 2" in told  # a tag is a space here
    assert "2 autres choses à Pôle 1 (dont une en retard)" in letter_of(person, NOW).text.replace("\xa0", " ")


def test_where_nothing_waits_here_it_says_here(person, places, settings, monkeypatch):
    there = [There("Pôle 1", "pole-1", [ToDo("Chose", "", "/", "")])]
    monkeypatch.setattr("kevread.home.waiting.other_places", lambda *_: there)
    monkeypatch.setattr("kevread.home.queries.as_listed", lambda every, on: [])
    day, told = day_at(places[0], person, settings)
    assert day.opening == "Rien ne vous attend ici." and "1 chose à Pôle 1" in told
    assert letter_of(person, datetime.combine(TODAY, NOW.timetz())) is None


def test_the_letter_says_what_waits_elsewhere(person, places, settings):
    (here, _), (there, _) = (day_at(one, person, settings) for one in places)
    letter = letter_of(person, NOW)
    other, day = (places[1], there) if letter.place == places[0] else (places[0], here)
    ((_, _, _, presses),) = (here if letter.place == places[0] else there).elsewhere.places
    told = f"Et {len(lines_of(day))} autres choses à {other.name}{f' ({presses})' if presses else ''}."
    assert told.replace("\xa0", " ") in letter.text.replace("\xa0", " ")


def test_what_is_the_same_anywhere_is_what_it_says():
    with arranging():
        met = voting()
        other = OrganisationFactory(local=True)
    opened(met, OPEN)
    voter = next(entry.person for entry in met.entries if entry.person not in (met.president, met.secretary))
    lines = [line for line in rooms.lines() if line.anywhere]
    assert lines
    told = [
        [line.told(Asker(actor_of(voter, TODAY), voter, place, frozenset({place.pk}), TODAY)) for line in lines]
        for place in (met.grouping, other)
    ]
    assert told[0] == told[1] and any(told[0])
    assert not set(there_of(actor_of(voter, TODAY), voter, met.grouping.pk, TODAY).lines) & set(told[0][0])


def test_what_is_kept_of_another_place_comes_from_guarded_tables_alone(person, places):
    with CaptureQueriesContext(connection) as captured:
        assert there_of(actor_of(person, TODAY), person, places[1].pk, TODAY).lines
    assert unguarded(captured) == set()


def test_a_state_that_is_known_is_not_read_again_and_an_act_is_seen(person, places):
    actor = actor_of(person, TODAY)

    def asked() -> tuple[list[There], int]:
        token = picture._seen.set({})
        try:
            with CaptureQueriesContext(connection) as captured:
                return other_places(actor, person, places[0], TODAY), len(captured)
        finally:
            picture._seen.reset(token)

    before, _ = asked()
    again, queries = asked()
    assert again == before and queries == 1  # the name of the state
    with arranging():
        put(places[1], name="Le groupement renommé")
    assert "Le groupement renommé" in {one.name for one in asked()[0]}


def test_of_a_past_day_nothing_is_told(person, places, settings):
    response = entered_as(person, settings).get(f"/{places[0].slug}/aujourd-hui?au={date(2026, 6, 1).isoformat()}")
    assert response.context["is_past"] and response.context["day"].elsewhere.places == []
