"""A ballot that nobody reads, that adds up with the others, and that proves that it is one ballot.

Each choice is an exponential ElGamal of 0 or 1 (Cramer, Gennaro and Schoenmakers, 1997), with a proof that it is nothing
else (Cramer, Damgård and Schoenmakers, 1994) and one that the whole names as many as it may; the challenge is a hash of
all that is proved (Bernhard, Pereira and Warinschi, 2012). The equations: `docs/concepts/votes.md`.
"""

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass

from Crypto.PublicKey.ECC import EccPoint

from kevread.tally.rules import tallies as tally
from kevread.tally.rules.polls import PollTerms
from kevread.votes.rules.group import (
    BASE,
    ORDER,
    POINT,
    SCALAR,
    base,
    challenge,
    decode,
    drawn,
    encode,
    hashed,
    scalar_of,
    times,
)

MOST_CHOICES = 120  # that a ballot can name
type Pair = tuple[EccPoint, EccPoint]


@dataclass(frozen=True, slots=True)
class Sheet:
    """What every ballot of a poll is sealed to, and must hold: so many cells, of which at most `most` are chosen."""

    terms: bytes  # their SHA-256: a ballot of other terms proves nothing here
    key: bytes
    codes: tuple[str, ...]  # of the cells, in the order of the terms; the last is blank, where one may vote blank
    most: int

    @property
    def weights(self) -> list[int]:
        """Blank weighs as much as all the names that one may give: with it one gives none."""
        return [self.most if code == tally.BLANK else 1 for code in self.codes]

    @property
    def length(self) -> int:
        cells = len(self.codes)
        return cells * (2 * POINT + 4 * SCALAR) + 2 * self.most * SCALAR


def sheet_of(terms: PollTerms, sha256: str, key: bytes) -> Sheet:
    """
    >>> sheet_of(PollTerms(kind="consent"), "00", b"").codes
    ('agree', 'object')
    """
    codes = [code for code, _ in tally.choices_of(terms)]
    if terms.kind != "consent":
        codes.append(tally.BLANK)
    return Sheet(bytes.fromhex(sha256), key, tuple(codes), tally.most_choices(terms))


def seal(sheet: Sheet, college: str, choices: Collection[str], draw: Callable[[], int] = drawn) -> bytes:
    """A ballot. Nothing chosen is blank. `draw`: where its chance comes from."""
    chosen = [int(code in (choices or (tally.BLANK,))) for code in sheet.codes]
    key = decode(sheet.key)
    chances = [draw() for _ in chosen]
    cells = [(base(chance), base(value) + times(key, chance)) for value, chance in zip(chosen, chances, strict=True)]
    context = context_of(sheet, college, cells)
    proofs = [
        prove(key, context, place, cell, value, chance, (0, 1), draw)
        for place, (cell, value, chance) in enumerate(zip(cells, chosen, chances, strict=True))
    ]
    total = sum(weight * value for weight, value in zip(sheet.weights, chosen, strict=True))
    chance = sum(weight * chance for weight, chance in zip(sheet.weights, chances, strict=True)) % ORDER
    allowed = range(1, sheet.most + 1)
    proofs.append(prove(key, context, len(cells), weighed(sheet, cells), total, chance, allowed, draw))
    return b"".join(encode(point) for cell in cells for point in cell) + b"".join(proofs)


def holds(sheet: Sheet, college: str, sealed: bytes) -> bool:
    """Whether this is one ballot of this poll and this college, whatever it says."""
    try:
        cells, proofs = parts_of(sheet, sealed)
        key, context = decode(sheet.key), context_of(sheet, college, cells)
        return all(
            proved(key, context, place, cell, proof, allowed)
            for place, (cell, proof, allowed) in enumerate(
                [
                    *((cell, proof, (0, 1)) for cell, proof in zip(cells, proofs[:-1], strict=True)),
                    (weighed(sheet, cells), proofs[-1], range(1, sheet.most + 1)),
                ]
            )
        )
    except ValueError:
        return False


