"""The assembly that `test_assembly` holds: how one votes on a phone, and what the journal tells of it."""

import re

from playwright.sync_api import Page, expect

# From the last to the first: the assembly that approves, then the one that was held.
STORY = (
    "a archivé une réunion",
    "a inscrit l’approbation d’un procès-verbal",
    "a commencé la séance",
    "a noté une arrivée",
    "a ouvert une séance",
    "a envoyé une convocation",
    "a arrêté l’ordre du jour",
    "a signé un procès-verbal",
    "a établi le projet de procès-verbal",
    "a clos une séance",
    "a écrit un compte à la main",
    "a mis un point au vote",
    "a clos un vote",
    "a mis un point au vote",
    "a ouvert sa part de l’urne",
    "a clos un vote",
    "a ouvert un vote",
    "a accepté de tenir l’urne",
    "a préparé un vote",
    "a écrit au procès-verbal",
    "a clos un vote",
    "a mis un point au vote",
    "a commencé la séance",
    "a noté une arrivée",
    "a ouvert une séance",
    "a donné pouvoir",
    "a envoyé une convocation",
    "a arrêté l’ordre du jour",
    "a planifié une réunion",
)


def cast(phone: Page, choice: str, said: str) -> Page:
    """Three taps, as on a phone."""
    phone.get_by_role("link", name="Voter", exact=True).tap()
    if (box := phone.get_by_role("checkbox", name=choice, exact=True)).count():
        box.check()
        phone.get_by_role("button", name="Vérifier").tap()
    else:
        phone.get_by_role("button", name=choice, exact=True).tap()
    phone.get_by_role("button", name="Confirmer mon vote").tap()
    expect(phone.get_by_role("heading", level=1)).to_have_text(re.compile(said))
    assert phone.evaluate("document.documentElement.scrollWidth") <= 390
    return phone


def opens(page: Page) -> None:
    """The sitting opens; early, where the real hour, which the site reads, is before its own."""
    page.get_by_role("button", name="Ouvrir la séance").click()
    early = page.get_by_role("button", name="Ouvrir quand même")
    opened = page.get_by_role("button", name=re.compile("commencer|Constater l’absence", re.IGNORECASE))
    expect(early.or_(opened)).to_be_visible()
    if early.count():
        early.click()


def proclaims(page: Page) -> None:
    """A count is read back, then proclaimed."""
    for gesture in ("Relire le compte", "Proclamer le résultat"):
        page.get_by_role("button", name=gesture).click()
