"""The screens of documents: who reads what, what a file is served as, three gestures to sign."""

import html
import re
from io import BytesIO

import pytest
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pypdf import PdfReader

from kevread.documents.models import Document, Signature, Version
from kevread.documents.operations import Asked
from kevread.journal.models import Act
from tests.conftest import NOW, arranging
from tests.documents.conftest import PDF
from tests.documents.test_receive import pdf
from tests.factories import PersonFactory
from tests.reading_tables import taken
from tests.seats.screens import words

pytestmark = pytest.mark.django_db
OPEN = (Document.Audience.PUBLIC, Document.Audience.NETWORK, Document.Audience.ORGANISATION, Document.Audience.PEOPLE)


def page_of(version, tail=""):
    return f"/{version.document.organisation.slug}/documents/{version.document_id}{tail}"


def status(client, version):
    """The same answer on every page of the document."""
    found = {client.get(page_of(version, tail)).status_code for tail in ("", "/1")}
    assert len(found) == 1
    return found.pop()


@pytest.mark.parametrize(
    ("audience", "public", "hatless", "elsewhere", "direction"),
    [
        ("public", 200, 200, 200, 200),
        ("network", 404, 404, 200, 200),
        ("organisation", 404, 404, 404, 200),
        ("people", 404, 404, 404, 404),
    ],
)
def test_who_may_not_read_learns_nothing(shelf, readers, audience, public, hatless, elsewhere, direction):
    version = shelf.file(audience, title="Un titre unique")
    expected = {"public": public, "hatless": hatless, "elsewhere": elsewhere, "direction": direction}
    for who, answer in expected.items():
        client = getattr(readers, who)
        assert status(client, version) == answer, who
        listed = client.get(f"/{shelf.scene.grouping.slug}/documents").content.decode()
        assert ("Un titre unique" in listed) == (answer == 200), who
        rows = taken(client.get(f"/{shelf.scene.grouping.slug}/documents.csv"))
        assert ("Un titre unique" in {row["document"] for row in rows}) == (answer == 200), who


def test_a_file_is_saved_never_shown(shelf, readers):
    version = shelf.file("public")
    answer = readers.public.get(page_of(version, "/1"))
    assert answer.content == PDF
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"] == 'attachment; filename="rapport.pdf"'
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"] == "sandbox; default-src 'none'"


def test_a_document_says_why_one_reads_it_and_its_digest(shelf, readers):
    version = shelf.file("organisation")
    text = words(readers.direction.get(page_of(version)))
    assert "Vous lisez ce qui n’est pas public" in text
    assert version.sha256 in text.replace(" ", "")


def test_a_document_did_not_exist_before_it_was_kept(shelf, readers):
    version = shelf.file("public")
    assert readers.public.get(page_of(version, "?au=2026-03-12")).status_code == 404
    listed = readers.public.get(f"/{shelf.scene.grouping.slug}/documents?au=2026-03-12")
    assert "n’était conservé ici à cette date" in words(listed)


def test_the_list_takes_as_many_queries_whatever_its_length(shelf, readers, django_assert_num_queries):
    client, address = readers.public, f"/{shelf.scene.grouping.slug}/documents"
    shelf.file("public")
    one = count(client, address)
    for n in range(5):
        shelf.file("public", title=f"Rapport {n}")
    with django_assert_num_queries(one):
        client.get(address)


def test_the_list_is_filtered(shelf, readers):
    client, address = readers.public, f"/{shelf.scene.grouping.slug}/documents"
    shelf.file("public", title="Budget 2027")
    shelf.minutes(audience="public")
    assert "Budget 2027" in words(client.get(f"{address}?titre=budget"))
    assert "Budget 2027" not in words(client.get(f"{address}?genre=minutes"))
    assert "Aucun document ne répond" in words(client.get(f"{address}?titre=zzz"))


def count(client, address):
    with CaptureQueriesContext(connection) as captured:
        client.get(address)
    return len(captured)


# Keeping.


