"""Keeping: a paper is set, a file is as it came; a later version says what it corrects; who may, and who may not."""

from hashlib import sha256

import pytest

from kevread.common.actor import SYSTEM
from kevread.common.errors import Denied, Invalid, Refused
from kevread.documents.contracts import as_data
from kevread.documents.files import File, receive
from kevread.documents.models import Content, Document, Version
from kevread.documents.operations import Asked, keep_document, keep_version, share_document
from kevread.documents.rendering import render, template_version
from kevread.journal.models import Act
from tests.conftest import NOW, arranging
from tests.documents.conftest import PDF
from tests.documents.papers import EXAMPLES
from tests.factories import PersonFactory

pytestmark = pytest.mark.django_db
OTHER = File("rapport-2.pdf", PDF + b" else", "application/pdf")


def test_a_file_is_kept_to_the_byte_with_its_digest(shelf):
    version = shelf.file(actor=shelf.scene.direction, title="  Rapport   moral ")
    assert version.document.title == "Rapport moral"
    assert bytes(version.content.file) == PDF
    assert version.sha256 == sha256(PDF).hexdigest()
    assert (version.number, version.size, version.name) == (1, len(PDF), "rapport.pdf")
    act = Act.objects.get(verb="documents.keep")
    assert act.organisation == shelf.scene.grouping.pk


def test_a_paper_is_set_and_its_data_kept(shelf):
    version = shelf.minutes()
    data = as_data(EXAMPLES["minutes"])
    assert version.document.title == EXAMPLES["minutes"].title
    assert version.data == data
    assert version.template_version == template_version("minutes")
    assert bytes(version.content.file) == render("minutes", version.data, made_at=version.made_at, number=1)


def test_the_same_bytes_are_stored_once(shelf):
    first, second = shelf.file(), shelf.file(title="Le même, ailleurs")
    assert first.document != second.document
    assert Content.objects.filter(pk=first.sha256).count() == 1


def test_a_new_version_follows_and_the_first_stays(shelf):
    first = shelf.file("organisation")
    second = keep_version(
        actor=shelf.scene.direction, document=first.document, source=OTHER, corrects="  Page 3 corrigée. ", now=NOW
    )
    assert (second.number, second.corrects) == (2, "Page 3 corrigée.")
    assert bytes(Version.objects.get(pk=first.pk).content.file) == PDF


def test_a_new_version_that_says_nothing_is_refused(shelf):
    first = shelf.file()
    with pytest.raises(Invalid, match="Dites ce que cette version corrige de la version 1") as refusal:
        keep_version(actor=SYSTEM, document=first.document, source=OTHER, corrects="  ", now=NOW)
    assert refusal.value.field == "corrects"
    assert first.document.versions.count() == 1


def test_the_same_bytes_are_not_a_new_version(shelf):
    first = shelf.file()
    same = File("autre-nom.pdf", PDF, "application/pdf")
    with pytest.raises(Refused, match="à l’octet près, la version 1"):
        keep_version(actor=SYSTEM, document=first.document, source=same, corrects="Rien.", now=NOW)


def test_a_paper_set_here_is_not_replaced_by_a_file(shelf):
    first = shelf.minutes()
    with pytest.raises(Refused, match="se corrige là d’où il vient"):
        keep_version(actor=SYSTEM, document=first.document, source=OTHER, corrects="Tout.", now=NOW)


def test_the_same_file_under_the_same_title_is_kept_once(shelf):
    shelf.file()
    with pytest.raises(Refused, match="conserve déjà ce fichier"):
        shelf.file()
    assert shelf.file(title="Autrement dit").document.title == "Autrement dit"


def test_what_one_does_not_read_one_does_not_replace_nor_open_to_others(shelf):
    version = shelf.file()
    with pytest.raises(Denied, match="ne vous est pas ouvert"):
        keep_version(actor=shelf.scene.direction, document=version.document, source=OTHER, corrects="x", now=NOW)
    with pytest.raises(Denied, match="ne vous est pas ouvert"):
        share_document(actor=shelf.scene.direction, document=version.document, readers=[], now=NOW)


@pytest.mark.parametrize(("title", "sentence"), [(" ", "Donnez un titre"), ("x" * 251, "250 caractères au plus")])
def test_a_title_is_asked(shelf, title, sentence):
    before = Document.objects.count()
    with pytest.raises(Invalid, match=sentence):
        shelf.file(title=title)
    assert Document.objects.count() == before


def test_who_reads_only_keeps_nothing(shelf):
    world = shelf.scene.world
    reader = shelf.scene.actor(f"{shelf.scene.grouping.slug}-board", "administrator", represents=shelf.scene.first)
    elsewhere = shelf.scene.president_of(world.locals[world.groupings[1]][0])
    version = shelf.file()
    for actor in (reader, elsewhere):
        with pytest.raises(Denied, match="conserver un document"):
            shelf.file(actor=actor)
        with pytest.raises(Denied):
            keep_version(actor=actor, document=version.document, source=OTHER, corrects="x", now=NOW)
        with pytest.raises(Denied):
            share_document(actor=actor, document=version.document, readers=[], now=NOW)


def test_a_reader_is_named_once_however_often(shelf):
    with arranging():
        person = PersonFactory()
    version = shelf.file(readers=[person, person])
    share_document(actor=SYSTEM, document=version.document, readers=[person], now=NOW)
    assert version.document.readers.count() == 1


def test_those_who_are_to_sign_are_in_order(shelf):
    with arranging():
        one, two = PersonFactory(), PersonFactory()
    version = shelf.minutes(Asked(two, "Présidence"), Asked(one, "Secrétariat"))
    assert list(version.asked.order_by("rank").values_list("person", "quality")) == [
        (two.pk, "Présidence"),
        (one.pk, "Secrétariat"),
    ]


def test_too_many_bytes_are_refused_whatever_they_come_from(shelf):
    with pytest.raises(Invalid, match="10 Mo au plus"):
        receive("grand.pdf", b"%PDF-" + b"x" * 10_000_000)


def test_a_whole_document_takes_few_queries(shelf, django_assert_max_num_queries):
    with django_assert_max_num_queries(20):
        keep_document(
            actor=shelf.scene.direction,
            organisation=shelf.scene.grouping,
            kind="file",
            title="Rapport",
            source=File("rapport.pdf", PDF, "application/pdf"),
            now=NOW,
        )
