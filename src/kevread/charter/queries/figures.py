"""The sentence above « Texte »: how many articles stand how. Each figure leads to the articles that it counts, and each
article is counted by one figure and no other; those that are not kept, once more by who asks for them."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace

from kevread.charter.queries.states import STATES, Stated
from kevread.common.words import few

# What an address says of what is shown, and the states of the articles that are then listed.
CHOICES = {
    "a-regler": ("breaches",),
    "a-regarder": ("to_look_at",),
    "a-decider": ("not_decided",),
    "inconnus": ("unknown",),
    "sous-derogation": ("derogated",),
    "tenus": ("conforms",),
    "tenus-en-partie": ("in_part",),
    "sans-objet": ("not_applicable",),
    "non-verifies": ("silent",),
}
# Of what is not kept, by who asks for it: what the address says, and the words.
WHOSE = {
    "document": "du réseau",
    "law": "de la loi",
    "agreement": "d’une convention collective",
    "doctrine": "de la doctrine",
    "usage": "de l’usage",
}
ASKED_BY = {
    "a-regler-reseau": "document",
    "a-regler-loi": "law",
    "a-regler-convention": "agreement",
    "a-regler-doctrine": "doctrine",
    "a-regler-usage": "usage",
}
WAITING = ("breaches", "to_look_at", "not_decided", "unknown")
AWAITED, EVERYTHING = "ce-qui-attend", "tout"
SHOWN = {**CHOICES, **dict.fromkeys(ASKED_BY, CHOICES["a-regler"]), AWAITED: WAITING, EVERYTHING: STATES}
NAMES = {states[0]: name for name, states in CHOICES.items()}
SAYS = {
    "breaches": ("n’est pas respecté", "ne sont pas respectés"),
    "to_look_at": ("est à regarder", "sont à regarder"),
    "not_decided": ("attend une décision", "attendent une décision"),
    "unknown": ("attend une information", "attendent une information"),
    "derogated": ("est sous dérogation", "sont sous dérogation"),
    "conforms": ("est respecté", "sont respectés"),
    "in_part": ("est respecté, pour la part qui se vérifie", "sont respectés, pour la part qui se vérifie"),
    "not_applicable": ("est sans objet à cette date", "sont sans objet à cette date"),
    "silent": ("ne se vérifie pas ici", "ne se vérifient pas ici"),
}
ASIDE = ("derogated", "in_part", "not_applicable", "silent")


@dataclass(frozen=True, slots=True)
class Figure(Stated):
    """« Dix articles » « ne sont pas respectés »: the words that lead to them, those that follow, and what ends them."""

    state: str
    number: int
    counted: str
    says: str
    ends: str
    choice: str
    apart: tuple["Figure", ...] = ()  # the same articles, by who asks for them


@dataclass(frozen=True, slots=True)
class Figures:
    """What waits, all that « Seulement ce qui attend » shows; then what is held; and apart, what is neither."""

    lead: list[Figure]
    aside: list[Figure]

    @property
    def state(self) -> list[Figure]:
        """What is read first: what is not kept, alone where there is any."""
        return self.lead[:1] if self.lead and self.lead[0].state == "breaches" else self.lead

    @property
    def then(self) -> list[Figure]:
        return self.lead[len(self.state) :]

    @property
    def beyond(self) -> int:
        """How many articles are said apart."""
        return sum(one.number for one in self.aside)

    @property
    def awaited(self) -> int:
        """How many articles wait: those that « Seulement ce qui attend » shows."""
        return sum(one.number for one in self.lead if one.state in WAITING)

    @property
    def held(self) -> int:
        return sum(one.number for one in self.lead) - self.awaited

    @property
    def left(self) -> int:
        """How many articles do not wait."""
        return self.held + self.beyond

    @property
    def every(self) -> list[Figure]:
        return [*self.lead, *self.aside]


def figures_of(states: Iterable[str], everywhere: str = "", broken: Iterable[str] = ()) -> Figures:
    """`everywhere` says where what is held is: « partout », or as far as one reads. `broken`: who asks for each article that
    is not kept.

    >>> told = figures_of(["breaches"] * 10 + ["unknown"] * 2 + ["conforms", "silent"], " partout")
    >>> " ".join(f"{one.counted} {one.says}{one.ends}" for one in told.lead)
    'Dix articles ne sont pas respectés. Deux articles attendent une information. Un est respecté partout.'
    >>> len(told.state), len(told.then), len(figures_of(["unknown", "conforms"]).state)
    (1, 2, 2)
    >>> [(one.counted, one.says, one.choice) for one in told.aside]
    [('Un', 'ne se vérifie pas ici', 'non-verifies')]
    """
    found = Counter(states)
    worst, *others = WAITING
    first = [told_apart(figure, Counter(broken)) for figure in sentence([(worst, found[worst])], is_first=True)]
    then = sentence([(state, found[state]) for state in others], is_first=True)
    then += sentence([("conforms", found["conforms"])], everywhere, is_first=not then)
    lead = first + then
    return Figures(lead, sentence([(state, found[state]) for state in ASIDE], is_first=not lead))


def sentence(counts: list[tuple[str, int]], everywhere: str = "", *, is_first: bool) -> list[Figure]:
    told = [(state, number) for state, number in counts if number]
    figures: list[Figure] = []
    for place, (state, number) in enumerate(told):
        counted = few(number)
        if is_first and not place:
            counted += " article" if number < 2 else " articles"
        says = SAYS[state][number > 1]
        ends = "." if place == len(told) - 1 else ","
        counted = counted if place else counted.capitalize()
        figures.append(Figure(state, number, counted, says + everywhere, ends, NAMES[state]))
    return figures


def told_apart(figure: Figure, broken: Counter[str]) -> Figure:
    """What is not kept, and who asks for it: in its own words when it is one alone, else counted after it.

    >>> for broken in (Counter(document=9, law=4), Counter(law=13)):
    ...     told = told_apart(Figure("breaches", 13, "Treize articles", "ne sont pas respectés", ".", "a-regler"), broken)
    ...     print(*(f"{one.counted} {one.says}{one.ends}" for one in (told, *told.apart)))
    Treize articles ne sont pas respectés : neuf du réseau, quatre de la loi.
    Treize articles de la loi ne sont pas respectés.
    """
    kinds = [kind for kind in WHOSE if broken[kind]]
    if len(kinds) < 2:
        return replace(figure, says=" ".join([*(WHOSE[kind] for kind in kinds), figure.says]))
    apart = tuple(
        replace(figure, number=broken[kind], counted=few(broken[kind]), says=WHOSE[kind], ends=ends, choice=choice)
        for choice, kind in ASKED_BY.items()
        if kind in kinds
        for ends in [figure.ends if kind == kinds[-1] else ","]
    )
    return replace(figure, ends="\N{NO-BREAK SPACE}:", apart=apart)
