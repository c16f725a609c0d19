"""« Pourquoi je vois ceci »: one sentence from the hat, on every page that is not public, and who else."""

import re
from dataclasses import replace
from datetime import date

import pytest

from kevread.common.actor import NOBODY, Hat
from kevread.finance.models import READS
from kevread.seats.queries import who_sees
from kevread.ui.why import why
from tests.conftest import TODAY, arranging
from tests.factories import PersonFactory, since
from tests.seats.screens import at, words
from tests.worlds import end, put

pytestmark = pytest.mark.django_db


def test_the_sentence_names_the_hat_its_end_and_what_it_lets_read(scene):
    with arranging():
        put(scene.world.holder(f"{scene.grouping.slug}-team", "direction"), period=since(last=date(2027, 6, 30)))
    assert why(scene.direction, scene.second, "ce mandat") == (
        f"Vous voyez ce mandat parce que vous tenez un siège ou un poste (Direction, {scene.grouping.name}, jusqu’au "
        f"30 juin 2027), qui donne à lire ce qui n’est pas public à {scene.second.name}. Vous pouvez aussi y agir."
    )


def test_it_says_when_one_only_reads(scene):
    person = scene.actor(f"{scene.grouping.slug}-team", "delegate")
    assert why(person, scene.second, "ce constat").endswith(
        "Vous lisez, et n’y écrivez que ce que la page vous propose."
    )


def test_who_only_reads_the_money_of_the_organisation_is_not_told_that_they_act(scene):
    """A right to read is no right to act, whichever room gives it."""
    person = scene.actor(f"{scene.first.slug}-board", "administrator")
    assert person.hat_for(READS, scene.first.pk)
    assert why(person, scene.first, "ce constat").endswith(
        "Vous lisez, et n’y écrivez que ce que la page vous propose."
    )


def test_who_acts_elsewhere_is_not_told_that_they_change_nothing(scene):
    """The page of a grouping shows its pôles too: whoever holds the secretariat of one acts on it there."""
    delegate = scene.actor(f"{scene.grouping.slug}-team", "delegate")
    secretary = Hat("secretariat", scene.first.pk, "Secrétariat confié", {"keep_register": frozenset({scene.first.pk})})
    told = why(replace(delegate, hats=(*delegate.hats, secretary)), scene.grouping, "cette page")
    assert told.endswith("; vous pouvez agir ailleurs (Secrétariat confié).") and "Vous lisez, et" not in told
    assert why(replace(delegate, hats=(*delegate.hats, secretary)), scene.first, "x").endswith(
        "Vous pouvez aussi y agir."
    )


def test_nothing_is_said_to_those_whom_nothing_lets_read(scene):
    elsewhere = scene.president_of(scene.world.locals[scene.world.groupings[1]][0])
    for actor in (NOBODY, None, elsewhere):
        assert why(actor, scene.second, "ce mandat") == ""


@pytest.mark.parametrize(
    ("name", "what"),
    [
        ("seats:mandates", "cette page"), ("seats:forecast", "cette page"), ("seats:team", "cette page"),
        ("chronicle:journal", "cette page"), ("charter:board", "cette page"), ("charter:registers", "cette page"),
        ("charter:derogations", "cette page"), ("charter:contests", "cette page"), ("charter:text", "ces constats"),
        ("seats:bodies", "ce que le public ne lit pas ici"),
    ],
)  # fmt: skip
def test_every_inside_page_says_why_and_leads_to_who_else(scene, readers, name, what):
    from django.urls import reverse

    address = reverse(name, kwargs={"scale": scene.grouping.slug})
    page = readers.direction.get(address)
    assert f"Vous voyez {what} parce que" in words(page)
    assert at("who_reads", scene.grouping) in page.content.decode()
    assert "parce que vous tenez" not in words(readers.public.get(address, follow=True))


def test_a_mandate_an_act_a_finding_and_an_attestation_say_it_in_their_words(scene, readers):
    mandate = scene.world.holder(f"{scene.grouping.slug}-team", "direction")
    assert "Vous voyez ce mandat parce que" in words(
        readers.direction.get(at("mandate", scene.grouping, key=mandate.pk))
    )
    finding = f"/{scene.grouping.slug}/texte/R3.7"
    assert "Vous voyez ces constats parce que" in words(readers.direction.get(finding))
    assert "Vous voyez ces constats" not in words(readers.public.get(finding))


def test_those_who_read_are_those_whom_the_rights_allow(scene, readers):
    page = words(readers.direction.get(at("who_reads", scene.grouping)))
    others = [one for one in who_sees(scene.grouping, TODAY) if one.person.pk != scene.direction.person]
    assert f"{len(others)} autres personnes" in page
    for viewer in others:
        assert str(viewer.person) in page
    assert readers.elsewhere.get(at("who_reads", scene.grouping)).status_code == 403
    assert readers.public.get(at("who_reads", scene.grouping)).status_code == 302


# The sheet of a person.


def test_the_sheet_says_where_the_person_sits_that_one_reads(scene, readers):
    person = scene.administrator_of(scene.second)
    page = words(readers.direction.get(at("person", scene.second, key=person.pk)))
    assert (
        f"Vous voyez cette fiche parce que vous tenez un siège ou un poste (Direction, {scene.grouping.name})" in page
    )
    assert f"à {scene.second.name}, où siège cette personne" in page
    far = words(readers.elsewhere.get(at("person", scene.second, key=person.pk)))
    assert "tout siège donne à voir le nom et les mandats des membres du réseau" in far


def test_without_a_seat_one_reads_by_which_seats_and_no_name(scene, readers):
    """The names of those who see their sheet were told to somebody who holds nothing any more."""
    with arranging():
        person = PersonFactory()
        past = scene.world.seated(f"{scene.first.slug}-board", "administrator", person=person)
        end(past)
    client = readers.as_person(person)
    page = words(client.get(at("who_sees", scene.first, key=person.pk)))
    assert "Direction, " in page
    assert "Une personne" in page
    assert "le nom des seules personnes qui le montrent" in page
    for viewer in who_sees(scene.first, TODAY):
        assert not re.search(rf"{re.escape(str(viewer.person))}(?!\d)", page)
