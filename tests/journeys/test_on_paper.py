"""« Texte », printed: what is to be settled, then the text, page after page."""

from pathlib import Path

import pytest
from playwright.sync_api import Page
from pypdf import PdfReader

from .conftest import enter

FULL = 150  # words: a page that has fewer stops early


@pytest.mark.parametrize("shown", ["ce-qui-attend", "tout"])
def test_no_page_of_the_text_stops_early(page: Page, demonstration: str, tmp_path: Path, shown: str):
    """An article is not cut, and may be the last of its page; nothing but the text is on the last one."""
    enter(page, demonstration, "direction")
    page.goto(f"{demonstration}/ess-35/texte?montrer={shown}")
    page.pdf(path=tmp_path / "text.pdf", format="A4")
    pages = [" ".join(one.extract_text().split()) for one in PdfReader(tmp_path / "text.pdf").pages]
    assert len(pages) > 5
    assert [number for number, text in enumerate(pages[:-1], 1) if len(text.split()) < FULL] == []
    assert "Kevread tient le cadre commun" not in pages[-1]
    assert "Ce que Kevread y ajoute" in pages[-1]
