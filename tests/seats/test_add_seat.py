"""A body that was created on screen takes other kinds of seats: places, alternates, conditions."""

import pytest

from kevread.common.actor import SYSTEM
from kevread.common.errors import Denied, Invalid, Refused
from kevread.common.periods import Period
from kevread.journal.models import Act
from kevread.seats.models import Body
from kevread.seats.operations import add_seat, close_body, create_body, fill_seat, load_bodies
from tests.conftest import NOW, TODAY, arranging
from tests.seats.conftest import looked_at
from tests.seats.screens import at, words


@pytest.fixture
def group(scene) -> Body:
    return create_body(
        actor=scene.coordination,
        organisation=scene.grouping,
        name="Groupe mobilités",
        purpose="Partage des vélos.",
        period=Period(TODAY),
        now=NOW,
    )


def add(scene, body, **change):
    asked = {"actor": scene.direction, "name": "Suppléance d’un pôle", "one_per": "local", "places": 1}
    return add_seat(body=body, now=NOW, **asked | {"is_alternate": True, "conditions": ["holds-mandate"]} | change)


def test_a_seat_of_alternates_with_its_places_and_its_condition(scene, group, somebody):
    seat = add(scene, group)
    assert (seat.title, seat.one_per, seat.places) == ("suppleance-dun-pole", "local", 1)
    assert (seat.is_alternate, seat.conditions, seat.dates) == (True, ["holds-mandate"], Period(TODAY))
    assert Act.objects.latest("id").verb == "seats.add"
    asked = {"represents": scene.first, "period": Period(TODAY), "origin": "designation", "now": NOW}
    with pytest.raises(Refused, match="n’a pas de mandat à"):
        fill_seat(actor=scene.direction, seat=seat, person=somebody, **asked)
    assert fill_seat(actor=scene.direction, seat=seat, person=scene.administrator_of(scene.first), **asked)


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"name": " « » "}, "name"),
        ({"name": "Membre"}, "name"),
        ({"one_per": "street"}, "one_per"),
        ({"places": 0}, "places"),
        ({"conditions": ["unheard"]}, "conditions"),
    ],
)
def test_what_is_typed_wrong_is_said_on_its_field(scene, group, change, field):
    with pytest.raises(Invalid) as invalid:
        add(scene, group, **change)
    assert invalid.value.field == field


def test_the_bodies_of_the_federation_and_those_that_are_closed_take_none(scene, group):
    with pytest.raises(Refused, match="fixés par la fédération"):
        add(scene, scene.world.body(f"{scene.grouping.slug}-board"), actor=scene.presidency)
    with pytest.raises(Refused, match="fixés par la fédération"):
        add(scene, scene.world.body("cress-bureau"), actor=SYSTEM)
    close_body(actor=scene.direction, body=group, last=TODAY.replace(day=24), now=NOW)
    later = NOW.replace(day=NOW.day + 2)
    with pytest.raises(Refused, match="est close"):
        add_seat(actor=scene.direction, body=Body.objects.get(pk=group.pk), name="Autre", now=later)


def test_a_space_of_the_document_takes_one_for_whoever_has_no_post_that_it_names(scene, somebody):
    """It names who comes, and not that nobody else does; its own seats still ask for the post that they are called by."""
    space = scene.world.body("gmo-soutien")
    asked = {"person": somebody, "represents": scene.grouping, "period": Period(TODAY), "origin": "designation"}
    with pytest.raises(Refused, match="n’a pas le poste"):
        fill_seat(actor=scene.coordination, seat=scene.seat("gmo-soutien", "member"), now=NOW, **asked)
    opened = {"name": "Autre membre", "one_per": "grouping", "places": None, "is_alternate": False, "conditions": []}
    seat = add(scene, space, actor=scene.coordination, **opened)
    assert not looked_at("R4.23/1", scene.world.head, TODAY) and not looked_at("R4.23/2", scene.world.head, TODAY)
    assert fill_seat(actor=scene.coordination, seat=seat, now=NOW, **asked)
    assert looked_at("R4.23/2", scene.world.head, TODAY), "an addition of ours, which refuses nobody"
    with pytest.raises(Denied):
        add(scene, space, actor=scene.direction, **opened | {"name": "Encore"})
    load_bodies(actor=scene.coordination, now=NOW)
    assert space.seats.filter(title="autre-membre").exists(), "the file leaves alone what was added here"


def test_a_committee_seats_two_heads_of_a_grouping(scene):
    """« Les directions » : the document gives no number; ours is looked at (R4.16/1)."""
    there = scene.world.holder("codir", "member", represents=scene.grouping)
    with arranging():
        second = scene.world.seated(f"{scene.grouping.slug}-team", "direction", represents=None).person
    asked = {"represents": scene.grouping, "period": Period(TODAY), "origin": "designation", "now": NOW}
    assert fill_seat(actor=scene.coordination, seat=there.seat, person=second, **asked)
    assert looked_at("R4.16/1", scene.world.head, TODAY)


def test_only_those_who_create_bodies_there(scene, group):
    elsewhere = scene.actor(f"{scene.world.groupings[1].slug}-team", "direction")
    for actor in (elsewhere, scene.actor(f"{scene.grouping.slug}-team", "delegate"), scene.president_of(scene.second)):
        with pytest.raises(Denied):
            add(scene, group, actor=actor)


def test_from_the_page_of_the_body(scene, readers, group):
    address = at("add_seat", scene.grouping, body=group.slug)
    assert f'href="{address}"' in readers.direction.get(at("body", scene.grouping, body=group.slug)).content.decode()
    shown = words(readers.direction.get(address))
    assert "avoir un mandat dans l’organisation représentée" in shown
    assert "tête de réseau" not in shown.split("Pour y siéger, il faut")[1].split("Renoncer")[0]
    typed = {
        "name": "Suppléance",
        "one_per": "local",
        "places": "1",
        "is_alternate": "on",
        "conditions": ["holds-mandate"],
    }
    assert readers.direction.post(address, typed | {"name": ""}).status_code == 422
    assert readers.direction.post(address, typed | {"name": "Membre"}).status_code == 422
    assert readers.direction.post(address, typed | {"conditions": ["unheard"]}).status_code == 422
    page = words(readers.direction.post(address, typed, follow=True))
    assert "« Suppléance » peut être confié" in page
    assert "Il faut avoir un mandat dans l’organisation représentée" in page
    assert group.seats.get(title="suppleance").is_alternate


def test_the_screen_is_for_those_who_may_and_for_bodies_created_here(scene, readers, group):
    address = at("add_seat", scene.grouping, body=group.slug)
    assert readers.public.get(address).status_code == 302
    for client in (readers.hatless, readers.elsewhere, readers.delegate):
        assert client.post(address, {"name": "Autre"}).status_code == 403
    board = at("add_seat", scene.grouping, body=f"{scene.grouping.slug}-board")
    assert readers.direction.get(board).status_code == 404
    assert group.seats.count() == 1
