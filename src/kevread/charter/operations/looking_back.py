"""Since when each breach has been one: the question of the day, asked of each day before."""

from collections.abc import Collection
from datetime import date, datetime, timedelta

from django.db import transaction

from kevread.base.picture import one_picture
from kevread.base.stamped import stamp_of
from kevread.charter.engine import framework, reach
from kevread.charter.models import LastingBreach
from kevread.charter.queries.since import A_DAY, Key
from kevread.common.verdicts import Verdict

FARTHEST = timedelta(days=3 * 366)


def look_back(*, on: date, now: datetime) -> None:
    """What each breach of that day has been since is kept, in the place of what the night before kept. Not an act: it writes
    nothing of the federation. Done twice at once, the last to end is kept."""
    with one_picture():
        days = lasting_since(on)
    rows = [
        LastingBreach(clause=clause, organisation=organisation, since=since, looked_on=on, looked_at=now)
        for (clause, organisation), since in sorted(days.items())
    ]
    with transaction.atomic():
        LastingBreach.objects.bulk_create(
            rows,
            update_conflicts=True,
            unique_fields=["clause", "organisation"],
            update_fields=["since", "looked_on", "looked_at"],
        )
        for row in rows:  # their keys are known now
            row.stamp = stamp_of(row)
        LastingBreach.objects.bulk_update(rows, ["stamp"], batch_size=1_000)
        LastingBreach.objects.exclude(looked_at=now).delete()


def lasting_since(on: date) -> dict[Key, date]:
    """The first of the days, up to this one, on which each breach has been one without a break. What was recorded later of an
    earlier day counts as if it had been known then. Each day is asked of the breaches that last still, and of those alone;
    what has lasted for longer than FARTHEST is left out."""
    day, lasting = on, breaches(on)
    since: dict[Key, date] = {}
    while lasting and on - day < FARTHEST:
        before = breaches(day - A_DAY, lasting)
        since |= dict.fromkeys(lasting - before, day)
        lasting, day = lasting & before, day - A_DAY
    return since


def breaches(on: date, among: Collection[Key] | None = None) -> set[Key]:
    """The breaches of a day; of these clauses and these organisations alone, where they are given."""
    rules = None if among is None else frozenset(clause.partition("/")[0] for clause, _ in among)
    organisations = None if among is None else frozenset(organisation for _, organisation in among)
    found = reach(framework(), on, rules, organisations)
    return {(one.clause.key, one.organisation.id) for one in found if one.verdict is Verdict.BREACHES}
