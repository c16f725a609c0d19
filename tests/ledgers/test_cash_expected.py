"""Twelve months of cash hold what is late, what members owe each other, what one owes as a member."""

from datetime import timedelta

import pytest

from kevread.common.actor import SYSTEM
from kevread.directory.models import Affiliation, Organisation
from kevread.dues.models import Due
from kevread.dues.operations import call, pay
from kevread.dues.queries.preview import preview
from kevread.ledgers.models import KEEPS_LEDGERS
from kevread.ledgers.queries.cash import treasury
from tests.conftest import NOW, TODAY, arranging
from tests.gatherings.decided import decided
from tests.guards.asking import wearing
from tests.guards.of_dues import before, tariff
from tests.guards.of_exchanges import AGREED, settled, told_between
from tests.guards.of_finance import planned
from tests.worlds import put

from .test_cash import stated

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
TOMORROW, YESTERDAY = TODAY + DAY, TODAY - DAY


def moved(of, actor=SYSTEM, screen: str = ""):
    found = treasury(of, actor, TODAY)
    return [(one.day, one.cents, one.is_late) for one in found.movements if one.screen == screen]


@pytest.mark.parametrize("due_on", [TODAY - 30 * DAY, TODAY])
def test_what_was_due_by_the_day_of_the_balance_and_did_not_come_is_counted(scene, due_on):
    """A balance of today holds nothing of it."""
    planned(scene.grouping, due_on=due_on, cents=5_000_00)
    stated(scene.grouping, day=TODAY)
    assert moved(scene.grouping, screen="finance:fundings") == [(TOMORROW, 5_000_00, due_on < TODAY)]


def test_what_is_left_of_an_instalment_that_came_in_part_is_still_to_come(scene):
    """10 000 € granted, 4 000 € planned: of these, 1 500 € came, and 2 500 € are neither lost nor on any day."""
    one = planned(scene.grouping)
    stated(scene.grouping, day=YESTERDAY)
    assert [each.cents for each in treasury(scene.grouping, SYSTEM, TODAY).plan.undated] == [6_000_00]
    with arranging():
        put(one, received_on=TODAY, received=1_500_00)
    assert moved(scene.grouping, screen="finance:fundings") == [(TODAY, 1_500_00, False)]
    assert [each.cents for each in treasury(scene.grouping, SYSTEM, TODAY).plan.undated] == [8_500_00]


def test_what_both_say_between_members_comes_in_and_goes_out(scene):
    stated(scene.grouping, day=TODAY - 9 * DAY)
    stated(scene.first, day=TODAY - 9 * DAY)
    late, later = TODAY - 2 * DAY, TODAY + 20 * DAY
    owed = told_between(scene.first, scene.grouping, scene.first, day=late, due_on=late, **AGREED)
    settled(owed, 700_00)
    told_between(scene.first, scene.grouping, scene.first, due_on=later)  # said by one side alone
    told_between(
        scene.first, scene.grouping, scene.first, due_on=later, **AGREED | {"state": "contested", "answer": "Non"}
    )
    gone = told_between(scene.first, scene.grouping, scene.first, due_on=later, **AGREED)
    told_between(scene.first, scene.grouping, scene.first, cents=3_00, **AGREED)  # by no day
    with arranging():
        gone.undone_on, gone.undone_because = TODAY, "Inscrit deux fois."
        gone.save()
    expected = [(YESTERDAY, 700_00, False), (TODAY, 500_00, True)]
    assert moved(scene.grouping, screen="finance:exchanges") == expected
    assert moved(scene.first, screen="finance:exchanges") == [(day, -cents, late) for day, cents, late in expected]
    assert [one.cents for one in treasury(scene.grouping, SYSTEM, TODAY).plan.undated] == [3_00]
    stated(scene.grouping, day=YESTERDAY)
    assert moved(scene.grouping, screen="finance:exchanges") == [
        (TODAY, 500_00, True)
    ]  # what was paid is in the balance


def test_an_advance_goes_out_and_comes_back(scene):
    stated(scene.grouping, day=TODAY - 9 * DAY)
    lent, back = TODAY - 3 * DAY, TODAY + 60 * DAY
    asked = {"kind": "advance", "day": lent, "due_on": back, "cents": 900_00}
    with arranging():
        rests = decided(f"{scene.grouping.slug}-board", on=YESTERDAY)
    told_between(scene.grouping, scene.first, scene.grouping, decision=rests, **asked, **AGREED)
    assert moved(scene.grouping, screen="finance:exchanges") == [(lent, -900_00, False), (back, 900_00, False)]


def owed_by(member: Organisation, to: Organisation) -> Due:
    """What this member alone was called by another."""
    kept = before(to) - set(Affiliation.objects.filter(of=to, member=member).values_list("pk", flat=True))
    tariff(to)
    asked = {"organisation": to, "year": TODAY.year, "due_on": TOMORROW + DAY, "left_out": kept}
    call(actor=SYSTEM, seen=preview(to, TODAY.year, TODAY).mark, now=NOW, **asked)
    return Due.objects.select_related("organisation", "call", "affiliation__member", "bracket__tariff").get()


def test_what_one_owes_as_a_member_goes_out(scene, president):
    """Read by whoever keeps its dues, as those of its own members are."""
    stated(scene.first, day=TODAY)
    due = owed_by(scene.first, scene.grouping)
    assert moved(scene.first, president, "dues:ours") == [(due.call.due_on, -due.cents, False)]
    (one,) = (one for one in treasury(scene.first, president, TODAY).movements if one.screen == "dues:ours")
    assert one.at == scene.grouping.slug
    without = wearing({KEEPS_LEDGERS: frozenset({scene.first.pk})}, held_at=scene.first.pk)
    assert moved(scene.first, without, "dues:ours") == []
    assert moved(scene.second, screen="dues:ours") == []
    pay(actor=SYSTEM, due=due, cents=10_00, paid_on=TODAY, means="transfer", now=NOW)
    assert moved(scene.first, president, "dues:ours") == [(due.call.due_on, 10_00 - due.cents, False)]
