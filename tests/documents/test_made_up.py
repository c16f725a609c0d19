"""A signature written by whoever has the secret of the application: its triggers all on, in an act opened in somebody's name,
by SQL. It counts for nothing, and is named wherever it would be read."""

from datetime import date, timedelta
from uuid import UUID

import pytest
from django.db import connection
from django.urls import reverse

from kevread.base.stamped import is_ours
from kevread.common.actor import SYSTEM
from kevread.documents.models import Signature, Version
from kevread.documents.operations import Asked
from kevread.documents.queries import signature_sheet, versions_of, with_versions
from kevread.journal.operations import act
from kevread.journal.tables import verify_all, verify_tables
from kevread.sittings.operations.minutes import is_signed
from tests.clients import entered_as
from tests.conftest import NOW, TODAY
from tests.databases import as_administrator
from tests.documents.test_sign_version import QUALITY, actor, code_sent, president, signs, version
from tests.seats.screens import words

pytestmark = pytest.mark.django_db
__all__ = ["actor", "president", "version"]
COPY = """INSERT INTO documents_signature (id, version_id, person_id, person_name, rank, quality, hat, mandate, organisation_id,
    until, method, sha256, data_sha256, signed_at, stamp)
SELECT gen_random_uuid(), v.id, a.person_id, 'Anne', 1, a.quality, 'Présidente', NULL, d.organisation_id,
    NULL, 'totp', v.sha256, '', v.made_at, %s
FROM documents_version v JOIN documents_document d ON d.id = v.document_id
    JOIN documents_signatureasked a ON a.version_id = v.id
WHERE v.id = %s"""


def made_up(version, stamp=None):
    with act("documents.sign", actor=SYSTEM, about=None, now=NOW), connection.cursor() as cursor:
        cursor.execute(COPY, [stamp, version.pk])
        assert cursor.rowcount == 1


def faults():
    return [(one["table"], one["columns"], one["kind"]) for one in verify_tables(None)["faults"]]


FORGED = [("documents_signature", ("stamp",), "forged")]


def test_the_key_that_this_installation_had_still_says_that_it_signed(actor, version, settings):
    signature = signs(actor, version, code_sent(actor, version))
    before, settings.SECRET_KEY = settings.SECRET_KEY, "another, of fifty letters at least, drawn for this test"
    assert not is_ours(signature)
    settings.SECRET_KEY_FALLBACKS = [before]
    assert is_ours(signature)


def test_what_was_signed_here_bears_our_stamp_and_counts(actor, version):
    signs(actor, version, code_sent(actor, version))
    assert is_ours(Signature.objects.get())
    assert verify_all(None)["ok"]
    assert [one.signed for one in with_versions([version.document], TODAY)] == [1]


def test_one_that_was_written_with_the_secret_of_the_application_counts_for_nothing(version):
    made_up(version)
    assert faults() == FORGED
    (line,) = versions_of(version.document, TODAY)[0].lines
    assert (line.signature, line.made_up) == (None, True)
    assert [one.signed for one in with_versions([version.document], TODAY)] == [0]
    sheet = signature_sheet(version.document, versions_of(version.document, TODAY)[0], TODAY)
    assert sheet.signatures == ()
    assert "que ce site n’a pas faite" in sheet.awaited[0]


def test_the_page_of_the_document_names_it(version, president, settings):
    made_up(version)
    document = version.document
    where = reverse("documents:document", kwargs={"scale": document.organisation.slug, "key": document.pk})
    shown = words(entered_as(president, settings).get(where))
    assert "Une signature est inscrite ici, que ce site n’a pas faite" in shown
    assert "Signé le" not in shown


@pytest.fixture
def replaced(actor, version):
    """Signed here; then whoever owns the tables puts the bytes of another file under the same version."""
    signs(actor, version, code_sent(actor, version))
    with as_administrator(), connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; SET LOCAL session_replication_role = replica")
        cursor.execute("INSERT INTO documents_content (sha256, file) VALUES (encode(sha256('autre'), 'hex'), 'autre')")
        cursor.execute(
            "UPDATE documents_version SET sha256 = encode(sha256('autre'), 'hex'), size = 5 WHERE id = %s", [version.pk]
        )
        cursor.execute("SET LOCAL session_replication_role = DEFAULT")
    return Version.objects.get(pk=version.pk)


def test_a_signature_of_other_bytes_than_those_of_its_version_counts_for_nothing(replaced):
    assert ("documents_signature", ("sha256",), "forged") in faults()
    assert not is_ours(Signature.objects.get())
    assert [one.signed for one in with_versions([replaced.document], TODAY)] == [0]
    assert not is_signed(replaced)
    reading = versions_of(replaced.document, TODAY)[0]
    assert not reading.is_signed
    sheet = signature_sheet(replaced.document, reading, TODAY)
    assert sheet.signatures == ()
    assert "pour un autre fichier" in sheet.awaited[0]


def test_the_page_of_the_document_says_that_its_file_is_another(replaced, president, settings):
    document = replaced.document
    where = reverse("documents:document", kwargs={"scale": document.organisation.slug, "key": document.pk})
    shown = words(entered_as(president, settings).get(where))
    assert "Une signature est inscrite ici pour un autre fichier que celui-ci" in shown
    assert "Il n’est pas celui qui a été signé." in shown
    assert "n’a pas changé" not in shown
    assert "Signé le" not in shown


def test_the_stamp_of_another_signature_makes_none(actor, version, shelf, president):
    signs(actor, version, code_sent(actor, version))
    other = shelf.minutes(Asked(president, QUALITY), organisation=shelf.scene.first)
    made_up(other, bytes(Signature.objects.get().stamp))
    assert faults() == FORGED


OTHERWISE = {
    "person_name": "Quelqu’un d’autre",
    "rank": 9,
    "quality": "Secrétaire",
    "hat": "Coordination",
    "mandate": UUID(int=1),
    "until": date(2099, 1, 1),
    "method": "totp",
    "signed_at": NOW - timedelta(days=9),
}


@pytest.mark.parametrize("column", OTHERWISE)
def test_the_stamp_holds_who_signed_as_what_when_and_how(actor, version, column):
    signs(actor, version, code_sent(actor, version))
    with as_administrator(), connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; SET LOCAL session_replication_role = replica")
        cursor.execute(f"UPDATE documents_signature SET {column} = %s", [OTHERWISE[column]])
        cursor.execute("SET LOCAL session_replication_role = DEFAULT")
    assert not is_ours(Signature.objects.get())
    assert ("documents_signature", ("stamp",), "forged") in faults()


def test_the_stamp_holds_the_version_its_digest_the_person_and_the_organisation(actor, version, shelf):
    signature = signs(actor, version, code_sent(actor, version))
    other = shelf.file()
    for column, value in (
        ("version_id", other.pk),
        ("sha256", "0" * 64),
        ("person_id", shelf.scene.administrator_of(shelf.scene.first).pk),
        ("organisation_id", shelf.scene.second.pk),
        ("id", UUID(int=2)),
    ):
        again = Signature.objects.get()
        assert is_ours(again)
        setattr(again, column, value)
        assert not is_ours(again), column
    assert {*OTHERWISE, "version_id", "sha256", "person_id", "organisation_id"} == {*signature.STAMPED.columns}


def test_another_installation_s_stamp_is_not_ours(actor, version, settings):
    signs(actor, version, code_sent(actor, version))
    settings.SECRET_KEY = "another"
    assert not is_ours(Signature.objects.get())
