"""An outside provider that seals in the place of this site (API of the Cloud Signature Consortium, v1), off until it is set.

It holds a certificate and its key; what leaves is a digest, never the file. It is asked twice for a signature. First for its
certificate, before the code of whoever signs serves: one that nothing here vouches for, that has ended, that is somebody's own
or that wants somebody at each time, seals nothing. Then for the signature itself, before the document is locked: what it
answers is read back as the public page reads it (`operations.sealing`). Each call has its time, so has the whole; a fault
says what it is in French, and nothing is signed.
"""

import asyncio
import base64
import json
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, override
from urllib.parse import urlsplit

import aiohttp
from asn1crypto import x509
from asn1crypto.algos import SignedDigestAlgorithm
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509 import load_pem_x509_certificates
from django.conf import settings
from pyhanko.sign.general import SigningError
from pyhanko.sign.signers import csc_signer
from pyhanko_certvalidator import CertificateValidator, ValidationContext
from pyhanko_certvalidator.errors import PathBuildingError, ValidationError

from kevread.documents.statements import Statements, issuer_of, named, statements_of
from kevread.documents.threads import in_a_thread

PATIENCE, WHOLE = 6.0, 12.0  # seconds: for one call, and for all those of a step
LARGEST = 100_000  # bytes of an answer
SOON = timedelta(days=60)  # before the end of its certificate: whoever runs the site is told
HOME = ("localhost", "127.0.0.1", "::1")
FAULTS = (aiohttp.ClientError, OSError, SigningError, ValueError, KeyError, TypeError, IndexError, AttributeError)


class ProviderError(Exception):
    """Why the provider seals nothing: a clause that follows « le prestataire », and what is for whoever runs the site alone.
    Never one of `stamping.FAULTS`: an outside time-stamp is done without, this is not."""

    def __init__(self, clause: str, detail: object = "") -> None:
        super().__init__(clause)
        self.clause, self.detail = clause, " ".join(str(detail).split())[:200]


@dataclass(frozen=True, slots=True)
class Provider:
    """As the environment of the site sets it. Without `client`, `secret` is the token itself."""

    url: str
    credential: str
    client: str
    secret: str = field(repr=False)
    pin: str = field(repr=False)
    roots: tuple[bytes, ...] = field(repr=False)


@dataclass(frozen=True, slots=True)
class Credential:
    """The certificate that the provider holds for this site, looked at as of `moment`; and how to ask for it again."""

    provider: Provider
    session: csc_signer.CSCServiceSessionInfo = field(repr=False)
    info: csc_signer.CSCCredentialInfo = field(repr=False)
    said: Statements

    @property
    def until(self) -> datetime:
        until: datetime = self.info.signing_cert.not_valid_after
        return until

    @property
    def name(self) -> str:
        return named(self.info.signing_cert.subject)

    @property
    def issuer(self) -> str:
        return issuer_of(self.info.signing_cert)


def provider() -> Provider | None:
    """That of this site, where it has one; a federation that is made up has none. Raises ProviderError where it is set by
    halves."""
    url = settings.KEVREAD_CSC_URL.rstrip("/")
    if not url or settings.KEVREAD_DEMONSTRATION:
        return None
    parts = urlsplit(url)
    if parts.scheme != "https" and not (parts.scheme == "http" and parts.hostname in HOME):
        raise ProviderError("n’est pas réglé : KEVREAD_CSC_URL commence par https://")
    given = {"CREDENTIAL": settings.KEVREAD_CSC_CREDENTIAL, "SECRET": settings.KEVREAD_CSC_SECRET}
    if missing := [f"KEVREAD_CSC_{name}" for name, value in given.items() if not value]:
        raise ProviderError(f"n’est pas réglé : il manque {' et '.join(missing)}")
    if not (roots := provider_roots()):
        raise ProviderError("n’est pas réglé : KEVREAD_CSC_CA ne nomme aucun fichier d’autorités qui se lise")
    return Provider(
        url, given["CREDENTIAL"], settings.KEVREAD_CSC_CLIENT, given["SECRET"], settings.KEVREAD_CSC_PIN, roots
    )


