"""Whether somebody may commit an organisation, by what chain. One query, whatever the number of delegations."""

import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import connection
from django.utils import timezone

from kevread.common.errors import Way
from kevread.common.money import euros
from kevread.common.periods import Period, day_in_words
from kevread.delegations.loader import acts
from kevread.delegations.models import Grant
from kevread.delegations.rules import MANY, Answer, Chain, Found, Link, Office, Standing, answer
from kevread.directory.models import Organisation, Person
from kevread.journal.as_acted import require_as_written
from kevread.journal.models import Change

REGISTER = "delegations"

# The grants that are asked about, each with those it comes from; then who holds a seat that commits by itself; then whether
# the register is kept, or was. One round trip, and one shape of rows.
FOUND = f"""
WITH RECURSIVE chain AS (
    SELECT g.id AS leaf, 0 AS depth, g.* FROM delegations_grant g
    WHERE (%(organisations)s::uuid[] IS NULL OR g.organisation_id = ANY(%(organisations)s::uuid[]))
      AND (%(person)s::uuid IS NULL OR g.holder_id = %(person)s::uuid)
      AND (%(act)s = '' OR g.acts @> ARRAY[%(act)s]::varchar[])
      AND (%(grant)s::uuid IS NULL OR g.id = %(grant)s::uuid)
    UNION ALL
    SELECT c.leaf, c.depth + 1, g.* FROM chain c JOIN delegations_grant g ON g.id = c.parent_id WHERE c.depth < {MANY}
)
SELECT 'grant', c.leaf, c.depth, c.id, c.nature, c.holder_id, p.given_name || ' ' || p.family_name, c.acts, c.ceilings::text,
    lower(c.period), upper(c.period) + (%(then)s AND c.stopped_at IS NOT NULL)::int, c.accepted_on, c.end_reason, c.further,
    s.name || ', ' || b.name, lower(m.period), upper(m.period), m.end_reason = 'mistake',
    CASE WHEN c.body_id IS NOT NULL THEN d.name || ' : ' || c.decision
         WHEN c.office_id IS NOT NULL THEN op.given_name || ' ' || op.family_name || ', ' || os.name
         ELSE pp.given_name || ' ' || pp.family_name END,
    os.name, lower(o.period), upper(o.period), o.end_reason = 'mistake', lower(d.period), upper(d.period), c.body_id,
    c.organisation_id, c.limits
FROM chain c
JOIN directory_person p ON p.id = c.holder_id
JOIN seats_mandate m ON m.id = c.post_id
JOIN seats_seat s ON s.id = m.seat_id
JOIN seats_body sb ON sb.id = s.body_id
JOIN directory_organisation b ON b.id = sb.organisation_id
LEFT JOIN seats_body d ON d.id = c.body_id
LEFT JOIN seats_mandate o ON o.id = c.office_id
LEFT JOIN seats_seat os ON os.id = o.seat_id
LEFT JOIN directory_person op ON op.id = o.person_id
LEFT JOIN delegations_grant pg ON pg.id = c.parent_id
LEFT JOIN directory_person pp ON pp.id = pg.holder_id
UNION ALL
SELECT 'office', m.id, 0, m.id, b.kind || '/' || s.title, m.person_id, p.given_name || ' ' || p.family_name, NULL, NULL,
    NULL, NULL, NULL, NULL, NULL, s.name || ', ' || n.name, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL,
    b.organisation_id, NULL
FROM seats_body b
JOIN seats_seat s ON s.body_id = b.id
JOIN seats_mandate m ON m.seat_id = s.id
JOIN directory_person p ON p.id = m.person_id
JOIN directory_organisation n ON n.id = b.organisation_id
WHERE b.organisation_id = ANY(%(organisations)s::uuid[]) AND b.kind || '/' || s.title = ANY(%(offices)s)
  AND m.period @> %(on)s::date AND m.end_reason <> 'mistake'
  AND (%(person)s::uuid IS NULL OR m.person_id = %(person)s::uuid)
UNION ALL
SELECT 'kept', k.id, 0, k.id, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL,
    NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL
FROM charter_keeping k
WHERE k.organisation_id = ANY(%(organisations)s::uuid[]) AND k.register = '{REGISTER}'
  AND COALESCE(lower(k.period) <= %(on)s::date, true)
"""  # noqa: S608 — of our own words


