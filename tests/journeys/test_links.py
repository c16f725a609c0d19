"""From one link to the next: none leads nowhere nor to a refusal, every screen is found without knowing its address, and what
is read there as a long list leaves as a spreadsheet."""

import html
import re
from collections import Counter, deque
from urllib.parse import urljoin, urlsplit

import pytest
from django.urls import Resolver404, resolve
from lxml.html import fromstring
from playwright.sync_api import Browser, Page

from .conftest import window
from .screens import LEFT_OUT, NOT_TAKEN, SCREENS, TAKEN

EACH = 2  # addresses followed of one view, with and without a query; more of those that differ from one to the next
MORE = {
    "charter:article": 45,
    "charter:setting": 30,
    "directory:organisation": 30,
    "directory:territory": 8,
    "seats:body": 12,
    "seats:bodies": 12,
}
LONG = 13  # rows that somebody would rather sort elsewhere
NOT_BY_A_LINK = {
    "seats:ask_somebody",  # who has every right asks for none
    "account_inactive",
    "account_login",
    "account_signup",
    "account_first_sign_in",
    "demonstration:mailbox",
    "membership:sent",  # shown once a form is sent
    "documents:several",  # of the rows that one ticked in a list
    "documents:replace_several",
    "membership:unasked",  # in this life, each membership that began since they are kept has its request
}


def rows_of(text: str) -> int:
    """Of the longest list or table of a page."""
    page = fromstring(text)
    lists = (one for one in page.xpath("//main//*[self::ul or self::ol]") if "list" in (one.get("class") or "").split())
    tables = (table.findall(".//tbody/tr") for table in page.xpath("//main//table"))
    return max(map(len, (*(one.findall("li") for one in lists), *tables)), default=0)


def walk(page: Page, site: str, more: dict[str, int] | None = None) -> tuple[set[str], list[str], set[str]]:
    """The views reached from the front page and from one's own; the links that fail, each with the page it is on; the views
    where a long list does not leave."""
    todo = deque([("", "/"), ("", urlsplit(page.url).path)])
    seen: set[str] = set()
    followed: Counter[str] = Counter()
    failing: list[str] = []
    kept: set[str] = set()
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
            text = answer.text()
            if not re.search(r'href="[^"]+\.xlsx', text) and rows_of(text) >= LONG:
                kept.add(name)
            hrefs = (urljoin(path, html.unescape(href)) for href in re.findall(r'<a [^>]*?href="([^"#]+)', text))
            todo.extend((path, href) for href in hrefs if href.startswith("/"))
    return {name.rstrip("?") for name in followed}, failing, kept


@pytest.mark.parametrize("persona", ["", "benevole", "direction", "coordination"], ids=lambda slug: slug or "public")
def test_no_link_leads_nowhere(demonstration: str, chrome: Browser, persona: str):
    with window(chrome, demonstration, persona) as page:
        if not persona:
            page.goto(demonstration)
        reached, failing, kept = walk(page, demonstration, MORE if persona == "coordination" else None)
    assert failing == []
    assert kept - NOT_TAKEN.keys() == set(), "a long list that does not leave: see `NOT_TAKEN` of the screens"
    if persona == "coordination":  # a screen that the list reaches by a link is found: test_every_screen.py follows it
        by_a_link = {screen.name for screen in SCREENS if screen.links}
        assert {screen.name for screen in SCREENS} - by_a_link - NOT_BY_A_LINK - reached == set()
    assert not {name for name in reached if LEFT_OUT.get(name) == "POST only"}


def test_a_long_list_that_does_not_leave_is_a_screen_that_is_looked_at():
    assert NOT_TAKEN.keys() - {screen.name for screen in SCREENS} == set()
    assert NOT_TAKEN.keys() & set(TAKEN) == set()
    assert all(NOT_TAKEN.values())


def test_the_longest_list_of_a_page_is_counted():
    rows = "<li>un</li>" * 3
    assert rows_of(f"<main><ul class='list tight'>{rows}</ul><ul>{rows * 9}</ul></main>") == 3
    table = f"<table><thead><tr></tr></thead><tbody>{'<tr></tr>' * 4}</tbody></table>"
    assert rows_of(f"<main><ul class='list'>{rows}</ul>{table}</main>") == 4
    assert rows_of("<p>rien</p>") == rows_of("<main></main>") == 0
