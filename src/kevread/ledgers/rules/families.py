"""Families of accounts, by their two first figures, as the general chart of accounts calls them. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from .budget import Foreseen, side_of

NAMES = {
    "6": "Dépenses, sans autre précision",
    "60": "Achats",
    "61": "Services extérieurs",
    "62": "Autres services extérieurs",
    "63": "Impôts, taxes et versements assimilés",
    "64": "Charges de personnel",
    "65": "Autres charges de gestion courante",
    "66": "Charges financières",
    "67": "Charges exceptionnelles",
    "68": "Dotations aux amortissements, dépréciations, provisions et engagements",
    "69": "Participation des salarié·es, impôts sur les bénéfices",
    "7": "Recettes, sans autre précision",
    "70": "Ventes de produits finis, prestations de services, marchandises",
    "74": "Subventions d’exploitation",
    "75": "Autres produits de gestion courante",
    "76": "Produits financiers",
    "77": "Produits exceptionnels",
    "78": "Reprises sur amortissements, dépréciations et provisions",
    "79": "Transferts de charges",
    "86": "Emplois des contributions volontaires",
    "87": "Contributions volontaires",
}


@dataclass(frozen=True, slots=True)
class Family:
    """What one family makes of several budgets: of the first, of the others together."""

    account: str
    ours: int
    others: int

    @property
    def label(self) -> str:
        return NAMES.get(self.account, "")

    @property
    def side(self) -> str:
        return side_of(self.account)

    @property
    def total(self) -> int:
        return self.ours + self.others


def family_of(account: str) -> str:
    """
    >>> family_of("6281"), family_of("7"), family_of("864")
    ('62', '7', '86')
    """
    return account[:2]


def by_family(lines: Iterable[Foreseen]) -> dict[str, int]:
    """What these lines foresee of each family, in the order of the accounts.

    >>> by_family([Foreseen("64", "SUPPORT", "", 300), Foreseen("641", "", "", 700), Foreseen("613", "", "", 50)])
    {'61': 50, '64': 1000}
    """
    sums: dict[str, int] = {}
    for one in sorted(lines, key=lambda one: one.account):
        family = family_of(one.account)
        sums[family] = sums.get(family, 0) + one.cents
    return sums


def families(ours: Mapping[str, int], others: Iterable[Mapping[str, int]]) -> list[Family]:
    """Each family that one of them foresees, in the order of the accounts.

    >>> [(one.account, one.ours, one.others, one.total) for one in families({"64": 5}, [{"64": 2, "60": 1}, {"64": 3}])]
    [('60', 0, 1, 1), ('64', 5, 5, 10)]
    """
    rest = list(others)
    every = sorted({*ours, *(account for one in rest for account in one)})
    return [Family(account, ours.get(account, 0), sum(one.get(account, 0) for one in rest)) for account in every]
