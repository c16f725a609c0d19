"""Values that are not known as they are written, and what each may be."""

from collections import Counter
from collections.abc import Iterator, Mapping

from rapidfuzz import fuzz

from kevread.common.words import plain

from .cells import with_zeros
from .proposals import ValueMeant
from .vocabulary import same_value

MOST_VALUES = 300  # unknown values of a column for which something is proposed
SURE_VALUE, AHEAD = 84, 4  # of a hundred: how near a value must be, and how far behind the next one


def choices_of(choices: Mapping[str, str]) -> dict[str, str]:
    return {plain(word): label for code, label in choices.items() for word in (code, label)}


def lost_zeros(column: str, held: Counter[str], digits: int) -> Iterator[ValueMeant]:
    for text, times in held.items():
        if whole := with_zeros(text, digits):
            yield ValueMeant(
                column, text, times, whole, 1, "Un tableur en avait ôté les zéros du début ; la clé est juste."
            )


def unknown(column: str, held: Counter[str], there: Mapping[str, str]) -> Iterator[ValueMeant]:
    """The most frequent first; the first ones are held against all that is known, the others are told without a proposal."""
    strangers = [(text, times) for text, times in held.most_common() if plain(text) not in there]
    for rank, (text, times) in enumerate(strangers):
        near, sure, why = nearest(text, there) if rank < MOST_VALUES else ("", 0.0, "")
        yield ValueMeant(column, text, times, near, sure, why or "Rien de connu ne lui ressemble assez.")


def nearest(text: str, there: Mapping[str, str]) -> tuple[str, float, str]:
    """What is written nearly so, where one thing is, and no other is as near."""
    for name in there.values():
        if same_value(text, name):
            return name, 0.9, f"« {text} » se dit pour « {name} »."
    said = plain(text)
    scored = sorted(((likely(said, word), word) for word in there), reverse=True)[:3]
    found = [(word, score) for score, word in scored if score >= SURE_VALUE - AHEAD]
    apart = [one for one in found if there[one[0]] != there[found[0][0]]]
    if not found or found[0][1] < SURE_VALUE or (apart and found[0][1] - apart[0][1] < AHEAD):
        return "", 0.0, ""
    name = there[found[0][0]]
    return name, round(found[0][1] / 100, 2), f"« {text} » s’écrit presque comme « {name} »."


def likely(one: str, other: str) -> float:
    """How alike two names are, of a hundred: in any order of the words.

    >>> likely("broceliande", "ess pays de broceliande") > SURE_VALUE > likely("ess port", "ess 35")
    True
    """
    close = max(fuzz.ratio(one, other), fuzz.token_sort_ratio(one, other))
    return max(close, 0.97 * fuzz.token_set_ratio(one, other)) if min(len(one), len(other)) > 5 else close
