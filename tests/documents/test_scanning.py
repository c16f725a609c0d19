"""An antivirus that speaks as clamd does: what it recognises is not kept, nor what it cannot read in time."""

import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Thread
from time import monotonic, sleep

import pytest

from kevread.common.errors import Invalid
from kevread.documents import scanning
from kevread.documents.files import receive
from tests.decisions.test_founding import pdf

HARM = b"%HARM%"


def heard(of: socket.socket) -> bytes:
    """What was streamed, whole: its length before each part, and a part of no length at the end."""
    with of.makefile("rb") as stream:
        assert stream.read(10) == b"zINSTREAM\0"
        said = b""
        while size := int.from_bytes(stream.read(4), "big"):
            assert size <= scanning.CHUNK
            said += stream.read(size)
        return said


def by_the_book(of: socket.socket) -> None:
    of.sendall(b"stream: Test.Harm-1 FOUND\0" if HARM in heard(of) else b"stream: OK\0")


def in_two_parts(of: socket.socket) -> None:
    heard(of)
    of.sendall(b"stream:")
    sleep(0.05)
    of.sendall(b" OK\0")


def too_long(of: socket.socket) -> None:
    of.recv(20)
    of.sendall(b"INSTREAM size limit exceeded. ERROR\0")


def mute(of: socket.socket) -> None:
    heard(of)
    sleep(1)


def hangs_up(of: socket.socket) -> None:
    heard(of)


def for_ever(of: socket.socket) -> None:
    """Each word comes in time, and the last never."""
    heard(of)
    for _ in range(15):
        of.sendall(b"s")
        sleep(0.1)


@contextmanager
def answering(how: Callable[[socket.socket], None], server: socket.socket) -> Iterator[None]:
    def serve() -> None:
        with server.accept()[0] as of, suppress(OSError):
            how(of)

    server.listen(1)
    thread = Thread(target=serve, daemon=True)
    thread.start()
    try:
        yield
    finally:
        thread.join(3)
        server.close()


@pytest.fixture
def scanner(settings, monkeypatch):
    monkeypatch.setattr(scanning, "TIMEOUT", 0.4)

    @contextmanager
    def standing(how: Callable[[socket.socket], None], at: Path | None = None) -> Iterator[None]:
        server = socket.socket(socket.AF_UNIX if at else socket.AF_INET)
        server.bind(str(at) if at else ("127.0.0.1", 0))
        settings.KEVREAD_SCANNER = str(at) if at else f"127.0.0.1:{server.getsockname()[1]}"
        with answering(how, server):
            yield

    return standing


def test_what_it_knows_is_refused_by_its_name_and_the_rest_is_kept(scanner, monkeypatch):
    monkeypatch.setattr(scanning, "CHUNK", 64)
    with scanner(by_the_book):
        assert receive("a.pdf", pdf()).content == pdf()
    with scanner(by_the_book), pytest.raises(Invalid, match=r"reconnaît « Test.Harm-1 »") as refused:
        receive("a.pdf", pdf() + HARM)
    assert refused.value.field == "file"


def test_it_may_stand_behind_the_path_of_a_socket_and_answer_in_two_parts(scanner, tmp_path):
    with scanner(in_two_parts, tmp_path / "clamd.ctl"):
        assert receive("a.pdf", pdf()).name == "a.pdf"


@pytest.mark.parametrize("how", [mute, hangs_up, too_long, for_ever])
def test_one_that_is_late_cut_off_or_cannot_tell_keeps_nothing(scanner, how):
    with scanner(how):
        began = monotonic()
        with pytest.raises(Invalid, match="n’a pas pu lire ce fichier"):
            receive("a.pdf", pdf())
        assert monotonic() - began < 1


@pytest.mark.parametrize("where", ["/nowhere/clamd.ctl", "127.0.0.1:1", "127.0.0.1:x", "sans-port"])
def test_one_that_is_not_there_keeps_nothing(settings, where):
    settings.KEVREAD_SCANNER = where
    with pytest.raises(Invalid, match="n’a pas pu lire ce fichier"):
        receive("a.pdf", pdf())


def test_without_one_nothing_is_asked(settings, monkeypatch):
    settings.KEVREAD_SCANNER = ""
    monkeypatch.setattr(scanning, "asked", lambda *_: pytest.fail("nobody is asked"))
    assert receive("a.pdf", pdf()).media_type == "application/pdf"


def test_what_is_refused_without_it_is_not_sent_to_it(settings, monkeypatch):
    settings.KEVREAD_SCANNER = "127.0.0.1:1"
    monkeypatch.setattr(scanning, "asked", lambda *_: pytest.fail("nobody is asked"))
    with pytest.raises(Invalid, match="n’est pas admis"):
        receive("a.exe", b"MZ")
