"""A place that somebody takes later: told with who comes, never called free, nor offered, from that day on."""

import html
import re
from datetime import date, timedelta

import pytest

from kevread.decisions.operations.applying import propose_application
from kevread.directory.models import Person
from kevread.seats.models import Mandate, Seat
from tests.conftest import NOW, TODAY, arranging
from tests.factories import since
from tests.gatherings.decided import decided
from tests.seats.screens import at, words

pytestmark = pytest.mark.django_db
FIRST, LAST = date(2026, 12, 1), date(2026, 12, 31)
FREE, UNTIL = "1 place libre, sur 2 au plus", "1 place libre jusqu’au 30 novembre 2026, sur 2 au plus"


@pytest.fixture
def address(scene) -> str:
    return at("body", scene.grouping, body=scene.board.body.slug)


def coming(scene, first: date = FIRST, last: date | None = None, title: str = "administrator") -> Mandate:
    person, board = scene.administrator_of(scene.first), scene.board.body.slug
    with arranging():
        return scene.world.seated(board, title, person=person, represents=scene.first, period=since(first, last))


def plain(markup: str) -> str:
    text = html.unescape(re.sub(r"<[^>]+>", "", markup))
    return re.sub(r"\s+", " ", text)


def share(scene, client, address: str) -> tuple[str, bool]:
    """What the page says of the first pôle's places, and whether one of them is offered."""
    page = client.get(address).content.decode()
    here = page.split(f"<h3>{scene.first.name}</h3>", 1)[1].split("</ul>", 1)[0]
    return plain(here), f"?pour={scene.first.slug}" in here


def test_who_comes_is_told_on_the_place_which_is_free_until_then_and_offered_no_more(scene, readers, address):
    scene.free_a_place(scene.first)
    assert FREE in share(scene, readers.direction, address)[0]
    one = coming(scene)
    said, offered = share(scene, readers.direction, address)
    assert f"{one.person} — à partir du 1er décembre 2026" in said
    assert UNTIL in said and FREE not in said and not offered
    assert "1 mandat à venir" not in words(readers.direction.get(address))  # told once
    outside = share(scene, readers.public, address)[0]
    assert UNTIL in outside and str(one.person) not in outside
    on_the_day = share(scene, readers.direction, f"{address}?au={FIRST}")[0]
    assert "place libre" not in on_the_day


def test_a_mandate_to_come_that_ends_is_told_with_its_days(scene, readers, address):
    scene.free_a_place(scene.first)
    one = coming(scene, FIRST, LAST)
    said, offered = share(scene, readers.direction, address)
    assert f"{one.person} — du 1er décembre au 31 décembre 2026" in said
    assert UNTIL in said and not offered


def test_who_takes_over_from_somebody_who_leaves_takes_no_free_place(scene, readers, address):
    """One leaves on the eve, one comes on the day: the place that nobody holds stays free, and the full share stays full."""
    leaving = scene.world.holder(scene.board.body.slug, "administrator", represents=scene.first)
    with arranging():
        leaving.period = since(leaving.period.lower, FIRST - timedelta(days=1))
        leaving.save()
    coming(scene)
    assert "place libre" not in share(scene, readers.direction, address)[0]
    other = scene.world.mandates(scene.board.body.slug).filter(represents=scene.first).exclude(pk=leaving.pk)
    with arranging():
        for held in other.on(TODAY):
            held.period = since(held.period.lower, TODAY - timedelta(days=1))
            held.save()
    said, offered = share(scene, readers.direction, address)
    assert FREE in said and offered and "libre jusqu’au" not in said


def test_two_who_come_one_after_the_other_take_one_place(scene, readers, address):
    for held in scene.world.mandates(scene.board.body.slug).filter(represents=scene.first):
        with arranging():
            held.period = since(held.period.lower, TODAY - timedelta(days=1))
            held.save()
    coming(scene, FIRST, LAST)
    coming(scene, LAST + timedelta(days=1))
    said, offered = share(scene, readers.direction, address)
    assert UNTIL in said and FREE in said and offered
    coming(scene, LAST)
    said, offered = share(scene, readers.direction, address)
    assert UNTIL in said and "1 place libre jusqu’au 30 décembre 2026" in said and FREE not in said and not offered


