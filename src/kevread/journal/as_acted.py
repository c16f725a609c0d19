"""Whether some rows are, at this moment, what their acts made them: asked by the verbs that count on them.

The check of each night looks at every row, and names one that was changed for a minute and put back (`touched`): after the
gesture that read it. What decides of a vote, or of a sitting, is held against its acts before it is read.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection
from psycopg import sql

from kevread.base.models import Record
from kevread.common.errors import Refused
from kevread.common.finality import Row

from . import outside, untouched
from .rewritten import loaded
from .seals import INTACT, INTACT_ACT
from .stamping import not_ours
from .strict import strictly
from .tables import defaults, differing
from .under_way import act_under_way

OTHERWISE = (
    "Ce que le journal dit avoir été écrit alors n’est plus ce qui l’a été : quelqu’un l’a changé dans la base, ou "
    "l’installation n’a plus la clé qui l’avait scellé. Rien n’a été changé. Dites-le à qui tient cette installation, qui fera "
    "vérifier les tables."
)


@dataclass(frozen=True, slots=True)
class Rows:
    """Those of a model of which a column is one of these keys."""

    model: type[Record]
    column: str
    keys: tuple[UUID, ...]


# Each row that stands, its last act, and what that one left where it is not the same.
STANDING = f"""
SELECT {{number}}, c.act_id, {INTACT},
    CASE WHEN c.after IS DISTINCT FROM to_jsonb(t) THEN to_jsonb(t) END,
    CASE WHEN c.after IS DISTINCT FROM to_jsonb(t) THEN c.after END
FROM {{name}} t LEFT JOIN LATERAL (
    SELECT * FROM public.journal_change c WHERE c."row" = t.id AND c."table" = {{text}} ORDER BY c.id DESC LIMIT 1
) c ON true
WHERE t.{{column}} = ANY ({{keys}})
"""  # noqa: S608 — of our own words
# What the act that made a row wrote.
MADE = f"""
SELECT c.act_id, {INTACT}, c.after FROM public.journal_change c
WHERE c."table" = %s AND c."row" = %s AND c.before IS NULL ORDER BY c.id LIMIT 1
"""  # noqa: S608 — of our own words
# Of these acts, those that say what their digest says, and their seal.
THERE = f"SELECT a.id, a.seal FROM public.journal_act a WHERE a.id = ANY (%s) AND {INTACT_ACT}"  # noqa: S608 — of our own words
# Of these, those of which each change says what its digest says too.
THERE_WHOLE = f"""{THERE} AND NOT EXISTS (
    SELECT FROM public.journal_change c WHERE c.act_id = a.id AND ({INTACT}) IS NOT TRUE
)"""
# Of these rows, those that their last change left there, and that are not there.
GONE = """
SELECT {number} FROM unnest({rows}::uuid[]) AS w("row")
WHERE NOT EXISTS (SELECT FROM {name} t WHERE t.id = w."row" AND t.{column} = ANY ({keys}))
    AND (SELECT l.after ->> {column_name} = ANY ({said}) FROM public.journal_change l
        WHERE l."row" = w."row" AND l."table" = {text} ORDER BY l.id DESC LIMIT 1)
