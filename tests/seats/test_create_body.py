"""Bodies beyond the federation's own are created on screen, and closed, never erased."""

from datetime import date

import pytest

from kevread.common.errors import Denied, Invalid, Refused
from kevread.common.periods import Period
from kevread.seats.loader import SeatSpec
from kevread.seats.models import Body
from kevread.seats.operations import close_body, create_body, fill_seat
from tests.conftest import NOW, TODAY

LAST = date(2027, 6, 30)


def create(scene, **change):
    asked = {
        "actor": scene.coordination,
        "organisation": scene.world.head,
        "name": "Groupe de travail « Accessibilité »",
        "purpose": "Rend nos outils utilisables par tout le monde.",
        "level": "operational",
        "period": Period(TODAY),
    }
    return create_body(now=NOW, **asked | change)


def test_a_space_of_the_head_is_open_with_a_seat(scene):
    body = create(scene)
    assert body.slug == "groupe-de-travail-accessibilite"
    assert (body.led_by, body.level) == (scene.world.head, "operational")
    assert [seat.title for seat in body.seats.all()] == ["member"]


def test_a_grouping_creates_its_own(scene):
    body = create(scene, actor=scene.direction, organisation=scene.grouping, level="", name="Commission achats")
    assert body.slug == f"{scene.grouping.slug}-commission-achats"
    assert body.led_by == scene.grouping


def test_its_seats_are_those_that_are_asked(scene):
    seats = (SeatSpec("member", "Pilote dans un groupement", one_per="grouping", places=1),)
    (seat,) = create(scene, seats=seats).seats.all()
    assert (seat.one_per, seat.places) == ("grouping", 1)


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"name": "  "}, "name"),
        ({"name": "« »"}, "name"),
        ({"level": ""}, "level"),
        ({"level": "cosmic"}, "level"),
        ({"kind": "board"}, "kind"),
        ({"period": Period(None)}, "first"),
    ],
)
def test_what_is_typed_wrong_is_said_on_its_field(scene, change, field):
    with pytest.raises(Invalid) as invalid:
        create(scene, actor=scene.actor("cress-board", "president"), **change)
    assert invalid.value.field == field


def test_a_name_is_used_once(scene):
    create(scene)
    with pytest.raises(Invalid, match="s’appelle déjà"):
        create(scene)


def test_who_has_no_right_there_is_denied(scene):
    with pytest.raises(Denied):
        create(scene, actor=scene.direction)


def close(scene, body, **change):
    return close_body(**{"actor": scene.coordination, "body": body, "last": LAST, "now": NOW} | change)


def test_a_body_closes_with_its_seats(scene):
    body = close(scene, create(scene))
    assert body.dates.last == LAST
    assert {seat.dates.last for seat in body.seats.all()} == {LAST}
    assert body in Body.objects.on(LAST)


def test_a_body_where_people_still_sit_does_not_close(scene):
    body = create(scene)
    person = scene.administrator_of(scene.first)
    fill_seat(
        actor=scene.coordination,
        seat=body.seats.get(),
        person=person,
        period=Period(TODAY),
        origin="designation",
        now=NOW,
    )
    with pytest.raises(Refused, match="Y ont encore un mandat"):
        close(scene, body)
    body.refresh_from_db()
    assert body.dates.end is None


def test_a_body_closes_after_it_opened_and_once(scene):
    body = create(scene)
    with pytest.raises(Invalid):
        close(scene, body, last=date(2026, 1, 1))
    close(scene, body)
    with pytest.raises(Invalid):
        close(scene, body)


def test_who_has_no_right_there_does_not_close_it(scene):
    with pytest.raises(Denied):
        close(scene, create(scene), actor=scene.direction)
