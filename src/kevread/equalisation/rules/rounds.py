"""What a round of the fund starts from: an envelope, criteria and their weights, and the rules that bound the shares."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction
from types import MappingProxyType

from kevread.common.errors import Invalid, Missing

WHOLE = 10_000  # basis points: what the weights total
NONE: Mapping[str, int] = MappingProxyType({})


class Direction(StrEnum):
    DIRECT = "direct"  # a burden: who has more receives more
    INVERSE = "inverse"  # a resource: who has more receives less


@dataclass(frozen=True, slots=True)
class Criterion:
    weight: int  # basis points
    direction: Direction
    values: Mapping[str, Fraction]


@dataclass(frozen=True, slots=True, kw_only=True)
class Round:
    """Amounts are whole cents. A rate that is None does not bound; beneficiaries are those that every criterion names.

    Raises Invalid, or Missing, on the field that does not hold together.
    """

    envelope: int
    criteria: Mapping[str, Criterion]
    strategic: Mapping[str, int] = field(default_factory=lambda: NONE)
    equal_base: Fraction = Fraction(0)
    floor: Fraction | None = None
    cap: Fraction | None = None
    loss: Fraction | None = None
    gain: Fraction | None = None
    smoothing: Fraction = Fraction(1)
    previous: Mapping[str, int] | None = None
    previous_envelope: int | None = None

    def __post_init__(self) -> None:
        if not self.criteria:
            raise Invalid("criteria", "Un critère au moins est attendu : ce sont les critères qui nomment qui reçoit.")
        check_values(self.criteria)
        total = sum(one.weight for one in self.criteria.values())
        if total != WHOLE:
            raise Invalid("criteria", f"Les poids font ensemble {total} points de base : {WHOLE} sont attendus.")
        check_amounts(self)
        for name in ("equal_base", "floor", "cap", "loss", "smoothing"):
            rate = getattr(self, name)
            if rate is not None and not 0 <= rate <= 1:
                raise Invalid(name, "Un taux entre 0 et 1 est attendu.")
        if self.gain is not None and self.gain < 0:
            raise Invalid("gain", "Un taux d’au moins 0 est attendu.")

    @property
    def beneficiaries(self) -> list[str]:
        """In the order of their code points: the order of what is given does not count."""
        return sorted(next(iter(self.criteria.values())).values)

    def received(self, who: str) -> int:
        """What it received in the round before."""
        return self.previous.get(who, 0) if self.previous else 0

    def chosen(self, who: str) -> int:
        """What strategic choices give it."""
        return self.strategic.get(who, 0)


def check_values(criteria: Mapping[str, Criterion]) -> None:
    named: set[str] | None = None
    for key, one in criteria.items():
        if one.weight < 0:
            raise Invalid(f"criteria.{key}.weight", "Un poids d’au moins 0 est attendu.")
        if not one.values:
            raise Invalid(f"criteria.{key}.values", "Un bénéficiaire au moins est attendu.")
        if named is not None and set(one.values) != named:
            other = min(set(one.values) ^ named)
            raise Invalid(f"criteria.{key}.values", f"Chaque critère nomme les mêmes bénéficiaires ; voir « {other} ».")
        named = set(one.values)
        for who, value in one.values.items():
            if value < 0:
                raise Invalid(f"criteria.{key}.values.{who}", "Une valeur d’au moins 0 est attendue.")
            if value == 0 and one.direction is Direction.INVERSE:
                raise Invalid(
                    f"criteria.{key}.values.{who}",
                    f"Un critère inverse ne divise pas par zéro : une valeur au-dessus de 0 est attendue de « {who} ».",
                )


def check_amounts(one: Round) -> None:
    named = next(iter(one.criteria.values())).values
    if one.envelope < 0:
        raise Invalid("envelope", "Un montant d’au moins 0 est attendu, en centimes.")
    for name, amounts in (("strategic", one.strategic), ("previous", one.previous or NONE)):
        for who, amount in amounts.items():
            if who not in named:
                raise Invalid(f"{name}.{who}", f"Aucun critère ne nomme « {who} ».")
            if amount < 0:
                raise Invalid(f"{name}.{who}", "Un montant d’au moins 0 est attendu, en centimes.")
    if (chosen := sum(one.strategic.values())) > one.envelope:
        raise Invalid(
            "strategic", f"Les choix stratégiques font {chosen} centimes : l’enveloppe n’en a que {one.envelope}."
        )
    if one.previous is not None and one.previous_envelope is None:
        raise Missing("previous_envelope")
    if one.previous_envelope is not None and one.previous_envelope < 0:
        raise Invalid("previous_envelope", "Un montant d’au moins 0 est attendu, en centimes.")
    if one.previous_envelope == 0 and any((one.previous or NONE).values()):
        raise Invalid(
            "previous_envelope", "L’enveloppe d’avant est de 0, et quelqu’un a reçu : l’un des deux est faux."
        )
