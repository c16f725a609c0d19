"""What documents tell the rooms below."""

from collections.abc import Iterable

from kevread.documents.queries.erased import emptied
from kevread.journal.asks import BESIDE


@BESIDE.answer
def gone() -> Iterable[tuple[str, str, tuple[str, ...]]]:
    """The files whose bytes went, though no act erased every document that is made of them."""
    return (("documents_content", digest, ("file",)) for digest in emptied())
