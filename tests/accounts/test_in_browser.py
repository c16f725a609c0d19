"""Signing in with a real browser, from the address to the recovery codes, with axe at each screen."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.browser import running
from tests.journeys.looks import look_here

from .conftest import totp

ADDRESS = "maelle@exemple.fr"
ACCOUNT = f"""
from kevread.accounts.operations import create_account
from kevread.base.clock import now
create_account(email="{ADDRESS}", now=now())
"""


@pytest.fixture(scope="module")
def ours() -> Iterator[str]:
    """A demonstration without data but one account."""
    with running("accounts", settings="tests.ui.settings", prepare=(("shell", "-v0", "-c", ACCOUNT),)) as address:
        yield address


def look(page: Page) -> None:
    """Light and dark, desk and phone: nothing to complain of."""
    assert look_here(page) == []


def press(page: Page, name: str) -> None:
    page.get_by_role("main").get_by_role("button", name=name, exact=True).click()


def ask_for_code(page: Page, ours: str) -> str:
    """From the sign-in page to the page of the code, by way of the mailbox; returns the code."""
    page.goto(f"{ours}/compte/connexion/")
    page.get_by_label("Adresse électronique").fill(ADDRESS)
    press(page, "Recevoir un code")
    expect(page.get_by_role("heading", level=1)).to_have_text("Tapez le code reçu")
    page.goto(f"{ours}/demonstration/courrier/")
    code = page.locator("code.code").first.inner_text()
    page.goto(f"{ours}/compte/connexion/code/")
    return code


@pytest.mark.parametrize(
    "path",
    [
        "/compte/connexion/", "/compte/premiere-connexion/", "/compte/ouvrir/", "/compte/ferme/",
        "/demonstration/", "/demonstration/courrier/",
        "/mentions-legales/", "/accessibilite/", "/donnees-personnelles/", "/code-source/",
    ],
)  # fmt: skip
def test_axe_finds_nothing_outside(ours: str, page: Page, path: str):
    page.goto(ours + path)
    look(page)


def test_from_the_address_to_the_recovery_codes(ours: str, page: Page):
    complaints: list[str] = []
    page.on("console", lambda line: complaints.append(line.text) if line.type == "error" else None)

    page.goto(f"{ours}/compte/connexion/")
    expect(page.get_by_label("Adresse électronique")).to_be_focused()
    code = ask_for_code(page, ours)
    look(page)
    page.get_by_label("Code reçu").fill("0000-0000")
    press(page, "Entrer")
    expect(page.get_by_role("alert")).to_contain_text("n’est pas le bon")
    look(page)
    page.get_by_label("Code reçu").fill(code)
    press(page, "Entrer")

    page.goto(f"{ours}/compte/")
    look(page)
    page.get_by_role("link", name="Activer un second facteur").click()
    look(page)
    secret = page.locator("main code").inner_text()
    page.get_by_label("Code affiché par l’application").fill(totp(secret))
    press(page, "Activer")

    expect(page.get_by_role("heading", level=1)).to_have_text("Codes de secours")
    look(page)
    spare = page.locator("code.code").all_inner_texts()
    assert len(spare) == 10
    with page.expect_download() as download:
        page.get_by_role("link", name="Les télécharger").click()
    assert spare[0] in download.value.path().read_text()
    for path in (
        "/compte/codes-de-secours/nouveaux/",
        "/compte/second-facteur/desactiver/",
        "/compte/deconnexion/",
        "/compte/",
    ):
        page.goto(ours + path)
        look(page)

    press(page, "Se déconnecter")
    code = ask_for_code(page, ours)
    page.get_by_label("Code reçu").fill(code)
    press(page, "Entrer")
    expect(page.get_by_role("heading", level=1)).to_have_text("Et votre second facteur")
    look(page)
    page.get_by_label("Code", exact=True).fill(spare[0])
    press(page, "Entrer")
    page.goto(f"{ours}/compte/codes-de-secours/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Est-ce toujours vous ?")
    look(page)
    assert complaints == []
