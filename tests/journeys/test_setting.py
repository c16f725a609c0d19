"""The network decides that three people may represent a pôle: « Texte », the board, the refusal and the list follow."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser import running

from .conftest import window
from .screen import BOARD

SETTING = "/cress/texte/modalites/R3.7.representatives_per_member"
FILL = f"{BOARD}/administrator/confier?pour=ess-pays-de-vitre"


@pytest.fixture(scope="module")
def of_its_own() -> Iterator[str]:
    with running("setting", kind="life") as address:
        yield address


def text_of(page: Page) -> str:
    return re.sub(r"\s+", " ", page.get_by_role("main").inner_text())


def fill(page: Page, site: str) -> str:
    """Confide a seat to the first person who is eligible for Vitré; who."""
    page.goto(site + FILL)
    person = page.locator("#personnes li a").first
    name = person.inner_text()
    person.click()
    page.get_by_role("link", name="Une décision d’avant le registre").click()
    page.get_by_label(re.compile("^La décision")).fill("Conseil du pôle du 19 novembre 2026")
    page.get_by_label(re.compile("^Date de la décision")).fill("2026-11-19")
    page.get_by_role("button", name="Voir ce que cela change").click()
    expect(page.get_by_role("heading", name=re.compile("^Rien n’(est encore|a été) enregistré$"))).to_be_visible()
    if (confirm := page.get_by_role("button", name="Confier ce siège")).count():
        confirm.click()
    return name


def test_from_two_to_three(of_its_own: str, chrome: Browser):
    site = of_its_own
    with (
        window(chrome, site, "direction") as direction,
        window(chrome, site, "presidence") as president,
        window(chrome, site, "presidence-pole") as vitre,
    ):
        two(site, vitre, president)
        only_the_network_decides(site, direction)
        decide_three(site, president)
        the_text_follows(site, president)
        the_board_and_the_list_follow(site, vitre)


def two(site: str, vitre: Page, president: Page) -> None:
    """The text says it, a grouping departs from it, a third is refused."""
    president.goto(f"{site}/cress/texte/R3.7")
    assert "se compose de deux administrateur·rices au plus" in text_of(president)
    assert "ESS pays de Brest a 3 personnes au conseil, au lieu de 2 au plus." in text_of(president)
    vitre.goto(site + FILL)
    assert "Toutes les places sont prises aujourd’hui" in text_of(vitre)
    fill(vitre, site)
    expect(vitre.get_by_role("alert")).to_contain_text("Article R3.7")


def only_the_network_decides(site: str, direction: Page) -> None:
    direction.goto(site + SETTING)
    expect(direction.get_by_role("heading", name="Qui peut décider")).to_be_visible()
    expect(direction.get_by_role("button", name="Inscrire cette décision")).to_have_count(0)


def decide_three(site: str, president: Page) -> None:
    """Out of its bounds first: refused, and what was typed is kept."""
    president.goto(f"{site}/cress/texte/R3.7")
    president.get_by_role("link", name="D’où elle vient, et la changer").click()
    expect(president.get_by_role("heading", name="Quelle décision la fixe")).to_be_visible()
    president.get_by_text("Elle a été prise, et valait, avant que le registre ne soit tenu").click()
    value = president.get_by_label(re.compile("^Valeur"))
    value.fill("12")
    president.get_by_label(re.compile("^En vigueur")).fill("2024-11-21")
    president.get_by_label("Décision qui la fixe").fill("Assemblée générale du 21 novembre 2024, résolution 3")
    president.get_by_label(re.compile("^Date de la décision")).fill("2024-11-21")
    president.locator("main form").last.evaluate("form => form.noValidate = true")
    president.get_by_role("button", name="Voir ce que cela change").click()
    expect(president.get_by_role("alert")).to_contain_text("Rien n’a été enregistré")
    value.fill("3")
    president.get_by_role("button", name="Voir ce que cela change").click()
    expect(president.get_by_role("heading", name="Rien n’est encore enregistré")).to_be_visible()
    president.get_by_role("button", name="Inscrire cette décision").click()
    expect(president.get_by_text("C’est inscrit.")).to_be_visible()
    expect(president).to_have_url(re.compile(r"/cress/texte/R3\.7$"))


def the_text_follows(site: str, president: Page) -> None:
    """For all: its words, its verdict, its history; and what came before stays as it was."""
    said = text_of(president)
    assert "se compose de trois (deux dans le document) administrateur·rices au plus" in said
    assert "ESS pays de Brest" not in said
    president.goto(f"{site}/cress/texte")
    expect(president.locator("[id='R3.7']")).to_contain_text("trois (deux dans le document) administrateur·rices")
    president.goto(f"{site}/cress/texte/R3.7?au=2024-11-20")
    assert "se compose de deux administrateur·rices au plus" in text_of(president)
    president.goto(site + SETTING)
    assert "3, depuis le 21 novembre 2024" in text_of(president)
    assert "Assemblée générale du 21 novembre 2024, résolution 3" in text_of(president)


def free_places(page: Page) -> int:
    """Those that the board shows for each pôle, of three at most."""
    page.get_by_text("Siège par siège").click()
    return sum(int(number) for number in re.findall(r"(\d+) places? libres?, sur 3 au plus", text_of(page)))


def the_board_and_the_list_follow(site: str, vitre: Page) -> None:
    """One more place for each pôle: the third is seated; the fourth is refused, by the article as it now reads."""
    vitre.goto(site + BOARD)
    vacant_for_vitre = vitre.get_by_role("link", name="Confier ce siège, pour ESS pays de Vitré")
    expect(vacant_for_vitre.first).to_be_visible()  # and the place that the plan draws
    assert "12 personnes y siègent." in text_of(vitre)
    assert free_places(vitre) == 7  # of the nine that are not held, two are promised
    vitre.goto(site + FILL)
    assert "Toutes les places sont prises aujourd’hui" not in text_of(vitre)
    assert "3 places au plus pour ESS pays de Vitré" in text_of(vitre)
    third = fill(vitre, site)
    expect(vitre.get_by_text(f"C’est fait. {third}")).to_be_visible()
    vitre.goto(site + BOARD)
    expect(vacant_for_vitre).to_have_count(0)
    assert free_places(vitre) == 6

    assert fill(vitre, site) != third
    refusal = vitre.get_by_role("alert")
    expect(refusal).to_contain_text("trois (deux dans le document) administrateur·rices au plus")
    expect(refusal).to_contain_text(third.split()[0])
    expect(refusal).to_contain_text("Rien n’a été enregistré")
