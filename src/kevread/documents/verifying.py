"""What the signatures of a PDF prove, read from its bytes alone: no database, no network, no clock.

A file is `valid` when each signature is whole, by a certificate that one trusts, and nothing followed that it forbids;
`altered` when a byte that one of them holds is another, or something was added that they forbid; `untrusted` when only
the certificates are unknown. A certificate is judged on the moment that its signature says, and so is its key.
"""

import logging
import re
from asyncio import Runner
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from hashlib import new as new_digest
from hashlib import sha256
from io import BytesIO
from typing import Any, Literal
from uuid import UUID

from asn1crypto import cms, x509
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.diff_analysis import (
    CatalogModificationRule,
    DSSCompareRule,
    FormUpdatingRule,
    ModificationLevel,
    ObjectStreamRule,
    SigFieldModificationRule,
    StandardDiffPolicy,
    XrefStreamRule,
)
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature, async_validate_pdf_signature
from pyhanko.sign.validation.status import SignatureCoverageLevel
from pyhanko_certvalidator import ValidationContext

from kevread.documents.statements import named, statements_of
from kevread.documents.threads import in_a_thread

logging.getLogger("pyhanko").setLevel(logging.CRITICAL)  # what it finds is told by the verdict
logging.getLogger("pyhanko_certvalidator").setLevel(logging.CRITICAL)

type Verdict = Literal["valid", "altered", "unsigned", "untrusted", "unreadable"]
type Level = Literal["seal", "advanced", "qualified"]
type Later = Literal["none", "signature", "forbidden"]

BEGINNING = datetime(1970, 1, 1, tzinfo=UTC)
MOST = 60  # signatures of a file: each is held against all that follows it
WIDEST = 1 << 17  # bytes that one signature takes in its file, certificates and time-stamps included
MARK = re.compile(r"kevread:(?P<version>[0-9a-f-]{36}):(?P<slug>[a-z0-9-]+)")
RANGE = re.compile(rb"/ByteRange\s*\[\s*(\d{1,12})\s+(\d{1,12})\s+(\d{1,12})\s+(\d{1,12})\s*\]")
# What may follow a signature of ours: another in a place that waits, what proves it later; not a new title, nor a new place.
STRICT = StandardDiffPolicy(
    global_rules=[
        CatalogModificationRule(),
        XrefStreamRule().as_qualified(ModificationLevel.LTA_UPDATES),
        ObjectStreamRule().as_qualified(ModificationLevel.LTA_UPDATES),
        DSSCompareRule().as_qualified(ModificationLevel.LTA_UPDATES),
    ],
    form_rule=FormUpdatingRule(field_rules=[SigFieldModificationRule()]),
)


@dataclass(frozen=True, slots=True)
class Found:
    """One signature. `end`: how many bytes the file had once it was given; `version`, `slug`: what it says it is of."""

    field: str
    signer: str
    slug: str
    at: datetime | None
    time: Literal["server", "tsa"]
    intact: bool
    trusted: bool
    level: Level
    covers_file: bool
    later_changes: Later
    end: int
    version: UUID | None = None
    reason: str = ""
    place: str = ""  # on whose behalf
    # Of a certificate that one trusts and that is not of this site: whose it is, by whom it was given, and what it is
    # qualified for (« eseal », « esign »), where it is.
    holder: str = ""
    issuer: str = ""
    kind: str = ""

    @property
    def by_whom(self) -> str:
        """Of a certificate that one trusts. « Qualifié » is said of what it states, and of nothing else."""
        if self.level == "seal":
            return "Sceau de ce site"
        whose = f"« {self.holder} », certificat donné par « {self.issuer} »"
        match self.kind:
            case "eseal":
                return f"Cachet qualifié de {whose}"
            case "esign":
                return f"Signature qualifiée de {whose}"
            case _:
                return f"Certificat d’un tiers, que rien ne dit qualifié : {whose}"


