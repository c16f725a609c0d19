"""Journey 12, its part of the register: 12 March 2026 as it was, on every screen, and nothing to be written there."""

import html
import re
from urllib.parse import urlsplit

import pytest
from django.urls import resolve
from playwright.sync_api import Browser, Page, expect

from .conftest import window, written
from .screen import BOARD, PAST, Screen
from .screens import SCREENS

BANNER = "Au 12 mars 2026 — lecture seule."
# What is of no day: the connection, the demonstration itself, the pages that say who answers for the site.
DAYLESS = re.compile(
    r"account_|mfa_|demonstration:|ui:|documents:verify$|publishing:(legal|accessibility|privacy|source)"
)
WRITES = re.compile(
    r"seats:(fill|record|end|correct|annul|create_body|close_body|add_seat|places|lead|end_lead|accept|revoke)"
    r"|charter:(attest|withdraw|stop_keeping|contest$|correct_setting|derogate|end_derogation|close_contest)"
    r"|directory:(cover|uncover|register_\w+|affiliate|end_\w+|amend_\w+|rename|capacity|open_access)"
    r"|meetings:(draft|convene|cancel|amend|move|dates|item|add_item|put_to_vote|vote|scrutiny|count_poll|void_poll|room"
    r"|record_decision|give_advice|correct_decision|finish)$"
)


def test_the_register_as_it_was(demonstration: str, chrome: Browser):
    """Vitré had one representative on that day; the second came on the 1st of September. And no gesture is offered."""
    with window(chrome, demonstration, "direction") as page:
        page.goto(demonstration + BOARD)
        board = page.get_by_role("main")
        expect(board).to_contain_text("Hervé Huervelin — jusqu’au 30 juin 2027")
        expect(board.get_by_role("link", name=re.compile("^(Confier|Proposer|Préparer la suite)"))).not_to_have_count(0)

        page.goto(demonstration + BOARD + PAST)
        expect(page.get_by_role("status")).to_contain_text(BANNER)
        expect(page.locator("header summary time").first).to_have_text("12 mars 2026")
        expect(board.get_by_text("11 personnes y siègent.", exact=True)).to_be_visible()  # « au plus »: none is vacant
        expect(board.get_by_text("1 place libre, sur 2 au plus", exact=True)).to_have_count(3)
        expect(board).to_contain_text("Hippolyte Coatvéden — jusqu’au 30 juin 2027")
        expect(board).not_to_contain_text("Hervé Huervelin — jusqu’au 30 juin 2027")
        expect(
            board.get_by_role("link", name=re.compile("^(Confier|Proposer|Préparer la suite|Constater|Fermer)"))
        ).to_have_count(0)
        expect(board.get_by_role("button")).to_have_count(0)

        page.get_by_role("status").get_by_role("link", name="Revenir à aujourd’hui").click()
        expect(page).to_have_url(re.compile(rf"{BOARD}\??$"))


def test_the_date_is_kept_from_one_screen_to_the_next(demonstration: str, chrome: Browser):
    with window(chrome, demonstration, "direction") as page:
        page.goto(demonstration + BOARD + PAST)
        page.get_by_role("main").get_by_role("link", name="Noé Castelnovi").first.click()
        expect(page.get_by_role("status")).to_contain_text(BANNER)
        page.get_by_role("navigation", name="Rubriques").get_by_role("link", name="Texte").click()
        expect(page.get_by_role("status")).to_contain_text(BANNER)
        page.get_by_role("navigation", name="Échelle").get_by_role("link").first.click()
        expect(page.get_by_role("status")).to_contain_text(BANNER)


def test_every_screen_says_the_date_and_offers_nothing_to_write(demonstration: str, chrome: Browser):
    """As each screen's own persona, at the address where it is today."""
    faults: dict[str, list[str]] = {}
    for persona in sorted({screen.persona for screen in SCREENS}):
        with window(chrome, demonstration, persona) as page:
            for screen in SCREENS:
                if screen.persona == persona and not DAYLESS.match(screen.name) and "au=" not in screen.path:
                    faults[str(screen)] = in_the_past(page, demonstration, screen)
    assert {screen: some for screen, some in faults.items() if some} == {}


def in_the_past(page: Page, site: str, screen: Screen) -> list[str]:
    address = screen.address(page, site).partition("#")[0]
    answer = page.request.get(f"{address}{'&' if '?' in address else '?'}{PAST[1:]}")
    text = answer.text()
    if answer.status == 404 and screen.links:
        return []  # what the key names did not exist on that day
    faults = [] if answer.status == 200 else [f"status {answer.status}"]
    if BANNER.removesuffix(".") not in re.sub(r"<[^>]+>", "", text).replace("\xa0", " "):
        faults.append("the date is not said")
    main = text[text.find("<main") : text.find("</main")]
    faults += [f"a form: {form}" for form in re.findall(r"<form[^>]*method=.?post[^>]*>", main, re.IGNORECASE)]
    for href in re.findall(r'href="([^"#][^"]*)"', main):
        path = urlsplit(html.unescape(href)).path
        name = resolve(path).view_name if path.startswith("/") else ""
        if WRITES.match(name):
            faults.append(f"a link to {name}: {href}")
    return faults


FORGED = {
    "a seat": (f"{BOARD}/administrator/confier", "?pour=ess-pays-de-redon&personne={person}", {"first": "2026-03-12"}),
    "the end of a mandate": ("{mandate}/fin", "?", {"last": "2026-03-12"}),
    "a group": ("/ess-35/instances/creer", "?", {"name": "Groupe forgé"}),
    "a person": ("/ess-35/personnes/inscrire", "?", {"given_name": "Personne", "family_name": "Forgée"}),
    "a register": ("/ess-35/registres", "?", {"registers": "mandates", "since": "2026-03-12", "etape": "confirmer"}),
}


@pytest.mark.parametrize("what", FORGED)
def test_a_forged_write_to_the_past_is_refused(workshop: str, chrome: Browser, what: str):
    path, query, typed = FORGED[what]
    with window(chrome, workshop, "direction") as page:
        page.goto(workshop + BOARD)
        links = page.locator("main a[href]").evaluate_all("links => links.map(link => link.getAttribute('href'))")
        mandate = next(href for href in links if re.fullmatch(r"/ess-35/mandats/[0-9a-f-]{36}", href))
        person = next(href for href in links if "/personnes/" in href).rsplit("/", 1)[1]
        token = page.locator("input[name=csrfmiddlewaretoken]").first.get_attribute("value")
        rows = written("workshop")
        answer = page.request.post(
            workshop + path.format(mandate=mandate) + query.format(person=person) + "&au=2026-03-12",
            form={**typed, "csrfmiddlewaretoken": token or ""},
        )
        assert answer.status == 403
        assert "Lecture seule" in answer.text()
        assert "il se lit, il ne se modifie pas" in answer.text()
        assert written("workshop") == rows
