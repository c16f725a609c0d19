"""The arithmetic of a hemicycle: one disc a place, sector by sector, names outside the arc and sectors inside. Pure.

Names are whole and never on one another, whatever their number: on each side they keep their order and are pushed upwards,
away from the arc, along the ray of their place.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import cos, pi, radians, sin, sqrt, tan
from textwrap import wrap

from .words import svg

WIDTH, RADIUS, LINE = 820, 236, 17
DISC, LETTERS = 17, 12  # the radius of a disc at most, and that below which no initial is written in it
GAP = 0.7  # between two sectors, in discs
MIDDLE = 8  # degrees from the top within which a sector is that of the middle
ASIDE, WITHIN = 20, 14  # letters on a line, outside and inside the arc
LETTER = 7  # how wide a letter is, about
SECTORS_WITHIN = 8  # as many as can be named inside; the others are named above the highest of their places
BELOW = 34


@dataclass(frozen=True, slots=True)
class Spot:
    """A place. `kind`: held, post, free, or beyond the number of places; `ours`: of who reads; `url`, `says`: where one acts
    on it, and in what words a reader of screens hears that."""

    kind: str
    name: str
    role: str = ""
    initials: str = ""
    ours: bool = False
    url: str = ""
    says: str = ""


@dataclass(frozen=True, slots=True)
class Sector:
    label: str
    spots: tuple[Spot, ...]


@dataclass(frozen=True, slots=True)
class Text:
    """Lines of letters: where the first one stands, and the side on which they are."""

    x: str
    anchor: str
    lines: tuple[tuple[str, str, str], ...]  # (y, words, « name », « role » or « share »)


@dataclass(frozen=True, slots=True)
class Disc:
    spot: Spot
    x: str
    y: str
    text: Text
    leader: str  # the line from a disc to a name that was pushed away; empty: beside it


@dataclass(frozen=True, slots=True)
class Drawing:
    box: str
    arc: str
    radius: str
    lettered: bool
    discs: tuple[Disc, ...]
    sectors: tuple[Text, ...]


def draw(sectors: Sequence[Sector]) -> Drawing:
    """
    >>> drawing = draw([Sector("Ouest", (Spot("held", "Nadège Trévélou"),)), Sector("Est", (Spot("free", "Libre"),))])
    >>> [(disc.text.anchor, disc.leader) for disc in drawing.discs], len(drawing.sectors)
    ([('end', ''), ('start', '')], 2)
    """
    many = sum(len(sector.spots) for sector in sectors)
    slots = many + GAP * (len(sectors) - 1)
    radius = min(DISC, pi * RADIUS / slots / 2 - 1.5)
    within = len(sectors) <= SECTORS_WITHIN
    spots: list[tuple[Spot, float, str]] = []
    labels: list[tuple[str, float]] = []
    slot = 0.0
    for sector in sectors:
        angles = [180 - 180 * (slot + n + 0.5) / slots for n in range(len(sector.spots))]
        highest = min(angles, key=lambda angle: abs(angle - 90))
        spots += [
            (spot, angle, "" if within or angle != highest else sector.label)
            for spot, angle in zip(sector.spots, angles, strict=True)
        ]
        labels.append((sector.label, sum(angles) / len(angles)))
        slot += len(sector.spots) + GAP
    left = outside([one for one in spots if one[1] > 90], radius)
    right = outside([one for one in reversed(spots) if one[1] <= 90], radius)
    discs = [*left, *reversed(right)]
    top = max([RADIUS + DISC] + [height for _, height in discs]) + 8
    edge = RADIUS - radius - 6
    return Drawing(
        box=f"{-WIDTH // 2} {svg(-top)} {WIDTH} {svg(top + BELOW)}",
        arc=f"M-{svg(edge)} 0A{svg(edge)} {svg(edge)} 0 0 1 {svg(edge)} 0",
        radius=svg(radius),
        lettered=radius >= LETTERS,
        discs=tuple(disc for disc, _ in discs),
        sectors=tuple(inside(labels, edge - 10)) if within else (),
    )


def outside(spots: Sequence[tuple[Spot, float, str]], radius: float) -> list[tuple[Disc, float]]:
    """The discs of one side, the lowest first, and how high the words of each reach."""
    beside = RADIUS + radius + 8
    found = []
    floor = float("-inf")
    for spot, angle, share in spots:
        side = 1 if angle <= 90 else -1
        turned = radians(min(angle, 180 - angle))
        written = [(line, "share") for line in lines_of(share, ASIDE)]
        written += [(line, "name") for line in lines_of(spot.name, ASIDE)]
        written += [(line, "role") for line in lines_of(spot.role, ASIDE)]
        height = LINE * len(written)
        wished = (beside + height / 2 - 9) * sin(turned)
        middle = max(wished, floor + height / 2)
        floor = middle + height / 2 + 3
        pushed = middle - wished > radius / 2
        x = min(middle / tan(turned), RADIUS + radius + 12) if pushed else beside * cos(turned)
        text = Text(
            x=svg(side * (x + (6 if pushed else 0))),
            anchor="start" if side > 0 else "end",
            lines=set_from(-middle - height / 2 + 13, written),
        )
        edge = RADIUS + radius + 3
        leader = f"M{svg(side * edge * cos(turned))} {svg(-edge * sin(turned))}L{svg(side * x)} {svg(-middle)}"
        disc = Disc(
            spot=spot,
            x=svg(side * RADIUS * cos(turned)),
            y=svg(-RADIUS * sin(turned)),
            text=text,
            leader=leader if pushed else "",
        )
        found.append((disc, middle + height / 2))
    return found


def inside(labels: Sequence[tuple[str, float]], radius: float) -> list[Text]:
    """The names of sectors inside the arc, each before its middle; on each side, the highest first, each below the other."""
    found = []
    for side in (-1, 1):
        mine = [
            (label, radians(min(angle, 180 - angle))) for label, angle in labels if (1 if angle <= 90 else -1) == side
        ]
        ceiling = radius
        for label, turned in sorted(mine, key=lambda one: -one[1]):
            lines = lines_of(label, WITHIN)
            height = LINE * len(lines)
            middle = min(radius * sin(turned), ceiling - height / 2)
            ceiling = middle - height / 2
            # Inside the arc at its own highest line, and on its own side of the middle.
            x = min(radius * cos(turned), sqrt(max(0.0, radius**2 - (middle + height / 2 - 6) ** 2)))
            wide = LETTER * max(map(len, lines), default=0)
            across = x - wide < 5
            text = Text(
                x=svg(side * 5 if across else side * x),
                anchor="start" if across == (side > 0) else "end",
                lines=set_from(-middle - height / 2 + 13, [(line, "share") for line in lines]),
            )
            found.append(text)
    return found


def set_from(first: float, written: Sequence[tuple[str, str]]) -> tuple[tuple[str, str, str], ...]:
    return tuple((svg(first + LINE * n), line, of) for n, (line, of) in enumerate(written))


def lines_of(text: str, letters: int) -> list[str]:
    """
    >>> lines_of("ESS pays des Vallons de Vilaine", 14)
    ['ESS pays des', 'Vallons de', 'Vilaine']
    """
    return wrap(text, letters, break_long_words=False, break_on_hyphens=False)
