"""The memberships of those for whom somebody speaks: what they owe there, how it stands."""

from dataclasses import dataclass
from datetime import date

from kevread.common.actor import Actor
from kevread.directory.models import Affiliation, Organisation
from kevread.dues.models import Due
from kevread.dues.permissions import spoken_for

from .owed import Owed, standing_of


@dataclass(frozen=True, slots=True)
class Ours:
    """A membership, and what it owes and paid, the last year first."""

    affiliation: Affiliation
    lines: list[Owed]

    @property
    def left(self) -> int:
        return sum(one.left for one in self.lines)


def ours(actor: Actor, on: date, of: Organisation | None = None) -> list[Ours]:
    """Each of those memberships, with its dues. Four queries, whatever their number."""
    rows = spoken_for(actor, on, of)
    dues = Due.objects.standing().filter(affiliation__in=[row.pk for row in rows], call__called_on__lte=on)
    dues = dues.select_related("affiliation__member", "call", "organisation", "bracket__tariff")
    lines: dict[object, list[Owed]] = {row.pk: [] for row in rows}
    for one in standing_of(dues.order_by("-year"), on):
        lines[one.due.affiliation_id].append(one)
    return [Ours(row, lines[row.pk]) for row in rows]
