"""What members pay each other is found in the accounts of both, and what they do not tell alike is told with both sides."""

from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from kevread.ledgers.rules.matching import DAYS, Flow, Movement, Recorded, compared, matched, undone

DAY = date(2026, 9, 15)


def one(owner: str, cents: int, *names: str, days: int = 0, line: int = 1, account: str = "6571") -> Movement:
    return Movement(owner, account, DAY + timedelta(days=days), cents, frozenset(names), line)


def test_the_same_amount_one_naming_the_other_is_one_flow():
    paid, received = one("cress", 100, "ess-35"), one("ess-35", 100, days=7)
    same, apart = matched([paid], [received])
    assert [(flow.paid, flow.received, flow.apart) for flow in same] == [(paid, received, 0)]
    assert apart == []


def test_another_amount_is_told_with_both_sides():
    paid, received = one("cress", 1_200_000, "ess-35"), one("ess-35", 1_100_000, days=15)
    same, (flow,) = matched([paid], [received])
    assert (same, flow.paid, flow.received, flow.apart) == ([], paid, received, 100_000)
    assert flow.owners == {"cress", "ess-35"}


def test_what_only_one_side_tells_is_told():
    paid, received = one("cress", 100, "ess-35"), one("ess-armor", 70, "cress")
    _, apart = matched([paid], [received])
    assert [(flow.paid, flow.received) for flow in apart] == [(paid, None), (None, received)]
    assert [flow.apart for flow in apart] == [100, -70]


def test_what_names_no_member_and_nobody_answers_is_of_somebody_else():
    assert matched([one("cress", 100)], [one("ess-35", 200)]) == ([], [])


def test_the_same_amount_alone_is_not_enough():
    assert matched([one("cress", 100)], [one("ess-35", 100)])[0] == []


def test_nobody_is_matched_with_themselves_nor_with_who_names_another():
    assert matched([one("cress", 100, "cress")], [one("cress", 100, "cress")])[0] == []
    same, apart = matched([one("cress", 100, "ess-35")], [one("ess-armor", 100, "cress")])
    assert (same, len(apart)) == ([], 2)
    same, _ = matched([one("cress", 100, "ess-armor")], [one("ess-armor", 100, "ess-35")])
    assert same == []


def test_three_months_are_the_most():
    paid = one("cress", 100, "ess-35")
    assert len(matched([paid], [one("ess-35", 100, days=DAYS)])[0]) == 1
    same, apart = matched([paid], [one("ess-35", 100, days=DAYS + 1)])
    assert (same, [flow.received for flow in apart]) == ([], [None])


def test_the_nearest_day_is_taken_first_and_the_other_stays():
    paid = one("cress", 100, "ess-35")
    near, far = one("ess-35", 100, "cress", days=2, line=2), one("ess-35", 100, "cress", days=20)
    same, apart = matched([paid], [far, near])
    assert [flow.received for flow in same] == [near]
    assert [(flow.paid, flow.received) for flow in apart] == [(None, far)]


def test_who_both_name_comes_before_who_one_names():
    paid = one("cress", 100, "ess-35")
    silent, named = one("ess-35", 100, line=1), one("ess-35", 100, "cress", days=5, line=2)
    assert [flow.received for flow in matched([paid], [silent, named])[0]] == [named]


MEMBERS = ("cress", "ess-35", "ess-armor")
MOVEMENTS = st.lists(
    st.builds(
        one,
        st.sampled_from(MEMBERS),
        st.integers(1, 5),
        st.sampled_from(MEMBERS),
        days=st.integers(0, 200),
        line=st.integers(1, 10**6),
    ),
    max_size=8,
)


@given(MOVEMENTS, MOVEMENTS)
def test_each_movement_is_told_once_at_most_and_what_names_another_is_always_told(paid, received):
    same, apart = matched(paid, received)
    for side, given_ in (("paid", paid), ("received", received)):
        told = [getattr(flow, side) for flow in (*same, *apart) if getattr(flow, side)]
        left = list(given_)
        for movement in told:
            left.remove(movement)
        assert all(movement.names <= {movement.owner} for movement in left)
    assert all(flow.apart == 0 for flow in same)


