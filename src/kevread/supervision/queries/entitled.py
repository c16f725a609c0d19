"""Who might do what where, on any day: by an office or a chain, as things are written today. Two queries for everybody."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from kevread.common.periods import Period
from kevread.delegations.loader import acts as committing
from kevread.delegations.queries.chains import every_chain
from kevread.delegations.rules import Chain
from kevread.seats.models import Mandate

type Office = tuple[UUID, UUID, str]  # who, where, « board/president »


@dataclass(frozen=True, slots=True)
class Powers:
    """`chains`: by organisation; `offices`: when each was held."""

    chains: dict[UUID, list[Chain]]
    offices: dict[Office, list[Period]]

    def allow(self, person: UUID | None, act: str, where: UUID, on: date) -> bool:
        """Whether this person held this act there that day."""
        known = committing().on(on)
        if person is None or act not in known:
            return False
        if any(on in period for seat in known[act].offices for period in self.offices.get((person, where, seat), ())):
            return True
        chains = self.chains.get(where, ())
        return any(one.leaf.holder == person and act in one.leaf.acts and one.holds(on) for one in chains)


def powers(organisations: Collection[UUID] | None) -> Powers:
    """Of these organisations; None: of all."""
    chains: dict[UUID, list[Chain]] = {}
    for where, chain in every_chain(organisations):
        chains.setdefault(where, []).append(chain)
    seats = {office for act in committing().acts.values() for office in act.offices}
    kinds, titles = {one.partition("/")[0] for one in seats}, {one.partition("/")[2] for one in seats}
    rows = Mandate.objects.exclude(end_reason=Mandate.EndReason.MISTAKE).filter(
        seat__title__in=titles, seat__body__kind__in=kinds
    )
    if organisations is not None:
        rows = rows.filter(seat__body__organisation__in=organisations)
    offices: dict[Office, list[Period]] = {}
    columns = ("person_id", "seat__body__organisation_id", "seat__body__kind", "seat__title", "period")
    for person, where, kind, title, period in rows.values_list(*columns):
        offices.setdefault((person, where, f"{kind}/{title}"), []).append(Period.of(period))
    return Powers(chains, offices)
