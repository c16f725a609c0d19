"""Without a mouse, from the first key to what is done: a reply, a vote, a seat, the room."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser import running

from .conftest import window
from .screen import BOARD
from .test_keyboard import presses_until


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    with running("keyboard", kind="life") as address:
        yield address


def reaches(page: Page, name: str, at_most: int = 90) -> None:
    """Tabulate until what has the focus is the link or the button of that name."""
    named = page.get_by_role("link", name=name, exact=True).or_(page.get_by_role("button", name=name, exact=True))
    for _ in range(at_most):
        page.keyboard.press("Tab")
        if any(one.evaluate("one => one === document.activeElement") for one in named.all()):
            return
    raise AssertionError(f"« {name} » is not reached with {at_most} tabulations")


def test_one_answers_a_notice(site: str, chrome: Browser):
    with window(chrome, site, "benevole") as page:
        page.goto(f"{site}/ess-pays-de-redon/reunions")
        page.get_by_role("listitem").filter(has_text=re.compile(r"3\s+décembre 2026")).get_by_role("link").first.click()
        reaches(page, "Je viens")
        page.keyboard.press("Enter")
        expect(page.get_by_text("Vous avez répondu : vous venez").first).to_be_visible()


def test_one_votes_in_secret(site: str, chrome: Browser):
    with window(chrome, site, "benevole") as page:
        page.goto(f"{site}/ess-pays-de-redon/aujourd-hui")
        reaches(page, "Voter")
        page.keyboard.press("Enter")
        expect(page.get_by_role("button", name="Pour", exact=True)).to_be_visible()
        reaches(page, "Pour")
        page.keyboard.press("Enter")
        expect(page.get_by_role("heading", level=1)).to_contain_text("Vous votez")
        expect(page.get_by_role("heading", level=1)).to_be_focused()  # read aloud before it is confirmed
        reaches(page, "Confirmer mon vote")
        page.keyboard.press("Enter")
        expect(page.get_by_role("heading", level=1)).to_have_text(re.compile("Votre bulletin est dans l’urne"))


def test_one_confirms_a_seat(site: str, chrome: Browser):
    with window(chrome, site, "direction") as page:
        page.goto(site + BOARD)
        reaches(page, "Confirmer le mandat de Cyrielle Vilboux", at_most=200)
        page.keyboard.press("Enter")
        expect(page.get_by_role("button", name="Confirmer ce mandat")).to_be_visible()
        reaches(page, "Confirmer ce mandat")
        page.keyboard.press("Enter")
        expect(page.get_by_text("C’est fait. Cyrielle Vilboux")).to_be_visible()


def test_one_holds_the_room(site: str, chrome: Browser):
    """To the content, through the bar, its menus opened and closed by a key, to the first gesture and to the minutes."""
    with window(chrome, site, "secretariat") as page:
        page.goto(f"{site}/ess-pays-de-vitre/reunions")
        page.locator("a[href*='/reunions/']").filter(has_text=re.compile("Conseil")).first.click()
        page.goto(f"{page.url}/salle")
        page.keyboard.press("Tab")
        expect(page.get_by_role("link", name="Aller au contenu")).to_be_focused()
        page.keyboard.press("Enter")
        presses_until(page, "#combien > summary")
        page.keyboard.press("Enter")
        expect(page.locator("#direct .said")).to_contain_text("il en fallait 3 au moins")
        page.keyboard.press("Escape")
        expect(page.locator("#direct .said")).to_be_hidden()
        expect(page.locator("#combien > summary")).to_be_focused()
        presses_until(page, "#seance > summary")
        page.keyboard.press("Enter")
        reaches(page, "Arrivées et départs", at_most=3)
        page.keyboard.press("Escape")
        reaches(page, "Point suivant")
        page.keyboard.press("Enter")
        expect(page.locator("#direct")).to_contain_text("Point 2 sur 4")
        expect(page.get_by_text(re.compile(r"Enregistré à \d+"))).to_be_visible()
        presses_until(page, "#texte")
        page.keyboard.type("Noté sans souris.")
        page.keyboard.press("Tab")  # what is typed leaves by itself
        expect(page.locator("#note")).to_have_text(re.compile("^Enregistré à"))


def test_one_notes_who_comes_then_puts_a_point_to_the_vote_and_goes_on(site: str, chrome: Browser):
    """The focus stays where one is: on the line that was noted, at the point that follows; what is drawn again takes none."""
    with window(chrome, site, "secretariat") as page:
        page.goto(f"{site}/ess-pays-de-vitre/reunions")
        page.locator("a[href*='/reunions/']").filter(has_text=re.compile("Conseil")).first.click()
        room = f"{page.url}/salle"
        page.goto(f"{page.url}/presences")
        reaches(page, "Présent·e", at_most=60)
        line = page.evaluate("document.activeElement.closest('li').id")
        page.keyboard.press("Enter")
        expect(page.locator(f"#{line}")).to_contain_text("Là depuis")
        expect(page.locator(f"#{line}")).to_be_focused()
        page.keyboard.press("Enter")  # a second press undoes nothing
        page.keyboard.press("Tab")
        expect(page.get_by_role("button", name="Erreur").and_(page.locator(":focus"))).to_be_visible()
        page.keyboard.press("Tab")
        page.wait_for_timeout(5000)  # the list is drawn again meanwhile: the focus is on « Part », still
        assert page.evaluate("[document.activeElement.value, document.activeElement.closest('li').id]") == [
            "parti",
            line,
        ]

        page.goto(room)
        if page.get_by_role("button", name="Point suivant", exact=True).is_visible():
            reaches(page, "Point suivant")
            page.keyboard.press("Enter")
            expect(page.get_by_role("heading", level=1)).to_be_focused()
        reaches(page, "Mettre au vote")
        page.keyboard.press("Enter")
        expect(page.get_by_role("heading", level=1)).to_have_text("Mettre au vote")
        reaches(page, "Mettre au vote")
        page.keyboard.press("Enter")
        expect(page.get_by_role("link", name="Écrire le compte")).to_be_visible()
        reaches(page, "Écrire le compte")
        page.keyboard.press("Enter")
        expect(page.get_by_role("heading", level=1)).to_have_text("Écrire le compte")
        for count in (page.locator(".lede").inner_text().split()[0], "0", "0"):
            presses_until(page, "main form input:not([type=hidden])")
            page.keyboard.type(count)
        for gesture in ("Relire le compte", "Proclamer le résultat"):
            expect(page.get_by_role("button", name=gesture)).to_be_visible()
            reaches(page, gesture)
            page.keyboard.press("Enter")
        expect(page.get_by_text("Adopté").first).to_be_visible()
        reaches(page, "Point suivant")  # the result is in the room
        page.keyboard.press("Enter")
        expect(page.locator("#direct")).to_contain_text("Point 3 sur 4")
        expect(page.get_by_role("heading", level=1)).to_be_focused()


def test_one_closes_the_sitting(site: str, chrome: Browser):
    """From the menu of the room to what is left, read, then closed: the last of these, as nothing opens it again."""
    with window(chrome, site, "secretariat") as page:
        page.goto(f"{site}/ess-pays-de-vitre/reunions")
        page.locator("a[href*='/reunions/']").filter(has_text=re.compile("Conseil")).first.click()
        page.goto(f"{page.url}/salle")
        presses_until(page, "#seance > summary")
        page.keyboard.press("Enter")
        reaches(page, "Clore la séance", at_most=6)
        page.keyboard.press("Enter")
        expect(page.get_by_role("heading", level=1)).to_have_text("Clore la séance")
        expect(page.get_by_text("Une séance close ne se rouvre pas")).to_be_visible()
        presses_until(page, "main form.actions button")
        page.keyboard.press("Enter")
        expect(page.get_by_text("La séance est close.").first).to_be_visible()
        reaches(page, "Relire le procès-verbal")
