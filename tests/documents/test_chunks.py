"""What one reads in kept files: its text is taken apart, kept by pages, and found by those who read the document."""

from datetime import timedelta
from io import BytesIO
from zipfile import ZipFile

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pypdf import PdfReader, PdfWriter

from kevread.common.actor import NOBODY, SYSTEM
from kevread.documents import bounded, reading
from kevread.documents.bounded import read_apart
from kevread.documents.files import TYPES, File
from kevread.documents.jobs import read_what_is_kept
from kevread.documents.models import Chunk, Document, FileWords, Version
from kevread.documents.operations import chunks as reading_kept
from kevread.documents.operations import keep_version
from kevread.documents.operations.chunks import AT_ONCE, MOST, read_kept, write
from kevread.documents.queries import find_documents, finding, kept_by
from kevread.documents.reading import LONGEST, PAGE, chunks
from tests.conftest import NOW, TODAY
from tests.documents.test_bounded import unfolding

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
PDF = TYPES["pdf"]
PUBLIC = Document.Audience.PUBLIC


def pdf(*pages: str) -> bytes:
    """A PDF of these pages, each of one line."""
    objects = [b"<< /Type /Catalog /Pages 2 0 R >>"]
    kids = b" ".join(b"%d 0 R" % (4 + 2 * number) for number in range(len(pages)))
    objects.append(b"<< /Type /Pages /Kids [%s] /Count %d >>" % (kids, len(pages)))
    objects.append(b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>")
    for number, text in enumerate(pages):
        said = text.encode("cp1252").replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)")
        stream = b"BT /F1 12 Tf 72 720 Td (%s) Tj ET" % said
        objects.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents %d 0 R "
            b"/Resources << /Font << /F1 3 0 R >> >> >>" % (5 + 2 * number)
        )
        objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream))
    written, places = b"%PDF-1.4\n", []
    for number, one in enumerate(objects, start=1):
        places.append(len(written))
        written += b"%d 0 obj\n%s\nendobj\n" % (number, one)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(objects) + 1
    return written + b"xref\n0 %d\n0000000000 65535 f \n%strailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (
        size, table, size, len(written),
    )  # fmt: skip


def office(parts: dict[str, str]) -> bytes:
    held = BytesIO()
    with ZipFile(held, "w") as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    return held.getvalue()


def given(shelf, content: bytes, title: str = "Pièce jointe", **more):
    more = {"audience": PUBLIC, **more}
    return shelf.file(title=title, source=File("piece.pdf", content, PDF), **more)


def found(text: str, actor=NOBODY, on=TODAY) -> list[tuple[str, str]]:
    return [(hit.name, hit.extract) for hit in find_documents(actor, text, on, 10)]


def test_each_page_of_a_pdf_is_read_and_an_empty_one_keeps_its_number():
    assert chunks(pdf("Péréquation", "", "Le fonds (2027)"), PDF) == ["Péréquation", "", "Le fonds (2027)"]


def test_one_that_asks_for_a_word_is_not_read():
    closed = PdfWriter(clone_from=PdfReader(BytesIO(pdf("Secret"))))
    closed.encrypt("mot", algorithm="AES-256")
    held = BytesIO()
    closed.write(held)
    assert chunks(held.getvalue(), PDF) == []


def test_words_that_a_program_cut_are_whole_and_what_was_struck_out_is_not_read():
    runs = "<w:r><w:t>Péré</w:t></w:r><w:r><w:t>quation</w:t><w:tab/><w:t>du fonds</w:t></w:r>"
    struck = "<w:del><w:delText>rien</w:delText></w:del>"
    document = f"<w:document {W}><w:p>{runs}{struck}</w:p><w:p><w:t>Suite</w:t></w:p></w:document>"
    written = office({"word/document.xml": document, "word/settings.xml": "<a><p>Réglages</p></a>"})
    assert chunks(written, TYPES["docx"]) == ["Péréquation du fonds Suite"]


