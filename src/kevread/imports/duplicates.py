"""Rows of a file that may be somebody, or an organisation, that is there already, or that the file says twice: shown before
anything is written. PostgreSQL says which names are near (pg_trgm, by its index), and only those are compared. A person
decides."""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection

from kevread.common.actor import SYSTEM
from kevread.common.words import plain
from kevread.directory.asks import HELD
from kevread.directory.models import Organisation, Person

from .likeness import ENOUGH, Known, names_alike, near, organisations_alike, people_alike

ORGANISATIONS, PEOPLE = "Organisations", "Personnes"
SAME = {
    "directory_organisation": "there.search",
    "directory_person": "lower(f_unaccent(there.given_name || ' ' || there.family_name))",
}
PIECE = 500  # names asked for at a time
ROWS = 2_000  # rows held at a time against what is there
MOST_BY_NAME = 5_000  # rows beyond which names that are nearly the same are not held against each other
CLOSEST = 3  # told of one row

NEAR_NAMES = """
SELECT asked.place, there.id
FROM unnest(%s::int[], %s::text[]) AS asked (place, name)
JOIN {table} AS there ON there.search %% asked.name
ORDER BY asked.place, similarity(there.search, asked.name) DESC, there.id
"""


SAME_NUMBERS = """
WITH asked AS (SELECT * FROM unnest(%s::int[], %s::text[], %s::text[]) AS asked (place, siren, rna))
SELECT asked.place, there.id FROM asked
JOIN directory_organisation AS there ON there.siren = asked.siren AND there.siren <> ''
UNION ALL
SELECT asked.place, there.id FROM asked
JOIN directory_organisation AS there ON there.rna = asked.rna AND there.rna <> ''
"""


