"""In whose name a paper is written; what is kept, who signed it, who is to (`kept`); what a signed file proves (`sealed`)."""

from .kept import (
    Kept,
    Line,
    Reading,
    asked_of,
    find_documents,
    grouped,
    hue,
    kept_by,
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
