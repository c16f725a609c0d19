"""What a signature adds to its PDF, in the act of the signature: both are kept, or neither.

Where an outside provider seals (`documents.provider`), it is asked before that act: nothing of the document is locked while
it is waited for. The act keeps what it gave only on the file, in the place and with the words for which it was asked.
"""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from hashlib import sha256

from django.conf import settings

from kevread.common.errors import Refused
from kevread.documents.authority import seal_of
from kevread.documents.framing import Frame, frames_of
from kevread.documents.models import LARGEST, Content, Seal, Signature, Version
from kevread.documents.provider import FAULTS as FROM_THERE
from kevread.documents.provider import Credential, Elsewhere, ProviderError, credential, in_words, provider
from kevread.documents.queries.sealed import clocks, federation, our_roots, sealed_bytes, seals_of
from kevread.documents.rendering import MEDIA_TYPE
from kevread.documents.sealing import Place, UnsealableError, Words, seal
from kevread.documents.stamping import FAULTS, stamper
from kevread.documents.verifying import verify

log = logging.getLogger(__name__)
TOO_LONG = "Ce document, signé, serait trop lourd pour être conservé. Rien n’est signé."


class MovedError(Exception):
    """Somebody else signed while the provider was asked: what it gave is of another file."""


@dataclass(frozen=True, slots=True)
class Sealable:
    """What a signature is about to seal: the file as it stands, the place that waits, what the seal says."""

    content: bytes
    place: Place
    words: Words
    frames: Sequence[Frame]

    @classmethod
    def of(cls, signature: Signature) -> "Sealable | None":
        """None of a file that is no PDF. `signature` need not be kept yet."""
        version = signature.version
        if version.media_type != MEDIA_TYPE:
            return None
        seals = seals_of(version)
        signed = Signature.objects.filter(version=version).exclude(pk=signature.pk).count()
        # Those who signed before there were seals have no place to fill.
        place = Place(rank=len(seals) + 1, of=version.asked.standing().count() - (signed - len(seals)))
        content = sealed_bytes(version, seals)
        # Of the file that somebody gave, nothing is drawn on: it is kept, and read, as it was given.
        frames = frames_of(content) if version.template and place.rank == 1 else []
        return cls(content, place, words_of(signature, version), frames)

    @property
    def asked(self) -> tuple[str, Place, Words]:
        """What a seal is of."""
        return sha256(self.content).hexdigest(), self.place, self.words


@dataclass(frozen=True, slots=True)
class Ahead:
    """What a provider gave for something to seal: nothing (`added` is None) where the file takes no seal."""

    asked: tuple[str, Place, Words]
    added: bytes | None = None
    unstamped: str = ""


def held_elsewhere(version: Version, now: datetime) -> Credential | None:
    """What the provider of this site holds for it, where it has one and this is a PDF. Raises Refused when nothing could be
    sealed by it."""
    if version.media_type != MEDIA_TYPE:
        return None
    try:
        return credential(by, now) if (by := provider()) else None
    except ProviderError as error:
        raise unsealed(error) from error


def sealed_elsewhere(signature: Signature, held: Credential, now: datetime) -> Ahead:
    """What the provider gives for this signature, which is not kept yet, read back as whoever verifies the file will read it.
    Raises Refused when it gives nothing, or what does not hold."""
    wanted = Sealable.of(signature)
    assert wanted is not None
    try:
        added, unstamped = sealed_in_time(wanted, now, Elsewhere(held))
        require_holds(wanted.content + added, wanted.place, held)
    except UnsealableError:
        return Ahead(wanted.asked)
    except ProviderError as error:
        raise unsealed(error) from error
    except FROM_THERE as fault:  # a chain too long for the room that is kept in the file, among others
        raise unsealed(in_words(fault)) from fault
    return Ahead(wanted.asked, added, unstamped)


def require_holds(content: bytes, place: Place, held: Credential) -> None:
    """The last signature of this file is whole, by the certificate that was shown. Raises ProviderError."""
    report = verify(content, [*our_roots(), *held.provider.roots], our_roots(), clocks())
    last = next((one for one in report.signatures if one.field == place.field), None)
    if last is None or not (last.intact and last.trusted and last.covers_file and last.holder == held.name):
        raise ProviderError("donne une signature qui ne tient pas", report.verdict)


def unsealed(error: ProviderError) -> Refused:
    log.warning("The provider of seals: %s (%s)", error.clause, error.detail)
    return Refused(
        f"Le prestataire qui pose le cachet des documents de ce site {error.clause}. Rien n’est signé : réessayez dans un "
        "moment ; si cela dure, dites-le à qui tient ce site."
    )


def seal_signature(signature: Signature, now: datetime, ahead: Ahead | None = None) -> Seal | None:
    """Must run inside the act of the signature, its document locked: the one before is there, none comes in between.

    `ahead`: what the provider of this site gave for it, where it has one. None of a file that is no PDF, or that was kept
    before seals and takes none. Raises Refused when it would weigh too much, MovedError when `ahead` is of what is not there
    any more.
    """
    wanted = Sealable.of(signature)
    if wanted is None:
        return None
    if ahead is not None and ahead.asked != wanted.asked:
        raise MovedError
    try:
        added, unstamped = (ahead.added, ahead.unstamped) if ahead else sealed_in_time(wanted, now)
    except UnsealableError:
        return None
    if added is None:
        return None
    if len(added) > LARGEST:
        raise Refused(TOO_LONG)
    digest = sha256(added).hexdigest()
    Content.objects.bulk_create([Content(sha256=digest, file=added)])
    return Seal.objects.create(
        version=signature.version,
        signature=signature,
        rank=wanted.place.rank,
        places=wanted.place.of,
        added_id=digest,
        sha256=sha256(wanted.content + added).hexdigest(),
        unstamped=unstamped,
    )


def sealed_in_time(wanted: Sealable, now: datetime, by: Elsewhere | None = None) -> tuple[bytes, str]:
    """What the seal adds, with an outside time-stamp where this site has one and it answers; else why it has not."""
    sealer = by or seal_of(settings.SECRET_KEY, federation(), now.year)
    sealed = partial(seal, wanted.content, wanted.place, wanted.words, sealer=sealer, now=now, frames=wanted.frames)
    if (asked := stamper()) is None:
        return sealed(), ""
    try:
        return sealed(stamper=asked), ""
    except UnsealableError:
        raise
    except FAULTS as fault:
        return sealed(), f"{type(fault).__name__}: {fault}"[:200]


def words_of(signature: Signature, version: Version) -> Words:
    place = version.document.organisation
    return Words(
        name=signature.person_name,
        reason=f"{signature.quality}, {signature.get_method_display()}",
        location=signature.organisation.name,
        mark=f"kevread:{version.pk}:{place.slug}",
    )
