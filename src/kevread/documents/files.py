"""A stranger's file: recognised by what it holds, never by its name alone; an image is drawn again, a macro refused."""

import re
from dataclasses import dataclass
from io import BytesIO
from pathlib import PurePosixPath
from xml.etree.ElementTree import ParseError, fromstring
from zipfile import ZipFile

import puremagic
from PIL import Image, ImageOps
from pypdf import PdfReader
from pypdf.errors import PyPdfError

from kevread.common.errors import Invalid

from .models import LARGEST
from .scanning import require_clean

OPEN_XML = "application/vnd.openxmlformats-officedocument."
OPEN_DOCUMENT = "application/vnd.oasis.opendocument."
TYPES = {
    "pdf": "application/pdf",
    "png": "image/png",
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "webp": "image/webp",
    "docx": f"{OPEN_XML}wordprocessingml.document",
    "xlsx": f"{OPEN_XML}spreadsheetml.sheet",
    "pptx": f"{OPEN_XML}presentationml.presentation",
    "odt": f"{OPEN_DOCUMENT}text",
    "ods": f"{OPEN_DOCUMENT}spreadsheet",
    "odp": f"{OPEN_DOCUMENT}presentation",
}
IMAGE_FORMATS = {"image/png": "PNG", "image/jpeg": "JPEG", "image/webp": "WEBP"}
OPEN_XML_FOLDERS = {"docx": "word/", "xlsx": "xl/", "pptx": "ppt/"}
LARGEST_IMAGE = 20_000_000  # pixels held at once: an A4 sheet at 400 dpi is 16 millions
LARGEST_JPEG = (
    80_000_000  # drawn from top to bottom, it is read at a half, a quarter or an eighth, and never held whole
)
LARGEST_TOLD = 2_000_000  # of a document, unpacked: all that says what its parts are
MOST_PARTS = 5_000  # of a document: a thousand images and their pages are far below
RUNS = re.compile(r"macro|vba|activex|x-?javascript", re.IGNORECASE)
KINDS = ("Type", "type")  # « ContentType », « Type » of a relation, « manifest:media-type »: no address, no name
SPOKEN = "PDF, PNG, JPEG, WebP, DOCX, XLSX, PPTX, ODT, ODS, ODP"


@dataclass(frozen=True, slots=True)
class File:
    """A file that may be kept."""

    name: str
    content: bytes
    media_type: str


def receive(name: str, content: bytes) -> File:
    """The file to keep: its name made plain, its type recognised, an image drawn again without what it hid.

    Raises Invalid on `file`: empty, over 10 MB, of a type that is not admitted, not what its name says, a document with
    macros, an image that is too large, something that the antivirus of this site recognises or cannot read.
    """
    if not content:
        raise Invalid("file", "Ce fichier est vide.")
    if len(content) > LARGEST:
        raise Invalid("file", f"Ce fichier est trop lourd : {LARGEST // 1_000_000} Mo au plus.")
    plain = plain_name(name)
    extension = plain.rsplit(".", 1)[-1].lower() if "." in plain else ""
    if extension not in TYPES:
        raise Invalid("file", f"Ce genre de fichier n’est pas admis. Le sont : {SPOKEN}.")
    media_type = TYPES[extension]
    require_clean(content)
    if media_type in IMAGE_FORMATS:
        content = drawn_again(content, IMAGE_FORMATS[media_type])
    elif extension == "pdf":
        require_pdf(content)
    else:
        require_office(content, extension)
    return File(plain, content, media_type)


def plain_name(name: str) -> str:
    """
    >>> plain_name("../../etc/passwd"), plain_name("C:\\\\Bureau\\\\Budget\\r\\n 2026.xlsx"), plain_name("  ")
    ('passwd', 'Budget 2026.xlsx', 'fichier')
    >>> plain_name("a" * 300 + ".pdf")[-6:], len(plain_name("a" * 300 + ".pdf"))
    ('aa.pdf', 150)
    """
    last = PurePosixPath(name.replace("\\", "/")).name
    words = " ".join(re.sub(r"[\x00-\x1f\x7f\u202a-\u202e\u2066-\u2069]", " ", last).split()).strip(". ")
    stem, dot, extension = words.rpartition(".")
    if dot and len(words) > 150:
        words = f"{stem[: 149 - len(extension)]}.{extension}"
    return words[:150] or "fichier"


def wrong(extension: str) -> Invalid:
    return Invalid("file", f"Ce fichier se dit {extension.upper()}, et n’en est pas un, ou il est abîmé.")


def recognised(content: bytes) -> set[str]:
    """The extensions that these bytes may have."""
    try:
        return {found.extension.lstrip(".").lower() for found in puremagic.magic_string(content)}
    except puremagic.PureError:
        return set()


