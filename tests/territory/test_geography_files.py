"""The committed geography of Brittany holds together. Reads files only: no Django, no geometry package."""

from __future__ import annotations

import csv
import hashlib
import json
import re
import unicodedata
from collections import Counter
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
import yaml

BRETAGNE = Path(__file__).resolve().parents[2] / "federations" / "bretagne"
GEOGRAPHY = BRETAGNE / "geography"
ISLANDS = {"22016", "29083", "29155"}
CERTAINTIES = {"documented", "deduced", "supposed"}
LEVELS = [
    ("strategic", "path"),
    ("strategic", "icon"),
    ("departements", "path"),
    ("epci", "path"),
    ("epci", "detail"),
    ("communes", "path"),
]

# The names of existing associations must stand nowhere, not even here: these are digests of their words.
REAL_NAMES = {
    "7b81f26d6999c7db",
    "590f83ec463846e1",
    "0bc461767a381bc2",
    "22e0082b09ae5b62",
    "c25da58307b8fa97",
    "2b283f1b9b05fc8a",
    "7ada65953840841c",
    "6df0b6c436f59d7a",
    "85b4a538f11c32c6",
    "d3c8bd463ee467a8",
    "7686f1bdd17c123e",
    "f32ff377ae319c8d",
    "861805bc336f1c4a",
    "0e4d66d41adbb127",
    "40484c2ed839c984",
    "ac80a70d3ce38c66",
    "84c1b93c0d5611af",
    "4b4a754d5b34779d",
    "80348754f5750fcd",
    "243e8cd23da1611e",
    "fbc71569b5bdb384",
}

type Ring = list[tuple[int, int]]


@cache
def table(name: str) -> list[dict[str, str]]:
    with (GEOGRAPHY / f"{name}.tsv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t"))


@cache
def outlines() -> dict[str, Any]:
    data: dict[str, Any] = json.loads((GEOGRAPHY / "outlines.json").read_text(encoding="utf-8"))
    return data


@cache
def organisations() -> list[dict[str, str]]:
    rows: list[dict[str, str]] = yaml.safe_load((BRETAGNE / "organisations.yaml").read_text(encoding="utf-8"))[
        "organisations"
    ]
    return rows


def rings(path: str) -> list[Ring]:
    """Strict reading of `M x y l dx dy … z`, integers only."""
    assert re.fullmatch(r"(?:M\d+ \d+l-?\d+(?:[ -]\d+| -\d+)*z)+", path)
    found = []
    for part in path.split("z")[:-1]:
        start, _, steps = part[1:].partition("l")
        x, y = (int(n) for n in start.split())
        numbers = [int(n) for n in re.findall(r"-?\d+", steps)]
        assert len(numbers) % 2 == 0
        ring = [(x, y)]
        for dx, dy in zip(numbers[::2], numbers[1::2], strict=True):
            x, y = x + dx, y + dy
            ring.append((x, y))
        found.append(ring)
    return found


def edges(ring: Ring) -> list[tuple[tuple[int, int], tuple[int, int]]]:
    return list(pairwise([*ring, ring[0]]))


def doubled_area(ring: Ring) -> int:
    """Twice the signed area: exact, since everything is an integer; holes turn the other way."""
    return sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in edges(ring))


def area(path: str) -> int:
    return abs(sum(doubled_area(ring) for ring in rings(path)))


def zones(kind: str) -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = outlines()[kind]
    return found


def test_there_are_1202_communes_in_four_departements():
    assert Counter(row["departement"] for row in table("communes")) == {"22": 344, "29": 277, "35": 332, "56": 249}
    assert {row["code"]: int(row["communes"]) for row in table("departements")} == {
        "22": 344,
        "29": 277,
        "35": 332,
        "56": 249,
    }


def test_there_are_3_449_370_inhabitants_however_they_are_summed():
    communes = sum(int(row["population"]) for row in table("communes"))
    alone = sum(int(row["population"]) for row in table("communes") if not row["epci_code"])
    epci = sum(int(row["region_population"]) for row in table("epci"))
    assert communes == epci + alone == 3_449_370
    for name in ("departements", "territories"):
        assert sum(int(row["population"]) for row in table(name)) == 3_449_370


def test_each_of_the_61_epci_counts_its_region_communes():
    members = Counter(row["epci_code"] for row in table("communes"))
    assert len(table("epci")) == 61
    assert all(members[row["code"]] == int(row["region_communes"]) >= 1 for row in table("epci"))


