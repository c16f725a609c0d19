"""The act: the one door through which a guarded table is written."""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from functools import partial
from typing import Any, Protocol
from uuid import UUID

from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection, transaction
from psycopg.types.json import Jsonb

from kevread.base.at_once import one_of_two
from kevread.base.models import new_key
from kevread.common import rooms
from kevread.common.actor import SYSTEM, Actor, Hat
from kevread.common.errors import Refused
from kevread.common.words import seen

from . import outside, replaced, touched, untouched
from .checks import Found, keep, last_good
from .models import Act, Chain
from .stamping import BEFORE, BOUND, OPENED, WROTE, is_stamp, stamp_of
from .strict import Unreadable, picture_of_the_journal, strictly
from .tables import standing_tables, verify_all
from .under_way import ACT, NOTED, act_under_way, noting

__all__ = [
    "accept_head",
    "act",
    "check_tables",
    "dumps",
    "hat_worn",
    "noting",
    "open_act",
    "seal_batch",
    "seal_journal",
]


class HasKey(Protocol):
    pk: Any


OPEN_ACT = """
INSERT INTO journal_act (id, verb, at, person, person_name, mandate, hat, organisation, arguments, reason, stamp)
VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s) RETURNING set_config('kevread.act', id::text, true)
"""
WRITTEN = f"""
SELECT a.digest, (SELECT pg_catalog.array_agg(digest ORDER BY id) FROM journal_change WHERE act_id = a.id),
    {touched.OPENED}, {touched.TOOK}, {touched.ALL_OWN}, {untouched.NAMES}, {untouched.READS}, p.*
FROM journal_act a, ({untouched.PICTURE}) p WHERE a.id = %s
"""  # noqa: S608 — of our own words
CLOSE_ACT = "SELECT journal_close(%s, %s, %s::int8multirange)"


def open_act() -> UUID:
    """The act in which we are. RuntimeError outside of one: what is done in a verb only."""
    key = act_under_way()
    if key is None:
        raise RuntimeError("This is done inside an act.")
    return key


def dumps(value: Any) -> str:
    return DjangoJSONEncoder(ensure_ascii=False).encode(value)


def hat_worn(actor: Actor, verb: str, about: HasKey | None) -> Hat | None:
    """The hat under which an act is signed when the verb does not say: one that gives there the right that it declares,
    else one that allows something there, if only to read. Never one that is worn elsewhere."""
    if about is None:
        return actor.hats[0] if actor.hats else None
    there = (hat for hat in actor.hats if any(hat.allows(right, about.pk) for right in hat.rights if right != "read"))
    right = rooms.verb(verb).right
    worn = actor.hat_for(right, about.pk) if right else None
    return worn or next(there, None) or actor.hat_for("read", about.pk)


@contextmanager
def act(
    verb: str,
    *,
    actor: Actor,
    about: HasKey | None,
    now: datetime,
    hat: Hat | None = None,
    arguments: dict[str, Any] | None = None,
    reason: str = "",
) -> Iterator[UUID]:
    """Everything written inside belongs to this act, in one transaction: all of it, or nothing.

    `verb` is one that a room declares (RuntimeError otherwise). `about` is the organisation concerned. `arguments` is what
    was asked, in JSON. What it wrote is stamped when it is closed: nothing more comes in. What watches over the tables is
    looked at then: Refused where it is not ours (`journal.untouched`). Acts do not nest: one verb, one act (RuntimeError
    otherwise). Yields the id of the act. Raises Refused when two windows write the same at the same instant, each waiting for
    the other: PostgreSQL lets one through, and this is the other.
    """
    if ACT.get() is not None:
        raise RuntimeError(f"An act is open already: « {verb} » must be a verb of its own.")
    rooms.verb(verb)
    key = new_key()
    hat = hat or hat_worn(actor, verb, about)
    untouched.at_opening()
    with one_of_two(), transaction.atomic():
        bound: list[Any] = [
            key,
            verb,
            now,
            actor.person,
            actor.name,
            hat.mandate if hat else None,
            hat.label if hat else "",
            about.pk if about else None,
        ]
        asked: list[Any] = [Jsonb(arguments or {}, dumps=dumps), reason]
        with connection.cursor() as cursor:
            cursor.execute(OPEN_ACT, [*bound, *asked, stamp_of(bound, what=OPENED)])
        if (noted := NOTED.get()) is not None:
            noted.append(key)
        token = ACT.set(key)
        try:
            yield key
        finally:
            ACT.reset(token)
        with connection.cursor() as cursor:
            cursor.execute(WRITTEN, [key])
            itself, written, first, took, all_own, names, reads, *picture = cursor.fetchone()
            untouched.at_closing(untouched.Picture(*picture), all_own=all_own, names=names, reads=reads)
            digests = [bytes(digest) for digest in written or ()]
            said = [key, len(digests), hashlib.sha256(b"".join(digests)).hexdigest(), bytes(itself).hex(), first, took]
            cursor.execute(CLOSE_ACT, [key, stamp_of(said, what=WROTE), took])
        outside.note_act(key)


