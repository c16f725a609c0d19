"""The advice of somebody outside of the network, once it is noted."""

from datetime import timedelta

from kevread.competence.rules.bodies import OUTSIDE, By, DecisionType, Given, Organ, Said, Standing
from kevread.competence.rules.judging import competence
from tests.competence.test_competence import ASSEMBLY, BOARD, BUDGET, DAY, NEIGHBOUR

COMMITTEE = Organ("le comité social et économique", outside=True, key="cse")
HEARD = DecisionType("budget", "Budget", BUDGET.organs, (COMMITTEE,))


def noted(days: int, *, favourable: bool = True, key: str = "cse", of: By = ASSEMBLY) -> Given:
    by = By(key, OUTSIDE, of.scale, of.organisation, key)
    return Given(by, DAY + timedelta(days=days), favourable)


def test_an_advice_from_outside_that_somebody_noted_is_known():
    found = competence(HEARD, ASSEMBLY, DAY, [noted(0, favourable=False)])
    assert (found.standing, found.doubts, found.unsaid) == (Standing.COMPETENT, set(), ())
    assert found.reason.endswith("après l’avis du comité social et économique.")
    silent = competence(HEARD, ASSEMBLY, DAY)
    assert (silent.unsaid, "avis" in silent.reason) == ((COMMITTEE,), False)
    for other in (noted(0, key="autre"), noted(0, of=NEIGHBOUR), Given(BOARD, DAY)):
        assert competence(HEARD, ASSEMBLY, DAY, [other]).unsaid == (COMMITTEE,)
    inside = DecisionType("budget", "Budget", BUDGET.organs, (Organ("le cercle", body="cse"),))
    assert competence(inside, ASSEMBLY, DAY, [noted(0)]).standing is Standing.ADVICE_MISSING


def test_an_advice_from_outside_that_came_too_late_is_told_as_any_other():
    since = competence(HEARD, ASSEMBLY, DAY, [noted(1)])
    assert (since.standing, since.doubts, since.missing) == (Standing.ADVISED_SINCE, set(), (COMMITTEE,))
    against = competence(HEARD, ASSEMBLY, DAY, [noted(1, favourable=False)])
    assert against.is_to_confirm and against.count(Standing.ADVICE_MISSING) == 1
    again = Said(ASSEMBLY, DAY + timedelta(days=2), after=(noted(1, favourable=False),))
    confirmed = competence(HEARD, ASSEMBLY, DAY, [noted(1, favourable=False)], ratified=[again])
    assert confirmed.standing is Standing.RATIFIED


def test_what_ratifies_is_known_once_somebody_noted_the_advice_from_outside():
    said = [Said(ASSEMBLY, DAY + timedelta(days=2), after=(noted(0, of=BOARD),))]
    assert competence(HEARD, BOARD, DAY, ratified=said).doubts == {Standing.ADVICE_MISSING}
    assert competence(HEARD, BOARD, DAY, [noted(0, of=BOARD)], ratified=said).doubts == set()
