"""A stand-in for a provider of seals (API of the Cloud Signature Consortium, v1), here: it signs with its own key."""

import base64
import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.utils import Prehashed
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import NameOID
from pyhanko.sign.ades.qualified_asn1 import QcStatements

from tests.conftest import NOW

ECDSA, RSA, BARE_RSA = "1.2.840.10045.4.3.2", "1.2.840.113549.1.1.11", "1.2.840.113549.1.1.1"
QUALIFIED_SEAL = ("qc_compliance", "qc_sscd", "qct_eseal")
SECRET, PIN = "a secret of the client", "2468"
type Answer = Callable[[dict[str, Any]], tuple[int, bytes]]


def name(organisation: str, common: str) -> x509.Name:
    return x509.Name(
        [
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, organisation),
            x509.NameAttribute(NameOID.COMMON_NAME, common),
        ]
    )


def statements(*said: str) -> bytes:
    """A QcStatements extension: what it says it is, then for what (« qct_… »)."""
    kinds = [one for one in said if one.startswith("qct_")]
    found = [{"statement_id": one} for one in said if not one.startswith("qct_")]
    if kinds:
        found.append({"statement_id": "qc_type", "statement_info": kinds})
    return QcStatements(found).dump()


class Holder:
    """An authority, and the certificate that it gave."""

    def __init__(self, *said: str, ended: bool = False, algorithm: str = ECDSA, at: datetime = NOW) -> None:
        self.algorithm, self.at = algorithm, at
        above = ec.generate_private_key(ec.SECP256R1())
        self.key: Any = (
            ec.generate_private_key(ec.SECP256R1())
            if algorithm == ECDSA
            else rsa.generate_private_key(public_exponent=65537, key_size=2048)
        )
        issuer = name("Prestataire d’essai", "Autorité des cachets")
        self.root = self.certify(issuer, above.public_key(), issuer, above, is_root=True)
        until = at - timedelta(days=1) if ended else at + timedelta(days=300)
        self.certificate = self.certify(
            name("Fédération d’essai", "Cachet des documents"), self.key.public_key(), issuer, above,
            until=until, extension=statements(*said) if said else b"",
        )  # fmt: skip

    def certify(self, subject, public, issuer, by, *, is_root=False, until=None, extension=b"") -> x509.Certificate:
        builder = (
            x509.CertificateBuilder()
            .subject_name(subject)
            .issuer_name(issuer)
            .public_key(public)
            .serial_number(x509.random_serial_number())
            .not_valid_before(self.at - timedelta(days=99))
            .not_valid_after(until or self.at + timedelta(days=999))
            .add_extension(x509.BasicConstraints(ca=is_root, path_length=None), critical=True)
            .add_extension(
                x509.KeyUsage(
                    digital_signature=False, content_commitment=not is_root, key_cert_sign=is_root, crl_sign=is_root,
                    key_encipherment=False, data_encipherment=False, key_agreement=False, encipher_only=False,
                    decipher_only=False,
                ),
                critical=True,
            )
        )  # fmt: skip
        if extension:
            told = x509.UnrecognizedExtension(x509.ObjectIdentifier("1.3.6.1.5.5.7.1.3"), extension)
            builder = builder.add_extension(told, critical=False)
        return builder.sign(by, SHA256())

    def sign(self, digest: bytes) -> bytes:
        if self.algorithm == ECDSA:
            return self.key.sign(digest, ec.ECDSA(Prehashed(SHA256())))
        return self.key.sign(digest, PKCS1v15(), Prehashed(SHA256()))


@dataclass
class StandIn:
    """What it was asked, in order, and what it answers instead of what it should (`instead`, by the end of the address)."""

    holder: Holder
    told: dict[str, Any] = field(default_factory=dict)  # more of the certificate
    instead: dict[str, Answer] = field(default_factory=dict)
    asked: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    url: str = ""

    def answer(self, end: str, body: dict[str, Any], bearer: str) -> tuple[int, bytes]:
        self.asked.append((end, body))
        if end in self.instead:
            return self.instead[end](body)
        if end == "oauth2/token":
            right = (body["client_id"], body["client_secret"]) == ("kevread", SECRET)
            return (200, json.dumps({"access_token": "lent", "expires_in": 60}).encode()) if right else (401, b"{}")
        if bearer != "Bearer lent":
            return 401, b"{}"
        return 200, json.dumps(getattr(self, end.rpartition("/")[2].lower())(body)).encode()

    def info(self, _body: dict[str, Any]) -> dict[str, Any]:
        given = [self.holder.certificate, self.holder.root]
        certificates = [base64.b64encode(one.public_bytes(Encoding.DER)).decode() for one in given]
        return {
            "key": {"status": "enabled", "algo": [self.holder.algorithm], "len": 256},
            "cert": {"status": "valid", "certificates": certificates},
            "authMode": "explicit",
            "PIN": {"presence": "true"},
            "OTP": {"presence": "false"},
            "SCAL": "2",
            "multisign": 1,
        } | self.told

    def authorize(self, body: dict[str, Any]) -> dict[str, Any]:
        assert (body["PIN"], body["numSignatures"], len(body["hash"])) == (PIN, 1, 1)
        return {"SAD": f"for {body['hash'][0]}", "expiresIn": 60}

    def signhash(self, body: dict[str, Any]) -> dict[str, Any]:
        [digest] = body["hash"]
        assert body["SAD"] == f"for {digest}"
        assert body["signAlgo"] == self.holder.algorithm
        return {"signatures": [base64.b64encode(self.holder.sign(base64.b64decode(digest))).decode()]}

    @property
    def ends(self) -> list[str]:
        return [end for end, _ in self.asked]


@contextmanager
def listening(held: StandIn) -> Iterator[StandIn]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            end = self.path.removeprefix("/csc/v1/")
            if end.endswith("?again"):
                held.instead.pop(end := end.removesuffix("?again"), None)
            status, content = held.answer(end, body, self.headers.get("Authorization", ""))
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            if status == 307:  # to where the right answer is
                self.send_header("Location", f"{held.url}/csc/v1/{self.path.removeprefix('/csc/v1/')}?again")
            said = content.removesuffix(b"CUT")
            self.send_header("Content-Length", str(len(said) + 50 * (said != content)))
            self.end_headers()
            with suppress(OSError):  # whoever asked did not wait
                self.wfile.write(said)

        def log_message(self, *_args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    held.url = f"http://127.0.0.1:{server.server_port}"
    threading.Thread(target=server.serve_forever, args=[0.02], daemon=True).start()  # how long its end waits
    try:
        yield held
    finally:
        server.shutdown()
        server.server_close()


def set_on(settings: Any, held: StandIn, folder: Any) -> None:
    """The settings of this site name it."""
    file = folder / "authorities.pem"
    file.write_bytes(held.holder.root.public_bytes(Encoding.PEM))
    settings.KEVREAD_CSC_URL, settings.KEVREAD_CSC_CREDENTIAL = held.url, "the seal"
    settings.KEVREAD_CSC_CLIENT, settings.KEVREAD_CSC_SECRET = "kevread", SECRET
    settings.KEVREAD_CSC_PIN, settings.KEVREAD_CSC_CA = PIN, str(file)
