"""A paper, set by Typst from its data: PDF/A-3a and PDF/UA-1 at once.

Nothing here reads the clock, the database nor the network: the same template, data and moment give the same bytes. What
people wrote travels as JSON and is placed as text: no character of it is ever read as the source of a template.
"""

import json
import re
import unicodedata
from collections.abc import Mapping
from datetime import datetime
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

import typst
from fontTools.ttLib import TTFont

from kevread.common.periods import MONTHS
from kevread.documents.contracts import check, papers, template_of
from kevread.ui.fonts import CUTS
from kevread.ui.typesetting import typeset
from kevread.ui.words import FIXED

SHARED = Path(__file__).parent / "typst"  # what every template stands on
STANDARDS: "list[typst.PDFStandard]" = ["a-3a", "ua-1"]
MEDIA_TYPE = "application/pdf"
MISSING, REPLACEMENT = "□", "\ufffd"  # the second says that a letter was lost: the standards refuse it
ODD = re.compile(r"[^\n\x20-\x7e\xa0-\xffŒœŸ–—‘’“”…€×≤≥\u202f]")
SEEN = re.compile(r"[^\s\xad\u200b]")
# What no line cuts in two: a date, an hour, a number and its thousands.
WHOLE = re.compile(
    rf"\b(?:\d{{1,2}}|1er) (?:{'|'.join(MONTHS)})(?: \d{{4}})?\b|\b\d{{1,2}} h\b(?: \d\d\b)?|\bn° \d"
    r"|\b\d{1,3}(?: \d{3})+\b"
)


class UnsetError(RuntimeError):
    """Typst could not set a paper, or had a remark about it. A fault of a template, never of a person."""


def render(
    template: str,
    data: Mapping[str, Any],
    *,
    made_at: datetime,
    number: int = 0,
    signed: Mapping[str, Any] | None = None,
    is_signed: bool = False,
) -> bytes:
    """The PDF of a paper.

    `template` and `data` are those of `contracts` (`as_data(paper)`); `made_at`, with its zone, is written in the file;
    `number` is that of the version, printed in the foot (0: none); `signed`, of a copy that shows who signed a version, their
    signatures and the digest of what they signed; `is_signed`, of a version that is signed here, whose pages say where its
    signatures are before the first one is given. Raises BadDataError when the data is not what the template
    expects, ValueError on a moment without its zone.
    """
    check(template, data)
    if made_at.tzinfo is None:
        raise ValueError("A moment without its zone.")
    raw = canonical(data)
    shown = canonical(french(dict(data)))
    lost = shown.count(MISSING) > raw.count(MISSING)
    mark = {
        "data": fingerprint(data),
        "template": template_version(template),
        "number": number,
        "lost": lost,
        "signed": french(signed),
        "sealed": is_signed,
    }
    pdf, remarks = typst.compile_with_warnings(  # type: ignore[call-overload]  # its stub forgets sources by name
        sources(template),
        font_paths=fonts(),
        ignore_system_fonts=True,
        format="pdf",
        sys_inputs={"raw": raw, "data": shown, "mark": json.dumps(mark)},
        pdf_standards=STANDARDS,
        timestamp=int(made_at.timestamp()),
    )
    if remarks:
        raise UnsetError("; ".join(str(remark.message) for remark in remarks))
    return pdf


def canonical(data: Mapping[str, Any]) -> str:
    """One text for one data."""
    return json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def fingerprint(data: Mapping[str, Any]) -> str:
    """The SHA-256 of the data: printed in the foot, and compared with the data kept."""
    return sha256(canonical(data).encode()).hexdigest()


@cache
def template_version(template: str) -> str:
    """The SHA-256 of a template with the base it stands on: it changes when one of them does."""
    return sha256(b"\0".join(sources(template)[name] for name in ("base.typ", "parts.typ", "main.typ"))).hexdigest()


@cache
def sources(template: str) -> dict[str, bytes]:
    """What Typst reads, and nothing else: a template (`main.typ`) and what it stands on, wherever its room is."""
    shared = {name: (SHARED / name).read_bytes() for name in ("base.typ", "parts.typ")}
    return {**shared, "main.typ": template_of(papers()[template]).read_bytes()}


def french(value: Any) -> Any:
    """The data with French spaces in its texts, as the screens do at their edge; no date nor number is cut in two; what no
    letter of ours draws is shown to be missing (the standards refuse the paper otherwise)."""
    if isinstance(value, str):
        return WHOLE.sub(lambda found: found.group().replace(" ", FIXED), typeset(drawable(value)))
    if isinstance(value, Mapping):
        return {key: french(each) for key, each in value.items()}
    return [french(each) for each in value] if isinstance(value, list) else value


def drawable(text: str) -> str:
    """What our fonts can set of a text: letters that one of them draws, spaces, new lines, and « □ » for the rest.

    Of a letter that no font has, its accents and vowel marks go with it: one « □ ». What has no shape (controls, joiners,
    directions, variation selectors) is dropped; a text of nothing else is « □ », for a title is never empty.
    """
    if not ODD.search(text) and (SEEN.search(text) or not text):
        return text
    found = ""
    for letter in unicodedata.normalize("NFC", text):
        put = drawn(letter)
        found += "" if put == MISSING and unicodedata.category(letter)[0] == "M" and found.endswith(MISSING) else put
    return found if SEEN.search(found) or not text else MISSING


@cache
def drawn(letter: str) -> str:
    """What stands on paper for one code point."""
    kind = unicodedata.category(letter)
    if letter in ("\n", "\u00ad", "\u200b") or (ord(letter) in letters() and kind not in ("Cc", "Co", "Cf")):
        return MISSING if letter == REPLACEMENT else letter
    apart = unicodedata.normalize("NFD", letter)
    if apart != letter and letters().issuperset(map(ord, apart)):
        return apart
    if kind in ("Zl", "Zp"):
        return "\n"
    if kind == "Zs" or letter == "\t":
        return " "
    shapeless = kind in ("Cc", "Cf") and unicodedata.bidirectional(letter) != "AN"  # as a number sign in Arabic is not
    return "" if shapeless or (kind == "Mn" and not unicodedata.combining(letter)) else MISSING


@cache
def letters() -> frozenset[int]:
    """What at least one of our fonts draws: one stands in for another."""
    found: set[int] = set()
    for file in {cut.folder / "files" / cut.file for cut in CUTS}:
        with TTFont(file, lazy=True) as font:
            found.update(font.getBestCmap())
    return frozenset(found)


@cache
def fonts() -> typst.Fonts:
    """The three families of the screens, whole, and no other."""
    folders = sorted({str(cut.folder / "files") for cut in CUTS})
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=folders)
