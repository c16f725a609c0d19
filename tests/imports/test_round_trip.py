"""What leaves comes back unchanged: out of the demonstration, into an empty federation, and out again."""

from kevread.common.sheets import SHEETS
from kevread.imports import workbook
from kevread.imports.reading.book import read
from kevread.seats.operations import seat_first_secretary
from tests.arrange import NOW, TODAY

from .conftest import brought, told


def test_what_leaves_comes_back_cell_by_cell(life, empty):
    """From the workbook itself, as its reader gives it; where the first secretary is already seated, as `init` leaves it."""
    grids, content = life
    assert [grid.name for grid in grids] == list(SHEETS) or {grid.name for grid in grids} == set(SHEETS)
    held = next(grid for grid in grids if grid.name == "Postes")
    who = next(row[3] for row in held.rows if row[2] == "Coordination du réseau")
    people = next(grid for grid in grids if grid.name == "Personnes")
    family, given, email = next(row for row in people.rows if row[2] == who)
    seat_first_secretary(given_name=str(given), family_name=str(family), email=str(email), now=NOW)
    outcome = brought(*read(content, "tout.xlsx").grids)
    found = told(outcome)
    assert (found.errors, found.refused) == ([], [])
    assert outcome.committed
    left = workbook.grids(TODAY)
    for one, other in zip(grids, left, strict=True):
        assert one == other, one.name
    again = brought(*left)
    assert again.written.counts == {"new": 0, "changed": 0, "unchanged": sum(len(grid.rows) - 1 for grid in grids)}
