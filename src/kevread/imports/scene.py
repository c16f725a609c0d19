"""What an address of imports names."""

from uuid import UUID

from kevread.imports.models import Import
from kevread.ui.access import seen
from kevread.ui.request import Request


def import_of(request: Request, key: UUID) -> Import:
    """An import of the organisation of the address, for those who import there. Raises Http404."""
    rows = Import.objects.visible_to(request.actor).filter(organisation=request.scale, pk=key)
    made: Import = seen(rows.select_related("organisation").first(), lambda _: True)
    return made
