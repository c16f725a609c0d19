"""« Chercher » finds documents by the words of their title, for those who read them."""

from datetime import timedelta

import pytest

from kevread.common.actor import NOBODY
from kevread.documents.models import Document
from kevread.documents.queries import find_documents
from tests.conftest import TODAY

pytestmark = pytest.mark.django_db


def found(actor, text, on=TODAY):
    return [hit.name for hit in find_documents(actor, text, on, 10)]


def test_a_document_is_found_by_other_forms_of_the_words_of_its_title(shelf):
    shelf.file(Document.Audience.PUBLIC, title="Livret d’accueil des administrateur·rices")
    for text in ("administratrice", "LIVRETS accueil", "livret administrateurs"):
        assert found(NOBODY, text) == ["Livret d’accueil des administrateur·rices"]
    assert found(NOBODY, "livret directeur") == []


def test_it_is_found_by_those_who_read_it_and_by_nobody_else(shelf):
    world = shelf.scene.world
    outsider = shelf.scene.president_of(world.locals[world.groupings[1]][0])
    shelf.file(Document.Audience.ORGANISATION, title="Comptes de l’année")
    assert found(shelf.scene.direction, "compte") == ["Comptes de l’année"]
    assert found(outsider, "compte") == [] and found(NOBODY, "compte") == []


def test_nor_before_it_was_kept(shelf):
    shelf.file(Document.Audience.PUBLIC, title="Comptes de l’année")
    assert found(NOBODY, "compte", TODAY - timedelta(days=1)) == []


def test_its_room_lists_it_by_the_same_words(shelf):
    from kevread.documents.queries import kept_by

    shelf.file(Document.Audience.PUBLIC, title="Livret des salarié·e·s")
    for text in ("salariee", "LIVRET", "livr"):
        assert kept_by(shelf.scene.grouping, NOBODY, TODAY, text=text).count() == 1
    assert kept_by(shelf.scene.grouping, NOBODY, TODAY, text="livre salariat").count() == 0
