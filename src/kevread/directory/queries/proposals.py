"""The groupings and pôles that the federation's file proposes, with what is known of each, until they are opened."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from pathlib import Path

from django.conf import settings

from kevread.directory.loader import Entry, Network, SaidCoverage, read_network, said_coverage
from kevread.directory.models import Organisation, Scale
from kevread.territory.models import Certainty, Zone

OPENED = (Scale.GROUPING, Scale.LOCAL)


def federation_file() -> Path:
    return settings.KEVREAD_FEDERATION / "organisations.yaml"


def geography() -> Path:
    return settings.KEVREAD_FEDERATION / "geography"


@cache
def _read(path: Path, changed: float) -> Network:
    return read_network(path)


def federation_network() -> Network:
    """What the file says, read again when it changes. Raises Misread."""
    path = federation_file()
    return _read(path, path.stat().st_mtime if path.exists() else 0)


@dataclass(frozen=True, slots=True)
class Proposal:
    """An organisation of the file that is not opened. `among`: those it may be a member of, the likeliest first."""

    slug: str
    scale: str
    name: str
    existence: str
    attachment: str
    among: tuple[tuple[str, str], ...] = ()  # slug, name
    zones: tuple[SaidCoverage, ...] = field(default=())

    @property
    def certainties(self) -> list[tuple[str, int]]:
        """How many of its zones are documented, deduced, supposed: (word, count)."""
        counts = Counter(zone.certainty for zone in self.zones)
        return [(known.label, counts[known.value]) for known in Certainty if counts[known.value]]


def in_order(slugs: Iterable[str]) -> list[str]:
    """Groupings before the pôles that are their members; what the file does not know comes last."""
    scales = {entry.slug: entry.scale for entry in federation_network().entries}
    ranks = {scale.value: rank for rank, scale in enumerate(OPENED)}
    return sorted(slugs, key=lambda slug: ranks.get(scales.get(slug, ""), len(ranks)))


def left_to_open(within: Organisation) -> list[Entry]:
    """What the file says and nobody opened: everything for the head, its own pôles for a grouping, nothing for a pôle.
    One query."""
    entries = [entry for entry in federation_network().entries if entry.scale in OPENED]
    if within.scale == Scale.GROUPING:
        entries = [entry for entry in entries if within.slug in entry.among]
    elif within.scale != Scale.HEAD:
        return []
    slugs = [entry.slug for entry in entries]
    there = set(Organisation.objects.filter(slug__in=slugs).values_list("slug", flat=True))
    return [entry for entry in entries if entry.slug not in there]


def proposals(within: Organisation, on: date) -> list[Proposal]:
    """What could be opened within an organisation that day, with what is known of its land. Groupings first. 2 queries."""
    wanted = left_to_open(within)
    if not wanted:
        return []
    names = {entry.slug: entry.name for entry in federation_network().entries}
    zones = {(zone.kind, zone.code): zone for zone in Zone.objects.on(on).defer("outline", "icon")}
    land: dict[str, list[SaidCoverage]] = {}
    for said in said_coverage(geography(), zones, names) if zones else ():
        land.setdefault(said.slug, []).append(said)
    rows = [
        Proposal(
            slug=entry.slug,
            scale=entry.scale,
            name=entry.name,
            existence=entry.existence or "",
            attachment=entry.attachment or "",
            among=tuple((slug, names[slug]) for slug in entry.among),
            zones=tuple(land.get(entry.slug, ())),
        )
        for entry in wanted
    ]
    return sorted(rows, key=lambda row: (OPENED.index(Scale(row.scale)), row.name))
