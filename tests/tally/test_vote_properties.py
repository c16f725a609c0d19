"""What holds for any vote, not only those counted by hand."""

from dataclasses import replace
from fractions import Fraction
from itertools import pairwise

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from kevread.tally.rules import (
    Ballot,
    Base,
    Candidate,
    College,
    Election,
    Kind,
    Majority,
    Method,
    Outcome,
    Parity,
    Quorum,
    QuorumUnit,
    Resolution,
    TieRule,
    Weighting,
    decide,
    elect,
)
from tests.gatherings.cases import day

unhurried = settings(deadline=None)  # a shared machine may stop for a while
few = st.integers(0, 5)
ratios = st.fractions(Fraction(1, 4), 1, max_denominator=6)
majorities = st.builds(Majority, st.sampled_from(Kind), st.sampled_from(Base), ratios, st.booleans())
quorums = st.none() | st.builds(Quorum, st.sampled_from(QuorumUnit), ratios, st.booleans(), st.booleans())


@st.composite
def colleges(draw, code: str = "A") -> College:
    votes = [draw(few) for _ in range(5)]
    present, proxies, more = sum(votes) + draw(few), draw(few), draw(few)
    present += proxies
    return College(
        code, present + more, present - proxies, proxies, present + more, present, *votes, Fraction(draw(few), 2)
    )


@st.composite
def resolutions(draw) -> Resolution:
    together = tuple(draw(colleges(code)) for code in "ABC"[: draw(st.integers(1, 3))])
    double = draw(st.none() | st.just("all") | st.integers(1, len(together)))
    casting = draw(st.sampled_from([None, Outcome.ADOPTED, Outcome.REJECTED]))
    return Resolution(draw(majorities), together, draw(st.sampled_from(Weighting)), draw(quorums), double, casting)


@st.composite
def elections(draw, methods=tuple(Method), parities=tuple(Parity)) -> Election:
    """Few votes and few birthdays, so that ties are many."""
    method = draw(st.sampled_from(methods))
    candidates = tuple(
        Candidate(
            code,
            on_list="xyz"[place % 3],
            rank=place,
            gender=draw(st.sampled_from("FMX")),
            born=day(draw(st.sampled_from(["1950", "1960", ""]))),
        )
        for place, code in enumerate("abcdef"[: draw(st.integers(1, 6))], start=1)
    )
    standing = sorted({one.on_list if method is Method.LIST else one.code for one in candidates})
    choices = st.lists(st.sampled_from(standing), unique=True, max_size=3).map(tuple)
    ballots = tuple(draw(st.lists(st.builds(Ballot, choices, few), max_size=6)))
    tie, parity = draw(st.sampled_from(TieRule)), draw(st.sampled_from(parities))
    return Election(method, draw(st.integers(1, 5)), candidates, ballots, tie, parity)


@unhurried
@given(resolutions(), st.randoms(use_true_random=False))
def test_the_order_of_the_colleges_changes_nothing(vote, chance):
    before = decide(vote)
    after = decide(replace(vote, colleges=tuple(chance.sample(vote.colleges, len(vote.colleges)))))
    assert set(after.colleges) == set(before.colleges)
    assert (after.outcome, after.decided_by, after.votes, after.base) == (
        before.outcome,
        before.decided_by,
        before.votes,
        before.base,
    )


@unhurried
@given(resolutions(), st.sampled_from(["against", "abstain", "blank", "null", "nothing"]), st.integers(0, 2))
def test_one_more_vote_for_never_loses(vote, instead_of, index):
    """Whoever is there and did something else votes for."""
    assume(index < len(vote.colleges))
    college = vote.colleges[index]
    if instead_of == "nothing":
        assume(college.counted < college.present_votes)
        changed = replace(college, in_favour=college.in_favour + 1)
    else:
        assume(getattr(college, instead_of) > 0)
        fewer = {instead_of: getattr(college, instead_of) - 1}
        changed = replace(college, in_favour=college.in_favour + 1, **fewer)
    after = replace(vote, colleges=(*vote.colleges[:index], changed, *vote.colleges[index + 1 :]))
    if decide(vote).outcome is Outcome.ADOPTED:
        assert decide(after).outcome is Outcome.ADOPTED


@unhurried
@given(resolutions())
def test_nothing_is_adopted_by_nobody(vote):
    if decide(vote).outcome is Outcome.ADOPTED:
        assert any(college.in_favour for college in vote.colleges)


@unhurried
@given(resolutions())
def test_per_head_with_equal_voices_is_no_weighting(vote):
    """When each college weighs its present votes, a vote weighs one vote."""
    assume(all(college.present_votes for college in vote.colleges))
    equal = tuple(replace(college, weight=Fraction(college.present_votes)) for college in vote.colleges)
    by_head = decide(replace(vote, colleges=equal, weighting=Weighting.PER_HEAD))
    assert by_head == decide(replace(vote, colleges=equal, weighting=Weighting.NONE))


@unhurried
@given(resolutions(), st.integers(1, 4))
def test_only_the_proportion_of_weights_counts(vote, factor):
    heavier = tuple(replace(college, weight=college.weight * factor) for college in vote.colleges)
    after, before = decide(replace(vote, colleges=heavier)), decide(vote)
    assert (after.outcome, after.decided_by) == (before.outcome, before.decided_by)


@unhurried
@given(resolutions() | elections())
def test_the_same_vote_has_the_same_result(vote):
    compute = decide if isinstance(vote, Resolution) else elect
    assert compute(vote) == compute(vote)


@unhurried
@given(elections(), st.randoms(use_true_random=False))
def test_the_order_of_ballots_and_candidates_changes_nothing(election, chance):
    shuffled = replace(
        election,
        candidates=tuple(chance.sample(election.candidates, len(election.candidates))),
        ballots=tuple(chance.sample(election.ballots, len(election.ballots))),
    )
    assert elect(shuffled) == elect(election)
    assert list(elect(shuffled).votes) == list(elect(election).votes)


@unhurried
@given(elections())
def test_seats_are_filled_once_and_never_beyond(election):
    result = elect(election)
    names = {one.code: one for one in election.candidates}
    assert len(set(result.elected)) == len(result.elected) <= election.seats
    assert (result.filling == "complete") == (len(result.elected) == election.seats)
    assert (result.filling == "tie") == bool(result.tied)
    assert set(result.elected).isdisjoint(result.tied)
    assert all(result.votes[names[code].on_list if election.method == "list" else code] for code in result.elected)


@unhurried
@given(elections(methods=[Method.PLURALITY], parities=[Parity.NONE]))
def test_a_tie_leaves_more_contenders_than_seats(election):
    result = elect(election)
    if result.tied:
        assert len(result.elected) < election.seats < len(result.elected) + len(result.tied)


@unhurried
@given(elections(methods=[Method.LIST], parities=[Parity.NONE]))
def test_a_list_gets_its_share_rounded_down_or_up(election):
    result = elect(election)
    every = sum(result.votes.values())
    for name, votes in result.votes.items():
        people = [one for one in election.candidates if one.on_list == name]
        seats = sum(one.code in result.elected for one in people)
        share = Fraction(votes * election.seats, every) if every else Fraction()
        assert min(int(share), len(people)) <= seats <= -(-share // 1)


@unhurried
@given(elections(methods=[Method.PLURALITY], parities=[Parity.ALTERNATE]))
def test_with_parity_nobody_follows_their_own_gender(election):
    result, genders = elect(election), {one.code: one.gender for one in election.candidates}
    chosen = [genders[code] for code in result.elected]
    if not result.tied:
        assert all(one != following for one, following in pairwise(chosen))
