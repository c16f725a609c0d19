"""A list as a spreadsheet reads it: CSV, in UTF-8 with its mark, semicolons, and no cell that it would run."""

import csv
from collections.abc import Iterable, Sequence

from django.http import HttpResponse

from kevread.ui.files import under_name

FORMULA = ("=", "+", "-", "@", "\t", "\r")  # what a spreadsheet would run


def csv_file(name: str, columns: Sequence[str], rows: Iterable[Sequence[object]]) -> HttpResponse:
    """The file to download, under that name."""
    response = under_name(HttpResponse("\ufeff", content_type="text/csv; charset=utf-8"), name)
    writer = csv.writer(response, delimiter=";")
    writer.writerow(columns)
    writer.writerows([neutral(cell) for cell in row] for row in rows)
    return response


def neutral(value: object) -> str:
    """A cell that no spreadsheet takes for a formula.

    >>> neutral("=1+1"), neutral(None), neutral(12)
    ("'=1+1", '', '12')
    """
    cell = "" if value is None else str(value)
    return f"'{cell}" if cell.startswith(FORMULA) else cell
