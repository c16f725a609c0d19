"""What privacy tells the rooms below."""

from collections.abc import Iterable
from uuid import UUID

from kevread.imports.asks import CLOSED
from kevread.privacy.models import Erasure


@CLOSED.answer
def erased() -> Iterable[UUID]:
    """The records of those who were erased: they are nobody’s, and look all the same."""
    return Erasure.objects.values_list("person", flat=True)
