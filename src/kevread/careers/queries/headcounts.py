"""The headcounts that a reader may see, each with the thresholds that it reaches, and together."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from kevread.careers.loader import Council, Threshold, careers
from kevread.careers.models import LEADS
from kevread.careers.rules.headcount import Headcount, headcount
from kevread.common.actor import Actor
from kevread.common.facts import HEAD
from kevread.common.periods import add_months
from kevread.directory.models import Organisation
from kevread.seats.permissions import grounds
from kevread.staff.permissions import employers

from .counting import agreements_of, is_due, kept_since, works_of
from .plans import gathered_by


@dataclass(frozen=True, slots=True)
class Reached:
    threshold: Threshold
    is_reached: bool


@dataclass(frozen=True, slots=True)
class Counted:
    """An employer, or several together; the rules by which a council is due, each with its answer (None: not known)."""

    name: str
    organisation: Organisation | None
    count: Headcount
    is_kept: bool
    thresholds: list[Reached]
    councils: list[tuple[Council, bool | None]]

    @property
    def reached(self) -> list[Threshold]:
        return [one.threshold for one in self.thresholds if one.is_reached]

    @property
    def next(self) -> Threshold | None:
        return next((one.threshold for one in self.thresholds if not one.is_reached), None)

    @property
    def people(self) -> float:
        return self.count.people


def those_read(actor: Actor, place: Organisation, on: date) -> list[Organisation]:
    """The employers whose headcount this person may read here: their own line’s; at the head, for who leads the plan of the
    network, all those that it gathers. No local, whatever it is at whose service one works."""
    found = [place] if place.pk in employers(actor, on) or grounds(actor, "employ", place) else []
    if place.scale == HEAD and grounds(actor, LEADS, place):
        found = [place, *gathered_by(place, on)]
    return found


def headcounts(actor: Actor, place: Organisation, on: date) -> list[Counted]:
    """One for each, then all together where there are several. Seven queries, whatever their number."""
    those = those_read(actor, place, on)
    keys: list[UUID] = [one.pk for one in those]
    longest = max((one.within for one in careers().councils), default=1)
    works = works_of(keys, add_months(on, -longest), on)
    kept, followed = kept_since(keys, on), agreements_of(keys, on)
    found = []
    for one in those:
        codes = followed.get(one.pk, frozenset())
        mine = works.get(one.pk, [])
        rules = [rule for rule in careers().councils if not rule.agreement or rule.agreement in codes]
        councils = [(rule, is_due(mine, rule, on, kept.get(one.pk))) for rule in rules]
        found.append(counted(one.name, one, headcount(mine, on), codes, councils, is_kept=one.pk in kept))
    if len(those) > 1:
        every = [work for key in keys for work in works.get(key, [])]
        codes = frozenset[str]().union(*followed.values())
        is_kept = all(key in kept for key in keys)
        found.append(counted("Ensemble", None, headcount(every, on), codes, [], is_kept=is_kept))
    return found


def counted(
    name: str,
    organisation: Organisation | None,
    count: Headcount,
    codes: frozenset[str],
    councils: list[tuple[Council, bool | None]],
    *,
    is_kept: bool,
) -> Counted:
    thresholds = [Reached(one, count.sure >= one.people * 100) for one in careers().thresholds_of(codes)]
    return Counted(name, organisation, count, is_kept, thresholds, councils)
