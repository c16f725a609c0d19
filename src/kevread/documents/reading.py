"""The text of a file that was given: of each page of a PDF, of the paragraphs of an office document. Of an image, nothing: what
is drawn is not read."""

from collections.abc import Iterable, Iterator
from io import BytesIO
from xml.etree.ElementTree import Element, iterparse
from zipfile import ZipFile

from pypdf import PdfReader

PAGE = 3_000  # characters of a chunk, where the file says no page
LONGEST = 20_000  # characters of a page: beyond, it is a table of figures
MOST = 400  # chunks of a file
SPACES = {"tab", "br", "cr", "s", "line-break"}  # what an office document writes as an element
PARAGRAPHS = {"p", "h", "si"}  # of texts, of slides, of the cells of a sheet
GONE = {"delText"}  # what was struck out, and is kept to be put back


def chunks(content: bytes, media_type: str) -> list[str]:
    """Its text, cut into chunks, in their order; empty ones are kept, so that the nth of a PDF is its page n. Whatever a
    library raises on a file that is not what it says goes through."""
    if media_type == "application/pdf":
        found: Iterable[str] = pages(content)
    elif media_type.startswith("application/"):
        found = gathered(paragraphs(content))
    else:
        return []
    return [" ".join(one.replace("\0", " ").split())[:LONGEST] for _, one in zip(range(MOST), found, strict=False)]


def pages(content: bytes) -> Iterator[str]:
    """Of a file that asks for a word to be opened, nothing."""
    reader = PdfReader(BytesIO(content))
    if reader.is_encrypted:
        return
    for page in reader.pages:
        yield page.extract_text()


def paragraphs(content: bytes) -> Iterator[str]:
    """Of the parts of a document that hold text, in their order; runs of letters that a program cut are one word again."""
    with ZipFile(BytesIO(content)) as archive:
        for name in sorted((one for one in archive.namelist() if holds_text(one)), key=in_order):
            with archive.open(name) as part:
                for _, node in iterparse(part):  # noqa: S314 — expat opens no other file; memory and time are bounded outside
                    tag = node.tag.rpartition("}")[2]
                    if tag in SPACES:
                        node.text = " "
                    elif tag in GONE:
                        node.text = ""
                    elif tag in PARAGRAPHS:
                        yield told(node)


def told(node: Element) -> str:
    """What it says, once: whatever stands around it does not say it again."""
    said = "".join(node.itertext())
    tail = node.tail
    node.clear()
    node.tail = tail
    return said


def holds_text(name: str) -> bool:
    """
    >>> [holds_text(one) for one in ("word/document.xml", "ppt/slides/slide2.xml", "content.xml", "word/styles.xml")]
    [True, True, True, False]
    """
    return name in ("content.xml", "word/document.xml", "word/footnotes.xml", "xl/sharedStrings.xml") or (
        name.startswith("ppt/slides/slide") and name.endswith(".xml")
    )


def in_order(name: str) -> tuple[int, str]:
    """
    >>> sorted(["ppt/slides/slide10.xml", "ppt/slides/slide2.xml"], key=in_order)
    ['ppt/slides/slide2.xml', 'ppt/slides/slide10.xml']
    """
    return len(name), name


def gathered(those: Iterable[str]) -> Iterator[str]:
    """Paragraphs, as many together as make a chunk.

    >>> [len(one) for one in gathered(["a" * 2000, "b" * 900, "c" * 900])]
    [2901, 900]
    """
    held = ""
    for one in those:
        if held and len(held) + 1 + len(one) > PAGE:
            yield held
            held = ""
        held += (" " if held else "") + one
    if held:
        yield held
