"""The journal against its seals, and the seals against a head kept elsewhere. Reads a range at a time."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.db import connection
from psycopg.sql import Composed

from kevread.common.reading import Misread, dotted, read_as, read_json
from kevread.common.rooms import verbs
from kevread.ui.command_line import BadInput

from .models import Act, Chain, Change, Erased, Seal
from .seals import BATCHES, ENTRIES, GENESIS, as_text, link, with_erased
from .strict import Unreadable, strictly, veiled

UNSEALED = f"SELECT count(*) FROM ({ENTRIES} WHERE a.seal IS NULL) e WHERE NOT intact"  # noqa: S608 — of our own words
# What the chain says of each table: the last seal that holds an act which wrote there.
WRITTEN = """
SELECT coalesce(jsonb_object_agg("table", last), '{}')::text FROM (
    SELECT c."table", max(a.seal) AS last FROM public.journal_act a JOIN public.journal_change c ON c.act_id = a.id
    WHERE a.seal IS NOT NULL GROUP BY c."table"
) sealed
"""
# What was erased, and is not told by an act of a verb that may, or is still said.
ERASED = """
SELECT count(*) FROM public.journal_erased e
LEFT JOIN public.journal_change c ON c.id = e.change LEFT JOIN public.journal_act a ON a.id = e.act
WHERE NOT EXISTS (
    SELECT FROM public.journal_change t JOIN public.journal_act o ON o.id = t.act_id
    WHERE t."row" = e.id AND t."table" = 'journal_erased' AND t.before IS NULL AND t.after = to_jsonb(e)
        AND t.salt IS NOT NULL AND o.verb = ANY (%s)
) OR CASE WHEN e.change IS NULL THEN a.salt IS NULL AND a.digest = e.digest
    ELSE c.salt IS NULL AND c.digest = e.digest AND c.act_id = e.act END IS NOT TRUE