def test_what_is_written_is_answered_by_its_sum_its_accounts_its_days_and_nobody_else():
    record = Recorded(UUID(int=1), "Personnel", "a", "b", 100, date(2025, 6, 30), ("621",), ("708",))

    def found(paid: Movement, received: Movement | None = None) -> tuple[list[Flow], list[Flow]]:
        return compared([record], [paid], [received] if received else [], ("657",), ("755",))

    theirs = Movement("b", "7084", date(2025, 6, 30), 100, frozenset(), 9)
    for mine in (
        Movement("a", "6214", date(2025, 6, 30), 100, frozenset(), 1),
        Movement("a", "6214", date(2025, 9, 30), 100, frozenset({"b"}), 1),
    ):
        assert found(mine, theirs) == ([Flow(mine, theirs, record)], [])
    for mine in (
        Movement("a", "641", date(2025, 6, 30), 100, frozenset(), 1),
        Movement("c", "6214", date(2025, 6, 30), 100, frozenset(), 1),
        Movement("a", "6214", date(2025, 10, 1), 100, frozenset(), 1),
        Movement("a", "6214", date(2025, 6, 30), 100, frozenset({"c"}), 1),
        Movement("a", "6214", date(2025, 6, 30), 101, frozenset(), 1),
    ):
        assert found(mine, theirs) == ([], [Flow(None, theirs, record)])
    near = Movement("a", "6214", date(2025, 6, 30), 101, frozenset({"b"}), 1)
    assert found(near) == ([], [Flow(near, None, record)])


def test_a_line_that_names_nobody_answers_nothing_where_anybody_may_be_paid():
    record = Recorded(UUID(int=1), "Service", "a", "b", 100, DAY, ("60", "61", "62"), ("70",))
    rent, sale = Movement("a", "6132", DAY, 100, frozenset()), Movement("b", "706", DAY, 100, frozenset())
    assert compared([record], [rent], [sale], ("657",), ("755",)) == ([], [Flow(None, None, record)])
    named = replace(rent, names=frozenset({"b"})), replace(sale, names=frozenset({"a"}))
    assert compared([record], [named[0]], [named[1]], ("657",), ("755",)) == ([Flow(*named, record)], [])


def test_what_is_written_back_is_out_where_it_is_the_same_and_names_nobody_else():
    paid = one("cress", 100, "ess-35", line=1)
    for back in (one("cress", 100, "ess-35", line=2), one("cress", 100, line=2)):
        assert undone([paid], [back]) == []
    for back in (
        one("cress", 100, "ess-armor"), one("cress", 99, "ess-35"), one("ess-35", 100, "ess-35"),
        one("cress", 100, "ess-35", account="6572"),
    ):  # fmt: skip
        assert undone([paid], [back]) == [paid]


def test_each_line_answers_one_record_and_the_very_sum_goes_first():
    day = date(2025, 6, 30)
    records = [
        Recorded(UUID(int=n), "Service", "a", "b", cents, day, ("62",), ("70",)) for n, cents in ((1, 90), (2, 100))
    ]
    line = Movement("a", "622", day, 100, frozenset({"b"}), 1)
    same, apart = compared(records, [line], [], ("657",), ("755",))
    assert (same, sorted(flow.paid is None for flow in apart)) == ([], [False, True])
    assert [flow.record.cents for flow in apart if flow.paid] == [100]


def test_what_accounts_tell_among_themselves_is_not_taken_for_another_sum_that_is_written():
    record = Recorded(UUID(int=1), "Part", "cress", "ess-35", 3_800, DAY, ("657",), ("755",))
    paid, received = one("cress", 1_200, "ess-35"), one("ess-35", 1_100, account="7551")
    same, apart = compared([record], [paid], [received], ("657",), ("755",))
    assert (same, sorted((flow.record is None, flow.apart) for flow in apart)) == ([], [(False, 0), (True, 100)])
    alone = one("ess-35", 1_100, "cress", account="7551")
    assert compared([record], [], [alone], ("657",), ("755",)) == ([], [Flow(None, alone, record)])


@given(MOVEMENTS, MOVEMENTS)
def test_with_nothing_written_it_is_what_accounts_tell(paid, received):
    same, apart = matched(paid, received)
    assert compared([], paid, received, ("657",), ("657",)) == (same, apart)
