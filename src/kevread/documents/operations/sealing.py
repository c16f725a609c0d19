"""What a signature adds to its PDF, in the act of the signature: both are kept, or neither."""

from collections.abc import Sequence
from datetime import datetime
from functools import partial
from hashlib import sha256

from django.conf import settings

from kevread.common.errors import Refused
from kevread.documents.authority import seal_of
from kevread.documents.framing import Frame, frames_of
from kevread.documents.models import LARGEST, Content, Seal, Signature, Version
from kevread.documents.queries.sealed import federation, sealed_bytes
from kevread.documents.rendering import MEDIA_TYPE
from kevread.documents.sealing import Place, UnsealableError, Words, seal
from kevread.documents.stamping import FAULTS, stamper

TOO_LONG = "Ce document, signé, serait trop lourd pour être conservé. Rien n’est signé."


def seal_signature(signature: Signature, now: datetime) -> Seal | None:
    """Must run inside the act of the signature, its document locked: the one before is there, none comes in between.

    None of a file that is no PDF, or that was kept before seals and takes none. Raises Refused when it would weigh too much.
    """
    version = Version.objects.select_related("content", "document__organisation").get(pk=signature.version_id)
    if version.media_type != MEDIA_TYPE:
        return None
    before = Seal.objects.filter(version=version).count()
    # Those who signed before there were seals have no place to fill.
    unsealed = Signature.objects.filter(version=version, seal=None).exclude(pk=signature.pk).count()
    place = Place(rank=before + 1, of=version.asked.standing().count() - unsealed)
    content = sealed_bytes(version)
    # Of the file that somebody gave, nothing is drawn on: it is kept, and read, as it was given.
    frames = frames_of(content) if version.template and place.rank == 1 else []
    try:
        added, unstamped = sealed_in_time(content, place, words_of(signature, version), now, frames)
    except UnsealableError:
        return None
    if len(added) > LARGEST:
        raise Refused(TOO_LONG)
    digest = sha256(added).hexdigest()
    Content.objects.bulk_create([Content(sha256=digest, file=added)])
    return Seal.objects.create(
        version=version,
        signature=signature,
        rank=place.rank,
        places=place.of,
        added_id=digest,
        sha256=sha256(content + added).hexdigest(),
        unstamped=unstamped,
    )


def sealed_in_time(
    content: bytes, place: Place, words: Words, now: datetime, frames: Sequence[Frame]
) -> tuple[bytes, str]:
    """What the seal adds, with an outside time-stamp where this site has one and it answers; else why it has not."""
    sealer = seal_of(settings.SECRET_KEY, federation(), now.year)
    sealed = partial(seal, content, place, words, sealer=sealer, now=now, frames=frames)
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
