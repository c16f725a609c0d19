"""The decisions that anybody may read."""

from datetime import date

from kevread.publishing.models import MadePublic, MadePublicQuerySet


def public_decisions(on: date) -> MadePublicQuerySet:
    """Those of a day, the last decided first. One query."""
    rows: MadePublicQuerySet = MadePublic.objects.standing().by(on).filter(decision__decided_on__lte=on)
    rows = rows.select_related("decision__organisation", "decision__body")
    return rows.order_by("-decision__decided_on", "decision__organisation__search", "-decision__number")
