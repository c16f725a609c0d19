"""What changes and is to be declared, and how far a creation is (`duties`); all that is filed, accounts too (`owed`)."""

from .duties import (
    REGISTER,
    Duty,
    Step,
    Thing,
    adopted,
    articles_unwritten,
    creation_of,
    delay,
    duties,
    kept_since,
    risk,
    sheet_of,
)
from .owed import duty_of, owed, published, to_publish

__all__ = [
    "REGISTER",
    "Duty",
    "Step",
    "Thing",
    "adopted",
    "articles_unwritten",
    "creation_of",
    "delay",
    "duties",
    "duty_of",
    "kept_since",
    "owed",
    "published",
    "risk",
    "sheet_of",
    "to_publish",
]
