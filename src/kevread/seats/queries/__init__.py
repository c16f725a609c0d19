"""Questions about seats that cross several models. The number of queries never grows with the rows.

`actors`: who acts, with which rights. `places`: what a seat holds, who may hold it. `access`: who can see what, and why.
"""

from .access import Viewer, who_sees, who_sees_person
from .actors import actor_of
from .places import Opening, eligible, openings, representable

__all__ = ["Opening", "Viewer", "actor_of", "eligible", "openings", "representable", "who_sees", "who_sees_person"]
