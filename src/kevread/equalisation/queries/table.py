"""The data of a round, as one reads them: a row for each beneficiary, a column for each criterion."""

from dataclasses import dataclass
from fractions import Fraction

from kevread.directory.models import Organisation
from kevread.equalisation.models import Campaign, Measure
from kevread.equalisation.rules.terms import naming

from .collecting import beneficiaries, criteria_of


@dataclass(frozen=True, slots=True)
class Cell:
    code: str
    name: str
    said: str
    measure: Measure | None


@dataclass(frozen=True, slots=True)
class Line:
    who: Organisation
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Data:
    names: tuple[str, ...]
    lines: tuple[Line, ...]
    missing: int
    sources: tuple[tuple[str, str], ...]


def measured_table(campaign: Campaign) -> Data:
    """Three queries. `missing`: how many values are not told of a criterion that is told of somebody."""
    codes, everybody = criteria_of(campaign), beneficiaries(campaign.as_of)
    known = {(one.beneficiary_id, one.criterion): one for one in campaign.measures.order_by("pk")}
    told = {code for _, code in known}
    codes = codes if campaign.is_open else [code for code in codes if code in told]
    lines = tuple(Line(who, tuple(cell(code, known.get((who.pk, code))) for code in codes)) for who in everybody)
    missing = sum(one.measure is None and one.code in told for line in lines for one in line.cells)
    sources = dict.fromkeys((naming(one.criterion).name, one.source) for one in known.values())
    return Data(tuple(naming(code).name for code in codes), lines, missing, tuple(sorted(sources)))


def cell(code: str, measure: Measure | None) -> Cell:
    said = naming(code).counted(Fraction(measure.value)) if measure else ""
    return Cell(code, naming(code).name, said, measure)