def provider_roots() -> tuple[bytes, ...]:
    """The authorities by which the seals of a provider are known, whether it still seals or not: none where the file that the
    settings name is not read. A file says then that its authority is unknown here, which is never more than the fact."""
    if not settings.KEVREAD_CSC_CA:
        return ()
    try:
        found = load_pem_x509_certificates(Path(settings.KEVREAD_CSC_CA).read_bytes())
    except (OSError, ValueError):
        return ()
    return tuple(one.public_bytes(Encoding.DER) for one in found)


def credential(by: Provider, now: datetime) -> Credential:
    """What the provider holds for this site, fit to seal at this moment; nothing is signed. Raises ProviderError."""

    async def asked() -> Credential:
        async with opened() as http:
            found = csc_signer.CSCServiceSessionInfo(by.url, by.credential, await token(http, by))
            info = await csc_signer.fetch_certs_in_csc_credential(http, found, timeout=int(PATIENCE) or 1)
            return Credential(by, found, info, statements_of(info.signing_cert))

    got = in_time(asked)
    try:
        require_fit(got, now)
    except FAULTS as fault:  # a certificate is read piece by piece: what is wrong inside of it shows here
        raise in_words(fault) from fault
    return got


def require_fit(got: Credential, now: datetime) -> None:
    """Before anybody signs by it. Raises ProviderError, or what reading its certificate raises."""
    told, certificate = got.info.response_data, got.info.signing_cert
    status = {str(told.get(part, {}).get(key, good)).lower() for part, key, good in STATES}
    if status - {"valid", "enabled"}:
        raise ProviderError("a un certificat suspendu, révoqué ou périmé", status)
    if str(told.get("authMode", "implicit")) == "oauth2code" or wants(told, "OTP"):
        raise ProviderError("demande quelqu’un à chaque signature : il faut un certificat qui cachette sans personne")
    if wants(told, "PIN") and not got.provider.pin:
        raise ProviderError("demande un code : il manque KEVREAD_CSC_PIN")
    if got.said.kinds - {"eseal"}:
        raise ProviderError(
            "a un certificat qui n’est pas celui d’un cachet : il dirait que sa ou son titulaire a signé"
        )
    signer = Elsewhere(got)
    mechanism = asked_of(signer)
    if mechanism is None:
        raise ProviderError("n’a pas de quoi signer une empreinte SHA-256", sorted(got.info.supported_mechanisms))
    roots = [x509.Certificate.load(one) for one in got.provider.roots]
    context = ValidationContext(trust_roots=roots, other_certs=got.info.chain, moment=now, allow_fetching=False)
    validator = CertificateValidator(certificate, validation_context=context)
    try:
        in_a_thread(lambda: asyncio.run(validator.async_validate_usage({"non_repudiation"})))
    except (PathBuildingError, ValidationError) as error:
        raise ProviderError(
            "a un certificat périmé, ou que les autorités de KEVREAD_CSC_CA ne connaissent pas", error
        ) from error


STATES = (("cert", "status", "valid"), ("key", "status", "enabled"))


def wants(told: Mapping[str, Any], what: str) -> bool:
    """Whether somebody must give this at each signature: `presence` of the PIN, of the code."""
    asked = told.get(what)
    return isinstance(asked, dict) and str(asked.get("presence", "false")).lower() == "true"


def asked_of(signer: "Elsewhere") -> SignedDigestAlgorithm | None:
    try:
        return signer.get_signature_mechanism_for_digest("sha256")
    except SigningError:
        return None


class Activation(csc_signer.CSCAuthorizationManager):
    """The right to one signature, of one digest, asked for as it is given."""

    http: aiohttp.ClientSession

    def __init__(self, held: Credential) -> None:
        super().__init__(held.session, held.info)
        self.pin = held.provider.pin or None

    @override
    async def authorize_signature(self, hash_b64s: list[str]) -> csc_signer.CSCAuthorizationInfo:
        body = self.format_csc_auth_request(pin=self.pin, hash_b64s=hash_b64s)
        answer = await told(
            self.http, self.csc_session_info.endpoint_url("credentials/authorize"), body, self.auth_headers
        )
        return self.parse_csc_auth_response(answer)


