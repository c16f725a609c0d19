"""The same shares for large rounds, in integers, and only when they are proven.

A fraction of a thousand inverses has thousands of digits. Here each amount is held between two integers, its cents times
2^BITS, rounded down for the one and up for the other: whatever is added, multiplied or divided keeps the exact amount
between the two, because every operation is between non-negative numbers and rounds outwards. Nothing else is supposed:

* who is at a bound is guessed on the lower integers, then *proven* on both: at λ, those below stay below, those above stay
  above. The projection is unique, so what satisfies its conditions is it;
* an amount is rounded down only if both integers round down to the same cent;
* a cent goes to one rather than to another only if the fraction of the one is above that of the other, whatever they are
  between their integers; or if the two are the same beneficiary in all but name, and their names then decide.

Where two integers do not tell, nothing is answered, and the oracle decides (`allocate`).
"""

from collections.abc import Iterable, Mapping
from fractions import Fraction
from math import lcm

from kevread.equalisation.rules.rounds import Criterion, Direction, Round
from kevread.equalisation.rules.share import Cents, bounds_of, share_out

BITS = 256
FEW = 30  # beneficiaries: under that, the oracle is as fast, and tells why

type Held = dict[str, tuple[int, int]]  # at most, at least: amounts times 2^BITS, or any measure


def allocate(one: Round) -> Cents:
    """What each receives: proven in integers when they are many, else by the oracle."""
    proven = certified(one) if len(one.beneficiaries) > FEW else None
    return share_out(one).allocation if proven is None else proven


def certified(one: Round) -> Cents | None:
    """What each receives, proven equal to the definition; None when it is nearer than can be proven."""
    wanted = smoothed(one)
    bounds = bounds_of(one)
    ideal = projected(one.envelope, wanted, bounds.lower, bounds.upper)
    return None if ideal is None else rounded(one, ideal)


def down(numerator: int, denominator: int) -> int:
    return (numerator << BITS) // denominator