def give(client, address, name="Rapport.pdf", content=None, **fields):
    file = SimpleUploadedFile(name, pdf() if content is None else content)
    return client.post(address, {"file": file, **fields})


@pytest.fixture
def keep(shelf):
    return f"/{shelf.scene.grouping.slug}/documents/conserver"


def test_one_keeps_a_file_then_another_version(shelf, readers, keep):
    client = readers.direction
    answer = give(client, keep, title="Rapport moral", audience="public")
    version = Version.objects.get()
    assert answer.headers["Location"] == page_of(version)
    assert "tel que vous l’avez donné" in words(client.get(page_of(version)))
    answer = give(client, page_of(version, "/nouvelle-version"), content=pdf() + b"\n", corrects="La page 2.")
    assert answer.status_code == 302
    text = words(readers.public.get(page_of(version)))
    assert "Version 2" in text
    assert "Elle corrige la précédente : La page 2." in text.replace("\xa0", " ")
    assert "Versions précédentes" in text


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"name": "a.exe"}, "Ce genre de fichier n’est pas admis"),
        ({"content": b"not a pdf"}, "se dit PDF"),
        ({"content": b""}, "Ce fichier est vide"),
        ({"content": b"%PDF-" + b"0" * 10_000_001}, "10 Mo au plus"),
        ({"title": ""}, "Donnez un titre"),
        ({"audience": "people"}, "choix"),
    ],
)
def test_what_is_refused_is_said_beside_the_field_and_nothing_is_kept(readers, keep, fields, sentence):
    before = Document.objects.count()
    answer = give(readers.direction, keep, **{"title": "Rapport", "audience": "public", **fields})
    assert answer.status_code == 422
    assert sentence in words(answer).replace("\xa0", " ")
    assert Document.objects.count() == before


def test_who_only_reads_is_offered_nothing_and_gives_nothing(shelf, readers, keep):
    version = shelf.file("public")
    for client in (readers.public, readers.hatless, readers.elsewhere, readers.delegate):
        assert "Conserver un fichier" not in words(client.get(f"/{shelf.scene.grouping.slug}/documents"))
        for address in (keep, page_of(version, "/nouvelle-version")):
            assert give(client, address, title="x", audience="public", corrects="x").status_code in (302, 403)
    assert Version.objects.count() == 1


def test_a_paper_that_is_composed_here_takes_no_file(shelf, readers):
    version = shelf.minutes(audience="organisation")
    assert "nouvelle version" not in words(readers.direction.get(page_of(version)))
    assert give(readers.direction, page_of(version, "/nouvelle-version"), corrects="x").status_code == 404


# Signing.


@pytest.fixture
def signer(shelf):
    with arranging():
        return PersonFactory(given_name="Maela", family_name="Signataire", email="maela@exemple.org")


@pytest.fixture
def asked(shelf, signer):
    return shelf.minutes(Asked(signer, "Secrétaire de séance"), audience="organisation")


def forms(page):
    return re.findall(r'<form[^>]*action="([^"]+)"', html.unescape(page.content.decode()))


def test_one_signs_in_three_gestures(asked, signer, readers, settings):
    client: Client = readers.as_person(signer)
    page = client.get(page_of(asked))
    assert "Votre signature est attendue : Secrétaire de séance" in words(page).replace("\xa0", " ")
    code_address = page_of(asked, "/1/code")
    assert code_address in forms(page)
    page = client.post(code_address, follow=True)  # « Recevoir mon code »
    assert "Le code est parti à maela@exemple.org" in words(page)
    assert ("/demonstration/courrier/" in page.text) is settings.KEVREAD_DEMONSTRATION is True
    code = re.search(r"^\s+(\d{6})$", mail.outbox[-1].body, re.MULTILINE)[1]
    assert page_of(asked, "/1/signer") in forms(page)
    page = client.post(page_of(asked, "/1/signer"), {"code": code}, follow=True)  # typed, then « Signer »
    text = words(page)
    assert "Vous avez signé la version 1" in text
    assert "Signé le 24 novembre 2026" in text
    assert "Recevoir mon code" not in text
    assert Signature.objects.get().person == signer


