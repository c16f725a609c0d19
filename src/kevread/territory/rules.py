"""What a folder of geography says, checked line by line; and the arithmetic of the map. No database here."""

import csv
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from kevread.common.errors import Invalid
from kevread.common.reading import read_json

COMMUNE, EPCI, DEPARTEMENT, STRATEGIC = "commune", "epci", "departement", "strategic"
CERTAINTIES = ("documented", "deduced", "supposed")
OUTLINES = {COMMUNE: "communes", EPCI: "epci", DEPARTEMENT: "departements", STRATEGIC: "strategic"}

type Key = tuple[str, str]  # kind, code
type Box = tuple[int, int, int, int]  # x, y, width, height


def spoken(name: str, short: str) -> str:
    """A name as one says it: one that tells twice what it is, in its nature and then in its own words, is said by its short
    name.

    >>> spoken("Communauté d’agglomération Redon Agglomération", "Redon Agglomération")
    'Redon Agglomération'
    >>> spoken("Communauté de communes Haut-Léon Communauté", "Haut-Léon Communauté")
    'Haut-Léon Communauté'
    >>> spoken("Communauté de communes du Pays de Landivisiau", "Pays de Landivisiau")
    'Communauté de communes du Pays de Landivisiau'
    """
    nature = name.removesuffix(short) if name.endswith(short) else ""
    twice = set(re.findall(r"\w{4,}", nature.lower())) & set(re.findall(r"\w{4,}", short.lower()))
    return short if twice else name


@dataclass(frozen=True, slots=True)
class Land:
    """A zone as the files describe it."""

    kind: str
    code: str
    name: str
    short_name: str
    start: date
    outline: str
    icon: str
    label: tuple[int, int] | None
    box: str

    @property
    def key(self) -> Key:
        return self.kind, self.code


@dataclass(frozen=True, slots=True)
class Part:
    child: Key
    parent: Key
    start: date
    source: str
    certainty: str


@dataclass(frozen=True, slots=True)
class Measure:
    zone: Key
    measure: str
    value: int
    year: int
    source: str


