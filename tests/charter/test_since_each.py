"""Each computed clause tells since when it is at fault, on the fault that proves it; or it is named here, with why not."""

from collections.abc import Mapping
from datetime import date
from importlib import import_module
from pathlib import Path

import pytest

from kevread.charter.engine import verdicts
from kevread.charter.queries.since import since_when
from kevread.charter.sentences import speak
from kevread.common.verdicts import Verdict
from tests.charter.proofs import PLANTS, planted, rule_of
from tests.conftest import TODAY
from tests.worlds import World

pytestmark = pytest.mark.django_db
for path in sorted(Path(__file__).parent.glob("test_*.py")):
    import_module(f"tests.charter.{path.stem}")

UNTOLD: Mapping[str, str] = {
    # Why nothing tells since when: the clauses of which it is so.
    "what is missing is never at fault: it is not known, or nobody decided it": """
        L1.7/1 R2.1/2 R3.8/1 R3.9/1 R6.15/1 R6.25/1""",
    "what is asked was never there, in the proof: what was and ended is told, or nothing is": """
        L6.12/1 R0.8/3 R2.2/2 R3.5/2 R3.11/1 R3.12/1 R4.40/1 R4.40/2 R4.46/1 R4.48/1 R6.17/1 R7.15/1""",
    "nobody wrote it, and no day was set for it to be written": """
        R0.3/1 R0.3/2 R4.4/1 R4.48/2 R5.1/2 R5.7/3 R6.1/2 R6.3/2 R6.4/2 R7.27/1 R8.2/1 R9.3/2""",
    "what is wrong is what a row says, or leaves unsaid, and no day is written of that": """
        L4.7/2 R0.6/2 R5.5/1 R6.14/1 R7.24/1""",
    "a part of a whole, which each row that comes or goes may move": """
        L1.20/2 L6.14/1 L6.15/1 L6.15/2 L6.15/3 L6.15/4 R3.7/3 R4.10/4 R4.13/5 R6.22/1""",
    "a meeting that is planned does not tell the day on which it was": """
        R4.11/3 R4.21/3 R4.24/3 R4.27/3 R4.36/3 R4.39/3""",
    "a day is written, which is not read yet": """
        L1.8/1 L1.12/1 L1.19/1 L1.21/1 L1.22/1 L3.1/1 L3.2/1 L3.2/2 L3.3/1 L3.3/3 L3.6/1 L3.7/1 L3.9/1 L4.1/1 L4.1/2
        L4.2/1 L4.3/1 L4.7/1 L4.10/1 L6.9/1 L6.10/1 L6.10/2 L6.11/1 L6.14/3 L7.1/1 L7.1/2 L10.1/5 L10.2/1
        R0.12/3 R3.3/1 R3.14/1 R3.15/3 R4.1/1 R4.1/2 R4.6/1 R4.9/1 R4.10/5 R4.12/1 R4.15/1 R4.29/1 R4.33/2 R4.42/1 R4.45/1
        R4.49/2 R5.2/1 R5.2/2 R5.2/3 R5.3/1 R6.2/1 R6.4/1 R6.5/1 R6.5/2 R6.6/1 R6.7/1 R6.7/2 R6.7/3 R6.8/1 R6.8/2 R6.9/1 R6.9/2
        R6.10/1 R6.12/1 R6.12/2 R6.13/1 R6.19/1 R6.22/2 R6.26/1 R6.26/3 R6.27/1 R6.27/2 R6.28/1 R6.29/1 R6.30/1
        R7.1/2 R7.2/2 R7.3/1 R8.5/2""",
}
SILENT = {clause for those in UNTOLD.values() for clause in those.split()}
PARTS = sorted({rule_of(clause).split(".")[0] for clause in PLANTS})


def tells(clause: str) -> bool:
    """Whether each finding of it at fault says its day, there being one."""
    found = [one for one in verdicts(TODAY, rules=[rule_of(clause)]) if one.clause.key == clause]
    wrong = speak([one for one in found if one.verdict is Verdict.BREACHES], TODAY)
    days: list[date | None] = [since_when([one], TODAY).get((clause, one.finding.organisation.id)) for one in wrong]
    return bool(days) and all(days)


@pytest.mark.parametrize("part", PARTS)
def test_each_clause_tells_since_when_or_is_named_with_its_reason(small: World, part: str):
    told = set()
    for clause in PLANTS:
        if rule_of(clause).split(".")[0] == part:
            with planted(small, PLANTS[clause]):
                if tells(clause) or "{since}" in sentence_of(clause):
                    told.add(clause)
    of_it = {clause for clause in PLANTS if rule_of(clause).split(".")[0] == part}
    assert sorted(of_it - told) == sorted(SILENT & of_it)


def sentence_of(clause: str) -> str:
    return next(
        one.clause.sentence("breaches") for one in verdicts(TODAY, rules=[rule_of(clause)]) if one.clause.key == clause
    )


def test_a_clause_that_does_not_exist_is_not_excused_and_none_is_twice():
    named = [clause for those in UNTOLD.values() for clause in those.split()]
    assert sorted(named) == sorted(SILENT) and set(PLANTS) >= SILENT
