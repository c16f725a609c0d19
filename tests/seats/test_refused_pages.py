"""A refusal is no dead end: it names who may, as its reader may read them, and leads to asking, or to writing."""

import pytest
from django.urls import reverse

from kevread.directory.models import Consent, Person
from kevread.seats.queries.pleas import who_may_do
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
    monkeypatch.setattr("kevread.seats.middleware.NAMED", 1)
    assert named() == 1