@dataclass(slots=True)
class Geography:
    zones: dict[Key, Land] = field(default_factory=dict)
    parts: list[Part] = field(default_factory=list)
    figures: list[Measure] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a file, which can say where it stands."""

    file: str
    line: int
    values: dict[str, str]

    def wrong(self, sentence: str) -> Invalid:
        return Invalid(f"{self.file}:{self.line}", f"{self.file}, ligne {self.line} : {sentence}")

    def text(self, column: str) -> str:
        value = (self.values[column] or "").strip()
        if not value:
            raise self.wrong(f"la colonne « {column} » est vide.")
        return value

    def whole(self, column: str) -> int:
        value = self.text(column)
        if not value.isdecimal():
            raise self.wrong(f"« {value} », colonne « {column} », n’est pas un nombre entier.")
        return int(value)

    def hectares(self, column: str) -> int:
        try:
            return int(Decimal(self.text(column)) * 100)
        except InvalidOperation:
            raise self.wrong(f"« {self.values[column]} », colonne « {column} », n’est pas une surface.") from None

    def day(self, column: str) -> date:
        try:
            return date.fromisoformat(self.text(column))
        except ValueError:
            raise self.wrong(f"« {self.values[column]} » n’est pas une date, comme 2026-01-01.") from None

    def certainty(self, column: str) -> str:
        value = self.text(column)
        if value not in CERTAINTIES:
            raise self.wrong(f"« {value} » n’est pas un degré de certitude ({', '.join(CERTAINTIES)}).")
        return value


def read_table(folder: Path, name: str, *columns: str) -> Iterator[Row]:
    """The lines of a tab-separated file, once its columns are known to be there."""
    file = f"{name}.tsv"
    try:
        text = (folder / file).read_text(encoding="utf-8")
    except FileNotFoundError:
        raise Invalid(file, f"Le fichier {file} manque dans {folder.name}.") from None
    except UnicodeDecodeError:
        raise Invalid(file, f"{file} n’est pas écrit en UTF-8.") from None
    reader = csv.reader(text.splitlines(), delimiter="\t", quoting=csv.QUOTE_NONE)
    head = next(reader, [])
    if missing := [column for column in columns if column not in head]:
        raise Invalid(f"{file}:1", f"{file}, ligne 1 : il manque la colonne « {missing[0]} ».")
    for number, cells in enumerate(reader, start=2):
        if not cells:
            continue
        if len(cells) != len(head):
            raise Invalid(
                f"{file}:{number}",
                f"{file}, ligne {number} : {len(cells)} colonnes au lieu de {len(head)}.",
            )
        yield Row(file, number, dict(zip(head, cells, strict=True)))


def read_geography(folder: Path) -> Geography:
    """The whole folder, checked. Raises Invalid with the file and the line of the first fault."""
    drawn = read_json(folder / "outlines.json")
    sources = {row.text("about"): row for row in read_table(folder, "sources", "about", "year", "valid_from", "source")}
    for about in ("population", "area", "zone", "strategic", "attachment"):
        if about not in sources:
            raise Invalid("sources.tsv", f"sources.tsv : il manque la ligne « {about} ».")
    land = Geography()
    read_zones(folder, land, drawn, sources)
    read_memberships(folder, land)
    read_attachments(folder, land, sources["attachment"])
    check_drawn(land, drawn)
    return land


def read_zones(folder: Path, land: Geography, drawn: dict[str, Any], sources: dict[str, Row]) -> None:
    since = sources["zone"].day("valid_from")
    decided = sources["strategic"].day("valid_from")
    for row in read_table(folder, "territories", "slug", "name"):
        add_zone(land, drawn, row, STRATEGIC, row.text("slug"), decided)
    for row in read_table(folder, "departements", "code", "name"):
        add_zone(land, drawn, row, DEPARTEMENT, row.text("code"), since)
    columns: tuple[str, ...]
    columns = ("code", "name", "short_name", "region_communes", "total_communes", "total_population", "population_year")
    for row in read_table(folder, "epci", *columns):
        zone = add_zone(land, drawn, row, EPCI, row.text("code"), since)
        if row.whole("total_communes") != row.whole("region_communes"):
            year, source = row.whole("population_year"), sources["population"].text("source")
            land.figures.append(Measure(zone, "communes_whole", row.whole("total_communes"), since.year, source))
            land.figures.append(Measure(zone, "population_whole", row.whole("total_population"), year, source))
    columns = ("code", "name", "departement", "population", "population_year", "area_km2")
    for row in read_table(folder, "communes", *columns):
        zone = add_zone(land, drawn, row, COMMUNE, row.text("code"), since)
        departement = known(land, row, DEPARTEMENT, "departement")
        land.parts.append(Part(zone, departement, since, sources["zone"].text("source"), "documented"))
        population, area = sources["population"], sources["area"]
        year = row.whole("population_year")
        land.figures.append(Measure(zone, "population", row.whole("population"), year, population.text("source")))
        land.figures.append(Measure(zone, "area", row.hectares("area_km2"), area.whole("year"), area.text("source")))


def add_zone(land: Geography, drawn: dict[str, Any], row: Row, kind: str, code: str, start: date) -> Key:
    if (kind, code) in land.zones:
        raise row.wrong(f"le code {code} est écrit deux fois.")
    shape = drawn.get(OUTLINES[kind], {}).get(code, {})
    label = shape.get("label")
    land.zones[kind, code] = Land(
        kind=kind,
        code=code,
        name=row.text("name"),
        short_name=row.values.get("short_name", ""),
        start=start,
        outline=shape.get("path", ""),
        icon=shape.get("icon", ""),
        label=(int(label[0]), int(label[1])) if label else None,
        box=" ".join(str(number) for number in box_of(shape["box"])) if shape else "",
    )
    return kind, code


def known(land: Geography, row: Row, kind: str, column: str) -> Key:
    key = (kind, row.text(column))
    if key not in land.zones:
        raise row.wrong(f"le code {key[1]}, colonne « {column} », n’est dans aucun fichier.")
    return key


def read_memberships(folder: Path, land: Geography) -> None:
    """A commune lies in one EPCI at a time, since the date of the list: earlier is unknown, never backdated."""
    seen: set[Key] = set()
    for row in read_table(folder, "memberships", "commune_code", "epci_code", "valid_from", "source"):
        commune, epci = known(land, row, COMMUNE, "commune_code"), known(land, row, EPCI, "epci_code")
        once(seen, commune, row)
        land.parts.append(Part(commune, epci, row.day("valid_from"), row.text("source"), "documented"))


def read_attachments(folder: Path, land: Geography, source: Row) -> None:
    """Each EPCI, and each island in none, lies in a strategic territory."""
    seen: set[Key] = set()
    for name, kind, column in (("coverage", EPCI, "epci_code"), ("islands", COMMUNE, "commune_code")):
        for row in read_table(folder, name, column, "grouping_slug", "grouping_source", "note"):
            zone, territory = known(land, row, kind, column), known(land, row, STRATEGIC, "grouping_slug")
            once(seen, zone, row)
            said = with_note(source.text("source"), row.values["note"])
            land.parts.append(Part(zone, territory, source.day("valid_from"), said, row.certainty("grouping_source")))


def once(seen: set[Key], zone: Key, row: Row) -> None:
    if zone in seen:
        what = "l’intercommunalité" if zone[0] == EPCI else "la commune"
        raise row.wrong(f"{what} {zone[1]} est rattachée deux fois.")
    seen.add(zone)


def with_note(source: str, note: str) -> str:
    """
    >>> with_note("Déduit du périmètre du pays", "Déduit du périmètre du pays ; nom à confirmer")
    'Déduit du périmètre du pays ; nom à confirmer'
    >>> with_note("Supposé", "Île"), with_note("Supposé", "")
    ('Supposé (Île)', 'Supposé')
    """
    if note.startswith(source):
        return note
    return f"{source} ({note})" if note else source


def check_drawn(land: Geography, drawn: dict[str, Any]) -> None:
    for kind, name in OUTLINES.items():
        if strangers := sorted(set(drawn.get(name, {})) - {code for k, code in land.zones if k == kind}):
            raise Invalid("outlines.json", f"outlines.json : {name} {strangers[0]} n’est dans aucun fichier.")


# The map.


def box_of(corners: list[int]) -> Box:
    """
    >>> box_of([10, 20, 110, 70])
    (10, 20, 100, 50)
    """
    left, top, right, bottom = corners
    return left, top, right - left, bottom - top


def parse_box(text: str) -> Box:
    x, y, width, height = (int(number) for number in text.split())
    return x, y, width, height


def view_around(boxes: Iterable[str], margin: float = 0.04) -> Box:
    """The view that shows these boxes, with some sea around. Whole numbers, so that no comma enters the SVG.

    >>> view_around(["0 0 100 50", "100 50 100 50"])
    (-8, -8, 216, 116)
    """
    found = [parse_box(box) for box in boxes if box]
    if not found:
        return 0, 0, 100, 60
    left, top = min(box[0] for box in found), min(box[1] for box in found)
    right, bottom = max(box[0] + box[2] for box in found), max(box[1] + box[3] for box in found)
    edge = int(max(right - left, bottom - top) * margin)
    return left - edge, top - edge, right - left + 2 * edge, bottom - top + 2 * edge


@dataclass(frozen=True, slots=True)
class Label:
    """A name on the map, in lines. Whole or absent: it never runs over a neighbour."""

    x: int
    lines: list[tuple[int, str]]  # y, text


def labels_in(zones: Iterable[tuple[str, tuple[int, int], Box]], size: int) -> list[Label]:
    """The names that find room, in the order given: each in its zone, and none over one already written."""
    written: list[Box] = []
    labels = []
    for name, at, box in zones:
        label = label_in(name, at, box, size)
        if label is None:
            continue
        width = int(max(len(text) for _, text in label.lines) * size * LETTER)
        top = label.lines[0][0] - size
        frame = (label.x - width // 2, top, width, label.lines[-1][0] + size // 3 - top)
        if not any(meet(frame, other) for other in written):
            written.append(frame)
            labels.append(label)
    return labels


LETTER = 0.6  # the mean width of a letter, in heights of a letter


def meet(one: Box, other: Box) -> bool:
    return (
        one[0] < other[0] + other[2]
        and other[0] < one[0] + one[2]
        and one[1] < other[1] + other[3]
        and other[1] < one[1] + one[3]
    )


def label_in(name: str, at: tuple[int, int], box: Box, size: int) -> Label | None:
    """The name in the zone, if it fits there in three lines at most.

    >>> label_in("ESS Armor", (50, 50), (0, 0, 100, 100), 10)
    Label(x=50, lines=[(53, 'ESS Armor')])
    >>> label_in("Golfe du Morbihan", (50, 50), (10, 0, 80, 100), 10)
    Label(x=50, lines=[(47, 'Golfe du'), (60, 'Morbihan')])
    >>> label_in("Golfe du Morbihan", (50, 50), (35, 0, 30, 100), 10)
    """
    x, y = at
    room = 2 * min(x - box[0], box[0] + box[2] - x)
    lines: list[str] = [""]
    for word in name.split():
        longer = f"{lines[-1]} {word}".strip()
        if len(longer) * size * LETTER <= room:
            lines[-1] = longer
        else:
            lines.append(word)
    lines = [line for line in lines if line]
    step = size * 13 // 10
    height = 2 * min(y - box[1], box[1] + box[3] - y)
    if len(lines) > 3 or len(lines) * step > height or any(len(line) * size * LETTER > room for line in lines):
        return None
    top = y + size // 3 - step * (len(lines) - 1) // 2
    return Label(x, [(top + number * step, line) for number, line in enumerate(lines)])
