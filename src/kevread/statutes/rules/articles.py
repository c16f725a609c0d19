"""A groupement's own articles of association, held against the model that it shares with the others. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

DOTS = "…………"
SAME_SIGN = str.maketrans({"’": "'", "\u00a0": " ", "\u202f": " ", "«": '"', "»": '"', "“": '"', "”": '"'})


class Stands(StrEnum):
    """What a text does of an article of the model."""

    SAME = "same"
    OTHER = "other"
    ABSENT = "absent"
    UNTOLD = "untold"


STANDS = {
    Stands.SAME: "Celle du modèle",
    Stands.OTHER: "Une autre, écrite ci-dessous",
    Stands.ABSENT: "Cet article n’y est pas",
    Stands.UNTOLD: "Pas encore comparée au modèle",
}


def filled(text: str, blanks: Mapping[str, str]) -> str:
    """An article of the model with what stands in its blanks; one that nothing fills stays a line of dots.

    >>> filled("Sous {days} jours, à {place}.", {"days": "15", "place": " "})
    'Sous 15 jours, à ………….'
    """
    for name, value in blanks.items():
        text = text.replace(f"{{{name}}}", value.strip() or DOTS)
    return text


def same_words(one: str, other: str) -> bool:
    """Whether two texts read the same, whatever the typography of each.

    >>> same_words("L’objet  est « commun ».", "L'objet est \\"commun\\".\\n"), same_words("Deux ans.", "Trois ans.")
    (True, False)
    """
    return folded(one) == folded(other)


def folded(text: str) -> str:
    words = " ".join(text.translate(SAME_SIGN).split())
    return words.replace('" ', '"').replace(' "', '"')


@dataclass(frozen=True, slots=True)
class Deviation:
    """Where a text departs from the model: of what article, in what way, in words."""

    slug: str
    title: str
    kind: str  # rewritten, absent, unfilled, outside
    said: str


def of_wording(slug: str, title: str, form: str, stands: str, text: str, model: str) -> Deviation | None:
    """How the wording of an article departs from that of the model; a free article departs of nothing, and what nobody
    compared, of nothing that is known. One that was adopted in the words of the model departs from them once they change.

    >>> of_wording("objet", "Objet", "locked", "other", "Le but.", "L’objet.").kind
    'rewritten'
    >>> of_wording("objet", "Objet", "locked", "other", "L'objet.", "L’objet.") is None
    True
    >>> of_wording("propre", "Propre", "free", "other", "À nous.", "") is None
    True
    >>> of_wording("objet", "Objet", "set", "absent", "", "L’objet.").kind
    'absent'
    >>> of_wording("objet", "Objet", "locked", "untold", "", "L’objet.") is None
    True
    >>> of_wording("objet", "Objet", "locked", "same", "L’objet.", "L’objet, en mieux.").kind
    'changed'
    """
    if form == "free":
        return None
    if stands == Stands.ABSENT:
        return Deviation(slug, title, "absent", "Cet article du modèle n’y est pas.")
    if stands == Stands.SAME and text and not same_words(text, model):
        return Deviation(slug, title, "changed", "La rédaction est celle d’un modèle qui a changé depuis.")
    if stands != Stands.OTHER or same_words(text, model):
        return None
    return Deviation(slug, title, "rewritten", "La rédaction n’est pas celle du modèle.")
