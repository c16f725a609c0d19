"""Lists of people say what each holds, and where: read by the directory, told by the seats."""

from datetime import timedelta

import pytest
from django.urls import reverse

from kevread.common.actor import NOBODY
from kevread.seats.models import Mandate
from kevread.seats.queries.held import held_in_words
from tests.conftest import TODAY, arranging
from tests.factories import PersonFactory, since
from tests.seats.screens import at, queries, words

pytestmark = pytest.mark.django_db


@pytest.fixture
def post(scene) -> Mandate:
    with arranging():
        person = PersonFactory(given_name="Nolwenn", family_name="Quemener")
        return scene.world.seated(f"{scene.grouping.slug}-team", "delegate", person=person)


def test_each_of_the_people_is_told_with_role_and_place(scene, readers, post):
    address = f"{reverse('directory:people', kwargs={'scale': scene.grouping.slug})}?q=quemener"
    page = words(readers.direction.get(address))
    assert f"Nolwenn Quemener {post.seat.name}, {scene.grouping.name}" in page
    with arranging():
        post.period = since(post.period.lower, TODAY - timedelta(days=1))
        post.save()
    page = words(readers.direction.get(address))
    assert "Nolwenn Quemener Sans mandat ni poste ce jour-là" in page


def test_a_post_is_told_to_those_within_alone(scene, post):
    told = {post.person_id: f"{post.seat.name}, {scene.grouping.name}"}
    assert held_in_words([post.person_id], scene.direction, TODAY) == told
    assert held_in_words([post.person_id], NOBODY, TODAY) == {}


def test_who_reads_is_told_by_what_they_read_each_once(scene, readers):
    page = readers.direction.get(at("who_reads", scene.grouping))
    shown = words(page)
    count = page.context["count"]
    names = [face for _, faces in page.context["viewers"] for face in faces]
    assert len(names) == len({face.key for face in names}) == count
    whys = [why for why, _ in page.context["viewers"]]
    assert len(whys) == len(set(whys))
    assert f"{count} autres personnes" in shown
    assert "lire ce qui n’est pas public" not in shown.lower()  # the title of the page says it
    assert queries(readers.direction, at("who_reads", scene.grouping)) <= 25


def test_the_journal_is_read_day_by_day(scene, readers):
    page = readers.direction.get(reverse("chronicle:journal", kwargs={"scale": scene.grouping.slug}))
    days = [run.day for run in page.context["acts"]]
    assert days == sorted(days, reverse=True)
    assert page.content.decode().count("<h2><time") == len(set(days))


def test_the_filters_of_the_register_are_folded_until_one_is_set(scene, readers):
    address = reverse("decisions:decisions", kwargs={"scale": scene.grouping.slug})
    folded = readers.direction.get(address).content.decode()
    assert '<details class="fold"><summary>Filtrer' in folded
    assert (
        '<details class="fold" open><summary>Filtrer' in readers.direction.get(f"{address}?annee=2026").content.decode()
    )
