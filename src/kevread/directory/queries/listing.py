"""The directory that anybody reads: the organisations that accepted it, and nothing more of them than what they accepted."""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.db.models import OuterRef, Q, QuerySet, Subquery, Value

from kevread.base.french import Answers, wanted
from kevread.common.actor import Actor
from kevread.common.rooms import Hit
from kevread.common.words import terms
from kevread.directory.models import Affiliation, LegalForm, Listing, Organisation
from kevread.territory.models import Kind, Zone, ZonePart
from kevread.territory.queries import Drawing, communes, draw, strategic_territories
from kevread.ui.places import screen_address

from .finding import ENOUGH, best, is_key
from .vocabulary import activities

FAMILIES = [(value, label) for value, label in LegalForm.choices if value != LegalForm.PUBLIC]
COMMUNES = 400  # that a name answers to


@dataclass(frozen=True, slots=True)
class Asked:
    """What one looks for in the directory. `of`: the organisation whose members are shown; `epci`: its code."""

    text: str = ""
    activity: str = ""
    family: str = ""
    commune: str = ""
    epci: str = ""
    of: UUID | None = None

    @property
    def is_empty(self) -> bool:
        return self == Asked(of=self.of)


@dataclass(frozen=True, slots=True)
class Shown:
    """An organisation that accepts to be shown, and what is shown of it."""

    organisation: Organisation
    listing: Listing

    @property
    def activity(self) -> str:
        return activities().get(self.listing.activity, self.listing.activity)

    @property
    def commune(self) -> str:
        return self.listing.commune.name if self.listing.commune else ""


@dataclass(frozen=True, slots=True)
class Listed:
    """A page of the directory, by keyset: it costs the same at the end as at the beginning."""

    rows: list[Shown]
    count: int
    is_bounded: bool
    after: str = ""


def standing(on: date) -> QuerySet[Listing]:
    """The consents that stand: given by that day, and not withdrawn since. One that was withdrawn shows nothing, on no day."""
    return Listing.objects.filter(period__startswith__lte=on, period__upper_inf=True)


def shown(asked: Asked, on: date) -> QuerySet[Organisation]:
    """The organisations that exist that day, that accept to be shown, and that answer but for their name.

    Where the consents asked for are few, PostgreSQL begins with them; else it is kept from joining all of them, and looks for
    that of each organisation that it reads: few are read.
    """
    given = standing(on)
    if asked.activity:
        given = given.filter(activity=asked.activity)
    if asked.commune:
        given = given.filter(commune__in=[zone.pk for zone in communes(asked.commune, on, COMMUNES)])
    if asked.epci:
        inside = ZonePart.objects.on(on).filter(parent__code=asked.epci, parent__kind=Kind.EPCI)
        given = given.filter(commune__in=inside.values("child"))
    rows: QuerySet[Organisation] = Organisation.objects.on(on).filter(scale="")
    if asked.commune or asked.epci or asked.of:
        rows = rows.filter(pk__in=given.values("organisation"))
    else:
        theirs = Subquery(given.filter(organisation=OuterRef("pk")).values(stands=Value(True))[:1])
        rows = rows.alias(stands=theirs).filter(stands=True)
    if asked.family:
        rows = rows.filter(legal_form=asked.family)
    if asked.of:
        rows = rows.filter(pk__in=Affiliation.objects.on(on).filter(of=asked.of).values("member"))
    return rows


def ways(rows: QuerySet[Organisation], text: str) -> Iterator[QuerySet[Organisation]]:
    """Those of these rows whose name answers; then, to ask when none does, those whose name holds what is typed of a word."""
    words = terms(text)
    if not words:
        yield rows
        return
    if looked_for := wanted(text):
        yield rows.filter(Answers(looked_for, kept="words"))
    for word in words:
        rows = rows.filter(search__contains=word)
    yield rows


def answering(rows: QuerySet[Organisation], text: str) -> QuerySet[Organisation]:
    """The first of these ways that finds somebody."""
    *before, last = ways(rows, text)
    return next((found for found in before if found.exists()), last)


