"""How much a row of a file looks like somebody, or like an organisation, that is there already; and why, in one sentence."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from rapidfuzz import fuzz

from kevread.common.words import plain
from kevread.imports.reading.cells import key

ENOUGH = 0.8  # below, two names are two
SAID_BY_ALL = frozenset(
    {"association", "asso", "cooperative", "federation", "societe", "groupement", "reseau", "collectif"}
)
SAME_NUMBER, SAME_NAME_AND_PLACE, OTHER_PLACE, UNKNOWN_PLACE, OTHER_NUMBER = 1.0, 1.0, 0.78, 0.92, 0.6
OTHER_ADDRESS, UNKNOWN_ADDRESS, SAME_ADDRESS = 0.92, 0.95, 0.85


@dataclass(frozen=True, slots=True)
class Known:
    """What distinguishes an organisation (`name`, `siren`, `rna`, `place`), or a person (`name`, `email`)."""

    called: str  # the word by which the import would land on it
    name: str
    siren: str = ""
    rna: str = ""
    place: str = ""
    email: str = ""


def own_words(name: str) -> str:
    """The words that distinguish a name; all of them, when none does.

    >>> own_words("Association « Le Lavoir »"), own_words("L’association"), own_words("E.S.S. du Port")
    ('lavoir', 'association', 'ess port')
    """
    words = key(name.replace(".", "")).split()
    return " ".join(word for word in words if word not in SAID_BY_ALL) or " ".join(words)


def names_alike(one: str, other: str) -> float:
    """Out of one, in any order of the words.

    >>> names_alike("Le Gall Anne", "anne LE GALL"), names_alike("ESS 35", "ESS 56") < ENOUGH
    (1.0, True)
    """
    first, second = own_words(one), own_words(other)
    if not first or not second:
        return 0.0
    if {word for word in first.split() if word.isdigit()} != {word for word in second.split() if word.isdigit()}:
        return 0.5 * fuzz.ratio(first, second) / 100  # « Amicale 1 » is not « Amicale 2 »
    return max(fuzz.ratio(first, second), fuzz.token_sort_ratio(first, second)) / 100


def organisations_alike(row: Known, other: Known) -> tuple[float, str]:
    """
    >>> there = Known("ess-du-port", "ESS du Port", siren="732829320", place="Saint-Aubin")
    >>> organisations_alike(Known("", "E.S.S. du Port", place="Saint-Aubin"), there)
    (1.0, '« E.S.S. du Port » s’écrit comme « ESS du Port », et toutes deux sont à Saint-Aubin.')
    >>> organisations_alike(Known("", "Autre", siren="732829320"), there)
    (1.0, '« Autre » et « ESS du Port » ont le même SIREN, 732829320.')
    >>> organisations_alike(Known("", "ESS du Port", place="Rennes"), there)
    (0.78, '« ESS du Port » s’écrit comme « ESS du Port », mais l’une est à Rennes et l’autre à Saint-Aubin.')
    """
    for word, mine, theirs in (("SIREN", row.siren, other.siren), ("RNA", row.rna, other.rna)):
        if mine and mine == theirs:
            return SAME_NUMBER, f"« {row.name} » et « {other.name} » ont le même {word}, {mine}."
    alike = names_alike(row.name, other.name)
    said = f"« {row.name} » {as_written(alike)} « {other.name} »"
    if (row.siren and other.siren) or (row.rna and other.rna):
        return round(alike * OTHER_NUMBER, 2), f"{said}, mais leurs numéros diffèrent."
    if not row.place or not other.place:
        return round(alike * UNKNOWN_PLACE, 2), f"{said} ; leur commune n’est pas dite des deux côtés."
    if plain(row.place) == plain(other.place):
        return round(alike * SAME_NAME_AND_PLACE, 2), f"{said}, et toutes deux sont à {other.place}."
    return round(alike * OTHER_PLACE, 2), f"{said}, mais l’une est à {row.place} et l’autre à {other.place}."


def people_alike(row: Known, other: Known) -> tuple[float, str]:
    """
    >>> people_alike(Known("", "Anne Le Gal", email="anne@b.fr"), Known("x", "Anne Le Gall", email="a@b.fr"))
    (0.87, '« Anne Le Gal » s’écrit presque comme « Anne Le Gall », avec une autre adresse électronique.')
    >>> people_alike(Known("", "Zoë Cohen", email="a@b.fr"), Known("x", "Anne Le Gall", email="A@b.fr"))
    (0.85, '« Zoë Cohen » a l’adresse électronique de « Anne Le Gall ».')
    """
    alike = names_alike(row.name, other.name)
    said = f"« {row.name} » {as_written(alike)} « {other.name} »"
    if row.email and row.email.lower() == other.email.lower():
        if alike >= ENOUGH:
            return 1.0, f"{said}, avec la même adresse électronique."
        return SAME_ADDRESS, f"« {row.name} » a l’adresse électronique de « {other.name} »."
    if row.email and other.email:
        return round(alike * OTHER_ADDRESS, 2), f"{said}, avec une autre adresse électronique."
    return round(alike * UNKNOWN_ADDRESS, 2), f"{said} ; leur adresse n’est pas dite des deux côtés."


def as_written(alike: float) -> str:
    return "s’écrit comme" if alike == 1 else "s’écrit presque comme"


def near(rows: Iterable[Known], at_most: int = 40) -> Mapping[int, list[int]]:
    """By the place of a row, those before it that share a rare word, an address or a number with it: the only ones that are
    compared. A word that more than `at_most` rows say distinguishes none.

    >>> near([Known("", "Le Lavoir"), Known("", "Ti Liv"), Known("", "Association du Lavoir")])
    {2: [0]}
    """
    rows = list(rows)
    saying: dict[str, list[int]] = {}
    for place, row in enumerate(rows):
        words = {word[:4] for word in own_words(row.name).split() if len(word) > 1}
        for word in {*words, row.siren, row.rna, row.email.lower(), "".join(own_words(row.name).split())[:6]} - {""}:
            saying.setdefault(word, []).append(place)
    found: dict[int, set[int]] = {}
    for places in saying.values():
        if len(places) <= at_most:
            for rank, place in enumerate(places):
                if rank:
                    found.setdefault(place, set()).update(places[:rank])
    return {place: sorted(others) for place, others in sorted(found.items())}
