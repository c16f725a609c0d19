"""Values that are not known as they are written, and what each may be."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping

from rapidfuzz import fuzz

from kevread.common.words import plain

from .cells import with_zeros
from .proposals import ValueMeant
from .vocabulary import same_value

MOST_VALUES = 300  # unknown values of a column for which something is proposed
SHORT = {"ca": "conseil administration", "ag": "assemblee generale"}
SURE_VALUE, AHEAD = 84, 4  # of a hundred: how near a value must be, and how far behind the next one


def choices_of(choices: Mapping[str, str]) -> dict[str, str]:
    return {plain(word): label for code, label in choices.items() for word in (code, label)}


def lost_zeros(column: str, held: Counter[str], digits: int) -> Iterator[ValueMeant]:
    for text, times in held.items():
        if whole := with_zeros(text, digits):
            yield ValueMeant(
                column, text, times, whole, 1, "Un tableur en avait ôté les zéros du début ; la clé est juste."
            )


def unknown(column: str, held: Counter[str], there: Mapping[str, str], around: str = "") -> Iterator[ValueMeant]:
    """The most frequent first; the first ones are held against all that is known, the others are told without a proposal.
    `around`: what stands about the column, which tells things of the same name apart."""
    strangers = [(text, times) for text, times in held.most_common() if plain(text) not in there]
    for rank, (text, times) in enumerate(strangers):
        near, sure, why = nearest(text, there, around) if rank < MOST_VALUES else ("", 0.0, "")
        yield ValueMeant(column, text, times, near, sure, why or "Rien de connu ne lui ressemble assez.")


def nearest(text: str, there: Mapping[str, str], around: str = "") -> tuple[str, float, str]:
    """What is written nearly so, where one thing is, and no other is as near; of several as near, the one that what stands
    around names.

    >>> bodies = {"assemblee generale du lavoir": "assembly", "conseil d administration du lavoir": "board"}
    >>> nearest("Lavoir", bodies)[0], nearest("Lavoir", bodies, "CA des pôles")[0]
    ('', 'board')
    """
    for name in there.values():
        if same_value(text, name):
            return name, 0.9, f"« {text} » se dit pour « {name} »."
    said = plain(text)
    scored = sorted(((likely(said, word), word) for word in there), reverse=True)
    best = scored[0][0] if scored else 0
    found = [word for score, word in scored if best >= SURE_VALUE and score > best - AHEAD]
    if len({there[word] for word in found}) > 1:
        return told_apart(text, found, there, around)
    if not found:
        return "", 0.0, ""
    name = there[found[0]]
    return name, round(best / 100, 2), f"« {text} » s’écrit presque comme « {name} »."


def told_apart(text: str, found: list[str], there: Mapping[str, str], around: str) -> tuple[str, float, str]:
    hints = stems(around)
    known = {word: len(hints & stems(word)) for word in found}
    most = max(known.values())
    if not most:
        return "", 0.0, ""
    near = sorted(((fuzz.token_sort_ratio(plain(text), w), w) for w in found if known[w] == most), reverse=True)
    name = there[near[0][1]]
    other = next((score for score, word in near if there[word] != name), 0.0)
    if near[0][0] - other < AHEAD:
        return "", 0.0, ""
    return name, 0.7, f"« {text} » peut être « {name} », d’après ce qui est écrit autour."


def stems(text: str) -> set[str]:
    """
    >>> sorted(stems("CA des pôles"))
    ['admin', 'conse', 'poles']
    """
    words = [word for said in re.findall(r"\w+", plain(text)) for word in SHORT.get(said, said).split()]
    return {word[:5] for word in words if len(word) > 3}


def likely(one: str, other: str) -> float:
    """How alike two names are, of a hundred: in any order of the words.

    >>> likely("broceliande", "ess pays de broceliande") > SURE_VALUE > likely("ess port", "ess 35")
    True
    """
    one, other = (" ".join(re.findall(r"\w+", text)) for text in (one, other))
    close = max(fuzz.ratio(one, other), fuzz.token_sort_ratio(one, other))
    return max(close, 0.97 * fuzz.token_set_ratio(one, other)) if min(len(one), len(other)) > 5 else close
