"""The verbs of staff. One function, one transaction, one act."""

from .assigning import annul_assignment, assign, change_share, end_assignment
from .ending import annul_contract, end_contract, take_over
from .hiring import Agreed, amend, hire, identify, say_agreement
from .hosting import annul_hosting, end_hosting, host
from .informing import annul_information, hand_information
from .placing import Worker, annul_placing, end_placing, place
from .posts import Description, annul_post, close_post, describe, open_post
from .signing import deposit, put_to_signature, withdraw
from .visiting import annul_visit, hold_visit, set_visit

__all__ = [
    "Agreed",
    "Description",
    "Worker",
    "amend",
    "annul_assignment",
    "annul_contract",
    "annul_hosting",
    "annul_information",
    "annul_placing",
    "annul_post",
    "annul_visit",
    "assign",
    "change_share",
    "close_post",
    "deposit",
    "describe",
    "end_assignment",
    "end_contract",
    "end_hosting",
    "end_placing",
    "hand_information",
    "hire",
    "hold_visit",
    "host",
    "identify",
    "open_post",
    "place",
    "put_to_signature",
    "say_agreement",
    "set_visit",
    "take_over",
    "withdraw",
]
