"""Those who have no button in the demonstration come in as anybody does: by the code sent to their address."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import psycopg
from playwright.sync_api import Browser, Page, expect

from tests.accounts.conftest import totp
from tests.browser import database_url

from .conftest import window


@dataclass
class Guest:
    """They have a second factor of their own, which their seat asks for. Its codes are used once: half a minute goes by before
    they sign."""

    page: Page
    secret: str


@contextmanager
def by_letter(chrome: Browser, site: str, base: str, name: str) -> Iterator[Guest]:
    """`base` names the database of the site."""
    with window(chrome, site, "") as page:
        page.goto(f"{site}/compte/connexion/")
        page.get_by_label("Adresse électronique").fill(address_of(base, name))
        page.get_by_role("button", name="Recevoir un code").click()
        expect(page.get_by_label("Code")).to_be_visible()
        here = page.url
        code = code_in_the_mailbox(page, site)
        page.goto(here)
        page.get_by_label("Code").fill(code)
        page.locator("main form button.primary").click()
        expect(page.get_by_label("Code affiché")).to_be_visible()
        secret = re.search(r"\b[A-Z2-7]{32}\b", page.get_by_role("main").inner_text())[0]
        page.get_by_label("Code affiché").fill(totp(secret))
        page.get_by_role("main").get_by_role("button", name="Activer", exact=True).click()
        yield Guest(page, secret)


def address_of(base: str, name: str) -> str:
    rows = "SELECT email FROM directory_person WHERE given_name || ' ' || family_name = %s AND email <> ''"
    with psycopg.connect(database_url(base)) as connection:
        return connection.execute(rows, [name]).fetchone()[0]


def presidents(base: str) -> dict[str, str]:
    """Of each grouping, by its name in the address."""
    rows = (
        "SELECT o.slug, p.given_name || ' ' || p.family_name FROM seats_mandate m JOIN seats_seat s ON s.id = m.seat_id"
        " JOIN seats_body b ON b.id = s.body_id JOIN directory_organisation o ON o.id = b.organisation_id"
        " JOIN directory_person p ON p.id = m.person_id WHERE s.title = 'president' AND b.kind = 'board'"
        " AND o.scale = 'grouping' AND m.period @> '2026-11-24'::date"
    )
    with psycopg.connect(database_url(base)) as connection:
        return dict(connection.execute(rows).fetchall())


def code_in_the_mailbox(page: Page, site: str) -> str:
    page.goto(f"{site}/demonstration/courrier/")
    return page.locator("code").first.inner_text()
