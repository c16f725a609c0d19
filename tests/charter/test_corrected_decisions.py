"""What rests on a decision that another corrects is neither proven by it nor accused: the other may decide so, or not."""

import pytest

from kevread.common.verdicts import Verdict
from tests.charter.proofs import planted
from tests.charter.test_supervision import decided_matter, direction, employed, of_first
from tests.conftest import TODAY
from tests.gatherings.decided import decided
from tests.worlds import World

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("clause", ["R6.5/2", "R6.8/2"])
def test_a_recruitment_and_a_contract_by_a_decision_that_is_corrected(small: World, clause: str):
    grouping = small.groupings[0]
    stranger = small.holder(f"{grouping.slug}-team", "delegate").person

    def told(by, *, is_corrected: bool) -> Verdict:
        def plant(small: World) -> None:
            first = decided(f"{grouping.slug}-board", "recrutement", on=TODAY)
            if is_corrected:
                decided(f"{grouping.slug}-board", "", on=TODAY, outcome="rejected", corrects=first)
            if clause == "R6.5/2":
                decided_matter(small, closed_by=by, decision=first)
            else:
                employed(small, signatory=by, decision=first)

        with planted(small, plant):
            return of_first(small, clause)

    assert told(stranger, is_corrected=False) is Verdict.CONFORMS
    assert told(stranger, is_corrected=True) is Verdict.UNKNOWN
    assert told(direction(small), is_corrected=True) is Verdict.CONFORMS, "who may alone needs no decision"
