"""Five people take a round of the fund from collection to payment; the smallest grouping reads why, and checks it. Those who
receive say that it came; the round closes, and what is left of it is told."""

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser import running
from tests.equalisation.rounds import cents_said

from .conftest import window
from .guests import by_letter, presidents

SITE = "fund"
HOME = "/cress/perequation"
TITLE = "Péréquation 2027"
SMALLEST = "ess-centre-bretagne"
TYPED = {"Projets": (42, 20, 28, 18, 35), "Actions": (120, 75, 95, 66, 110)}


@pytest.fixture(scope="module")
def of_its_own() -> Iterator[str]:
    with running(SITE, kind="life") as address:
        yield address


def words(page: Page) -> str:
    return re.sub(r"\s+", " ", page.get_by_role("main").inner_text())


def press(page: Page, name: str) -> None:
    page.get_by_role("main").get_by_role("button", name=name, exact=True).click()


def follow(page: Page, name: str) -> None:
    page.get_by_role("main").get_by_role("link", name=name, exact=True).first.click()


def round_of(page: Page, site: str) -> None:
    page.goto(site + HOME)
    follow(page, TITLE)


def test_from_collection_to_closing(of_its_own: str, chrome: Browser, tmp_path: Path):
    site = of_its_own
    with (
        window(chrome, site, "coordination") as coordination,
        window(chrome, site, "vice-presidence") as vice,
        window(chrome, site, "presidence") as president,
        window(chrome, site, "direction") as direction,
        window(chrome, site, "tresorerie") as smallest,
    ):
        collected(site, coordination)
        proposed(site, coordination)
        advised(site, vice)
        those_who_receive_do_not_decide(site, direction)
        decided(site, coordination, direction)
        told(site, coordination)
        paid_by_two(site, coordination, president)
        read_and_checked(site, smallest, tmp_path)
        not_closed_yet(site, coordination)
        for place, name in presidents(SITE).items():
            if place != SMALLEST:
                with by_letter(chrome, site, SITE, name) as guest:
                    received(site, guest.page, place)
        closed(site, coordination)


def collected(site: str, page: Page) -> None:
    """A grant without its clause stays at the door; what is left of a year that is over comes in, and some is kept."""
    page.goto(site + HOME)
    follow(page, "Ouvrir une campagne")
    page.get_by_label("Année de la campagne").fill("2027")
    press(page, "Ouvrir la campagne")
    follow(page, "Ajouter une ressource")
    page.get_by_label("De qui vient la somme").fill("Conseil régional")
    page.get_by_label("Subvention", exact=True).check()
    page.get_by_label("Montant, en euros").fill("200 000,01")
    press(page, "Ajouter la ressource")
    assert "ne peut pas être reversée" in words(page)
    page.get_by_label("La convention permet expressément").check()
    page.get_by_label("La clause, telle qu’elle est écrite").fill(
        "Article 4 : la somme peut être reversée aux groupements."
    )
    press(page, "Ajouter la ressource")
    assert "De Péréquation 2024, clôturée, il reste 2 000 € que rien n’emploie" in words(page)
    follow(page, "Reporter ce qui reste")
    page.get_by_label(re.compile(r"De 2024, 2\W000\W+€")).check()
    press(page, "Reporter cette somme")
    follow(page, "Fixer la réserve")
    page.get_by_label("Réserve").fill("1 500")
    page.locator("main form button.primary").click()
    follow(page, "Relever ce que Kevread sait")
    press(page, "Relever")
    follow(page, "Saisir les valeurs")
    pasted(page)
    page.get_by_label("Source de ce qui est nouveau").fill("Bilan 2026 des équipes")
    press(page, "Relire avant d’écrire")
    assert "10 valeurs à écrire" in words(page)
    press(page, "Écrire ces valeurs")
    follow(page, "Figer les données")
    press(page, "Figer les données")
    assert "Données figées" in words(page)


