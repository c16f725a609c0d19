"""A signed PDF as its seals make it, and what Kevread knows of a file that somebody holds."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC
from hashlib import sha256
from pathlib import Path
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding
from django.conf import settings
from django.db.models import Prefetch

from kevread.base.stamped import is_ours, secrets
from kevread.common.errors import Denied
from kevread.documents.authority import Sealer, root
from kevread.documents.bounded import verify_apart
from kevread.documents.models import Seal, Signature, Version
from kevread.documents.provider import provider_roots
from kevread.documents.verifying import Found, Report

NOT_A_PEM = "Ce fichier n’est pas un certificat : on attend un texte qui commence par « -----BEGIN CERTIFICATE----- »."


def federation() -> str:
    """As the certificates of this installation name it: a demonstration says that it is one."""
    name: str = settings.KEVREAD_FEDERATION.name
    return f"{name} (démonstration)" if settings.KEVREAD_DEMONSTRATION else name


def authority() -> Sealer:
    return root(settings.SECRET_KEY, federation())


def our_roots() -> list[bytes]:
    """The authority of this installation, then those that it was, while their secret is kept."""
    return [root(secret, federation()).der for secret in secrets()]


def roots_in(pem: bytes) -> list[bytes]:
    """Raises ValueError."""
    try:
        return [one.public_bytes(Encoding.DER) for one in x509.load_pem_x509_certificates(pem)]
    except ValueError as error:
        raise ValueError(NOT_A_PEM) from error


def clocks() -> list[bytes]:
    """The authorities of the time-stamps that this site believes: those of the file that its settings name."""
    if not settings.KEVREAD_TSA_CA:
        return []
    return roots_in(Path(settings.KEVREAD_TSA_CA).read_bytes())


def seals_of(version: Version) -> list[Seal]:
    """In the order in which they were added, each with its bytes."""
    return list(Seal.objects.filter(version=version).select_related("added").order_by("rank"))


def sealed_bytes(version: Version, seals: Sequence[Seal] | None = None) -> bytes:
    """The file, and what each signature added to it (`seals`, where they were read already). Raises Gone and Denied as
    `Version.intact`; Denied when they are not those that were kept."""
    seals = seals_of(version) if seals is None else seals
    content = version.intact + b"".join(one.added.intact for one in seals)
    last = max(seals, key=lambda one: one.rank, default=None)
    if last and sha256(content).hexdigest() != last.sha256:
        raise Denied(
            "Ce fichier signé n’est plus celui qui avait été conservé : il n’est pas remis. Prévenez la coordination."
        )
    return content


@dataclass(frozen=True, slots=True)
class Known:
    """What is proven of a file, and the version that it is here, where it is one. `authority`: by the field of a signature,
    by what right it was given, as it was frozen."""

    report: Report
    version: Version | None = None
    authority: dict[str, Signature] | None = None

    def as_json(self) -> dict[str, Any]:
        """To the letter of what `verify-document` promises."""
        return {
            "sha256": self.report.sha256,
            "verdict": self.report.verdict,
            "document": str(self.version.document_id) if self.version else None,
            "version": self.version.number if self.version else None,
            "signatures": [self.told(one) for one in self.report.signatures],
        }

    def told(self, one: Found) -> dict[str, Any]:
        signature = (self.authority or {}).get(one.field)
        return {
            "field": one.field,
            "signer": one.signer,
            "for": one.slug,
            "at": one.at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ") if one.at else None,
            "time": one.time,
            "intact": one.intact,
            "trusted": one.trusted,
            "level": one.level,
            "covers_file": one.covers_file,
            "later_changes": one.later_changes,
            "authority": right_of(signature) if signature else [],
        }


def right_of(signature: Signature) -> list[dict[str, str]]:
    """Link by link, as it was frozen: a mandate, or the delegation and what it stands on."""
    if signature.chain:
        return [{"kind": link["kind"], "id": link["id"]} for link in signature.chain]
    return [{"kind": "mandate", "id": str(signature.mandate)}] if signature.mandate else []


def known(content: bytes, roots: Sequence[bytes] | None = None) -> Known:
    """What a file proves. `roots`: the authorities that whoever asks trusts, in place of that of this installation
    and of its provider.

    Of a file that says it is one of ours, each signature is held against what was kept, to the byte: what a signature
    itself does not hold of its own room is held too. Four queries.
    """
    ours = our_roots()
    believed = [*ours, *provider_roots()] if roots is None else roots
    report = verify_apart(content, believed, ours, clocks())
    version = version_of(report)
    if version is None:
        return Known(report)
    seals = {f"Sig{one.rank}": one for one in version.seals.all() if is_ours(one.signature)}
    for one in report.signatures:
        kept = seals.get(one.field)
        if one.version == version.pk and (kept is None or sha256(content[: one.end]).hexdigest() != kept.sha256):
            report = report.made("altered")
    return Known(report, version, {place: one.signature for place, one in seals.items()})


def version_of(report: Report) -> Version | None:
    """Which version a file is: by its digest; else by what its first signature that one trusts says."""
    seals = Prefetch("seals", Seal.objects.select_related("signature__organisation", "signature__version"))
    rows = Version.objects.select_related("document__organisation").defer("data").prefetch_related(seals)
    found: Version | None = rows.filter(seals__sha256=report.sha256).first()
    if found is None and not report.signatures:
        found = rows.filter(content=report.sha256).order_by("made_at").first()
    said = next((one.version for one in report.signatures if one.version and one.trusted), None)
    if found is None and said:
        found = rows.filter(pk=said).first()
    return found


def known_by_digest(digest: str) -> tuple[Version | None, bool]:
    """The version that a file of this digest is here, and whether it bears signatures: those that this installation
    made, and no others. Three queries."""
    rows = Version.objects.select_related("document__organisation").defer("data")
    seal = (
        Seal.objects.filter(sha256=digest)
        .select_related("signature__version")
        .defer("signature__version__data")
        .first()
    )
    signed: Version | None = rows.filter(pk=seal.version_id).first() if seal and is_ours(seal.signature) else None
    return signed or rows.filter(content=digest).order_by("made_at").first(), signed is not None
