"""Posts and the sheets that describe them; contracts, their terms and whom they employ; who works where, for how much of it."""

from .contract import EMPLOYS, Contract, Identity, Terms
from .post import Assignment, Post, Sheet

__all__ = ["EMPLOYS", "Assignment", "Contract", "Identity", "Post", "Sheet", "Terms"]
