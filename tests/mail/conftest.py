"""An SMTP server of ours, that can refuse; and a head of network that writes."""

import email
import email.policy
import socket
from collections.abc import Iterator

import pytest
from aiosmtpd.controller import Controller

from kevread.common.actor import SYSTEM
from kevread.journal.operations import act
from kevread.mail.models import Dispatch
from kevread.mail.operations import queue_letter
from tests.conftest import NOW, arranging
from tests.factories import OrganisationFactory, PersonFactory

SMTP = "django.core.mail.backends.smtp.EmailBackend"
ADDRESS = "annick@exemple.fr"


class Sink:
    """What was accepted; `refusal` is what it answers instead, to the recipient or to the whole letter."""

    def __init__(self) -> None:
        self.recipient_refusal = self.refusal = ""
        self.letters: list[email.message.EmailMessage] = []

    async def handle_RCPT(self, server, session, envelope, address, options) -> str:  # noqa: N802 — aiosmtpd's name
        if self.recipient_refusal:
            return self.recipient_refusal
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope) -> str:  # noqa: N802
        if self.refusal:
            return self.refusal
        self.letters.append(email.message_from_bytes(envelope.content, policy=email.policy.default))
        return "250 OK"


@pytest.fixture
def sink(settings) -> Iterator[Sink]:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    controller = Controller(Sink(), hostname="127.0.0.1", port=port)
    controller.start()
    settings.MAILERS = {"default": {"BACKEND": SMTP, "OPTIONS": {"host": "127.0.0.1", "port": port}}}
    settings.DEFAULT_FROM_EMAIL = "Kevread <kevread@reseau.exemple>"
    yield controller.handler
    controller.stop()


@pytest.fixture
def organisation(db):
    with arranging():
        return OrganisationFactory(grouping=True, name="ESS du Littoral")


@pytest.fixture
def person(db):
    with arranging():
        return PersonFactory(given_name="Annick", family_name="Le Goff", email=ADDRESS)


@pytest.fixture
def write(organisation, person):
    """Queue a letter in an act, as a verb does."""

    def written(**asked) -> Dispatch | None:
        with act("meetings.remind", actor=SYSTEM, about=organisation, now=NOW):
            return queue_letter(
                **{"about": organisation, "to": person, "subject": "Rappel", "text": "Bonjour : à jeudi !", "now": NOW}
                | asked
            )

    return written
