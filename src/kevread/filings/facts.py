"""What the charter may ask of filings."""

from collections import Counter
from datetime import date
from typing import Literal
from uuid import UUID

from kevread.common.facts import SCALES, Facts, Organisations, fact
from kevread.filings.models import Publication
from kevread.filings.queries import REGISTER, duties

# « address » is of L1.3 with the officers, « seat » of L1.4 with the articles.
WITH: dict[str, tuple[str, ...]] = {
    "officers": ("officers", "address"),
    "articles": ("articles", "seat"),
    "estate": ("estate",),
}


def counted(on: date, among: Organisations, kinds: tuple[str, ...] | None, state: tuple[str, ...]) -> Facts:
    every = among.once("filings.duties", lambda: duties(among.ids, on, members=False))
    found: Counter[UUID] = Counter()
    for one in every:
        if (kinds is None or one.kind.slug in kinds) and one.state(on) in state:
            found[one.organisation.pk] += 1
    return found


CHANGED = (("mandates", "self"), ("decisions", "self"))  # what is to be declared


@fact(about=SCALES, register=REGISTER, reads=CHANGED, unit="declarations")
def overdue(on: date, among: Organisations, kind: Literal["officers", "articles"]) -> Facts:
    """The changes of officers or address, of articles or seat, whose time to be declared is over, and that nobody says were
    (L1.3, L1.4)."""
    return counted(on, among, WITH[kind], ("late",))


@fact(about=SCALES, register=REGISTER, reads=CHANGED, unit="declarations")
def undeclared(on: date, among: Organisations, kind: Literal["estate", "any"]) -> Facts:
    """What is not declared yet, in time or not: of a building (L1.6), or of anything that binds nobody else until it is (L1.8):
    members are told by their register (L1.5)."""
    return counted(on, among, WITH.get(kind), ("late", "soon", "due"))


@fact(about=SCALES, register=REGISTER, unit="publications")
def published(on: date, among: Organisations) -> Facts:
    """Whether the gazette had published by that day that the association is declared (L1.7): one, or none."""
    rows = Publication.objects.standing_on(on).filter(published_on__lte=on, **among.where("organisation"))
    return dict.fromkeys(rows.values_list("organisation", flat=True), 1)
