"""What rooms above tell of a document that they composed."""

from collections.abc import Callable, Iterable, Mapping
from uuid import UUID

from kevread.common.asks import Ask
from kevread.common.errors import Way
from kevread.documents.models import Signature

type Follows = Callable[[Signature], None]
type ReadAt = Callable[[Iterable[UUID]], Mapping[UUID, Way]]

FOLLOWS: Ask[Follows] = Ask(
    "documents.follows", "What a signature moves, in its own act, whichever page it was given on."
)
READ_AT: Ask[ReadAt] = Ask("documents.read_at", "By document, the page where it is read as text and signed.")
