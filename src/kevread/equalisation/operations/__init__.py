"""The verbs of the fund."""

from .preparing import abandon, add_resource, collect, enter_measure, freeze, open_round, remove_resource, set_reserve
from .scenarios import drop_scenario, keep_scenario

__all__ = [
    "abandon",
    "add_resource",
    "collect",
    "drop_scenario",
    "enter_measure",
    "freeze",
    "keep_scenario",
    "open_round",
    "remove_resource",
    "set_reserve",
]