SAME_NAMES = """
SELECT asked.place, there.id
FROM unnest(%s::int[], %s::text[]) AS asked (place, name)
JOIN {table} AS there ON {same} = asked.name
ORDER BY asked.place, there.id
"""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A row of a file, with what it says by header. `changes`: it is one that is there, `there` by its key, and says otherwise
    of it."""

    sheet: str
    row: int
    values: Mapping[str, Any]
    changes: bool = False
    there: Any = None


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


type Pairs = Sequence[tuple[int, Any]]  # the place of a row, the key of one that is there


@dataclass(frozen=True, slots=True)
class Kind:
    """How the rows of a sheet are held against what is there. `asks`: whatever the score, what a person has to say of a new row
    and of one that is there; `to_change`: of a row and of the one that it changes, with the key of the latter."""

    known: Callable[[Mapping[str, Any]], Known]
    near: Callable[[Sequence[Known], date, Pairs, int], Mapping[int, list[tuple[Any, Known]]]]
    alike: Callable[[Known, Known], tuple[float, str]]
    asks: Callable[[Known, Known], bool]
    to_change: Callable[[Candidate, Known, Any, Known, Collection[Any]], str]
    seated: Callable[[Collection[Any], date], Collection[Any]]


def possible(title: str, rows: Sequence[Candidate], on: date) -> list[Duplicate]:
    """Those of a sheet, in the order of its rows, the surest of each row first; none for a sheet of neither organisations nor
    people. Reads, and writes nothing."""
    return found(rows, KINDS[title], on) if title in KINDS else []


def too_many(rows: Iterable[Any]) -> bool:
    """Whether a plan says so many organisations, or people, that names which are nearly the same are not compared."""
    said = Counter(row.sheet.title for row in rows if row.status != "unchanged")
    return any(said[title] > MOST_BY_NAME for title in KINDS)


def found(rows: Sequence[Candidate], kind: Kind, on: date) -> list[Duplicate]:
    said = [kind.known(row.values) for row in rows]
    seated = kind.seated({row.there for row in rows if row.changes}, on)
    before = near(said) if len(said) <= MOST_BY_NAME else same_names(said)
    told: list[Duplicate] = []
    there: Mapping[int, list[tuple[Any, Known]]] = {}
    for place, (row, mine) in enumerate(zip(rows, said, strict=True)):
        scored = []
        if place % ROWS == 0:
            piece = rows[place : place + ROWS]
            changed = [(at, one.there) for at, one in enumerate(piece) if one.changes and one.there]
            there = kind.near(said[place : place + ROWS], on, changed, len(said))
        for key, other in there.get(place % ROWS, []):
            score, why = kind.alike(mine, other)
            if row.changes:
                if not (why := kind.to_change(row, mine, key, other, seated)):
                    continue
                score = max(score, ENOUGH)
            elif kind.asks(mine, other):
                score = max(score, ENOUGH)
            scored.append((score, why, other.called, other.name, 0))
        if not row.changes:
            scored += in_the_file(rows, said, place, before.get(place, []), kind)
        sure = sorted((one for one in scored if one[0] >= ENOUGH), key=lambda one: (-one[0], one[4], one[2]))
        told += [
            Duplicate(row.sheet, row.row, called, f"{score:.2f}", why, name, first)
            for score, why, called, name, first in sure[:CLOSEST]
        ]
    return told


def in_the_file(
    rows: Sequence[Candidate], said: Sequence[Known], place: int, before: Iterable[int], kind: Kind
) -> Iterator[tuple[float, str, str, str, int]]:
    """What a row may be of those above it in the same file."""
    mine = said[place]
    for earlier in before:
        other = said[earlier]
        if told_apart(mine, other):
            continue
        score, why = kind.alike(mine, other)
        why = f"{why[:-1]}, ligne {rows[earlier].row} du même fichier."
        yield score, why, other.called or other.name, other.name, rows[earlier].row


def same_names(rows: Sequence[Known]) -> Mapping[int, list[int]]:
    """By the place of a row, the first of the same name before it: all that is held against each other in a large file."""
    first: dict[str, int] = {}
    found: dict[int, list[int]] = {}
    for place, row in enumerate(rows):
        if (earlier := first.setdefault(plain(row.name), place)) != place:
            found[place] = [earlier]
    return found


def of_one_name(row: Known, other: Known) -> bool:
    """A new row has the very name of one that is there, in a commune that is another or is not said: somebody says. Two numbers
    are two organisations."""
    two = (row.siren and other.siren and row.siren != other.siren) or (row.rna and other.rna and row.rna != other.rna)
    return not two and plain(row.name) == plain(other.name)


def by_name_alone(row: Candidate, mine: Known, key: Any, other: Known, _seated: Collection[Any]) -> str:
    """A row was found by its name alone, where neither says its commune: nothing shows that what it adds is theirs."""
    if key != row.there or mine.called or (mine.place and other.place):
        return ""
    if (mine.siren and mine.siren == other.siren) or (mine.rna and mine.rna == other.rna):
        return ""
    return (
        f"Une organisation du nom de « {other.name} » est inscrite ; rien d’autre que leur nom ne dit que c’est la même, et "
        "cette ligne la changerait."
    )


def not_theirs(row: Candidate, mine: Known, key: Any, other: Known, seated: Collection[Any]) -> str:
    """A row has the address of somebody else, and would give them another name; or, by their name alone, gives a first address
    to somebody who sits, and whoever has it would come in by their seat."""
    if mine.email and mine.email.lower() == other.email.lower():
        return people_alike(mine, other)[1] if names_alike(mine.name, other.name) < ENOUGH else ""
    if key == row.there and key in seated and mine.email and not other.email:
        return (
            f"« {other.name} » siège, sans adresse électronique : avec « {mine.email} », son invitation partirait là. Deux "
            "personnes peuvent porter le même nom."
        )
    return ""


def who_hold(people: Collection[Any], on: date) -> set[Any]:
    """Those who hold something that day."""
    return {key for held in HELD for key in held(people, SYSTEM, on)} if people else set()


def told_apart(row: Known, other: Known) -> bool:
    """Two rows of a file to which whoever filled it gave two words, two communes, or two addresses: they know that these are
    two."""
    if row.email or other.email:
        return bool(row.email and other.email) and row.email.lower() != other.email.lower()
    if plain(row.name) == plain(other.name) and row.place and other.place and plain(row.place) != plain(other.place):
        return True
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


def organisations_near(
    rows: Sequence[Known], on: date, those: Pairs = (), of: int = 0
) -> dict[int, list[tuple[Any, Known]]]:
    """Those there are that share a number with a row, or nearly its name; and `those`. `of` how many rows these are some."""
    wanted = Organisation.objects.on(on).only("slug", "name", "siren", "rna", "locality")
    pairs = [*by_name("directory_organisation", rows, of), *those, *by_number(rows)]
    there = {
        one.pk: Known(one.slug, one.name, siren=one.siren, rna=one.rna, place=one.locality)
        for one in wanted.filter(pk__in={key for _, key in pairs})
    }
    return gathered(pairs, there)


def people_near(rows: Sequence[Known], on: date, those: Pairs = (), of: int = 0) -> dict[int, list[tuple[Any, Known]]]:
    """Those there are that have the address of a row, or nearly its name; and `those`."""
    wanted = Person.objects.only("given_name", "family_name", "email")
    pairs = [*by_name("directory_person", rows, of), *those]
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


def by_number(rows: Sequence[Known]) -> list[tuple[int, Any]]:
    """The place of each row, with the key of the organisation that has its SIREN, and of the one that has its RNA."""
    asked = [(place, row.siren, row.rna) for place, row in enumerate(rows) if row.siren or row.rna]
    if not asked:
        return []
    with connection.cursor() as cursor:
        cursor.execute(SAME_NUMBERS, [list(column) for column in zip(*asked, strict=True)])
        return cursor.fetchall()


def by_name(table: str, rows: Sequence[Known], of: int) -> list[tuple[int, Any]]:
    """The place of each row, with the keys of those whose name is near its own; of a large file, the same."""
    asked_of = (NEAR_NAMES if max(len(rows), of) <= MOST_BY_NAME else SAME_NAMES).format(table=table, same=SAME[table])
    pairs: list[tuple[int, Any]] = []
    asked = [(place, plain(row.name)) for place, row in enumerate(rows) if row.name]
    for start in range(0, len(asked), PIECE):
        piece = asked[start : start + PIECE]
        with connection.cursor() as cursor:
            cursor.execute(asked_of, [[place for place, _ in piece], [name for _, name in piece]])
            pairs += cursor.fetchall()
    return pairs


KINDS = {
    ORGANISATIONS: Kind(
        as_organisation, organisations_near, organisations_alike, of_one_name, by_name_alone, lambda _keys, _on: ()
    ),
    PEOPLE: Kind(as_person, people_near, people_alike, lambda _mine, _other: False, not_theirs, who_hold),
}
