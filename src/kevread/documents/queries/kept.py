"""In whose name a paper is written; what is kept, who signed it, who is to."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef
from django.utils import timezone

from kevread.base.stamped import is_ours, is_still_about
from kevread.common.periods import day_in_words
from kevread.directory.models import Affiliation, Coverage, Name, Organisation, Scale
from kevread.documents.contracts import Letterhead
from kevread.documents.models import ATTEMPTS, Document, Removal, Signature, SignatureAsked, SigningCode, Step, Version
from kevread.documents.papers import SignatureSheet, SignedLine
from kevread.territory.models import Kind
from kevread.territory.queries import hues


def letterhead(organisation: Organisation, on: date) -> Letterhead:
    """The name, seat and numbers of an organisation that day, in the colour of its territory. 4 queries at most."""
    names = dict(Name.objects.on(on).filter(organisation=organisation).values_list("kind", "text"))
    name = names.get(Name.Kind.BRAND, organisation.name)
    statutory = names.get(Name.Kind.STATUTORY, "")
    numbers = (("RNA", organisation.rna), ("SIREN", grouped(organisation.siren)))
    return Letterhead(
        name=name,
        statutory_name="" if statutory == name else statutory,
        locality=organisation.locality,
        identifiers=tuple(f"{label} {number}" for label, number in numbers if number),
        hue=hue(organisation, on),
    )


def grouped(siren: str) -> str:
    """
    >>> grouped("732829320"), grouped("")
    ('732 829 320', '')
    """
    return " ".join(siren[start : start + 3] for start in range(0, len(siren), 3))


def hue(organisation: Organisation, on: date) -> int:
    """1 to 5: the colour of the strategic territory of a grouping, or of the grouping that a pôle belongs to. 0: none."""
    owners = [organisation.pk]
    if organisation.scale == Scale.LOCAL:
        groupings = Affiliation.objects.on(on).filter(member=organisation, of__scale=Scale.GROUPING)
        owners = list(groupings.values_list("of_id", flat=True))
    own = Coverage.objects.on(on).filter(organisation__in=owners, zone__kind=Kind.STRATEGIC)
    zone = own.order_by("zone__code").values_list("zone_id", flat=True).first()
    return int(hues(on).get(zone, "hue-0").removeprefix("hue-")) if zone else 0


def latest(document: Document) -> Version | None:
    """The last version; its bytes are not read."""
    last: Version | None = document.versions.order_by("-number").first()
    return last


def asked_of(version: Version, person: UUID) -> SignatureAsked | None:
    """What this person was asked to sign this version as, if they were."""
    asked: SignatureAsked | None = version.asked.filter(person=person).first()
    return asked


@dataclass(frozen=True, slots=True)
class Kept:
    """A document in a list: its last version, and how many signatures it has of those it waits for."""

    document: Document
    version: Version
    signed: int
    asked: int
    removal: Removal | None = None


def with_versions(documents: Sequence[Document], on: date) -> list[Kept]:
    """Each with the last version it had that day. 4 queries; no bytes are read."""
    versions = Version.objects.filter(document__in=documents, made_at__date__lte=on).defer("data").order_by("number")
    last = {version.document_id: version for version in versions}
    keys = [version.pk for version in last.values()]
    signed, asked = Counter[UUID](), Counter[UUID]()
    signatures = Signature.objects.filter(version__in=keys).select_related("version").defer("version__data")
    signed.update(row.version_id for row in signatures if is_ours(row))
    asked.update(SignatureAsked.objects.standing().filter(version__in=keys).values_list("version_id", flat=True))
    removals = {one.document_id: one for one in Removal.objects.filter(document__in=documents, erased_on__lte=on)}
    found = []
    for document in documents:
        version, gone = last[document.pk], removals.get(document.pk)
        found.append(Kept(document, version, signed[version.pk], asked[version.pk], gone))
    return found


def signing_code_sent(version: Version, person: UUID, now: datetime) -> bool:
    """Whether a code that they were sent still serves."""
    codes = SigningCode.objects.filter(version=version, person=person, expires_at__gt=now, attempts__lt=ATTEMPTS)
    return codes.exists()


@dataclass(frozen=True, slots=True)
class Line:
    """Somebody who signed, or is to. `made_up`: a signature stands there that does not count, because this installation did
    not make it or, `replaced`, because the bytes are others than those that were signed. `ended`: the refusal, or the
    withdrawal, after which nobody signs it any more."""

    asked: SignatureAsked
    signature: Signature | None
    made_up: bool = False
    replaced: bool = False
    ended: Step | None = None

    @property
    def awaited(self) -> str:
        """As a paper says whose signature it has not."""
        forged = f" : {self.doubt}" if self.made_up else ""
        left = f" : {self.given_up}" if self.ended and not self.made_up else ""
        return f"{self.asked.person}, {self.asked.quality}{forged}{left}"

    @property
    def given_up(self) -> str:
        """Why it is not awaited any more."""
        if self.ended is None:
            return ""
        on = day_in_words(timezone.localtime(self.ended.at).date())
        if self.ended.kind == Step.Kind.WITHDRAWN:
            return f"n’est plus attendue, la demande a été retirée le {on}"
        if self.ended.asked_id == self.asked.pk:
            return f"signature refusée le {on}"
        return f"n’est plus attendue, la signature a été refusée par quelqu’un le {on}"

    @property
    def doubt(self) -> str:
        """Why a signature that stands there does not count."""
        if self.replaced:
            return "une signature est inscrite ici pour un autre fichier que celui-ci, elle ne compte pas"
        return "une signature est inscrite ici, que ce site n’a pas faite, elle ne compte pas"


@dataclass(frozen=True, slots=True)
class Reading:
    """A version with its signatures."""

    version: Version
    lines: list[Line]

    @property
    def pieces(self) -> list[str]:
        """The digest, eight signs at a time."""
        return [self.version.sha256[start : start + 8] for start in range(0, 64, 8)]

    @property
    def is_signed(self) -> bool:
        """Whether somebody was asked to sign it, and everybody who was did."""
        return bool(self.lines) and all(line.signature for line in self.lines)

    @property
    def has_signature(self) -> bool:
        """Whether somebody signed it."""
        return any(line.signature for line in self.lines)

    @property
    def has_copy(self) -> bool:
        """Whether a copy that shows its signatures can be set: Kevread composed it, and everybody signed."""
        return self.is_signed and bool(self.version.template)

    @property
    def is_sealed(self) -> bool:
        """Whether its file carries a signature that this installation made."""
        return any(line.signature and hasattr(line.signature, "seal") for line in self.lines)

    @property
    def says_what_was_signed(self) -> bool:
        """Whether what is kept of it as data is what everybody signed: their stamps bind both. Not of a version that was
        signed before they did."""
        said = self.version.data_sha256
        signed = [line.signature.data_sha256 for line in self.lines if line.signature]
        return self.is_signed and bool(said) and all(one == said for one in signed)

    @property
    def replaced(self) -> bool:
        """Whether its bytes are others than those that somebody signed."""
        return any(line.replaced for line in self.lines)


def versions_of(document: Document, on: date) -> list[Reading]:
    """Every version made by that day, the last first, with who signed it and who is to. 4 queries; no bytes are read."""
    versions = list(document.versions.filter(made_at__date__lte=on).defer("data").order_by("-number"))
    rows = Signature.objects.filter(version__in=versions).select_related("version", "seal").defer("version__data")
    signatures = {(row.version_id, row.person_id): row for row in rows}
    standing = SignatureAsked.objects.standing().filter(version__in=versions)
    asked = standing.select_related("person", "organisation").order_by("rank", "pk")
    ends = (Step.Kind.REFUSED, Step.Kind.WITHDRAWN)
    stopped = Step.objects.filter(circle__version__in=versions, kind__in=ends, at__date__lte=on).select_related(
        "circle"
    )
    ended = {step.circle.version_id: step for step in stopped}
    lines: dict[UUID, list[Line]] = {version.pk: [] for version in versions}
    for row in asked:
        found = signatures.get((row.version_id, row.person_id))
        ours = found is not None and is_ours(found)
        lines[row.version_id].append(
            Line(
                row,
                found if ours else None,
                made_up=found is not None and not ours,
                replaced=found is not None and not is_still_about(found),
                ended=ended.get(row.version_id),
            )
        )
    return [Reading(version, lines[version.pk]) for version in versions]


def to_sign(person: UUID, on: date) -> list[SignatureAsked]:
    """What waited that day for somebody's signature: the last version of each document, the oldest first. One query."""
    then = Version.objects.filter(made_at__date__lte=on)
    newer = then.filter(document=OuterRef("version__document"), number__gt=OuterRef("version__number"))
    done = Signature.objects.filter(version=OuterRef("version"), person=person, signed_at__date__lte=on)
    ended = Step.objects.filter(circle__version=OuterRef("version"), kind__in=(Step.Kind.REFUSED, Step.Kind.WITHDRAWN))
    # Of a circle, those of a lower rank come first; minutes, which have none, are signed in any order.
    theirs = Signature.objects.filter(version=OuterRef("version"), person=OuterRef("person"))
    before = SignatureAsked.objects.standing().filter(
        ~Exists(theirs), version=OuterRef("version"), version__circle__isnull=False, rank__lt=OuterRef("rank")
    )
    asked = SignatureAsked.objects.standing().filter(
        ~Exists(newer), ~Exists(done), ~Exists(ended), ~Exists(before), person=person, version__in=then.values("pk")
    )
    return list(
        asked.select_related("version__document__organisation", "version__circle", "organisation")
        .defer("version__data")
        .order_by("version__made_at", "pk")
    )