"""
# The seals of which there are not as many acts as they say: one that was put in under an old seal is read again by nobody.
COUNTED = """
SELECT s.number FROM public.journal_seal s LEFT JOIN (
    SELECT seal, count(*) AS acts FROM public.journal_act WHERE seal <= %(until)s GROUP BY seal
) a ON a.seal = s.number WHERE s.number <= %(until)s AND s.acts <> coalesce(a.acts, 0) ORDER BY 1
"""
AT_ONCE = 20_000  # acts whose digests are read together
WARNING = (
    "Sans ancre gardée ailleurs, une réécriture de tout le journal, scellés compris, ne se voit pas. "
    "Donnez la tête notée dans une sauvegarde ou un procès-verbal : --anchor FICHIER"
)


@dataclass(frozen=True, slots=True)
class Anchor:
    """A head that was written down elsewhere: after which seal, and what it was."""

    number: int
    head: str


def read_anchor(path: Path) -> Anchor:
    """Raises BadInput when it is not a file of ours."""
    try:
        return read_as(Anchor, read_json(path), dotted, strangers=True)
    except Misread as wrong:
        if wrong.code == "unreadable":
            raise BadInput("unreadable", "anchor", f"On ne peut pas lire {path}.") from None
        wanted = '{"number": 12, "head": "sha256:…"}'
        raise BadInput("bad_anchor", "anchor", f"{path} n’est pas une ancre : {wanted}. {wrong.sentence}") from None


def verify(anchor: Anchor | None, *, since: int | None = None) -> dict[str, Any]:
    """Every row recomputed from what it says, every seal from its rows, every head from the one before.

    `faults`: one for each seal and kind. hash: a row, or a batch, is not what its digest says; gap: an act, a change or a
    seal is missing, or one is in excess, or the tables of the journal may hide some; link: a seal does not follow the one
    before; erased: a content is said to be erased, and no verb that may did it, or it is still there; anchor: the head kept
    elsewhere is not found. `seal` is null for what is not sealed yet. `since`: what that seal
    and those before it hold was verified already, and is taken for good, if there are as many acts as they say;
    BadInput when there is no such seal.
    """
    with strictly():
        return held(anchor, None if anchor and since and anchor.number < since else since)


def unreadable(anchor: Anchor | None, why: Unreadable) -> dict[str, Any]:
    """The answer where somebody wrote what stops the reading itself: a fault like another, and no silence."""
    nothing = dict.fromkeys(("acts", "sealed", "seals", "head"))
    fault = {"seal": None, "kind": "hash", "detail": "unreadable"}
    return {"ok": False, "anchored": anchor is not None, **nothing, "faults": [fault], "warning": str(why)}


def held(anchor: Anchor | None, since: int | None) -> dict[str, Any]:
    faults: dict[tuple[int | None, str], None] = {}
    previous, expected, sealed, heads = beginning(since)
    faults |= dict.fromkeys((number, "gap") for number in miscounted(since))
    for seals in ranges(since or 0):
        found = batches(seals[0].number, seals[-1].number)
        for seal in seals:
            faults |= dict.fromkeys(
                (seal.number, kind) for kind in faults_of(seal, found.get(seal.number), previous, expected)
            )
            previous, expected, sealed = bytes(seal.head), seal.number + 1, sealed + seal.acts
            if anchor and seal.number == anchor.number:
                heads[seal.number] = as_text(previous)
    faults |= dict.fromkeys(faults_around(previous, expected - 1))
    if anchor and heads.get(anchor.number) != anchor.head:
        faults[anchor.number, "anchor"] = None
    answer: dict[str, Any] = {
        "ok": not faults,
        "anchored": anchor is not None,
        "acts": one("SELECT count(*) FROM public.journal_act"),
        "sealed": sealed,
        "seals": one("SELECT count(*) FROM public.journal_seal"),
        "head": as_text(previous) if expected > 1 else None,
        "faults": [{"seal": number, "kind": kind} for number, kind in faults],
    }
    return answer if anchor else answer | {"warning": WARNING}


def beginning(since: int | None) -> tuple[bytes, int, int, dict[int, str]]:
    """The head to begin from, the number that follows, and how many acts are sealed before, with that head by its number."""
    if not since:
        return GENESIS, 1, 0, {}
    head = one("SELECT head FROM public.journal_seal WHERE number = %s", since)
    if head is None:
        raise BadInput("unknown_seal", "since", f"Il n’y a pas de scellé n° {since}.")
    sealed = one("SELECT sum(acts)::bigint FROM public.journal_seal WHERE number <= %s", since)
    return bytes(head), since + 1, sealed, {since: as_text(bytes(head))}


def miscounted(until: int | None) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(COUNTED, {"until": until or 0})
        return [number for (number,) in cursor]


def one(question: str | Composed, *values: int) -> Any:
    """The only value of the first row; None when there is none."""
    with connection.cursor() as cursor:
        cursor.execute(question, values)
        row = cursor.fetchone()
        return row[0] if row else None


def ranges(since: int) -> Iterator[list[Seal]]:
    """The seals after that one, in order, by groups that hold about as many acts."""
    group: list[Seal] = []
    for seal in Seal.objects.raw(
        "SELECT * FROM public.journal_seal WHERE number > %s ORDER BY number", [since]
    ).iterator():
        group.append(seal)
        if sum(one.acts for one in group) >= AT_ONCE:
            yield group
            group = []
    if group:
        yield group


def batches(first: int, last: int) -> dict[int, tuple[int, int, bytes, bool]]:
    """For each seal of a range: the acts and changes that are there, their digest, whether each row is intact."""
    with connection.cursor() as cursor:
        cursor.execute(of_any_age(BATCHES), [first, last])
        return {number: (acts, changes, bytes(digest), intact) for number, acts, changes, digest, intact in cursor}


def knows_erasing() -> bool:
    """A backup of before contents could be erased has no table for it."""
    return bool(one("SELECT to_regclass('public.journal_erased') IS NOT NULL"))


def of_any_age(asked: str) -> str:
    return with_erased(asked) if knows_erasing() else asked


def faults_of(seal: Seal, found: tuple[int, int, bytes, bool] | None, previous: bytes, expected: int) -> Iterator[str]:
    if seal.number != expected or found is None or (seal.acts, seal.changes) != found[:2]:
        yield "gap"
    elif not found[3] or bytes(seal.digest) != found[2]:
        yield "hash"
    follows = link(seal.number, bytes(seal.previous), seal.acts, seal.changes, bytes(seal.digest), seal.sealed_at)
    if bytes(seal.previous) != previous or bytes(seal.head) != follows:
        yield "link"


def faults_around(head: bytes, last: int) -> Iterator[tuple[int | None, str]]:
    """What no seal holds: acts not sealed yet, acts of a seal that is not there, changes of no act; and the head itself."""
    if veiled([model._meta.db_table for model in (Act, Change, Erased, Seal, Chain)]):  # noqa: SLF001 — Django's own way
        yield None, "gap"
    with connection.cursor() as cursor:
        cursor.execute(of_any_age(UNSEALED))
        if cursor.fetchone()[0]:
            yield None, "hash"
        if knows_erasing():
            cursor.execute(ERASED, [[verb.name for verb in verbs() if verb.erases]])
            if cursor.fetchone()[0]:
                yield None, "erased"
        cursor.execute(
            "SELECT DISTINCT a.seal FROM public.journal_act a WHERE a.seal IS NOT NULL "
            "AND NOT EXISTS (SELECT FROM public.journal_seal s WHERE s.number = a.seal) ORDER BY 1 LIMIT 100"
        )
        yield from ((number, "gap") for (number,) in cursor.fetchall())
        # Seals begin at 1: what would be before is read by nobody.
        cursor.execute("SELECT number FROM public.journal_seal WHERE number < 1 ORDER BY 1 LIMIT 100")
        yield from ((number, "gap") for (number,) in cursor.fetchall())
        cursor.execute(
            "SELECT EXISTS (SELECT FROM public.journal_change c WHERE NOT EXISTS "
            "(SELECT FROM public.journal_act a WHERE a.id = c.act_id))"
        )
        if cursor.fetchone()[0]:
            yield None, "gap"
    chain = next(iter(Chain.objects.raw("SELECT * FROM public.journal_chain")), None)
    written = json.loads(one(WRITTEN))
    if chain is None or (chain.number, bytes(chain.head), chain.tables) != (last, head, written):
        yield last or None, "link"
