"""Mail for real, through an SMTP server of ours; and the days when it does not leave."""

import email
import email.policy
import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator

import pytest
from aiosmtpd.controller import Controller
from django.test import Client

from kevread.accounts.operations import send_posted
from tests import jobs

from .conftest import ADDRESS, CODE, SIGN_IN, activate, ask, code_in, is_in, sign_in

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


def test_a_letter_of_sign_in_says_which_it_is_and_that_a_machine_wrote_it(account, visitor, sink):
    ask(visitor)
    [letter] = sink.letters
    assert re.fullmatch(r"<[0-9a-f-]{36}@localhost>", letter["Message-ID"])
    assert letter["Auto-Submitted"] == "auto-generated"


@pytest.fixture
def silent(settings) -> Iterator[None]:
    """A mail server that takes the call and never says a word."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        options = {"host": "127.0.0.1", "port": listener.getsockname()[1], "timeout": 0.5}
        settings.MAILERS = {"default": {"BACKEND": SMTP, "OPTIONS": options}}
        yield


def test_a_silent_server_keeps_nobody_waiting(account, silent):
    """Nor the site: twelve who ask are answered before the server would have given up once."""
    began = time.monotonic()
    answers = [Client().post(SIGN_IN, {"email": f"personne{n}@exemple.fr"}) for n in range(8)]
    answers += [Client().post(SIGN_IN, {"email": ADDRESS}) for _ in range(4)]
    assert [answer.headers["Location"] for answer in answers] == [CODE] * 12
    assert time.monotonic() - began < 12 * 0.5
    assert jobs.waiting() == ["accounts.send"] * 12


def test_the_real_server_is_not_waited_for_for_ever():
    """The worker alone waits, and not long."""
    asked = "import config.settings as s; print(s.MAILERS['default']['OPTIONS']['timeout'])"
    said = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True)
    assert int(said.stdout) <= 20


def test_a_letter_that_does_not_leave_is_tried_again_while_its_code_is_good(account, visitor, settings, sink):
    there = settings.MAILERS
    settings.MAILERS = {"default": {"BACKEND": SMTP, "OPTIONS": {"host": "127.0.0.1", "port": 9, "timeout": 0.5}}}
    visitor.post(SIGN_IN, {"email": ADDRESS})
    jobs.run(failing=True)
    assert jobs.waiting() == ["accounts.send"]
    settings.MAILERS = there
    jobs.make_due()
    jobs.run()
    [letter] = sink.letters
    assert visitor.post(CODE, {"code": code_in(letter.get_content().replace("\r", ""))}).status_code == 302
    assert is_in(visitor)


def test_run_twice_it_leaves_once(account, visitor, sink):
    visitor.post(SIGN_IN, {"email": ADDRESS})
    [key] = jobs.asked("SELECT args->>'letter' FROM procrastinate_jobs")
    jobs.run()
    send_posted(letter=key)
    assert len(sink.letters) == 1


def test_neither_the_queue_nor_its_log_holds_a_code(account, visitor, sink):
    visitor.post(SIGN_IN, {"email": ADDRESS})
    [row] = jobs.asked("SELECT procrastinate_jobs::text FROM procrastinate_jobs")
    jobs.run()
    assert ADDRESS not in row
    assert re.search(r"\d{4}-\d{4}", sink.letters[0].get_content())[0] not in row


@pytest.fixture
def _at_once(monkeypatch):
    """Tests live in one transaction: what waits for its end happens at once."""
    monkeypatch.setattr("django.db.transaction.on_commit", lambda callback, **more: callback())


@pytest.mark.usefixtures("_at_once")
def test_a_change_of_the_second_factor_is_told_by_letter(account, visitor, mailoutbox):
    sign_in(visitor, mailoutbox)
    activate(visitor)
    jobs.run()
    assert mailoutbox[-1].subject.replace("\u00a0", " ") == "Kevread : second facteur activé"
    assert "127.0.0.1" in mailoutbox[-1].body
