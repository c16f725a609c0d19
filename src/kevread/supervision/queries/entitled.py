"""Who might do what where, on any day: by an office or a chain, as things are written today, two queries for everybody; and
whether what is written proves it."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from kevread.charter.models import Keeping
from kevread.common.facts import Number, Organisations, Span
from kevread.common.periods import Period
from kevread.delegations.loader import acts as committing
from kevread.delegations.queries.chains import every_chain
from kevread.delegations.rules import Chain
from kevread.seats.models import Mandate

ENTITLING = (
    "delegations",
    "mandates",
    "team",
)  # the registers of chains, of offices, and of the posts that hold chains
type Office = tuple[UUID, UUID, str]  # who, where, « board/president »


@dataclass(frozen=True, slots=True)
class Powers:
    """`chains`: by organisation; `offices`: when each was held."""

    chains: dict[UUID, list[Chain]]
    offices: dict[Office, list[Period]]

    def allow(self, person: UUID | None, act: str, where: UUID, on: date) -> bool:
        """Whether this person held this act there that day, until it was taken back at once."""
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
    for where, chain in every_chain(organisations, then=True):
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


@dataclass(frozen=True, slots=True)
class KeptPowers:
    """When an organisation kept each register that entitles people."""

    periods: Mapping[str, list[Period]]

    def lacks(self, is_held: bool, person: UUID | None, day: date) -> Number:
        """1 when this person lacked a power on that day, 0 when they held it; either, where what is written does not prove it:
        that it was held, in registers that stopped before that day; that it was not, in registers that were not kept then, or
        of nobody.

        >>> kept = KeptPowers({one: [Period(date(2026, 1, 1), date(2027, 1, 1))] for one in ENTITLING})
        >>> kept.lacks(True, None, date(2025, 12, 31)), kept.lacks(True, None, date(2027, 1, 1))
        (0, Span(least=0, most=1))
        """
        every = [self.periods.get(register, []) for register in ENTITLING]
        if is_held:
            is_proven = all(any(one.end is None or day < one.end for one in periods) for periods in every)
        else:
            is_proven = person is not None and all(any(day in one for one in periods) for periods in every)
        return int(not is_held) if is_proven else Span(0, 1)


def kept_powers(among: Organisations) -> Mapping[UUID, KeptPowers]:
    """Of these organisations. One query."""
    found: dict[UUID, dict[str, list[Period]]] = defaultdict(lambda: defaultdict(list))
    rows = Keeping.objects.filter(register__in=ENTITLING, **among.where("organisation"))
    for organisation, register, period in rows.values_list("organisation_id", "register", "period"):
        found[organisation][register].append(Period.of(period))
    return defaultdict(lambda: KeptPowers({}), {key: KeptPowers(periods) for key, periods in found.items()})
