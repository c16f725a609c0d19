"""Words typed in a search box, made comparable with the stored columns: no accents, no capitals, no punctuation."""

import re
import unicodedata
from collections.abc import Iterable

LIGATURES = str.maketrans({"œ": "oe", "Œ": "oe", "æ": "ae", "Æ": "ae", "’": "'"})
SHORT_FOR = {"st": "saint", "ste": "sainte"}
ENDS = re.compile(r"^[\s.]+|[\s.]+$")  # what no name of a file begins nor ends with


def plain(text: str) -> str:
    """What the database's `lower(f_unaccent(text))` gives for French.

    >>> plain("Île-d’Houat, Cœur")
    "ile-d'houat, coeur"
    """
    if text.isascii():
        return text.lower()
    letters = unicodedata.normalize("NFKD", text.translate(LIGATURES))
    return "".join(letter for letter in letters if not unicodedata.combining(letter)).lower()


def terms(text: str, at_most: int = 6) -> list[str]:
    """
    >>> terms("St Brieuc"), terms("  Île-d'Houat ")
    (['saint', 'brieuc'], ['ile', 'd', 'houat'])
    """
    words = re.findall(r"[a-z0-9]+", plain(text))
    return [SHORT_FOR.get(word, word) for word in words][:at_most]


NOT_SEEN = frozenset(("Cc", "Cf", "Cn", "Mn", "Me"))
BLANK = frozenset("\u115f\u1160\u2800\u3164\uffa0")  # letters and symbols that Unicode draws as nothing


def seen(text: str) -> str:
    """What one sees of a text, to know whether it says something, and how long it is: no space in a row, no mark that has no
    shape, nor what is put on a letter. What is kept is the text as it was typed: joiners are of use inside of words.

    >>> seen("\\u200b" * 11), seen(" \\u2800\\u0301\\u3000"), seen("Le  budget\\u200d\\n e\\u0301crit")
    ('', '', 'Le budget ecrit')
    """
    if text.isascii() and text.isprintable():
        return " ".join(text.split())
    words = text.translate(dict.fromkeys(map(ord, BLANK))).split()
    shown = ("".join(one for one in word if unicodedata.category(one) not in NOT_SEEN) for word in words)
    return " ".join(word for word in shown if word)


def one_line(text: str) -> str:
    """What stands in a header or a file name: whoever forges a form may put lines in what is typed on one. Nothing, when
    nobody would see anything of it.

    >>> one_line("Conseil\\r\\nBcc: a@exemple.fr\\u2028 b"), one_line("Conseil  du soir"), one_line("\\u200b")
    ('Conseil Bcc: a@exemple.fr b', 'Conseil  du soir', '')
    """
    return " ".join(line.strip() for line in text.splitlines() if line.strip()) if seen(text) else ""


def file_name(text: str, longest: int = 120) -> str:
    """What a file may be called on anybody's machine: on one line, in no folder, with nothing invisible (a mark that turns
    the direction of writing would show « gpj.exe » as « exe.jpg »), and not too long to keep its ending.

    >>> file_name("../Conseil\\r\\nde \u202emars.pdf"), file_name("a" * 200 + ".pdf", 8), file_name("\u200b.")
    ('-Conseil de mars.pdf', 'aaaa.pdf', 'document')
    """
    seen = "".join(letter for letter in one_line(text) if unicodedata.category(letter)[0] != "C")
    bare = re.sub(r"[/\\]+", "-", unicodedata.normalize("NFC", seen))
    bare = ENDS.sub("", bare)
    stem, dot, ending = bare.rpartition(".")
    if len(bare) > longest:
        bare = stem[: max(longest - len(ending) - 1, 1)] + dot + ending if stem and len(ending) < 8 else bare[:longest]
    return ENDS.sub("", bare) or "document"


UNITS = (
    "zéro", "un", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf", "dix",
    "onze", "douze", "treize", "quatorze", "quinze", "seize", "dix-sept", "dix-huit", "dix-neuf",
)  # fmt: skip
TENS = ("", "", "vingt", "trente", "quarante", "cinquante", "soixante", "soixante", "quatre-vingt", "quatre-vingt")


def listed(words: Iterable[str]) -> str:
    """
    >>> listed([]), listed(["A"]), listed(["A", "B"]), listed(["A", "B", "C"])
    ('', 'A', 'A et B', 'A, B et C')
    """
    *first, last = list(words) or [""]
    return f"{', '.join(first)} et {last}" if first else last


def spelled(number: int) -> str:
    """A number as a sentence says it; in digits from a thousand on.

    >>> spelled(21), spelled(71), spelled(80), spelled(92), spelled(200), spelled(204), spelled(1171)
    ('vingt-et-un', 'soixante-et-onze', 'quatre-vingts', 'quatre-vingt-douze', 'deux-cents', 'deux-cent-quatre', '1171')
    """
    if not 0 <= number < 1000:
        return str(number)
    hundreds, rest = divmod(number, 100)
    if hundreds:
        before = "cent" if hundreds == 1 else f"{UNITS[hundreds]}-cent"
        return f"{before}-{spelled(rest)}" if rest else before + ("s" if hundreds > 1 else "")
    if rest < len(UNITS):
        return UNITS[rest]
    ten, unit = divmod(rest, 10)
    unit += 10 * (ten in (7, 9))
    if not unit:
        return TENS[ten] + ("s" if ten == 8 else "")
    return f"{TENS[ten]}-{'et-' if unit in (1, 11) and ten < 8 else ''}{UNITS[unit]}"


