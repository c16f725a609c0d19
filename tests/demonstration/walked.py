"""Every screen of each persona of the invented life, read once for all the tests that look at these pages: what it says, where
it leads, what it asks of the database. Nobody changes what is read; each module has a copy of the same life."""

import html
import io
import re
import zipfile
from dataclasses import dataclass, field
from functools import cache
from urllib.parse import urljoin

from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pypdf import PdfReader

from kevread.base import picture
from tests.journeys.screen import Screen
from tests.journeys.screens import SCREENS

PERSONAE = sorted({screen.persona for screen in SCREENS})
# Before somebody is erased, every text that the house keeps is read, and before two records are merged, every table that leads
# to them: once, and never by the way.
READS_EVERYTHING = {"privacy:erase", "imports:double"}


def entered(persona: str) -> Client:
    visitor = Client()
    if persona:
        assert visitor.post(f"/demonstration/entrer/{persona}/").status_code == 302
    return visitor


def said_by(answer: HttpResponse) -> str:
    """All that an answer says: a page, a paper, a workbook, an archive."""
    content = b"".join(answer) if answer.streaming else answer.content
    if content.startswith(b"%PDF"):
        return " ".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages)
    if content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            return " ".join(packed.read(name).decode("utf-8", "replace") for name in packed.namelist())
    return content.decode("utf-8", "replace")


@dataclass
class Walk:
    """`said`: by address, what was read there, and on the way; `screens`: the address of each screen; `asked`: how many
    questions it asks."""

    visitor: Client
    said: dict[str, str] = field(default_factory=dict)
    screens: dict[Screen, str] = field(default_factory=dict)
    asked: dict[Screen, int] = field(default_factory=dict)

    def read(self, here: str) -> str:
        if here not in self.said:
            self.said[here] = said_by(self.visitor.get(here, follow=True))
        return self.said[here]

    def hrefs(self, here: str) -> list[str]:
        return [urljoin(here, html.unescape(one)) for one in re.findall(r'href="([^"#]+)', self.said[here])]


@cache
def walked(persona: str) -> Walk:
    walk = Walk(entered(persona))
    for screen in SCREENS:
        if screen.persona == persona:
            where = walk.screens[screen] = screen.followed(screen.path, walk.read)
            walk.read(where)
            if screen.name not in READS_EVERYTHING:
                walk.asked[screen] = questions(walk.visitor, where)
    return walk


def questions(visitor: Client, where: str) -> int:
    """What a page that was just read asks, the second time: but for the marks of transactions, and with the name of the state,
    as what is read once in a picture, asked once: as when a request is not inside of the transaction of a test."""
    token = picture._seen.set({})
    try:
        with CaptureQueriesContext(connection) as captured:
            assert visitor.get(where).status_code < 400, where
    finally:
        picture._seen.reset(token)
    asked = [query["sql"].strip() for query in captured.captured_queries]
    states = [sql for sql in asked if "journal_chain" in sql]
    return sum(not sql.startswith(("SAVEPOINT", "RELEASE", "SET ")) for sql in asked) - max(0, len(states) - 1)
