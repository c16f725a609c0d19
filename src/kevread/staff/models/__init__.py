"""Posts and the sheets that describe them; contracts, their terms and whom they employ; who works where, for how much
of it; who is there by no contract, or placed by another; the days of medical visits, and of what is handed over at hiring."""

from .contract import EMPLOYS, FILE, FOLLOWED, Contract, Identity, Terms
from .hosted import Hosted
from .information import INFORMED, Information
from .placed import Placed
from .post import REGISTER, Assignment, Post, Sheet
from .visit import MedicalVisit

__all__ = [
    "EMPLOYS",
    "FILE",
    "FOLLOWED",
    "INFORMED",
    "REGISTER",
    "Assignment",
    "Contract",
    "Hosted",
    "Identity",
    "Information",
    "MedicalVisit",
    "Placed",
    "Post",
    "Sheet",
    "Terms",
]