class Elsewhere(csc_signer.CSCSigner):
    """What seals by the provider: an authorization, then a signature, each time anew."""

    def __init__(self, held: Credential) -> None:
        self.activation = Activation(held)
        super().__init__(None, self.activation, embed_roots=False)  # type: ignore[arg-type]  # opened for each signature
        named = held.info.supported_mechanisms
        if "rsassa_pkcs1v15" in named and "sha256_rsa" not in named:  # the key is named, the digest is said apart
            self._signature_mechanism = SignedDigestAlgorithm({"algorithm": "rsassa_pkcs1v15"})

    @override
    async def async_sign_raw(self, data: bytes, digest_algorithm: str, dry_run: bool = False) -> bytes:
        if dry_run:
            return bytes(self.est_raw_signature_size)
        digest = csc_signer.base64_digest(data, digest_algorithm)
        try:
            async with asyncio.timeout(WHOLE), opened() as self.activation.http:
                body = await self.format_csc_signing_req([digest], digest_algorithm)
                url = self.activation.csc_session_info.endpoint_url("signatures/signHash")
                answer = await told(self.activation.http, url, body, self.activation.auth_headers)
                [given] = answer["signatures"]
                return base64.b64decode(given, validate=True)
        except FAULTS as fault:
            raise in_words(fault) from fault


async def token(http: aiohttp.ClientSession, by: Provider) -> str:
    """What says to the provider that it is this site: given as it is, or lent for what its client and secret say."""
    if not by.client:
        return by.secret
    body = {"grant_type": "client_credentials", "client_id": by.client, "client_secret": by.secret}
    answer = await told(http, f"{by.url}/csc/v1/oauth2/token", body, {})
    return str(answer["access_token"])


async def from_there(request: aiohttp.ClientRequest, handler: aiohttp.ClientHandlerType) -> aiohttp.ClientResponse:
    """What is asked of a provider, a secret among it, is asked of nobody else."""
    answer = await handler(request)
    if 300 <= answer.status < 400:
        answer.close()
        raise ProviderError("refuse", f"{answer.status}, ailleurs")
    return answer


def opened() -> aiohttp.ClientSession:
    patience = aiohttp.ClientTimeout(total=PATIENCE)
    return aiohttp.ClientSession(timeout=patience, cookie_jar=aiohttp.DummyCookieJar(), middlewares=(from_there,))


async def told(
    http: aiohttp.ClientSession, url: str, body: dict[str, Any], headers: Mapping[str, str]
) -> dict[str, Any]:
    """What it answers, whole and short, from where it was asked. Raises ProviderError when it refuses."""
    content = b""
    async with http.post(url, json=body, headers=headers) as answer:
        async for piece in answer.content.iter_chunked(LARGEST):
            content += piece
            if len(content) > LARGEST:
                raise ValueError("Une réponse trop longue.")
        if answer.status != 200:
            raise ProviderError("refuse", f"{answer.status} {content[:150].decode('utf-8', 'replace')}")
    found = json.loads(content)
    if not isinstance(found, dict):
        raise TypeError("Une réponse qui n’en est pas une.")
    return found


def in_time[Found](work: Callable[[], Awaitable[Found]]) -> Found:
    async def bounded() -> Found:
        async with asyncio.timeout(WHOLE):
            return await work()

    try:
        return in_a_thread(lambda: asyncio.run(bounded()))
    except FAULTS as fault:
        raise in_words(fault) from fault


def in_words(fault: BaseException) -> ProviderError:
    cause = fault.__cause__ if isinstance(fault, SigningError) and fault.__cause__ else fault
    if isinstance(cause, aiohttp.ClientResponseError) and cause.status >= 300:
        return ProviderError("refuse", f"{cause.status} {cause.message}")
    if isinstance(cause, (TimeoutError, aiohttp.ServerTimeoutError)):
        return ProviderError("ne répond pas à temps", cause)
    if isinstance(cause, (aiohttp.ClientPayloadError, aiohttp.ContentTypeError)):
        return ProviderError("répond ce qui ne se lit pas", cause)
    if isinstance(cause, (OSError, aiohttp.ClientError)):
        return ProviderError("ne répond pas", cause)
    return ProviderError("répond ce qui ne se lit pas", f"{type(cause).__name__} {cause}")
