"""A file that somebody took away, read as a spreadsheet reads it."""

import csv
from io import BytesIO, StringIO
from typing import Any

from django.http import HttpResponse
from openpyxl import load_workbook


def taken(answer: HttpResponse) -> list[dict[str, Any]]:
    """Its rows, by their headers: texts of a CSV; texts, numbers, days and hours of an XLSX."""
    assert answer.status_code == 200, answer.status_code
    if answer["Content-Type"].startswith("text/csv"):
        return list(csv.DictReader(StringIO(answer.content.decode("utf-8-sig")), delimiter=";"))
    sheet = load_workbook(BytesIO(answer.content)).active
    headers, *rows = sheet.iter_rows(values_only=True)
    return [dict(zip(headers, row, strict=True)) for row in rows]
