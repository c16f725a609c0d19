"""Draw the committed outlines as SVG files, for the eye: python preview.py FEDERATION FOLDER."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

FEDERATIONS = Path(__file__).resolve().parents[2] / "federations"
HUES = ("#7fa8c9", "#d9a566", "#8fb98a", "#b79cc4", "#d98f86")


def main(federation: str, folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    data = json.loads((FEDERATIONS / federation / "geography" / "outlines.json").read_text(encoding="utf-8"))
    for name, kind, part in (
        ("strategic", "strategic", "path"),
        ("icon", "strategic", "icon"),
        ("departements", "departements", "path"),
        ("epci", "epci", "path"),
        ("epci-detail", "epci", "detail"),
        ("communes", "communes", "path"),
    ):
        (folder / f"{name}.svg").write_text(drawing(data["view_box"], data[kind], part), encoding="utf-8")


def drawing(view_box: list[int], zones: dict[str, dict[str, Any]], part: str) -> str:
    x, y, width, height = view_box
    shapes = "".join(
        f'<path d="{zone[part]}" fill="{HUES[index % len(HUES)]}"/>'
        f'<circle cx="{zone["label"][0]}" cy="{zone["label"][1]}" r="12" fill="#17212B" stroke="none"/>'
        for index, zone in enumerate(zones.values())
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{x} {y} {width} {height}" fill-rule="evenodd" '
        f'stroke="#17212B" stroke-width="6" stroke-linejoin="round">'
        f'<rect width="{width}" height="{height}" fill="#FBFAF6" stroke="none"/>{shapes}</svg>'
    )


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
