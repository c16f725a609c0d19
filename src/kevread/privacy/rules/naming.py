"""How somebody is named in what people wrote: whatever the capitals, the accents, the order and the encoding. Pure.

The patterns are read by Python and by PostgreSQL alike.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from html.entities import codepoint2name
from typing import Any
from urllib.parse import quote

from kevread.common.personal import ERASED_ADDRESS, ERASED_NAME

VARIANTS = {"a": "àâäáãå", "c": "ç", "e": "éèêë", "i": "îïíì", "n": "ñ", "o": "ôöóòõ", "u": "ùûüú", "y": "ÿý"}
ERASED = ("Personne", "effacée")  # what stands in two columns, or two cells, that said a given and a family name
MARKS = "[\u0300-\u036f]*"
BETWEEN = r"(?:[\s’'._+,·\-]|%20|&nbsp;|&#160;|\\+[nrt])"
START, END = r"(?<!\w)", r"(?!\w)"
# What stands before a family name that is written alone, and makes of it a name: « 3 mai » and « le Maire » are words.
TITLES = r"MM?\.|Mmes?|Mlles?|Mr|Messieurs|Mesdames|Monsieur|Madame|Mademoiselle|Ma[iî]tre|Me|Dre?|Docteure?"


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


def capital(one: str) -> str:
    """The same, which is a capital: a pattern of Python alone.

    >>> [bool(re.fullmatch(capital("é"), text, re.IGNORECASE)) for text in ("É", "E", "%C3%89", "e")]
    [True, True, True, False]
    """
    base = unicodedata.normalize("NFD", one.lower())[0]
    family = (base + VARIANTS.get(base, "")).upper()
    return f"(?-i:[{family}]{MARKS}|{'|'.join((quote(one.upper()), rf'\\+u{ord(one.upper()):04x}', f'&#{ord(one.upper())};'))})"


def words(name: str, first: Callable[[str], str] = letter) -> str:
    """A name of one or more words, whatever stands between them; its `first` letter, by another pattern.

    >>> bool(re.fullmatch(words("Le Goff"), "LE-GOFF")), bool(re.fullmatch(words("Zoé"), "Zoe\u0301"))
    (True, True)
    """
    parts = re.split(r"[\s’'\-]+", unicodedata.normalize("NFC", name).strip())
    if not any(parts):
        return re.escape(name)
    said = [[letter(one) for one in part] for part in parts if part]
    said[0][0] = first(next(part for part in parts if part)[0])
    return f"{BETWEEN}*".join(map("".join, said))


def address(email: str) -> str:
    at = r"(?:@|%40|&#64;|&#x40;|\\+u0040)"
    return at.join(re.escape(part) for part in email.lower().split("@"))


@dataclass(frozen=True, slots=True)
class Naming:
    """`names`: given and family names that somebody bears or bore; `alone`: family names that nobody else bears, which name
    them after a title, with a capital (« Mme Maire »), and nowhere else; `emails`."""

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
        """The ways for PostgreSQL, that cannot ask for a capital: more than what is then erased."""
        ways = [*self.of_whole_names, *self.of_initials(letter)]
        ways += [f"(?:{TITLES}){BETWEEN}*{words(family)}" for family in self.alone]
        return f"{START}(?:{'|'.join(ways)}){END}"

    @property
    def of_whole_names(self) -> Iterable[str]:
        for given, family in self.names:
            one, other = words(given), words(family)
            yield from (f"{one}{BETWEEN}+{other}", f"{other}{BETWEEN}+{one}")

    def of_initials(self, first: Callable[[str], str]) -> Iterable[str]:
        """« Z. Le Goff », « Zoé L. »: of names that begin with a letter."""
        for given, family in self.names:
            if given[0].isalpha() and family[0].isalpha():
                yield rf"{first(given[0])}\.{BETWEEN}*{words(family, first)}"
                yield rf"{words(given, first)}{BETWEEN}+{first(family[0])}\."

    def erased(self, text: str) -> str:
        """The text without them.

        >>> naming = Naming((("Zoé", "Le Goff"),), ("Le Goff",), ("zoe@exemple.fr",))
        >>> naming.erased("ZOE LE GOFF (Zoe@Exemple.fr), Mme Le-Goff et M. Goff")
        'Personne effacée (effacee@kevread.invalid), Mme Personne effacée et M. Goff'
        >>> naming.erased("le goff zoe, Z. Le Goff, Zoé L., zoe%40exemple.fr")
        'Personne effacée, Personne effacée, Personne effacée, effacee@kevread.invalid'
        >>> naming = Naming((("Anne", "Mai"),), ("Mai",))
        >>> naming.erased("Le 3 mai, il y en a. Mai passe ; Mai, Mme mai, M. Mai-Le Bris, Mme Mai")
        'Le 3 mai, il y en a. Mai passe ; Mai, Mme mai, M. Mai-Le Bris, Mme Personne effacée'
        """
        if self.emails:
            text = self.made(self.of_addresses).sub(ERASED_ADDRESS, text)
        text = self.made(self.of_capitals).sub(ERASED_NAME, text)
        return self.made(self.after_titles).sub(rf"\g<1>{ERASED_NAME}", text) if self.alone else text

    @property
    def of_capitals(self) -> str:
        return f"{START}(?:{'|'.join([*self.of_whole_names, *self.of_initials(capital)])}){END}"

    @property
    def after_titles(self) -> str:
        ways = "|".join(words(family, capital) for family in self.alone)
        return rf"{START}((?:{TITLES}){BETWEEN}*)(?:{ways})(?!-?\w)"

    # A name in two places ------------------------------------------------------------------------------------------------

    @property
    def halves(self) -> list[tuple[str, str]]:
        """Of each name, the patterns of its two parts, wherever each stands: what PostgreSQL looks for first."""
        return [(f"{START}{words(given)}{END}", f"{START}{words(family)}{END}") for given, family in self.names]

    def are_theirs(self, one: str, other: str) -> bool:
        """Two texts that stand side by side: a given name, whole, and the family name that goes with it; in any order.

        >>> naming = Naming((("Zoé", "Le Goff"), ("Zoé", "Kerbrat")))
        >>> naming.are_theirs("ZOE", "le goff"), naming.are_theirs("Kerbrat", "Zoé "), naming.are_theirs("Zoé", "Martin")
        (True, True, False)
        """
        return any(
            self.is_whole(one, words(first)) and self.is_whole(other, words(second))
            for given, family in self.names
            for first, second in ((given, family), (family, given))
        )

    def is_one(self, text: str) -> bool:
        """One of their given or family names, and nothing else."""
        return any(self.is_whole(text, words(part)) for name in self.names for part in name)

    def is_whole(self, text: str, pattern: str) -> bool:
        return bool(self.made(pattern).fullmatch(text.strip()))

    def apart(self, content: Any) -> Any:
        """What JSON holds, less their name where two texts of one object, or of one list, say it.

        >>> Naming((("Zoé", "Le Goff"),)).apart({"rows": [{"nom": "LE GOFF", "prénom": "Zoé", "lieu": "Zoé"}, ["Zoé", "Anne"]]})
        {'rows': [{'nom': 'effacée', 'prénom': 'Personne', 'lieu': 'Personne'}, ['Zoé', 'Anne']]}
        """
        if isinstance(content, dict):
            left = {key: self.apart(one) for key, one in content.items()}
            return {key: self.half(one, list(left.values())) for key, one in left.items()}
        if isinstance(content, list):
            those = [self.apart(one) for one in content]
            return [self.half(one, those) for one in those]
        return content

    def half(self, one: Any, beside: Iterable[Any]) -> Any:
        """What stays of a text among those beside it."""
        if not isinstance(one, str):
            return one
        others = [other for other in beside if isinstance(other, str)]
        if not any(self.are_theirs(one, other) for other in others):
            return one
        return ERASED[0] if any(self.is_whole(one, words(given)) for given, _ in self.names) else ERASED[1]

    def made(self, pattern: str) -> "re.Pattern[str]":
        if pattern not in self._made:
            self._made[pattern] = re.compile(pattern, re.IGNORECASE)
        return self._made[pattern]
