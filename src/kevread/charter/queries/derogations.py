"""The derogations that one reads at a scale: in force, to come, over."""

from dataclasses import dataclass
from datetime import date

from kevread.charter.engine import framework
from kevread.charter.loader import Article
from kevread.charter.models import Derogation
from kevread.charter.queries.text import circle_of
from kevread.common.actor import Actor
from kevread.directory.models import Organisation


@dataclass(frozen=True, slots=True)
class Allowed:
    """A derogation and the article that it is about; None when the federation's files no longer have it."""

    derogation: Derogation
    article: Article | None


@dataclass(frozen=True, slots=True)
class Derogations:
    current: list[Allowed]
    future: list[Allowed]
    past: list[Allowed]


def derogations_at(scale: Organisation, on: date, reader: Actor) -> Derogations:
    """Those of the organisation and of its members in the network that this reader may read, the first to end in front."""
    articles = framework().articles
    rows = Derogation.objects.filter(organisation__in=circle_of(scale, on, reader).everyone)
    every = [
        Allowed(row, articles.get(row.clause.split("/")[0]))
        for row in rows.select_related("organisation").order_by("period", "organisation__search", "clause", "pk")
    ]
    every.sort(key=lambda one: one.derogation.period.upper)
    return Derogations(
        current=[one for one in every if one.derogation.in_force(on)],
        future=[one for one in every if one.derogation.period.lower > on],
        past=[one for one in every if one.derogation.period.upper <= on][::-1],
    )
