"""What a share-out says: in sentences, and in the figures by which its fairness is looked at."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import floor

from kevread.equalisation.rules.certified import allocate
from kevread.equalisation.rules.rounds import Round
from kevread.equalisation.rules.share import Answer, Why
from kevread.equalisation.rules.terms import Measured, Terms, euros, naming, round_with, signed

NEAR = Fraction(1)  # cents: under that, nothing is said to have changed


def main_reason(now: Why, before: Why | None, scale: Fraction = Fraction(1)) -> str:
    """What moved most, in the direction of the change, as one says « à cause de »; nothing when it cannot be told. `scale`: the
    envelope of before over that of now, so that an envelope that grew is no cause of anybody’s share."""
    if before is None:
        return ""
    codes = dict.fromkeys([*now.criteria, *before.criteria])
    nothing = Fraction(0)
    causes = {
        naming(code).because: now.criteria.get(code, nothing) * scale - before.criteria.get(code, nothing)
        for code in codes
    }
    causes["des choix stratégiques"] = now.strategic * scale - before.strategic
    causes["du socle égalitaire"] = now.base * scale - before.base
    causes["du tunnel"] = now.bounds * scale - before.bounds
    causes["du lissage"] = now.smoothing * scale - before.smoothing
    total = sum(causes.values())
    same_way = {cause: change for cause, change in causes.items() if change * total > 0 and abs(change) > NEAR}
    return max(same_way, key=lambda cause: abs(same_way[cause])) if same_way else ""


@dataclass(frozen=True, slots=True)
class Before:
    """The round that a share is compared with: its year, its envelope, what the beneficiary received of it."""

    year: int
    envelope: int
    cents: int


def against(
    name: str, now: int, before: Before | None, envelope: int, reason: str = "", receives: str = "recevrait"
) -> str:
    """The share beside that of the year before; where envelopes differ, what it would be out of the same one,
    to the cent of a rounding.

    >>> from kevread.equalisation.rules.terms import spaced
    >>> last = Before(2026, 5_000_000, 1_340_000)
    >>> spaced(against("ESS 35", 100_000, last, 5_000_000, "de la superficie", "reçoit"))
    'ESS 35 reçoit 12 400 € de moins qu’en 2026, surtout à cause de la superficie.'
    >>> first, second = spaced(against("ESS 35", 1_500_000, last, 6_000_000, "de la superficie")).split(". ")
    >>> first
    'ESS 35 recevrait 1 600 € de plus qu’en 2026'
    >>> second.partition(" : ")[2]
    'à enveloppe égale, ce serait 900 € de moins, surtout à cause de la superficie.'
    >>> spaced(against("ESS 35", 100_000, None, 0))
    'ESS 35 recevrait 1 000 €.'
    """
    if before is None:
        return f"{name} {receives} {euros(now)}."
    because = f", surtout à cause {reason}" if reason else ""
    change = now - before.cents
    if envelope == before.envelope or not envelope:
        told = f"{name} {receives} {euros(abs(change))} {way_of(change)} qu’en {before.year}{because}."
        return told if change else f"{name} {receives} {euros(now)}, comme en {before.year}."
    first = (
        f"{euros(abs(change))} {way_of(change)} qu’en {before.year}"
        if change
        else f"{euros(now)}, comme en {before.year}"
    )
    alike = floor(Fraction(now * before.envelope, envelope) + Fraction(1, 2)) - before.cents
    second = f"{euros(abs(alike))} {way_of(alike)}{because}" if abs(alike) > 1 else "autant"
    return (
        f"{name} {receives} {first}. L’enveloppe passe de {euros(before.envelope)} à {euros(envelope)} : à enveloppe égale, "
        f"ce serait {second}."
    )


def way_of(change: int) -> str:
    return "de plus" if change > 0 else "de moins"


def one_more(measured: Measured, terms: Terms, who: str, amount: int) -> list[tuple[str, int]]:
    """For each criterion that counts, what one more of it would change for a beneficiary, all else the same."""
    return [
        (code, allocate(round_with(measured.with_one_more(code, who), terms))[who] - amount)
        for code in measured.values
        if terms.weights.get(code, 0)
    ]


def more_said(code: str, change: int) -> str:
    """
    >>> from kevread.equalisation.rules.terms import spaced
    >>> spaced(more_said("epci", 411_200))
    'Avec 1 EPCI de plus : + 4 112 €.'
    """
    return f"Avec {naming(code).counted(Fraction(1))} de plus : {signed(change)}."


# Fairness -------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Fairness:
    """`ratio`: the most per inhabitant over the least. `held`: who is at a bound; `displaced`: the cents that bounds moved."""

    gini: Fraction | None
    gini_before: Fraction | None
    hoover: Fraction | None
    ratio: Fraction | None
    held: tuple[str, ...]
    displaced: int


def fairness_of(one: Round, answer: Answer, population: Mapping[str, int]) -> Fairness:
    known = bool(population) and all(population.get(who) for who in answer.allocation)
    per_head = {who: Fraction(cents, population[who]) for who, cents in answer.allocation.items()} if known else {}
    gross = {who: why.gross / population[who] for who, why in answer.why.items()} if known else {}
    moved = sum((abs(why.bounds) for why in answer.why.values()), Fraction(0)) / 2
    people = sum(population.values())
    away = [
        abs(Fraction(cents, one.envelope) - Fraction(population[who], people))
        for who, cents in answer.allocation.items()
        if known and one.envelope
    ]
    return Fairness(
        gini(per_head, population) if known else None,
        gini(gross, population) if known else None,
        sum(away, Fraction(0)) / 2 if away else None,
        max(per_head.values()) / min(per_head.values()) if known and min(per_head.values()) else None,
        held_by_bounds(answer),
        floor(moved + Fraction(1, 2)),
    )


def held_by_bounds(answer: Answer) -> tuple[str, ...]:
    """Who is at a bound and would not be there by λ alone: others have less, or more, because of them, and are held by nothing.
    Where all who want anything are at a bound, no λ is the right one: whoever a bound moved is held."""
    ideal = {who: amount - answer.why[who].rounding for who, amount in answer.allocation.items()}
    wanted = {who: why.gross + why.smoothing for who, why in answer.why.items()}
    at = {who for who in ideal if ideal[who] in (answer.bounds.lower[who], answer.bounds.upper[who])}
    is_stuck = all(who in at for who, amount in wanted.items() if amount)
    return tuple(
        who
        for who in ideal
        if who in at and (ideal[who] != answer.multiplier * wanted[who] or (is_stuck and answer.why[who].bounds))
    )


def gini(values: Mapping[str, Fraction], weights: Mapping[str, int]) -> Fraction | None:
    """0 when each inhabitant has as much, wherever they live; towards 1 when a few have all.

    >>> gini({"a": Fraction(2), "b": Fraction(2)}, {"a": 1, "b": 3})
    Fraction(0, 1)
    >>> gini({"a": Fraction(0), "b": Fraction(4)}, {"a": 1, "b": 1})
    Fraction(1, 2)
    """
    whole = sum(weights[who] for who in values)
    total = sum(weights[who] * value for who, value in values.items())
    if not total:
        return None
    apart = sum(weights[one] * weights[other] * abs(values[one] - values[other]) for one in values for other in values)
    return Fraction(apart) / (2 * whole * total)


def by_unit(cents: int, value: Fraction) -> str:
    """
    >>> from kevread.equalisation.rules.terms import spaced
    >>> spaced(by_unit(120_000, Fraction(10)))
    '120 €'
    """
    return euros(floor(cents / value + Fraction(1, 2))) if value else "—"
