"""The register of processing is what rooms declare; an organisation makes it its own, and is told what changed since."""

from io import BytesIO

import pytest
from django.urls import reverse
from openpyxl import load_workbook
from pypdf import PdfReader

from kevread.common.errors import Denied, Invalid, Refused
from kevread.common.personal import PURPOSES, Activity, everything
from kevread.common.todo import Asker
from kevread.documents.models import Document, Removal
from kevread.privacy import operations
from kevread.privacy.models import Validation
from kevread.privacy.queries.register import declared, holds_somebody, register_of, said
from kevread.privacy.todo import register_changed
from kevread.seats.queries.actors import actor_of
from tests.conftest import NOW, TODAY, arranging

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _nothing_is_validated(scene):
    with arranging():
        Validation.objects.all().delete()


@pytest.fixture
def president(scene):
    return scene.world.holder(f"{scene.first.slug}-board", "president").person


def validated(scene, president, contact="La présidence, contact@exemple.fr", joint=None):
    return operations.validate(
        actor=actor_of(president, TODAY), organisation=scene.first, contact=contact, joint=joint, now=NOW
    )


def lines_of_today(person, scene):
    asker = Asker(actor_of(person, TODAY), person, scene.first, frozenset({scene.first.pk}), TODAY)
    return [one.what for one in register_changed(asker)]


def test_each_declaration_is_a_line_and_says_everything():
    assert {line.model for line in declared()} == {held.model for _, held in everything() if holds_somebody(held)}
    assert [
        line for line in declared() if not (line.what and line.why and line.basis and line.kept and line.readers)
    ] == []
    assert {line.activity for line in declared()} == {one.label for one in Activity}


def test_a_line_that_says_no_purpose_of_its_own_says_that_of_its_activity():
    assert PURPOSES.keys() == set(Activity)
    bare = [held.model for _, held in everything() if holds_somebody(held) and not held.why]
    lines = [line for line in declared() if line.model in bare]
    assert lines
    by_label = {one.label: said for one, said in PURPOSES.items()}
    assert [line for line in lines if line.why != by_label[line.activity]] == []


def test_a_line_says_the_words_of_the_room():
    mandate = next(line for line in declared() if line.model == "seats.mandate")
    held = next(held for _, held in everything() if held.model == "seats.mandate")
    assert (mandate.what, mandate.why, mandate.readers) == ("Mandat", held.why, held.readers)
    assert mandate.data.startswith("personne")
    kept = next(line for line in declared() if line.model == "votes.candidate").kept
    assert "ne se réécrit pas" in kept  # what law keeps, and why


def test_it_is_validated_by_whoever_decides_there(scene, president):
    made = validated(scene, president)
    assert (made.validated_by, made.organisation, made.said) == (president, scene.first, said())
    register = register_of(scene.first)
    assert (register.validation, register.changed) == (made, ())
    assert register_of(scene.second).validation is None
    with pytest.raises(Denied):
        operations.validate(
            actor=actor_of(president, TODAY), organisation=scene.second, contact="x", joint=None, now=NOW
        )


@pytest.mark.parametrize("contact", ["", "   ", "x" * 201])
def test_somebody_is_to_be_written_to(scene, president, contact):
    with pytest.raises(Invalid) as wrong:
        validated(scene, president, contact)
    assert wrong.value.field == "contact"
    assert not Validation.objects.exists()


def test_the_same_is_validated_once(scene, president):
    validated(scene, president)
    with pytest.raises(Refused, match="déjà validé"):
        validated(scene, president)
    assert validated(scene, president, contact="Le secrétariat").contact == "Le secrétariat"
    assert Validation.objects.count() == 2