def test_two_epci_reach_outside_brittany_and_say_so():
    reach = {
        row["short_name"]: (int(row["region_communes"]), int(row["total_communes"]))
        for row in table("epci")
        if row["region_communes"] != row["total_communes"]
    }
    assert reach == {"Redon Agglomération": (23, 31), "Cap Atlantique": (3, 15)}
    assert all(
        (int(row["total_population"]) > int(row["region_population"])) == (row["short_name"] in reach)
        for row in table("epci")
    )


def test_three_islands_are_in_no_epci_and_their_attachment_is_only_supposed():
    alone = [row for row in table("communes") if not row["epci_code"]]
    assert {row["code"] for row in alone} == {row["commune_code"] for row in table("islands")} == ISLANDS
    assert {row["attached_by"] for row in alone} == {"supposed"}


def test_memberships_start_with_the_vintage_and_are_never_backdated():
    assert {row["valid_from"] for row in table("memberships")} == {"2026-01-01"}
    assert {(row["commune_code"], row["epci_code"]) for row in table("memberships")} == {
        (row["code"], row["epci_code"]) for row in table("communes") if row["epci_code"]
    }


def test_every_epci_is_covered_exactly_once_by_a_known_pole_of_that_grouping():
    parents = {row["slug"]: row.get("of") for row in organisations() if row["scale"] == "local"}
    covered = [row["epci_code"] for row in table("coverage")]
    assert sorted(covered) == sorted(row["code"] for row in table("epci"))
    for row in [*table("coverage"), *table("islands")]:
        assert parents[row["local_slug"]] == row["grouping_slug"]
        assert {row["local_source"], row["grouping_source"]} <= CERTAINTIES
    assert set(parents) == {row["local_slug"] for row in table("coverage")}


def test_organisations_are_one_head_five_groupings_and_their_poles():
    by_slug = {row["slug"]: row for row in organisations()}
    assert len(by_slug) == len(organisations())
    assert Counter(row["scale"] for row in organisations()) == {"head": 1, "grouping": 5, "local": 20}
    assert {row["slug"] for row in organisations() if row["scale"] == "grouping"} == set(zones("strategic"))
    brands = [row["brand"] for row in organisations() if row["scale"] == "local"]
    assert all(re.match(r"ESS pays (de |des |du |d’)", brand) for brand in brands)
    above = {"grouping": "head", "local": "grouping"}
    for row in organisations():
        assert row["existence"] in CERTAINTIES
        if row["scale"] in above:
            assert by_slug[row["of"]]["scale"] == above[row["scale"]]
            assert row["attachment"] in CERTAINTIES
        if "alternative" in row:
            assert by_slug[row["alternative"]]["scale"] == "grouping"


def test_names_are_whole_and_in_french_typography():
    names = {row["code"]: row["name"] for row in table("epci")}
    assert names["242900660"] == "Communauté de communes du Pays Fouesnantais"
    assert names["243500139"] == "Rennes Métropole"
    assert not [name for name in names.values() if not re.match(r"Communauté |.+ Métropole$", name)]
    for file in ("communes", "epci", "departements", "territories"):
        assert not [row["name"] for row in table(file) if "'" in row["name"]]


@pytest.mark.parametrize("kind, part", LEVELS)
def test_every_outline_is_made_of_simple_rings_within_the_view_box(kind: str, part: str):
    _, _, width, height = outlines()["view_box"]
    for code, zone in zones(kind).items():
        for ring in rings(zone[part]):
            assert len(ring) >= 3 and doubled_area(ring) != 0, code
            assert len(set(ring)) == len(ring), f"{code} passes twice by one point"
            assert all(0 <= x <= width and 0 <= y <= height for x, y in ring), code
            assert not crossings(ring), code


def crossings(ring: Ring) -> list[Any]:
    """Pairs of edges that cross, found by a sweep along x."""
    found, active = [], []
    for edge in sorted((tuple(sorted(edge)) for edge in edges(ring)), key=lambda edge: edge[0][0]):
        active = [other for other in active if other[1][0] >= edge[0][0]]
        found += [(edge, other) for other in active if _cross(*edge, *other)]
        active.append(edge)
    return found


def _cross(a: Any, b: Any, c: Any, d: Any) -> bool:
    def side(p: Any, q: Any, r: Any) -> int:
        return (q[0] - p[0]) * (r[1] - p[1]) - (q[1] - p[1]) * (r[0] - p[0])

    return side(a, b, c) * side(a, b, d) < 0 and side(c, d, a) * side(c, d, b) < 0


