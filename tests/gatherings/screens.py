"""What the tests of screens share: the addresses of a meeting, a vote, a decision; what a page and a paper say."""

import html
import re
from io import BytesIO
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from pypdf import PdfReader

from kevread.directory.models import Organisation, Person
from kevread.documents.models import Version
from kevread.votes.models import Poll
from tests.clients import screen_of_a_meeting
from tests.documents.test_rendering import text_of

from .worlds import Gathering

# Nobody is shown an inequality, nor a fraction to compute: what people read is words. A day may be written 24/11/2026.
SIGNS = re.compile(r"[≥≤≠×]|\d\s*[<>]\s*\d|(?<![\d/.,-])\d{1,3}/\d{1,3}(?![\d/])")


def of_meeting(name: str, here: Gathering, **more: Any) -> str:
    keyed = {} if name in ("meetings", "draft") else {"key": here.meeting.pk}
    return reverse(screen_of_a_meeting(name), kwargs={"scale": here.grouping.slug} | keyed | more)


def of_vote(met: Gathering, poll: Poll, last: str = "") -> str:
    return f"/{met.grouping.slug}/votes/{poll.pk}{last}"


def room_at(met: Gathering, poll: Poll) -> str:
    """Where whoever leads a sitting goes on from a vote: its room, at this vote."""
    return f"{of_meeting('room', met)}?point={poll.item_id}#vote-{poll.pk}"


def of_decision(name: str, organisation: Organisation, *, query: dict | None = None, **more: Any) -> str:
    url = reverse(screen_of_a_meeting(name), kwargs={"scale": organisation.slug, **more})
    return f"{url}?{urlencode(query)}" if query else url


def holder(met: Gathering) -> Person:
    """Somebody who carries two votes."""
    return met.proxies[0].holder.person


def alone(met: Gathering) -> Person:
    """Somebody who carries their own vote, and keeps no part of a key."""
    holders = {proxy.holder_id for proxy in met.proxies} | {proxy.giver_id for proxy in met.proxies}
    return next(entry.person for entry in met.entries[7:] if entry.pk not in holders)


def said(page: Any) -> str:
    """The words of a page, with plain spaces."""
    return html.unescape(page.text).replace("\u00a0", " ").replace("\u202f", " ")


def nonce_in(page: Any) -> str:
    return re.search(rb'name="nonce" value="([^"]+)"', page.content)[1].decode()


def proclaimed(client: Any, count: str, sent: dict[str, Any], **more: Any) -> Any:
    """A count is sent, read back, then proclaimed as it was read."""
    page = client.post(count, sent)
    read = re.search(r'name="lu" value="([^"]+)"', page.text)
    return client.post(count, sent | {"lu": read[1]}, **more) if read else page


def zeros(first: int, last: int) -> dict[str, int]:
    """Those fields of a count, which nobody chose."""
    return {f"votes_0_{rank}": 0 for rank in range(first, last)}


def read(content: bytes) -> str:
    """The words of a paper."""
    return text_of(PdfReader(BytesIO(content)))


def kept(version: Version) -> bytes:
    return bytes(version.content.file)
