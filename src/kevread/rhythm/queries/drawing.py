"""The year of a body as it is drawn: one mark for each month, with its words."""

from typing import Any

from kevread.common.periods import MONTHS
from kevread.rhythm.queries.calendar import Rhythm
from kevread.rhythm.rules.cadence import Month
from kevread.ui.words import counted

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
