"""Since when registers are kept: what is said of a time is proven by a register that was kept all along it."""

from collections.abc import Collection, Mapping
from datetime import date
from uuid import UUID

from django.db.models import F, Q, QuerySet

from kevread.charter.models import Keeping


def kept_through(register: str, first: date, on: date) -> QuerySet[Keeping]:
    """Who keeps a register that day, and kept it since the first day asked about, or since its own beginning: before it
    existed, it had nothing to write there."""
    kept: QuerySet[Keeping] = Keeping.objects.on(on).filter(register=register)
    since = F("organisation__period__startswith")
    return kept.filter(Q(period__startswith=None) | Q(period__startswith__lte=first) | Q(period__startswith__lte=since))


def kept_since(register: str, organisations: Collection[UUID], on: date) -> Mapping[UUID, date]:
    """Since when each of these that keeps a register that day keeps it, where that is known."""
    rows = Keeping.objects.on(on).filter(
        register=register, organisation__in=organisations, period__startswith__isnull=False
    )
    return dict(rows.values_list("organisation", "period__startswith"))