def chains_of(
    organisation: UUID, on: date, *, person: UUID | None = None, act: str = "", grant: UUID | None = None
) -> Found:
    """What is written that day: of everybody or of one person, of every act or of one. Delegations that are over or not
    begun are among them; those that were mistakes too."""
    known = acts().acts
    offices = known[act].offices if act in known else sorted({one for a in known.values() for one in a.offices})
    asked = {"organisations": [organisation], "person": person, "act": act, "grant": grant, "on": on}
    rows = read(asked | {"offices": list(offices)})
    seats = [Office(row[1], row[5], row[6], row[14], row[4]) for row in rows if row[0] == "office"]
    chains = tuple(chain for _, chain in chains_in(rows))
    return Found(any(row[0] == "kept" for row in rows), tuple(seats), chains)


def every_chain(organisations: Collection[UUID] | None, *, then: bool = False) -> list[tuple[UUID, Chain]]:
    """All those of these organisations (None: of all), with the organisation that each commits. `then`: to judge what was done,
    by its day; one that was taken back at once held on that day, since what was done after was refused. One query."""
    among = None if organisations is None else list(organisations)
    nobody: dict[str, Any] = {"person": None, "act": "", "grant": None, "on": date.max, "offices": [], "then": then}
    return chains_in(read(nobody | {"organisations": among}))


