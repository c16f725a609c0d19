"""Journey 3. An administrator answers from the mail, on a phone, without signing in: absent, a proxy to somebody already
full (refused with the maximum), then to somebody else, who reads it in the letter and on their day."""

import json
from collections.abc import Iterator
from urllib.parse import urlsplit

import psycopg
import pytest
from playwright.sync_api import Browser, Page, expect

from kevread.base.sealing import unseal
from kevread.mail.models import BUTTONS
from tests.browser import AT_MOST, axe, database_url

from .conftest import enter, overhear
from .looks import look

TAPS_TO_ANSWER = 2


@pytest.fixture
def phone(chrome: Browser) -> Iterator[Page]:
    """Somebody who has entered nowhere."""
    context = chrome.new_context(
        locale="fr-FR",
        timezone_id="Europe/Paris",
        viewport={"width": 390, "height": 844},
        has_touch=True,
        reduced_motion="reduce",
    )
    context.set_default_timeout(AT_MOST)
    yield context.new_page()
    context.close()


def letter(site: str, family_name: str, button: str) -> str:
    """The address under a button of the letter by which somebody was convened to the board of Redon."""
    with psycopg.connect(database_url("workshop")) as connection:
        rows = connection.execute(
            "SELECT d.id, c.sealed FROM mail_content c JOIN mail_dispatch d ON d.id = c.dispatch_id "
            "JOIN directory_person p ON p.id = d.person_id JOIN directory_organisation o ON o.id = d.organisation_id "
            "WHERE p.family_name = %s AND o.slug = 'ess-pays-de-redon' AND c.subject LIKE 'Convocation%%3_décembre'",
            [family_name],
        ).fetchall()
    ((dispatch, sealed),) = rows
    url = urlsplit(dict(json.loads(unseal(sealed, BUTTONS, str(dispatch))))[button])
    return f"{site}{url.path}?{url.query}"


def gave(family_name: str) -> list[str]:
    """To whom somebody's proxies are given today, by their family names."""
    with psycopg.connect(database_url("workshop")) as connection:
        rows = connection.execute(
            "SELECT h.family_name FROM meetings_proxy x JOIN meetings_rollentry g ON g.id = x.giver_id "
            "JOIN directory_person p ON p.id = g.person_id JOIN meetings_rollentry e ON e.id = x.holder_id "
            "JOIN directory_person h ON h.id = e.person_id WHERE p.family_name = %s AND x.withdrawn_at IS NULL",
            [family_name],
        ).fetchall()
    return [name for (name,) in rows]


def acts() -> int:
    with psycopg.connect(database_url("workshop")) as connection:
        return connection.execute("SELECT count(*) FROM journal_act").fetchone()[0]


def test_absent_then_a_proxy_to_somebody_who_can_carry_it(workshop: str, chrome: Browser, phone: Page):
    said = overhear(phone, workshop)
    before = acts()
    taps = 1
    phone.goto(letter(workshop, "Le Teuzig", "Je ne peux pas"))
    assert acts() == before  # what opens the links of a letter writes nothing
    assert axe(phone) == []
    absent = phone.get_by_role("button", name="Je ne peux pas")
    assert absent.bounding_box()["height"] >= 48
    assert absent.bounding_box()["width"] > 330
    absent.tap()
    taps += 1
    expect(phone.get_by_text("C’est noté : vous ne venez pas.")).to_be_visible()
    assert taps == TAPS_TO_ANSWER

    other = chrome.new_page()
    other.goto(letter(workshop, "Vilboux", "Je viens"))
    other.get_by_role("button", name="Reprendre mon pouvoir").click()
    phone.get_by_role("link", name="Je donne pouvoir").tap()
    full = phone.get_by_role("button", name="Donner pouvoir à Perrine Özdamir")
    expect(full).to_be_visible()
    assert axe(phone) == []
    other.get_by_role("link", name="Je donne pouvoir").click()
    other.get_by_role("button", name="Donner pouvoir à Perrine Özdamir").click()
    expect(other.get_by_text("Perrine Özdamir porte votre pouvoir.")).to_be_visible()
    other.close()

    full.tap()
    refused = phone.get_by_role("alert")
    expect(refused).to_contain_text("Rien n’a été enregistré")
    expect(refused).to_contain_text("Perrine Özdamir porte déjà un pouvoir, le maximum.")
    expect(refused).to_contain_text("Article L1.12")
    expect(full).to_have_count(0)
    assert axe(phone) == []
    assert gave("Le Teuzig") == []
    phone.get_by_role("button", name="Donner pouvoir à Lucien Morvézen").tap()
    expect(phone.get_by_text("Lucien Morvézen porte votre pouvoir.")).to_be_visible()
    assert gave("Le Teuzig") == ["Morvézen"]
    the_holder_reads_it(phone, workshop)
    assert [line for line in said if "409" not in line] == []


def the_holder_reads_it(phone: Page, site: str) -> None:
    """By the letter, without signing in; then on their day, once they have entered."""
    address = letter(site, "Morvézen", "Je viens")
    assert look(phone, lambda: phone.goto(address).status) == []
    expect(phone.get_by_role("heading", name="1 pouvoir vous est confié")).to_be_visible()
    expect(phone.get_by_text("Prigent Le Teuzig")).to_be_visible()
    enter(phone, site, "benevole")
    assert urlsplit(phone.url).path == "/ess-pays-de-redon/aujourd-hui"
    expect(phone.get_by_role("main").get_by_text("Vous portez le pouvoir de Prigent Le Teuzig.")).to_be_visible()
    assert axe(phone) == []
