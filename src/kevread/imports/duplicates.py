"""Rows of a file that may be somebody, or an organisation, that is there already, or that the file says twice: shown before
anything is written. PostgreSQL says which names are near (pg_trgm, by its index), and only those are compared. A person
decides."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection

from kevread.common.words import plain
from kevread.directory.models import Organisation, Person

from .likeness import ENOUGH, Known, names_alike, near, organisations_alike, people_alike

ORGANISATIONS, PEOPLE = "Organisations", "Personnes"
PIECE = 500  # names asked for at a time
MOST_BY_NAME = 5_000  # rows beyond which names are not held against each other: numbers and addresses still are
CLOSEST = 3  # told of one row

NEAR_NAMES = """
SELECT asked.place, there.id
FROM unnest(%s::int[], %s::text[]) AS asked (place, name)
JOIN {table} AS there ON there.search %% asked.name
ORDER BY asked.place, similarity(there.search, asked.name) DESC, there.id
"""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A row of a file, with what it says by header. `changes`: it is one that is there, by its address, and says otherwise of
    it."""

    sheet: str
    row: int
    values: Mapping[str, Any]
    changes: bool = False


@dataclass(frozen=True, slots=True)
class Duplicate:
    """A row, what it may be, how surely, and why. `slug`: the word by which it is named; `first`: the row of the same file that
    says it already, 0 when it is in the tables."""

    sheet: str
    row: int
    slug: str
    score: str
    why: str
    name: str = ""
    first: int = 0

    @property
    def key(self) -> str:
        """What a decision is kept under: the row and what it may be."""
        return f"{self.row}:{self.first or self.slug}"


def possible(title: str, rows: Sequence[Candidate], on: date) -> list[Duplicate]:
    """Those of a sheet, in the order of its rows, the surest of each row first; none for a sheet of neither organisations nor
    people. Reads, and writes nothing."""
    if title == ORGANISATIONS:
        return found(rows, as_organisation, organisations_near, organisations_alike, on)
    if title == PEOPLE:
        return found(rows, as_person, people_near, people_alike, on)
    return []


def found(
    rows: Sequence[Candidate],
    known: Callable[[Mapping[str, Any]], Known],
    near_ones: Callable[[Sequence[Known], date], Mapping[int, list[tuple[Any, Known]]]],
    alike: Callable[[Known, Known], tuple[float, str]],
    on: date,
) -> list[Duplicate]:
    said = [known(row.values) for row in rows]
    there = near_ones(said, on)
    before = near(said) if len(said) <= MOST_BY_NAME else {}
    told: list[Duplicate] = []
    for place, (row, mine) in enumerate(zip(rows, said, strict=True)):
        scored = []
        for _, other in there.get(place, []):
            if row.changes and not takes_the_name(mine, other):
                continue
            scored.append((*alike(mine, other), other.called, other.name, 0))
        if not row.changes:
            for earlier in before.get(place, []):
                other = said[earlier]
                if told_apart(mine, other):
                    continue
                score, why = alike(mine, other)
                why = f"{why[:-1]}, ligne {rows[earlier].row} du même fichier."
                scored.append((score, why, other.called or other.name, other.name, rows[earlier].row))
        sure = sorted((one for one in scored if one[0] >= ENOUGH), key=lambda one: (-one[0], one[4], one[2]))
        told += [
            Duplicate(row.sheet, row.row, called, f"{score:.2f}", why, name, first)
            for score, why, called, name, first in sure[:CLOSEST]
        ]
    return told


def takes_the_name(row: Known, other: Known) -> bool:
    """The row has the address of somebody else: it would give them another name."""
    return bool(row.email) and row.email.lower() == other.email.lower() and names_alike(row.name, other.name) < ENOUGH


def told_apart(row: Known, other: Known) -> bool:
    """Two rows of a file to which whoever filled it gave two words, or two addresses: they know that these are two."""
    if row.email or other.email:
        return bool(row.email and other.email) and row.email.lower() != other.email.lower()
    return bool(row.called and other.called) and row.called not in (row.name, other.called)


def as_organisation(values: Mapping[str, Any]) -> Known:
    return Known(
        values.get("identifiant") or "",
        values.get("nom") or "",
        siren=values.get("SIREN") or "",
        rna=values.get("RNA") or "",
        place=values.get("lieu") or "",
    )


def as_person(values: Mapping[str, Any]) -> Known:
    email = values.get("adresse électronique") or ""
    name = f"{values.get('prénom') or ''} {values.get('nom') or ''}".strip()
    return Known(email or name, name, email=email)


def organisations_near(rows: Sequence[Known], on: date) -> dict[int, list[tuple[Any, Known]]]:
    """Those there are that share a number with a row, or nearly its name."""
    wanted = Organisation.objects.on(on).only("slug", "name", "siren", "rna", "locality")
    pairs = by_name("directory_organisation", rows)
    numbers = {number for row in rows for number in (row.siren, row.rna) if number}
    there = {
        one.pk: Known(one.slug, one.name, siren=one.siren, rna=one.rna, place=one.locality)
        for one in (
            *wanted.filter(pk__in={key for _, key in pairs}),
            *wanted.filter(siren__in=numbers),
            *wanted.filter(rna__in=numbers),
        )
    }
    numbered = {number: key for key, one in there.items() for number in (one.siren, one.rna) if number}
    pairs += [
        (place, numbered[number])
        for place, row in enumerate(rows)
        for number in (row.siren, row.rna)
        if number in numbered
    ]
    return gathered(pairs, there)


def people_near(rows: Sequence[Known], on: date) -> dict[int, list[tuple[Any, Known]]]:
    """Those there are that have the address of a row, or nearly its name."""
    wanted = Person.objects.only("given_name", "family_name", "email")
    pairs = by_name("directory_person", rows)
    addresses = {row.email.lower() for row in rows if row.email}
    there = {
        one.pk: Known(one.email or str(one), str(one), email=one.email)
        for one in (*wanted.filter(pk__in={key for _, key in pairs}), *wanted.filter(email__in=addresses))
    }
    at: dict[str, list[Any]] = {}
    for key, one in there.items():
        at.setdefault(one.email.lower(), []).append(key)
    pairs += [(place, key) for place, row in enumerate(rows) if row.email for key in at.get(row.email.lower(), ())]
    return gathered(pairs, there)


def gathered(pairs: Iterable[tuple[int, Any]], there: Mapping[Any, Known]) -> dict[int, list[tuple[Any, Known]]]:
    by_place: dict[int, list[tuple[Any, Known]]] = {}
    for place, key in dict.fromkeys(pairs):
        if key in there:
            by_place.setdefault(place, []).append((key, there[key]))
    return by_place


def by_name(table: str, rows: Sequence[Known]) -> list[tuple[int, Any]]:
    """The place of each row, with the keys of those whose name is near its own."""
    if len(rows) > MOST_BY_NAME:
        return []
    pairs: list[tuple[int, Any]] = []
    asked = [(place, plain(row.name)) for place, row in enumerate(rows) if row.name]
    for start in range(0, len(asked), PIECE):
        piece = asked[start : start + PIECE]
        with connection.cursor() as cursor:
            cursor.execute(NEAR_NAMES.format(table=table), [[place for place, _ in piece], [name for _, name in piece]])
            pairs += cursor.fetchall()
    return pairs
