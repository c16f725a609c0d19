"""A screen as a test looks at it: its address, found as whoever looks finds it."""

import html
import re
from dataclasses import dataclass
from urllib.parse import urljoin

from playwright.sync_api import Page

KEY = r"[0-9a-f-]{36}"
BOARD = "/ess-35/instances/ess-35-board"
PAST = "?au=2026-03-12"
MEETING = rf".*/reunions/{KEY}"


@dataclass(frozen=True)
class Screen:
    """`name` is the view's; `persona` is empty for whoever has not entered; each link is the first that matches in full."""

    name: str
    persona: str
    path: str
    links: tuple[str, ...] = ()

    def __str__(self) -> str:
        return f"{' → '.join((self.path, *self.links))} ({self.persona or 'the public'})"

    def address(self, page: Page, site: str) -> str:
        """Where it is, found as whoever looks finds it: by following the links."""
        here = site + self.path
        for link in self.links:
            found = next((href for href in self.links_of(page, here) if re.fullmatch(link, href)), None)
            assert found, f"{self}: no link {link}"
            here = urljoin(here, found)
        return here

    def links_of(self, page: Page, here: str) -> list[str]:
        """The links of that page. Many ways pass by the same ones, and nobody writes where screens are looked at: each is
        asked once for each of those who look, as long as the site is there."""
        if (self.persona, here) not in LINKS:
            hrefs = re.findall(r'href="([^"]*)"', page.request.get(here).text())
            LINKS[self.persona, here] = [html.unescape(href) for href in hrefs]
        return LINKS[self.persona, here]


LINKS: dict[tuple[str, str], list[str]] = {}
