"""The calendar of a year is seen at once: on one page, however many bodies meet."""

from datetime import UTC, date, datetime, timedelta
from io import BytesIO

import pytest
from pypdf import PdfReader

from kevread.documents.contracts import as_data
from kevread.documents.rendering import render
from kevread.rhythm.papers import Calendar, Date, Rhythm
from tests.documents.house import HOUSE

LONG = "Groupe de mise en œuvre « Incarnation et reconnaissance de l’ESS »"
PLACE = "Maison des associations, Rennes"


@pytest.mark.parametrize(("dates", "bodies"), [(3, 1), (13, 9), (14, 5), (15, 4), (50, 9), (80, 12)])
def test_a_year_stands_on_one_page(dates, bodies):
    paper = Calendar(
        letterhead=HOUSE,
        year=2027,
        dates=tuple(
            Date(
                day=date(2027, 1, 4) + timedelta(days=360 * n // dates),
                starts_at="17 h 30",
                body=LONG if n % 3 else "Bureau",
                place=PLACE,
            )
            for n in range(dates)
        ),
        rhythms=tuple(
            Rhythm(body=LONG, wanted="de 3 à 4 réunions par an", found="Une réunion reste à tenir : sa date est fixée.")
            for _ in range(bodies)
        ),
        off=tuple(f"Fête numéro {n} : {n} mai 2027" for n in range(1, 12)),
    )
    pdf = PdfReader(BytesIO(render(paper.template, as_data(paper), made_at=datetime(2026, 11, 24, tzinfo=UTC))))
    assert len(pdf.pages) == 1
    text = " ".join("".join(page.extract_text() for page in pdf.pages).split())
    assert text.count("Bureau") == len(range(0, dates, 3)) and "Fête numéro 11" in text
