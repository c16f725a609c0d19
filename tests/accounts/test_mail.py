"""Mail for real, through an SMTP server of ours; and the days when it does not leave."""

import email
import email.policy
import socket
from collections.abc import Iterator
from smtplib import SMTPException

import pytest
from aiosmtpd.controller import Controller

from .conftest import ADDRESS, CODE, SIGN_IN, activate, ask, is_in, sign_in

pytestmark = pytest.mark.django_db
SMTP = "django.core.mail.backends.smtp.EmailBackend"


class Sink:
    def __init__(self, refusal: str = "") -> None:
        self.refusal = refusal
        self.letters: list[email.message.EmailMessage] = []

    async def handle_DATA(self, server, session, envelope) -> str:  # noqa: N802 — aiosmtpd's name
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
    yield controller.handler
    controller.stop()


def test_the_letter_is_plain_french_text(account, visitor, sink):
    ask(visitor)
    [letter] = sink.letters
    assert letter["To"] == ADDRESS
    assert letter["Subject"] == "Votre code de connexion à Kevread"
    assert letter.get_content_type() == "text/plain"
    text = letter.get_content()
    assert "Il sert une seule fois, pendant 10 minutes" in text
    assert "&" not in text
    assert "(testserver)" in text


def test_a_server_that_refuses_is_a_clear_page(account, visitor, sink):
    sink.refusal = "550 Boîte inconnue".encode().decode("ascii", "replace")
    response = ask(visitor)
    assert response.status_code == 503
    assert "Le message n’est pas parti" in response.content.decode()
    assert "account_login" not in visitor.session
    assert visitor.get(CODE).headers["Location"] == SIGN_IN


def test_no_server_at_all_is_the_same_page(account, visitor, settings):
    settings.MAILERS = {"default": {"BACKEND": SMTP, "OPTIONS": {"host": "127.0.0.1", "port": 9, "timeout": 2}}}
    assert ask(visitor).status_code == 503
    assert not is_in(visitor)


@pytest.fixture
def _at_once(monkeypatch):
    """Tests live in one transaction: what waits for its end happens at once."""
    monkeypatch.setattr("django.db.transaction.on_commit", lambda callback: callback())


@pytest.mark.usefixtures("_at_once")
def test_the_news_of_a_change_may_be_lost_the_change_is_made(account, visitor, mailoutbox, monkeypatch):
    sign_in(visitor, mailoutbox)

    def broken(*args, **kwargs):
        raise SMTPException("no route")

    monkeypatch.setattr("django.core.mail.message.EmailMessage.send", broken)
    activate(visitor)
    assert "Activé" in visitor.get("/compte/").content.decode()


@pytest.mark.usefixtures("_at_once")
def test_a_change_of_the_second_factor_is_told_by_letter(account, visitor, mailoutbox):
    sign_in(visitor, mailoutbox)
    activate(visitor)
    assert mailoutbox[-1].subject.replace("\u00a0", " ") == "Kevread : second facteur activé"
    assert "127.0.0.1" in mailoutbox[-1].body
