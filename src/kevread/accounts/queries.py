"""By which key second factors are sealed, and addresses stamped: a key that changed is told before somebody cannot come in.
And whether an account is still what the last act about it left (decision 179)."""

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import Enum, auto
from hashlib import sha256
from typing import Any
from uuid import UUID

from allauth.mfa.models import Authenticator
from django.db import connection

from kevread.base.sealing import Unreadable, is_fresh, unseal
from kevread.base.stamped import is_stamped_here, said, secrets, was_stamped
from kevread.journal.as_acted import is_believed

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


# What an act left of an account --------------------------------------------------------------------------------------

# All that lets somebody in: what ends sessions, the address, whether it is open, the second factor and what replaces it.
STANDING = """
SELECT a.id, a.password, a.email, a.is_active,
    coalesce(jsonb_agg(jsonb_build_array(f.type, f.data)) FILTER (WHERE f.id IS NOT NULL), '[]')::text
FROM public.accounts_account a LEFT JOIN public.mfa_authenticator f ON f.user_id = a.id
WHERE {which} GROUP BY a.id ORDER BY a.id
"""
LAST = """
SELECT DISTINCT ON (a.arguments ->> 'account') a.arguments ->> 'account', a.arguments ->> 'left', a.arguments ->> 'served', a.id
FROM public.journal_act a WHERE a.arguments ? 'left' AND a.arguments ? 'account' AND {which}
ORDER BY a.arguments ->> 'account', a.id DESC
"""
SERVED = "used_mask"  # which recovery codes have served
USED = (SERVED, "viewed_at")  # told apart, and when they were shown, which no act tells


@dataclass(frozen=True, slots=True)
class Left:
    """What an account is: the digest of all that lets somebody in, and which recovery codes have served; None where an act of a
    version of before did not tell it. Nobody finds an address in it, nor a code: what ends sessions is drawn."""

    digest: str
    served: str | None

    def is_told_by(self, told: "Left") -> bool:
        """
        >>> now = Left("a", "[1]")
        >>> [now.is_told_by(told) for told in (now, Left("a", None), Left("a", "[3]"), Left("b", "[1]"))]
        [True, True, False, False]
        """
        return self.digest == told.digest and told.served in (None, self.served)


def left_of(account: UUID) -> Left:
    """What an account is now, which the act that changes it tells. To be asked once what changes is written, the account
    locked."""
    return standing("a.id = %s", account)[account]


def standing(which: str, *values: Any) -> dict[UUID, Left]:
    with connection.cursor() as cursor:
        cursor.execute(STANDING.format(which=which), values)
        read = [(key, row, json.loads(factors)) for key, *row, factors in cursor]
        return {key: Left(digest_of(str(key), *row, factors), served(factors)) for key, row, factors in read}


def served(factors: list[tuple[str, Any]]) -> str:
    told = [data[SERVED] for _, data in factors if isinstance(data, dict) and SERVED in data]
    return json.dumps(sorted(told, key=str))


def digest_of(*kept: Any) -> str:
    *row, factors = kept
    told = sorted(json.dumps([kind, made_from(data)], sort_keys=True) for kind, data in factors)
    return sha256(json.dumps([*row, told]).encode()).hexdigest()


def made_from(data: Any) -> Any:
    """What a second factor is made from, whichever key of ours seals it: sealed anew, it is the same."""
    if not isinstance(data, dict):
        return data
    return {name: opened(value) for name, value in data.items() if name not in USED}


def opened(value: Any) -> Any:
    if isinstance(value, list):
        return [opened(one) for one in value]
    try:
        return unseal(value, SECOND_FACTOR) if isinstance(value, str) else value
    except Unreadable:
        return value


def last_acts(which: str = "true", *values: Any) -> dict[str, tuple[Left, UUID]]:
    """By account, what the last act that tells it says that it left, and that act."""
    with connection.cursor() as cursor:
        cursor.execute(LAST.format(which=which), values)
        return {account: (Left(digest, codes), act) for account, digest, codes, act in cursor}


def otherwise_than_left() -> list[UUID]:
    """The accounts that are no longer what their last act left. One of which no act tells it is of before: `take_note`. Each
    table is named with its schema, for the check of the tables; which acts are ours is told by it too."""
    told = last_acts()
    now = standing("true").items()
    return [key for key, left in now if str(key) in told and not left.is_told_by(told[str(key)][0])]


def is_as_left(account: Account) -> bool:
    """Whether an account is what its last act left, and that act is one of ours: asked before it lets anybody in. Three
    queries, and those of the act."""
    found = last_acts("a.arguments ->> 'account' = %s", str(account.pk)).get(str(account.pk))
    if found is None:
        return True
    (told, act), now = found, standing("a.id = %s", account.pk).get(account.pk)
    return now is not None and now.is_told_by(told) and is_believed(act)


def never_told() -> list[Account]:
    """The accounts of which no act tells what they are, among those whose address is stamped."""
    told = last_acts()
    return [one for one in Account.objects.order_by("pk") if str(one.pk) not in told and is_stamped_here(one)]
