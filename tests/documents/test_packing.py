import re
from dataclasses import replace
from io import BytesIO

import pytest
from PIL import Image
from pypdf import PdfReader, PdfWriter
from pypdf.annotations import Link
from pypdf.generic import NameObject, NumberObject

from kevread.documents.contracts import as_data
from kevread.documents.files import receive
from kevread.documents.rendering import render
from kevread.meetings.packing import Piece, pack
from tests.documents.papers import ASSEMBLY, EXAMPLES, HOUSE, MADE_AT


def paper(template):
    content = render(template, as_data(EXAMPLES[template]), made_at=MADE_AT)
    return Piece(EXAMPLES[template].title, content, is_ours=True)


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


def given(name="Comptes 2025"):
    """A tagged PDF of somebody else: Kevread does not answer for its tags."""
    return replace(paper("sign_in"), name=name, is_ours=False)


def elements(holder):
    """Every element of a tree of tags, from the first."""
    for one in holder["/K"] if isinstance(holder.get("/K"), list) else []:
        if isinstance(one := one.get_object(), dict) and "/S" in one:
            yield one
            yield from elements(one)


def marked(page):
    """The numbers of what is marked on a page."""
    return {int(number) for number in re.findall(rb"/MCID (\d+)", page.get_contents().get_data())}


def test_our_papers_are_tagged_in_it_as_they_are_apart():
    pieces = [paper("notice"), given(), paper("agenda")]
    pdf = packed(*pieces)
    catalog = pdf.root_object
    assert catalog["/MarkInfo"]["/Marked"] is True or catalog["/MarkInfo"]["/Marked"].value is True
    assert catalog["/Lang"] == "fr-FR"
    assert catalog["/ViewerPreferences"]["/DisplayDocTitle"]
    assert pdf.metadata.title
    root = catalog["/StructTreeRoot"]
    parts = [part.get_object() for part in root["/K"]]
    assert [part["/T"] for part in parts] == [pdf.metadata.title, pieces[0].name, pieces[2].name]
    assert all(part.raw_get("/P").idnum == catalog.raw_get("/StructTreeRoot").idnum for part in parts)
    pages = {page.indirect_reference.idnum: number for number, page in enumerate(pdf.pages)}
    apart = [PdfReader(BytesIO(piece.content)) for piece in (pieces[0], pieces[2])]
    for part, alone in zip(parts[1:], apart, strict=True):
        kinds = [one["/S"] for one in elements(alone.root_object["/StructTreeRoot"])][1:]
        assert [one["/S"] for one in elements(part)] == kinds
        assert {"/H1", "/P", "/Table"} & set(kinds)
    assert set(root["/RoleMap"]) >= set(apart[0].root_object["/StructTreeRoot"]["/RoleMap"])
    numbers = root["/ParentTree"]["/Nums"]
    table = dict(zip(numbers[::2], numbers[1::2], strict=True))
    assert len(table) == len(numbers) / 2  # each number is that of one page
    told = [(number, page["/StructParents"]) for number, page in enumerate(pdf.pages) if "/StructParents" in page]
    assert [number for number, _ in told] == [0, 1, *range(4, len(pdf.pages))]
    for number, key in told:
        held = table[key].get_object()
        assert marked(pdf.pages[number]) == set(range(len(held)))
        assert {pages[one.get_object().raw_get("/Pg").idnum] for one in held if "/Pg" in one.get_object()} == {number}
    assert root["/ParentTreeNextKey"] > max(table)


def test_a_link_of_somebody_else_s_file_is_not_taken_for_a_tag_of_ours():
    writer, written = PdfWriter(), BytesIO()
    link = Link(rect=(0, 0, 50, 50), url="https://exemple.fr")
    link[NameObject("/StructParent")] = NumberObject(0)
    writer.add_blank_page(595, 842)
    writer.add_annotation(0, link)
    writer.write(written)
    pdf = packed(paper("notice"), Piece("Comptes", written.getvalue()))
    (kept,) = pdf.pages[-1]["/Annots"]
    assert kept.get_object()["/Subtype"] == "/Link"
    assert "/StructParent" not in kept.get_object()


