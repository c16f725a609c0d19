"""The values of a round that people say, as one table: a row for each beneficiary, a column for each criterion to say."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from kevread.directory.models import Organisation
from kevread.equalisation.models import Campaign
from kevread.equalisation.rules.terms import naming

from .collecting import beneficiaries, collected, criteria_of


@dataclass(frozen=True, slots=True)
class Grid:
    """`typed`: what somebody said. `read`: what Kevread read, or reads once it is asked; nobody types that here."""

    codes: tuple[str, ...]
    rows: tuple[Organisation, ...]
    typed: Mapping[tuple[str, str], Decimal]
    read: Mapping[tuple[str, str], Decimal | None]
    source: str  # the last that was typed

    @property
    def names(self) -> list[str]:
        return [naming(code).name for code in self.codes]

    @property
    def shown(self) -> list[list[str]]:
        """What the page stands on, by which what changed meanwhile is seen."""
        told = [[who, code, str(value.normalize())] for (who, code), value in sorted(self.typed.items())]
        known = [[who, code, ""] for who, code in sorted(self.read)]
        return [list(self.codes), [one.slug for one in self.rows], *told, *known]


def grid_of(campaign: Campaign) -> Grid:
    """A criterion is to say unless Kevread reads it of everybody. A dozen queries, whatever the rows."""
    everybody, known = beneficiaries(campaign.as_of), collected(campaign.as_of)
    codes = [code for code in criteria_of(campaign) if any((one.pk, code) not in known for one in everybody)]
    rows = list(campaign.measures.select_related("beneficiary").order_by("pk"))
    typed = {(one.beneficiary.slug, one.criterion): one.value for one in rows if not one.collected}
    kept = {(one.beneficiary.slug, one.criterion): one.value for one in rows if one.collected}
    waits = {(one.slug, code): None for one in everybody for code in codes if (one.pk, code) in known}
    read = {place: value for place, value in (waits | kept).items() if place not in typed and place[1] in codes}
    return Grid(
        tuple(codes),
        tuple(everybody),
        {place: value for place, value in typed.items() if place[1] in codes},
        read,
        next((one.source for one in reversed(rows) if not one.collected), ""),
    )
