"""The verbs of accounts: a file is read, kept or given up, annulled; what its accounts mean is said; a budget is prepared,
fixed, corrected; cash is stated."""

from .bringing import Faulty, drop, keep, read, undo
from .budgeting import FaultyTable, as_typed, drop_budget, prepare_budget, rewrite_budget, undo_budget, vote_budget
from .cash import add_cash, remove_cash, state_cash, undo_cash
from .meaning import close_code, end_passage, freeze_keys, open_code, set_key, set_passage, set_passages
from .times import say_time

__all__ = [
    "Faulty",
    "FaultyTable",
    "add_cash",
    "as_typed",
    "close_code",
    "drop",
    "drop_budget",
    "end_passage",
    "freeze_keys",
    "keep",
    "open_code",
    "prepare_budget",
    "read",
    "remove_cash",
    "rewrite_budget",
    "say_time",
    "set_key",
    "set_passage",
    "set_passages",
    "state_cash",
    "undo",
    "undo_budget",
    "undo_cash",
    "vote_budget",
]
