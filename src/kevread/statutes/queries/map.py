"""Where locals have handed over, on a map: lit where one has, in whole or in part. Each zone says which, in its name."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from kevread.directory.models import Coverage
from kevread.statutes.queries.handing import Line
from kevread.territory import queries as territory
from kevread.territory.queries import Drawing


def map_of(lines: Sequence[Line], on: date) -> Drawing | None:
    """None where no land is known. Three queries at most."""
    by_local = {line.local.pk: line for line in lines}
    rows = Coverage.objects.on(on).filter(organisation__in=by_local).select_related("zone")
    land = [(row.zone, by_local[row.organisation_id]) for row in rows.order_by("zone__code")]
    if not land:
        return None
    drawing = territory.draw(
        "Carte des passages aux groupements",
        [(zone, "ours" if line.done else "other", "") for zone, line in land],
        named=False,
    )
    said = {zone.name: f"{zone.name} : {line.local.name}, {told(line)}" for zone, line in land}
    return replace(drawing, zones=[replace(shape, name=said.get(shape.name, shape.name)) for shape in drawing.zones])


def told(line: Line) -> str:
    """« 2 sujets sur 3 sont passés »."""
    if not line.done:
        return "rien n’est encore passé"
    plural = "s" if line.done > 1 else ""
    verb = "sont passés" if line.done > 1 else "est passé"
    return f"{line.done} sujet{plural} sur {len(line.cells)} {verb}"
