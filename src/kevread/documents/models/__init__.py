"""What is kept and signed (`kept`); what was signed on paper, elsewhere (`on_paper`)."""

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
    "Circle",
    "Content",
    "Document",
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
