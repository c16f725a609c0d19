"""Who employs the staff of a local: itself, until the day that it and its grouping decided."""

from datetime import date

from kevread.directory.models import Organisation
from kevread.staff.models import Contract
from kevread.statutes.models import HandingOver


def passed_to(employer: Organisation, on: date) -> HandingOver | None:
    """The handing over of its staff that is done by that day."""
    rows = HandingOver.objects.dated().filter(local=employer, subject=HandingOver.Subject.STAFF, day__lte=on)
    found: HandingOver | None = rows.select_related("grouping").first()
    return found


def to_take_over(grouping: Organisation, on: date) -> list[Contract]:
    """The contracts that its locals still hold, though their staff passed to it by that day: who, and at what; what is agreed
    of pay is not read here. Two queries."""
    done = HandingOver.objects.dated().filter(grouping=grouping, subject=HandingOver.Subject.STAFF, day__lte=on)
    rows = Contract.objects.on(on).standing().filter(employer__in=done.values("local"))
    return list(rows.select_related("person", "employer").order_by("employer__search", "person__search"))
