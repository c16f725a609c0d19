"""The words of an article, for a verb that refuses by it."""

from datetime import date
from uuid import UUID

from kevread.charter.engine import framework
from kevread.charter.sentences import text_of

from .text import values_on


def quote(rule: str, organisation: UUID, on: date) -> str:
    """The article as it reads on a day for an organisation, its settings filled in. Empty when there is no such rule."""
    book = framework()
    article = book.articles.get(rule)
    if article is None:
        return ""
    return "".join(segment.text for segment in text_of(book, article, values_on(on), organisation))
