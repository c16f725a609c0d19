"""From which day each breach has been one, as it was found last night."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from uuid import UUID

from kevread.base.stamped import is_ours
from kevread.charter.models import LastingBreach
from kevread.charter.sentences import Spoken
from kevread.common.verdicts import Verdict

A_DAY = timedelta(days=1)

type Key = tuple[str, UUID]  # clause, organisation


def known_since(spoken: Iterable[Spoken], on: date) -> Mapping[Key, date]:
    """Of those that were breaches already when the last night looked: that day, or the day before. Of what was found since,
    of a day of the past, and of what another hand wrote, nothing is said. One query."""
    breaches = {
        (one.finding.clause.key, one.finding.organisation.id)
        for one in spoken
        if one.finding.verdict is Verdict.BREACHES
    }
    if not breaches:
        return {}
    clauses, organisations = zip(*breaches, strict=True)
    rows = LastingBreach.objects.filter(looked_on__range=(on - A_DAY, on), clause__in=clauses)
    told = ((one, (one.clause, one.organisation)) for one in rows.filter(organisation__in=organisations))
    return {key: one.since for one, key in told if key in breaches and is_ours(one)}


def looked_back_since(moment: datetime) -> bool:
    """Whether breaches were found since then. Where there was none, it is looked for again: nothing takes long."""
    return LastingBreach.objects.filter(looked_at__gte=moment).exists()
