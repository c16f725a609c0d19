"""The frames of a paper of ours that its signatures fill: where they stand, what fills one, how it is read aloud.

They are on the page before the first signature: a signature draws in its own and nowhere else. Nothing here reads the clock
nor the database.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from typing import Any

import typst
from django.utils import timezone
from pyhanko.pdf_utils.content import PdfContent, ResourceType
from pyhanko.pdf_utils.generic import DictionaryObject, NumberObject, pdf_name
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.layout import AxisAlignment, SimpleBoxLayoutRule
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.stamp import StaticStampStyle
from pypdf import PdfReader

from kevread.documents.rendering import SHARED, UnsetError, fonts, french
from kevread.ui.words import moment

EDGE_TO_EDGE = SimpleBoxLayoutRule(AxisAlignment.ALIGN_MIN, AxisAlignment.ALIGN_MIN)
TOLD = "cadres.json"  # what a paper says of its frames (`typst/base.typ`)


@dataclass(frozen=True, slots=True)
class Frame:
    """On which page (0: the first), and its corners in whole points, from the bottom left of the page."""

    page: int
    box: tuple[int, int, int, int]


def frames_of(paper: bytes) -> list[Frame]:
    """Those of a paper of ours, in the order in which they are filled; none in one that has no place for a signature. Never
    to be asked of a file that somebody gave."""
    reader = PdfReader(BytesIO(paper))
    told = reader.attachments.get(TOLD)
    if not told:
        return []
    found = []
    for page, left, top, width, height in json.loads(told[0]):
        over = float(reader.pages[page - 1].mediabox.top) - top
        found.append(Frame(page - 1, (round(left), round(over - height), round(left + width), round(over))))
    return found


class Drawn(PdfContent):
    """A page of a PDF, drawn in a frame."""

    def __init__(self, pdf: bytes) -> None:
        super().__init__()
        self.pdf = pdf

    def render(self) -> bytes:
        assert self.writer is not None
        page = self.writer.import_page_as_xobject(PdfFileReader(BytesIO(self.pdf)))
        left, bottom, right, top = map(float, page.get_object()["/BBox"])
        self.box.width, self.box.height = round(right - left), round(top - bottom)
        self.set_resource(ResourceType.XOBJECT, pdf_name("/Seen"), page)
        return b"/Seen Do"


def filled(rect: Sequence[Any], name: str, lines: Sequence[str], now: datetime) -> StaticStampStyle:
    """What fills a frame as large as `rect`, edge to edge."""
    left, bottom, right, top = map(float, rect)
    said = {
        "title": name,
        "width": right - left,
        "height": top - bottom,
        "name": name,
        "lines": [one for one in lines if one],
        "when": f"Signé le {moment(timezone.localtime(now))}",
    }
    pdf, remarks = typst.compile_with_warnings(  # type: ignore[call-overload]  # its stub forgets sources by name
        {"main.typ": (SHARED / "frame.typ").read_bytes()},
        font_paths=fonts(),
        ignore_system_fonts=True,
        format="pdf",
        sys_inputs={"data": json.dumps(french(said))},
        pdf_standards=["a-2b"],
        timestamp=int(now.timestamp()),
    )
    if remarks:
        raise UnsetError("; ".join(str(remark.message) for remark in remarks))
    return StaticStampStyle(background=Drawn(pdf), border_width=0, background_layout=EDGE_TO_EDGE)


def read_aloud(writer: IncrementalPdfFileWriter, field: Any) -> None:
    """Put the field of a frame in what a reader who does not see goes through, after what was there (PDF/UA)."""
    tree, page = writer.root["/StructTreeRoot"], field.get_object().raw_get("/P")
    above, key = tree["/K"].raw_get(0), int(tree["/ParentTreeNextKey"])
    said = {
        "/Type": pdf_name("/StructElem"),
        "/S": pdf_name("/Form"),
        "/P": above,
        "/Pg": page,
        "/K": DictionaryObject({pdf_name("/Type"): pdf_name("/OBJR"), pdf_name("/Obj"): field}),
    }
    element = writer.add_object(DictionaryObject({pdf_name(name): value for name, value in said.items()}))
    read, numbers = above.get_object()["/K"], tree["/ParentTree"]["/Nums"]
    read.append(element)
    numbers.extend([NumberObject(key), element])
    tree["/ParentTreeNextKey"] = NumberObject(key + 1)
    field.get_object()["/StructParent"] = NumberObject(key)
    page.get_object()["/Tabs"] = pdf_name("/S")
    for changed in (tree, numbers, read, page.get_object(), field.get_object()):
        writer.update_container(changed)
