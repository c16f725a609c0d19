"""What is kept and signed (`kept`); what one reads in it (`chunks`); what was signed on paper, elsewhere (`on_paper`)."""

from .chunks import Chunk, FileWords
from .kept import (
    ATTEMPTS,
    LARGEST,
    Circle,
    Content,
    Document,
    Reader,
    Seal,
    Signature,
    SignatureAsked,
    SigningCode,
    Step,
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
