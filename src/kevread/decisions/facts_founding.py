"""What the charter may ask of the decision from which the network lives."""

from datetime import date
from typing import Literal

from kevread.common.facts import HEAD, Facts, Organisations, fact
from kevread.decisions.models import Founding
from kevread.decisions.queries.founding import founding_day


@fact(about=HEAD, register="decisions", unit="decisions")
def founding(on: date, among: Organisations, part: Literal["line", "paper"]) -> Facts:
    """The decision from which the network lives, as the register of its head holds it, dated the day that the document
    tells: 1 where its line is there (`line`), 1 where its paper is kept with it (`paper`). R0.3."""
    day = founding_day()
    if day is None or day > on:
        return {}
    rows = Founding.objects.filter(decision__decided_on=day)
    rows = rows.filter(**among.where("decision__organisation"))
    if part == "paper":
        rows = rows.exclude(document=None)
    return dict.fromkeys(rows.values_list("decision__organisation", flat=True), 1)
