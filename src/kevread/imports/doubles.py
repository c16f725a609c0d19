"""Records that stand and may be one: scored as the rows of a file are. Reads only; a person decides."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from kevread.directory.models import Organisation, Person
from kevread.imports.asks import CLOSED
from kevread.imports.duplicates import organisations_near, people_near
from kevread.imports.likeness import ENOUGH, Known, organisations_alike, people_alike
from kevread.imports.models import Merge

RECENT = 2_000  # records, the last entered, each held against all the others


@dataclass(frozen=True, slots=True)
class Double:
    """Two records, the one that is proposed to stand first; how surely they are one, and why."""

    kept: Any
    gone: Any
    score: float
    why: str


def doubles(on: date) -> list[Double]:
    """The surest first; those of which somebody said that they are two left out."""
    apart = set(Merge.objects.filter(state=Merge.State.APART).values_list("kept", "gone"))
    organisations = Organisation.objects.on(on).order_by("-pk")[:RECENT]
    closed = {key for keys in CLOSED for key in keys()}
    people = Person.objects.exclude(pk__in=closed).order_by("-pk")[:RECENT]
    found = [
        *among(organisations, known_organisation, organisations_near, organisations_alike, on),
        *among(people, known_person, people_near, people_alike, on),
    ]
    return sorted(
        (one for one in found if not {one.kept.pk, one.gone.pk} & closed and key_of(one) not in apart),
        key=lambda one: (-one.score, str(one.kept), one.kept.pk),
    )


def key_of(one: Double) -> tuple[UUID, ...]:
    return tuple(sorted((one.kept.pk, one.gone.pk)))


def known_organisation(row: Organisation) -> Known:
    return Known(row.slug, row.name, siren=row.siren, rna=row.rna, place=row.locality)


def known_person(row: Person) -> Known:
    return Known(row.email or str(row), str(row), email=row.email)


def among(rows: Iterable[Any], known: Any, near: Any, alike: Any, on: date) -> list[Double]:
    own = list(rows)
    said = [known(row) for row in own]
    by_key = {row.pk: row for row in own}
    pairs: dict[frozenset[UUID], tuple[float, str]] = {}
    for place, others in near(said, on).items():
        mine = own[place]
        for key, other in others:
            pair = frozenset((mine.pk, key))
            if len(pair) == 2 and pair not in pairs:
                pairs[pair] = alike(said[place], other)
    sure = {pair: told for pair, told in pairs.items() if told[0] >= ENOUGH}
    missing = {key for pair in sure for key in pair} - by_key.keys()
    if missing:
        by_key |= {row.pk: row for row in type(own[0]).objects.filter(pk__in=missing)}
    return [
        Double(*in_order([by_key[key] for key in pair]), score, why)
        for pair, (score, why) in sure.items()
        if all(key in by_key for key in pair) and not all(getattr(by_key[key], "scale", "") for key in pair)
    ]


def in_order(pair: list[Any]) -> tuple[Any, Any]:
    kept, gone = sorted(pair, key=stands_first)
    return kept, gone


def stands_first(row: Any) -> tuple[bool, bool, bool, UUID]:
    """What is of the network, then who comes in, then what has a number or an address, then the first entered."""
    said = (row.siren or row.rna) if isinstance(row, Organisation) else row.email
    return not getattr(row, "scale", ""), getattr(row, "account_id", None) is None, not said, row.pk
