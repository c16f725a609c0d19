"""A direction, an administrator of a pôle and somebody employed take a working life through its screens: pay under its
minimum is told and corrected; the pôle writes before the decision, and never learns a salary; whoever is employed reads who
decides what about them."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests.browser import running

from .conftest import overhear, refusals, window, written

HIRED = "Mona Martinelet"
HOSTILE = "<script>alert('Redon')</script> \u202eetiudnoc\u202c 𝕜 e\u0301\u200b « Oui », dit-elle\u2028dès janvier"


@pytest.fixture(scope="module")
def of_its_own() -> Iterator[str]:
    with running("twolines", kind="life") as address:
        yield address


def words(page: Page) -> str:
    return re.sub(r"\s+", " ", page.get_by_role("main").inner_text())


def press(page: Page, name: str) -> None:
    page.get_by_role("main").get_by_role("button", name=name, exact=True).click()


def follow(page: Page, name: str) -> None:
    page.get_by_role("main").get_by_role("link", name=name).first.click()


def test_two_lines(of_its_own: str, chrome: Browser):
    site = of_its_own
    with (
        window(chrome, site, "direction") as direction,
        window(chrome, site, "benevole") as board,
        window(chrome, site, "delegue") as employed,
        window(chrome, site, "direction") as other_window,
    ):
        complaints = [overhear(page, site) for page in (direction, board, employed, other_window)]
        contract = paid_too_little(site, direction)
        corrected(site, direction, other_window, contract)
        need = written_before_the_decision(site, board)
        no_salary_is_learnt(site, board, contract)
        decided_after(site, direction, other_window, need)
        reads_who_decides(site, employed)
    refused = "console: Failed to load resource"  # what a page that refuses says by its number
    assert [one for some in complaints for one in some if not one.startswith(refused)] == []


def paid_too_little(site: str, page: Page) -> str:
    """Nobody decided to refuse it: it is recorded, and told to whoever employs, with the sum."""
    page.goto(f"{site}/ess-35/equipe/contrats/inscrire?mots={HIRED.split()[1]}")
    page.get_by_label("Personne", exact=True).select_option(label=HIRED)
    page.get_by_label("Durée indéterminée (CDI)").check()
    page.get_by_label("Emploi").fill("Déléguée territoriale")
    page.get_by_label("Convention collective que dit le contrat").select_option("eclat")
    page.get_by_label("Premier jour").fill("2026-11-02")
    page.get_by_label("Part d’un temps plein").fill("100")
    page.get_by_role("combobox", name="Groupe").select_option("F")
    page.get_by_label("Salaire brut mensuel").fill("1 900,00")
    press(page, "Inscrire ce contrat")
    assert "Sous le minimum de la convention" in words(page)
    assert re.search(r"Il manque \d+,\d\d € par mois : la convention demande \d \d{3},\d\d €", words(page)), words(page)
    contract = page.url.removeprefix(site)
    page.goto(f"{site}/ess-35/aujourd-hui")
    assert "sous le minimum de la convention collective" in page.get_by_role("main").text_content()  # under a fold
    return contract


def corrected(site: str, page: Page, stale: Page, contract: str) -> None:
    """By an amendment; the same form, pressed in another window, is told that its page is old, then why it is refused, and
    loses nothing."""
    for one in (page, stale):
        one.goto(f"{site}{contract}/avenant")
        one.get_by_label("À partir du").fill("2026-11-24")
        one.get_by_label("Salaire brut mensuel").fill("2 600,00")
    page.locator("main form button.primary").click()
    assert "Sous le minimum" not in words(page)
    before = written("twolines")
    for told in ("Ce que montrait cette page a changé", "Des conditions commencent déjà ce jour-là"):
        stale.locator("main form button.primary").click()
        assert told in words(stale) and written("twolines") == before
    assert re.sub(r"\s", "", stale.get_by_label("Salaire brut mensuel").input_value()) == "2600,00"


def written_before_the_decision(site: str, page: Page) -> str:
    """Whatever is typed is shown as it was typed, and runs nothing; once it is written it is not written again."""
    page.goto(f"{site}/ess-pays-de-redon/encadrement")
    follow(page, "Un·e délégué·e de plus")
    need = page.url.removeprefix(site)
    assert "Attend l’écrit d’ESS" in words(page)
    follow(page, "Écrire pour ESS pays de Redon")
    form, before = page.url, written("twolines")
    press(page, "Relire avant d’envoyer")
    assert page.url == form and written("twolines") == before
    page.get_by_label("Ce que vous écrivez").fill(HOSTILE)
    press(page, "Relire avant d’envoyer")
    assert "<script>alert('Redon')</script>" in words(page) and written("twolines") == before
    press(page, "Envoyer au nom d’ESS pays de Redon")
    assert "<script>alert('Redon')</script>" in words(page) and "𝕜" in words(page)
    assert page.get_by_role("link", name="Écrire pour ESS pays de Redon").count() == 0
    page.goto(form)
    assert page.get_by_role("button", name="Relire avant d’envoyer").count() == 0
    return need


def no_salary_is_learnt(site: str, page: Page, contract: str) -> None:
    """By its address, at the employer or as the pôle’s own, that of its amendment, the register and its files."""
    key = contract.rpartition("/")[2]
    before = written("twolines")
    for where in (
        contract,
        f"{contract}/avenant",
        f"/ess-pays-de-redon/equipe/contrats/{key}",
        "/ess-35/equipe/contrats",
        "/ess-35/equipe/contrats.csv",
        "/ess-35/paie",
    ):
        answer = page.request.get(f"{site}{where}")
        assert answer.status in (403, 404), where
        assert not re.search(r"2\s?600|1\s?900|" + HIRED.split()[1], answer.text()), where
    page.goto(f"{site}/ess-35/equipe/contrats")
    assert "contrats" in words(page) and page.get_by_role("main").get_by_role("link").count()  # who can, and how to ask
    assert written("twolines") == before and refusals("twolines") == 6, "each is noted, and once"


def decided_after(site: str, page: Page, stale: Page, need: str) -> None:
    """The direction reads what the pôle wrote, then decides; the other window, open since, decides nothing more."""
    here = need.replace("/ess-pays-de-redon/", "/ess-35/")
    page.goto(f"{site}{here}")
    assert "dit-elle" in words(page)
    stale.goto(f"{site}{here}/decider")
    stale.get_by_label("Ce qui est décidé").fill("Aziliz Corvellec est choisie, pour trois ans.")
    stale.get_by_label("Candidature retenue").select_option(label="Aziliz Corvellec")
    page.goto(f"{site}{here}/decider")  # this grouping associates two members of its board (R6.6): one is missing
    assert "il en manque 1. La décision le dira." in words(page)
    page.goto(f"{site}{here}/associer")
    page.get_by_label("Qui associer").select_option(index=1)
    page.locator("main form button.primary").click()
    page.goto(f"{site}{here}/decider")
    page.get_by_label("Ce qui est décidé").fill("Aziliz Corvellec est choisie, pour trois ans.")
    page.get_by_label("Candidature retenue").select_option(label="Aziliz Corvellec")
    assert "il en manque" not in words(page)
    press(page, "Décider")
    assert "Aziliz Corvellec est choisie" in words(page) and "Il manque" not in words(page)
    before = written("twolines")
    stale.locator("main form button.primary").click()
    assert written("twolines") == before and "Ce dossier est clos" in words(stale)
    assert stale.get_by_label("Ce qui est décidé").input_value() == "Aziliz Corvellec est choisie, pour trois ans."


def reads_who_decides(site: str, page: Page) -> None:
    page.goto(f"{site}/qui-decide-pour-moi")
    told = words(page)
    assert "Maëlle Kervézan" in told and "ESS pays de Brocéliande" in told
    assert "Son contrat, son salaire, son groupe et ses points" in told and "Sa santé" in told
    page.goto(f"{site}/ess-35/equipe/contrats")
    assert HIRED.split()[1] not in words(page)
