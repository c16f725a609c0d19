"""A signature is seen in its file: in the frame that its page had for it before the first, and nowhere else."""

from dataclasses import replace
from io import BytesIO

import pytest
from pyhanko.pdf_utils.generic import DictionaryObject, pdf_name
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pypdf import PdfReader

from kevread.documents.contracts import Signatory, as_data
from kevread.documents.files import File
from kevread.documents.framing import filled, frames_of
from kevread.documents.models import Seal
from kevread.documents.operations import Asked
from kevread.documents.queries.sealed import sealed_bytes
from kevread.documents.rendering import render
from tests.documents.papers import EXAMPLES, MADE_AT
from tests.documents.test_rendering import PLAIN_SPACES
from tests.documents.test_sealing import NOW, WORDS, both, paper, read, signed  # noqa: F401
from tests.documents.test_structure import faults
from tests.documents.test_verify_document import sign, two  # noqa: F401
from tests.documents.test_verify_document import version as put_to_both  # noqa: F401

LINES = (WORDS.reason, WORDS.location)


def fields_of(content):
    return [one.get_object() for one in PdfReader(BytesIO(content)).root_object["/AcroForm"]["/Fields"]]


def seen_in(field):
    """The page that is drawn in a frame, as one would read it."""
    return field["/AP"]["/N"].get_object()["/Resources"]["/XObject"]["/Seen"].get_object()


def letters_of(style):
    text = PdfReader(BytesIO(style.background.pdf)).pages[0].extract_text()
    return " ".join(text.translate(PLAIN_SPACES).split())


def test_each_frame_says_who_signed_as_what_for_whom_and_when():
    assert letters_of(filled((62, 519, 283, 584), WORDS.name, LINES, NOW)) == (
        "Anne Morvan Présidente de séance ESS 35 Signé le 24 novembre 2026 à 10 h"
    )


def test_a_frame_holds_the_longest_that_is_signed():
    long = ("quality " * 20, "organisation-of-a-name-that-has-no-space" * 4)
    style = filled((62, 519, 283, 584), "Prénom " * 24, long, NOW)
    page = PdfReader(BytesIO(style.background.pdf))
    assert len(page.pages) == 1
    below = []
    page.pages[0].extract_text(visitor_text=lambda text, _, at, *more: below.append(at[5]) if text.strip() else None)
    assert "Signé le 24 novembre 2026 à 10 h" in letters_of(style)
    assert min(below) >= 0


def test_no_name_stands_above_a_frame_that_somebody_else_may_fill(paper):  # noqa: F811
    """In columns, the frame of the one would be read as the signature of the other."""
    said = "Signent : Présidente de séance, Anne Morvan ; Secrétaire de séance, Yves Le Gall."

    def words(content):
        pages = PdfReader(BytesIO(content)).pages
        return " ".join(" ".join(one.extract_text() for one in pages).translate(PLAIN_SPACES).split())

    assert said in words(paper)
    assert "Signent" not in words(render("minutes", as_data(EXAMPLES["minutes"]), made_at=MADE_AT, number=1))


def test_the_fields_stand_where_the_frames_are_drawn(paper, both):  # noqa: F811
    frames = frames_of(paper)
    assert len(frames) == 2
    assert [tuple(map(int, field["/Rect"])) for field in fields_of(both)] == [one.box for one in frames]
    last = PdfReader(BytesIO(both)).pages[frames[0].page]
    assert len(last["/Annots"]) == 2
    for one in frames:
        left, bottom, right, top = one.box
        assert 0 < left < right < last.mediabox.right and 0 < bottom < top < last.mediabox.top


def test_a_frame_is_empty_until_its_signature(paper):  # noqa: F811
    first, second = fields_of(signed(paper, 1, of=2))
    assert seen_in(first)
    assert second["/AP"]["/N"].get_object().get_data() == b""


