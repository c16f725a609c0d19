"""The world where the proofs start from holds together."""

import pytest

from kevread.charter.engine import framework, verdicts
from kevread.charter.sentences import speak
from kevread.common.verdicts import Reason, Verdict
from tests.conftest import TODAY

pytestmark = pytest.mark.django_db


def test_every_computed_clause_conforms_or_waits_for_a_decision(small):
    found = [f for f in verdicts(TODAY) if f.clause.check]
    wrong = [spoken.sentence for spoken in speak([f for f in found if f.verdict is not Verdict.CONFORMS], TODAY)]
    undecided = {f.rule for f in found if f.reason is Reason.NOT_DECIDED}
    assert undecided == {"R2.4", "R4.31", "R5.7", "R5.9", "R6.6", "R6.7", "R8.4", "L1.10", "L1.22", "R0.12"}, wrong
    unknown = {f.rule for f in found if f.reason is Reason.NO_DATA}
    # Who elected those who sat there before; who certifies the accounts; how what was not convened here was; whether direct
    # members sit on a board, and who is employed in a bureau where nobody sits; of what a local lives on, no account is told
    # nor brought; of what was not held, nor anybody called to, nor shared out, nor funded, nothing; nor who leads what did not
    # meet; nor of what is handed over at hiring, where no contract is told.
    law = {
        "L1.9",
        "L1.10",
        "L1.11",
        "L1.12",
        "L1.13",
        "L1.15",
        "L1.20",
        "L1.21",
        "L3.6",
        "L3.9",
        "L3.7",
        "L4.1",
        "L4.2",
        "L4.3",
        "L4.4",
        "L4.5",
        "L4.7",
        "L4.10",
        "L6.18",
    }
    assert unknown == law | {
        "R0.6",
        "R0.8",
        "R3.3",
        "R3.7",
        "R3.8",
        "R3.12",
        "R4.33",
        "R4.40",
        "R5.3",
        "R5.4",
        "R5.8",
        "R5.9",
        "R5.10",
        "R6.16",
        "R6.18",
        "R6.19",
    }, wrong
    waiting = (Reason.NOT_DECIDED, Reason.NO_DATA)
    assert {f.verdict for f in found if f.reason not in waiting} == {Verdict.CONFORMS}, wrong


def test_every_clause_has_a_verdict_on_somebody(small):
    judged = {f.clause.key for f in verdicts(TODAY)}
    assert judged == {c.key for a in framework().articles.values() for c in a.clauses if c.way in ("check", "attested")}
