"""Bytes that are no longer those that were kept are not handed over, and are named."""

import pytest
from django.db import connection
from django.urls import reverse

from kevread.common.errors import Denied
from kevread.documents.models import Content, Version
from kevread.journal.tables import verify_tables
from tests.databases import as_owner

pytestmark = pytest.mark.django_db


@pytest.fixture
def altered(shelf) -> Content:
    shelf.file("public")
    with as_owner(), connection.cursor() as cursor:
        cursor.execute(
            "SET CONSTRAINTS ALL IMMEDIATE; ALTER TABLE documents_content DROP CONSTRAINT content_is_its_digest"
        )
        cursor.execute(
            "ALTER TABLE documents_content DISABLE TRIGGER USER; UPDATE documents_content SET file = 'autre'"
        )
        cursor.execute("ALTER TABLE documents_content ENABLE TRIGGER USER")
    return Content.objects.get()


def test_they_are_not_served(altered, client):
    version = Version.objects.select_related("document__organisation").get()
    document = version.document
    address = reverse("documents:file", kwargs={"scale": document.organisation.slug, "key": document.pk, "number": 1})
    answer = client.get(address)
    assert answer.status_code == 403
    assert "n’est plus celui qui avait été conservé" in answer.content.decode()


def test_they_are_refused_and_named(altered):
    with pytest.raises(Denied, match="n’est plus celui"):
        altered.intact  # noqa: B018
    assert [(one["table"], one["row"], one["columns"]) for one in verify_tables(None)["faults"]] == [
        ("documents_content", altered.sha256, ("file",))
    ]
