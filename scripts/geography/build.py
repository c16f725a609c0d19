"""Build federations/bretagne/geography: tables and outlines of Brittany. See README.md beside this file."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import paths
import shapes
import sources
import tables
from shapes import Shapes

ROOT = Path(__file__).resolve().parents[2]
OUTPUT = ROOT / "federations" / "bretagne" / "geography"
CACHE = ROOT / ".kevread" / "geography"

# Tolerance (square root of the triangle removed) and smallest islet kept (grid units², 1 unit = 25 m).
ZOOM = (4, 0)
REGIONAL = (13, 60)
ICON = (80, 9_000)


def main() -> None:
    read = sources.read(CACHE)
    region = tables.region(
        read,
        tables.read_attachments(OUTPUT / "coverage.tsv", "epci_code"),
        tables.read_attachments(OUTPUT / "islands.tsv", "commune_code"),
    )
    metric = shapes.fill_merged(shapes.project(read.contours))
    hectares = shapes.hectares(metric)
    for name, (head, rows) in {
        "communes": tables.communes(region, hectares),
        "epci": tables.epci(region, read.communes, hectares),
        "departements": tables.departements(region, read, hectares),
        "territories": tables.territories(region, hectares),
        "memberships": tables.memberships(region),
    }.items():
        tables.write(OUTPUT / f"{name}.tsv", head, rows)
    grid, size = shapes.to_grid(metric)
    write_outlines(OUTPUT / "outlines.json", outlines(region, grid), size)


def outlines(region: tables.Region, grid: Shapes) -> dict[str, dict[str, dict[str, Any]]]:
    """Zones of each kind, each with its path, a point for its label and its box."""
    # The smallest pieces every regional outline is made of: EPCI cut by département, and islands.
    pieces: dict[str, set[str]] = defaultdict(set)
    by_epci: dict[str, set[str]] = defaultdict(set)
    by_departement: dict[str, set[str]] = defaultdict(set)
    by_territory: dict[str, set[str]] = defaultdict(set)
    for commune in region.communes:
        epci = region.epci_of.get(commune.code)
        piece = f"{epci or commune.code}-{commune.departement}"
        pieces[piece].add(commune.code)
        by_departement[commune.departement].add(piece)
        by_territory[region.attachment_of[commune.code].grouping].add(piece)
        if epci:
            by_epci[epci].add(piece)
    whole = shapes.merge(grid, pieces)
    regional = shapes.simplify(whole, *REGIONAL)
    icon = shapes.simplify(shapes.merge(whole, by_territory), *ICON)
    zoom = shapes.simplify(grid, *ZOOM)
    communes_of = {epci: {c for piece in found for c in pieces[piece]} for epci, found in by_epci.items()}
    strategic = _zones(shapes.merge(regional, by_territory))
    for slug, shape in icon.items():
        strategic[slug]["icon"] = paths.path(shape)
    epci_zones = _zones(shapes.merge(regional, by_epci))
    for code, shape in shapes.merge(zoom, communes_of).items():
        epci_zones[code]["detail"] = paths.path(shape)
    return {
        "strategic": strategic,
        "departements": _zones(shapes.merge(regional, by_departement)),
        "epci": epci_zones,
        "communes": _zones(zoom),
    }


def _zones(shaped: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    return {
        code: {
            "label": list(shapes.label_point(shape)),
            "box": paths.box(shape),
            "path": paths.path(shape),
        }
        for code, shape in sorted(shaped.items())
    }


def write_outlines(path: Path, kinds: Mapping[str, Mapping[str, Any]], size: tuple[int, int]) -> None:
    """One zone a line, so that a change of vintage reads as a change of zones."""
    about = {"view_box": [0, 0, *size], "unit_m": shapes.UNIT_M, "projection": shapes.PROJECTION}
    blocks = [f"{json.dumps(key)}: {json.dumps(value)}" for key, value in about.items()]
    for kind, zones in kinds.items():
        lines = (f"{json.dumps(code)}: {json.dumps(zone, separators=(',', ':'))}" for code, zone in zones.items())
        blocks.append(f"{json.dumps(kind)}: {{\n" + ",\n".join(lines) + "\n}")
    path.write_text("{\n" + ",\n".join(blocks) + "\n}\n", encoding="utf-8")
    for kind, zones in kinds.items():
        for part in ("path", "detail", "icon"):
            total = sum(len(zone.get(part, "")) for zone in zones.values())
            if total:
                print(f"{kind:13}{part:7}{total / 1000:8.1f} kB")


if __name__ == "__main__":
    main()
