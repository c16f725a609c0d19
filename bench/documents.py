"""How long a paper takes: minutes of 30 resolutions and 200 people present, and beside it the floor, an empty page.

PYTHONPATH=src:. python bench/documents.py [rounds]
"""

import os
import statistics
import sys
import time
from collections.abc import Callable
from dataclasses import replace

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")


def measured(make: Callable[[int], bytes], rounds: int) -> tuple[float, float, float]:
    """Milliseconds: the first time, then the median and the longest of the next ones."""
    spent = []
    for number in range(rounds + 1):
        start = time.perf_counter()
        make(number)
        spent.append((time.perf_counter() - start) * 1000)
    return spent[0], statistics.median(spent[1:]), max(spent[1:])


def main() -> None:
    import django

    django.setup()
    import typst

    from kevread.documents.contracts import as_data
    from kevread.documents.rendering import STANDARDS, fonts, render
    from kevread.sittings.papers import Attendance, Point
    from tests.documents.lists import people
    from tests.documents.papers import ADOPTED, DEBATE, IN_COLLEGES, MADE_AT, MINUTES

    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 20

    def empty(number: int) -> bytes:
        """A page with one word, by the same standards; never twice the same, so that nothing is remembered."""
        source = f'#set document(title: "t")\n#set text(lang: "fr", font: "Literata")\nPage {number}'
        return typst.compile(
            source.encode(), font_paths=fonts(), ignore_system_fonts=True, format="pdf", pdf_standards=STANDARDS
        )

    def minutes(number: int) -> bytes:
        points = tuple(
            Point(number=str(n), title=f"Résolution {n}", debate=DEBATE, votes=(IN_COLLEGES if n % 3 else ADOPTED,))
            for n in range(1, 31)
        )
        there = Attendance(present=people(200), represented=people(12, "pouvoir donné à Anne Morvan"))
        paper = replace(MINUTES, chair=f"Présidence {number}", points=points, attendance=there)
        return render("minutes", as_data(paper), made_at=MADE_AT, number=1)

    for label, make in (("empty page", empty), ("minutes, 30 resolutions, 200 present", minutes)):
        first, median, longest = measured(make, rounds)
        print(
            f"{label}: first {first:.0f} ms, median {median:.0f} ms, longest {longest:.0f} ms ({len(make(-1))} bytes)"
        )


if __name__ == "__main__":
    main()
