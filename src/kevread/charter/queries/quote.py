"""What the verbs of other rooms read of the charter: the words of an article, and when what is admitted changes."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from django.db.models import Q, QuerySet

from kevread.charter.engine import framework, values_on
from kevread.charter.models import Setting
from kevread.charter.sentences import text_of


def quote(rule: str, organisation: UUID, on: date) -> str:
    """The article as it reads on a day for an organisation, its settings filled in. Empty when there is no such rule."""
    book = framework()
    article = book.articles.get(rule)
    if article is None:
        return ""
    return "".join(segment.text for segment in text_of(book, article, values_on(on), organisation))


def settings_adopted(on: date, *, organisation: UUID, common: bool) -> QuerySet[Setting]:
    """The values that were adopted on a day: an organisation's own, and the common ones when they are asked for."""
    whose = Q(organisation=organisation) | Q(organisation=None) if common else Q(organisation=organisation)
    return Setting.objects.filter(whose, adopted_on=on).order_by("name", "pk")


def last_values(names: Iterable[str]) -> dict[tuple[str, UUID | None], str]:
    """The last value of each of these settings, in words, by name and the organisation whose own it is. One query."""
    known = framework().settings
    rows = Setting.objects.filter(name__in=list(names), period__upper_inf=True)
    return {(row.name, row.organisation_id): known[row.name].words(row.value) for row in rows if row.name in known}
