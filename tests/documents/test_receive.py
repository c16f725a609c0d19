"""A file that is given: what is admitted, what is refused and how it is said, what an image loses on its way."""

import struct
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from PIL import Image, ImageOps
from pypdf import PdfWriter

from kevread.common.errors import Invalid
from kevread.documents.files import OPEN_DOCUMENT, receive


def pdf():
    writer, written = PdfWriter(), BytesIO()
    writer.add_blank_page(200, 200)
    writer.write(written)
    return written.getvalue()


def archive(**files):
    written = BytesIO()
    with ZipFile(written, "w") as zipped:
        for name, content in files.items():
            zipped.writestr(name.replace("__", "/"), content)
    return written.getvalue()


def docx(**more):
    return archive(**{"[Content_Types].xml": "<x/>", "word__document.xml": "<x/>", **more})


def image(kind="JPEG", **options):
    written = BytesIO()
    Image.new("RGB", (40, 20), "#0B4F6C").save(written, kind, **options)
    return written.getvalue()


@pytest.mark.parametrize(
    ("name", "content", "media_type"),
    [
        ("Rapport.PDF", pdf(), "application/pdf"),
        ("a.docx", docx(), "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
        ("a.odt", archive(mimetype=f"{OPEN_DOCUMENT}text"), f"{OPEN_DOCUMENT}text"),
        ("a.jpg", image(), "image/jpeg"),
        ("a.png", image("PNG"), "image/png"),
        ("a.webp", image("WEBP"), "image/webp"),
    ],
)
def test_what_is_admitted(name, content, media_type):
    assert receive(name, content).media_type == media_type


BAD = {
    "est vide": ("a.pdf", b""),
    "10 Mo au plus": ("a.pdf", b"%PDF-1.7" + b"0" * 10_000_000),
    "pas admis. Le sont : PDF": ("a.exe", b"MZ"),
    "pas admis": ("sans-extension", b"%PDF-1.7"),
    "pas admis ": ("page.html", b"<script>alert(1)</script>"),
    "pas admis  ": ("dessin.svg", b"<svg onload='alert(1)'/>"),
    "pas admis   ": ("a.docm", docx()),
    "se dit PDF": ("a.pdf", b"MZ not a pdf"),
    "se dit PDF ": ("a.pdf", b"%PDF-1.7 cut"),
    "se dit DOCX": ("a.docx", pdf()),
    "se dit DOCX ": ("a.docx", archive(x="y")),
    "se dit XLSX": ("a.xlsx", docx()),
    "se dit ODT": ("a.odt", archive(mimetype="text/html")),
    "se dit ODT ": ("a.odt", archive(x="y")),
    "se dit PNG": ("a.png", image("JPEG")),
    "se dit JPG": ("a.jpg", b"\xff\xd8\xff\xe0 cut"),
    "contient des macros": ("a.docx", docx(word__vbaProject__bin="x").replace(b"vbaProject/bin", b"vbaProject.bin")),
}


@pytest.mark.parametrize("sentence", BAD)
def test_what_is_refused_and_why(sentence):
    with pytest.raises(Invalid, match=sentence.strip()) as refusal:
        receive(*BAD[sentence])
    assert refusal.value.field == "file"


def test_an_image_says_no_longer_where_nor_by_what_it_was_taken():
    exif = Image.Exif()
    exif[0x010F] = "Appareil secret"
    kept = receive("a.jpg", image(exif=exif, comment=b"chez moi"))
    assert b"Appareil secret" not in kept.content
    assert b"chez moi" not in kept.content


def test_an_image_stands_as_it_was_seen():
    exif = Image.Exif()
    exif[0x0112] = 6  # turned a quarter
    with Image.open(BytesIO(receive("a.jpg", image(exif=exif)).content)) as kept:
        assert kept.size == (20, 40)


@pytest.mark.parametrize("error", [TypeError, AttributeError, struct.error, KeyError])
def test_whatever_an_image_makes_its_reader_fail_of_is_told(monkeypatch, error):
    def fails(*_: object, **__: object) -> None:
        raise error

    monkeypatch.setattr(ImageOps, "exif_transpose", fails)
    with pytest.raises(Invalid) as refusal:
        receive("a.jpg", image())
    assert refusal.value.field == "file"


def test_what_hides_behind_an_image_is_lost():
    kept = receive("a.png", image("PNG") + b"<script>alert(1)</script>")
    assert b"script" not in kept.content


def test_an_image_that_would_fill_the_memory_is_refused_before_it_is_read():
    written = BytesIO()
    Image.new("1", (9000, 9000)).save(written, "PNG")
    with pytest.raises(Invalid, match="trop grande"):
        receive("a.png", written.getvalue())


def plain_image(kind, width, height, **more):
    written = BytesIO()
    Image.new("RGB", (width, height), "#0B4F6C").save(written, kind, **more)
    return written.getvalue()


@pytest.mark.parametrize("kind", ["PNG", "WEBP"])
def test_an_image_that_is_read_whole_is_bounded_by_what_it_holds(kind):
    """6 300 by 6 300 took four seconds and 767 MB of a server."""
    assert receive(f"a.{kind.lower()}", plain_image(kind, 5000, 4000)).content
    with pytest.raises(Invalid, match="20 millions de points au plus"):
        receive(f"a.{kind.lower()}", plain_image(kind, 5000, 4001))


def test_a_large_photograph_is_kept_at_a_size_that_can_be_held():
    with Image.open(BytesIO(receive("a.jpg", plain_image("JPEG", 6300, 6300)).content)) as kept:
        assert kept.size == (3150, 3150)
    with pytest.raises(Invalid, match="trop grande"):
        receive("a.jpg", plain_image("JPEG", 9000, 9000))


def test_a_photograph_drawn_by_passes_is_held_whole_and_bounded_by_that():
    """8 900 by 8 900 took 572 MB of a server, and 120 drawn from top to bottom."""
    assert receive("a.jpg", plain_image("JPEG", 5000, 4000, progressive=True)).content
    with pytest.raises(Invalid, match="20 millions de points au plus"):
        receive("a.jpg", plain_image("JPEG", 5000, 4001, progressive=True))


TYPES = "http://schemas.openxmlformats.org/package/2006"
MACROS = {
    "a type that runs": {
        "[Content_Types].xml": f'<Types xmlns="{TYPES}/content-types"><Override PartName="/word/a.xml" '
        'ContentType="application/vnd.ms-word.document.macroEnabled.main+xml"/></Types>'
    },
    "a renamed part": {
        "word/_rels/document.xml.rels": f'<Relationships xmlns="{TYPES}/relationships"><Relationship Id="a" '
        'Type="http://schemas.microsoft.com/office/2006/relationships/&#118;baProject" Target="image.png"/></Relationships>'
    },
    "in other letters": {
        "word/_rels/document.xml.rels": '<?xml version="1.0" encoding="UTF-16"?><R><r Type="vbaProject"/></R>'.encode(
            "utf-16"
        )
    },
    "what cannot be read": {"word/_rels/document.xml.rels": "<Relationships"},
    "a sheet of old macros": {"xl/macrosheets/sheet1.xml": "<x/>"},
    "a control": {"word/activeX/activeX1.xml": "<x/>"},
    "a renamed project": {"word/VbaProject.BIN": "x"},
    "a library of ODF, in a part": {"Object 1/basic/Standard/a.xml": "<x/>"},
}


@pytest.mark.parametrize("case", MACROS)
def test_a_macro_under_another_name_is_found(case):
    with pytest.raises(Invalid, match="contient des macros"):
        receive("a.docx", docx(**MACROS[case]))


def deflated(**parts):
    written = BytesIO()
    with ZipFile(written, "w", ZIP_DEFLATED, compresslevel=9) as zipped:
        for name, content in {"[Content_Types].xml": "<x/>", "word/document.xml": "<x/>", **parts}.items():
            zipped.writestr(name, content)
    return written.getvalue()


MANY = {
    "one without an end": {"word/_rels/document.xml.rels": "<R>" + " " * 2_000_001 + "</R>"},
    "forty that fit": {f"word/_rels/{n}.rels": "<a>" + '<b c="1"/>' * 190_000 + "</a>" for n in range(40)},
    "thousands of nothing": {f"word/media/{n}.png": "" for n in range(5000)},
}


@pytest.mark.parametrize("case", MANY)
def test_a_document_that_would_keep_the_server_busy_is_refused_before_it_is_unpacked(case, monkeypatch):
    """150 kB with forty lists of parts took sixteen seconds."""
    content = deflated(**MANY[case])
    assert len(content) < 1_000_000
    monkeypatch.setattr(ZipFile, "open", lambda *_: pytest.fail("a part was unpacked"))
    with pytest.raises(Invalid, match="trop de parties") as refusal:
        receive("a.docx", content)
    assert refusal.value.field == "file"


def test_as_many_parts_and_as_much_to_read_as_is_said_are_taken():
    told = "<R>" + " " * (2_000_000 - len("<x/><R></R>")) + "</R>"
    assert receive("a.docx", deflated(**{"word/_rels/document.xml.rels": told})).content
    assert receive("a.docx", deflated(**{f"word/media/{n}.png": "" for n in range(4998)})).content


def test_a_size_that_lies_is_found_out():
    content = deflated(**{"word/_rels/document.xml.rels": "<R>" + " " * 3_000_000 + "</R>"})
    lying = content.replace((3_000_007).to_bytes(4, "little"), (7).to_bytes(4, "little"))
    assert lying != content
    with pytest.raises(Invalid, match="abîmé"):
        receive("a.docx", lying)


def test_a_part_that_does_not_unpack_is_a_damaged_document():
    content = deflated(**{"word/_rels/document.xml.rels": "<R>" + "abc" * 1000 + "</R>"})
    at = content.index(b"word/_rels/document.xml.rels") + len("word/_rels/document.xml.rels")
    with pytest.raises(Invalid, match="abîmé"):
        receive("a.docx", content[:at] + b"\xff" * 8 + content[at + 8 :])


def test_a_link_that_speaks_of_macros_is_not_one():
    links = '<R><r Type="hyperlink" Target="https://exemple.org/macro-economie"/></R>'
    assert receive("a.docx", docx(**{"word/_rels/document.xml.rels": links})).content


def test_a_transparent_image_stays_so():
    written = BytesIO()
    Image.new("RGBA", (4, 4), (0, 0, 0, 0)).save(written, "PNG")
    with Image.open(BytesIO(receive("a.png", written.getvalue()).content)) as kept:
        assert kept.mode == "RGBA"
        assert kept.getpixel((0, 0))[3] == 0


def test_a_name_leads_nowhere():
    assert receive("../../secret/Rapport.pdf", pdf()).name == "Rapport.pdf"