def test_a_wrong_code_is_said_beside_its_field(asked, signer, readers):
    client = readers.as_person(signer)
    client.post(page_of(asked, "/1/code"))
    page = client.post(page_of(asked, "/1/signer"), {"code": "x"})
    assert page.status_code == 422
    assert "Rien n’est signé" in words(page)
    assert not Signature.objects.exists()


def test_attempts_are_counted_by_person(asked, signer, readers):
    client = readers.as_person(signer)
    for _ in range(10):
        client.post(page_of(asked, "/1/signer"), {"code": "000000"})
    page = client.post(page_of(asked, "/1/signer"), {"code": "000000"})
    assert "attendez quelques minutes" in words(page)
    for _ in range(6):
        page = client.post(page_of(asked, "/1/code"), follow=True)
    assert "attendez quelques minutes" in words(page)
    assert len(mail.outbox) == 5


def test_nobody_else_is_offered_to_sign(asked, readers):
    for client in (readers.direction, readers.coordination):
        assert "Recevoir mon code" not in words(client.get(page_of(asked)))
        assert client.post(page_of(asked, "/1/code")).status_code == 403
        assert client.post(page_of(asked, "/1/signer"), {"code": "123456"}).status_code == 403
    assert not mail.outbox


def test_a_link_that_is_read_signs_nothing(asked, signer, readers):
    client, before = readers.as_person(signer), Act.objects.count()
    assert client.get(page_of(asked, "/1/code")).status_code == 302
    assert client.get(page_of(asked, "/1/signer")).status_code == 302
    assert Act.objects.count() == before
    assert not mail.outbox


def test_the_public_reads_that_it_is_signed_and_not_by_whom(shelf, signer, readers):
    version = shelf.minutes(Asked(signer, "Secrétaire de séance"), audience="public")
    text = words(readers.public.get(page_of(version)))
    assert "Secrétaire de séance" in text
    assert "Signataire" not in text
    assert readers.public.get(page_of(version, "/1/signatures")).status_code == 404


def test_the_sheet_of_signatures_says_which_bytes(asked, signer, readers):
    client = readers.as_person(signer)
    client.post(page_of(asked, "/1/code"))
    code = re.search(r"^\s+(\d{6})$", mail.outbox[-1].body, re.MULTILINE)[1]
    client.post(page_of(asked, "/1/signer"), {"code": code})
    answer = client.get(page_of(asked, "/1/signatures"))
    text = PdfReader(BytesIO(answer.content)).pages[0].extract_text()
    assert asked.sha256 in text.replace(" ", "").replace("\n", "")
    assert "Maela Signataire" in text
    assert "électroniques simples" in text
    assert NOW.strftime("%Y") in text


def test_a_signed_copy_is_offered_once_everybody_signed(shelf, signer, readers):
    version = shelf.minutes(Asked(signer, "Secrétaire de séance"), audience="public")
    client = readers.as_person(signer)
    assert client.get(page_of(version, "/1/exemplaire-signe")).status_code == 404
    assert "exemplaire signé" not in words(client.get(page_of(version)))
    client.post(page_of(version, "/1/code"))
    code = re.search(r"^\s+(\d{6})$", mail.outbox[-1].body, re.MULTILINE)[1]
    client.post(page_of(version, "/1/signer"), {"code": code})
    assert "exemplaire signé" in words(client.get(page_of(version)))
    answer = client.get(page_of(version, "/1/exemplaire-signe"))
    text = " ".join(" ".join(page.extract_text() for page in PdfReader(BytesIO(answer.content)).pages).split())
    assert "Exemplaire signé" in text and "Maela Signataire" in text
    assert version.sha256 in text.replace(" ", "")
    assert (
        readers.public.get(page_of(version, "/1/exemplaire-signe")).status_code == 404
    )  # nobody is named to everybody
    assert "exemplaire signé" not in words(readers.public.get(page_of(version)))
