"""Finding people, organisations and communes, whatever their number and however they are typed."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import BooleanField, F, FloatField, Func, Q, QuerySet, TextField, Value

from kevread.base.french import Answers, wanted
from kevread.common.actor import Actor
from kevread.common.identifiers import compact
from kevread.common.words import terms
from kevread.directory.models import Coverage, Organisation, OrganisationQuerySet, Person
from kevread.territory import queries as territory
from kevread.territory.models import Kind, Zone, ZonePart

SIREN = 9  # digits; those of a SIRET begin so
NUMBER = re.compile(r"W[0-9][0-9A-Z]{1,8}|[0-9]{3,14}")  # from three characters on: fewer would be anybody's
ENOUGH = 1000  # beyond, a count says « plus de 1 000 »: counting all would cost more than the page


@dataclass(frozen=True, slots=True)
class Found:
    """What answers to some words. `more` says which lists go on."""

    text: str
    organisations: list[Organisation]
    people: list[Person]
    communes: list["Located"]
    epci: list["Located"]
    more: frozenset[str] = frozenset()

    def __bool__(self) -> bool:
        return bool(self.organisations or self.people or self.communes or self.epci)


@dataclass(frozen=True, slots=True)
class Located:
    """A commune and its EPCI, or an EPCI itself, and who has it: the pôle, the grouping, each as well known as it is."""

    zone: Zone
    epci: ZonePart | None
    strategic: ZonePart | None
    local: Coverage | None
    grouping: Coverage | None


def find(actor: Actor, text: str, on: date, limit: int = 25) -> Found:
    """People (for those within), organisations, by name, SIREN, SIRET or RNA, communes and EPCI. At most 9 queries, once
    the words are known."""
    if not terms(text):
        return Found(text, [], [], [], [])
    organisations = best_organisations(actor, text, on, limit + 1)
    people = list(best(Person.objects.visible_to(actor).matching(text), limit + 1))
    zones = territory.communes(text, on, limit + 1)
    epci = territory.epci(text, on, limit + 1)
    lists = {"organisations": organisations, "people": people, "communes": zones, "epci": epci}
    more = frozenset(name for name, rows in lists.items() if len(rows) > limit)
    places = located([*zones[:limit], *epci[:limit]], on)
    return Found(
        text,
        organisations[:limit],
        people[:limit],
        [place for place in places if place.zone.kind == Kind.COMMUNE],
        [place for place in places if place.zone.kind == Kind.EPCI],
        more,
    )


def best_organisations(actor: Actor, text: str, on: date, limit: int) -> list[Organisation]:
    """Those whose name answers, then those whose name holds what is typed of a word, or whose number begins so. Two
    queries at most."""
    rows = Organisation.objects.visible_to(actor).on(on)
    found = list(best(rows.filter(Answers(wanted(text), kept="words")), limit)) if wanted(text) else []
    if len(found) < limit:
        begun = organisations_matching(text).visible_to(actor).on(on).exclude(pk__in=[one.pk for one in found])
        found += best(begun, limit - len(found))
    return found


class Near(Func):
    """The condition that the second holds something close to the first, be it misspelt; served by its trigrams."""

    template = "%(expressions)s"
    arg_joiner = " <%% "


class Distance(Func):
    template = "(%(expressions)s)"
    arg_joiner = " <<-> "


def near(actor: Actor, text: str, on: date, limit: int = 3) -> list[Organisation | Person | Zone]:
    """What somebody may have meant whose words find nothing: names that are nearly so, the nearest first, of those that they
    may see. Three queries."""
    words = Value(" ".join(terms(text)))
    lists: list[QuerySet] = [
        Organisation.objects.visible_to(actor).on(on),
        Person.objects.visible_to(actor),
        Zone.objects.on(on).filter(kind__in=[Kind.COMMUNE, Kind.EPCI]).defer("outline", "icon"),
    ]
    found: list[Organisation | Person | Zone] = []
    for rows in lists:
        close = rows.filter(Near(words, F("search"), output_field=BooleanField()))
        found += close.order_by(Distance(words, F("search"), output_field=FloatField()), "search", "pk")[:limit]
    return found


def near_communes(text: str, on: date, limit: int = 6) -> list[Zone]:
    """The communes whose name is nearly so, the nearest first: one letter that lacks, two that changed places. One query."""
    words = Value(" ".join(terms(text)))
    there = Zone.objects.on(on).filter(kind=Kind.COMMUNE).defer("outline", "icon")
    close = there.filter(Near(words, F("search"), output_field=BooleanField()))
    return list(close.order_by(Distance(words, F("search"), output_field=FloatField()), "search", "pk")[:limit])


def organisations_matching(text: str) -> OrganisationQuerySet:
    """Those whose name holds these words; or whose number begins so, typed with its spaces or without."""
    named = Organisation.objects.matching(text)
    number = compact(text)
    if not NUMBER.fullmatch(number):
        return named
    if number.startswith("W"):
        kept = Q(rna__startswith=number)
    elif len(number) <= SIREN:
        kept = Q(siren__startswith=number)
    else:  # of a SIRET, when none is known, the SIREN is enough
        kept = Q(siren=number[:SIREN]) & (Q(siret="") | Q(siret__startswith=number))
    return Organisation.objects.filter(Q(pk__in=named.values("pk")) | kept)


def best(rows: QuerySet, limit: int) -> QuerySet:
    """The first rows by name. Sorted by an expression and not by the column, so that PostgreSQL filters by the trigrams
    and then sorts, instead of walking the whole index of names until it meets enough of them."""
    key = Func(F("search"), Value(""), template="(%(expressions)s)", arg_joiner=" || ", output_field=TextField())
    return rows.order_by(key, "pk")[:limit]


def located(zones: list[Zone], on: date) -> list[Located]:
    """Who has these communes and EPCI: 4 queries, whatever their number."""
    if not zones:
        return []
    links = territory.around(zones, on)
    covering = coverage_of({key for links_ in links.values() for key in (p.parent_id for p in links_.values())}, on)
    covering |= coverage_of({zone.pk for zone in zones}, on)
    rows = []
    for zone in zones:
        epci, strategic = links[zone.pk].get(Kind.EPCI), links[zone.pk].get(Kind.STRATEGIC)
        rows.append(
            Located(
                zone=zone,
                epci=epci,
                strategic=strategic,
                local=covering.get(zone.pk) or (covering.get(epci.parent_id) if epci else None),
                grouping=covering.get(strategic.parent_id) if strategic else None,
            )
        )
    return rows


def coverage_of(zones: Iterable[UUID], on: date) -> dict[UUID, Coverage]:
    """Who has these zones that day."""
    rows = Coverage.objects.on(on).filter(zone__in=set(zones)).select_related("organisation")
    return {row.zone_id: row for row in rows}


@dataclass(frozen=True, slots=True)
class Page:
    """A page of a long list, by keyset: it costs the same at the end as at the beginning."""

    rows: list
    count: int
    is_bounded: bool
    after: str = ""


def people_matching(actor: Actor, text: str) -> QuerySet[Person]:
    """All of them, by family name: what the pages of `people` show one after the other."""
    found: QuerySet[Person] = Person.objects.visible_to(actor).matching(text).order_by("search", "pk")
    return found


def people(actor: Actor, text: str, after: str = "", size: int = 25) -> Page:
    """People that this actor may see, by family name. `after` is the key of the last one seen."""
    rows = Person.objects.visible_to(actor).matching(text)
    count = rows.order_by()[: ENOUGH + 1].count()
    last = Person.objects.filter(pk=after).values_list("search", "pk").first() if is_key(after) else None
    if last:
        # The first condition lets the index start there; the second skips the namesakes already seen.
        rows = rows.filter(search__gte=last[0]).filter(Q(search__gt=last[0]) | Q(pk__gt=last[1]))
    found = list(best(rows, size + 1) if text else rows.order_by("search", "pk")[: size + 1])
    return Page(
        rows=found[:size],
        count=min(count, ENOUGH),
        is_bounded=count > ENOUGH,
        after=str(found[size - 1].pk) if len(found) > size else "",
    )


def is_key(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True
