"""Questions about who is who. The number of queries never grows with the rows."""

from .finding import Found, Located, best, coverage_of, find, located, near, people, people_matching
from .land import Land, ZonePage, attachable, land_of, zone_page
from .merging import merged, stands_for, that_stand
from .organisations import (
    Sheet,
    directory_of,
    history,
    keeper_as_acted,
    keeper_of,
    members_of_no_reach,
    registered_by,
    sheet,
)
from .proposals import Proposal, federation_network, in_order, left_to_open, proposals
from .vocabulary import scale_word
from .whereabouts import Somewhere, Switcher, Whereabouts, known_whereabouts, network, whereabouts

__all__ = [
    "Found",
    "Land",
    "Located",
    "Proposal",
    "Sheet",
    "Somewhere",
    "Switcher",
    "Whereabouts",
    "ZonePage",
    "attachable",
    "best",
    "coverage_of",
    "directory_of",
    "federation_network",
    "find",
    "history",
    "in_order",
    "keeper_as_acted",
    "keeper_of",
    "known_whereabouts",
    "land_of",
    "left_to_open",
    "located",
    "members_of_no_reach",
    "merged",
    "near",
    "network",
    "people",
    "people_matching",
    "proposals",
    "registered_by",
    "scale_word",
    "sheet",
    "stands_for",
    "that_stand",
    "whereabouts",
    "zone_page",
]
