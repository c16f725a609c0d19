"""The year of a body as it is drawn: one mark for each month, with its words."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from kevread.common.periods import MONTHS, day_in_words
from kevread.rhythm.papers import Holidays
from kevread.rhythm.queries.calendar import Rhythm
from kevread.rhythm.rules.cadence import Month
from kevread.ui.words import counted, svg

WORDS = {
    Month.HELD: "tenue",
    Month.PLANNED: "planifiée",
    Month.MISSING: "manque",
    Month.TO_PLAN: "à planifier",
    Month.OFF: "sans réunion, c’est admis",
    Month.FREE: "aucune",
    Month.UNWATCHED: "non suivi",
}
STEP = 15  # from one month to the next, in the drawing


def drawn(rhythm: Rhythm) -> list[dict[str, Any]]:
    """One mark for each month."""
    seen = rhythm.tally.seen
    marks = []
    for n, state in enumerate(rhythm.tally.months):
        number = sum(day.month == n + 1 for day in (*seen.held, *seen.planned))
        many = f", {counted(number, 'réunion')}" if number > 1 else ""
        marks.append(
            {
                "x": n * STEP + 7,
                "letter": MONTHS[n][0].upper(),
                "state": state.value,
                "number": number if number > 1 else "",
                "says": f"{MONTHS[n]} : {WORDS[state]}{many}",
            }
        )
    return marks


def bands(holidays: Iterable[Holidays]) -> list[dict[str, str]]:
    """School holidays on the months of the same drawing, each with its words."""

    def at(day: date) -> float:
        last = (date(day.year + day.month // 12, day.month % 12 + 1, 1) - timedelta(days=1)).day
        return STEP * (day.month - 1 + (day.day - 1) / last)

    found = []
    for one in holidays:
        start, end = at(one.first), at(one.last) + STEP / 31
        said = f"{one.name}, du {day_in_words(one.first)} au {day_in_words(one.last)}"
        found.append({"x": svg(start), "width": svg(end - start), "says": said})
    return found
