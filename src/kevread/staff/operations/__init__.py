"""The verbs of staff. One function, one transaction, one act."""

from .assigning import annul_assignment, assign, change_share, end_assignment
from .hiring import Agreed, amend, annul_contract, end_contract, hire, identify, take_over
from .posts import Description, annul_post, close_post, describe, open_post

__all__ = [
    "Agreed",
    "Description",
    "amend",
    "annul_assignment",
    "annul_contract",
    "annul_post",
    "assign",
    "change_share",
    "close_post",
    "describe",
    "end_assignment",
    "end_contract",
    "hire",
    "identify",
    "open_post",
    "take_over",
]