def read(asked: dict[str, Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(FOUND, {"then": False} | asked)
        return cursor.fetchall()


def chains_in(rows: Iterable[tuple[Any, ...]]) -> list[tuple[UUID, Chain]]:
    """With the organisation that each commits, those that begin first before."""
    links: dict[UUID, list[tuple[int, UUID, Link]]] = defaultdict(list)
    for row in rows:
        if row[0] == "grant":
            links[row[1]].append((row[2], row[26], link_of(row)))
    found = []
    for one in links.values():
        ordered = sorted(one, key=lambda each: each[0])
        found.append((ordered[0][1], Chain(tuple(link for _, _, link in ordered))))
    return sorted(found, key=lambda each: (each[1].leaf.period.start or date.min, str(each[1].leaf.grant)))


def link_of(row: tuple[Any, ...]) -> Link:
    return Link(
        grant=row[3],
        nature=row[4],
        holder=row[5],
        name=row[6],
        acts=tuple(row[7]),
        ceilings=json.loads(row[8]),
        period=Period(row[9], row[10]),
        accepted_on=row[11],
        end_reason=row[12],
        further=row[13],
        post=Standing(row[14], None if row[17] else Period(row[15], row[16])),
        given_by=row[18],
        giver=Standing(row[19], None if row[22] else Period(row[20], row[21])) if row[19] else None,
        body=Period(row[23], row[24]) if row[25] else None,
        limits=row[27],
    )


def may_commit(
    person: Person | UUID | None, act: str, organisation: Organisation, on: date, cents: int | None = None
) -> Answer:
    """Whether this person may commit the organisation by this act, for this sum, that day: by their office, or by a chain that
    holds whole; otherwise which link is missing. One query. Where its register of delegations was not kept yet, that day or any
    before, nothing is refused: nobody said who may."""
    key = person.pk if isinstance(person, Person) else person
    known = acts().on(day=on)
    if key is None or act not in known:
        return Answer(False, "Cet acte n’est pas connu ce jour-là." if key else "Personne n’est nommé.")
    found = chains_of(organisation.pk, on, person=key, act=act)
    return answer(found, key, act, cents, on, known[act].offices)


def might_commit(person: Person | UUID | None, act: str, organisation: Organisation, on: date) -> Answer:
    """Whether this person might commit the organisation on a day that is over, by what was written by then: a delegation that
    was entered or accepted here since, whatever first day it bears, gave nothing yet (decision 294). Two queries."""
    told = may_commit(person, act, organisation, on)
    if told.chain is None or not told:
        return told
    key = person.pk if isinstance(person, Person) else person
    assert key is not None
    found = chains_of(organisation.pk, on, person=key, act=act)
    since = written_on({link.grant for chain in found.chains for link in chain.links})
    by_then = tuple(
        chain for chain in found.chains if all(since.get(link.grant, date.max) <= on for link in chain.links)
    )
    if then := answer(replace(found, chains=by_then), key, act, None, on, acts().acts[act].offices):
        return then
    late = max(since.get(link.grant, date.max) for link in told.chain.links)
    day = f"le {day_in_words(late)}" if late < date.max else "après"
    return Answer(False, f"Cette délégation n’est écrite ici, acceptée, que depuis {day}.", chain=told.chain)


def written_on(grants: Collection[UUID]) -> dict[UUID, date]:
    """The day on which each was told accepted, by the journal: what it says of its days is typed. What the journal says is what
    acts of ours wrote: its hour is changed for a minute as a row is. Raises Refused otherwise."""
    told = Change.objects.filter(table=Grant._meta.db_table, after__has_key="accepted_on")  # noqa: SLF001
    rows = told.filter(row__in=grants).exclude(after__accepted_on=None)
    found = list(rows.values_list("row", "act", "act__at"))
    require_as_written({act for _, act, _ in found})
    first: dict[UUID, datetime] = {}
    for row, _, moment in found:
        first[row] = min(moment, first.get(row, moment))
    return {row: timezone.localtime(moment).date() for row, moment in first.items()}


type Who = tuple[list[Answer], list[tuple[Chain, str]]]


def who_may(organisation: Organisation, act: str, on: date) -> Who:
    """Everybody who may do this there that day, each with their office or their chain; and the delegations whose dates run and
    that do not hold, each with why. One query."""
    found = chains_of(organisation.pk, on, act=act)
    return told(found.offices, found.chains, act, on)


def who_may_among(organisations: Collection[UUID], act: str, on: date) -> Mapping[UUID, Who]:
    """The same of each of these organisations. One query."""
    known = acts().acts
    asked = {"organisations": list(organisations), "person": None, "act": act, "grant": None, "on": on}
    rows = read(asked | {"offices": list(known[act].offices) if act in known else []})
    offices, chains = defaultdict[UUID, list[Office]](list), defaultdict[UUID, list[Chain]](list)
    for row in rows:
        if row[0] == "office":
            offices[row[26]].append(Office(row[1], row[5], row[6], row[14], row[4]))
    for organisation, chain in chains_in(rows):
        chains[organisation].append(chain)
    return {one: told(offices[one], chains[one], act, on) for one in organisations}


def told(offices: Iterable[Office], chains: Iterable[Chain], act: str, on: date) -> Who:
    may = [Answer(True, one.why, office=one) for one in offices]
    broken = []
    for chain in chains:
        if not (flaw := chain.broken(on)):
            least = chain.ceiling(act)
            upto = f", jusqu’à {euros(least)} pour chaque engagement" if least is not None else ""
            may.append(Answer(True, f"Par délégation de {chain.source}{upto}.", chain=chain))
        elif on in chain.leaf.period and chain.leaf.end_reason != Grant.EndReason.MISTAKE:
            broken.append((chain, flaw))
    return may, broken


def givers(organisation: Organisation, act: str, on: date) -> tuple[list[Office], list[Chain]]:
    """Those who may entrust this act there that day, without a decision of a body: by their office, or by a chain that holds
    and that may be given further. One query."""
    known = acts().acts
    found = chains_of(organisation.pk, on, act=act)
    further = [one for one in found.chains if one.leaf.further and act in known and known[act].regranted]
    return list(found.offices), [one for one in further if one.holds(on)]


def way_to_ask(organisation: Organisation, act: str, cents: int | None, whom: str) -> Way:
    """From a refusal, the request that is ready to be sent."""
    to = f" à {whom}" if whom else ""
    query = {"montant": str(cents)} if cents is not None else {}
    return Way(f"Demander cette délégation{to}", "ask_delegation", {"scale": organisation.slug, "act": act}, query)


def way_to_be_entrusted(organisation: Organisation, act: str, on: date, cents: int | None = None) -> Way:
    """The same, of the first of those who may entrust it that day, by name. One query."""
    offices, chains = givers(organisation, act, on)
    whom = next((one.name for one in offices), "") or next((one.leaf.name for one in chains), "")
    return way_to_ask(organisation, act, cents, whom)


def given_by(person: UUID, organisations: Collection[UUID], on: date) -> set[tuple[UUID, str]]:
    """What this person may entrust themselves that day, in these organisations: each with the acts. One query."""
    book = acts().on(on)
    offices = sorted({one for act in book.values() for one in act.offices})
    asked = {
        "organisations": list(organisations),
        "person": person,
        "act": "",
        "grant": None,
        "on": on,
        "offices": offices,
    }
    rows = read(asked)
    found = {
        (row[26], code) for row in rows if row[0] == "office" for code, act in book.items() if row[4] in act.offices
    }
    for organisation, chain in chains_in(rows):
        if chain.leaf.further and chain.holds(on):
            found |= {(organisation, code) for code in chain.leaf.acts if code in book and book[code].regranted}
    return found
