"""What was known, and when."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from django.db import connection
from django.db.models import Count, Q, QuerySet, Subquery
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Coalesce

from kevread.base.picture import once_in_a_picture
from kevread.ui.request import Request

from .checks import kept
from .models import Act, Change, Seal
from .seals import as_text
from .tables import guarded
from .under_way import act_under_way

# The seals name every sealed act by the head of their chain; those that are not yet sealed are named one by one. The act in
# which we are, if any, is left out, and whether it has written is told.
STATE = """
SELECT concat_ws(':',
    (SELECT concat_ws(':', number, encode(head, 'hex')) FROM journal_chain),
    (SELECT encode(sha256(coalesce(string_agg(uuid_send(id), ''::bytea ORDER BY id), '')), 'hex')
     FROM journal_act WHERE seal IS NULL AND id IS DISTINCT FROM %(here)s)
), EXISTS (SELECT FROM journal_change WHERE act_id = %(here)s)
"""

# The same, table by table. Of the sealed acts, those that wrote in a table are named by the head of the last seal that holds
# one (`journal_chain.tables`): those sealed since wrote nothing there. The others are named one by one; one that wrote many
# rows counts for every table, rather than be read again at each act that follows.
TABLES = """
SELECT t.name, concat_ws(':', s.number, encode(s.head, 'hex'), encode(sha256(u.acts), 'hex'))
FROM unnest(%(tables)s::text[]) AS t(name)
CROSS JOIN journal_chain c
LEFT JOIN journal_seal s ON s.number = (c.tables ->> t.name)::bigint
LEFT JOIN (
    SELECT written.name, string_agg(uuid_send(a.id), ''::bytea ORDER BY a.id) AS acts
    FROM journal_act a CROSS JOIN LATERAL (
        SELECT array_agg(DISTINCT "table"::text) AS those, count(*) AS rows
        FROM (SELECT "table" FROM journal_change WHERE act_id = a.id LIMIT %(many)s) few
    ) w CROSS JOIN LATERAL unnest(CASE WHEN w.rows < %(many)s THEN w.those ELSE %(tables)s::text[] END) AS written(name)
    WHERE a.seal IS NULL AND a.id IS DISTINCT FROM %(here)s GROUP BY written.name
) u ON u.name = t.name
"""
MANY = 200


@dataclass(frozen=True, slots=True)
class Head:
    """What to write down elsewhere, so that a later rewriting shows: `./kevread manage verify-journal --anchor`."""

    number: int
    head: str
    sealed_at: datetime

    def as_anchor(self) -> dict[str, object]:
        return {"number": self.number, "head": self.head, "sealed_at": self.sealed_at.astimezone(UTC).isoformat()}


def head() -> Head | None:
    """The head of the chain of seals; None before the first. For signed minutes and backups."""
    last = Seal.objects.order_by("-number").first()
    return head_of(last) if last else None


def head_of(seal: Seal) -> Head:
    return Head(seal.number, as_text(bytes(seal.head)), seal.sealed_at)


def checked_since(moment: datetime, now: datetime) -> bool:
    """Whether the tables were held against the journal since then. One that could not read them held none."""
    last = next((found for found in kept(now) if found.tables), None)
    return last is not None and last.at >= moment


def state() -> str | None:
    """A name for what the guarded tables hold, as this connection sees them: two equal names, the same rows. What was
    worked out from those tables under a name holds wherever that name is read: another process, another machine, a backup.

    It says *which* acts are seen, never the last one: of two acts, the first begun may be committed last. None in an act
    that has already written, which nothing names before it ends. One query: 0.2 ms, and 0.4 µs for each act that is not
    sealed yet; once in a request that only reads.
    """
    return once_in_a_picture("state", read_state)


def read_state() -> str | None:
    with connection.cursor() as cursor:
        cursor.execute(STATE, {"here": act_under_way()})
        name, has_written = cursor.fetchone()
    return None if has_written else name


def names_of_tables() -> dict[str, str] | None:
    """A name for what each guarded table holds, as this connection sees it: two equal names, the same rows of that table.
    It says which acts that wrote there are seen. None in an act that has already written. One query, two in an act."""
    return once_in_a_picture("tables", read_names)


def read_names() -> dict[str, str] | None:
    here = act_under_way()
    if here and Change.objects.filter(act=here).exists():
        return None
    with connection.cursor() as cursor:
        cursor.execute(TABLES, {"here": here, "tables": list(guarded()), "many": MANY})
        return dict(cursor.fetchall())


def state_of(request: Request) -> str | None:
    """The state in which a request came, asked once: who asks, and where. What is shown after it has written is read in
    another."""
    if not hasattr(request, "state"):
        request.state = state()
    return request.state


def sealed_here(organisation: UUID) -> tuple[Head | None, int]:
    """The head of the chain of seals, and how many acts about this organisation none of them holds yet. One query."""
    free = Act.objects.filter(organisation=organisation, seal=None).order_by().values("organisation")
    counted = Coalesce(Subquery(free.annotate(number=Count("pk")).values("number")), 0)
    last = Seal.objects.annotate(unsealed=counted).order_by("-number").first()
    return (head_of(last), last.unsealed) if last else (None, 0)


def acts_about(organisation: UUID, limit: int = 50) -> list[Act]:
    """The last acts concerning an organisation, newest first."""
    return list(Act.objects.filter(organisation=organisation).order_by("-at", "-id")[:limit])


def story_of(row: UUID) -> list[Change]:
    """Every change of one row, oldest first, each with its act."""
    return list(Change.objects.filter(row=row).select_related("act").order_by("id"))


def acts_since(
    organisations: Iterable[UUID],
    moment: datetime,
    limit: int = 20,
    *,
    but: UUID | None = None,
    silent: Collection[str] = (),
    near: Collection[str] = (),
    here: UUID | None = None,
) -> list[Act]:
    """What people did in these organisations since a moment, newest first. What Kevread did by itself is left out, what the
    person `but` did, and the verbs `silent`; of the verbs `near`, what was done elsewhere than `here`, if anywhere is."""
    acts = Act.objects.filter(organisation__in=set(organisations), at__gt=moment, person__isnull=False)
    acts = acts.exclude(verb__in=silent)
    if but:
        acts = acts.exclude(person=but)
    if here:
        acts = acts.exclude(~Q(organisation=here), verb__in=near)
    return list(acts.order_by("-at", "-id")[:limit])


def others_wrote_of(person: UUID, *, but: UUID) -> bool:
    """Whether an act of another organisation wrote a row about this person."""
    return told_of(person).exclude(act__organisation=but).exists()


def acts_that_wrote_of(person: UUID) -> set[UUID]:
    """Those that wrote a row about this person, and those that wrote their own."""
    return {
        *told_of(person).values_list("act", flat=True),
        *Change.objects.filter(row=person).values_list("act", flat=True),
    }


def told_of(person: UUID) -> QuerySet[Change]:
    told = Change.objects.filter(after__has_key="person_id").alias(named=KeyTextTransform("person_id", "after"))
    return told.filter(named=str(person))
