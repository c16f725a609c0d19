"""What is erased at its term, on the screens: who erases it there, what every page says of it then."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection

from kevread.directory.models import Person
from kevread.documents.models import Content, Document, Removal, Seal
from kevread.documents.queries import versions_of
from kevread.documents.queries.evidence import gathered
from kevread.documents.queries.sealed import known, known_by_digest, sealed_bytes
from tests.clients import entered_as
from tests.conftest import NOW
from tests.databases import as_administrator
from tests.documents.conftest import PDF
from tests.documents.test_receive import pdf
from tests.pressing import press
from tests.reading_tables import taken
from tests.seats.screens import words

from .test_circles import LATER, asker, presidents, put, signs  # noqa: F401 — fixtures
from .test_removal import WHY, erase, old

pytestmark = pytest.mark.django_db


@pytest.fixture
def president(shelf, settings):
    return entered_as(president_of(shelf), settings)


def president_of(shelf) -> Person:
    return Person.objects.get(pk=shelf.scene.presidency.person)


@pytest.fixture
def listing(shelf) -> str:
    return f"/{shelf.scene.grouping.slug}/documents/terme-passe"


def test_the_page_erases_what_one_chooses(shelf, listing, president):
    document, client = old(shelf), president
    held = old(shelf, title="Autre", sort="sittings")
    assert [row["document"] for row in taken(client.get(f"{listing}.csv"))] == ["Autre", "Rapport"]
    assert [row["document"] for row in taken(client.get(f"{listing}.csv?sorte=tax"))] == ["Rapport"]
    assert "Autre" not in client.get(f"{listing}?sorte=tax").content.decode()
    typed = {"documents": [str(document.pk)], "why": ""}
    assert "D’après quelle décision" in words(press(client, listing, typed))
    assert not Removal.objects.exists()
    assert press(client, listing, typed | {"why": WHY}).status_code == 302
    assert [one.document for one in Removal.objects.all()] == [document]
    text = words(client.get(listing))
    assert "Effacé le 24 novembre 2026" in text and WHY in text
    assert press(client, listing, typed | {"why": WHY}).status_code == 422
    assert not hasattr(Document.objects.get(pk=held.pk), "removal")


def test_who_does_not_read_a_document_does_not_read_that_it_was_erased(shelf, listing, president, readers):
    document = old(shelf, title="Un titre unique", audience="people", readers=[president_of(shelf)])
    erase(shelf, document)
    assert "Un titre unique" in words(president.get(listing))
    assert "Un titre unique" not in words(readers.direction.get(listing))


def test_who_prepares_reads_the_page_and_erases_nothing(shelf, listing, readers):
    document, client = old(shelf), readers.direction
    assert "Effacer ce qui est choisi" not in client.get(listing).content.decode()
    assert press(client, listing, {"documents": [str(document.pk)], "why": WHY}).status_code == 403
    assert not Removal.objects.exists()


def test_pressed_where_nothing_may_be_erased_any_more_the_page_says_so(shelf, listing, president):
    document = old(shelf)
    typed = {"documents": [str(document.pk)], "why": WHY}
    erase(shelf, document)
    answer = press(president, listing, typed)
    assert answer.status_code == 422 and "gardé depuis assez longtemps pour s’effacer" in words(answer)
    assert Removal.objects.count() == 1


def test_a_reason_that_would_be_cut_is_refused(shelf, listing, president):
    document = old(shelf)
    typed = {"documents": [str(document.pk)], "why": "d" * 301}
    assert press(president, listing, typed).status_code == 422
    assert press(president, listing, typed | {"why": "d" * 300}).status_code == 302


def test_who_coordinates_the_network_does_not_erase_the_papers_of_a_grouping(shelf, listing, readers):
    old(shelf)
    assert "Effacer ce qui est choisi" not in readers.coordination.get(listing).content.decode()
    assert press(readers.coordination, listing, {"documents": [], "why": WHY}).status_code == 403


def test_every_page_of_what_is_erased_says_so(shelf, president):
    document, client = old(shelf), president
    at = f"/{shelf.scene.grouping.slug}/documents/{document.pk}"
    assert "Gardé jusqu’au 23 novembre 2026" in words(client.get(at))
    assert client.get(f"{at}/1").status_code == 200
    erase(shelf, document)
    text = words(client.get(at))
    assert "Effacé le 24 novembre 2026" in text and "Télécharger" not in text
    for tail in ("/1", "/1/signe", "/1/exemplaire-signe"):
        answer = client.get(f"{at}{tail}")
        assert answer.status_code == 410 and "Effacé le" in words(answer), tail
    assert client.get(f"/{shelf.scene.grouping.slug}/documents").status_code == 200
    for given in ({"digest": document.versions.get().sha256}, {"file": SimpleUploadedFile("r.pdf", PDF)}):
        told = words(client.post("/verifier-un-document/", given))
        assert "Effacé le 24 novembre 2026" in told, given


def test_the_evidence_of_what_is_erased_says_so_and_keeps_the_digests(shelf, presidents, asker, president):  # noqa: F811
    (circle,) = put(shelf, presidents, asker)
    for one in presidents:
        signs(one, circle, LATER)
    document = circle.version.document
    with as_administrator(), connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        cursor.execute("UPDATE documents_document SET sort = 'tax' WHERE id = %s", [document.pk])
        cursor.execute("SET session_replication_role = origin")
    later = NOW.replace(year=NOW.year + 7)
    sealed = known(sealed_bytes(circle.version)).report.sha256
    erase(shelf, document, now=later)
    (reading,) = versions_of(document, later.date())
    paper, proven = gathered(document, reading, later.date())
    assert proven is None and paper.sealed_sha256 == sealed and paper.verdict.startswith("Effacé le")
    assert len(paper.signatures) == 2
    assert known_by_digest(sealed) == (circle.version, True)
    those = [circle.version.sha256, *Seal.objects.filter(version=circle.version).values_list("added", flat=True)]
    assert (len(those), Content.objects.filter(pk__in=those, file=None).count()) == (3, 3)
    for tail in ("preuve.pdf", "preuve.json", "signatures"):
        assert president.get(f"/{shelf.scene.grouping.slug}/documents/{document.pk}/1/{tail}").status_code == 200


def test_a_file_is_kept_and_said_of_a_sort_on_its_page(shelf, readers):
    client, scale = readers.direction, shelf.scene.grouping.slug
    given = {"title": "Reçus", "audience": "organisation", "sort": "tax", "dated_on": "2019-01-31"}
    answer = press(client, f"/{scale}/documents/conserver", given | {"file": SimpleUploadedFile("r.pdf", pdf())})
    assert answer.status_code == 302, words(answer)
    kept = Document.objects.get(title="Reçus")
    assert (kept.sort, kept.dated_on) == ("tax", date(2019, 1, 31))
    at = f"/{scale}/documents/{kept.pk}/garde"
    assert press(client, at, {"sort": "sittings", "dated_on": "2019-01-31"}).status_code == 422
    assert press(client, at, {"sort": "accounts", "dated_on": "2019-01-31"}).status_code == 302
    assert client.post(at, {"sort": "founding", "dated_on": ""}).status_code == 422  # carries no mark
    kept.refresh_from_db()
    assert kept.sort == "accounts"
    composed = shelf.minutes(audience="organisation").document
    assert client.get(f"/{scale}/documents/{composed.pk}/garde").status_code == 404