"""
# Rows that an act left there, at any time; or an act of this organisation, since that moment.
LEFT = '(c."table" = {text} AND c.after ->> {column_name} = ANY ({said}))'
EVER = 'SELECT DISTINCT c."table", c."row" FROM public.journal_change c WHERE ({left})'
SINCE = """
SELECT DISTINCT c."table", c."row" FROM public.journal_act a JOIN public.journal_change c ON c.act_id = a.id
WHERE a.organisation = {about} AND a.at >= {since} AND ({left})
"""


def not_as_acted(scopes: Sequence[Rows], about: UUID, since: datetime | None) -> set[type[Record]]:
    """The models of which a row is not what its last act left, is one that no act of ours wrote, or is not there; all of them
    where an act of this organisation, since that moment, no longer holds what it held when it was closed. `since`: none, rows
    that are gone are looked for in all acts, whatever they are about, and those of the organisation are not read again, which
    would be as long as its life."""
    with strictly():
        found = otherwise(scopes)
        found |= gone(scopes, about, since)
        here = act_under_way()
        since_then = (
            not_ours("a.organisation = %s AND a.at >= %s AND a.id <> %s", [about, since, here]) if since else ()
        )
        if any(what == "written" for _, what in since_then):
            found |= {one.model for one in scopes}
        return found


def require_none(found: set[type[Record]], reader: str) -> None:
    """Raises Refused, saying what of these rows is otherwise, and who reads it."""
    if found:
        said = ", ".join(sorted(f"« {model._meta.verbose_name} »" for model in found))  # noqa: SLF001 — Django's own way
        raise Refused(
            f"Ce que {reader} lit n’est pas ce que le journal dit en avoir été écrit ({said}) : quelqu’un l’a changé dans la "
            "base. Rien n’a été enregistré. Dites-le à qui tient cette installation, qui fera vérifier les tables, et "
            "recommencez ensuite."
        )


def otherwise(scopes: Sequence[Rows]) -> set[type[Record]]:
    """The models of which a row is not what its last act left, or is one that no act of ours wrote. An act sealed before
    somebody answered for what the database says (`outside.answered`) may bear the stamp of a key that is no more. Raises
    Refused where what was asked of these rows may be answered by something that is not ours (`journal.untouched`)."""
    acts: dict[UUID, type[Record]] = {}
    found = set[type[Record]]()
    untouched.while_reading()
    with strictly():
        for model, act, as_it_was in standing(scopes):
            if act is None or not as_it_was:
                found.add(model)
            else:
                acts[act] = model
        wrong = not_believed([act for act in acts if act != act_under_way()], THERE)
    return found | {acts[act] for act in wrong}


def require_ours() -> None:
    """Raises Refused where what is asked of the database may be answered by something that is not ours, as it stands now."""
    untouched.while_reading()


def not_believed(acts: list[UUID], asked: str) -> set[UUID]:
    """Of these acts, those that are not there, or are none of ours."""
    with strictly():
        with connection.cursor() as cursor:
            cursor.execute(asked, [acts])
            there = dict(cursor.fetchall())
        others = dict(not_ours("a.id = ANY (%s)", [acts]))
    until = outside.answered() if "stamp" in others.values() else 0
    wrong = {act for act, what in others.items() if what == "written" or (there.get(act) or until + 1) > until}
    return wrong | (set(acts) - there.keys())


def require_as_written(acts: Iterable[UUID]) -> None:
    """What is put back when acts are taken back is read in the journal: it is what they wrote. Otherwise whoever owns the
    tables writes there, for a minute, any row of any table, and who undoes an import puts it back in their own name. The act
    under way is not closed yet. Raises Refused."""
    untouched.while_reading()
    if not_believed([act for act in acts if act != act_under_way()], THERE_WHOLE):
        raise Refused(OTHERWISE)


def is_ours(act: UUID) -> bool:
    """Whether there is such an act, that this installation opened, and that holds what it held when it was closed."""
    return wrong_with(act)[1] == ""


def is_believed(act: UUID) -> bool:
    """The same; of an act sealed before somebody answered for what the database says, whoever stamped it."""
    seal, what = wrong_with(act)
    return what == "" or (what == "stamp" and 0 < seal <= outside.answered())


def wrong_with(act: UUID) -> tuple[int, str]:
    """The seal of an act (0: none yet), and what is wrong with it, empty where nothing is (`stamping.not_ours`)."""
    with connection.cursor() as cursor:
        cursor.execute(THERE, [[act]])
        found = cursor.fetchone()
    if found is None:
        return 0, "gone"
    return found[1] or 0, dict(not_ours("a.id = %s", [act])).get(act, "")


def are_believed(acts: Iterable[UUID]) -> bool:
    """The same of several, all of them."""
    return not not_believed(list(acts), THERE)


def is_as_acted(row: Record) -> bool:
    """Whether a row is what its last act left, and that act is one that this installation opened and closed: asked by what the
    worker does, long after somebody asked for it."""
    with strictly():
        acts = list(standing([Rows(type(row), "id", (row.pk,))]))
        return bool(acts) and all(intact and act and is_ours(act) for _, act, intact in acts)


def as_made(row: Record) -> Row:
    """What the act that made a row wrote there, whatever was written since; nothing where it is none of ours."""
    with strictly():
        with connection.cursor() as cursor:
            cursor.execute(MADE, [row._meta.db_table, row.pk])  # noqa: SLF001 — Django's own way
            act, intact, after = cursor.fetchone() or (None, False, None)
        return (loaded(after) or {}) if act and intact and is_ours(act) else {}


def standing(scopes: Sequence[Rows]) -> Iterator[tuple[type[Record], UUID | None, bool]]:
    """For each row, its model, its last act and whether it is what that one left. One query."""
    with connection.cursor() as cursor:
        cursor.execute(of_each(STANDING, scopes))
        for number, act, intact, *told in cursor:
            model = scopes[number].model
            added = defaults().get(model._meta.db_table, {})  # noqa: SLF001 — Django's own way
            row, after = map(loaded, told)
            yield model, act, intact and not (row is not None and (after is None or differing(row, after, added)))


def gone(scopes: Sequence[Rows], about: UUID, since: datetime | None) -> set[type[Record]]:
    """The models of which a row was left there and is not there. The changes are walked once, whatever the number of scopes;
    two queries."""
    left = sql.SQL(" OR ").join(asked(LEFT, one) for one in scopes)
    moment = {"about": sql.Literal(about), "since": sql.Literal(since)}
    rows: dict[str, list[UUID]] = defaultdict(list)
    with connection.cursor() as cursor:
        cursor.execute(sql.SQL(SINCE if since else EVER).format(left=left, **moment))
        for table, row in cursor.fetchall():
            rows[table].append(row)
    left_there = [rows[one.model._meta.db_table] for one in scopes]  # noqa: SLF001
    with connection.cursor() as cursor:
        cursor.execute(of_each(GONE, scopes, rows=left_there))
        return {scopes[number].model for (number,) in cursor}


def of_each(question: str, scopes: Sequence[Rows], **more: Sequence[Any]) -> sql.Composed:
    """The question asked of each, each answer with its number, in one query."""
    questions = (
        asked(question, one, number=number, **{name: values[number] for name, values in more.items()})
        for number, one in enumerate(scopes)
    )
    return sql.SQL(" UNION ALL ").join(questions)


def asked(question: str, one: Rows, **more: Any) -> sql.Composed:
    table = one.model._meta.db_table  # noqa: SLF001
    values = {"text": table, "column_name": one.column, "keys": list(one.keys), **more}
    values["said"] = [str(key) for key in one.keys]
    return sql.SQL(question).format(
        name=sql.Identifier("public", table),
        column=sql.Identifier(one.column),
        **{name: sql.Literal(value) for name, value in values.items()},
    )
