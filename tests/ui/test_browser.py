"""The catalogue and a page in its whole frame, in a real browser: light, dark, desk, phone, keyboard, paper."""

from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from playwright.sync_api import Page, Route, expect
from pypdf import PdfReader

from kevread.ui.collected import Storage
from tests.browser import ROOT, axe
from tests.journeys.looks import look_here

DESK, PHONE = {"width": 1360, "height": 900}, {"width": 390, "height": 844}
PAGES = ("/composants/", "/exemple/", "/exemple/?au=2026-03-12", "/rien/de/tel", "/compte/connexion/")


@pytest.mark.parametrize("path", PAGES)
def test_nothing_to_complain_of(site: str, page: Page, path: str):
    """Light and dark, at a desk and on a phone."""
    page.goto(site + path)
    assert look_here(page) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_in_what_opens(site: str, page: Page, scheme: str):
    page.emulate_media(color_scheme=scheme)
    page.goto(f"{site}/exemple/")
    page.get_by_role("button", name="Changer d’échelle").click()
    assert axe(page) == []
    page.keyboard.press("Escape")
    page.get_by_text("24 novembre 2026").nth(1).click()
    expect(page.get_by_label("Lire à cette date")).to_be_visible()
    assert axe(page) == []


def test_nothing_is_blocked_nor_complained_about(site: str, page: Page):
    said: list[str] = []
    page.on("console", lambda line: said.append(line.text) if line.type == "error" else None)
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("response", lambda answer: said.append(answer.url) if answer.status >= 400 else None)
    page.goto(f"{site}/exemple/")
    page.wait_for_load_state("networkidle")
    assert said == []
    loaded = page.evaluate("[...document.fonts].filter(f => f.status === 'loaded').map(f => f.family)")
    assert {"Literata", "Atkinson", "Bricolage"} <= set(loaded)


DRAWN = """() => [...document.querySelectorAll("body *")].flatMap(element => ["", "::before", "::after"].map(part => {
  const style = getComputedStyle(element, part);
  const names = [...style].filter(name => !name.startsWith("--"));
  return names.map(name => `${name}: ${style.getPropertyValue(name).replaceAll("0% 0%", "0px 0px")}`).join("; ");
}))"""
REPLACE = """sheets => {
  const links = [...document.querySelectorAll("link[rel=stylesheet]")];
  document.adoptedStyleSheets = links.map(link => {
    const sheet = new CSSStyleSheet({ media: link.media });
    sheet.replaceSync(sheets[new URL(link.href).pathname]);
    return sheet;
  });
  for (const link of links) link.remove();
  return document.fonts.ready.then(() => links.length);
}"""


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_a_sheet_that_is_served_draws_what_was_written(site: str, page: Page, tmp_path: Path, size: dict):
    page.set_viewport_size(size)
    page.goto(f"{site}/composants/")
    written = page.evaluate(DRAWN)
    storage, sheets = Storage(location=tmp_path), {}
    for folder in (ROOT / "src" / "kevread").glob("*/static"):
        for path in folder.rglob("*.css"):
            name = storage.save(path.relative_to(folder).as_posix(), ContentFile(path.read_bytes()))
            sheets[f"/static/{name}"] = (tmp_path / name).read_text().replace("../fonts/", "/static/fonts/")
    assert page.evaluate(REPLACE, sheets) > 3
    served = page.evaluate(DRAWN)
    assert len(served) > 500
    different = [
        (before, after)
        for pair in zip(written, served, strict=True)
        for before, after in zip(*(text.split("; ") for text in pair), strict=True)
        if before != after
    ]
    assert different == []


def test_the_keyboard_goes_everywhere(site: str, page: Page):
    page.goto(f"{site}/exemple/")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Aller au contenu")).to_be_focused()
    page.keyboard.press("Tab")
    switch = page.get_by_role("button", name="Changer d’échelle")
    expect(switch).to_be_focused()
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog", name="Changer d’échelle")
    expect(dialog.get_by_label("Trouver une organisation")).to_be_focused()
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    expect(switch).to_be_focused()


