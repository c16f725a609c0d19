"""Who looks, in a real browser, and what the browser complains of while they do."""

from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

import psycopg
from playwright.sync_api import Browser, Page

from kevread.privacy.operations.refused import VERB
from tests.browser import AT_MOST, database_url


def written(site: str) -> tuple[int, int]:
    """How many acts and mandates the database of the site of that name holds; what notes a refusal did nothing."""
    done = f"SELECT count(*) FROM journal_act WHERE verb <> '{VERB}'"
    with psycopg.connect(database_url(site)) as connection:
        return connection.execute(f"SELECT ({done}), (SELECT count(*) FROM seats_mandate)").fetchone()


def refusals(site: str) -> int:
    """How many refused readings it noted (decision 177)."""
    with psycopg.connect(database_url(site)) as connection:
        return connection.execute("SELECT count(*) FROM journal_act WHERE verb = %s", [VERB]).fetchone()[0]


def enter(page: Page, site: str, persona: str) -> Page:
    """As anybody would: by the button of the demonstration."""
    page.goto(f"{site}/demonstration/")
    page.locator(f"form[action$='/entrer/{persona}/'] button").click()
    return page


@contextmanager
def window(chrome: Browser, site: str, persona: str) -> Iterator[Page]:
    """A browser of their own, at a desk."""
    context = chrome.new_context(
        locale="fr-FR", timezone_id="Europe/Paris", reduced_motion="reduce", viewport={"width": 1360, "height": 900}
    )
    context.set_default_timeout(AT_MOST)
    page = context.new_page()
    if persona:
        enter(page, site, persona)
    yield page
    context.close()


def overhear(page: Page, site: str) -> list[str]:
    """What the browser complains of from now on: errors, what the content policy stops, requests to other hosts."""
    said: list[str] = []
    ours = urlsplit(site).netloc
    page.on("console", lambda line: said.append(f"console: {line.text}") if line.type == "error" else None)
    page.on("pageerror", lambda error: said.append(f"script: {error}"))
    # A page that follows a meeting asks every two seconds: what it was asking when one leaves it is given up, not failed.
    page.on(
        "requestfailed",
        lambda request: said.append(f"failed: {request.url}") if request.failure != "net::ERR_ABORTED" else None,
    )

    def asked(request) -> None:
        parts = urlsplit(request.url)
        if parts.scheme != "data" and parts.netloc != ours:
            said.append(f"another host: {request.url}")

    page.on("request", asked)
    return said
