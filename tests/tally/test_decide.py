"""Each majority, on votes counted by hand."""

from fractions import Fraction

import pytest

from kevread.common.errors import Invalid
from kevread.tally.rules import Consent, Kind, Majority, Outcome, Quorum, QuorumUnit, Resolution, consent, decide
from tests.gatherings.cases import AWAY, CONSENTS, LARGE, RESOLUTIONS, SMALL, by_colleges, college, with_quorum


@pytest.mark.parametrize("case", RESOLUTIONS)
def test_a_verdict_and_its_sum(case):
    vote, outcome, decided_by, test = RESOLUTIONS[case]
    verdict = decide(vote)
    assert (verdict.outcome, verdict.decided_by, verdict.test.shown) == (outcome, decided_by, test)


def test_every_college_says_its_own_verdict():
    verdict = decide(by_colleges((LARGE, SMALL, AWAY)))
    assert [(row.code, row.outcome.value) for row in verdict.colleges] == [
        ("A", "adopted"),
        ("B", "rejected"),
        ("D", "rejected"),
    ]


def test_a_quorum_by_college_is_said_in_each():
    half = Fraction(1, 2)
    verdict = decide(with_quorum(QuorumUnit.VOTES, half, (LARGE, college("B", there=1, registered=3)), by_college=True))
    assert [(row.outcome.value, row.quorum.have, row.quorum.need) for row in verdict.colleges] == [
        ("adopted", 30, 30),
        ("no_quorum", 1, Fraction(3, 2)),
    ]
    assert not verdict.quorum_met
    assert (verdict.quorum.have, verdict.quorum.need) == (31, Fraction(63, 2))


def test_without_quorum_no_college_adopts():
    verdict = decide(with_quorum(QuorumUnit.VOTES, Fraction(1), (LARGE, AWAY)))
    assert {row.outcome for row in verdict.colleges} == {Outcome.NO_QUORUM}


@pytest.mark.parametrize("asked", CONSENTS)
def test_consent_is_the_absence_of_objections(asked):
    verdict = consent(Consent(*asked))
    assert (verdict.outcome, verdict.test.shown) == CONSENTS[asked]
    assert verdict.decided_by == "objection"


SIMPLE = Majority(Kind.SIMPLE)
IMPOSSIBLE = {
    "more votes than voters": ("present_votes", lambda: college(votes=(5, 5, 1), there=10)),
    "more present than registered": ("present_votes", lambda: college(there=10, registered=9)),
    "a negative weight": ("weight", lambda: college(weight=Fraction(-1))),
    "a qualified majority of nothing": ("ratio", lambda: Majority(Kind.QUALIFIED)),
    "a majority of nobody": ("ratio", lambda: Majority(Kind.QUALIFIED, ratio=Fraction())),
    "a majority of more than all": ("ratio", lambda: Majority(Kind.QUALIFIED, ratio=Fraction(4, 3))),
    "a quorum of more than all": ("ratio", lambda: Quorum(QuorumUnit.VOTES, Fraction(4, 3))),
    "no college": ("colleges", lambda: Resolution(SIMPLE, ())),
    "a college twice": ("colleges.1.code", lambda: Resolution(SIMPLE, (LARGE, LARGE))),
    "more colleges than there are": ("double_majority", lambda: Resolution(SIMPLE, (LARGE,), double_majority=2)),
    "a double majority of no college": ("double_majority", lambda: Resolution(SIMPLE, (LARGE,), double_majority=0)),
    "more proxies than votes": (
        "colleges.0.proxies",
        lambda: with_quorum(QuorumUnit.VOTES, Fraction(1), (college(there=3, proxies=4),)),
    ),
    "more objections than people": ("objections", lambda: Consent(2, 3)),
}


@pytest.mark.parametrize("case", IMPOSSIBLE)
def test_what_cannot_be_is_refused_with_its_field(case):
    field, make = IMPOSSIBLE[case]
    with pytest.raises(Invalid) as refused:
        make()
    assert refused.value.field == field
