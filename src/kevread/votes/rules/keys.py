"""The key of a box: split among those who keep it (Shamir), so that each can check their share (Feldman) and open the sums
with it, and the sums alone, proving that it is right (Chaum and Pedersen). The share never has to be told to anybody."""

import secrets
from collections.abc import Mapping, Sequence

from Crypto.PublicKey.ECC import EccPoint

from kevread.common.errors import Invalid
from kevread.votes.rules.codes import read_back, written
from kevread.votes.rules.group import (
    BASE,
    ORDER,
    POINT,
    base,
    challenge,
    decode,
    drawn,
    encode,
    hashed,
    scalar_of,
    times,
)
from kevread.votes.rules.sealing import Pair

SEED = 16  # bytes of a scrutineer's code
SHORT = 10  # bytes of a digest that people compare
FEWEST, MOST = 2, 9  # scrutineers
type Opening = Sequence[Sequence[str]]  # a cell each: what the share makes of it, and the two numbers of its proof


def new_code() -> str:
    """What a scrutineer keeps, and writes down: their key is derived from it."""
    return written(secrets.token_bytes(SEED))


def key_of(code: str) -> int:
    """Raises Invalid when it is no such code."""
    return challenge("keeper", read_back(code, SEED))


def public_key_of(code: str) -> bytes:
    return encode(base(key_of(code)))


def print_of(public: bytes) -> str:
    """What people compare of a key.

    >>> print_of(bytes(64))
    'RZRV-Q9YA-W84Q-T1KX'
    """
    return written(hashed("key", public)[:SHORT])


def check_key(public: bytes) -> None:
    """Raises Invalid."""
    try:
        decode(public)
    except ValueError:
        raise Invalid("key", "Cette page est incomplète : rechargez-la.") from None


def check_threshold(threshold: int, keepers: int) -> None:
    """
    >>> check_threshold(1, 3)
    Traceback (most recent call last):
    kevread.common.errors.Invalid: Il faut au moins 2 personnes pour ouvrir l’urne : seule, aucune ne le doit.
    """
    if not FEWEST <= keepers <= MOST:
        raise Invalid("scrutineers", f"De {FEWEST} à {MOST} personnes tiennent l’urne.")
    if threshold < FEWEST:
        raise Invalid(
            "threshold", f"Il faut au moins {FEWEST} personnes pour ouvrir l’urne : seule, aucune ne le doit."
        )
    if threshold > keepers:
        raise Invalid("threshold", f"{threshold} personnes ne peuvent pas ouvrir une urne dont {keepers} ont la clé.")


def new_box(threshold: int, keepers: Sequence[bytes]) -> tuple[list[bytes], list[bytes]]:
    """What is published of the key of a new box (the key itself, then what lets each share be checked), and the share of
    each keeper, sealed to their own key. The private key is forgotten.

    Raises Invalid when one keeper alone could open it, or when there are too few of them.
    """
    check_threshold(threshold, len(keepers))
    secret = [drawn() for _ in range(threshold)]
    sharing = [encode(base(one)) for one in secret]
    return sharing, [sealed_to(keeper, value_at(secret, place), place) for place, keeper in enumerate(keepers, start=1)]


def value_at(polynomial: Sequence[int], place: int) -> int:
    return sum(one * place**degree for degree, one in enumerate(polynomial)) % ORDER


def sealed_to(keeper: bytes, share: int, place: int) -> bytes:
    chance = drawn()
    known = encode(base(chance))
    mask = hashed("share", known, encode(times(decode(keeper), chance)), bytes([place]))
    return known + (share ^ int.from_bytes(mask)).to_bytes(32)


def open_share(code: str, sealed: bytes, sharing: Sequence[bytes], place: int) -> int:
    """The share of a keeper, opened by their code. Raises Invalid when it is somebody else's, or of another box."""
    shared = encode(times(decode(sealed[:POINT]), key_of(code)))
    mask = hashed("share", sealed[:POINT], shared, bytes([place]))
    share = int.from_bytes(sealed[POINT:]) ^ int.from_bytes(mask)
    if share >= ORDER or base(share) != known_of(sharing, place):
        raise Invalid(
            "code",
            "Ce code n’est pas celui de votre part : relisez-le. S’il est juste, quelqu’un a changé les clés : dites-le à la "
            "présidence de séance. Rien n’a été ouvert.",
        )
    return share


def known_of(sharing: Sequence[bytes], place: int) -> EccPoint:
    """What everybody knows of the share at this place."""
    found = BASE.point_at_infinity()
    for degree, one in enumerate(sharing):
        found = found + times(decode(one), place**degree)
    return found


# Opening the sums ----------------------------------------------------------------------------------------------------


def opening(share: int, terms: bytes, place: int, sums: Sequence[Pair]) -> list[list[str]]:
    """What a share makes of each sum, and the proof that it is that share."""
    found = []
    for cell, (one, _) in enumerate(sums):
        part, secret = times(one, share), drawn()
        asked = asked_of(terms, place, cell, one, part, base(secret), times(one, secret))
        found.append([encode(part).hex(), f"{asked:064x}", f"{(secret + asked * share) % ORDER:064x}"])
    return found


def is_opening(found: Opening, sharing: Sequence[bytes], terms: bytes, place: int, sums: Sequence[Pair]) -> bool:
    """Whether this is what the share at this place makes of these sums."""
    try:
        known = known_of(sharing, place)
        for cell, ((one, _), (part_hex, asked_hex, answer_hex)) in enumerate(zip(sums, found, strict=True)):
            part = decode(bytes.fromhex(part_hex))
            asked, answer = scalar_of(bytes.fromhex(asked_hex)), scalar_of(bytes.fromhex(answer_hex))
            first, second = base(answer) + -times(known, asked), times(one, answer) + -times(part, asked)
            if asked != asked_of(terms, place, cell, one, part, first, second):
                return False
    except (ValueError, TypeError):
        return False
    return True


def asked_of(terms: bytes, place: int, cell: int, *points: EccPoint) -> int:
    return challenge("opening", terms, bytes([place]), cell.to_bytes(4), *(encode(point) for point in points))


def read_sums(openings: Mapping[int, Opening], sums: Sequence[Pair], most: int) -> list[int]:
    """How many chose each cell, from enough openings by place. Raises ValueError when they say no number up to `most`."""
    logs = {encode(BASE.point_at_infinity()): 0}
    point = BASE.point_at_infinity()
    for number in range(1, most + 1):
        point = point + BASE
        logs[encode(point)] = number
    found = []
    for cell, (_, two) in enumerate(sums):
        for place, parts in openings.items():
            two = two + -times(decode(bytes.fromhex(parts[cell][0])), share_at_zero(place, list(openings)))
        if (number := logs.get(encode(two), -1)) < 0:
            raise ValueError("These openings do not make a count.")
        found.append(number)
    return found


def share_at_zero(place: int, places: Sequence[int]) -> int:
    """Lagrange's coefficient."""
    over, under = 1, 1
    for other in places:
        if other != place:
            over, under = over * other, under * (other - place)
    return over * pow(under, -1, ORDER) % ORDER
