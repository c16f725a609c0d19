"""What the charter may ask of the geography."""

from collections.abc import Mapping
from datetime import date

from kevread.common.facts import Item, namer

from .models import Zone


@namer("zones")
def zones(items: set[Item], on: date) -> Mapping[Item, str]:
    """The name of each zone."""
    return dict(Zone.objects.filter(pk__in=items).values_list("pk", "name"))
