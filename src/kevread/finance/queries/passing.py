"""Who captures the fundings of a local: itself, until the day that it and its grouping decided."""

from datetime import date

from kevread.directory.models import Organisation
from kevread.statutes.models import HandingOver


def passed_to(local: Organisation, on: date) -> HandingOver | None:
    """The handing over of its fundings that is done by that day."""
    rows = HandingOver.objects.dated().filter(local=local, subject=HandingOver.Subject.FUNDING, day__lte=on)
    found: HandingOver | None = rows.select_related("grouping").first()
    return found
