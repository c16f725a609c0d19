"""Posts and the sheets that describe them; contracts, their terms and whom they employ; who works where, for how much
of it; who is there by no contract; the days of medical visits."""

from .contract import EMPLOYS, FILE, FOLLOWED, Contract, Identity, Terms
from .hosted import Hosted
from .post import REGISTER, Assignment, Post, Sheet
from .visit import MedicalVisit

__all__ = [
    "EMPLOYS",
    "FILE",
    "FOLLOWED",
    "REGISTER",
    "Assignment",
    "Contract",
    "Hosted",
    "Identity",
    "MedicalVisit",
    "Post",
    "Sheet",
    "Terms",
]