def test_the_list_of_scales_filters_without_accents(site: str, page: Page):
    page.goto(f"{site}/exemple/")
    page.get_by_role("button", name="Changer d’échelle").click()
    box, places = page.get_by_label("Trouver une organisation"), page.locator("#liste-des-echelles li:visible")
    box.fill("FOUGERES")
    expect(places).to_have_count(1)
    expect(places).to_have_text("Pays de Fougères")
    box.fill("zzz")
    expect(page.get_by_text("Rien ne porte ce nom")).to_be_visible()


def test_a_menu_closes_from_outside_and_by_escape(site: str, page: Page):
    page.goto(f"{site}/exemple/")
    summary, field = page.locator("details.tool:not(.house) > summary").first, page.get_by_label("Lire à cette date")
    summary.click()
    expect(field).to_be_visible()
    page.get_by_role("heading", level=1).click()
    expect(field).to_be_hidden()
    summary.click()
    page.keyboard.press("Escape")
    expect(field).to_be_hidden()
    expect(summary).to_be_focused()


def test_one_reads_another_day_and_comes_back(site: str, page: Page):
    page.goto(f"{site}/exemple/?q=redon")
    page.locator("details.tool:not(.house) > summary").first.click()
    page.get_by_label("Lire à cette date").fill("2026-03-12")
    page.get_by_role("button", name="Voir cette date").click()
    expect(page.get_by_role("status")).to_contain_text("Au 12 mars 2026 — lecture seule")
    assert "q=redon" in page.url
    page.get_by_role("status").get_by_role("link", name="Revenir à aujourd’hui").click()
    assert page.url.endswith("/exemple/?q=redon")


def test_on_a_phone_what_is_pressed_is_48_pixels_high(site: str, page: Page):
    page.set_viewport_size(PHONE)
    page.goto(f"{site}/composants/")
    small = page.evaluate(
        """() => [...document.querySelectorAll('.button, .bar a, .tabs a, summary, .tool-link, .switch, .pages a')]
        .filter(e => e.checkVisibility() && e.getBoundingClientRect().height < 47.5).map(e => e.outerHTML.slice(0, 80))"""
    )
    assert small == []


@pytest.mark.parametrize("where", ["p", "li", "dd", "blockquote"])
def test_a_word_without_end_stays_on_a_phone(site: str, page: Page, where: str):
    """An address pasted in a reason: in a grid, a plain `break-word` would have let it widen the page."""
    page.set_viewport_size(PHONE)
    page.goto(f"{site}/composants/")
    page.evaluate(
        """where => document.querySelector("main .stack, main .form").insertAdjacentHTML(
            "beforeend", `<div class="stack"><${where}>${"x".repeat(300)}</${where}></div>`)""",
        where,
    )
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]


def test_a_box_where_one_writes_sentences_is_several_lines_high(site: str, page: Page):
    page.goto(f"{site}/composants/")
    height = """() => { const box = document.createElement("textarea"), field = document.querySelector(".field");
        field.append(box); return box.getBoundingClientRect().height; }"""
    assert page.evaluate(height) >= 100


NAMED = """name => {
  const where = document.querySelector(".top .where");
  document.querySelector(".trail")?.remove();
  where.insertAdjacentHTML("beforeend", `<nav class="trail"><ol><li><details class="tool house"><summary>
    <span class="name">${name}</span><svg class="icon"></svg></summary></details></li></ol></nav>`);
  const box = query => document.querySelector(query).getBoundingClientRect();
  const [named, arrow, next] = [box(".house .name"), box(".house .icon"), box(".where + .tool")];
  const apart = Math.abs(arrow.top + arrow.bottom - named.top - named.bottom) / 2;
  return [named.right <= arrow.left && arrow.right <= next.left, apart < 15];
}"""


def test_on_a_phone_a_long_name_keeps_its_arrow_and_hides_no_button(site: str, page: Page):
    page.set_viewport_size(PHONE)
    page.goto(f"{site}/exemple/")
    for name in (
        "ESS 35",
        "ESS Centre Bretagne",
        "ESS pays de Vannes / Brocéliande",
        "ESS pays du Centre Ouest Bretagne",
    ):
        assert page.evaluate(NAMED, name) == [True, True], name


