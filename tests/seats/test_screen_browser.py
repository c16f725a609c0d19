"""The screens of seats in a real browser, on the demonstration, which is only read: what waits behind a gesture, and axe."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser import axe
from tests.journeys.looks import look_here

BOARD = "/ess-35/instances/ess-35-board"
FILL = f"{BOARD}/administrator/confier"
SCREENS = (
    "/ess-35/instances",
    "/cress/instances",
    BOARD,
    f"{BOARD}?au=2026-03-12",
    FILL,
    f"{FILL}?pour=ess-pays-de-vitre&q=ma",
    "/ess-35/instances/creer",
    "/ess-35/mandats",
    "/ess-35/mandats?nom=personne-de-ce-nom",
    "/ess-35/equipe",
    "/ess-35/journal",
    "/qui-peut-quoi",
)


@pytest.fixture
def direction(demonstration: str, page: Page) -> Page:
    """The director of ESS 35, who has just entered."""
    page.goto(f"{demonstration}/demonstration/")
    page.locator("form[action$='/entrer/direction/'] button").click()
    return page


def test_nothing_to_complain_of(demonstration: str, direction: Page):
    """Light and dark, at a desk and on a phone."""
    found = {}
    for path in SCREENS:
        assert direction.goto(demonstration + path).status == 200
        found[path] = look_here(direction)
    assert {path: faults for path, faults in found.items() if faults} == {}


def test_axe_finds_nothing_from_a_mandate_to_its_end(demonstration: str, direction: Page):
    page = direction
    page.goto(f"{demonstration}/ess-35/mandats?nom=castelnovi")
    page.get_by_role("link", name="Noé Castelnovi").first.click()
    expect(page.get_by_role("heading", name="Pourquoi je vois cette fiche")).to_be_visible()
    assert axe(page) == []
    page.get_by_role("link", name="Qui d’autre la voit").click()
    page.get_by_label("Filtrer").fill("youenn drezenic")
    expect(page.locator("#qui-voit li:visible")).to_have_count(1)
    assert axe(page) == []
    page.goto(f"{demonstration}/ess-35/mandats?nom=castelnovi&instance=ess-35-board")
    page.locator("td[data-label=Mandat] a").first.click()
    assert axe(page) == []
    mandate = page.url
    page.get_by_role("link", name="Corriger une erreur de saisie").click()
    assert axe(page) == []
    page.goto(mandate)
    page.get_by_role("link", name="Mettre fin à ce mandat").click()
    assert axe(page) == []
    page.get_by_label("Démission").check()
    page.get_by_label("Sur quoi cela repose").fill("Lettre du 20 novembre, reçue en main propre")
    page.get_by_role("button", name="Voir ce que cela change").click()
    expect(page.get_by_role("heading", name="Rien n’est encore enregistré")).to_be_visible()
    expect(page.get_by_role("heading", name="Ce qui changerait dans les constats")).to_be_visible()
    assert axe(page) == []
    page.goto(mandate)
    expect(page.get_by_role("link", name="Mettre fin à ce mandat")).to_be_visible()  # nothing was written


def test_before_and_after_open_in_the_journal(demonstration: str, direction: Page):
    page = direction
    page.goto(f"{demonstration}/ess-35/journal")
    page.get_by_role("link", name="Avant et après").first.click()
    expect(page.locator("ol dl.facts").first).to_be_visible()
    assert page.url.endswith("/ess-35/journal")
    assert axe(page) == []