@pytest.mark.parametrize(
    ("extension", "parts", "said"),
    [
        ("xlsx", {"xl/sharedStrings.xml": "<s><si><t>Poste</t></si><si><t>Mon</t><t>tant</t></si></s>"}, "Poste Montant"),
        ("pptx", {f"ppt/slides/slide{n}.xml": f"<sld><p>Vue {n}</p></sld>" for n in (10, 2)}, "Vue 2 Vue 10"),
        ("odt", {"content.xml": "<c><h>Titre</h><p>Une<s/>ligne<tab/>et<p>sa note</p></p></c>"}, "Titre sa note Une ligne et"),
        ("ods", {"content.xml": "<c><p>A</p><p>B</p></c>"}, "A B"),
    ],
)  # fmt: skip
def test_each_office_document_is_read(extension, parts, said):
    assert chunks(office(parts), TYPES[extension]) == [said]


def test_a_long_document_is_cut_and_a_longer_one_is_not_read_to_its_end():
    def of(text: str, times: int) -> list[str]:
        return chunks(office({"content.xml": f"<c>{f'<p>{text}</p>' * times}</c>"}), TYPES["odt"])

    assert [len(one) for one in of("a" * (PAGE // 2), 3)] == [PAGE // 2] * 3, "a space more does not fit"
    assert [len(one) for one in of("a" * (PAGE // 2 - 1), 3)] == [PAGE - 1, PAGE // 2 - 1]
    assert len(of("a" * PAGE, reading.MOST + 1)) == reading.MOST
    assert [len(one) for one in of("a" * (LONGEST + 1), 1)] == [LONGEST]


def test_nothing_is_read_in_an_image():
    assert chunks(b"\x89PNG", TYPES["png"]) == []


def test_a_file_that_unfolds_or_is_not_what_it_says_costs_a_process_and_gives_nothing():
    assert read_apart(unfolding(60_000_000), PDF) == []
    assert read_apart(b"PK no archive", TYPES["docx"]) == []
    assert read_apart(pdf("Péréquation"), PDF) == ["Péréquation"]


pytestmark_db = pytest.mark.django_db


@pytestmark_db
def test_a_document_is_found_by_what_it_says_and_told_where(shelf):
    given(shelf, pdf("Rien", "Les délégué·es parlent de la péréquation"))
    assert found("perequation") == []
    assert read_kept() == 1
    assert found("perequation") == [("Pièce jointe", "Page 2 : Les délégué·es parlent de la péréquation")]
    assert found("déléguée péréquation") and not found("péréquation trésorerie")
    given(shelf, pdf("La péréquation", ""), title="Péréquation 2026")
    given(shelf, pdf("Une péréquation"), title="Une autre")
    read_kept()
    assert Chunk.objects.count() == 4, "an empty page is not kept"
    assert [name for name, _ in found("perequation")] == ["Péréquation 2026", "Une autre", "Pièce jointe"]
    assert [hit.name for hit in find_documents(NOBODY, "perequation", TODAY, 2)] == ["Péréquation 2026", "Une autre"]


@pytestmark_db
def test_words_on_several_pages_are_those_of_one_document(shelf):
    given(shelf, pdf("Le budget", "La péréquation", "Le budget et la péréquation"))
    given(shelf, pdf("Le budget", "La péréquation"), title="L’autre")
    read_kept()
    assert dict(found("budget péréquation")) == {
        "Pièce jointe": "Page 3 : Le budget et la péréquation",
        "L’autre": "Page 1 : Le budget",
    }


@pytestmark_db
def test_what_it_says_is_found_by_those_who_read_it_and_by_nobody_else(shelf):
    world = shelf.scene.world
    outsider = shelf.scene.president_of(world.locals[world.groupings[1]][0])
    given(shelf, pdf("Péréquation"), audience=Document.Audience.ORGANISATION)
    read_kept()
    assert len(found("péréquation", shelf.scene.direction)) == 1
    assert found("péréquation", outsider) == found("péréquation") == []
    listed = [
        kept_by(shelf.scene.grouping, one, TODAY, text="péréquation").count()
        for one in (shelf.scene.direction, outsider)
    ]
    assert listed == [1, 0]


@pytestmark_db
def test_the_version_of_the_day_is_the_one_that_speaks(shelf):
    first = given(shelf, pdf("Ancien montant"))
    later = NOW + timedelta(days=2)
    again = File("piece.pdf", pdf("Nouveau montant"), PDF)
    keep_version(actor=SYSTEM, document=first.document, source=again, corrects="Le montant.", now=later)
    read_kept()
    assert found("ancien") and not found("nouveau")
    assert found("nouveau", on=later.date()) and not found("ancien", on=later.date())
    assert found("ancien", on=TODAY - timedelta(days=1)) == []


@pytestmark_db
def test_the_same_file_kept_twice_is_read_once_and_found_twice(shelf):
    given(shelf, pdf("Péréquation"))
    given(shelf, pdf("Péréquation"), title="La copie")
    assert read_kept() == 1
    assert found("péréquation") == [("La copie", "Page 1 : Péréquation"), ("Pièce jointe", "Page 1 : Péréquation")]


@pytestmark_db
def test_run_twice_it_reads_once_and_what_cannot_be_read_is_not_tried_again(shelf, monkeypatch):
    given(shelf, b"%PDF-1.7 something")
    read_what_is_kept()
    assert not Chunk.objects.exists() and FileWords.objects.get().words == ""
    monkeypatch.setattr(reading_kept, "read_apart", lambda *_: pytest.fail("it was read already"))
    read_what_is_kept()


@pytestmark_db
def test_it_takes_its_time_and_leaves_the_rest(shelf):
    for number in range(3):
        given(shelf, pdf(f"Numéro {number}"), title=f"Pièce {number}")
    assert read_kept(seconds=-1) == 0
    assert read_kept() == 3 and read_kept() == 0


@pytestmark_db
def test_killed_midway_a_file_is_read_again(shelf, monkeypatch):
    given(shelf, pdf("Péréquation"))
    monkeypatch.setattr(bounded, "PATIENCE", 0.001)
    assert read_apart(pdf("Péréquation"), PDF) == []
    monkeypatch.undo()
    assert read_kept() == 1 and found("péréquation")


@pytestmark_db
def test_any_text_is_kept_and_its_page_shows_it_as_text(shelf):
    given(shelf, pdf("péréquation <script>alert(1)</script>"))
    read_kept()
    page = Client().get("/chercher", {"q": "perequation"}).content.decode()
    assert "&lt;script&gt;alert(1)" in page and "<script>alert(1)" not in page
    FileWords.objects.get().delete()
    write(Version.objects.get().content_id, ["d\u0301\u200f péréquation \U0001f9ea \ue000 " + "x" * 9000])
    assert len(found("péréquation")) == 1


@pytestmark_db
def test_the_number_of_questions_does_not_grow(shelf):
    def asked() -> int:
        with CaptureQueriesContext(connection) as told:
            found("péréquation budget")
        return len(told)

    given(shelf, pdf("Péréquation et budget"))
    read_kept()
    found("péréquation budget")
    once = asked()
    for number in range(5):
        given(shelf, pdf(f"Péréquation et budget {number}"), title=f"Pièce {number}")
    read_kept()
    found("péréquation budget")
    assert asked() == once <= 6


@pytestmark_db
def test_the_words_of_a_long_file_are_found_up_to_a_bound_and_those_of_too_many_words_in_part(shelf):
    digest = given(shelf, pdf("x")).content_id
    filler = "mot " * (AT_ONCE // 4)
    write(digest, ["début", *[filler] * (MOST - 2), "milieu", filler, filler, "au-delà"])
    assert found("début milieu") and not found("au-delà")
    FileWords.objects.get().delete()
    georgian = str.maketrans({str(digit): chr(0x10D0 + digit) for digit in range(10)})  # three bytes each
    many = " ".join(f"{n * 7919:014}" for n in range(30_000)).translate(georgian)
    write(digest, ["début", many])
    assert found("début") and Chunk.objects.count() == 2
    write(digest, ["autre"])
    assert found("début") and not found("autre"), "it is read once"


@pytestmark_db
def test_what_many_files_say_is_found_as_what_few_do(shelf, monkeypatch):
    given(shelf, pdf("Péréquation et budget"))
    given(shelf, pdf("Péréquation"), title="L’autre")
    read_kept()
    for few in (0, 1, 2):
        monkeypatch.setattr(finding, "FEW", few)
        assert [name for name, _ in found("péréquation")] == ["L’autre", "Pièce jointe"], few
        assert [name for name, _ in found("péréquation budget")] == ["Pièce jointe"], few
