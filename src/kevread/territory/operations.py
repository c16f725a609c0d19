"""The verb of this room: load the geography of a federation, as often as one likes."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from kevread.base.models import as_range
from kevread.common.actor import Actor
from kevread.common.errors import Invalid
from kevread.common.periods import Period
from kevread.journal.operations import act

from .models import Certainty, Figure, Zone, ZonePart
from .permissions import may_load_geography
from .rules import Geography, Key, Land, Measure, Part, read_geography, spoken

BATCH = 500


@dataclass(slots=True)
class Loaded:
    """What a load wrote. Zero everywhere when the files say what is known already."""

    created: int = 0
    corrected: int = 0
    closed: int = 0

    def __bool__(self) -> bool:
        return bool(self.created or self.corrected or self.closed)


@dataclass(slots=True)
class Differences:
    """The rows by which the files differ from the tables."""

    new: list[Any]
    changed: list[Any]
    ended: list[Any]

    def count_into(self, loaded: Loaded) -> None:
        loaded.created += len(self.new)
        loaded.corrected += len(self.changed)
        loaded.closed += len(self.ended)


def load_geography(*, actor: Actor, now: datetime, folder: Path) -> Loaded:
    """Load communes, EPCI, départements, strategic territories, what lies in what, and figures: one act, all or nothing.

    A federation may have no geography: without the folder nothing happens. Same files, no act. A later vintage closes
    what it changes on its own first day. Raises Invalid with the file and the line of a fault.
    """
    may_load_geography(actor).or_raise()
    loaded = Loaded()
    if not folder.is_dir():
        return loaded
    land = read_geography(folder)
    zones = compare_zones(land)
    known = {key_of(zone): zone for zone in [*current_zones().values(), *zones.changed, *zones.new]}
    parts = compare_parts(land.parts, known)
    figures = compare_figures(land.figures, known)
    for differences in (zones, parts, figures):
        differences.count_into(loaded)
    if not loaded:
        return loaded
    arguments = {
        "folder": folder.name,
        "created": loaded.created,
        "corrected": loaded.corrected,
        "closed": loaded.closed,
    }
    with act("territory.load", actor=actor, about=None, now=now, arguments=arguments):
        write(Zone, zones, ("name", "short_name", "outline", "icon", "label_x", "label_y", "box"))
        write(ZonePart, parts, ("source", "certainty", "parent"))
        write(Figure, figures, ("value", "source"))
    return loaded


def write(model: Any, differences: Differences, columns: Iterable[str]) -> None:
    """Ends before beginnings, so that no two periods ever overlap."""
    if differences.ended:
        model.objects.bulk_update(differences.ended, ["period"], batch_size=BATCH)
    if differences.changed:
        model.objects.bulk_update(differences.changed, list(columns), batch_size=BATCH)
    model.objects.bulk_create(differences.new, batch_size=BATCH)


def key_of(zone: Zone) -> Key:
    return zone.kind, zone.code


def current_zones() -> dict[Key, Zone]:
    """The last known state of each zone."""
    return {key_of(zone): zone for zone in Zone.objects.order_by("period")}


def compare_zones(land: Geography) -> Differences:
    found = Differences([], [], [])
    current = {key: zone for key, zone in current_zones().items() if zone.dates.end is None}
    for key, said in land.zones.items():
        zone = current.pop(key, None)
        if zone is None:
            found.new.append(Zone(kind=said.kind, code=said.code, period=as_range(Period(said.start)), **drawn(said)))
        elif any(getattr(zone, column) != value for column, value in drawn(said).items()):
            for column, value in drawn(said).items():
                setattr(zone, column, value)
            found.changed.append(zone)
    starts = {kind: start for (kind, _), start in ((key, said.start) for key, said in land.zones.items())}
    for zone in current.values():
        close(zone, starts.get(zone.kind), f"{zone.name} ({zone.code})")
        found.ended.append(zone)
    return found


def drawn(said: Land) -> dict[str, Any]:
    x, y = said.label or (None, None)
    return {
        "name": spoken(said.name, said.short_name),
        "short_name": said.short_name,
        "outline": said.outline,
        "icon": said.icon,
        "label_x": x,
        "label_y": y,
        "box": said.box,
    }


def close(row: Any, end: Any, name: str) -> None:
    """End what a later vintage no longer holds. The same vintage cannot forget: that would be a mistake in the files."""
    if end is None or (row.dates.start and row.dates.start >= end):
        raise Invalid(
            "geography", f"{name} ne figure plus dans les fichiers, sans millésime plus récent qui l’explique."
        )
    row.period = as_range(Period(row.dates.start, end))


def compare_parts(said: list[Part], known: dict[Key, Zone]) -> Differences:
    found = Differences([], [], [])
    current = {
        (key_of(part.child), part.parent_kind): part
        for part in ZonePart.objects.select_related("child", "parent").order_by("period")
        if part.dates.end is None
    }
    vintage = max((part.start for part in said), default=None)
    for part in said:
        row = current.pop((part.child, part.parent[0]), None)
        if row and row.parent.code != part.parent[1] and (row.dates.start is None or row.dates.start < part.start):
            close(row, part.start, row.child.name)
            found.ended.append(row)
            row = None
        if row and part.certainty == Certainty.SUPPOSED != row.certainty:
            continue  # a supposition takes nothing back from what somebody confirmed
        parent = known[part.parent]
        if row is None:
            found.new.append(
                ZonePart(
                    child=known[part.child],
                    parent=parent,
                    parent_kind=part.parent[0],
                    period=as_range(Period(part.start)),
                    source=part.source,
                    certainty=part.certainty,
                )
            )
        elif (row.parent_id, row.source, row.certainty) != (parent.pk, part.source, part.certainty):
            row.parent, row.source, row.certainty = parent, part.source, part.certainty
            found.changed.append(row)
    for row in current.values():
        close(row, vintage, f"Le rattachement de {row.child.name}")
        found.ended.append(row)
    return found


def compare_figures(said: list[Measure], known: dict[Key, Zone]) -> Differences:
    """Figures of earlier years stay."""
    found = Differences([], [], [])
    current = {(figure.zone_id, figure.measure, figure.year): figure for figure in Figure.objects.all()}
    for measure in said:
        zone = known[measure.zone]
        row = current.get((zone.pk, measure.measure, measure.year))
        if row is None:
            found.new.append(
                Figure(
                    zone=zone, measure=measure.measure, value=measure.value, year=measure.year, source=measure.source
                )
            )
        elif (row.value, row.source) != (measure.value, measure.source):
            row.value, row.source = measure.value, measure.source
            found.changed.append(row)
    return found