def erase_change(change: int, before: str | None, after: str | None) -> None:
    """Inside an act of a verb that erases: this change says no more than that, in JSON, with the columns that it had. Its
    digest stays, its salt goes, and the act names it (`journal.models.Erased`)."""
    open_act()
    with connection.cursor() as cursor:
        cursor.execute("SELECT journal_erase_change(%s, %s::jsonb, %s::jsonb)", [change, before, after])


def erase_act(one: Act, *, person_name: str, hat: str, arguments: str, reason: str) -> None:
    """The same of an act: whom it names, what was asked and why. An act that this installation opened is stamped anew, for
    what is left; one that it did not keeps its stamp, which is still nobody's."""
    open_act()
    said = {name: getattr(one, name) for name in BOUND}
    left = [*(said | {"person_name": person_name, "hat": hat}).values()]
    what = next((what for what in (OPENED, BEFORE) if is_stamp(one.stamp, list(said.values()), what)), "")
    stamp = stamp_of(left, what=what) if what else one.stamp
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT journal_erase_act(%s, %s, %s, %s::jsonb, %s, %s)",
            [one.pk, person_name, hat, arguments, reason, bytes(stamp)],
        )


def seal_journal(*, now: datetime, at_most: int = 5_000) -> int:
    """Seal the acts that are not yet, with their changes, by batches of `at_most`; returns how many acts. Not an act: it
    writes nothing of the federation. Two at once wait for each other. The head is noted out of the database once it is there
    (`journal.outside`)."""
    sealed = 0
    while batch := seal_batch(now, at_most):
        sealed += batch
        if batch < at_most:
            break
    transaction.on_commit(outside.move_on, robust=True)
    return sealed


def seal_batch(now: datetime, at_most: int) -> int:
    """The next seal, by the function of the database that alone writes one; how many acts it holds."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT journal_seal_batch(%s, %s)", [now, at_most])
        return int(cursor.fetchone()[0])


TOLD = 20  # faults that are kept with a check; the command tells them all


def check_tables(*, now: datetime) -> Found:
    """Hold the journal against its seals, from the beginning, to the head that the last good check saw, and to what is noted
    out of the database; and the tables against the journal. What was found is kept, and that it could not be read whole. Not an
    act: it writes nothing of the federation."""
    last = last_good(now)
    noted = outside.read()
    known = noted.noted is not None or bool(noted.said)
    try:
        with picture_of_the_journal():
            answer = verify_all(last.anchor if last else None)
            apart = [{"seal": one.seal, "kind": one.kind, "said": one.said} for one in outside.faults(noted)]
            seal = Chain.objects.get().number
        tables = answer["tables"]
        faults = [*apart, *answer["faults"], *tables["faults"], *tables["schema"]]
        found = Found(now, seal, answer["head"], tables["checked"], tables["rows"], len(faults), faults[:TOLD], known)
    except Unreadable as why:
        found = Found(now, 0, None, 0, 0, 1, [{"seal": None, "kind": "hash", "said": str(why)}], known)
    keep(found)
    return found


AGAIN = "{} ligne{} {} été réécrite{} sans acte, puis remise{}"


def accept_head(*, reason: str, now: datetime) -> None:
    """Whoever holds the machine takes what the database says now for good, and says why: a backup of before was put back, or
    the file that noted the head was lost. An act says so; what was noted until then is kept beside. Raises Refused without a
    reason, or when nothing is wrong. What bears the stamp of a key that is no more, or wrote over what somebody had written
    again, is sealed first, so that it is answered for."""
    if not seen(reason):
        raise Refused(
            "Dites pourquoi le journal n’est plus celui qui était noté : la sauvegarde remise, et de quel jour."
        )
    noted = outside.read()
    found = [one.said for one in outside.faults(noted)]
    with picture_of_the_journal(), strictly():
        is_again = any(touched.again(standing_tables(), 0))
    if is_keyless := outside.is_keyless():
        found.append(outside.KEYLESS)
    if is_again or is_keyless:  # what an act wrote over such a row is taken for good up to a seal
        seal_journal(now=now)
    with picture_of_the_journal(), strictly():
        if many := len({*touched.again(standing_tables(), 0)}):
            found.append(AGAIN.format(many, *(("s", "ont", "s", "s") if many > 1 else ("", "a", "", ""))))
        until, marks = touched.here(), replaced.standing()
        found += [one.said for one in replaced.replaced()]
    if not found:
        raise Refused("Le journal est celui qui est noté hors de la base : il n’y a rien à reconnaître.")
    said = {"noted": noted.noted and noted.noted.seal, "found": found}
    with act("journal.accept_head", actor=SYSTEM, about=None, now=now, arguments=said, reason=reason):
        transaction.on_commit(partial(outside.begin_anew, reason))
        transaction.on_commit(partial(touched.excuse_all, reason, until))
        transaction.on_commit(partial(replaced.note, marks))
