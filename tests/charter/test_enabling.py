"""What a decision of the register lets somebody do, by its type alone (R6.5, R6.8)."""

from kevread.common.verdicts import Verdict
from kevread.decisions.models import Decision
from tests.charter.proofs import planted
from tests.charter.test_supervision import decided_matter, employed, of_first
from tests.conftest import TODAY
from tests.gatherings.decided import decided
from tests.worlds import World


def test_only_a_decision_that_opens_it_lets_somebody_recruit_or_sign(small: World):
    grouping = small.groupings[0]
    stranger = small.holder(f"{grouping.slug}-team", "delegate").person

    def register(type_: str) -> Verdict:
        told = set()
        for clause, does in (("R6.5/2", decided_with), ("R6.8/2", signed_with)):
            with planted(
                small, lambda small, does=does: does(small, decided(f"{grouping.slug}-board", type_, on=TODAY))
            ):
                told.add(of_first(small, clause))
        (found,) = told
        return found

    def decided_with(small: World, line: Decision) -> None:
        decided_matter(small, closed_by=stranger, decision=line)

    def signed_with(small: World, line: Decision) -> None:
        employed(small, signed_on=TODAY, decision=line, signatory=stranger)

    assert register("recrutement-delegue") is Verdict.CONFORMS
    assert register("budget") is register("convention-collective") is Verdict.BREACHES, "it opens something else"
    assert register("") is register("other") is Verdict.UNKNOWN, "nothing classes it"
