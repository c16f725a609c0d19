"""A refusal is no dead end: it names who may, as its reader may read them, and leads to asking, or to writing."""

from uuid import uuid4

import pytest
from django.urls import reverse

from kevread.common.actor import Actor
from kevread.common.errors import Denied
from kevread.directory.models import Consent, Person
from kevread.directory.permissions import may_register_person
from kevread.seats.permissions import grounds
from kevread.seats.queries.pleas import who_may_do, whom_to_ask
from tests.conftest import TODAY, arranging
from tests.seats.screens import at, words

pytestmark = pytest.mark.django_db


def agreed(person: Person) -> None:
    """They let everybody read their name."""
    Consent.objects.get_or_create(person=person, what=Consent.What.NAME, defaults={"period": (TODAY, None)})


def holder(scene, body: str, seat: str) -> Person:
    return scene.world.holder(body, seat).person


def test_whoever_is_of_the_network_is_named_who_may_and_asks_them(scene, readers):
    somebody = holder(scene, f"{scene.second.slug}-board", "president")
    page = readers.as_person(somebody).get(at("create_body", scene.first))
    assert page.status_code == 403
    assert str(holder(scene, f"{scene.first.slug}-board", "president")) in words(page)
    assert at("ask_somebody", scene.first, right="create_body") in page.text
    assert reverse("publishing:contact", args=[scene.first.slug]) in page.text


def test_whoever_holds_nothing_writes_and_reads_the_names_that_are_public_alone(scene, readers):
    president = holder(scene, f"{scene.first.slug}-board", "president")
    direction = holder(scene, f"{scene.grouping.slug}-team", "direction")
    with arranging():
        Consent.objects.filter(person__in=(president, direction)).delete()
        agreed(president)
        agreed(direction)
    page = readers.hatless.get(at("create_body", scene.first))
    assert page.status_code == 403
    assert str(president) in words(page)
    assert str(direction) not in words(page)  # the team of a grouping is not public
    assert "/demander/" not in page.text
    door = reverse("publishing:contact", args=[scene.first.slug])
    assert door in page.text
    assert readers.hatless.get(door).status_code == 200
    with arranging():
        Consent.objects.filter(person=president).delete()
    page = readers.hatless.get(at("create_body", scene.first))
    assert page.status_code == 403 and door in page.text
    assert str(president) not in words(page) and "Vous pouvez vous adresser" not in words(page)


def test_a_page_that_one_may_not_read_names_who_keeps_the_directory(scene, readers):
    president = holder(scene, f"{scene.first.slug}-board", "president")
    with arranging():
        agreed(president)
    page = readers.hatless.get(reverse("chronicle:journal", args=[scene.first.slug]))
    assert page.status_code == 403
    assert str(president) in words(page)


def test_no_more_are_named_than_one_reads_at_a_glance(scene, readers, monkeypatch):
    somebody = holder(scene, f"{scene.second.slug}-board", "president")

    def named() -> int:
        page = readers.as_person(somebody).get(at("create_body", scene.first))
        return page.text.split('class="refusal"')[1].split("</section>")[0].count("<li>")

    assert named() == len(who_may_do(scene.first, "create_body", TODAY)) > 1
    monkeypatch.setattr("kevread.seats.queries.pleas.NAMED", 1)
    assert named() == 1


def test_a_refusal_in_the_middle_of_a_page_names_who_may_as_one_may_read_them(scene, readers):
    """The page is read by anybody, and its gesture is for a few: they are named, and asked from there."""
    seat = scene.world.seat(f"{scene.first.slug}-board", "administrator")
    address = at("fill", scene.first, body=seat.body.slug, seat=seat.title)
    president = str(holder(scene, f"{scene.first.slug}-board", "president"))
    page = readers.as_person(holder(scene, f"{scene.second.slug}-board", "president")).get(address)
    main = page.text.partition("<main")[2]
    assert page.status_code == 200 and "Qui peut confier ce siège" in main
    told = main.partition("Vous pouvez vous adresser")[2]
    assert president in told and at("ask_somebody", scene.first, right="fill_seat") in told
    past = readers.as_person(holder(scene, f"{scene.second.slug}-board", "president")).get(
        address, {"au": "2026-11-20"}
    )
    assert "Vous pouvez vous adresser" not in past.text, "nobody acts in the past"


def test_a_refusal_about_elsewhere_names_those_of_elsewhere(scene):
    actor = scene.actor(f"{scene.first.slug}-board", "president")
    with pytest.raises(Denied) as refusal:
        grounds(actor, "create_body", scene.second).or_raise()
    there = who_may_do(scene.second, "create_body", TODAY)
    assert [face.name for face, _ in whom_to_ask(actor, scene.first, refusal.value, TODAY)] == [
        str(one.person) for one in there
    ]
    assert [str(one.person) for one in there] != [
        str(one.person) for one in who_may_do(scene.first, "create_body", TODAY)
    ]


def test_a_verb_that_refuses_whoever_holds_nothing_says_what_it_takes_and_where(scene):
    nobody = Actor(person=uuid4(), name="Anouk")
    for refused in (grounds(nobody, "create_body", scene.second), may_register_person(nobody, scene.second)):
        assert refused.place == scene.second.slug and refused.right in ("create_body", "register_person")


def test_an_address_that_no_page_has_stands_somewhere_and_leads_to_somebody(scene, readers):
    president = holder(scene, f"{scene.first.slug}-board", "president")
    client = readers.as_person(president)
    rests_at = client.get("/nulle-part/vraiment/").context["request"].resting
    for path, current in (
        ("/nulle-part/", "Aujourd’hui"),
        ("/nulle-part/vraiment/", "Aujourd’hui"),
        (f"/{scene.first.slug}/instances/a/b/c", "Instances"),
    ):
        page = client.get(path)
        assert page.status_code == 404
        assert [link.label for link in page.context["navigation"].tabs if link.current] == [current]
        assert reverse("publishing:contact", args=[rests_at.slug]) in page.text
        told = words(page).partition("peut vous dire pour qui")[2]
        others = [one.person for one in who_may_do(rests_at, "register_person", TODAY) if one.person != president]
        assert str(others[0]) in told and str(president) not in told


def test_whoever_asks_for_nothing_that_is_there_reads_the_names_that_are_public_alone(scene, readers):
    there = who_may_do(scene.world.head, "register_person", TODAY)
    page = readers.hatless.get("/nulle-part/")
    assert page.status_code == 404 and reverse("publishing:contact", args=[scene.world.head.slug]) in page.text
    assert there and not [one for one in there if str(one.person) in words(page)]


def test_a_day_that_cannot_be_read_keeps_the_frame_and_the_way_to_today(scene, readers):
    page = readers.direction.get(at("bodies", scene.grouping) + "?au=zut")
    assert page.status_code == 400
    assert [link.label for link in page.context["navigation"].tabs if link.current] == ["Instances"]
    assert page.context["scale"] == scene.grouping and "Voir cette page à aujourd’hui" in words(page)
    assert f'href="{at("bodies", scene.grouping)}"' in page.text


def test_nothing_is_written_in_the_past_and_its_page_keeps_the_frame(scene, readers):
    page = readers.direction.post(at("create_body", scene.grouping) + "?au=2026-03-12", {"name": "Un groupe"})
    assert page.status_code == 403 and "il ne se modifie pas" in words(page)
    assert page.context["scale"] == scene.grouping
