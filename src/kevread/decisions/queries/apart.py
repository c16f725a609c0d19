"""The days on which a body decided, by the register, and of which no meeting is written."""

from datetime import date

from django.db.models import Exists, OuterRef

from kevread.common.facts import Organisations
from kevread.decisions.models import Decision
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
    written = Meeting.objects.filter(body=OuterRef("body"), starts_at__date=OuterRef("decided_on"))
    rows = Decision.objects.standing().filter(meeting=None, decided_on__range=(first, last))
    rows = rows.filter(~Exists(written.exclude(state__in=GONE)), **among.where("organisation"))
    told = rows.order_by().values_list("organisation", "body", "body__kind", "decided_on").distinct()
    return [Apart(*row) for row in told]