def test_a_table_becomes_a_list_on_a_phone(site: str, page: Page):
    page.set_viewport_size(PHONE)
    page.goto(f"{site}/exemple/")
    first = page.locator(".rows tbody tr").first.locator("th, td")
    tops = first.evaluate_all("cells => cells.map(cell => cell.getBoundingClientRect().top)")
    assert tops == sorted(set(tops))


def test_paper_holds_the_text_and_nothing_to_press(site: str, page: Page):
    page.emulate_media(media="print")
    page.goto(f"{site}/exemple/")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    for hidden in (".tabs", ".tool:not(.house)", ".house .icon", ".house .drop", ".button", ".bar"):
        assert page.locator(hidden).first.is_hidden(), hidden
    assert page.locator(".verdict").first.is_visible()


def test_what_is_folded_is_printed(site: str, page: Page, tmp_path: Path):
    page.goto(f"{site}/composants/")
    folded = page.locator("details.fold:not([open]) > :not(summary)").first
    assert folded.is_hidden()
    told = "".join((folded.text_content() or "").split())
    page.pdf(path=tmp_path / "page.pdf")
    printed = "".join(sheet.extract_text() for sheet in PdfReader(tmp_path / "page.pdf").pages)
    assert told and told in "".join(printed.split())


def test_a_drawing_read_by_the_browser_has_no_decimal_comma(site: str, page: Page):
    page.goto(f"{site}/composants/")
    wrong = page.evaluate(
        """() => [...document.querySelectorAll('main svg, main svg *')].flatMap(e => [...e.attributes])
        .filter(a => !['aria-label', 'title', 'class'].includes(a.name) && /\\d,\\d/.test(a.value))
        .map(a => a.name + '=' + a.value)"""
    )
    assert wrong == []


def test_a_column_of_figures_is_set_to_its_end_and_a_stacked_row_to_its_beginning(site: str, page: Page):
    """`.rows .number` stands after what it sets right: see the layers at the head of base.css."""
    alignment = "cells => cells.map(cell => getComputedStyle(cell).textAlign)"
    page.goto(f"{site}/composants/")
    of_figures = page.locator("table.rows :is(td, th).number")
    assert of_figures.count() > 3
    assert set(of_figures.evaluate_all(alignment)) == {"end"}
    assert set(page.locator("table.rows :is(td, th):not(.number)").evaluate_all(alignment)) == {"start"}
    page.set_viewport_size(PHONE)
    assert set(page.locator("table.rows:not(.narrow) td.number").evaluate_all(alignment)) == {"start"}


def test_on_a_phone_the_pages_of_a_tab_are_one_tap_away_and_no_second_band_stands(site: str, page: Page):
    page.set_viewport_size(PHONE)
    page.goto(f"{site}/exemple/")
    assert page.locator(".tabs:visible").count() == 0
    page.locator(".bar summary").click()
    opened = page.locator(".bar .drop")
    assert opened.get_by_role("link").all_inner_texts()[:3] == ["Territoire", "Personnes", "Équipe"]
    assert opened.locator("[aria-current=page]").first.inner_text() == "Personnes"
    box = opened.bounding_box()
    assert box["y"] >= 0 and box["y"] + box["height"] <= PHONE["height"]
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]


def test_a_row_of_tabs_that_is_too_long_scrolls_to_the_open_one(site: str, page: Page):
    page.set_viewport_size({"width": 800, "height": 900})
    page.route("**/exemple/", with_tabs)
    page.goto(f"{site}/exemple/")
    row = page.locator(".tabs.within ul").last
    assert row.bounding_box()["height"] <= 60
    assert page.evaluate("document.documentElement.scrollWidth") <= 800
    box = page.get_by_role("link", name="Rubrique numéro 8").bounding_box()
    assert box["x"] >= 0 and box["x"] + box["width"] <= 800


def with_tabs(route: Route) -> None:
    """The page, with eleven sub-pages of which the eighth is open."""
    answer = route.fetch()
    links = "".join(
        f'<li><a href="#"{" aria-current=page" * (number == 8)}>Rubrique numéro {number}</a></li>'
        for number in range(1, 12)
    )
    nav = f'<nav class="tabs within" aria-label="Pages de cette rubrique"><ul>{links}</ul></nav>'
    route.fulfill(response=answer, body=answer.text().replace("<main", f"{nav}<main", 1))
