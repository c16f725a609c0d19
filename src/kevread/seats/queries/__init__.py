"""Questions about seats that cross several models. The number of queries never grows with the rows.

`actors`: who acts, with which rights. `places`: who may hold a seat. `composition`: who holds it, what is vacant.
`access`: who can see what, and why.
"""

from .access import Viewer, who_sees, who_sees_person
from .actors import actor_of, known_actor
from .as_acted import writing_actor
from .composition import openings_of
from .places import Opening, eligible, representable

__all__ = [
    "Opening",
    "Viewer",
    "actor_of",
    "eligible",
    "known_actor",
    "openings_of",
    "representable",
    "who_sees",
    "who_sees_person",
    "writing_actor",
]
