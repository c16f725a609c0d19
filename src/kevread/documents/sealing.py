"""To seal a PDF with a signature: what follows its bytes, and nothing before (PAdES, by increments).

Every place is laid with the first signature, in the frames that the page has for them: a signature that follows fills the
place that waits for it, draws in its frame who signed and when, and nowhere else. The first one certifies the file, and lets
the places be filled; the last one locks it. Nothing here reads the clock, the database, nor the network unless a stamper is
given, or a signer that asks elsewhere.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO

from asn1crypto import keys
from asn1crypto import x509 as asn1_x509
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.fields import (
    FieldMDPAction,
    FieldMDPSpec,
    InvisSigSettings,
    MDPPerm,
    SigFieldSpec,
    SigSeedSubFilter,
    append_signature_field,
)
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner, SimpleSigner
from pyhanko.sign.signers import Signer as ByWhom
from pyhanko.sign.signers.pdf_signer import PdfSigningSession
from pyhanko.sign.timestamps import TimeStamper
from pyhanko.stamp import StaticStampStyle
from pyhanko_certvalidator.registry import SimpleCertificateStore

from kevread.documents.authority import Sealer
from kevread.documents.framing import Frame, filled, read_aloud
from kevread.documents.threads import in_a_thread

ROOM, ROOM_WITH_STAMP, ROOM_ELSEWHERE = 8_192, 32_768, 65_536  # hexadecimal digits kept for a signature


class UnsealableError(ValueError):
    """This file cannot be sealed: it is no PDF that one may add to. A fact about the file, told to who gave it."""


@dataclass(frozen=True, slots=True)
class Words:
    """What a reader of PDF shows of a signature: who signs, as what, for whom; and the version that it is of, with what the
    organisation is called in addresses."""

    name: str
    reason: str
    location: str
    mark: str  # « kevread:<key of the version>:<slug> »


@dataclass(frozen=True, slots=True)
class Place:
    """The place that a signature fills: the `rank`th of `of`."""

    rank: int
    of: int

    @property
    def field(self) -> str:
        return f"Sig{self.rank}"

    @property
    def is_last(self) -> bool:
        return self.rank == self.of


class Untouched(IncrementalPdfFileWriter):
    """What is said of the file stays: its properties were frozen with it."""

    def _update_meta(self) -> None:
        pass


class Signer(PdfSigner):
    """A signer whose clock is given."""

    now: datetime

    def init_signing_session(self, pdf_out, existing_fields_only: bool = False) -> PdfSigningSession:
        session = super().init_signing_session(pdf_out, existing_fields_only)
        session.system_time = self.now
        return session


def field(place: Place, frame: Frame | None = None) -> SigFieldSpec:
    """In its frame, where the page has one for it, else invisible. The last place, once filled, locks everything."""
    locks = place.is_last and place.of > 1
    return SigFieldSpec(
        place.field,
        on_page=frame.page if frame else 0,
        box=frame.box if frame else None,
        invis_sig_settings=InvisSigSettings(set_print_flag=True, set_hidden_flag=False, box_out_of_bounds=True),
        readable_field_name=f"Signature {place.rank} sur {place.of}",
        field_mdp_spec=FieldMDPSpec(FieldMDPAction.ALL) if locks else None,
        doc_mdp_update_value=MDPPerm.NO_CHANGES if locks else None,
    )


def lay(writer: IncrementalPdfFileWriter, of: int, frames: Sequence[Frame]) -> None:
    """Every place, before the first is filled."""
    for rank in range(1, of + 1):
        frame = frames[rank - 1] if rank <= len(frames) else None
        append_signature_field(writer, field(Place(rank, of), frame))
        if frame:
            read_aloud(writer, writer.root["/AcroForm"]["/Fields"].raw_get(rank - 1))


def drawn(writer: IncrementalPdfFileWriter, place: Place, words: Words, now: datetime) -> StaticStampStyle | None:
    """What this place shows, where it has a frame."""
    fields = [one.get_object() for one in writer.root["/AcroForm"]["/Fields"]]
    rect = next(one["/Rect"] for one in fields if one["/T"] == place.field)
    if not float(rect[2]) - float(rect[0]):
        return None
    return filled(rect, words.name, (words.reason, words.location), now)


def opened(content: bytes) -> PdfFileReader:
    """Raises UnsealableError."""
    try:
        reader = PdfFileReader(BytesIO(content))
        if reader.encrypted:
            raise UnsealableError("Ce PDF est protégé par un mot de passe : enregistrez-le sans protection.")
        if reader.xrefs.hybrid_xrefs_present:
            raise UnsealableError("Ce PDF a deux tables à la fois : imprimez-le en PDF, puis donnez celui-là.")
        signed = list(reader.embedded_signatures)
        if signed or "/AcroForm" in reader.root:
            raise UnsealableError(
                "Ce PDF porte déjà une signature ou un formulaire : imprimez-le en PDF, puis donnez celui-là."
            )
    except (PdfError, ValueError, KeyError, TypeError, AttributeError, IndexError, RecursionError) as error:
        if isinstance(error, UnsealableError):
            raise
        raise UnsealableError("Ce PDF est abîmé, ou d’une forme qui ne se signe pas : imprimez-le en PDF.") from error
    return reader


def require_sealable(content: bytes) -> None:
    """Before anybody is asked to sign a file that was given. Raises UnsealableError."""
    opened(content)


def by_key(sealer: Sealer) -> ByWhom:
    return SimpleSigner(
        signing_cert=asn1_x509.Certificate.load(sealer.der),
        signing_key=keys.PrivateKeyInfo.load(sealer.key_der),
        cert_registry=SimpleCertificateStore(),  # no byte that the signature does not hold
    )


def seal(
    content: bytes,
    place: Place,
    words: Words,
    *,
    sealer: Sealer | ByWhom,
    now: datetime,
    stamper: TimeStamper | None = None,
    frames: Sequence[Frame] = (),
) -> bytes:
    """What follows `content` once this place is filled. The first place lays them all, in `frames`, the paper's own. Raises
    UnsealableError on a file that cannot be added to, OSError when the stamper does not answer."""
    first = place.rank == 1
    writer = Untouched.from_reader(opened(content)) if first else Untouched(BytesIO(content))
    if first:
        lay(writer, place.of, frames)
    meta = PdfSignatureMetadata(
        field_name=place.field,
        md_algorithm="sha256",
        subfilter=SigSeedSubFilter.PADES,
        name=words.name,
        reason=words.reason,
        location=words.location,
        contact_info=words.mark,
        certify=first,
        docmdp_permissions=MDPPerm.NO_CHANGES if place.is_last else MDPPerm.FILL_FORMS,
    )
    by = by_key(sealer) if isinstance(sealer, Sealer) else sealer
    signer = Signer(meta, by, timestamper=stamper, stamp_style=drawn(writer, place, words, now))
    signer.now = now
    alone = ROOM_WITH_STAMP if stamper else ROOM
    room = alone if isinstance(sealer, Sealer) else ROOM_ELSEWHERE
    sealed = in_a_thread(lambda: signer.sign_pdf(writer, existing_fields_only=True, bytes_reserved=room))
    return bytes(sealed.getbuffer()[len(content) :])
