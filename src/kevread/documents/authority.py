"""The authority of this installation: a root that signs nothing but certificates, and the seal of each year.

Private keys are worked out of the secret of the installation, as its stamps are (`base.stamped`): the database holds nothing
of them, a backup that has the secret has them, and a secret of before still answers for what it sealed. Certificates are the
same bytes whenever they are made, so that none is kept. The key of a year seals during that year, as its certificate says
(`Sealer.until`); the certificate itself lasts as long as the root, for readers of PDF judge it on the day when they read.
What such a seal is worth: that the file is the one this installation sealed. It says nothing of who signs that its journal
does not prove, and is neither advanced nor qualified.
"""

import datetime as dt
from dataclasses import dataclass
from functools import lru_cache

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, EllipticCurvePrivateKey, derive_private_key
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

from kevread.common.stamps import ORDER, challenge, hashed

BORN, ENDS = dt.datetime(2020, 1, 1, tzinfo=dt.UTC), dt.datetime(2060, 1, 1, tzinfo=dt.UTC)
GRACE = dt.timedelta(days=31)  # a year's seal still serves this long after it, for clocks that disagree
WATCHED = dt.timedelta(days=730)  # before the end of the root: whoever runs the site is told


@dataclass(frozen=True, slots=True)
class Sealer:
    """A certificate with its key."""

    key: EllipticCurvePrivateKey
    certificate: x509.Certificate

    @property
    def der(self) -> bytes:
        return self.certificate.public_bytes(Encoding.DER)

    @property
    def until(self) -> dt.datetime:
        """The last moment at which this key seals."""
        said = self.certificate.extensions.get_extension_for_class(x509.PrivateKeyUsagePeriod).value.not_after
        assert said is not None
        return said.replace(tzinfo=dt.UTC)

    @property
    def pem(self) -> str:
        return self.certificate.public_bytes(Encoding.PEM).decode()

    @property
    def key_der(self) -> bytes:
        return self.key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())


def key_of(secret: str, what: str) -> EllipticCurvePrivateKey:
    """Apart from the key of stamps, and from each other."""
    return derive_private_key(challenge("authority", what.encode(), secret.encode()) % (ORDER - 1) + 1, SECP256R1())


def named(federation: str, what: str) -> x509.Name:
    return x509.Name(
        [
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, f"Kevread, {federation}"),
            x509.NameAttribute(NameOID.COMMON_NAME, what),
        ]
    )


def number_of(*parts: bytes) -> int:
    """A serial number: positive, nineteen bytes at most, one for one certificate."""
    return int.from_bytes(hashed("certificate", *parts)[:19]) >> 1 | 1


def certified(
    subject: x509.Name,
    key: EllipticCurvePrivateKey,
    issuer: x509.Name,
    by: EllipticCurvePrivateKey,
    since: dt.datetime,
    until: dt.datetime,
    *,
    issues: bool,
    seals: dt.datetime | None = None,
) -> Sealer:
    """The same bytes for the same words: the signature draws no number. `seals`: until when its key does, where that is before
    the certificate ends."""
    public = key.public_key()
    usage = x509.KeyUsage(
        digital_signature=not issues, content_commitment=not issues, key_cert_sign=issues, crl_sign=issues,
        key_encipherment=False, data_encipherment=False, key_agreement=False, encipher_only=False, decipher_only=False,
    )  # fmt: skip
    # One that says until when its key seals is another than that of the same year which did not: another number.
    told = [seals.isoformat().encode()] if seals else []
    builder = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(public)
        .serial_number(
            number_of(subject.public_bytes(), x509.SubjectKeyIdentifier.from_public_key(public).digest, *told)
        )
        .not_valid_before(since)
        .not_valid_after(until)
        .add_extension(x509.BasicConstraints(ca=issues, path_length=0 if issues else None), critical=True)
        .add_extension(usage, critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(public), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(by.public_key()), critical=False)
    )
    if seals:
        builder = builder.add_extension(x509.PrivateKeyUsagePeriod(since, seals), critical=False)
    return Sealer(key, builder.sign(by, SHA256(), ecdsa_deterministic=True))


@lru_cache(maxsize=20)
def root(secret: str, federation: str) -> Sealer:
    """What people keep to check from elsewhere what was sealed here."""
    key = key_of(secret, "root")
    mark = x509.SubjectKeyIdentifier.from_public_key(key.public_key()).digest.hex()[:8].upper()
    subject = named(federation, f"Autorité de l’installation {mark}")
    return certified(subject, key, subject, key, BORN, ENDS, issues=True)


@lru_cache(maxsize=100)
def seal_of(secret: str, federation: str, year: int) -> Sealer:
    """What seals during a year. The next one's is another key, which needs nobody to renew it."""
    above = root(secret, federation)
    since = dt.datetime(year, 1, 1, tzinfo=dt.UTC) - dt.timedelta(days=1)
    until = dt.datetime(year + 1, 1, 1, tzinfo=dt.UTC) + GRACE
    subject, key = named(federation, f"Sceau de l’année {year}"), key_of(secret, f"seal {year}")
    return certified(subject, key, above.certificate.subject, above.key, since, ENDS, issues=False, seals=until)
