"""What is kept and signed (`kept`), by several where it commits (`circles`); what one reads in it (`chunks`); what was signed
on paper, elsewhere (`on_paper`)."""

from .chunks import Chunk, FileWords
from .circles import Circle, Step
from .kept import (
    ATTEMPTS,
    LARGEST,
    Content,
    Document,
    Reader,
    Seal,
    Signature,
    SignatureAsked,
    SigningCode,
    Version,
    at_home,
)
from .on_paper import PaperSignature, PaperStep

__all__ = [
    "ATTEMPTS",
    "LARGEST",
    "Chunk",
    "Circle",
    "Content",
    "Document",
    "FileWords",
    "PaperSignature",
    "PaperStep",
    "Reader",
    "Seal",
    "Signature",
    "SignatureAsked",
    "SigningCode",
    "Step",
    "Version",
    "at_home",
]
