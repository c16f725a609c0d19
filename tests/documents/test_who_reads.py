"""Deny by default: one test for each reason to read, with those whom it leaves out."""

import pytest

from kevread.common.actor import NOBODY, SYSTEM, Actor
from kevread.directory.models import Person
from kevread.documents.models import Document
from kevread.documents.operations import Asked, share_document
from tests.conftest import NOW, arranging
from tests.factories import PersonFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def hatless():
    with arranging():
        person = PersonFactory()
    return Actor(person=person.pk, name=str(person))


@pytest.fixture
def outsider(shelf):
    """The president of a pôle of the other grouping."""
    world = shelf.scene.world
    return shelf.scene.president_of(world.locals[world.groupings[1]][0])


def reads(actor, version):
    return Document.objects.visible_to(actor).filter(pk=version.document_id).exists()


def test_what_is_public_is_read_by_everybody(shelf, hatless):
    version = shelf.file(Document.Audience.PUBLIC)
    assert all(reads(actor, version) for actor in (NOBODY, hatless, shelf.scene.direction, SYSTEM))


def test_what_is_the_network_s_is_read_with_a_hat(shelf, hatless, outsider):
    version = shelf.file(Document.Audience.NETWORK)
    assert reads(outsider, version)
    assert not reads(hatless, version)
    assert not reads(NOBODY, version)


def test_what_is_an_organisation_s_is_read_by_who_may_read_there(shelf, hatless, outsider):
    version = shelf.file(Document.Audience.ORGANISATION)
    assert reads(shelf.scene.direction, version)
    assert not reads(outsider, version)
    assert not reads(hatless, version)
    assert not reads(NOBODY, version)


def test_what_is_named_people_s_is_read_by_them_alone(shelf, hatless, outsider):
    version = shelf.file()
    assert reads(SYSTEM, version)
    assert not any(reads(actor, version) for actor in (NOBODY, hatless, outsider, shelf.scene.direction))
    share_document(actor=SYSTEM, document=version.document, readers=people(hatless), now=NOW)
    assert reads(hatless, version)
    assert not any(reads(actor, version) for actor in (NOBODY, outsider, shelf.scene.direction))


def test_who_keeps_it_or_is_to_sign_it_reads_it(shelf, hatless):
    version = shelf.file(actor=shelf.scene.direction)
    assert reads(shelf.scene.direction, version)
    assert not reads(hatless, version)
    asked = shelf.minutes(Asked(people(hatless)[0], "Secrétaire de séance"))
    assert reads(hatless, asked)


def test_a_list_names_each_document_once(shelf):
    direction = shelf.scene.direction
    version = shelf.file(Document.Audience.ORGANISATION, actor=direction, readers=people(direction))
    assert list(Document.objects.visible_to(direction).filter(pk=version.document_id)) == [version.document]


def people(actor):
    return list(Person.objects.filter(pk=actor.person))
