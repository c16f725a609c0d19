"""The verbs of imports: a file is deposited, matched, rehearsed, committed, undone; two records are one."""

from .asking import ask_commit, commit_asked, decide
from .committing import (
    File,
    Outcome,
    abandon,
    commit,
    commit_deposit,
    deposit,
    file_of,
    match,
    planned,
    rehearse,
    said_of,
)
from .merging import merge, pair, require_one, tell_apart, undo_merge
from .undoing import undo, what_rests_on
from .writing import Refusal, Written

__all__ = [
    "File",
    "Outcome",
    "Refusal",
    "Written",
    "abandon",
    "ask_commit",
    "commit",
    "commit_asked",
    "commit_deposit",
    "decide",
    "deposit",
    "file_of",
    "match",
    "merge",
    "pair",
    "planned",
    "rehearse",
    "require_one",
    "said_of",
    "tell_apart",
    "undo",
    "undo_merge",
    "what_rests_on",
]
