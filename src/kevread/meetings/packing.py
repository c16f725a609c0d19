"""All the papers of a meeting in one file, to read without a network.

A pack is for reading. The papers of Kevread keep their tags in it, so that a screen reader follows them; its other parts come
from other hands, so it claims no standard, and says which they are. Each part, apart, keeps its own.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from io import BytesIO

from PIL import Image
from pypdf import PdfReader, PdfWriter

from kevread.documents.contracts import Letterhead, as_data
from kevread.documents.rendering import MEDIA_TYPE, render
from kevread.meetings.papers import Meeting, Pack, Part
from kevread.meetings.tagging import Tags

IMAGES = ("image/jpeg", "image/png")
PAGE_WIDTH_INCHES = 8.27


@dataclass(frozen=True, slots=True)
class Piece:
    """A paper to put in: its name, its bytes, what they are; whether Kevread composed it, hence tagged it."""

    name: str
    content: bytes
    media_type: str = MEDIA_TYPE
    is_ours: bool = False


def pack(
    *,
    letterhead: Letterhead,
    meeting: Meeting,
    pieces: Sequence[Piece],
    made_at: datetime,
    erased: Sequence[str] = (),
) -> bytes:
    """One PDF: a page that says what is in it, then each PDF and image in order, with its bookmark. What can be neither
    (a sheet, a text to edit, a PDF that is under a password or damaged) is named as to be opened apart, and what was erased as
    such: the file of one keeps nobody from the others."""
    read = [(piece, as_pages(piece)) for piece in pieces]
    taken = [(piece, pages) for piece, pages in read if pages]
    apart = tuple(piece.name for piece, pages in read if not pages)
    cover = Pack(
        letterhead=letterhead,
        meeting=meeting,
        parts=numbered([(piece.name, len(pages.pages)) for piece, pages in taken], 1),
        as_given=tuple(piece.name for piece, _ in taken if not piece.is_ours),
        apart=apart,
        erased=tuple(erased),
    )
    first = PdfReader(BytesIO(render("pack", as_data(cover), made_at=made_at)))
    if (length := len(first.pages)) > 1:
        cover = replace(cover, parts=numbered([(part.name, part.pages) for part in cover.parts], length))
        first = PdfReader(BytesIO(render("pack", as_data(cover), made_at=made_at)))
    writer = PdfWriter()
    tags = Tags(writer)
    tags.take(cover.title, first, [writer.add_page(page) for page in first.pages])
    for piece, source in taken:
        start = len(writer.pages)
        added = [writer.add_page(page) for page in source.pages]
        if piece.is_ours:
            tags.take(piece.name, source, added)
        else:
            tags.leave(added)
        writer.add_outline_item(title=piece.name, page_number=start)
    writer.add_metadata({"/Title": cover.title, "/Author": letterhead.name})
    tags.finish()
    written = BytesIO()
    writer.write(written)
    return written.getvalue()


def is_page(piece: Piece) -> bool:
    return piece.media_type == MEDIA_TYPE or piece.media_type in IMAGES


def numbered(parts: Sequence[tuple[str, int]], cover: int) -> tuple[Part, ...]:
    """Each part with the page it begins on, after a cover of so many pages."""
    found, page = [], cover + 1
    for name, pages in parts:
        found.append(Part(name=name, first_page=page, pages=pages))
        page += pages
    return tuple(found)


def as_pages(piece: Piece) -> PdfReader | None:
    """The pages of a PDF, or of an image; None of what has none that can be put with others. What others gave is first put
    in a file of its own, by all that the pack will do with it: pypdf fails in many ways on a damaged one."""
    if not is_page(piece):
        return None
    if piece.is_ours:
        return PdfReader(BytesIO(piece.content))
    try:
        given = PdfReader(BytesIO(piece.content if piece.media_type == MEDIA_TYPE else image_page(piece.content)))
        alone = PdfWriter()
        Tags(alone).leave([alone.add_page(page) for page in given.pages])
        alone.write(BytesIO())
        return given if len(given.pages) else None
    except Exception:  # noqa: BLE001 — whatever it is that a stranger's file does, it does it alone
        return None


def image_page(content: bytes) -> bytes:
    """An image as wide as a sheet."""
    written = BytesIO()
    with Image.open(BytesIO(content)) as image:
        image.convert("RGB").save(written, "PDF", resolution=max(72.0, image.width / PAGE_WIDTH_INCHES))
    return written.getvalue()
