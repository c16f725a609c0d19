"""The verbs of the legal life of associations: the day on which a local hands over (`handing`); articles of association,
drafted (`drafting`), or taken from a file (`taking`), then adopted or annulled (`adopting`)."""

from .adopting import Adopted, adopt_statutes, annul_statutes, attach_statutes
from .drafting import add_article, begin_statutes, drop_statutes, write_article, write_values
from .handing import DECIDES, decide_day, keep_day, say_nothing, undo_day
from .taking import take_file

__all__ = [
    "DECIDES",
    "Adopted",
    "add_article",
    "adopt_statutes",
    "annul_statutes",
    "attach_statutes",
    "begin_statutes",
    "decide_day",
    "drop_statutes",
    "keep_day",
    "say_nothing",
    "take_file",
    "undo_day",
    "write_article",
    "write_values",
]
