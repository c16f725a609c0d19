"""A screen as a test looks at it: its address, found as whoever looks finds it."""

import html
import re
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urljoin

from django.test import Client
from playwright.sync_api import Page

KEY = r"[0-9a-f-]{36}"
BOARD = "/ess-35/instances/ess-35-board"
PAST = "?au=2026-03-12"
MEETING = rf".*/reunions/{KEY}"


@dataclass(frozen=True)
class Screen:
    """`name` is the view's; `persona` is empty for whoever has not entered; each link is the first that
    matches in full, and from which the next ones are found."""

    name: str
    persona: str
    path: str
    links: tuple[str, ...] = ()

    def __str__(self) -> str:
        return f"{' → '.join((self.path, *self.links))} ({self.persona or 'the public'})"

    def address(self, page: Page, site: str) -> str:
        """Where it is, found as whoever looks finds it: by following the links."""
        # A kept connection may be closed by the server as it is used again: as a browser does, it is asked once more.
        return self.followed(site + self.path, lambda here: page.request.get(here, max_retries=2).text())

    def address_for(self, visitor: Client) -> str:
        """The same, for a client of Django that has entered as its persona."""
        return self.followed(self.path, lambda here: visitor.get(here, follow=True).content.decode())

    def followed(self, here: str, read: Callable[[str], str]) -> str:
        found = self.led(here, self.links, read)
        assert found, f"{self}: no such links"
        return found

    def led(self, here: str, links: tuple[str, ...], read: Callable[[str], str]) -> str | None:
        if not links:
            return here
        those = (urljoin(here, href) for href in self.links_of(here, read) if re.fullmatch(links[0], href))
        return next((there for href in those if (there := self.led(href, links[1:], read))), None)

    def links_of(self, here: str, read: Callable[[str], str]) -> list[str]:
        """The links of that page. Many ways pass by the same ones, and nobody writes where screens are looked at: each is
        asked once for each of those who look, as long as the site is there, or the copy of the invented life."""
        if (self.persona, here) not in LINKS:
            LINKS[self.persona, here] = [html.unescape(href) for href in re.findall(r'href="([^"]*)"', read(here))]
        return LINKS[self.persona, here]


LINKS: dict[tuple[str, str], list[str]] = {}
