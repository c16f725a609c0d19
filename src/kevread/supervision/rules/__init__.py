"""Pure decisions about two lines of authority. `acts`: what each line does of each act, as a federation writes it. `lines`:
which are the two lines of somebody, and what each is asked. `days`: what is due, and what is late."""

from .acts import EMPLOYER, PERSON, POLE, Act, Acts, Share
from .days import due_on, hours_left, last_day
from .lines import Held, Lines, Side, deciders, heard_too, lines_of, own_side, shared_out, sides_of, unsaid

__all__ = [
    "EMPLOYER",
    "PERSON",
    "POLE",
    "Act",
    "Acts",
    "Held",
    "Lines",
    "Share",
    "Side",
    "deciders",
    "due_on",
    "heard_too",
    "hours_left",
    "last_day",
    "lines_of",
    "own_side",
    "shared_out",
    "sides_of",
    "unsaid",
]