def parts_of(sheet: Sheet, sealed: bytes) -> tuple[list[Pair], list[bytes]]:
    """The cells of a ballot, then its proofs. Raises ValueError."""
    if len(sealed) != sheet.length:
        raise ValueError("No ballot of this poll.")
    number = len(sheet.codes)
    ends = number * 2 * POINT
    points = [decode(sealed[at : at + POINT]) for at in range(0, ends, POINT)]
    proofs = [sealed[ends + place * 4 * SCALAR :][: 4 * SCALAR] for place in range(number)]
    return list(zip(points[::2], points[1::2], strict=True)), [*proofs, sealed[ends + number * 4 * SCALAR :]]


def cells_of(sheet: Sheet, sealed: bytes) -> list[Pair]:
    return parts_of(sheet, sealed)[0]


def added(sheet: Sheet, ballots: Sequence[bytes]) -> list[Pair]:
    """The sums of ballots that hold, cell by cell: a ciphertext of how many chose each."""
    none = BASE.point_at_infinity()
    sums: list[Pair] = [(none, none)] * len(sheet.codes)
    for ballot in ballots:
        cells = cells_of(sheet, ballot)
        sums = [(one + more, two + other) for (one, two), (more, other) in zip(sums, cells, strict=True)]
    return sums


def weighed(sheet: Sheet, cells: Sequence[Pair]) -> Pair:
    total = BASE.point_at_infinity(), BASE.point_at_infinity()
    for weight, (one, two) in zip(sheet.weights, cells, strict=True):
        more = (one, two) if weight == 1 else (times(one, weight), times(two, weight))
        total = total[0] + more[0], total[1] + more[1]
    return total


def context_of(sheet: Sheet, college: str, cells: Sequence[Pair]) -> bytes:
    return hashed("ballot", sheet.terms, college.encode(), *(encode(point) for cell in cells for point in cell))


# Proofs --------------------------------------------------------------------------------------------------------------


def prove(
    key: EccPoint,
    context: bytes,
    place: int,
    cell: Pair,
    value: int,
    chance: int,
    allowed: Sequence[int],
    draw: Callable[[], int],
) -> bytes:
    """That a cell is one of the values allowed, and not which: the others are simulated."""
    secret, commitments, answers = draw(), list[bytes](), dict[int, tuple[int, int]]()
    for one in allowed:
        if one == value:
            commitments += [encode(base(secret)), encode(times(key, secret))]
            continue
        asked, answer = answers[one] = draw(), draw()
        free = (answer - asked * chance) % ORDER
        commitments += [encode(base(free)), encode(times(key, free) + base(asked * (one - value)))]
    asked = challenge("proof", context, place.to_bytes(4), *commitments)
    asked = (asked - sum(other for other, _ in answers.values())) % ORDER
    answers[value] = asked, (secret + asked * chance) % ORDER
    return b"".join(number.to_bytes(SCALAR) for one in allowed for number in answers[one])


def proved(key: EccPoint, context: bytes, place: int, cell: Pair, proof: bytes, allowed: Sequence[int]) -> bool:
    """Raises ValueError on a proof that cannot be read."""
    one, two = cell
    asked_in_all, commitments = 0, list[bytes]()
    for value, (asked, answer) in zip(allowed, pairs_in(proof), strict=True):
        asked_in_all += asked
        commitments.append(encode(base(answer) + -times(one, asked)))
        commitments.append(encode(times(key, answer) + -times(two + -base(value), asked)))
    return challenge("proof", context, place.to_bytes(4), *commitments) == asked_in_all % ORDER


def pairs_in(proof: bytes) -> Iterator[tuple[int, int]]:
    for at in range(0, len(proof), 2 * SCALAR):
        yield scalar_of(proof[at : at + SCALAR]), scalar_of(proof[at + SCALAR : at + 2 * SCALAR])
