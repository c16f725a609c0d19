"""From contours in degrees to one clean coverage on an integer grid, and its simplifications.

Everything is rounded to the grid *before* it is simplified: simplification only removes vertices, so that
neighbours still share theirs, and areas of parts add up to the area of the whole, exactly.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping

import numpy as np
import shapely
from pyproj import Transformer
from shapely.geometry import MultiPolygon, Polygon
from shapely.geometry.base import BaseGeometry

type Shapes = dict[str, BaseGeometry]

UNIT_M = 25
MARGIN = 40
HOLE_M2 = 1_000_000


def projection(centre: tuple[float, float]) -> str:
    """Equal-area, around this latitude and longitude: areas are true and north is up."""
    return f"+proj=laea +lat_0={centre[0]:g} +lon_0={centre[1]:g} +ellps=GRS80 +units=m"


def project(contours: Mapping[str, BaseGeometry], centre: tuple[float, float]) -> Shapes:
    """Metres, y upwards."""
    transform = Transformer.from_crs("EPSG:4326", projection(centre), always_xy=True).transform
    return {
        code: shapely.transform(shape, lambda xy: np.column_stack(transform(xy[:, 0], xy[:, 1])))
        for code, shape in contours.items()
    }


def fill_holes(shapes: Shapes, merged: Mapping[str, str], codes: Iterable[str]) -> Shapes:
    """Give each hole of the size of a commune to the merged commune that borders it; what is left, to the one that has no
    contour at all. Raises SystemExit for a hole of nobody, and for a commune of `codes` that is left without a contour."""
    filled, whole = dict(shapes), shapely.union_all(list(shapes.values()))
    holes = [Polygon(ring) for part in _parts(whole) for ring in part.interiors]
    holes = [hole for hole in holes if hole.area > HOLE_M2]
    lacking = sorted(set(codes) - set(shapes))
    if len(holes) != len(merged) + len(lacking):
        around = [[code for code, shape in sorted(shapes.items()) if shape.intersects(hole)] for hole in holes]
        raise SystemExit(
            f"{len(holes)} holes in the contours, {len(merged)} expected, and one for each commune without a contour "
            f"({', '.join(lacking) or 'none'}). Around them: {'; '.join(' '.join(codes) for codes in around)}."
        )
    given: list[str] = []
    for hole in holes:
        near = [code for code in sorted(set(merged.values())) if shapes[code].intersects(hole)]
        if not near and len(lacking) == 1:
            filled[lacking[0]] = _polygonal(hole)
            continue
        if len(near) != 1:
            raise SystemExit(f"A hole has {len(near)} merged communes around it, one expected.")
        filled[near[0]] = shapely.union_all([filled[near[0]], hole])
        given.extend(near)
    if sorted(given) != sorted(merged.values()):
        raise SystemExit(f"Holes were given to {given}, not to {sorted(merged.values())}.")
    return filled


def hectares(shapes: Mapping[str, BaseGeometry]) -> dict[str, int]:
    return {code: round(shape.area / 10_000) for code, shape in shapes.items()}


def to_grid(shapes: Shapes) -> tuple[Shapes, tuple[int, int]]:
    """The same, as a valid coverage on the integer grid, y downwards; and the size of the grid."""
    left, bottom, right, top = shapely.total_bounds(list(shapes.values()))
    codes = sorted(shapes)

    def onto(xy: np.ndarray) -> np.ndarray:
        return np.column_stack((xy[:, 0] - left, top - xy[:, 1])) / UNIT_M + MARGIN

    coverage = [shapely.make_valid(shapely.transform(shapes[code], onto)) for code in codes]
    for _ in range(20):
        rounded = [_polygonal(shapely.set_precision(shape, 1)) for shape in coverage]
        coverage = [_polygonal(s) for s in shapely.coverage_clean(rounded, gap_width=12)]
        if shapely.coverage_is_valid(coverage) and all(_is_integer(shape) for shape in coverage):
            break
    else:
        raise SystemExit("The coverage does not settle on the grid.")
    size = (math.ceil((right - left) / UNIT_M) + 2 * MARGIN, math.ceil((top - bottom) / UNIT_M) + 2 * MARGIN)
    return dict(zip(codes, coverage, strict=True)), size


def simplify(shapes: Shapes, tolerance: float, islet: float = 0) -> Shapes:
    """Fewer vertices, borders still shared; parts smaller than `islet` go, except the largest of a shape."""
    codes = sorted(shapes)
    kept = [_without_islets(shapes[code], islet) for code in codes]
    simplified = [_polygonal(s) for s in shapely.coverage_simplify(kept, tolerance)]
    if not (shapely.coverage_is_valid(simplified) and all(s.is_valid for s in simplified)):
        raise SystemExit("Simplification broke the coverage.")
    return dict(zip(codes, simplified, strict=True))


def merge(shapes: Mapping[str, BaseGeometry], groups: Mapping[str, Iterable[str]]) -> Shapes:
    return {
        group: _polygonal(shapely.coverage_union_all([shapes[code] for code in sorted(codes)]))
        for group, codes in groups.items()
    }


def label_point(shape: BaseGeometry) -> tuple[int, int]:
    """A grid point well inside the largest part."""
    largest = max(_parts(shape), key=lambda part: part.area)
    centre = shapely.maximum_inscribed_circle(largest, tolerance=2).coords[0]
    x, y = round(centre[0]), round(centre[1])
    near = sorted(((dx, dy) for dx in range(-3, 4) for dy in range(-3, 4)), key=lambda d: (d[0] ** 2 + d[1] ** 2, d))
    for dx, dy in near:
        if shapely.contains_xy(largest, x + dx, y + dy):
            return x + dx, y + dy
    raise SystemExit("A shape is too small to hold a point of the grid.")


def _parts(shape: BaseGeometry) -> list[Polygon]:
    return [part for part in shapely.get_parts(shape) if isinstance(part, Polygon)]


def _polygonal(shape: BaseGeometry) -> BaseGeometry:
    """The polygons of a geometry, in a stable order."""
    flat = shapely.get_parts(shapely.get_parts(shape))
    parts = [shapely.normalize(part) for part in flat if isinstance(part, Polygon) and not part.is_empty]
    parts.sort(key=lambda part: (-part.area, part.bounds))
    return MultiPolygon(parts)


def _without_islets(shape: BaseGeometry, islet: float) -> BaseGeometry:
    largest, *others = _parts(shape)
    return MultiPolygon([largest, *(part for part in others if part.area >= islet)])


def _is_integer(shape: BaseGeometry) -> bool:
    coordinates = shapely.get_coordinates(shape)
    return bool((coordinates == np.round(coordinates)).all())
