"""What a seal is made of: the digests of acts and changes in SQL, the chain in Python. Written once, for whoever seals and
for whoever verifies; the second trusts no function of the database (`journal.strict`)."""

import hashlib
from datetime import UTC, datetime

ACT = """sha256(convert_to(jsonb_build_array({0}.salt, {0}.id, {0}.verb, extract(epoch FROM {0}.at), {0}.person,
    {0}.person_name, {0}.mandate, {0}.hat, {0}.organisation, {0}.arguments, {0}.reason)::text, 'UTF8'))"""
CHANGE = """sha256(convert_to(concat_ws('|', c.salt, c.act_id, c."table", c."row",
    coalesce(c.before::text, '-'), coalesce(c.after::text, '-')), 'UTF8'))"""

# A row of which nothing was erased is what its digest says; one that lost its salt is what an erasing act left of it.
INTACT = f"""CASE WHEN c.salt IS NOT NULL THEN c.digest = {CHANGE} ELSE EXISTS (
    SELECT FROM public.journal_erased e WHERE e.change = c.id AND e.digest = c.digest AND e."left" = {CHANGE}) END"""
INTACT_ACT = f"""CASE WHEN a.salt IS NOT NULL THEN a.digest = {ACT.format("a")} ELSE EXISTS (
    SELECT FROM public.journal_erased e WHERE e.act = a.id AND e.change IS NULL AND e.digest = a.digest
        AND e."left" = {ACT.format("a")}) END"""

# An act with its changes, in the order of their numbers; `intact`: each row is what its digest says.
ENTRIES = f"""
SELECT a.seal, a.id, c.changes, sha256(a.digest || c.digests) AS entry,
    a.digest = {ACT.format("a")} AND c.intact AS intact
FROM public.journal_act a CROSS JOIN LATERAL (
    SELECT count(*) AS changes, coalesce(string_agg(c.digest, ''::bytea ORDER BY c.id), '') AS digests,
        coalesce(bool_and(c.digest = {CHANGE}), true) AS intact
    FROM public.journal_change c WHERE c.act_id = a.id
) c
"""  # noqa: S608 — of our own words
BATCHES = f"""
SELECT seal, count(*), sum(changes)::bigint, sha256(string_agg(entry, ''::bytea ORDER BY id)), bool_and(intact)
FROM ({ENTRIES} WHERE a.seal BETWEEN %s AND %s) e GROUP BY seal ORDER BY seal
"""  # noqa: S608


def with_erased(asked: str) -> str:
    """The same question of a journal of which contents were erased: a row that no longer says all that it said is intact when
    what is left of it is what the erasing act wrote down (`journal_erased`), its salt gone with the rest."""
    acts, changes = f"a.digest = {ACT.format('a')}", f"c.digest = {CHANGE}"
    assert acts in asked, asked
    assert changes in asked, asked
    return asked.replace(changes, INTACT).replace(acts, INTACT_ACT)


# All that an act wrote, in one line: what its stamp binds when it is closed.
DIGESTS = """SELECT count(*) AS changes, encode(sha256(coalesce(string_agg(c.digest, ''::bytea ORDER BY c.id), '')), 'hex')
    AS digests FROM public.journal_change c WHERE c.act_id = {act}"""

# The head after a seal, for whoever seals: what `link` says, for whoever verifies.
LINK = """sha256(convert_to(concat_ws('|', chain.number + 1, encode(chain.head, 'hex'), batch.acts, batch.changes,
        encode(batch.digest, 'hex'), to_char(moment AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS')
        || CASE WHEN date_part('microseconds', moment)::bigint % 1000000 <> 0 THEN to_char(moment, '.US') ELSE '' END
        || '+00:00'), 'UTF8'))"""

GENESIS = bytes(32)


def link(number: int, previous: bytes, acts: int, changes: int, digest: bytes, sealed_at: datetime) -> bytes:
    """The head after a seal.

    >>> link(1, GENESIS, 1, 0, GENESIS, datetime(2026, 11, 24, tzinfo=UTC)).hex()[:8]
    '0fb8f580'
    """
    said = (number, previous.hex(), acts, changes, digest.hex(), sealed_at.astimezone(UTC).isoformat())
    return hashlib.sha256("|".join(map(str, said)).encode()).digest()


def as_text(head: bytes) -> str:
    return f"sha256:{head.hex()}"
