"""The terms of a meeting, as its first notice freezes them: plain JSON, and read again. Pure."""

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from kevread.meetings.rules.terms import Terms
from kevread.tally.rules.colleges import Base, Weighting
from kevread.tally.rules.resolutions import Kind, Majority
from kevread.tally.rules.tallies import majority_row, quorum_of_row, quorum_row

PLAIN = (
    "notice_days",
    "second_call_days",
    "majority_decided",
    "casting_vote",
    "double_majority",
    "proxies_max",
    "proxies_same_college",
    "electronic_vote",
    "secret_elections",
    "agenda_binds",
)


def frozen_terms(asked: Terms) -> dict[str, Any]:
    """Everything that the articles of association ask of this meeting. None: nobody decided."""
    return {name: getattr(asked, name) for name in PLAIN} | {
        "conveners": asked.conveners and list(asked.conveners),
        "modes": list(asked.modes),
        "quorum": quorum_row(asked.quorum),
        "majority": majority_row(asked.majority),
        "own_majorities": {name: majority_row(majority) for name, majority in asked.own_majorities.items()},
        "weighting": asked.weighting.value,
        "weights": {college: str(weight) for college, weight in asked.weights.items()} if asked.weights else None,
    }


def thawed(row: Mapping[str, Any]) -> Terms:
    """The terms that a notice froze.

    >>> from kevread.meetings.rules.terms import terms_of
    >>> for values in ({}, {"L1.11.quorum": "1/4", "L1.11.majority": "two_thirds_present", "L1.10.convener": "officers"}):
    ...     values |= {"L1.11.weights": "a : 1/3", "L1.11.majority_statutes": "own_ratio_present"}
    ...     values |= {"L1.11.majority_ratio": "3/5"}
    ...     asked = terms_of(values.get, kind="assembly")
    ...     assert thawed(frozen_terms(asked)) == asked
    """
    return Terms(
        **{name: row[name] for name in PLAIN},
        conveners=row["conveners"] and tuple(row["conveners"]),
        modes=tuple(row["modes"]),
        quorum=quorum_of_row(row["quorum"]),
        majority=majority_of_row(row["majority"]),
        own_majorities={name: majority_of_row(majority) for name, majority in row["own_majorities"].items()},
        weighting=Weighting(row["weighting"]),
        weights={college: Fraction(share) for college, share in row["weights"].items()} if row["weights"] else None,
    )


def majority_of_row(row: Mapping[str, Any]) -> Majority:
    ratio = Fraction(row["ratio"]) if row.get("ratio") else None
    return Majority(Kind(row["type"]), Base(row["base"]), ratio, bool(row.get("abstention_blocks")))
