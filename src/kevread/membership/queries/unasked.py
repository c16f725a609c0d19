"""The memberships of which no request is known."""

from datetime import date

from kevread.directory.models import Affiliation, Organisation
from kevread.membership.queries.life import kept_since


def without_request(organisation: Organisation, on: date) -> list[Affiliation]:
    """Those that began since the register of applications is kept, and whose request nobody told. Two queries."""
    kept = kept_since([organisation.pk], on).get(organisation.pk)
    if kept is None:
        return []
    rows = Affiliation.objects.on(on).filter(of=organisation, period__startswith__gt=kept, admission=None)
    return list(rows.select_related("member", "of").order_by("period", "member__search", "pk"))
