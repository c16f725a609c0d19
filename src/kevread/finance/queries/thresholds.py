"""The thresholds of law over a fiscal year: what is measured, what is not known, what follows."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from kevread.common.money import euros
from kevread.common.periods import day_in_words
from kevread.common.words import few, listed
from kevread.finance.loader import in_sight
from kevread.finance.queries.decided import limits
from kevread.finance.queries.years import Part, Year
from kevread.finance.rules import enough_of, is_near
from kevread.ui.words import plural

NAMES = {
    "subsidies": "L4.1.subsidies_euros",
    "donations": "L4.2.donations_euros",
    "employees": "L4.3.employees",
    "resources": "L4.3.resources_euros",
    "balance": "L4.3.balance_euros",
    "budget": "L4.4.budget_euros",
    "granted": "L4.4.subsidies_euros",
}
STATES = {True: "Dépassé", False: "Non dépassé", None: "Inconnu"}
NEAR = "En vue"


@dataclass(frozen=True, slots=True)
class Figure:
    """What is measured beside a limit, in cents or in people: None where nobody said it. `is_least`: what is not kept here
    could make it more. `parts`: the fundings that make it, each with what it counts for."""

    label: str
    value: int | None
    limit: int
    in_euros: bool = True
    is_least: bool = False
    parts: tuple[Part, ...] = ()

    @property
    def is_over(self) -> bool | None:
        if self.value is not None and self.value > self.limit:
            return True
        return None if self.value is None or self.is_least else False

    def is_near(self, percent: int) -> bool:
        return self.value is not None and is_near(self.value, self.limit, percent)

    def said(self, value: int | None) -> str:
        return "inconnu" if value is None else euros(value) if self.in_euros else str(value)

    @property
    def measured(self) -> str:
        least = " au moins" if self.is_least and self.value is not None else ""
        return f"{self.said(self.value)}{least} (seuil : {self.said(self.limit)})"

    @property
    def left(self) -> str:
        """
        >>> Figure("dons", 140_000_00, 153_000_00).left
        'Il reste 13 000 € avant le seuil de 153 000 € de dons.'
        >>> Figure("salarié·es", 47, 50, in_euros=False, is_least=True).left
        'Il reste 3 au plus avant le seuil de 50 salarié·es.'
        >>> Figure("dons", 153_000_00, 153_000_00).left
        'Le seuil de 153 000 € de dons est atteint : le moindre ajout le dépasse.'
        >>> Figure("subvention de la Ville", 23_000_00, 23_000_00).left
        'Le seuil de 23 000 € de subvention de la Ville est atteint : le moindre ajout le dépasse.'
        """
        limit = f"le seuil de {self.said(self.limit)}{' de' if self.in_euros else ''} {self.label}"
        left = self.limit - (self.value or 0)
        if not left:
            return f"{limit[:1].upper()}{limit[1:]} est atteint : le moindre ajout le dépasse."
        return f"Il reste {self.said(left)}{' au plus' if self.is_least else ''} avant {limit}."


@dataclass(frozen=True, slots=True)
class Threshold:
    """A threshold of an article: what is measured beside it; how many of its figures must pass theirs; what follows then;
    from what part of a limit on it is in sight."""

    rule: str
    label: str
    figures: tuple[Figure, ...]
    needs: int
    follows: str
    percent: int

    @property
    def is_over(self) -> bool | None:
        return enough_of(self.needs, *(one.is_over for one in self.figures))

    @property
    def near(self) -> tuple[Figure, ...]:
        """The figures that would make it passed, were they; none where it is not in sight."""
        close = tuple(one for one in self.figures if one.is_near(self.percent))
        over = sum(one.is_over is True for one in self.figures)
        return close if over < self.needs <= over + len(close) else ()

    @property
    def is_near(self) -> bool:
        return bool(self.near)

    @property
    def word(self) -> str:
        return NEAR if self.is_near else STATES[self.is_over]

    @property
    def measured(self) -> str:
        """What is measured, in words."""
        first, *others = self.figures
        if not others:
            return first.measured
        said = " ; ".join(f"{one.label} : {one.measured}" for one in self.figures)
        return said[0].upper() + said[1:]

    @property
    def parts(self) -> tuple[Part, ...]:
        return tuple(part for one in self.figures for part in one.parts)


def legal_limits(on: date) -> dict[str, int]:
    """What the law says that day, by our names. One query."""
    return dict(zip(NAMES, limits(on, *NAMES.values()), strict=True))


def thresholds(year: Year, limit: Mapping[str, int]) -> Iterator[Threshold]:
    """In the order of the articles, over these limits."""
    accounts, percent = year.accounts, in_sight()

    def told(name: str) -> int | None:
        value: int | None = getattr(accounts, name, None)
        return value

    def given(label: str, name: str) -> Figure:
        return Figure(label, year.subsidies, limit[name] * 100, is_least=not year.is_whole, parts=year.parts)

    certified = "La loi demande alors qu’un·e commissaire certifie les comptes"
    subsidies = given("subventions publiques", "subsidies")
    yield Threshold(
        "L4.1", "Subventions publiques", (subsidies,), 1, f"{certified}, et qu’ils soient publiés.", percent
    )
    donations = Figure("dons ouvrant droit à réduction d’impôt", told("donations"), limit["donations"] * 100)
    yield Threshold("L4.2", "Dons ouvrant droit à réduction d’impôt", (donations,), 1, f"{certified}.", percent)
    size = (
        Figure("salarié·es", told("employees"), limit["employees"], in_euros=False),
        Figure("ressources", told("resources"), limit["resources"] * 100),
        Figure("bilan", told("balance"), limit["balance"] * 100),
    )
    label = "Taille de l’activité économique, deux critères sur trois"
    yield Threshold("L4.3", label, size, 2, f"{certified}, si l’activité est économique.", percent)
    both = Figure("ressources", told("resources"), limit["budget"] * 100), given("subventions", "granted")
    follows = (
        "La loi demande alors que les rémunérations et les avantages en nature des trois plus hauts cadres dirigeants soient "
        "publiés avec les comptes."
    )
    yield Threshold("L4.4", "Rémunérations à publier, si les deux sont dépassés", both, 2, follows, percent)


def standing(years: Iterable[tuple[Year, Sequence[Threshold]]]) -> str:
    """What its page answers first: which years passed how many; else that none is, or none of those that are known."""
    every, passed = [], []
    for year, lines in years:
        every += [one.is_over for one in lines]
        if over := sum(one.is_over is True for one in lines):
            passed.append(f"{few(over)} pour l’exercice au {day_in_words(year.closed_on)}")
    return said(every, passed)


def said(every: Sequence[bool | None], passed: Sequence[str]) -> str:
    """
    >>> said([True, None], ["un pour l’exercice au 31 décembre 2025"])
    'Seuil dépassé : un pour l’exercice au 31 décembre 2025.'
    >>> said([False, None], []), said([False], [])
    ('Aucun des seuils connus n’est dépassé.', 'Aucun seuil n’est dépassé.')
    >>> said([None], []), said([], [])
    ('On ne sait encore d’aucun seuil s’il est dépassé.', '')
    """
    if passed:
        return f"{plural(sum(map(bool, every)), 'Seuil dépassé', 'Seuils dépassés')} : {listed(passed)}."
    if False not in every:
        return "On ne sait encore d’aucun seuil s’il est dépassé." if every else ""
    return f"Aucun {'des seuils connus' if None in every else 'seuil'} n’est dépassé."