def test_who_comes_at_another_seat_of_the_body_takes_its_pole_s_place(scene, readers, address):
    scene.free_a_place(scene.first)
    one = coming(scene, title="secretary")
    said, offered = share(scene, readers.direction, address)
    assert f"{one.person} occupera aussi une place, à un autre siège" in said and UNTIL in said and not offered


def given(scene, first: date) -> Person:
    """Whom a decision of the first pôle's board names for one of its places."""
    named = scene.administrator_of(scene.first)
    with arranging():
        decision = decided(f"{scene.first.slug}-board", "representants-pole")
    asked = {"seat": scene.board.pk, "person": named.pk, "represents": scene.first.pk, "first": first}
    propose_application(actor=scene.president_of(scene.first), decision=decision, kind="mandate", asked=asked, now=NOW)
    return named


def test_the_only_free_place_given_by_a_decision_is_not_told_free_till_somebody_else_comes(scene, readers, address):
    scene.free_a_place(scene.first)
    named = given(scene, TODAY)
    coming(scene)
    said, offered = share(scene, readers.direction, address)
    assert f"Donné à {named}" in said and "libre" not in said and not offered


def test_what_is_given_for_a_day_when_every_place_is_taken_says_so_before_it_is_confirmed(scene, readers, address):
    taken = "Toutes les places sont prises le 1er décembre 2026."
    given(scene, FIRST)
    assert taken in share(scene, readers.direction, address)[0]
    assert taken not in share(scene, readers.public, address)[0]
    leaving = scene.world.holder(scene.board.body.slug, "administrator", represents=scene.first)
    with arranging():
        leaving.period = since(leaving.period.lower, FIRST - timedelta(days=1))
        leaving.save()
    assert "places sont prises" not in share(scene, readers.direction, address)[0]  # somebody leaves on the eve
    coming(scene)
    assert taken in share(scene, readers.direction, address)[0]  # and somebody else comes


def test_what_was_given_from_a_day_that_is_past_is_held_against_today(scene, readers, address):
    gone = scene.free_a_place(scene.first)
    given(scene, TODAY - timedelta(days=3))
    assert gone.dates.last == TODAY - timedelta(days=1)
    assert "places sont prises" not in share(scene, readers.direction, address)[0]
    coming(scene, TODAY)
    said = share(scene, readers.direction, address)[0]
    assert "Toutes les places sont prises le 24 novembre 2026." in said


def test_another_pole_s_places_stay_free(scene, readers, address):
    scene.free_a_place(scene.second)
    coming(scene)
    page = readers.direction.get(address)
    assert FREE in words(page) and f"?pour={scene.second.slug}" in page.content.decode()


def test_a_vacant_seat_says_since_when_and_until_when(scene, readers, address):
    president = scene.world.holder(scene.board.body.slug, "president")
    with arranging():
        president.period = since(president.period.lower, TODAY - timedelta(days=1))
        president.save()
    one = coming(scene, title="president")
    page = readers.direction.get(address)
    said = plain(page.content.decode())
    assert "Siège vacant depuis le 24 novembre 2026 et jusqu’au 30 novembre 2026" in said
    assert f"{one.person}, pour {scene.first.name} — à partir du 1er décembre 2026" in said
    assert 'aria-label="Confier ce siège, Président' not in page.content.decode()


def test_when_the_past_is_read_a_place_is_told_as_it_was_and_what_came_after_apart(scene, readers, address):
    scene.free_a_place(scene.first)
    coming(scene)
    page = words(readers.direction.get(f"{address}?au={TODAY - timedelta(days=1)}"))
    assert "libre jusqu’au" not in page and "1 mandat à venir" in page


def test_where_no_number_is_set_who_comes_is_told_and_nothing_is_counted(scene, readers):
    body = f"{scene.first.slug}-board"
    with arranging():
        Seat.objects.filter(body__slug=body, title="administrator").update(places=None, places_setting="")
        one = scene.world.seated(body, "administrator", period=since(FIRST))
    page = readers.president(scene.first).get(at("body", scene.first, body=body))
    said = plain(page.content.decode())
    assert f"{one.person} — à partir du 1er décembre 2026" in said and "libre jusqu’au" not in said
