"""An outside time-stamp, against a server that stands for one: believed, slow, wrong, absent."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from asn1crypto import keys, tsp
from asn1crypto import x509 as asn1
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID
from pyhanko.sign.timestamps import DummyTimeStamper

from kevread.documents import stamping
from kevread.documents.models import Seal
from kevread.documents.operations import Asked
from kevread.documents.queries.sealed import known, sealed_bytes
from kevread.documents.verifying import verify
from tests.conftest import NOW
from tests.documents.test_verify_document import sign, two

pytestmark = pytest.mark.django_db
__all__ = ["two"]


@pytest.fixture(scope="module")
def clock():
    """Who says the hour: its certificate, and how it answers a request."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Horloge d’essai")])
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(7)
        .not_valid_before(NOW - timedelta(days=99))
        .not_valid_after(NOW + timedelta(days=99))
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING]), critical=True)
        .sign(key, SHA256())
    )
    held = DummyTimeStamper(
        asn1.Certificate.load(certificate.public_bytes(Encoding.DER)),
        keys.PrivateKeyInfo.load(key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())),
        fixed_dt=NOW + timedelta(seconds=3),
    )
    return certificate, held


@contextmanager
def answering(answer) -> Iterator[tuple[str, list[bytes]]]:
    asked: list[bytes] = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            asked.append(self.rfile.read(int(self.headers["Content-Length"])))
            status, body = answer(asked[-1])
            self.send_response(status)
            self.send_header("Content-Type", "application/timestamp-reply")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, args=[0.02], daemon=True).start()  # how long its end waits
    try:
        yield f"http://127.0.0.1:{server.server_port}/", asked
    finally:
        server.shutdown()
        server.server_close()


def stamped(held):
    return lambda body: (200, held.request_tsa_response(tsp.TimeStampReq.load(body)).dump())


@pytest.fixture
def version(shelf, two):
    return shelf.minutes(Asked(two[0], "Présidence"), organisation=shelf.scene.first)


def test_a_time_stamp_that_is_believed_says_the_hour(version, two, settings, clock, tmp_path):
    certificate, held = clock
    file = tmp_path / "clock.pem"
    file.write_bytes(certificate.public_bytes(Encoding.PEM))
    settings.KEVREAD_TSA_CA = str(file)
    with answering(stamped(held)) as (url, asked):
        settings.KEVREAD_TSA_URL = url
        sign(two[0], version)
    assert len(asked) == 1
    assert Seal.objects.get().unstamped == ""
    report = known(sealed_bytes(version)).report
    assert (report.verdict, report.signatures[0].time) == ("valid", "tsa")
    assert report.signatures[0].at == NOW + timedelta(seconds=3)


def test_one_that_nobody_believes_says_nothing(version, two, settings, clock):
    with answering(stamped(clock[1])) as (url, _):
        settings.KEVREAD_TSA_URL = url
        sign(two[0], version)
    report = known(sealed_bytes(version)).report
    assert (report.verdict, report.signatures[0].time, report.signatures[0].at) == ("valid", "server", NOW)


def slow(_body):
    time.sleep(1.5)
    return 200, b""


@pytest.mark.parametrize(
    "answer", [slow, lambda _: (500, b"x"), lambda _: (200, b"nothing that is read"), lambda _: (200, b"0" * 200_000)]
)
def test_what_does_not_answer_is_not_waited_for_and_it_is_said(version, two, settings, monkeypatch, answer):
    monkeypatch.setattr(stamping, "TIMEOUT", 0.3)
    monkeypatch.setattr(stamping.Stamper.__init__, "__defaults__", (0.3,))
    with answering(answer) as (url, _):
        settings.KEVREAD_TSA_URL = url
        begun = time.monotonic()
        sign(two[0], version)
        assert time.monotonic() - begun < 10
    seal = Seal.objects.get()
    assert seal.unstamped
    assert known(sealed_bytes(version)).report.verdict == "valid"


def test_nobody_there(version, two, settings):
    settings.KEVREAD_TSA_URL = "http://127.0.0.1:9/"
    sign(two[0], version)
    assert "refused" in Seal.objects.get().unstamped


def test_none_is_asked_until_its_address_is_given(version, two):
    assert stamping.stamper() is None
    with pytest.raises(ValueError, match="https"):
        stamping.Stamper("file:///etc/passwd")
    assert verify(b"", []).verdict == "unreadable"