def test_what_others_gave_is_said_to_be_as_they_made_it():
    pdf = packed(paper("notice"), given("Comptes 2025"), Piece("Plan d’accès", picture(), "image/png"))
    cover = pdf.pages[0].extract_text()
    said = cover[cover.index("telles qu’elles ont été remises") :]
    assert "Comptes 2025" in said
    assert "Plan d’accès" in said
    assert "Convocation" not in said
    assert "remises" not in packed(paper("notice")).pages[0].extract_text()


def test_a_pack_claims_no_standard():
    assert packed(paper("notice")).xmp_metadata is None


def test_what_has_no_pages_is_named_as_to_open_apart():
    pdf = packed(paper("notice"), Piece("Budget.xlsx", b"PK", "application/vnd.ms-excel"))
    text = pdf.pages[0].extract_text()
    assert "À ouvrir à part" in text
    assert "Budget.xlsx" in text
    assert len(pdf.pages) == 2


def blank():
    writer, written = PdfWriter(), BytesIO()
    writer.add_blank_page(100, 100)
    writer.add_blank_page(50, 50)
    writer.write(written)
    return written.getvalue()


def locked():
    writer, written = PdfWriter(), BytesIO()
    writer.add_blank_page(100, 100)
    writer.encrypt("secret", algorithm="RC4-128")
    writer.write(written)
    return written.getvalue()


def damaged(before, after):
    content = blank()
    assert before in content
    return content.replace(before, after, 1)


# Each is taken in by `receive`; the first ones made the pack of everybody answer 500, the last refused it.
UNREADABLE = {
    "a page that is not one": damaged(b"5 0 obj\n<<\n", b"5 0 obj\n<\x10\n").replace(b"/Type /Pages", b"/Type /Page]s"),
    "a type that is a list": damaged(
        b"/Type /Page\n/Resources <<\n>>\n/MediaBox [ 0.0 0.0 100",
        b"/Typ /[Page\n/Resources <<\n>>\n/Media]Box [ 0.0 0.0>> 100",
    ),
    "notes that are a number": damaged(b"/MediaBox [ 0.0 0.0 50", b"/Annots 7 /MediaBox [ 0.0 0.0 50"),
    "drawings that are a number": damaged(
        b"/Resources <<\n>>\n/MediaBox [ 0.0 0.0 50", b"/Resources << /XObject 7 >> /MediaBox [ 0.0 0.0 50"
    ),
    "no page": damaged(b"/Count 2\n/Kids [ 4 0 R 5 0 R ]", b"/Count 0\n/Kids [             ]"),
    "a password": locked(),
}


@pytest.mark.parametrize("what", UNREADABLE)
def test_a_pdf_that_cannot_be_put_with_others_is_opened_apart_and_keeps_nobody_from_them(what):
    content = receive("a.pdf", UNREADABLE[what]).content
    pdf = packed(paper("notice"), Piece("Comptes 2025", content), Piece("Plan", blank()))
    cover = pdf.pages[0].extract_text()
    assert "Comptes 2025" in cover[cover.index("À ouvrir à part") :]
    assert [item.title for item in pdf.outline] == [EXAMPLES["notice"].title, "Plan"]
    assert len(pdf.pages) == 1 + 1 + 2
    assert len(list(pdf.pages[-1].mediabox)) == 4


def test_what_is_nothing_at_all_is_opened_apart_too():
    pdf = packed(Piece("Rapport", b"%PDF-1.7 nothing"), Piece("Photo", b"cut", "image/png"))
    said = pdf.pages[0].extract_text()
    assert "Rapport" in said[said.index("À ouvrir à part") :]
    assert "Photo" in said[said.index("À ouvrir à part") :]


def test_a_long_list_of_papers_counts_the_pages_of_its_own_list():
    pdf = packed(*(Piece(f"Pièce {n}", paper("notice").content) for n in range(1, 61)))
    assert pdf.get_destination_page_number(pdf.outline[0]) > 1
    first = pdf.get_destination_page_number(pdf.outline[0]) + 1
    assert f"Pièce 1 {first}\n" in pdf.pages[0].extract_text()