@dataclass(frozen=True, slots=True)
class Report:
    """`places`: how many signatures the file was made to carry."""

    sha256: str
    verdict: Verdict
    signatures: list[Found] = field(default_factory=list)
    places: int = 0

    @property
    def pieces(self) -> list[str]:
        """The digest, eight signs at a time."""
        return [self.sha256[start : start + 8] for start in range(0, 64, 8)]

    def made(self, verdict: Verdict) -> "Report":
        return replace(self, verdict=verdict)


def verify(content: bytes, roots: Sequence[bytes], ours: Sequence[bytes] = (), clocks: Sequence[bytes] = ()) -> Report:
    """`roots`: the authorities that one trusts, in DER; those of `ours` give a seal, whatever their certificates say;
    `clocks`: those of the time-stamps that one believes."""
    digest = sha256(content).hexdigest()
    raw = raw_signatures(content)
    if raw is None:
        return Report(digest, "unreadable")
    try:
        reader = PdfFileReader(BytesIO(content))
        if reader.encrypted:
            return Report(digest, "unreadable")
        len(reader.root["/Pages"])
        signed = list(reader.embedded_regular_signatures)
        places = sum(1 for one in fields_of(reader) if one.get("/FT") == "/Sig")
        filled = sum(1 for one in fields_of(reader) if one.get("/FT") == "/Sig" and "/V" in one)
    except Exception:  # noqa: BLE001 — what a stranger wrote fails in its own way
        return Report(digest, "altered" if raw else "unreadable")
    if len(signed) > MOST:
        return Report(digest, "unreadable")
    broken = not all(raw) or filled > len(reader.embedded_signatures)
    if not signed:
        return Report(digest, "altered" if broken else "unsigned")
    trusted = [x509.Certificate.load(one) for one in roots]
    own = {sha256(one).digest() for one in ours}
    of_time = [x509.Certificate.load(one) for one in clocks]

    def read_all() -> list[Found]:
        with Runner() as runner:
            return [runner.run(read(one, content, trusted, own, of_time)) for one in signed]

    found = in_a_thread(read_all)
    if not is_ended(content, reader.last_startxref or 0, max(one.end for one in found)):
        found = [replace(one, later_changes="forbidden") for one in found]
    return Report(digest, "altered" if broken else verdict_of(found), found, max(places, len(found)))


def is_ended(content: bytes, table: int, signed: int) -> bool:
    """Whether what follows the last signature is nothing, or a revision that the file says is its last: `table`, where that
    one begins. Bytes that no revision holds are signed by nobody, and some readers would show them."""
    if signed == len(content):
        return True
    end = content.rfind(b"%%EOF")
    return table >= signed and not content[end + 5 :].strip()


def verdict_of(found: Iterable[Found]) -> Verdict:
    found = list(found)
    if any(not one.intact or one.later_changes == "forbidden" for one in found):
        return "altered"
    return "valid" if all(one.trusted for one in found) else "untrusted"


def fields_of(reader: PdfFileReader) -> list[Any]:
    if "/AcroForm" not in reader.root or "/Fields" not in reader.root["/AcroForm"]:
        return []
    return [one.get_object() for one in reader.root["/AcroForm"]["/Fields"]]