def listed(asked: Asked, on: date, after: str = "", size: int = 25) -> Listed:
    """A page of the directory, by name. `after` is the key of the last one seen.

    A thousand at most answer: their names are read, and sorted here. More do: PostgreSQL walks the index of names, where the
    first of them are near. At most 5 queries.
    """
    found: list[tuple[str, UUID]] = []
    for rows in ways(shown(asked, on), asked.text):
        if found := list(rows.order_by()[: ENOUGH + 1].values_list("search", "pk")):
            break
    count = len(found)
    last = Organisation.objects.filter(pk=after).values_list("search", "pk").first() if is_key(after) else None
    if count > ENOUGH:
        if last:
            # The first condition lets the index start there; the second skips the namesakes already seen.
            rows = rows.filter(search__gte=last[0]).filter(Q(search__gt=last[0]) | Q(pk__gt=last[1]))
        page = list(rows.order_by("search", "pk")[: size + 1])
    else:
        keys = [key for name, key in sorted(found) if last is None or (name, key) > last][: size + 1]
        by_key = Organisation.objects.in_bulk(keys)
        page = [by_key[key] for key in keys]
    return Listed(
        rows=with_listings(page[:size], on),
        count=min(count, ENOUGH),
        is_bounded=count > ENOUGH,
        after=str(page[size - 1].pk) if len(page) > size else "",
    )


def all_listed(asked: Asked, on: date) -> list[Shown]:
    """All of them, to take away. 3 queries."""
    return with_listings(list(answering(shown(asked, on), asked.text).order_by("search", "pk")), on)


def with_listings(organisations: list[Organisation], on: date) -> list[Shown]:
    given = standing(on).filter(organisation__in=organisations)
    rows = {
        row.organisation_id: row for row in given.select_related("commune").defer("commune__outline", "commune__icon")
    }
    return [Shown(one, rows[one.pk]) for one in organisations if one.pk in rows]


@dataclass(frozen=True, slots=True)
class Around:
    """How many answer in each intercommunalité, on the map and beside it."""

    rows: list[tuple[Zone, int]]
    drawing: Drawing | None


def around(asked: Asked, on: date, address: Callable[[Zone], str]) -> Around:
    """Where those that answer are, by intercommunalité. 4 queries, whatever their number."""
    there = answering(shown(asked, on), asked.text)
    given = standing(on).filter(organisation__in=there.values("pk"), commune__isnull=False)
    inside = ZonePart.objects.on(on).filter(parent__kind=Kind.EPCI, child=OuterRef("commune"))
    counts: Counter[UUID] = Counter(
        given.annotate(epci=inside.values("parent")[:1]).exclude(epci=None).order_by().values_list("epci", flat=True)
    )
    zones = list(Zone.objects.filter(pk__in=counts).order_by("search"))
    behind: list[Zone] = list(strategic_territories(on))
    drawing = None
    if zones and behind:
        drawing = draw(
            "Carte des organisations de l’annuaire, par intercommunalité",
            [(zone, "ours", address(zone)) for zone in zones],
            behind=[(zone, "other", "") for zone in behind],
            focus=behind,
        )
    return Around([(zone, counts[zone.pk]) for zone in zones], drawing)


def listing_of(organisation: Organisation, on: date) -> Listing | None:
    """What it accepts to show that day, if it still does."""
    given = standing(on).filter(organisation=organisation)
    found: Listing | None = given.select_related("commune").first()
    return found


def find_listed(actor: Actor, text: str, on: date, limit: int) -> list[Hit]:
    """For « Chercher »: to the public alone, who finds no other organisation outside the network."""
    if actor.hats or not terms(text):
        return []
    found: list[Any] = list(best(answering(shown(Asked(), on), text), limit))
    return [
        Hit(
            one.organisation.name,
            ", ".join(part for part in (one.activity, one.commune) if part),
            screen_address("listed") + f"?{urlencode({'q': one.organisation.name})}",
        )
        for one in with_listings(found, on)
    ]
