"""How somebody is named in what people wrote: whatever the capitals, the accents, the order and the encoding. Pure.

The patterns are read by Python and by PostgreSQL alike.
"""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field
from html.entities import codepoint2name
from urllib.parse import quote

from kevread.common.personal import ERASED_ADDRESS, ERASED_NAME

VARIANTS = {"a": "àâäáãå", "c": "ç", "e": "éèêë", "i": "îïíì", "n": "ñ", "o": "ôöóòõ", "u": "ùûüú", "y": "ÿý"}
MARKS = "[\u0300-\u036f]*"
BETWEEN = r"(?:[\s’'._+,·\-]|%20|&nbsp;|&#160;|\\+[nrt])"
START, END = r"(?<!\w)", r"(?!\w)"


def letter(one: str) -> str:
    """One letter, with or without its accent, as text or as a page, an address or JSON write it.

    >>> bool(re.fullmatch(letter("é"), "E")), bool(re.fullmatch(letter("é"), "%C3%89")), bool(re.fullmatch(letter("e"), "a"))
    (True, True, False)
    """
    base = unicodedata.normalize("NFD", one.lower())[0]
    if not base.isalpha():
        return re.escape(one)
    family = base + VARIANTS.get(base, "")
    plain = f"[{family}{family.upper()}]{MARKS}"
    return plain if one.isascii() else f"(?:{plain}|{'|'.join(encoded(one))})"


def encoded(one: str) -> Iterable[str]:
    """An accented letter as an address, JSON and a page write it."""
    for case in (one.lower(), one.upper()):
        yield from (quote(case), rf"\\+u{ord(case):04x}", f"&#{ord(case)};")
        if name := codepoint2name.get(ord(case)):
            yield f"&{name};"


def words(name: str) -> str:
    """A name of one or more words, whatever stands between them.

    >>> bool(re.fullmatch(words("Le Goff"), "LE-GOFF")), bool(re.fullmatch(words("Zoé"), "Zoe\u0301"))
    (True, True)
    """
    parts = re.split(r"[\s’'\-]+", unicodedata.normalize("NFC", name).strip())
    return f"{BETWEEN}*".join("".join(letter(one) for one in part) for part in parts if part)


def address(email: str) -> str:
    at = r"(?:@|%40|&#64;|&#x40;|\\+u0040)"
    return at.join(re.escape(part) for part in email.lower().split("@"))


@dataclass(frozen=True, slots=True)
class Naming:
    """`names`: given and family names that somebody bears or bore; `alone`: family names that nobody else bears; `emails`."""

    names: tuple[tuple[str, str], ...]
    alone: tuple[str, ...] = ()
    emails: tuple[str, ...] = ()
    _made: dict[str, "re.Pattern[str]"] = field(default_factory=dict, compare=False, hash=False)

    @property
    def pattern(self) -> str:
        """All the ways, for PostgreSQL to look for."""
        return "|".join(filter(None, (self.of_addresses, self.of_names)))

    @property
    def of_addresses(self) -> str:
        return f"(?:{'|'.join(map(address, self.emails))})" if self.emails else ""

    @property
    def of_names(self) -> str:
        ways = []
        for given, family in self.names:
            one, other = words(given), words(family)
            ways += [f"{one}{BETWEEN}+{other}", f"{other}{BETWEEN}+{one}", rf"{letter(given[0])}\.{BETWEEN}*{other}"]
            ways += [rf"{one}{BETWEEN}+{letter(family[0])}\."]
        ways += map(words, self.alone)
        return f"{START}(?:{'|'.join(ways)}){END}"

    def erased(self, text: str) -> str:
        """The text without them.

        >>> naming = Naming((("Zoé", "Le Goff"),), ("Le Goff",), ("zoe@exemple.fr",))
        >>> naming.erased("ZOE LE GOFF (Zoe@Exemple.fr), Mme Le-Goff et M. Goff")
        'Personne effacée (effacee@kevread.invalid), Mme Personne effacée et M. Goff'
        >>> naming.erased("le goff zoe, Z. Le Goff, Zoé L., zoe%40exemple.fr")
        'Personne effacée, Personne effacée, Personne effacée, effacee@kevread.invalid'
        """
        if self.emails:
            text = self.made(self.of_addresses).sub(ERASED_ADDRESS, text)
        return self.made(self.of_names).sub(ERASED_NAME, text)

    def made(self, pattern: str) -> "re.Pattern[str]":
        if pattern not in self._made:
            self._made[pattern] = re.compile(pattern, re.IGNORECASE)
        return self._made[pattern]