def up(numerator: int, denominator: int) -> int:
    return -((-numerator << BITS) // denominator)


def smoothed(one: Round) -> Held:
    """What each would receive before any bound, between two integers."""
    everybody = one.beneficiaries
    total_before = sum((one.previous or {}).values())
    tau = one.smoothing if total_before else Fraction(1)
    counted = {key: criterion for key, criterion in one.criteria.items() if any(criterion.values.values())}
    left = sum(criterion.weight for criterion in counted.values())
    shared = one.envelope - sum(one.strategic.values())
    alpha = one.equal_base if left else Fraction(1)
    same = tau * shared * alpha / len(everybody)
    low, high = {}, {}
    for who in everybody:
        known = same + tau * one.chosen(who)
        if tau != 1:
            known += (1 - tau) * one.envelope * Fraction(one.received(who), total_before)
        low[who], high[who] = down(known.numerator, known.denominator), up(known.numerator, known.denominator)
    for criterion in counted.values() if left else ():
        whole = tau * shared * (1 - alpha) * Fraction(criterion.weight, left)
        if whole:
            add_parts(whole, criterion, low, high)
    return {who: (low[who], high[who]) for who in everybody}


def add_parts(whole: Fraction, criterion: Criterion, low: dict[str, int], high: dict[str, int]) -> None:
    """Add to each its part of a criterion. A direct one is exact but for its last division. Of an inverse one, each 1/x is
    between y and y + 1, their sum between that of the y and that plus their number."""
    values = as_integers(criterion.values)
    numerator, denominator = whole.numerator << BITS, whole.denominator
    if criterion.direction is Direction.DIRECT:
        measured, slack = values, 0
    else:
        one_over = max(values.values()).bit_length() + BITS
        measured, slack = {who: (1 << one_over) // value for who, value in values.items()}, 1
    total = sum(measured.values())
    least, most = denominator * (total + slack * len(measured)), denominator * total
    for who, measure in measured.items():
        low[who] += numerator * measure // least
        high[who] += -(-numerator * (measure + slack) // most)


def as_integers(values: Mapping[str, Fraction]) -> dict[str, int]:
    """The same measures in a smaller unit, where all are whole: parts do not change."""
    unit = lcm(*(value.denominator for value in values.values()))
    return {who: value.numerator * (unit // value.denominator) for who, value in values.items()}


# Between the bounds ---------------------------------------------------------------------------------------------------


def projected(envelope: int, wanted: Held, lower: Cents, upper: Cents) -> Held | None:
    """Each between two integers once λ is applied and bounds hold. The guess does not matter: it is proven, or nothing is
    said."""
    spent = envelope << BITS
    if all(lower[who] << BITS <= low and high <= upper[who] << BITS for who, (low, high) in wanted.items()):
        return wanted  # λ is 1: what is wanted totals the envelope
    sides = guess(spent, wanted, lower, upper)
    free = [who for who in wanted if sides[who] == 0]
    if not free:
        return None
    left = envelope - sum(lower[who] if sides[who] < 0 else upper[who] for who in wanted if sides[who])
    least, most = sum(wanted[who][0] for who in free), sum(wanted[who][1] for who in free)
    if left < 0 or not least:
        return None
    ideal: Held = {}
    for who, (low, high) in wanted.items():  # λ is between left/most and left/least
        bottom, top = lower[who], upper[who]
        if sides[who] < 0:
            proven = left * high <= bottom * least
            ideal[who] = (bottom << BITS, bottom << BITS)
        elif sides[who] > 0:
            proven = left * low >= top * most
            ideal[who] = (top << BITS, top << BITS)
        else:
            proven = left * low >= bottom * most and left * high <= top * least
            ideal[who] = (down(left * low, most), up(left * high, least))
        if not proven:
            return None
    return ideal


def guess(spent: int, wanted: Held, lower: Cents, upper: Cents) -> dict[str, int]:
    """Who is held by the lower bound (−1), by the upper one (1), by none (0): λ looked for among the breaks of the line."""
    seen = {who: low for who, (low, _) in wanted.items()}
    breaks = sorted({down(bound[who] << BITS, seen[who]) for bound in (lower, upper) for who in seen if seen[who]})
    if not breaks:
        return dict.fromkeys(seen, -1)

    def at(multiplier: int) -> int:
        return sum(
            min(max(multiplier * amount >> BITS, lower[who] << BITS), upper[who] << BITS)
            for who, amount in seen.items()
        )

    first, last = 0, len(breaks) - 1
    while first < last:
        middle = (first + last) // 2
        if at(breaks[middle]) < spent:
            first = middle + 1
        else:
            last = middle
    multiplier = (breaks[max(first - 1, 0)] + breaks[first]) // 2
    return {
        who: -1
        if multiplier * amount >> BITS <= lower[who] << BITS
        else int(multiplier * amount >> BITS >= upper[who] << BITS)
        for who, amount in seen.items()
    }


# Whole cents ----------------------------------------------------------------------------------------------------------


def rounded(one: Round, ideal: Held) -> Cents | None:
    cents = {who: low >> BITS for who, (low, _) in ideal.items()}
    if any(high >> BITS != cents[who] for who, (_, high) in ideal.items()):
        return None
    left = one.envelope - sum(cents.values())
    fractions = {who: (low - (cents[who] << BITS), high - (cents[who] << BITS)) for who, (low, high) in ideal.items()}
    order = sorted(fractions, key=lambda who: (-fractions[who][0], who))
    given, others = order[:left], order[left:]
    if given and others:
        least, most = min(fractions[who][0] for who in given), max(fractions[who][1] for who in others)
        near = [who for who in given if fractions[who][0] <= most] + [
            who for who in others if fractions[who][1] >= least
        ]
        if least <= most and not same_but_in_name(one, near):
            return None
    for who in given:
        cents[who] += 1
    return cents


def same_but_in_name(one: Round, some: Iterable[str]) -> bool:
    """Whether nothing distinguishes these beneficiaries: what they receive is then equal, exactly."""
    described = {
        (one.received(who), one.chosen(who), *(criterion.values[who] for criterion in one.criteria.values()))
        for who in some
    }
    return len(described) == 1