def signed_copy(reading: Reading) -> dict[str, Any]:
    """What a copy of a signed version shows besides its data: each signature that this installation made, and the digest of
    the bytes that were signed."""
    return {
        "sha256": reading.version.sha256,
        "signatures": [
            {
                "name": line.signature.person_name,
                "quality": line.signature.quality,
                "signed_at": timezone.localtime(line.signature.signed_at).strftime("%Y-%m-%dT%H:%M"),
                "how": line.signature.get_method_display(),
            }
            for line in reading.lines
            if line.signature
        ],
    }


def signature_sheet(document: Document, reading: Reading, on: date) -> SignatureSheet:
    """Who signed a version, on a paper that says which bytes. 4 queries at most."""
    version = reading.version
    return SignatureSheet(
        letterhead=letterhead(document.organisation, on),
        document=document.title,
        number=version.number,
        name=version.name,
        size=version.size,
        sha256=version.sha256,
        kept_at=version.made_at,
        signatures=tuple(
            SignedLine(
                name=line.signature.person_name,
                quality=line.signature.quality,
                authority=line.signature.hat,
                until=line.signature.until,
                signed_at=line.signature.signed_at,
                how=line.signature.get_method_display(),
            )
            for line in reading.lines
            if line.signature
        ),
        awaited=tuple(line.awaited for line in reading.lines if not line.signature),
    )
