"""The verbs of the legal life of associations: the day on which a local hands over (`handing`); articles of association,
drafted (`drafting`), then adopted or annulled (`adopting`)."""

from .adopting import Adopted, adopt_statutes, annul_statutes, attach_statutes
from .drafting import begin_statutes, drop_statutes, write_article, write_values
from .handing import DECIDES, decide_day, say_nothing, undo_day

__all__ = [
    "DECIDES",
    "Adopted",
    "adopt_statutes",
    "annul_statutes",
    "attach_statutes",
    "begin_statutes",
    "decide_day",
    "drop_statutes",
    "say_nothing",
    "undo_day",
    "write_article",
    "write_values",
]
