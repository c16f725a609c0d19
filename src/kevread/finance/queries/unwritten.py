"""What one public funder gives for a civil year, and what of it no written agreement is told of (L3.6)."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from django.db.models import Q

from kevread.agreements.models import Instrument
from kevread.finance.models import Funder, Funding
from kevread.finance.queries.years import Part
from kevread.finance.rules import PUBLIC_KINDS, by_twelve_months


@dataclass(slots=True)
class Given:
    """Of one funder, whatever names it was entered under, to an organisation for a civil year: its fundings, each with what it
    gives for twelve months that begin then; those that an agreement tells, and the others."""

    organisation: UUID
    funder: Funder
    year: int
    written: list[Part] = field(default_factory=list)
    unwritten: list[Part] = field(default_factory=list)

    @property
    def parts(self) -> tuple[Part, ...]:
        return (*self.written, *self.unwritten)

    @property
    def cents(self) -> int:
        return sum(one.cents for one in self.parts)

    @property
    def left(self) -> int:
        """What no agreement tells."""
        return sum(one.cents for one in self.unwritten)


def public(on: date, ids: Collection[UUID] | None) -> list[Funding]:
    """The public subsidies notified by then whose days touch this civil year or the one before, or are to come. One query."""
    rows = Funding.objects.standing().filter(notified_on__lte=on, funder__kind__in=PUBLIC_KINDS)
    if ids is not None:
        rows = rows.filter(organisation__in=ids)
    rows = rows.filter(period__endswith__gt=date(on.year - 1, 1, 1))
    return list(rows.select_related("funder__organisation").order_by("notified_on", "pk"))


def written(on: date, fundings: Iterable[Funding]) -> set[UUID]:
    """Those of which an agreement is written by then: signed elsewhere, or kept here and signed. One that is prepared, or that
    was a mistake, is none. One query."""
    those = list(fundings)
    rows = Instrument.objects.signed().filter(
        Q(agreement__annulled_on=None) | Q(agreement__annulled_on__gt=on),
        number=0,
        signed_on__lte=on,
        agreement__in={one.agreement_id for one in those if one.agreement_id},
    )
    signed = set(rows.values_list("agreement_id", flat=True))
    return {
        one.pk for one in those if one.agreement_id in signed or (one.signed_on is not None and one.signed_on <= on)
    }


def given(on: date, fundings: Collection[Funding]) -> list[Given]:
    """This civil year and the one before, funder by funder; a later one too where one of its fundings begins then: an
    agreement is written when it is granted. An amount is for twelve months: what is given for no more counts whole in the
    year in which it begins, whatever years its days touch; what is given for longer, by each twelve months (decision 227).
    One query."""
    told = written(on, fundings)
    last: dict[tuple[UUID, UUID], int] = {}
    for one in fundings:
        assert one.dates.start is not None
        pair = one.organisation_id, one.funder.one
        last[pair] = max(on.year, one.dates.start.year, last.get(pair, 0))
    found: dict[tuple[UUID, UUID, int], Given] = {}
    for one in fundings:
        assert one.dates.start is not None and one.dates.last is not None
        for year, cents in by_twelve_months(one.cents, one.dates.start, one.dates.last).items():
            if cents and on.year - 1 <= year <= last[one.organisation_id, one.funder.one]:
                key = one.organisation_id, one.funder.one, year
                row = found.setdefault(key, Given(one.organisation_id, one.funder, year))
                (row.written if one.pk in told else row.unwritten).append(Part(one, cents))
    return list(found.values())