@pytest.mark.parametrize("kind", ["strategic", "departements", "epci", "communes"])
def test_labels_stand_inside_and_boxes_fit(kind: str):
    for code, zone in zones(kind).items():
        drawn = rings(zone["path"])
        xs, ys = zip(*(point for ring in drawn for point in ring), strict=True)
        assert zone["box"] == [min(xs), min(ys), max(xs), max(ys)], code
        assert sum(_surrounds(ring, zone["label"]) for ring in drawn) % 2 == 1, code


def _surrounds(ring: Ring, point: list[int]) -> bool:
    x, y = point
    crossings = (
        (y1 > y) != (y2 > y) and x < (x2 - x1) * (y - y1) / (y2 - y1) + x1 for (x1, y1), (x2, y2) in edges(ring)
    )
    return sum(crossings) % 2 == 1


def test_outlines_and_tables_hold_the_same_zones():
    for kind, name, key in (
        ("communes", "communes", "code"),
        ("epci", "epci", "code"),
        ("departements", "departements", "code"),
        ("strategic", "territories", "slug"),
    ):
        assert set(zones(kind)) == {row[key] for row in table(name)}


def test_communes_tile_their_epci_exactly():
    epci_of = {row["code"]: row["epci_code"] for row in table("communes")}
    summed: Counter[str] = Counter()
    for code, zone in zones("communes").items():
        summed[epci_of[code]] += area(zone["path"])
    for code, zone in zones("epci").items():
        assert area(zone["detail"]) == summed[code], code


def test_territories_and_departements_cover_the_same_ground():
    strategic = sum(area(zone["path"]) for zone in zones("strategic").values())
    departements = sum(area(zone["path"]) for zone in zones("departements").values())
    epci = sum(area(zone["path"]) for zone in zones("epci").values())
    assert strategic == departements
    assert 0 < strategic - epci < strategic / 1000  # the islands in no EPCI


@pytest.mark.parametrize("kind, part", LEVELS)
def test_neighbours_share_their_borders_and_leave_no_hole(kind: str, part: str):
    """Borders walked both ways cancel out; what is left is the shore, and encloses no forgotten commune."""
    walked = Counter(edge for zone in zones(kind).values() for ring in rings(zone[part]) for edge in edges(ring))
    assert set(walked.values()) == {1}, "two zones overlap"
    shore = {a: b for (a, b) in walked if (b, a) not in walked}
    outside = sum(1 for (a, b) in walked if (b, a) not in walked)
    assert outside - len(shore) <= 30  # points where the shore touches itself
    unit_km2 = (outlines()["unit_m"] / 1000) ** 2
    turns = doubled_area(rings(zones(kind)[next(iter(zones(kind)))][part])[0]) > 0
    while shore:
        start, point = next(iter(shore.items()))
        ring = [start]
        del shore[start]
        while point in shore:
            ring.append(point)
            point = shore.pop(point)
        enclosed = doubled_area(ring) / 2 * unit_km2
        if (enclosed > 0) != turns:
            assert part == "icon" or abs(enclosed) < 5, "a hole the size of a commune"


def test_geometric_areas_are_those_of_the_outlines():
    square = outlines()["unit_m"] ** 2 / 1_000_000
    for row in table("departements"):
        drawn = area(zones("departements")[row["code"]]["path"]) / 2 * square
        assert drawn == pytest.approx(float(row["area_km2"]), rel=0.01)
    assert sum(float(row["area_km2"]) for row in table("communes")) == pytest.approx(27_473, rel=0.001)


def test_files_are_small():
    assert sum(file.stat().st_size for file in GEOGRAPHY.iterdir()) < 900_000
    limits = {("strategic", "path"): 27, ("strategic", "icon"): 5, ("epci", "path"): 55, ("communes", "path"): 450}
    for (kind, part), kilobytes in limits.items():
        assert sum(len(zone[part]) for zone in zones(kind).values()) < kilobytes * 1000, (kind, part)


def real_names(text: str) -> set[str]:
    bare = unicodedata.normalize("NFKD", text.replace("œ", "oe")).encode("ascii", "ignore").decode().lower()
    words = re.findall(r"[a-z0-9]+", bare)
    grams = {" ".join(words[i : i + n]) for n in range(1, 5) for i in range(len(words))}
    return {gram for gram in grams if hashlib.sha256(gram.encode()).hexdigest()[:16] in REAL_NAMES}


def test_no_existing_association_is_named():
    files = [*GEOGRAPHY.glob("*.tsv"), *GEOGRAPHY.glob("*.md"), BRETAGNE / "organisations.yaml"]
    assert {file.name: found for file in files if (found := real_names(file.read_text(encoding="utf-8")))} == {}
