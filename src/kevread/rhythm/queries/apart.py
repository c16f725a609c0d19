"""The days on which a body decided, by the register, and of which no meeting is written."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from uuid import UUID

from kevread.common.actor import Actor
from kevread.common.periods import day_in_words
from kevread.common.words import listed
from kevread.decisions.queries.apart import lines_apart
from kevread.rhythm.queries.calendar import Rhythm

NAMED = 3  # days


def apart_by_body(rhythms: Iterable[Rhythm], actor: Actor) -> Mapping[UUID, list[date]]:
    """Of each body that is watched, in the year that is looked at and up to the day from which it is; of what one reads. A
    decision taken by delegation, or in writing, had no meeting either: its day is told, and nothing is held against it, nor for
    it (`decisions.queries.apart`, that facts read). One query."""
    watched = {one.body.pk: one for one in rhythms if one.kept}
    seen = [one.tally.seen for one in watched.values()]
    if not seen:
        return {}
    first, last = date(min(one.year for one in seen), 1, 1), max(one.on for one in seen)
    rows = lines_apart(first, last).visible_to(actor).filter(body__in=watched)
    found: dict[UUID, set[date]] = defaultdict(set)
    for body, day in rows.order_by().values_list("body", "decided_on").distinct():
        year = watched[body].tally.seen
        if day.year == year.year and (year.since is None or year.since <= day) and day <= year.on:
            found[body].add(day)
    return {body: sorted(days) for body, days in found.items()}


def told(days: Sequence[date]) -> str:
    """
    >>> told([date(2026, 11, 5)])
    'On y a décidé le 5 novembre 2026, et aucune réunion de ce jour n’est inscrite.'
    >>> told([date(2026, 1, 2), date(2026, 5, 3), date(2026, 8, 4), date(2026, 11, 5)]).partition(", dont")[0]
    'Des décisions ont été prises à 4 dates où aucune réunion n’est inscrite'
    """
    named = [f"le {day_in_words(day)}" for day in days[-NAMED:]]
    if len(days) == 1:
        return f"On y a décidé {named[0]}, et aucune réunion de ce jour n’est inscrite."
    if len(days) <= NAMED:
        return f"Des décisions ont été prises {listed(named)}, sans qu’une réunion de ces jours soit inscrite."
    return f"Des décisions ont été prises à {len(days)} dates où aucune réunion n’est inscrite, dont {listed(named)}."