async def read(
    one: EmbeddedPdfSignature,
    content: bytes,
    trusted: list[x509.Certificate],
    own: set[bytes],
    clocks: list[x509.Certificate],
) -> Found:
    said, end = one.sig_object, 0
    at = None
    mark = MARK.fullmatch(text_of(said, "/ContactInfo"))
    try:
        ranges = [int(number) for number in one.byte_range]
        end = ranges[2] + ranges[3]
        at = one.self_reported_timestamp
        context = ValidationContext(trust_roots=trusted, moment=at or BEGINNING, allow_fetching=False)
        # What a time-stamp says is judged on the moment that it says, as what is signed is.
        of_time = ValidationContext(trust_roots=clocks, moment=at or BEGINNING, allow_fetching=False)
        status = await async_validate_pdf_signature(one, context, of_time, diff_policy=STRICT if mark else None)
        intact = bool(status.intact and status.valid) and is_plain(content, ranges)
        covers = status.coverage == SignatureCoverageLevel.ENTIRE_FILE
        whole = status.coverage in (SignatureCoverageLevel.ENTIRE_FILE, SignatureCoverageLevel.ENTIRE_REVISION)
        later: Later = "none" if covers else "signature" if whole and status.docmdp_ok else "forbidden"
        stamp = status.timestamp_validity
        stamped = bool(stamp and stamp.intact and stamp.valid and stamp.trusted)
        path = status.validation_path
        anchor = getattr(path.trust_anchor.authority, "certificate", None) if path is not None else None
        is_trusted = bool(status.trusted) and at is not None and in_its_time(one.signer_cert, at)
        by_us = anchor is not None and sha256(anchor.dump()).digest() in own
    except Exception:  # noqa: BLE001 — as above
        intact, covers, later, stamped, is_trusted, by_us, stamp = False, False, "forbidden", False, False, False, None
    given: x509.Certificate | None = None if by_us or not is_trusted else one.signer_cert
    kind = statements_of(given).qualified if given is not None else ""
    return Found(
        field=str(one.field_name or ""),
        signer=text_of(said, "/Name"),
        slug=mark["slug"] if mark else "",
        at=stamp.timestamp if stamped and stamp is not None else at,
        time="tsa" if stamped else "server",
        intact=intact,
        trusted=is_trusted,
        level="seal" if given is None else "qualified" if kind else "advanced",
        covers_file=covers,
        later_changes=later,
        end=end,
        version=UUID(mark["version"]) if mark and len(mark["version"].replace("-", "")) == 32 else None,
        reason=text_of(said, "/Reason"),
        place=text_of(said, "/Location"),
        holder=named(given.subject) if given is not None else "",
        issuer=named(given.issuer) if given is not None else "",
        kind=kind,
    )


def in_its_time(certificate: x509.Certificate, at: datetime) -> bool:
    """Whether its key signed at that moment: certificates of ours outlast their keys, and say until when those seal."""
    period = certificate.private_key_usage_period_value
    if period is None:
        return True
    since, until = period["not_before"].native, period["not_after"].native
    return not ((since and at < since) or (until and at > until))


def text_of(said: Any, key: str) -> str:
    with suppress(PdfError, ValueError, TypeError):
        value = said.get(key)
        return str(value) if isinstance(value, str) else ""
    return ""


def is_plain(content: bytes, ranges: list[int]) -> bool:
    """Whether the room of a signature holds it, written in one way, then nothing: no byte of it can be changed unseen."""
    hole = content[ranges[0] + ranges[1] : ranges[2]]
    if not (hole.startswith(b"<") and hole.endswith(b">")):
        return False
    try:
        raw = bytes.fromhex(hole[1:-1].decode("ascii"))
        held = cms.ContentInfo.load(raw).dump()
    except ValueError:
        return False
    written = hole[1:-1]
    return not any(raw[len(held) :]) and written in (written.lower(), written.upper())


def raw_signatures(content: bytes) -> list[bool] | None:
    """Whether the bytes are those that were signed, for each signature that can be seen without reading the file as a PDF:
    of one that a changed byte hides from its reader, this is what is left. None: more, or larger, than a file holds; each
    costs a reading of all of it."""
    found: list[bool] = []
    whole = memoryview(content)
    for one in RANGE.finditer(content):
        start, length, after, rest = map(int, one.groups())
        if start or after + rest > len(content) or not length < after:
            continue
        if len(found) == MOST or after - length > WIDEST:
            return None
        held = b""
        with suppress(ValueError, KeyError, TypeError, IndexError):
            raw = bytes.fromhex(content[length + 1 : after - 1].decode("ascii"))
            info = cms.ContentInfo.load(raw)["content"]["signer_infos"][0]
            digest = new_digest(info["digest_algorithm"]["algorithm"].native)
            digest.update(whole[:length])
            digest.update(whole[after : after + rest])
            for said in info["signed_attrs"]:
                if said["type"].native == "message_digest":
                    held = said["values"][0].native
            found.append(held == digest.digest())
            continue
        found.append(False)
    return found
