"""The definition. Every amount is a `Fraction`: nothing is rounded before the last step, and each step can be read alone.

    Q = E − S                       what is left to the criteria once strategic choices are served
    gross    = Q·(α/n + (1−α)·Σ weight·part) + strategic choice
    smoothed = τ·gross + (1−τ)·E·(its part of what was received before)
    ideal    = smoothed·λ, held between its lower and its upper bound, with the one λ that spends the envelope
    amount   = the ideal rounded down, and the cents that are left, one each, to the largest fractions

Beneficiaries are walked in the order of their code points, so that the order of a file changes nothing.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor

from kevread.equalisation.rules.rounds import Criterion, Direction, Round

type Amounts = dict[str, Fraction]
type Cents = dict[str, int]


@dataclass(frozen=True, slots=True)
class Why:
    """An amount, in parts that add up to it exactly."""

    base: Fraction
    criteria: Mapping[str, Fraction]
    strategic: int
    gross: Fraction
    smoothing: Fraction
    bounds: Fraction
    rounding: Fraction


@dataclass(frozen=True, slots=True)
class Bounds:
    lower: Cents
    upper: Cents
    relaxations: tuple[str, ...]  # (), ("caps",) or ("floors",)


@dataclass(frozen=True, slots=True)
class Answer:
    allocation: Cents
    bounds: Bounds
    multiplier: Fraction  # λ
    why: Mapping[str, Why]


def share_out(one: Round) -> Answer:
    """What each receives, in whole cents, and why. The sum is the envelope."""
    everybody = one.beneficiaries
    base, by_criterion = criteria_part(one)
    gross = {who: base + sum(by_criterion[who].values()) + one.chosen(who) for who in everybody}
    smoothed = smooth(one, gross)
    bounds = bounds_of(one)
    ideal, multiplier = project(one.envelope, smoothed, bounds)
    allocation = round_to_cents(one.envelope, ideal)
    why = {
        who: Why(
            base,
            by_criterion[who],
            one.chosen(who),
            gross[who],
            smoothed[who] - gross[who],
            ideal[who] - smoothed[who],
            allocation[who] - ideal[who],
        )
        for who in everybody
    }
    return Answer(allocation, bounds, multiplier, why)


# 1 to 3: what criteria give -------------------------------------------------------------------------------------------


def parts_of(criterion: Criterion) -> Amounts | None:
    """The part of each in a criterion; None when nobody has any of it: the criterion is then left aside."""
    if criterion.direction is Direction.INVERSE:
        measured = {who: 1 / value for who, value in criterion.values.items()}
    else:
        measured = dict(criterion.values)
    total = sum(measured.values())
    return {who: value / total for who, value in measured.items()} if total else None


def criteria_part(one: Round) -> tuple[Fraction, dict[str, dict[str, Fraction]]]:
    """The equal base of each, and what each criterion gives to each. The weight of a criterion that is left aside goes to
    the others, in proportion to theirs; when none is left, all is shared equally."""
    parts = {key: parts_of(criterion) for key, criterion in one.criteria.items()}
    left = sum(criterion.weight for key, criterion in one.criteria.items() if parts[key] is not None)
    everybody = one.beneficiaries
    shared = one.envelope - sum(one.strategic.values())
    alpha = one.equal_base if left else Fraction(1)
    given: dict[str, dict[str, Fraction]] = {who: {} for who in everybody}
    for key, criterion in one.criteria.items():
        part = parts[key]
        whole = shared * (1 - alpha) * Fraction(criterion.weight, left) if left and part else Fraction(0)
        for who in everybody:
            given[who][key] = whole * part[who] if part else Fraction(0)
    return shared * alpha / len(everybody), given


# 4: last year still counts --------------------------------------------------------------------------------------------


def smooth(one: Round, gross: Amounts) -> Amounts:
    """Part of the way only from what was received before. When nobody received anything, there is nothing to leave."""
    total = sum((one.previous or {}).values())
    if not total:
        return gross
    kept = 1 - one.smoothing
    return {
        who: one.smoothing * amount + kept * one.envelope * Fraction(one.received(who), total)
        for who, amount in gross.items()
    }


# 5: the least and the most --------------------------------------------------------------------------------------------


def bounds_of(one: Round) -> Bounds:
    """Whole cents. When the envelope cannot be spent under the caps, they are lifted; when it does not pay the floors, they
    are lowered in proportion: never both, since no floor is above its cap."""
    lower = {who: lowest(one, who) for who in one.beneficiaries}
    upper = {who: highest(one, who, lower[who]) for who in one.beneficiaries}
    if sum(upper.values()) < one.envelope:
        return Bounds(lower, dict.fromkeys(upper, one.envelope), ("caps",))
    if (total := sum(lower.values())) > one.envelope:
        return Bounds({who: least * one.envelope // total for who, least in lower.items()}, upper, ("floors",))
    return Bounds(lower, upper, ())


def lowest(one: Round, who: str) -> int:
    """The floor, and what it may not lose. Whoever received nothing before has no such thing to lose."""
    least = (one.floor or Fraction(0)) * one.envelope / len(one.beneficiaries)
    if one.loss is not None and (before := one.received(who)):
        least = max(
            least, (1 - one.loss) * before * min(Fraction(1), Fraction(one.envelope, one.previous_envelope or 1))
        )
    return floor(least)


def highest(one: Round, who: str, lower: int) -> int:
    """The cap, and what it may not gain. Never under its floor."""
    most = [Fraction(one.envelope) if one.cap is None else one.cap * one.envelope]
    if one.gain is not None and (before := one.received(who)):
        most.append((1 + one.gain) * before * max(Fraction(1), Fraction(one.envelope, one.previous_envelope or 1)))
    return ceil(max(Fraction(lower), min(most)))


# 6: between the bounds, in proportion ---------------------------------------------------------------------------------


def project(envelope: int, wanted: Amounts, bounds: Bounds) -> tuple[Amounts, Fraction]:
    """Each wanted amount times λ, held between its bounds, with the λ that spends the envelope: what is nearest to what was
    wanted, for its size. What is spent grows with λ, along a line that breaks where somebody reaches a bound: the right
    piece of the line is looked for among those, and read exactly."""
    lower, upper = bounds.lower, bounds.upper
    held = hold(Fraction(1), wanted, bounds)
    if sum(held.values()) == envelope:
        return held, Fraction(1)
    breaks = sorted(
        {Fraction(0)} | {bound[who] / wanted[who] for bound in (lower, upper) for who in wanted if wanted[who]}
    )
    low, high = 0, len(breaks) - 1
    if sum(hold(breaks[high], wanted, bounds).values()) < envelope:
        return spread(envelope, hold(breaks[high], wanted, bounds), upper), breaks[high]
    while low < high:  # the first break at which the envelope is spent
        middle = (low + high) // 2
        if sum(hold(breaks[middle], wanted, bounds).values()) < envelope:
            low = middle + 1
        else:
            high = middle
    held = hold(breaks[low], wanted, bounds)
    excess = sum(held.values()) - envelope
    multiplier = breaks[low]
    if excess:
        moving = [who for who in wanted if lower[who] < held[who] and breaks[low - 1] * wanted[who] < upper[who]]
        multiplier -= excess / sum((wanted[who] for who in moving), Fraction(0))
    return hold(multiplier, wanted, bounds), multiplier


def hold(multiplier: Fraction, wanted: Amounts, bounds: Bounds) -> Amounts:
    return {
        who: min(max(multiplier * amount, Fraction(bounds.lower[who])), Fraction(bounds.upper[who]))
        for who, amount in wanted.items()
    }


def spread(left_of: int, held: Amounts, upper: Cents) -> Amounts:
    """What no λ places, because those who want anything are at their cap: equal amounts to all who are under theirs, and again
    to those who still are."""
    held = dict(held)
    while left := left_of - sum(held.values(), Fraction(0)):
        under = [who for who in held if held[who] < upper[who]]
        more = min(left / len(under), min(upper[who] - held[who] for who in under))
        for who in under:
            held[who] += more
    return held


# 7: whole cents -------------------------------------------------------------------------------------------------------


def round_to_cents(envelope: int, ideal: Amounts) -> Cents:
    """The largest remainders; a tie goes to the first in the order of code points."""
    cents = {who: floor(amount) for who, amount in ideal.items()}
    left = envelope - sum(cents.values())
    for who in sorted(ideal, key=lambda who: (cents[who] - ideal[who], who))[:left]:
        cents[who] += 1
    return cents
