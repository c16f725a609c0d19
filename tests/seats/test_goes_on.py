"""« L’inscrire d’abord »: from the seat that one fills, and back to it with the person chosen."""

import html
import re
from urllib.parse import parse_qs, urlsplit

import pytest
from django.urls import reverse

from kevread.directory.models import Person
from tests.conftest import arranging
from tests.factories import PersonFactory
from tests.seats.screens import at, words

pytestmark = pytest.mark.django_db
WHO = {"given_name": "Zélie", "family_name": "Introuvée", "email": "zelie@exemple.bzh"}


def first(page) -> str:
    """Where « L’inscrire d’abord » leads."""
    return html.unescape(re.search(r'href="([^"]+)">L’inscrire d’abord', page.text)[1])


def seat_of(scene, local) -> str:
    return f"{at('fill', scene.grouping, body=f'{scene.grouping.slug}-board', seat='administrator')}?pour={local.slug}"


def test_one_comes_back_to_the_seat_with_the_person_chosen(scene, readers):
    scene.free_a_place(scene.first)
    client = readers.direction
    door = first(client.get(seat_of(scene, scene.first)))
    assert "Vous reviendrez ensuite où vous étiez" in words(client.get(door))
    done = client.post(door, WHO)
    made = Person.objects.get(family_name="Introuvée")
    assert done.status_code == 302
    there = urlsplit(done["Location"])
    assert there.path == seat_of(scene, scene.first).partition("?")[0]
    assert parse_qs(there.query) == {"pour": [scene.first.slug], "personne": [str(made.pk)]}
    page = words(client.get(done["Location"]))
    assert "Zélie Introuvée est dans l’annuaire : voici où vous en étiez." in page.replace("\u202f", " ")


def test_somebody_known_already_is_chosen_as_they_are(scene, readers):
    scene.free_a_place(scene.first)
    with arranging():
        known = PersonFactory(given_name="Zélie", family_name="Introuvée")
    client = readers.direction
    answer = client.post(first(client.get(seat_of(scene, scene.first))), WHO)
    assert answer.status_code == 422
    link = html.unescape(re.search(r'href="([^"]+)">C’est cette personne', answer.text)[1])
    assert parse_qs(urlsplit(link).query)["personne"] == [str(known.pk)]
    assert client.get(link).status_code == 200


def test_whoever_names_for_their_own_registers_where_they_may(scene, readers):
    """The president of a pôle registers nobody at the grouping: the door leads to their pôle, and comes back."""
    scene.free_a_place(scene.second)
    others = scene.world.holder(f"{scene.second.slug}-board", "president").person
    client = readers.as_person(others)
    page = client.get(seat_of(scene, scene.second))
    door = first(page)
    assert client.get(door).status_code == 200
    assert client.post(door, WHO)["Location"].startswith(seat_of(scene, scene.second).partition("?")[0])


def test_whoever_may_register_nobody_is_shown_no_such_door(scene, readers, monkeypatch):
    scene.free_a_place(scene.first)
    monkeypatch.setattr("kevread.seats.views.fill.may_register_person", lambda actor, place: False)
    assert "L’inscrire d’abord" not in readers.direction.get(seat_of(scene, scene.first)).text


@pytest.mark.parametrize(
    "back",
    [
        "https://ailleurs.example/",
        "//ailleurs.example/x",
        "/\\ailleurs.example",
        "javascript:alert(1)",
        "/nulle/part/ici",
        "sans-barre",
    ],
)
def test_one_is_led_to_no_other_site_and_to_no_page_that_is_not_there(scene, readers, back):
    where = reverse("directory:register_person", args=[scene.grouping.slug])
    client = readers.direction
    assert back not in html.unescape(client.get(where, {"suite": back}).text.partition("<main")[2])
    done = client.post(f"{where}?suite={back}", WHO)
    assert done["Location"] == reverse("directory:people", args=[scene.grouping.slug])


def test_the_name_that_was_sought_is_not_asked_again(scene, readers):
    scene.free_a_place(scene.first)
    door = first(readers.direction.get(f"{seat_of(scene, scene.first)}&q=Zélie+Introuvée"))
    page = readers.direction.get(door).text
    assert 'value="Zélie"' in page and 'value="Introuvée"' in page


def to_record(page) -> str:
    """Where « Inscrivez-la d’abord » leads."""
    return html.unescape(re.search(r'href="([^"]+)">Inscrivez-la d’abord', page.text)[1])


@pytest.mark.parametrize(("type_", "is_fit"), [("representants-pole", True), ("budget", False)])
def test_the_decision_that_misses_is_recorded_with_what_is_known_and_one_comes_back(scene, readers, type_, is_fit):
    """The person stays chosen, and the decision that one wrote too; unless it is of a type that gives no seat: one is told."""
    scene.free_a_place(scene.first)
    with arranging():
        person = PersonFactory(given_name="Zélie", family_name="Introuvée")
    president = scene.world.holder(f"{scene.first.slug}-board", "president").person
    client = readers.as_person(president)
    where = f"{seat_of(scene, scene.first)}&personne={person.pk}"
    door = to_record(client.get(where))
    page = client.get(door).text
    assert "Administrateur·rice : Zélie Introuvée" in html.unescape(page)
    assert '<option value="representants-pole" selected>' in page
    assert f'<option value="{scene.first.slug}-board" selected>' in page
    wrote = {"body": f"{scene.first.slug}-board", "decided_on": "2026-11-20", "type": type_, "title": "Désigner Zélie"}
    done = client.post(door, wrote | {"text": "Le conseil désigne Zélie Introuvée.", "outcome": "adopted"})
    assert done.status_code == 302, words(done)
    there = parse_qs(urlsplit(done["Location"]).query)
    assert there["personne"] == [str(person.pk)] and there["decision"]
    back = words(client.get(done["Location"]))
    assert ("ne donne pas de siège, d’après son type ou son résultat" in back) is not is_fit
    assert ("Quand ?" in back.replace("\xa0", " ").replace("\u202f", " ")) is is_fit
