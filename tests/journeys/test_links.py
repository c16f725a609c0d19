"""From one link to the next: none leads nowhere nor to a refusal, and every screen is found without knowing its address."""

import html
import re
from collections import Counter, deque
from urllib.parse import urljoin, urlsplit

import pytest
from django.urls import Resolver404, resolve
from playwright.sync_api import Browser, Page

from .conftest import window
from .screens import LEFT_OUT, SCREENS

EACH = 2  # addresses followed of one view, with and without a query; more of those that differ from one to the next
MORE = {
    "charter:article": 45,
    "charter:setting": 30,
    "directory:organisation": 30,
    "directory:territory": 8,
    "seats:body": 12,
    "seats:bodies": 12,
}
NOT_BY_A_LINK = {
    "seats:ask_somebody",  # who has every right asks for none
    "account_inactive",
    "account_login",
    "account_signup",
    "account_first_sign_in",
    "demonstration:mailbox",
    "membership:sent",  # shown once a form is sent
    "membership:unasked",  # in this life, each membership that began since they are kept has its request
}


def walk(page: Page, site: str, more: dict[str, int] | None = None) -> tuple[set[str], list[str]]:
    """The views reached from the front page and from one's own, and the links that fail, each with the page it is on."""
    todo = deque([("", "/"), ("", urlsplit(page.url).path)])
    seen: set[str] = set()
    followed: Counter[str] = Counter()
    failing: list[str] = []
    while todo:
        source, path = todo.popleft()
        if path in seen:
            continue
        seen.add(path)
        try:
            name = resolve(urlsplit(path).path).view_name
        except Resolver404:
            failing.append(f"{source} → {path}: no such address")
            continue
        key = f"{name}?" if "?" in path else name
        followed[key] += 1
        if followed[key] > (more or {}).get(key, EACH):
            continue
        answer = page.request.get(site + path)
        if answer.status != 200:
            failing.append(f"{source} → {path}: {answer.status}")
        elif answer.headers.get("content-type", "").startswith("text/html"):
            hrefs = (
                urljoin(path, html.unescape(href)) for href in re.findall(r'<a [^>]*?href="([^"#]+)', answer.text())
            )
            todo.extend((path, href) for href in hrefs if href.startswith("/"))
    return {name.rstrip("?") for name in followed}, failing


@pytest.mark.parametrize("persona", ["", "benevole", "direction", "coordination"], ids=lambda slug: slug or "public")
def test_no_link_leads_nowhere(demonstration: str, chrome: Browser, persona: str):
    with window(chrome, demonstration, persona) as page:
        if not persona:
            page.goto(demonstration)
        reached, failing = walk(page, demonstration, MORE if persona == "coordination" else None)
    assert failing == []
    if persona == "coordination":  # a screen that the list reaches by a link is found: test_every_screen.py follows it
        by_a_link = {screen.name for screen in SCREENS if screen.links}
        assert {screen.name for screen in SCREENS} - by_a_link - NOT_BY_A_LINK - reached == set()
    assert not {name for name in reached if LEFT_OUT.get(name) == "POST only"}
