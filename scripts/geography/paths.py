"""Integer polygons as the shortest SVG path: one absolute move a ring, then relative lines."""

from __future__ import annotations

import shapely
from shapely.geometry import Polygon
from shapely.geometry.base import BaseGeometry


def path(shape: BaseGeometry) -> str:
    parts = (part for part in shapely.get_parts(shape) if isinstance(part, Polygon))
    return "".join(_ring(ring.coords) for part in parts for ring in (part.exterior, *part.interiors))


def box(shape: BaseGeometry) -> list[int]:
    return [int(value) for value in shape.bounds]


def _ring(coordinates: shapely.coords.CoordinateSequence) -> str:
    points = [(int(x), int(y)) for x, y in coordinates[:-1]]
    (x, y), text = points[0], "M" + _pair(*points[0])
    lines = ""
    for nx, ny in points[1:]:
        step = _pair(nx - x, ny - y)
        lines += step if not lines or step.startswith("-") else " " + step
        x, y = nx, ny
    return f"{text}l{lines}z"


def _pair(x: int, y: int) -> str:
    """
    >>> _pair(3, -4), _pair(3, 4)
    ('3-4', '3 4')
    """
    return f"{x}{y}" if y < 0 else f"{x} {y}"
