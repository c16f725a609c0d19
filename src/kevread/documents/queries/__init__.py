"""In whose name a paper is written; what is kept, who signed it, who is to (`kept`); how it is found (`finding`); what a signed
file proves (`sealed`)."""

from .finding import find_documents, kept_by
from .kept import (
    Kept,
    Line,
    Reading,
    asked_of,
    grouped,
    hue,
    latest,
    letterhead,
    signature_sheet,
    signed_copy,
    signing_code_sent,
    to_sign,
    versions_of,
    with_versions,
)

__all__ = [
    "Kept",
    "Line",
    "Reading",
    "asked_of",
    "find_documents",
    "grouped",
    "hue",
    "kept_by",
    "latest",
    "letterhead",
    "signature_sheet",
    "signed_copy",
    "signing_code_sent",
    "to_sign",
    "versions_of",
    "with_versions",
]
