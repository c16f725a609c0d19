"""By which key second factors are sealed: a key that changed is told before somebody cannot come in."""

from collections.abc import Iterable
from enum import Enum, auto

from allauth.mfa.models import Authenticator

from kevread.base.sealing import Unreadable, is_fresh, unseal

from .models import SECOND_FACTOR


class Kept(Enum):
    FRESH = auto()  # by the key in force
    BEFORE = auto()  # by one of before, which is still there
    LOST = auto()


def second_factors(factors: Iterable[Authenticator] | None = None) -> dict[Kept, list[Authenticator]]:
    found: dict[Kept, list[Authenticator]] = {kept: [] for kept in Kept}
    for factor in Authenticator.objects.order_by("pk") if factors is None else factors:
        found[kept_by(factor)].append(factor)
    return found


def kept_by(factor: Authenticator) -> Kept:
    said = secrets_of(factor).values()
    if all(is_fresh(one, SECOND_FACTOR) for one in said):
        return Kept.FRESH
    try:
        for one in said:
            unseal(one, SECOND_FACTOR)
    except Unreadable:
        return Kept.LOST
    return Kept.BEFORE


def secrets_of(factor: Authenticator) -> dict[str, str]:
    """What is sealed of it: that of the application, or that from which recovery codes are made."""
    return {name: factor.data[name] for name in ("secret", "seed") if name in factor.data}
