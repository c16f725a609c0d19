"""By which key second factors are sealed, and addresses stamped: a key that changed is told before somebody cannot come in.
And whether an account is still what the last act about it left (decision 179)."""

import json
from collections.abc import Callable, Iterable
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
SELECT DISTINCT ON (a.arguments ->> 'account') a.arguments ->> 'account', a.arguments ->> 'left', a.id
FROM public.journal_act a WHERE a.arguments ? 'left' AND a.arguments ? 'account' AND {which}
ORDER BY a.arguments ->> 'account', a.id DESC
"""
USED = ("used_mask", "viewed_at")  # which recovery codes have served, and when they were shown: no act tells it


def left_of(account: UUID) -> str:
    """The digest of what an account is now, which the act that changes it tells: of its second factor, what it is made from.
    Nobody finds an address in it: what ends sessions is drawn. To be asked once what changes is written, the account locked."""
    return standing("a.id = %s", account)[account]


def standing(which: str, *values: Any) -> dict[UUID, str]:
    with connection.cursor() as cursor:
        cursor.execute(STANDING.format(which=which), values)
        return {key: digest_of(str(key), *row, json.loads(factors)) for key, *row, factors in cursor}


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


def last_acts(which: str = "true", *values: Any) -> dict[str, tuple[str, UUID]]:
    """By account, what the last act that tells it says that it left, and that act."""
    with connection.cursor() as cursor:
        cursor.execute(LAST.format(which=which), values)
        return {account: (left, act) for account, left, act in cursor}


def otherwise_than_left() -> list[UUID]:
    """The accounts that are no longer what their last act left. One of which no act tells it is of before: `take_note`. Each
    table is named with its schema, for the check of the tables; which acts are ours is told by it too."""
    told = last_acts()
    return [key for key, now in standing("true").items() if str(key) in told and told[str(key)][0] != now]


def is_as_left(account: Account) -> bool:
    """Whether an account is what its last act left, and that act is one of ours: asked before it lets anybody in. Three
    queries, and those of the act."""
    found = last_acts("a.arguments ->> 'account' = %s", str(account.pk)).get(str(account.pk))
    return found is None or (found[0] == standing("a.id = %s", account.pk).get(account.pk) and is_believed(found[1]))


def never_told() -> list[Account]:
    """The accounts of which no act tells what they are, among those whose address is stamped."""
    told = last_acts()
    return [one for one in Account.objects.order_by("pk") if str(one.pk) not in told and is_stamped_here(one)]
