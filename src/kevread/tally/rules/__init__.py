"""The exact arithmetic of a vote. Pure: fractions, no Django, no clock.

`sums` keeps a comparison with its numbers; `colleges` weighs the votes; `quorum` says whether one may vote;
`resolutions` and `elections` end in a verdict.
"""

from kevread.tally.rules.colleges import Base, College, Votes, Weighting, weighed
from kevread.tally.rules.elections import Ballot, Candidate, Election, Filling, Method, Parity, Result, TieRule, elect
from kevread.tally.rules.quorum import Quorum, QuorumFound, QuorumUnit, find_quorum
from kevread.tally.rules.resolutions import (
    Consent,
    Decider,
    Kind,
    Majority,
    Outcome,
    Resolution,
    Verdict,
    consent,
    decide,
)
from kevread.tally.rules.sums import Sum, compare, number

__all__ = [
    "Ballot",
    "Base",
    "Candidate",
    "College",
    "Consent",
    "Decider",
    "Election",
    "Filling",
    "Kind",
    "Majority",
    "Method",
    "Outcome",
    "Parity",
    "Quorum",
    "QuorumFound",
    "QuorumUnit",
    "Resolution",
    "Result",
    "Sum",
    "TieRule",
    "Verdict",
    "Votes",
    "Weighting",
    "compare",
    "consent",
    "decide",
    "elect",
    "find_quorum",
    "number",
    "weighed",
]