def require_pdf(content: bytes) -> None:
    if not content.startswith(b"%PDF-") or "pdf" not in recognised(content):
        raise wrong("pdf")
    try:
        reader = PdfReader(BytesIO(content))
        if not reader.is_encrypted:
            len(reader.pages)
    except (PyPdfError, ValueError, KeyError, RecursionError, AttributeError, TypeError):
        raise wrong("pdf") from None


def require_office(content: bytes, extension: str) -> None:
    """A document of the two open formats, without macros. Nothing is unpacked but the line that says what it is."""
    if not recognised(content) & {"zip", extension}:
        raise wrong(extension)
    try:
        with ZipFile(BytesIO(content)) as archive:
            names = archive.namelist()
            require_few_parts(archive)
            runs = holds_macros(archive)
            if extension in OPEN_XML_FOLDERS:
                right = "[Content_Types].xml" in names and any(
                    name.startswith(OPEN_XML_FOLDERS[extension]) for name in names
                )
            else:
                with archive.open("mimetype") as line:
                    right = line.read(100).decode("ascii") == TYPES[extension]
    except Invalid:
        raise
    except Exception:  # noqa: BLE001 — each compression fails in its own way
        raise wrong(extension) from None
    if not right:
        raise wrong(extension)
    if runs:
        raise Invalid("file", "Ce document contient des macros : enregistrez-le sans elles.")


def require_few_parts(archive: ZipFile) -> None:
    """Before anything is unpacked: a file of 150 kB may hold forty times two million characters to read."""
    told = sum(part.file_size for part in archive.infolist() if tells(steps(part.filename)))
    if len(archive.infolist()) > MOST_PARTS or told > LARGEST_TOLD:
        raise Invalid(
            "file",
            "Ce document a trop de parties pour être examiné ici : enregistrez-le en PDF, ou en plusieurs documents.",
        )


def steps(name: str) -> list[str]:
    return name.lower().replace("\\", "/").split("/")


def tells(folders: list[str]) -> bool:
    """Whether a part says what others are."""
    return folders[-1] in ("[content_types].xml", "manifest.xml") or folders[-1].endswith(".rels")


def holds_macros(archive: ZipFile) -> bool:
    """Whether a document says of one of its parts that it runs, whatever that part is called: types and relations are read
    as XML, as the program that opens it does. What says so and cannot be read counts as a macro."""
    for part in archive.infolist():
        folders = steps(part.filename)
        if folders[-1].endswith("vbaproject.bin") or {"basic", "scripts", "macrosheets", "activex"} & set(folders[:-1]):
            return True
        if tells(folders):
            with archive.open(part) as opened:  # no more than the size it says, which was counted; nor held, if it lies
                told = opened.read(LARGEST_TOLD)
            try:
                nodes = fromstring(told).iter()  # noqa: S314 — expat opens no other file and bounds what grows
                said = [value for node in nodes for key, value in node.items() if key.endswith(KINDS)]
            except ParseError:
                return True
            if any(RUNS.search(value) for value in said):
                return True
    return False


def drawn_again(content: bytes, kind: str) -> bytes:
    """The same image, its pixels only: neither place, nor device, nor anything that a reader would run."""
    try:
        with Image.open(BytesIO(content), formats=[kind]) as image:
            pixels = held(image, kind)
            written = BytesIO()
            pixels.save(written, kind, **({"quality": 88} if kind != "PNG" else {}))
    except Invalid:
        raise
    except Exception:  # noqa: BLE001 — each part of an image that says what is not so fails in its own way
        raise wrong({"JPEG": "jpg"}.get(kind, kind)) from None
    if written.tell() > LARGEST:
        raise Invalid("file", f"Cette image est trop lourde : {LARGEST // 1_000_000} Mo au plus.")
    return written.getvalue()


def held(image: Image.Image, kind: str) -> Image.Image:
    """Its pixels, upright and alone; as few copies of them as can be. Raises Invalid on an image too large to be held."""
    by_parts = kind == "JPEG" and not image.info.get("progressive")  # what is drawn by passes is held whole
    if image.width * image.height > (LARGEST_JPEG if by_parts else LARGEST_IMAGE):
        raise Invalid("file", f"Cette image est trop grande : {LARGEST_IMAGE // 1_000_000} millions de points au plus.")
    size = image.size
    while size[0] * size[1] > LARGEST_IMAGE:
        size = size[0] // 2, size[1] // 2
    if size != image.size:
        image.draft(None, size)
    if image.width * image.height > LARGEST_IMAGE:  # of the kinds that are read whole only
        raise Invalid("file", f"Cette image est trop grande : {LARGEST_IMAGE // 1_000_000} millions de points au plus.")
    ImageOps.exif_transpose(image, in_place=True)
    mode = "RGB" if kind == "JPEG" or image.mode not in ("RGBA", "LA", "P") else "RGBA"
    pixels = image if image.mode == mode else image.convert(mode)
    pixels.load()
    pixels.info = {}
    return pixels