FEW = 16  # the largest number that one reads as a word at a glance


def few(number: int, *, feminine: bool = False) -> str:
    """A small number in words, a larger one in digits.

    >>> few(2), few(16), few(17), few(1, feminine=True)
    ('deux', 'seize', '17', 'une')
    """
    if number == 1 and feminine:
        return "une"
    return spelled(number) if 0 <= number <= FEW else str(number)


class Counted(str):
    """A number that a sentence may tell with what it counts: the words of one alone, then those that follow a number.

    >>> for number in ("1", "3", "1 à 3"):
    ...     print(f"{Counted(number):une réunion manque|réunions manquent}, {Counted(number)}")
    une réunion manque, 1
    3 réunions manquent, 3
    1 à 3 réunions manquent, 1 à 3
    """

    __slots__ = ()

    def __format__(self, words: str) -> str:
        alone, _, several = words.partition("|")
        return str(self) if not words else alone if self == "1" else f"{self} {several}"


# Nouns of bodies that are not masculine.
FEMININE = ("assemblée", "commission", "conférence", "cellule", "équipe", "réunion", "coordination", "instance")
# Names that begin with a common noun take its article; those of associations and of people take none.
HIS = ("Conseil départemental", "Conseil régional", "Fonds ")
HERS = ("Communauté ", "Commune ", "Région ", "Fondation ", "Direction régionale", "Direction départementale")


def of(name: str) -> str:
    """« de » before a name, as one says it.

    >>> of("ESS 35"), of("Rennes Métropole"), of("Les Voix du Lavoir"), of("Le Chœur des Tilleuls"), of("La Ronde")
    ('d’ESS 35', 'de Rennes Métropole', 'des Voix du Lavoir', 'du Chœur des Tilleuls', 'de La Ronde')
    >>> of("Yann"), of("Yffiniac"), of("Communauté de communes du Val-Clair")
    ('de Yann', 'd’Yffiniac', 'de la Communauté de communes du Val-Clair')
    >>> of("Conseil régional du Val-Clair"), of("Commune des Tilleuls")
    ('du Conseil régional du Val-Clair', 'de la Commune des Tilleuls')
    """
    for article, contracted in (("Le ", "du "), ("Les ", "des ")):
        if name.startswith(article):
            return contracted + name[len(article) :]
    if name.startswith(HIS):
        return f"du {name}"
    if name.startswith(HERS):
        return f"de la {name}"
    return f"d’{name}" if elides(name) else f"de {name}"


def to(name: str) -> str:
    """« à » before a name, as one says it.

    >>> to("ESS 35"), to("Les Voix du Lavoir"), to("Le Chœur des Tilleuls"), to("La Ronde")
    ('à ESS 35', 'aux Voix du Lavoir', 'au Chœur des Tilleuls', 'à La Ronde')
    >>> to("Conseil départemental du Finistère"), to("Commune des Tilleuls"), to("Fondation des Marais")
    ('au Conseil départemental du Finistère', 'à la Commune des Tilleuls', 'à la Fondation des Marais')
    """
    for article, contracted in (("Le ", "au "), ("Les ", "aux ")):
        if name.startswith(article):
            return contracted + name[len(article) :]
    return f"au {name}" if name.startswith(HIS) else f"à {the(name)}"


def the(name: str) -> str:
    """A name within a sentence, with its article if it takes one.

    >>> the("ESS 35"), the("Conseil départemental du Finistère"), the("Commune des Tilleuls")
    ('ESS 35', 'le Conseil départemental du Finistère', 'la Commune des Tilleuls')
    """
    return f"le {name}" if name.startswith(HIS) else f"la {name}" if name.startswith(HERS) else name


def the_body(name: str) -> str:
    """A body, or a meeting of one, within a sentence: by the noun that it begins with.

    >>> the_body("Conseil d’ESS 35"), the_body("Assemblée d’ESS 35"), the_body("Commission des finances")
    ('le conseil d’ESS 35', 'l’assemblée d’ESS 35', 'la commission des finances')
    """
    first = name.split()[0].lower() if name.split() else ""
    small = name if name[1:2].isupper() else name[:1].lower() + name[1:]  # an acronym keeps its capitals
    if small[:1] in "aeiouéèêhœ":
        return f"l’{small}"
    return f"{'la' if first in FEMININE else 'le'} {small}"


def the_body_first(name: str) -> str:
    """The same, at the head of a sentence.

    >>> the_body_first("Assemblée générale"), the_body_first("Bureau")
    ('L’assemblée générale', 'Le bureau')
    """
    said = the_body(name)
    return said[:1].upper() + said[1:]


def to_body(name: str) -> str:
    """« à » before a body.

    >>> to_body("Conseil d’ESS 35"), to_body("Assemblée d’ESS 35"), to_body("Commission des finances")
    ('au conseil d’ESS 35', 'à l’assemblée d’ESS 35', 'à la commission des finances')
    """
    said = the_body(name)
    return f"au {said[3:]}" if said.startswith("le ") else f"à {said}"


def that(name: str) -> str:
    """« que » before a name.

    >>> that("ESS 35"), that("Rennes Métropole")
    ('qu’ESS 35', 'que Rennes Métropole')
    """
    return f"qu’{name}" if elides(name) else f"que {name}"


def elides(name: str) -> bool:
    """A y counts as a vowel before a consonant only."""
    first, second = plain(name[:1]), plain(name[1:2])
    return first in "aeiou" or (first == "y" and second not in "aeiou")
