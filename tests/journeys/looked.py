"""A screen in which nothing was found is looked at again once something of it changed: what the server answers, what the page
loads, what looks at it. `./kevread test` says where that is kept; continuous integration and named tests look at them all."""

import hashlib
import os
import re
from pathlib import Path

from playwright.sync_api import Page

from launch.folders import Stamps, fingerprint

# What is drawn anew for each answer, and seen by nobody: keys of forms and of scripts.
DRAWN = re.compile(r"""(<input type="hidden"[^>]* value="|X-CSRFToken": "|nonce="|'nonce-)[^"']*""")
KEY = re.compile(
    r"[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}"
)  # of a row: another one each time the demonstration is made
LOADS = ("src/kevread/**/static/**/*", "federations/**/*", "requirements/*.txt")
LOOKS = (*(f"tests/journeys/{name}.py" for name in ("looks", "colours", "looked", "conftest")), "tests/browser.py")
FOLLOWS = "data-follow"  # such a page asks for more by itself: it is always looked at


def bare(text: str) -> str:
    """Without what is drawn anew; each key of a row is the rank at which it first comes."""
    ranks: dict[str, str] = {}
    return KEY.sub(lambda key: ranks.setdefault(key[0], f"key {len(ranks)}"), DRAWN.sub(r"\1", text))


class Looked:
    """Those that one person sees, each by its address and the digest of its page."""

    def __init__(self, page: Page, persona: str) -> None:
        folder, browser = os.environ.get("KEVREAD_TEST_LOOKED", ""), page.context.browser
        self.stamps = Stamps(Path(folder, f"{persona or 'public'}.json")) if folder else None
        self.around = fingerprint(*LOADS, *LOOKS, also=browser.version if browser else "") if folder else ""
        self.page = page

    def digest(self, address: str) -> str:
        """Of what the server answers now; empty for what must be looked at."""
        if not self.stamps:
            return ""
        answer = self.page.request.get(address)
        text, policy = answer.text(), answer.headers.get("content-security-policy", "")
        if answer.status != 200 or FOLLOWS in text:
            return ""
        return hashlib.sha256(bare(self.around + policy + text).encode()).hexdigest()

    def same(self, name: str, digest: str) -> bool:
        """Nothing was found in this page, as it is."""
        return bool(self.stamps and digest and self.stamps.fresh(name, digest))

    def keep(self, name: str, digest: str) -> None:
        if self.stamps and digest:
            self.stamps.mark(name, digest)
