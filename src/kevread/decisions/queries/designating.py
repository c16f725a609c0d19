"""Which body of an organisation designates who represents it elsewhere, as the matrix says."""

from datetime import date

from kevread.competence.queries import matrix
from kevread.directory.models import Organisation
from kevread.seats.models import Body


def designates(organisation: Organisation, on: date) -> Body | None:
    """The first body of that day among those that the matrix names for such a decision, at this scale. One query at most."""
    organs = [organ for type_ in matrix().types.values() if type_.represents for organ in type_.organs]
    kinds = [organ.kind for organ in organs if organ.kind and organ.scale == organisation.scale]
    if not kinds:
        return None
    rows = Body.objects.on(on).filter(organisation=organisation, kind__in=kinds)
    found: Body | None = rows.order_by("rank", "pk").first()
    return found
