"""The thresholds of law over a fiscal year: what is measured, what is not known, what follows."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from kevread.common.money import euros
from kevread.common.periods import day_in_words
from kevread.common.words import few, listed
from kevread.finance.queries.decided import limits
from kevread.finance.queries.years import Year
from kevread.finance.rules import two_of
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


@dataclass(frozen=True, slots=True)
class Threshold:
    """A threshold of an article: what is measured beside it, in words; whether it is passed; what follows then."""

    rule: str
    label: str
    measured: str
    is_over: bool | None
    follows: str

    @property
    def word(self) -> str:
        return STATES[self.is_over]


def figure(value: int | None) -> str:
    return "inconnu" if value is None else euros(value)


def legal_limits(on: date) -> dict[str, int]:
    """What the law says that day, by our names. One query."""
    return dict(zip(NAMES, limits(on, *NAMES.values()), strict=True))


def thresholds(year: Year, limit: Mapping[str, int]) -> Iterator[Threshold]:
    """In the order of the articles, over these limits."""
    accounts = year.accounts
    known = figure(year.subsidies) + ("" if year.is_whole else " au moins")
    certified = "La loi demande alors qu’un·e commissaire certifie les comptes"
    yield Threshold(
        "L4.1",
        "Subventions publiques",
        f"{known} (seuil : {euros(limit['subsidies'] * 100)})",
        year.exceeds(limit["subsidies"]),
        f"{certified}, et qu’ils soient publiés.",
    )
    yield Threshold(
        "L4.2",
        "Dons ouvrant droit à réduction d’impôt",
        f"{figure(accounts.donations if accounts else None)} (seuil : {euros(limit['donations'] * 100)})",
        year.tells("donations", limit["donations"] * 100),
        f"{certified}.",
    )
    people = accounts.employees if accounts else None
    yield Threshold(
        "L4.3",
        "Taille de l’activité économique, deux critères sur trois",
        f"Salarié·es : {'inconnu' if people is None else people} (seuil : {limit['employees']}) ; ressources : "
        f"{figure(accounts.resources if accounts else None)} (seuil : {euros(limit['resources'] * 100)}) ; bilan : "
        f"{figure(accounts.balance if accounts else None)} (seuil : {euros(limit['balance'] * 100)})",
        two_of(
            year.tells("employees", limit["employees"]),
            year.tells("resources", limit["resources"] * 100),
            year.tells("balance", limit["balance"] * 100),
        ),
        f"{certified}, si l’activité est économique.",
    )
    budget, granted = year.tells("resources", limit["budget"] * 100), year.exceeds(limit["granted"])
    yield Threshold(
        "L4.4",
        "Rémunérations à publier, si les deux sont dépassés",
        f"Ressources : {figure(accounts.resources if accounts else None)} (seuil : {euros(limit['budget'] * 100)}) ; "
        f"subventions : {known} (seuil : {euros(limit['granted'] * 100)})",
        False if False in (budget, granted) else None if None in (budget, granted) else True,
        "La loi demande alors que les rémunérations et avantages des trois plus hauts cadres dirigeants soient publiés avec "
        "les comptes.",
    )


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
