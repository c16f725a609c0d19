"""The journal of an organisation on screen: who reads it, and each row before and after."""

import pytest

from kevread.directory.operations import register_person
from kevread.journal.models import Act
from kevread.seats.operations import create_body
from tests.conftest import NOW
from tests.seats.conftest import OPEN
from tests.seats.screens import at as of_seats
from tests.seats.screens import part_of, queries, words
from tests.seats.test_screen_team import entrust

pytestmark = pytest.mark.django_db


def at(name: str, scale, **more) -> str:
    return of_seats(name, scale, room="chronicle", **more)


def test_for_those_within_only(scene, readers):
    address = at("journal", scene.grouping)
    assert readers.public.get(address).status_code == 302
    assert readers.hatless.get(address).status_code == 403
    refused = readers.elsewhere.get(address)
    assert refused.status_code == 403
    assert scene.grouping.name in words(refused)
    assert readers.direction.get(address).status_code == 200


def test_the_journal_tells_acts_in_french(scene, readers):
    entrust(scene, readers)
    page = words(readers.president(scene.first).get(at("journal", scene.first)))
    president = scene.world.holder(f"{scene.first.slug}-board", "president").person
    assert str(president) in page
    assert f"a confié le secrétariat : {readers.delegate_post.person}." in page
    assert "a confié le secrétariat" not in words(readers.direction.get(at("journal", scene.grouping)))


def test_before_and_after_are_read_on_demand(scene, readers):
    entrust(scene, readers)
    act = Act.objects.get(verb="seats.entrust_secretariat")
    client, address = readers.president(scene.first), at("act", scene.first, key=act.pk)
    page = client.get(address)
    assert f"Confié à {readers.delegate_post.person}" in words(page)
    part = part_of(client, address)
    assert part and "<html" not in part
    assert part in page.content.decode()
    assert readers.elsewhere.get(address).status_code == 403
    assert readers.coordination.get(at("act", scene.grouping, key=act.pk)).status_code == 404


def test_the_journal_never_shows_an_address_and_says_why(scene, readers):
    register_person(
        actor=scene.direction,
        within=scene.grouping,
        given_name="Lena",
        family_name="Kadiou",
        email="lena@exemple.fr",
        now=NOW,
    )
    act = Act.objects.get(verb="directory.register_person")
    page = words(readers.direction.get(at("act", scene.grouping, key=act.pk)))
    assert "Lena" in page
    assert "lena@exemple.fr" not in page
    assert "sans être montré ici : adresse électronique (une adresse ne se montre qu’à qui la tient)" in page


def test_queries_of_the_journal_do_not_grow(scene, readers):
    client = readers.direction
    queries(client, at("journal", scene.grouping))

    def create(name):
        create_body(actor=scene.direction, organisation=scene.grouping, name=name, purpose="", period=OPEN, now=NOW)

    create("Un")
    first = queries(client, at("journal", scene.grouping))
    for name in ("Deux", "Trois", "Quatre"):
        create(name)
    assert queries(client, at("journal", scene.grouping)) == first
