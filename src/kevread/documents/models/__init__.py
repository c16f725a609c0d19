"""What is kept and signed (`kept`), by several where it commits (`circles`); what one reads in it (`chunks`); what was signed
on paper, elsewhere (`on_paper`); what was erased at its term (`removal`)."""

from .chunks import Chunk, FileWords
from .circles import Circle, Step
from .kept import (
    ATTEMPTS,
    LARGEST,
    READ_WITH_ROW,
    Content,
    Document,
    Reader,
    ReadWith,
    Seal,
    Signature,
    SignatureAsked,
    SigningCode,
    Version,
    at_home,
    read_with_rows,
)
from .on_paper import PaperSignature, PaperStep
from .removal import ERASE, WHY, Removal

__all__ = [
    "ATTEMPTS",
    "ERASE",
    "LARGEST",
    "READ_WITH_ROW",
    "WHY",
    "Chunk",
    "Circle",
    "Content",
    "Document",
    "FileWords",
    "PaperSignature",
    "PaperStep",
    "ReadWith",
    "Reader",
    "Removal",
    "Seal",
    "Signature",
    "SignatureAsked",
    "SigningCode",
    "Step",
    "Version",
    "at_home",
    "read_with_rows",
]