def test_what_draws_a_frame_is_embedded_and_is_read_aloud(both):  # noqa: F811
    pdf = PdfReader(BytesIO(both))
    for field in fields_of(both):
        for font in seen_in(field)["/Resources"]["/Font"].values():
            inside = font.get_object()["/DescendantFonts"][0].get_object()["/FontDescriptor"].get_object()
            assert {"/FontFile2", "/FontFile3"} & inside.keys()
        numbers = pdf.root_object["/StructTreeRoot"]["/ParentTree"]["/Nums"]
        element = numbers[numbers.index(field["/StructParent"]) + 1].get_object()
        assert (element["/S"], element["/K"]["/Obj"].get_object()["/T"]) == ("/Form", field["/T"])
        assert field["/TU"].startswith("Signature ")
    assert not faults(pdf)


def test_more_signatures_than_frames_are_given_all_the_same(paper):  # noqa: F811
    content = signed(paper, 3)
    assert read(content).verdict == "valid"
    assert float(fields_of(content)[2]["/Rect"][0]) < 0


def test_a_paper_without_a_place_has_no_frame():
    made = {"made_at": MADE_AT, "number": 1}
    data = as_data(replace(EXAMPLES["minutes"], signatories=()))
    assert frames_of(render("minutes", data, is_signed=True, **made)) == []
    assert frames_of(render("minutes", as_data(EXAMPLES["minutes"]), **made)) == []


@pytest.mark.parametrize("rank", [1, 2])
def test_what_somebody_draws_in_a_frame_without_signing_is_seen(paper, rank):  # noqa: F811
    """In the one that waits, a name that nobody signed; in the other, another name than that of who did."""
    content = signed(paper, 1, of=2)
    writer = IncrementalPdfFileWriter(BytesIO(content))
    field = writer.root["/AcroForm"]["/Fields"].raw_get(rank - 1)
    style = filled((62, 519, 283, 584), "Yves Le Gall", LINES, NOW)
    style.background.set_writer(writer)
    style.background.render()
    drawn = style.background.resources.xobject["/Seen"]
    field.get_object()["/AP"] = DictionaryObject({pdf_name("/N"): drawn})
    writer.mark_update(field)
    out = BytesIO()
    writer.write(out)
    assert read(out.getvalue()).verdict == "altered"


@pytest.mark.django_db
def test_the_file_shows_on_its_pages_who_signed_as_what_for_whom_and_when(put_to_both, two):  # noqa: F811
    for person in two:
        sign(person, put_to_both)
    fields = fields_of(sealed_bytes(put_to_both))
    for field, seal in zip(fields, Seal.objects.filter(version=put_to_both).order_by("rank"), strict=True):
        one = seal.signature
        lines = (f"{one.quality}, {one.get_method_display()}", one.organisation.name)
        drawn = PdfReader(BytesIO(filled(field["/Rect"], one.person_name, lines, one.signed_at).background.pdf))
        assert seen_in(field).get_data() == drawn.pages[0].get_contents().get_data()


@pytest.mark.django_db
def test_nothing_is_drawn_on_a_file_that_somebody_gave(shelf, two):  # noqa: F811
    """Whatever it says of frames of its own."""
    ours = render("minutes", as_data(EXAMPLES["minutes"]), made_at=MADE_AT, number=1, is_signed=True)
    given = File("rapport.pdf", ours, "application/pdf")
    version = shelf.file(source=given, asked=(Asked(two[0], "Présidence"),), organisation=shelf.scene.first)
    sign(two[0], version)
    content = sealed_bytes(version)
    assert frames_of(content)
    assert [float(one["/Rect"][0]) for one in fields_of(content)] == [-9999]


@pytest.mark.parametrize(("template", "count"), [("minutes", 2), ("agreement", 20)])
def test_each_frame_is_whole_on_its_page_however_many_sign(template, count):
    people = tuple(Signatory(name=f"Personne {rank}", quality="Partie") for rank in range(1, count + 1))
    data = as_data(replace(EXAMPLES[template], signatories=people))
    content = render(template, data, made_at=MADE_AT, number=1, is_signed=True)
    frames = frames_of(content)
    assert len(frames) == count
    for one in frames:
        left, bottom, right, top = one.box
        assert (right - left, top - bottom) == pytest.approx((221, 65), abs=1)
        assert bottom > 50 and top < 800  # above the foot, below the head
    if count == 2:
        assert "Personne 1" in PdfReader(BytesIO(content)).pages[frames[0].page].extract_text()
