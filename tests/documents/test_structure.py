"""What PDF/UA asks of a file and can be read in it: each paper, and the pack that puts several together. No validator was at
hand: this is not one, and says nothing of contrasts or of the sense of an order.
"""

from dataclasses import replace
from io import BytesIO
from itertools import pairwise

import pytest
from pypdf import PdfReader
from pypdf.generic import ContentStream

from kevread.documents.contracts import as_data, papers
from kevread.documents.rendering import render
from kevread.meetings.packing import Piece, pack
from tests.documents.papers import ASSEMBLY, EXAMPLES, HOUSE, MADE_AT

SHOWS_TEXT = {b"Tj", b"TJ", b"'", b'"'}
HEADINGS = {f"/H{level}": level for level in range(1, 7)}
COPY = {
    "sha256": "9f2c41d0aa1703be" * 4,
    "signatures": [
        {"name": "Anne Morvan", "quality": "Présidente de séance", "signed_at": "2026-12-15T09:12", "how": "par code"},
        {"name": "Yves Le Gall", "quality": "Secrétaire de séance", "signed_at": "2026-12-16T18:40", "how": "par code"},
    ],
}


def made(template, **more):
    return render(template, as_data(EXAMPLES[template]), made_at=MADE_AT, number=1, **more)


def packed():
    pieces = [Piece(EXAMPLES[name].title, made(name), is_ours=True) for name in ("notice", "minutes", "register")]
    return pack(letterhead=HOUSE, meeting=ASSEMBLY, pieces=pieces, made_at=MADE_AT)


def elements(node, roles):
    """Each element of the tree, in the order in which it is read, with its standard role."""
    kids = node.get("/K", [])
    for kid in kids if isinstance(kids, list) else [kids]:
        one = kid.get_object()
        if isinstance(one, dict) and "/S" in one:
            yield roles.get(one["/S"], one["/S"]), one
            yield from elements(one, roles)


def tree(pdf):
    root = pdf.trailer["/Root"]["/StructTreeRoot"]
    return list(elements(root, {**root.get("/RoleMap", {})}))


def faults(pdf):
    """What a reader who does not see would miss."""
    root, found = pdf.trailer["/Root"], []
    if not root.get("/MarkInfo", {}).get("/Marked"):
        found.append("not tagged")
    if not str(root.get("/Lang", "")).startswith("fr"):
        found.append("no language")
    if not pdf.metadata.title or not root.get("/ViewerPreferences", {}).get("/DisplayDocTitle"):
        found.append("no title")
    every = tree(pdf)
    levels = [0, *(HEADINGS[role] for role, _ in every if role in HEADINGS)]
    found += ["a level of heading is passed over"] * any(b > a + 1 for a, b in pairwise(levels))
    return found + [said for role, one in every for said in faults_of(role, one, root)] + faults_of_pages(pdf)


def faults_of(role, one, root):
    """What one element lacks."""
    found = []
    if role == "/Figure" and not (one.get("/Alt") or one.get("/ActualText")):
        found.append("a drawing that says nothing")
    if role == "/Table":
        inside = [name for name, _ in elements(one, {**root["/StructTreeRoot"].get("/RoleMap", {})})]
        if "/TH" not in inside:
            found.append("a table without headers")
    if role == "/TH" and "/Scope" not in str(one.get("/A", "")):
        found.append("a header that heads nothing")
    if role == "/LI" and "/LBody" not in [name for name, _ in elements(one, {})]:
        found.append("an item without a body")
    return found


def faults_of_pages(pdf):
    """What a page shows that nobody hears, or that cannot be copied."""
    found = []
    for number, page in enumerate(pdf.pages, 1):
        if "/StructParents" not in page:
            found.append(f"page {number} is out of the tree")
        found += [f"page {number}: a text that is neither read nor decoration"] * untagged(page, pdf)
        fonts = page["/Resources"].get("/Font", {}).values()
        found += [
            f"page {number}: letters that cannot be copied" for font in fonts if "/ToUnicode" not in font.get_object()
        ]
    return found


def untagged(page, pdf):
    """Whether something is written outside of what is tagged."""
    depth, lost = 0, False
    for _, operator in ContentStream(page.get_contents(), pdf).operations:
        depth += (operator in (b"BDC", b"BMC")) - (operator == b"EMC")
        lost = lost or (operator in SHOWS_TEXT and not depth)
    return lost


@pytest.mark.parametrize("template", sorted(papers()))
def test_each_paper_is_read_aloud_whole_and_in_order(template):
    pdf = PdfReader(BytesIO(made(template)))
    assert faults(pdf) == []
    titled = any(role in HEADINGS or one["/S"] == "/Title" for role, one in tree(pdf))
    assert titled or template == "ballot"  # a ballot has nothing that is not on every other


def test_a_pack_keeps_all_of_it():
    assert faults(PdfReader(BytesIO(packed()))) == []


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (lambda pdf: pdf.trailer["/Root"].pop("/Lang"), "no language"),
        (lambda pdf: pdf.trailer["/Root"]["/MarkInfo"].pop("/Marked"), "not tagged"),
        (lambda pdf: pdf.pages[0].pop("/StructParents"), "page 1 is out of the tree"),
        (lambda pdf: [one.pop("/A") for role, one in tree(pdf) if role == "/TH"], "a header that heads nothing"),
    ],
)
def test_what_is_missing_is_found(spoil, said):
    pdf = PdfReader(BytesIO(made("count")))
    spoil(pdf)
    assert said in faults(pdf)


def text_of(pdf):
    return " ".join(" ".join(page.extract_text() for page in pdf.pages).replace("\u00a0", " ").split())


def test_a_signed_copy_shows_who_signed_and_the_digest_of_what_they_signed():
    copy, frozen = (PdfReader(BytesIO(made("minutes", **more))) for more in ({"signed": COPY}, {}))
    assert faults(copy) == []
    said = text_of(copy)
    assert "Exemplaire signé" in said and "Version 1, exemplaire signé" in said
    assert COPY["sha256"] in said.replace(" ", "")
    assert said.count("16 décembre 2026 à 18 h 40") == 2  # at its head, and where its place was left
    assert "Exemplaire signé" not in text_of(frozen)
    assert copy.attachments["donnees.json"] == frozen.attachments["donnees.json"]


@pytest.mark.parametrize("lines", range(0, 60, 5))
def test_a_vote_is_on_the_page_of_its_result(lines):
    """However high on its page it begins."""
    paper = EXAMPLES["minutes"]
    points = (replace(paper.points[0], debate="Une phrase.\n\n" * lines), *paper.points[1:])
    pdf = PdfReader(BytesIO(render("minutes", as_data(replace(paper, points=points)), made_at=MADE_AT)))
    for page in pdf.pages:
        said = " ".join(page.extract_text().split())
        begun = sum(said.count(words) for words in ("approuve le rapport", "approuve les comptes", "pour trois ans"))
        assert begun == said.count("Adopté :") + said.count("Élection acquise")  # of the whole, not of a college
