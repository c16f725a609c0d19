"""What the legal life of associations tells the rooms below."""

from collections.abc import Collection
from datetime import date
from uuid import UUID

from kevread.charter.asks import WRITTEN_IN
from kevread.common.errors import Way
from kevread.common.facts import Organisations
from kevread.directory.asks import CONSTITUTED
from kevread.directory.models import Organisation
from kevread.documents.asks import HOLDS
from kevread.statutes.models import Statutes


@CONSTITUTED.answer
def has_articles(on: date, among: Organisations) -> Collection[UUID]:
    """Whose articles of association are in force that day. One query."""
    rows = Statutes.objects.in_force(on).filter(**among.where("organisation"))
    return set(rows.values_list("organisation", flat=True))


@WRITTEN_IN.answer
def written_in(organisation: Organisation) -> Way:
    """Where its articles of association are read, drafted and adopted."""
    return Way(
        "Où l’inscrire : ses statuts, ou son règlement intérieur", "statutes:articles", {"scale": organisation.slug}
    )


@HOLDS.answer
def in_force(documents: Collection[UUID], on: date) -> dict[UUID, str]:
    """Those of articles of association, or of bylaws, that nobody said to be a mistake or gave up: the ones of before tell what
    was. One query."""
    rows = Statutes.objects.filter(document__in=documents, annulled_on=None, dropped_on=None)
    return dict.fromkeys(rows.values_list("document", flat=True), "des statuts ou un règlement le citent")
