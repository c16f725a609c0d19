from io import BytesIO

import pytest
from PIL import Image
from pypdf import PdfReader, PdfWriter

from kevread.common.errors import Invalid
from kevread.documents.contracts import as_data
from kevread.documents.rendering import render
from kevread.meetings.packing import Piece, pack
from tests.documents.papers import ASSEMBLY, EXAMPLES, HOUSE, MADE_AT


def paper(template):
    return Piece(EXAMPLES[template].title, render(template, as_data(EXAMPLES[template]), made_at=MADE_AT))


def packed(*pieces):
    return PdfReader(BytesIO(pack(letterhead=HOUSE, meeting=ASSEMBLY, pieces=pieces, made_at=MADE_AT)))


def picture():
    written = BytesIO()
    Image.new("RGB", (900, 600), "#0B4F6C").save(written, "PNG")
    return written.getvalue()


def test_everything_is_in_one_file_in_order_with_its_bookmarks():
    pdf = packed(paper("notice"), paper("sign_in"), Piece("Plan d’accès", picture(), "image/png"))
    assert len(pdf.pages) == 1 + 1 + 2 + 1
    assert [(item.title, pdf.get_destination_page_number(item)) for item in pdf.outline] == [
        (EXAMPLES["notice"].title, 1),
        (EXAMPLES["sign_in"].title, 2),
        ("Plan d’accès", 4),
    ]
    cover = pdf.pages[0].extract_text()
    assert "Plan d’accès" in cover
    assert "5" in cover
    assert pdf.metadata.title == "Dossier – Assemblée générale ordinaire du 12 décembre 2026"


def test_a_pack_claims_no_standard():
    assert packed(paper("notice")).xmp_metadata is None


def test_what_has_no_pages_is_named_as_to_open_apart():
    pdf = packed(paper("notice"), Piece("Budget.xlsx", b"PK", "application/vnd.ms-excel"))
    text = pdf.pages[0].extract_text()
    assert "À ouvrir à part" in text
    assert "Budget.xlsx" in text
    assert len(pdf.pages) == 2


def test_a_pdf_that_cannot_be_read_is_refused_by_name():
    with pytest.raises(Invalid, match="« Rapport » ne se lit pas"):
        packed(Piece("Rapport", b"%PDF-1.7 nothing"))


def test_a_pdf_under_a_password_is_refused_by_name():
    writer = PdfWriter()
    writer.add_blank_page(100, 100)
    writer.encrypt("secret", algorithm="RC4-128")
    written = BytesIO()
    writer.write(written)
    with pytest.raises(Invalid, match="mot de passe"):
        packed(Piece("Comptes", written.getvalue()))


def test_a_long_list_of_papers_counts_the_pages_of_its_own_list():
    pdf = packed(*(Piece(f"Pièce {n}", paper("notice").content) for n in range(1, 61)))
    assert pdf.get_destination_page_number(pdf.outline[0]) > 1
    first = pdf.get_destination_page_number(pdf.outline[0]) + 1
    assert f"Pièce 1 {first}\n" in pdf.pages[0].extract_text()
