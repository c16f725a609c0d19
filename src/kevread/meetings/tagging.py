"""The tags of our papers, kept when their pages are put together: what a screen reader follows (ISO 32000-1, 14.7).

A page says its number in the table of its file (`/StructParents`); a file put after others has its numbers moved up. A page
that has no tags of ours keeps none of those numbers: they would be those of another.
"""

from collections.abc import Sequence
from typing import Any

from pypdf import PageObject, PdfReader, PdfWriter
from pypdf.generic import ArrayObject, BooleanObject, DictionaryObject, NameObject, NumberObject, TextStringObject

NUMBERS = ("/StructParents", "/StructParent")


class Tags:
    """Those of a file that is being put together, part after part."""

    def __init__(self, writer: PdfWriter) -> None:
        self.writer = writer
        self.parts, self.table, self.roles = ArrayObject(), ArrayObject(), DictionaryObject()
        self.next = 0
        self.root = DictionaryObject({NameObject("/Type"): NameObject("/StructTreeRoot")})
        self.reference = writer._add_object(self.root)  # noqa: SLF001 — pypdf has no other way to add one

    def take(self, name: str, source: PdfReader, pages: Sequence[PageObject]) -> None:
        """The tags of one of our papers, whose pages were just added, under its name."""
        theirs: Any = source.root_object["/StructTreeRoot"]
        numbered = theirs["/ParentTree"].get_object()["/Nums"]
        for part in theirs["/K"]:
            kept: Any = part.clone(self.writer).get_object()
            kept[NameObject("/P")] = self.reference
            kept[NameObject("/T")] = TextStringObject(name)
            self.parts.append(kept.indirect_reference)
        for key, held in zip(numbered[::2], numbered[1::2], strict=True):
            self.table.extend((NumberObject(key + self.next), held.clone(self.writer)))
        self.roles.update(theirs.get("/RoleMap", DictionaryObject()).get_object().clone(self.writer))
        for before, page in zip(source.pages, pages, strict=True):
            if "/StructParents" in before:  # pypdf leaves it out of a page that it copies
                page[NameObject("/StructParents")] = NumberObject(before["/StructParents"])
        for holder, key in numbers_in(pages):
            holder[NameObject(key)] = NumberObject(holder[key] + self.next)
        self.next += theirs["/ParentTreeNextKey"]

    def leave(self, pages: Sequence[PageObject]) -> None:
        """Pages of others, just added: they are read as they were made."""
        for holder, key in numbers_in(pages):
            del holder[key]

    def finish(self) -> None:
        table = DictionaryObject({NameObject("/Nums"): self.table})
        for key, value in (("/K", self.parts), ("/ParentTree", table), ("/RoleMap", self.roles)):
            self.root[NameObject(key)] = value
        self.root[NameObject("/ParentTreeNextKey")] = NumberObject(self.next)
        catalog = self.writer.root_object
        catalog[NameObject("/StructTreeRoot")] = self.reference
        catalog[NameObject("/MarkInfo")] = DictionaryObject({NameObject("/Marked"): BooleanObject(True)})
        shown = DictionaryObject({NameObject("/DisplayDocTitle"): BooleanObject(True)})
        catalog[NameObject("/ViewerPreferences")] = shown
        catalog[NameObject("/Lang")] = TextStringObject("fr-FR")


def numbers_in(pages: Sequence[PageObject]) -> list[tuple[Any, str]]:
    """What bears a number of the table: pages, what is pressed on them, drawings that they use. Each once."""
    found: dict[int, tuple[Any, str]] = {}

    def look(holder: Any) -> None:
        if id(holder) in found or not isinstance(holder, DictionaryObject):
            return
        for key in NUMBERS:
            if key in holder:
                found[id(holder)] = (holder, key)
        for drawing in holder.get("/Resources", DictionaryObject()).get_object().get("/XObject", {}).values():
            look(drawing.get_object())

    for page in pages:
        look(page)
        for pressed in page.get("/Annots", ArrayObject()).get_object():
            look(pressed.get_object())
    return list(found.values())
