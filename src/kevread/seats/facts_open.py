"""Which spaces of the head of network are open, at what level, and which of them it leads.

The federation's file writes its spaces when Kevread is installed, and says that the head leads them: it is what the text
foresees, and shows nothing of what is. A space is open where somebody sits there, or where it met in the twelve months that
end on the day, or where somebody opened it here; led by the head where those who chaired its meetings in that time all sat in
a body of the head, and not for one of its members. Of the others nothing is known, nor where the chair of a meeting was not
noted, or where nobody said what became of one; one that was closed, or that another organisation leads, is proven so.
"""

from collections import Counter
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import Exists, OuterRef

from kevread.common.facts import HEAD, Facts, Item, Needed, Number, Organisations, Span, fact, span
from kevread.common.parameters import Level, Space, Spaces
from kevread.directory.facts_identity import of_each_head

from .asks import MET
from .facts_organs import in_office
from .loader import is_declared_as
from .models import Body

OPENED = "ce qui montre qu’un espace est ouvert : une personne qui y siège, ou une réunion tenue depuis un an"
LED = (
    "ce qui montre qui anime un espace : une réunion tenue depuis un an dont la présidence est notée, aucune présidée par "
    "quelqu’un d’autre que la tête de réseau, et ce que sont devenues celles dont le jour est passé"
)
MEETINGS: Needed = (("meetings", "self"),)
MAYBE = Span(0, 1)


class Open(NamedTuple):
    head: UUID
    slug: str
    kind: str
    level: str
    led_by: UUID | None
    is_proven: bool
    is_led: bool

    @property
    def number(self) -> Number:
        """1 when it is open for sure; nobody knows where nothing but the federation's file says so."""
        return 1 if self.is_proven else MAYBE

    @property
    def led(self) -> Number:
        """1 when the head leads it for sure, 0 when another organisation does."""
        return 0 if self.led_by != self.head else 1 if self.is_led else MAYBE


def open_spaces(on: date, among: Organisations) -> list[Open]:
    """Read once for all the facts of a day."""

    def read() -> list[Open]:
        met: dict[UUID, bool] = {key: one for asked in MET for key, one in asked(on, among).items()}
        rows = Body.objects.on(on).filter(organisation__scale=HEAD, **among.where("organisation"))
        rows = rows.annotate(is_seated=Exists(in_office(on).filter(seat__body=OuterRef("pk"))))
        columns = ("organisation_id", "slug", "kind", "level", "led_by_id", "pk", "organisation__slug", "is_seated")
        return [
            Open(
                head,
                slug,
                kind,
                level,
                led_by,
                is_seated or key in met or not is_declared_as(slug, of, HEAD),
                met.get(key, False),
            )
            for head, slug, kind, level, led_by, key, of, is_seated in rows.order_by("slug").values_list(*columns)
        ]

    return among.once("seats.open_spaces", read)


@fact(about=HEAD, register="mandates", reads=MEETINGS, lacks=OPENED)
def space_exists(on: date, among: Organisations, space: Space) -> Facts:
    """1 when the space is open (R4.18, R4.22, R4.25, R4.34, R4.37, R6.24)."""
    return {one.head: one.number for one in open_spaces(on, among) if one.slug == space}


@fact(about=HEAD, register="mandates", reads=MEETINGS, items="levels", unit="spaces", lacks=OPENED)
def spaces_by_level(on: date, among: Organisations) -> Facts:
    """For each level — political, strategic, operational —, the spaces open at that level (R4.4)."""
    sure, maybe = Counter[tuple[UUID, str]](), Counter[tuple[UUID, str]]()
    for one in open_spaces(on, among):
        (sure if one.is_proven else maybe)[one.head, one.level] += 1
    return {
        head: {level: span(sure[head, level], maybe[head, level]) for level in Body.Level.values}
        for head in of_each_head(on, among, 0)
    }


@fact(about=HEAD, register="mandates", reads=MEETINGS, items="spaces", lacks=OPENED)
def spaces_of_level(on: date, among: Organisations, level: Level, spaces: Spaces) -> Facts:
    """For each of these spaces, 1 when it is open at that level (R4.46, R4.47, R4.48)."""
    found: dict[Any, dict[Item, Number]] = {head: dict.fromkeys(spaces, 0) for head in of_each_head(on, among, 0)}
    for one in open_spaces(on, among):
        if one.slug in spaces and one.level == level:
            found[one.head][one.slug] = one.number
    return found


@fact(
    about=HEAD,
    register="mandates",
    reads=MEETINGS,
    unit="spaces",
    lacks="ce que sont d’autres espaces de ce niveau, ou une personne qui y siège, ou une réunion tenue depuis un an",
)
def spaces_beside(on: date, among: Organisations, level: Level, but: Spaces, named: Spaces = ()) -> Facts:
    """Spaces open at that level beside these: those that the federation opens as it needs (R4.48). `named` are those of which
    it is said that they are such; of another, nobody knows whether it is one."""
    there = [one for one in open_spaces(on, among) if one.level == level and one.slug not in but]
    sure = Counter(one.head for one in there if one.is_proven and (not named or one.slug in named))
    everyone = Counter(one.head for one in there)
    return {head: span(sure[head], number - sure[head]) for head, number in everyone.items()}


@fact(about=HEAD, register="mandates", reads=MEETINGS, items="spaces", lacks=LED)
def spaces_led_by(on: date, among: Organisations, spaces: Spaces = (), but: Spaces = ()) -> Facts:
    """For each of these spaces, even where it is not open; or, where none is named, for each regional space but those: 1 when
    the head of network leads it (R4.40). The board and the bureau lead themselves."""
    found: dict[Any, dict[Item, Number]] = {head: dict.fromkeys(spaces, 0) for head in of_each_head(on, among, 0)}
    for one in open_spaces(on, among):
        if one.slug in spaces if spaces else one.kind == Body.Kind.SPACE and one.slug not in but:
            found[one.head][one.slug] = one.led
    return found