def test_who_answers_for_the_common_directory_is_not_decided_until_an_agreement_says(scene, president, readers):
    page = readers.as_person(president).get(reverse("privacy:processing", kwargs={"scale": scene.first.slug}))
    assert "Non décidé" in page.content.decode()
    with arranging():
        here, there = (
            Document.objects.create(
                organisation=where, kind="file", title="Convention de l’annuaire", audience="organisation"
            )
            for where in (scene.first, scene.second)
        )
    with pytest.raises(Invalid) as wrong:
        validated(scene, president, joint=there)
    assert wrong.value.field == "joint"
    validated(scene, president, joint=here)
    page = readers.as_person(president).get(reverse("privacy:processing", kwargs={"scale": scene.first.slug}))
    assert "Convention de l’annuaire » le dit" in page.content.decode().replace("\u00a0", " ").replace("\u202f", " ")


def test_what_changed_since_is_told_where_it_was_validated(scene, president, readers):
    made = validated(scene, president)
    assert lines_of_today(president, scene) == []
    before = dict(made.said)
    before["seats.mandate"] = before["seats.mandate"] | {"kept": "Dix ans."}
    gone = before.pop("votes.candidate")["what"]
    with arranging():
        Validation.objects.update(said=before)
    told = register_of(scene.first).changed
    assert {(one.what, one.aspect, one.before) for one in told} == {("Mandat", "durée", "Dix ans."), (gone, "", "")}
    assert len(lines_of_today(president, scene)) == 1
    page = readers.as_person(president).get(reverse("privacy:processing", kwargs={"scale": scene.first.slug}))
    assert "Dix ans." in page.content.decode()
    outsider = scene.world.holder(f"{scene.second.slug}-board", "president").person
    assert lines_of_today(outsider, scene) == []


def test_the_screen_validates_and_says_what_is_missing(scene, president, readers):
    where = reverse("privacy:processing", kwargs={"scale": scene.first.slug})
    client = readers.as_person(president)
    assert "Personne ne l’a encore validé" in client.get(where).content.decode()
    assert client.post(where, {"contact": ""}).status_code == 422
    assert client.post(where, {"contact": "La présidence"}).status_code == 302
    again = client.post(where, {"contact": "La présidence"})
    assert again.status_code == 422
    assert "déjà validé" in again.content.decode()
    assert Validation.objects.get().validated_by == president


def test_who_reads_may_not_validate_and_who_does_not_read_sees_nothing(scene, readers):
    where = reverse("privacy:processing", kwargs={"scale": scene.first.slug})
    member = scene.administrator_of(scene.first)
    page = readers.as_person(member).get(where)
    assert page.status_code == 200
    assert "Valider le registre" not in page.content.decode()
    assert readers.as_person(member).post(where, {"contact": "Moi"}).status_code == 403
    assert readers.hatless.get(where).status_code == 403
    assert readers.public.get(where).status_code == 302
    assert not Validation.objects.exists()


def test_it_leaves_as_a_workbook_and_on_paper(scene, president, readers):
    validated(scene, president)
    client = readers.as_person(president)
    book = client.get(reverse("privacy:processing_xlsx", kwargs={"scale": scene.first.slug}))
    rows = list(load_workbook(BytesIO(book.content)).active.values)
    assert len(rows) == len(declared()) + 1
    paper = client.get(reverse("privacy:processing_pdf", kwargs={"scale": scene.first.slug}))
    words = " ".join(" ".join(page.extract_text() for page in PdfReader(BytesIO(paper.content)).pages).split())
    assert "Registre des traitements" in words and str(president) in words
    assert all(one.label.split(" :")[0] in words for one in Activity)


def test_an_agreement_that_was_erased_is_neither_offered_nor_cited(scene, president, readers):
    with arranging():
        here = Document.objects.create(
            organisation=scene.first, kind="file", title="Accord effacé", audience="organisation"
        )
        Removal.objects.create(
            document=here,
            erased_on=TODAY,
            erased_by=president,
            why="Décision n° 4",
            until=TODAY,
            rule="conventions, 6 ans",
        )
    with pytest.raises(Invalid) as wrong:
        validated(scene, president, joint=Document.objects.get(pk=here.pk))
    assert wrong.value.field == "joint" and "Effacé le" in str(wrong.value)
    page = readers.as_person(president).get(reverse("privacy:processing", args=[scene.first.slug]))
    assert page.status_code == 200 and "Accord effacé" not in page.text
