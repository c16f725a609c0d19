"""The consent that a decision gives to an agreement, as JSON keeps it. Pure."""

from dataclasses import dataclass
from typing import Annotated
from uuid import UUID

from kevread.common.reading import ReadBy

CONSENT = "consent"  # what a decision opens, as `decisions.yaml` names it
ENABLES = (
    "",
    CONSENT,
    "agreements",
)  # what one that lets a party sign may open; one that opens something else is of that


@dataclass(frozen=True, slots=True)
class AskedConsent:
    """Which text, of which party, a decision approves."""

    approval: Annotated[UUID, ReadBy(lambda value: UUID(str(value)))]
