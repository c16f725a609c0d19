"""The days on which a body decided, by the register, and of which no meeting is written."""

from datetime import date

from django.db.models import Exists, OuterRef

from kevread.common.facts import Organisations
from kevread.decisions.models import Decision
from kevread.decisions.models.register import DecisionQuerySet
from kevread.meetings.asks import DECIDED_APART, Apart
from kevread.meetings.models import Meeting
from kevread.meetings.rules.life import State

GONE = (State.CANCELLED, State.POSTPONED)


@DECIDED_APART.answer
def decided_apart(first: date, last: date, among: Organisations) -> list[Apart]:
    """Of lines that stand, from one day to another, both included. A decision taken by delegation or in writing, recorded as
    the decision of its body, reads alike: nothing says that the body did not meet. One query, read once for all facts."""

    return among.once(f"decisions.apart {first} {last}", lambda: read_apart(first, last, among))


def read_apart(first: date, last: date, among: Organisations) -> list[Apart]:
    """The same, read for itself: of other organisations than those that are asked about."""
    rows = lines_apart(first, last).filter(**among.where("organisation")).order_by()
    return [Apart(*row) for row in rows.values_list("organisation", "body", "body__kind", "decided_on").distinct()]


def lines_apart(first: date, last: date) -> DecisionQuerySet:
    """The lines of these days: they stand, name no meeting, and none of their body is written of their day."""
    written = Meeting.objects.filter(body=OuterRef("body"), starts_at__date=OuterRef("decided_on"))
    rows: DecisionQuerySet = Decision.objects.standing().filter(meeting=None, decided_on__range=(first, last))
    return rows.filter(~Exists(written.exclude(state__in=GONE)))