def pasted(page: Page) -> None:
    """A block copied from a spreadsheet, from the first cell; one of its numbers is put right by keyboard."""
    first, *_ = TYPED
    cells = page.get_by_label(re.compile(f"^{first}, "))
    block = "\r\n".join("\t".join(str(one) for one in row) for row in zip(*TYPED.values(), strict=True)) + "\r\n"
    cells.first.evaluate(
        """(field, text) => {
          const held = new DataTransfer();
          held.setData("text", text);
          field.dispatchEvent(new ClipboardEvent("paste", { clipboardData: held, bubbles: true, cancelable: true }));
        }""",
        block,
    )
    assert [one.input_value() for one in cells.all()] == [str(value) for value in TYPED[first]]
    cells.first.focus()
    for key, there in (("Enter", 1), ("ArrowDown", 2), ("ArrowUp", 1)):
        page.keyboard.press(key)
        expect(cells.nth(there)).to_be_focused()
    page.keyboard.type(str(TYPED[first][1]))  # what it held is selected: it is typed over


def proposed(site: str, page: Page) -> None:
    """Rules are tried, kept, and proposed by the line that the committee took."""
    follow(page, "Essayer des règles au laboratoire")
    page.wait_for_url(re.compile("laboratoire"))  # what is typed before its script is there is tried with the next
    page.get_by_label("Socle égalitaire").fill("20")
    expect(page.get_by_role("link", name="Garder ce scénario")).to_have_attribute("href", re.compile("socle=20"))
    follow(page, "Garder ce scénario")
    page.get_by_label("Nom du scénario").fill("Pour le comité")
    press(page, "Garder ce scénario")
    recorded(site, page, "Comité de direction", "Proposition de partage 2027")
    round_of(page, site)
    follow(page, "Proposer des règles")
    page.get_by_label("Pour le comité").check()
    page.locator("input[name=proposed_in]").first.check()
    press(page, "Proposer ces règles")
    assert "vice-présidence vacante" in words(page)


def recorded(site: str, page: Page, body: str, title: str) -> None:
    """A line of the register of the head."""
    page.goto(f"{site}/cress/decisions/inscrire")
    offered = page.get_by_label("Instance qui a décidé")
    offered.select_option(label=offered.locator("option", has_text=body).first.inner_text())
    page.get_by_label("Jour de la décision").fill("2026-11-24")
    page.get_by_label("Type de décision").select_option(label="Campagne de péréquation")
    page.get_by_label("Titre au registre").fill(title)
    page.get_by_label("Ce qui a été décidé").fill("Le partage est celui du scénario joint.")
    page.get_by_label("Adoptée", exact=True).check()
    page.locator("main form button.primary").click()


def advised(site: str, page: Page) -> None:
    """What is proposed is beside the opinion that is asked."""
    page.goto(f"{site}/cress/aujourd-hui")
    page.get_by_role("link", name="Donner mon avis").last.click()
    assert "Ce qui est proposé" in words(page) and "Intercommunalités 20 %" in words(page)
    page.get_by_label("Favorable", exact=True).check()
    press(page, "Donner cet avis")
    assert "Votre avis est inscrit" in words(page) or page.get_by_text("Votre avis est inscrit").count()


def those_who_receive_do_not_decide(site: str, page: Page) -> None:
    """A direction reads, and is offered no gesture on it; its address refuses it."""
    round_of(page, site)
    assert page.get_by_role("main").get_by_role("link", name="Notifier les parts").count() == 0
    assert page.request.get(f"{page.url}/notifier").status == 403
    assert "recevrait" in page.request.get(f"{page.url.replace('/cress/', '/ess-35/')}/ma-part").text()


def decided(site: str, page: Page, direction: Page) -> None:
    """The body that carries the fund, by a line of its register that says which round it adopts. A direction that tries to say
    it, by the very address, is told why not."""
    recorded(site, page, "Bureau de la Cress", "Péréquation 2027 arrêtée")
    there = page.get_by_role("link", name="Dire quelle campagne elle adopte").first.get_attribute("href")
    answer = direction.goto(f"{site}{there}")
    assert answer is not None and answer.status == 403
    said = words(direction)
    assert "aucun de vos mandats en vigueur n’y permet" in said and "Coordination du réseau" in said  # who may
    page.get_by_role("link", name="Dire quelle campagne elle adopte").first.click()
    page.get_by_label(TITLE, exact=True).check()
    press(page, "Proposer cette suite")
    press(page, "Voir ce que cela change, et confirmer")
    press(page, "Confirmer et appliquer")
    round_of(page, site)
    assert "Décidée" in words(page)


