"""Names of a hemicycle are whole, inside the drawing and never on one another, from six places to forty."""

import pytest

from kevread.ui.hemicycle import LETTER, LINE, WIDTH, Sector, Spot, Text, draw

NAMES = ("Marie-Bernadette Le Menezour-Kerdoncuff", "Yves Le Bihan", "Hippolyte Coatvéden", "Ana Roux")


def sectors(places: int, apart: int) -> list[Sector]:
    """So many places, shared among so many sectors, with a post here and there."""
    spots = [Spot("held", NAMES[n % 4], "Vice-présidence" if n % 5 == 0 else "", "AB") for n in range(places)]
    cut = [spots[n * places // apart : (n + 1) * places // apart] for n in range(apart)]
    return [Sector("ESS pays des Vallons de Vilaine"[: 9 + 3 * n], tuple(some)) for n, some in enumerate(cut)]


def box(text: Text) -> tuple[float, float, float, float]:
    """Left, right, top, bottom, by a letter as wide as they are on average."""
    wide = LETTER * max(len(words) for _, words, _ in text.lines)
    x, heights = float(text.x), [float(y) for y, _, _ in text.lines]
    left = {"start": x, "end": x - wide, "middle": x - wide / 2}[text.anchor]
    return left, left + wide, min(heights) - 11, max(heights) + 3


def cross(one: Text, other: Text) -> bool:
    a, b = box(one), box(other)
    return a[0] < b[1] and b[0] < a[1] and a[2] < b[3] and b[2] < a[3]


@pytest.mark.parametrize("places", [6, 7, 14, 17, 22, 31, 40])
@pytest.mark.parametrize("apart", [1, 3, 7, 8, 12])
def test_names_are_whole_and_never_on_one_another(places, apart):
    if apart > places:
        return
    drawing = draw(sectors(places, apart))
    assert len(drawing.discs) == places
    for disc in drawing.discs:
        assert " ".join(words for _, words, of in disc.text.lines if of == "name") == disc.spot.name
    words = [disc.text for disc in drawing.discs] + list(drawing.sectors)
    assert not [(one, other) for n, one in enumerate(words) for other in words[n + 1 :] if cross(one, other)]
    assert all(box(text)[0] >= -WIDTH / 2 and box(text)[1] <= WIDTH / 2 for text in words)
    top = float(drawing.box.split()[1])
    assert all(box(text)[2] >= top for text in words)


@pytest.mark.parametrize("places", [6, 14, 40])
def test_no_name_is_written_on_a_disc_and_no_disc_on_another(places):
    drawing = draw(sectors(places, 6))
    radius = float(drawing.radius)
    discs = [(float(disc.x), float(disc.y)) for disc in drawing.discs]
    for disc in drawing.discs:
        left, right, high, low = box(disc.text)
        for x, y in discs:
            near = (min(max(x, left), right) - x, min(max(y, high), low) - y)
            assert near[0] ** 2 + near[1] ** 2 > (radius - 3) ** 2
    pairs = [(a, b) for n, a in enumerate(discs) for b in discs[n + 1 :]]
    assert all((a[0] - b[0]) ** 2 + (a[1] - b[1]) ** 2 >= (2 * radius) ** 2 for a, b in pairs)


def test_sectors_keep_their_order_from_left_to_right():
    drawing = draw(sectors(14, 7))
    xs = [float(disc.x) for disc in drawing.discs]
    assert xs == sorted(xs)
    assert [len(drawing.sectors), len(draw(sectors(14, 9)).sectors)] == [7, 0]
    assert any(of == "share" for disc in draw(sectors(14, 9)).discs for _, _, of in disc.text.lines)
    assert LINE > 14  # the letters of the sheet
