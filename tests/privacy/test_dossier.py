"""« Ce que Kevread sait de moi »: all of it, to oneself, and to nobody else."""

import json
from io import BytesIO

import pytest
from django.urls import reverse
from pypdf import PdfReader

from kevread.common.personal import everything
from kevread.directory.models import Consent
from kevread.directory.operations import agree
from kevread.privacy.queries.dossier import about, dossier
from kevread.privacy.queries.papers import PRINTED, part_paper
from kevread.seats.models import Mandate, Plea
from kevread.seats.queries.actors import actor_of
from tests.clients import entered_as
from tests.conftest import NOW, TODAY, arranging
from tests.factories import PersonFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def director(scene):
    return scene.world.holder(f"{scene.grouping.slug}-team", "direction").person


def rows(parts, model):
    return next((part.rows for part in parts if part.held.model == model), ())


def test_every_row_that_leads_to_them_is_told(scene, director):
    """As many rows of each model as are theirs, none of anybody else."""
    with arranging():
        Plea.objects.create(
            organisation=scene.grouping, right="fill_seat", person=director, message="Il manque un siège.", asked_at=NOW
        )
    parts = dossier(director)
    assert {part.held.model: len(part.rows) for part in parts} == {
        held.model: about(held, director.pk).count()
        for _, held in everything()
        if held.ways and about(held, director.pk).exists()
    }
    mandates = {str(key) for key in Mandate.objects.filter(person=director).values_list("pk", flat=True)}
    assert {row.key for row in rows(parts, "seats.mandate")} == mandates
    (plea,) = rows(parts, "seats.plea")
    assert "Il manque un siège." in [line.value for line in plea.lines]


def test_their_own_address_is_told_to_them(director):
    with arranging():
        director.email = "moi@exemple.fr"
        director.save()
    (sheet,) = rows(dossier(director), "directory.person")
    assert ("Adresse électronique", "moi@exemple.fr") in [(line.label, line.value) for line in sheet.lines]


def test_who_wrote_a_row_last_is_told(director):
    agree(actor=actor_of(director, TODAY), person=director, what=Consent.What.NAME, now=NOW)
    (row,) = rows(dossier(director), "directory.consent")
    assert (row.by, row.did) == (str(director), "a consenti à montrer son nom")
    assert row.at == NOW


def test_one_reads_ones_own_and_nobody_reads_it_for_them(scene, director, readers, settings):
    where = reverse("privacy:dossier")
    assert readers.public.get(where).status_code == 302
    page = readers.direction.get(where)
    assert page.status_code == 200
    told = json.loads(readers.direction.get(reverse("privacy:dossier_json")).content)
    assert told["person"]["id"] == str(director.pk)
    assert {one["model"] for one in told["holdings"]} == {part.held.model for part in dossier(director)}
    with arranging():
        other = PersonFactory(given_name="Anonyme", family_name="Ailleurs")
    theirs = json.loads(entered_as(other, settings).get(reverse("privacy:dossier_json")).content)
    assert [one["model"] for one in theirs["holdings"]] == ["directory.person"]
    assert str(director.pk) not in json.dumps(theirs)


def test_what_they_did_is_told(director):
    agree(actor=actor_of(director, TODAY), person=director, what=Consent.What.NAME, now=NOW)
    acts = rows(dossier(director), "journal.act")
    assert [(act.did, act.at) for act in acts] == [("a consenti à montrer son nom", NOW)]


def test_what_was_asked_word_for_word_is_in_the_file_for_programs_alone(director, readers):
    """Nobody is shown the keys and the codes of a verb."""
    agree(actor=actor_of(director, TODAY), person=director, what=Consent.What.NAME, now=NOW)
    page = readers.direction.get(reverse("privacy:dossier")).content.decode()
    paper = " ".join(
        one.extract_text()
        for one in PdfReader(BytesIO(readers.direction.get(reverse("privacy:dossier_pdf")).content)).pages
    )
    assert "a consenti à montrer son nom" in page
    for shown in (page, paper):
        assert "Ce qui était demandé, mot à mot" in " ".join(shown.split())
        assert str(director.pk) not in shown
        assert "{'" not in shown
        assert "{&#x27;" not in shown
    told = json.loads(readers.direction.get(reverse("privacy:dossier_json")).content)
    (acts,) = (one["rows"] for one in told["holdings"] if one["model"] == "journal.act")
    assert [row["asked"] for row in acts] == [{"person": str(director.pk), "what": "name"}]


def test_it_is_set_on_paper(readers, director):
    answer = readers.direction.get(reverse("privacy:dossier_pdf"))
    said = " ".join(page.extract_text() for page in PdfReader(BytesIO(answer.content)).pages)
    assert director.family_name in said
    assert "Vos mandats et vos postes" in " ".join(said.split())


def test_a_paper_says_how_many_rows_it_leaves_to_the_file(director):
    part = next(part for part in dossier(director) if part.held.model == "seats.mandate")
    many = type(part)(part.room, part.held, part.rows[:1] * (PRINTED + 3))
    assert (len(part_paper(many).rows), part_paper(many).more) == (PRINTED, 3)
    assert part_paper(part).more == 0


def test_the_number_of_questions_does_not_grow_with_the_rows(scene, director, django_assert_max_num_queries):
    with django_assert_max_num_queries(120):
        dossier(director)
    with arranging():
        for number in range(20):
            right = f"right-{number}"
            Plea.objects.create(
                organisation=scene.grouping, right=right, person=director, message="Encore.", asked_at=NOW
            )
    with django_assert_max_num_queries(120):
        dossier(director)
