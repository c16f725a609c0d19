"""The founding document that a federation attaches is a stranger's file: read as text, shown as text, never trusted."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from kevread.charter.models import Passage, Source
from tests.seats.screens import words

pytestmark = pytest.mark.django_db
ADDRESS = "/cress/texte/document"
DOCUMENT = b"Le conseil se r\xc3\xa9unit. <script>alert(1)</script> **Gras** <img src=x onerror=alert(2)>"
QUOTES = "id,quote_fr\nR3.7,se réunit\n".encode()


def attach(client, document: bytes = DOCUMENT, quotes: bytes = QUOTES, name: str = "charte.txt"):
    return client.post(
        ADDRESS, {"document": SimpleUploadedFile(name, document), "quotes": SimpleUploadedFile("q.csv", quotes)}
    )


BAD = {
    "trop lourd": {"document": b"x" * 2_000_001},
    "en UTF-8 : enregistrez-le": {"document": b"\xff\xfe\x00\x01"},
    "texte simple (UTF-8)": {"document": b"a\0b"},
    "n’est pas un texte": {"quotes": b"id,quote_fr\nR3.7,a\0b\n"},
    "est vide": {"document": b" \n "},
    "sont attendues": {"quotes": b"a;b\n1;2\n"},
    "pas un CSV lisible": {"quotes": b'id,quote_fr\nR3.7,"' + b"x" * 200_000},
    "Ligne 2 : la règle R99.9": {"quotes": b"id,quote_fr\nR99.9,x\n"},
    "Ligne 3 : la règle R3.7": {"quotes": b"id,quote_fr\nR3.7,x\nR3.7,y\n"},
    "Ligne 2": {"quotes": b"quote_fr,id\nx\n"},
}


@pytest.mark.parametrize("sentence", BAD)
def test_a_file_that_is_wrong_is_refused_in_french_and_nothing_is_kept(scene, coordination, sentence):
    page = attach(coordination, **BAD[sentence])
    assert page.status_code == 422
    assert sentence in words(page).replace("\xa0", " ")
    assert not Source.objects.exists()


def test_whatever_it_holds_is_shown_as_text(scene, coordination):
    assert attach(coordination).status_code == 302
    page = coordination.get(ADDRESS).content.decode()
    assert "alert(1)" in page
    assert "<script>alert" not in page
    assert "<img src=x" not in page


def test_a_file_s_name_leads_nowhere(scene, coordination):
    assert attach(coordination, name="../../../etc/passwd").status_code == 302
    assert Source.objects.get().name == "groupements-territoriaux"


def test_the_worst_text_is_walked_in_a_few_seconds(scene, coordination):
    """A mark that opens and never closes, again and again."""
    assert attach(coordination, document=b"<" * 200_000).status_code == 302
    assert Passage.objects.get().start is None


def test_who_may_not_attach_attaches_nothing(scene, readers):
    for client in (readers.public, readers.hatless, readers.elsewhere, readers.direction):
        assert attach(client).status_code in (302, 403)
    assert not Source.objects.exists()
