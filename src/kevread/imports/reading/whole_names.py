"""A column that holds a whole name, which the workbook keeps in two."""

from kevread.common.sheets import Sheet
from kevread.common.words import plain as bare

GIVEN, FAMILY = "prénom", "nom"
IN_TWO = {"nom, puis prénom": True, "prénom, puis nom": False}  # whether the family name comes first


def parts_of(said: str, sheet: Sheet) -> tuple[str, ...]:
    """The two headers that a column fills where it holds a whole name; none where it fills one."""
    whole = bare(said) in {bare(name) for name in IN_TWO}
    return (FAMILY, GIVEN) if whole and {GIVEN, FAMILY} <= {one.name for one in sheet.columns} else ()


WHOLE_NAMES = {
    "nom prenom": "nom, puis prénom", "noms prenoms": "nom, puis prénom", "prenom nom": "prénom, puis nom",
    "nom complet": "prénom, puis nom", "identite": "nom, puis prénom",
}  # fmt: skip


PARTICLES = frozenset(
    "le la les de du des d' l' da di van von der den ben bel el al ar an ty ti saint sainte".split()  # noqa: SIM905
)


def cut_in_two(text: str, *, family_first: bool) -> tuple[str, str]:
    """The family name and the given name: where one is in capitals, that is the family name; else a family name begins by its
    particle, and has one word besides. What has one word is a family name, and somebody says the rest. An initial is not in
    capitals.

    >>> cut_in_two("LE GOFF Yann", family_first=False), cut_in_two("Jean Pierre Martin", family_first=False)
    (('LE GOFF', 'Yann'), ('Martin', 'Jean Pierre'))
    >>> cut_in_two("Le Goff Yann", family_first=True), cut_in_two("Anne de la Tour", family_first=False)
    (('Le Goff', 'Yann'), ('de la Tour', 'Anne'))
    >>> cut_in_two("J. Martin", family_first=False), cut_in_two("MARTIN J.", family_first=True)
    (('Martin', 'J.'), ('MARTIN', 'J.'))
    >>> cut_in_two("Le Gall, Anne Marie", family_first=False), cut_in_two("Madona", family_first=True)
    (('Le Gall', 'Anne Marie'), ('Madona', ''))
    """
    if "," in text:
        family, given = (" ".join(part.split()) for part in text.split(",", 1))
        return family, given
    words = text.split()
    shouted = [word for word in words if len(word) > 1 and word.isupper() and not word.endswith(".")]
    if shouted and len(shouted) < len(words) and (joined := " ".join(shouted)) in " ".join(words):
        return joined, " ".join(word for word in words if word not in shouted)
    if family_first:
        end = next((place for place, word in enumerate(words) if not is_particle(word)), len(words) - 1) + 1
        return " ".join(words[:end]), " ".join(words[end:])
    start = next((place for place, word in enumerate(words) if place and is_particle(word)), max(len(words) - 1, 0))
    return " ".join(words[start:]), " ".join(words[:start])


def is_particle(word: str) -> bool:
    return bare(word).replace("’", "'") in PARTICLES
