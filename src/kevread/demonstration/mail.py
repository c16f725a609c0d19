"""The mail of the demonstration goes to a page, never out."""

from collections.abc import Sequence
from email.message import MIMEPart
from html.parser import HTMLParser
from typing import Any

from django.conf import settings
from django.core.mail.backends.base import BaseEmailBackend
from django.core.mail.message import EmailMessage

from kevread.base.clock import now

from .models import Letter


class Mailbox(BaseEmailBackend):
    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        Letter.objects.bulk_create(
            Letter(
                to=", ".join(message.to),
                subject=message.subject[:200],
                text=str(message.body),
                links=links_of(message),
                enclosed=[name_of(attachment) for attachment in message.attachments],
                at=now(),
            )
            for message in email_messages
        )
        return len(email_messages)


def name_of(attachment: Any) -> str:
    """Of a file that goes with a letter, given as a part of it or as its name, bytes and kind."""
    return str(attachment.get_filename() if isinstance(attachment, MIMEPart) else attachment[0])


class Links(HTMLParser):
    """The links of a page: what they say, where they lead."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[list[str]] = []
        self.inside = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "a":
            self.found.append(["", dict(attrs).get("href") or ""])
        self.inside = tag == "a"

    def handle_endtag(self, tag: str) -> None:
        self.inside = False

    def handle_data(self, data: str) -> None:
        if self.inside:
            self.found[-1][0] += data


def links_of(message: EmailMessage) -> list[list[str]]:
    """What the letter lets one press, with addresses of this very site, whatever the port it is read on."""
    links = Links()
    for alternative in getattr(message, "alternatives", ()):
        links.feed(str(alternative.content))
    here = settings.KEVREAD_ADDRESS
    return [[label, address.removeprefix(here)] for label, address in links.found if address.startswith(f"{here}/")]