def told(site: str, page: Page) -> None:
    """What leaves is read before."""
    follow(page, "Notifier les parts")
    assert "Ce qui partira" in words(page) and "Chacun pourra contester sa part jusqu’au 9 décembre 2026" in words(page)
    press(page, "Notifier les parts, et écrire ces courriels")
    assert "Notifiée" in words(page)


def paid_by_two(site: str, one: Page, other: Page) -> None:
    """Every share; what leaves is the envelope, to the cent."""
    round_of(one, site)
    follow(one, "Préparer un versement")
    one.get_by_role("radio", name=re.compile("^ESS Centre Bretagne")).check()
    press(one, "Préparer le versement")
    follow(one, "Dire qu’un versement est fait")
    one.get_by_role("radio", name=re.compile("^ESS Centre Bretagne")).check()
    press(one, "Il est fait")
    assert "une autre personne le verse" in words(one)
    round_of(one, site)
    for _ in range(4):
        follow(one, "Préparer un versement")
        one.get_by_role("radio").first.check()
        press(one, "Préparer le versement")
    assert one.get_by_role("link", name="Préparer un versement", exact=True).count() == 0
    sent = []
    round_of(other, site)
    for _ in range(5):
        follow(other, "Dire qu’un versement est fait")
        chosen = other.get_by_role("radio").first
        chosen.check()
        sent.append(cents_said(chosen.locator("xpath=ancestor::label").inner_text().partition(", ")[2].split("€")[0]))
        press(other, "Il est fait")
    assert words(other).count("à constater") == 5
    assert sum(sent) == 20_050_001  # the grant, and what was brought forward, less the reserve


def read_and_checked(site: str, page: Page, folder: Path) -> None:
    """On one page, why; with two files, away from the server, each cent."""
    page.goto(f"{site}/{SMALLEST}/aujourd-hui")
    page.get_by_role("link", name="Voir ma part").first.click()
    assert "ESS Centre Bretagne reçoit" in words(page) and "L’enveloppe passe de" in words(page)
    follow(page, "Constater le versement")
    press(page, "La somme est arrivée")
    assert "Reçu le 24 novembre 2026" in words(page)
    for name, file in (
        ("Les données du calcul (fichier JSON)", "c.json"),
        ("Le petit programme (Python)", "verifier.py"),
    ):
        with page.expect_download() as download:
            follow(page, name)
        download.value.save_as(folder / file)
    told = subprocess.run(
        [sys.executable, "-I", "verifier.py", "c.json"], cwd=folder, capture_output=True, text=True, check=False
    )
    assert (told.returncode, told.stdout.startswith("juste")) == (0, True), told.stdout


def not_closed_yet(site: str, page: Page) -> None:
    """Nobody but one said that it came; what is left is not told either."""
    round_of(page, site)
    assert page.get_by_role("link", name="Clore la campagne").count() == 0
    assert "se saura à la clôture" in left_of(2027, site, page)


def left_of(year: int, site: str, page: Page) -> str:
    page.goto(site + HOME)
    row = page.get_by_role("row").filter(has=page.get_by_role("rowheader", name=re.compile(rf"^{year}\b")))
    return re.sub(r"\s+", " ", row.inner_text())


def received(site: str, page: Page, place: str) -> None:
    """By whoever presides each of the others, from what the fund gave them."""
    page.goto(f"{site}/{place}/perequation")
    page.get_by_role("main").get_by_role("link", name=re.compile(rf"^{TITLE}\s:")).click()
    follow(page, "Constater le versement")
    press(page, "La somme est arrivée")
    assert "Reçu le 24 novembre 2026" in words(page)


def closed(site: str, page: Page) -> None:
    """It stays of it what was kept apart, and nothing goes anywhere by itself."""
    round_of(page, site)
    follow(page, "Clore la campagne")
    press(page, "Clore la campagne")
    assert "Clôturée le 24 novembre 2026" in words(page)
    told = left_of(2027, site, page)
    assert "202 000,01 € dont 2 000 € d’années d’avant" in told
    assert "1 500 € : 1 500 € de réserve. 1 500 € que rien n’emploie encore" in told
    before = left_of(2024, site, page)
    assert "2 000 € reportés sur 2027" in before and "que rien n’emploie" not in before
