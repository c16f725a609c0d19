"""What PostgreSQL holds by itself: bytes that are their digest, versions and signatures that are final."""

from hashlib import sha256

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from kevread.common.actor import SYSTEM
from kevread.documents.models import Content, Document, Signature, SignatureAsked, Version
from kevread.documents.operations import Asked
from kevread.journal.models import Change
from kevread.journal.operations import act
from tests.conftest import NOW, arranging
from tests.databases import as_owner
from tests.factories import PersonFactory

pytestmark = pytest.mark.django_db


def refused(match, error=DatabaseError):
    return pytest.raises(error, match=match)


@pytest.fixture
def version(shelf):
    with arranging():
        person = PersonFactory()
    return shelf.minutes(Asked(person, "Présidente de séance"))


@pytest.fixture
def signature(version):
    with arranging():
        return Signature.objects.create(
            version=version,
            person=version.asked.get().person,
            person_name="Anne",
            rank=1,
            quality="Présidente",
            organisation=version.document.organisation,
            method="mail",
            sha256=version.sha256,
            signed_at=NOW,
        )


def test_nothing_final_is_changed_or_deleted_even_in_an_act(version, signature):
    kept = (
        Content.objects.filter(pk=version.sha256),
        Version.objects.filter(pk=version.pk),
        SignatureAsked.objects.filter(version=version),
        Signature.objects.filter(pk=signature.pk),
    )
    changes = ({"file": b"x"}, {"name": "x"}, {"quality": "x"}, {"quality": "x"})
    for rows, change in zip(kept, changes, strict=True):
        with refused("ne se vide ni ne se corrige"), transaction.atomic(), arranging():
            rows.update(**change)
        with refused("ne se vide ni ne se corrige"), transaction.atomic(), arranging():
            rows._raw_delete("default")


@pytest.mark.parametrize("table", ["content", "version", "signature", "signatureasked", "document", "reader"])
def test_nothing_is_emptied(table):
    with refused("ne se vide"), transaction.atomic(), connection.cursor() as cursor, arranging(), as_owner():
        cursor.execute(f"TRUNCATE documents_{table} CASCADE")


def test_bytes_are_written_in_an_act_only():
    with refused("hors d’un acte"), transaction.atomic():
        Content.objects.create(sha256=sha256(b"x").hexdigest(), file=b"x")


def test_bytes_are_their_digest():
    with refused("content_is_its_digest", IntegrityError), transaction.atomic(), arranging():
        Content.objects.create(sha256="0" * 64, file=b"x")


def test_there_is_no_empty_file():
    with refused("content_size", IntegrityError), transaction.atomic(), arranging():
        Content.objects.create(sha256=sha256(b"").hexdigest(), file=b"")


def test_a_signature_is_of_the_bytes_of_its_version_by_who_was_asked(version):
    asked = version.asked.get().person
    with arranging():
        other = PersonFactory()
    for person, digest, broken in (
        (asked, "0" * 64, "signed_bytes"),
        (other, version.sha256, "signed_by_who_was_asked"),
    ):
        with refused(broken, IntegrityError), transaction.atomic(), act("tests.try", actor=SYSTEM, about=None, now=NOW):
            Signature.objects.create(
                version=version,
                person=person,
                person_name="x",
                rank=1,
                quality="x",
                organisation=version.document.organisation,
                method="mail",
                sha256=digest,
                signed_at=NOW,
            )
            with connection.cursor() as cursor:
                cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def test_a_second_version_says_what_it_corrects(version):
    with refused("version_says_what_it_corrects", IntegrityError), transaction.atomic(), arranging():
        Version.objects.create(
            document=version.document,
            number=2,
            content=version.content,
            name="x.pdf",
            media_type="application/pdf",
            size=1,
            made_at=NOW,
        )


def test_the_journal_keeps_the_digest_and_not_the_bytes(version):
    change = Change.objects.get(table="documents_version", row=version.pk)
    assert change.after["sha256"] == version.sha256
    assert not Change.objects.filter(table="documents_content").exists()


def test_a_document_is_nobody_s_to_read_unless_it_is_said():
    assert Document().audience == Document.Audience.PEOPLE
