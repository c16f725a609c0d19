"""Since when registers are kept: what is said of a time is proven by a register that was kept all along it."""

from datetime import date

from django.db.models import F, Q, QuerySet

from kevread.charter.models import Keeping


def kept_through(register: str, first: date, on: date) -> QuerySet[Keeping]:
    """Who keeps a register that day, and kept it since the first day asked about, or since its own beginning: before it
    existed, it had nothing to write there."""
    kept: QuerySet[Keeping] = Keeping.objects.on(on).filter(register=register)
    since = F("organisation__period__startswith")
    return kept.filter(Q(period__startswith=None) | Q(period__startswith__lte=first) | Q(period__startswith__lte=since))
