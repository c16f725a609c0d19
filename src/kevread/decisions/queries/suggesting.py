"""Of what type a decision may be, from its words: those that it shares with the names of the types and with the titles of their
articles. Simple, so that it can be shown: nothing is classed by it."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.conf import settings

from kevread.charter.engine import framework
from kevread.common.words import plain
from kevread.competence.queries import Matrix, matrix
from kevread.competence.rules.bodies import DecisionType
from kevread.decisions.models import Decision

AT_MOST = 3
LONG = 4  # letters of a word that says something
ROOT = 6  # letters that words of one family share: « budget », « budgétaire »
IN_TITLE, IN_TEXT = 3, 1  # what a word weighs where the decision says it
IN_NAME, IN_ARTICLE = 2, 1  # and where the type does
ENOUGH = 2  # a word of the text that is in the name of one type alone
LETTERS = r"[^\W\d_]+"
WORDS = re.compile(rf"({LETTERS})(?:[\s-](types?)\b)?", re.IGNORECASE)  # and whether it is that of a model
EMPTY = frozenset(
    re.findall(
        LETTERS,
        """
    alors apres aucun aucune aussi autre autres avant avec cela celle celles celui cette chaque comme contre dans
    depuis donc dont elle elles encore entre hors leur leurs mais meme nous plus pour quand quel quelle sans selon
    sera seront sont sous soit temps toute toutes tous tout vers vous adopte adoptee approuve approuvee decide
    decision decisions vote organisation reseau peut peuvent type types rice
    """,
    )
)


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A type, and the words of the decision for which it is suggested."""

    type: DecisionType
    words: tuple[str, ...]


def roots(text: str) -> dict[str, str]:
    """The roots of the words that say something, each with the word as it was first written.

    >>> roots("Le budget rectifié pour 2027")
    {'budget': 'budget', 'rectif': 'rectifié'}

    A model is not the thing: « contrat type » is another word than « contrat ».

    >>> roots("Le contrat type"), roots("Un contrat, de quel type ?")
    ({'contra-type': 'contrat type'}, {'contra': 'contrat'})
    """
    found: dict[str, str] = {}
    for word, model in WORDS.findall(text):
        bare = plain(word)
        if len(bare) >= LONG and bare not in EMPTY:
            told = f"{word} {model}" if model else word
            found.setdefault(f"{root(bare)}-type" if model else root(bare), told.lower())
    return found


def root(bare: str) -> str:
    """
    >>> root("comptes"), root("compte"), root("budgetaire")
    ('compte', 'compte', 'budget')
    """
    return (bare[:-1] if bare[-1] in "sx" and len(bare) > LONG else bare)[:ROOT]


def weights(book: Matrix, titles: Mapping[str, str]) -> dict[str, dict[str, int]]:
    """The roots of each type, and what each weighs; `titles` are those of the articles. The words that name bodies are left
    out: they say who decides, not of what."""
    bodies = {
        key for type_ in book.types.values() for organ in (*type_.organs, *type_.advices) for key in roots(organ.name)
    }
    found = {}
    for slug, type_ in book.types.items():
        named, cited = roots(type_.label), roots(titles.get(type_.article, ""))
        found[slug] = {key: IN_NAME if key in named else IN_ARTICLE for key in {**named, **cited} if key not in bodies}
    return found


@cache
def known(federation: Path) -> dict[str, dict[str, int]]:
    """Of the federation of this folder: its files do not change while this runs."""
    return weights(matrix(), {rule: article.title for rule, article in framework().articles.items()})


def suggest(title: str, text: str, of_types: Mapping[str, Mapping[str, int]]) -> list[tuple[str, tuple[str, ...]]]:
    """The types whose words are those of a decision, the nearest first, each with these words. A word that several types have
    weighs less; one alone, in the text, is not enough for a type that others could be taken for.

    >>> types = {"budget": {"budget": 2}, "comptes": {"compte": 2, "approb": 2}, "statuts": {"statut": 2}}
    >>> suggest("Budget rectifié", "Il est adopté, vu les comptes.", types)
    [('budget', ('budget',)), ('comptes', ('comptes',))]
    """
    said, written = roots(title), roots(text)
    shared = Counter(key for words in of_types.values() for key in words)
    scores: dict[str, float] = {}
    because: dict[str, tuple[str, ...]] = {}
    for slug, words in of_types.items():
        common = [key for key in {**said, **written} if key in words]
        scores[slug] = sum((IN_TITLE if key in said else IN_TEXT) * words[key] / shared[key] for key in common)
        because[slug] = tuple(said.get(key) or written[key] for key in common)
    near = sorted((slug for slug in scores if scores[slug] >= ENOUGH), key=lambda slug: -scores[slug])
    return [(slug, because[slug]) for slug in near[:AT_MOST]]


def suggestions_for(decision: Decision) -> list[Suggestion]:
    """But for the type that it has already, and for those that only bodies of another scale decide. No query."""
    types = matrix().types
    found = suggest(decision.title, decision.text, known(settings.KEVREAD_FEDERATION))
    now, scale = decision.advises or decision.type, decision.organisation.scale
    return [Suggestion(types[slug], words) for slug, words in found if slug != now and types[slug].is_taken_at(scale)]


def headed(types: Iterable[DecisionType]) -> list[tuple[str, list[DecisionType]]]:
    """The types under what they open, in the order of the first of each."""
    found: dict[str, list[DecisionType]] = {}
    for type_ in types:
        found.setdefault(matrix().opens(type_.executes) or "Rien d’autre à appliquer", []).append(type_)
    return list(found.items())
