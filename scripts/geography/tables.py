"""The tab-separated tables: names, counts, populations and areas, each summed from the communes."""

from __future__ import annotations

import csv
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import names
from sources import POPULATION_YEAR, VINTAGE, Commune, Epci, Sources

type Row = Sequence[str | int]

SOURCE = "DGCL, périmètres au 1er janvier 2026"
ATTACHED = ("local_slug", "grouping_slug", "local_source", "grouping_source")


@dataclass(frozen=True)
class Wanted:
    """What a federation asks to be built: its `region.toml`."""

    region: str
    centre: tuple[float, float]
    territories: Mapping[str, str]
    merged: Mapping[str, str]
    names: Mapping[str, str]


@dataclass(frozen=True)
class Attachment:
    """Where an EPCI, or a commune in none, is attached; kept by hand, see coverage.tsv and islands.tsv."""

    local: str
    grouping: str
    local_source: str
    grouping_source: str


@dataclass(frozen=True)
class Region:
    communes: tuple[Commune, ...]
    epci: tuple[Epci, ...]
    epci_of: Mapping[str, str]
    """EPCI of each commune of the region; the islands in none are absent."""
    attachment_of: Mapping[str, Attachment]
    """Attachment of each commune of the region."""


def read_wanted(path: Path) -> Wanted:
    """Raises SystemExit for what is missing, or is not of it."""
    said = tomllib.loads(path.read_text(encoding="utf-8"))
    if unknown := set(said) - {"region", "centre", "territories", "merged", "names"}:
        raise SystemExit(f"{path.name} says what is not read: {', '.join(sorted(unknown))}.")
    try:
        latitude, longitude = said["centre"]
        return Wanted(
            str(said["region"]),
            (float(latitude), float(longitude)),
            said.get("territories", {}),
            said.get("merged", {}),
            said.get("names", {}),
        )
    except (KeyError, TypeError, ValueError) as wrong:
        raise SystemExit(f"{path.name} says a region, and a centre: its latitude and its longitude.") from wrong


def start(sources: Sources, folder: Path) -> None:
    """The two tables that are kept by hand, each line to be attached; what is there already is left."""
    inside = {c.code: c for c in sources.in_region()}
    alone = sorted(inside.keys() - {code for e in sources.epci for code in e.members})
    for name, key, codes in (
        ("coverage", "epci_code", [e.code for e in sources.epci]),
        ("islands", "commune_code", alone),
    ):
        path, head = folder / f"{name}.tsv", (key, *ATTACHED, "note")
        if not path.exists():
            write(path, head, [(code, "", "", "supposed", "supposed", "") for code in codes])


def read_attachments(path: Path, key: str) -> dict[str, Attachment]:
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t"))
    found = {
        row[key]: Attachment(row["local_slug"], row["grouping_slug"], row["local_source"], row["grouping_source"])
        for row in rows
    }
    if len(found) != len(rows):
        raise SystemExit(f"{path.name} attaches a territory twice.")
    if left := [code for code, one in found.items() if not one.local]:
        raise SystemExit(f"{path.name} does not attach {', '.join(left[:5])} yet.")
    return found


def region(
    sources: Sources,
    coverage: Mapping[str, Attachment],
    islands: Mapping[str, Attachment],
    territories: Mapping[str, str],
) -> Region:
    communes = tuple(sorted(sources.in_region(), key=lambda c: c.code))
    inside = {c.code for c in communes}
    epci_of = {code: e.code for e in sources.epci for code in e.members if code in inside}
    alone = inside - set(epci_of)
    if set(coverage) != {e.code for e in sources.epci} or set(islands) != alone:
        raise SystemExit("coverage.tsv and islands.tsv do not attach exactly the EPCI and the islands of the sources.")
    named = {one.grouping for one in (*coverage.values(), *islands.values())} - {""}
    if named != set(territories):
        raise SystemExit(f"region.toml names {sorted(territories)}, and the attachments {sorted(named)}.")
    attachment_of = {code: islands[code] if code in alone else coverage[epci_of[code]] for code in inside}
    return Region(communes, sources.epci, epci_of, attachment_of)


def communes(region: Region, hectares: Mapping[str, int]) -> tuple[Row, list[Row]]:
    head = ("code", "name", "departement", "epci_code", "local_slug", "grouping_slug", "attached_by",
            "population", "population_year", "area_km2")  # fmt: skip
    return head, [
        (
            c.code,
            names.typographic(c.name),
            c.departement,
            region.epci_of.get(c.code, ""),
            region.attachment_of[c.code].local,
            region.attachment_of[c.code].grouping,
            "epci" if c.code in region.epci_of else region.attachment_of[c.code].grouping_source,
            c.population,
            POPULATION_YEAR,
            _km2(hectares[c.code]),
        )
        for c in region.communes
    ]


def epci(
    region: Region, france: Mapping[str, Commune], hectares: Mapping[str, int], corrections: Mapping[str, str]
) -> tuple[Row, list[Row]]:
    head = ("code", "name", "short_name", "nature", "departements", "region_communes", "total_communes",
            "region_population", "total_population", "population_year", "region_area_km2")  # fmt: skip
    rows: list[Row] = []
    for e in region.epci:
        members = [france[code] for code in e.members]
        inside = [c for c in members if c.code in region.epci_of]
        rows.append(
            (
                e.code,
                names.whole_name(e.name, e.nature, corrections),
                names.short_name(e.name, corrections),
                e.nature,
                "/".join(sorted({c.departement for c in members})),
                len(inside),
                len(members),
                sum(c.population for c in inside),
                sum(c.population for c in members),
                POPULATION_YEAR,
                _km2(sum(hectares[c.code] for c in inside)),
            )
        )
    return head, rows


def departements(region: Region, sources: Sources, hectares: Mapping[str, int]) -> tuple[Row, list[Row]]:
    head = ("code", "name", "communes", "population", "population_year", "area_km2")
    rows: list[Row] = []
    for d in sorted(sources.departements, key=lambda d: d.code):
        inside = [c for c in region.communes if c.departement == d.code]
        rows.append((d.code, names.typographic(d.name), len(inside), *_figures(inside, hectares)))
    return head, rows


def territories(region: Region, hectares: Mapping[str, int], brands: Mapping[str, str]) -> tuple[Row, list[Row]]:
    head = ("slug", "name", "epci", "communes", "population", "population_year", "area_km2")
    rows: list[Row] = []
    for slug, brand in sorted(brands.items()):
        inside = [c for c in region.communes if region.attachment_of[c.code].grouping == slug]
        attached = {region.epci_of[c.code] for c in inside if c.code in region.epci_of}
        rows.append((slug, brand, len(attached), len(inside), *_figures(inside, hectares)))
    return head, rows


def memberships(region: Region) -> tuple[Row, list[Row]]:
    """Since the vintage of the list: what was before is unknown, and is not backdated."""
    head = ("commune_code", "epci_code", "valid_from", "source")
    return head, [(code, region.epci_of[code], VINTAGE, SOURCE) for code in sorted(region.epci_of)]


def write(path: Path, head: Row, rows: Iterable[Row]) -> None:
    lines = ["\t".join(str(value) for value in row) for row in (head, *rows)]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def _figures(communes: Iterable[Commune], hectares: Mapping[str, int]) -> tuple[int, str, str]:
    communes = list(communes)
    return sum(c.population for c in communes), POPULATION_YEAR, _km2(sum(hectares[c.code] for c in communes))


def _km2(hectares: int) -> str:
    """
    >>> _km2(5), _km2(2445)
    ('0.05', '24.45')
    """
    return f"{hectares // 100}.{hectares % 100:02d}"
