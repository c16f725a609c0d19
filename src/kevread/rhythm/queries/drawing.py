"""The year of a body as it is drawn: one mark for each month, with its words."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Any

from kevread.common.periods import MONTHS, day_in_words
from kevread.rhythm.papers import Holidays
from kevread.rhythm.queries.calendar import Rhythm
from kevread.rhythm.rules.cadence import Month, month_end
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
    """One mark for each month. What is still to be planned has its marks, where no month in particular waits for it too."""
    seen = rhythm.tally.seen
    marks = []
    somewhere = months_to_plan(rhythm)
    for n, told in enumerate(rhythm.tally.months):
        state = Month.TO_PLAN if n + 1 in somewhere else told
        which = ", ce mois-ci ou un autre" if n + 1 in somewhere else ""
        number = sum(day.month == n + 1 for day in (*seen.held, *seen.planned))
        many = f", {counted(number, 'réunion')}" if number > 1 else ""
        marks.append(
            {
                "x": n * STEP + 7,
                "letter": MONTHS[n][0].upper(),
                "state": state.value,
                "number": number if number > 1 else "",
                "says": f"{MONTHS[n]} : {WORDS[state]}{which}{many}",
            }
        )
    return marks


def months_to_plan(rhythm: Rhythm) -> set[int]:
    """Where the drawing puts the meetings that a year asks for and that have no date: spread over the months to come in which
    nothing is expected."""
    tally = rhythm.tally
    if tally.cadence.per_month_min is not None:
        return set()  # its months say it themselves
    seen, free = tally.seen, []
    for month, state in enumerate(tally.months, start=1):
        if state is Month.FREE and month_end(seen.year, month) > seen.on:
            free.append(month)
    return set(spread(free, rhythm.to_plan))


def spread(months: Sequence[int], number: int) -> list[int]:
    """So many of these months, as far from one another as they may be.

    >>> spread(range(1, 13), 4), spread([11, 12], 1), spread([12], 3), spread([], 2)
    ([2, 5, 8, 11], [12], [12], [])
    """
    number = min(number, len(months))
    return [months[(2 * place + 1) * len(months) // (2 * number)] for place in range(number)]


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
