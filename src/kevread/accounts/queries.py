"""By which key second factors are sealed, and addresses stamped: a key that changed is told before somebody cannot come in."""

from collections.abc import Callable, Iterable
from enum import Enum, auto

from allauth.mfa.models import Authenticator

from kevread.base.sealing import Unreadable, is_fresh, unseal
from kevread.base.stamped import is_stamped_here, said, secrets, was_stamped

from .models import SECOND_FACTOR, Account


class Kept(Enum):
    FRESH = auto()  # by the key in force
    BEFORE = auto()  # by one of before, which is still there
    LOST = auto()


def second_factors(factors: Iterable[Authenticator] | None = None) -> dict[Kept, list[Authenticator]]:
    return by_key(Authenticator.objects.order_by("pk") if factors is None else factors, kept_by)


def by_key[T](rows: Iterable[T], kept_by: Callable[[T], Kept]) -> dict[Kept, list[T]]:
    found: dict[Kept, list[T]] = {kept: [] for kept in Kept}
    for row in rows:
        found[kept_by(row)].append(row)
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


def addresses() -> dict[Kept, list[Account]]:
    """Of all accounts, by which key the address is stamped: LOST is one that no verb of this installation wrote."""
    return by_key(Account.objects.order_by("pk"), stamped_by)


def stamped_by(account: Account) -> Kept:
    if was_stamped(secrets()[0], bytes(account.stamp), said(account)):
        return Kept.FRESH
    return Kept.BEFORE if is_stamped_here(account) else Kept.LOST
