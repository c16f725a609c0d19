"""The three families, cut to what French needs and packed for the web. The packages hold them whole, for the PDFs."""

import json
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass
from hashlib import sha256
from importlib.metadata import version
from importlib.util import find_spec
from itertools import pairwise
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any

LETTERS = "".join(map(chr, [*range(0x20, 0x7F), *range(0xA0, 0x100)]))
BEYOND = "ŒœŸ–—‘’‚“”„•…‰‹›€−×≤≥≠←↑→↓↗ \u2009\u202f"
THIN, NARROW, NARROW_WIDTH = 0x2009, 0x202F, 0.17
FEATURES = ["kern", "liga", "locl", "mark", "ccmp", "tnum", "lnum", "onum", "pnum", "sups", "case"]


@dataclass(frozen=True, slots=True)
class Cut:
    """One file to make: from which package and file, on which axes, under which name."""

    package: str
    file: str
    name: str
    axes: dict[str, float | tuple[float, float]]

    @property
    def folder(self) -> Path:
        spec = find_spec(self.package)
        if spec is None or spec.origin is None:
            raise FileNotFoundError(f"Le paquet {self.package} n’est pas installé.")
        return Path(spec.origin).parent


CUTS = (
    Cut("fontpkg_literata", "Literata[opsz,wght].ttf", "literata", {"opsz": 14, "wght": (400, 600)}),
    Cut("fontpkg_literata", "Literata-Italic[opsz,wght].ttf", "literata-italic", {"opsz": 14, "wght": (400, 600)}),
    Cut("fontpkg_atkinson_hyperlegible", "AtkinsonHyperlegible-Regular.ttf", "atkinson", {}),
    Cut("fontpkg_atkinson_hyperlegible", "AtkinsonHyperlegible-Bold.ttf", "atkinson-bold", {}),
    Cut(
        "fontpkg_bricolage_grotesque",
        "BricolageGrotesque[opsz,wdth,wght].ttf",
        "bricolage",
        {"opsz": 36, "wdth": 100, "wght": 700},
    ),
)


def recipe() -> str:
    """What the files depend on: these cuts, this module, the versions of the packages."""
    packages = {cut.package.replace("_", "-") for cut in CUTS} | {"fonttools"}
    parts = [Path(__file__).read_text(), *(f"{name} {version(name)}" for name in sorted(packages))]
    return sha256("\n".join(parts).encode()).hexdigest()


def make(folder: Path) -> bool:
    """Write the files and their licences into `folder`; False when what is there is already right."""
    note = folder / "recipe.json"
    names = [f"{cut.name}.woff2" for cut in CUTS]
    if _read(note) == recipe() and all((folder / name).exists() for name in names):
        return False
    folder.mkdir(parents=True, exist_ok=True)
    for cut in CUTS:
        _write(folder / f"{cut.name}.woff2", pack(cut))
        _write(folder / f"{cut.package.removeprefix('fontpkg_')}-OFL.txt", (cut.folder / "LICENSE").read_bytes())
    _write(note, json.dumps({"recipe": recipe()}).encode())
    return True


def pack(cut: Cut) -> bytes:
    """The WOFF2 of one cut: fewer letters first, then fewer axes, which is quicker than the other way round."""
    from fontTools import subset
    from fontTools.varLib.instancer import instantiateVariableFont

    options = subset.Options(layout_features=FEATURES, hinting=False, flavor="woff2", notdef_outline=True)
    with (
        subset.load_font(str(cut.folder / "files" / cut.file), options) as font,
        NamedTemporaryFile(suffix=".woff2") as file,
    ):
        give_narrow_space(font)
        give_plain_zero(font)
        cutter = subset.Subsetter(options)
        cutter.populate(text=LETTERS + BEYOND)
        cutter.subset(font)
        if cut.axes:
            instantiateVariableFont(font, cut.axes, inplace=True)
        font.flavor = "woff2"
        font.save(file.name)
        return Path(file.name).read_bytes()


def give_narrow_space(font: Any) -> None:
    """French numbers and punctuation need U+202F, wide enough to part « 1 202 ». A font that lacks it is given one."""
    names = font.getBestCmap()
    if NARROW in names:
        return
    thin = names.get(THIN, "uni202F")
    if thin not in font.getGlyphOrder():
        font.setGlyphOrder([*font.getGlyphOrder(), thin])
        font["glyf"][thin] = deepcopy(font["glyf"]["space"])
    font["hmtx"][thin] = (round(font["head"].unitsPerEm * NARROW_WIDTH), 0)
    for table in font["cmap"].tables:
        if table.isUnicode():
            table.cmap[NARROW] = thin


def give_plain_zero(font: Any) -> None:
    """A zero that a stroke crosses reads as a code, or as a letter, in a date or an hour: the two halves that the stroke parts
    become the one hollow that they were cut from. Of a family whose zero is plain, nothing changes."""
    from fontTools.ttLib.tables._g_l_y_f import GlyphCoordinates

    zero = font["glyf"][font.getBestCmap()[ord("0")]]
    if zero.numberOfContours != 3:
        return
    points, ends, flags = zero.coordinates, zero.endPtsOfContours, zero.flags
    upper, lower = (list(points[start + 1 : end + 1]) for start, end in pairwise(ends))
    right = upper[2:6]  # a quarter of it, from the side to the top
    left = [*lower[-3:], lower[0]]  # and from the other side to the foot
    across = 2 * right[-1][0]
    quarters = [
        [(across - x, y) for x, y in reversed(left)],
        right,
        [(across - x, y) for x, y in reversed(right)],
        left,
    ]
    hollow = [point for quarter in quarters for point in quarter[:-1]]
    outer = ends[0] + 1
    zero.coordinates = GlyphCoordinates([*points[:outer], *hollow])
    zero.flags = bytearray([*flags[:outer], *[1, 0, 0] * 4])
    zero.endPtsOfContours = [ends[0], outer + len(hollow) - 1]
    zero.numberOfContours = 2


def sizes(folder: Path) -> Iterator[tuple[str, int]]:
    for cut in CUTS:
        yield cut.name, (folder / f"{cut.name}.woff2").stat().st_size


def _read(note: Path) -> str:
    try:
        return json.loads(note.read_text()).get("recipe", "")
    except (OSError, ValueError):
        return ""


def _write(path: Path, content: bytes) -> None:
    """Whole or not at all: a run that was cut short leaves no half file behind."""
    part = path.with_suffix(".part")
    part.write_bytes(content)
    part.replace(path)
