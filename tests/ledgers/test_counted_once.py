"""What is signed, notified or agreed counts once beside a budget, however fine its lines; and once in the cash."""

from datetime import date, timedelta

import pytest

from kevread.base.models import as_range
from kevread.common.actor import SYSTEM
from kevread.common.periods import Period
from kevread.ledgers.models import Budget
from kevread.ledgers.queries.budgets import Followed, followed
from kevread.ledgers.queries.cash import treasury
from kevread.ledgers.queries.charges import CLOSING
from tests.conftest import TODAY, arranging
from tests.factories import SettingFactory, since
from tests.gatherings.decided import decided
from tests.guards.of_dues import called
from tests.guards.of_exchanges import AGREED, told_between
from tests.guards.of_finance import funder, granted
from tests.seats.screens import words

from .test_cash import stated
from .test_cash_expected import owed_by

pytestmark = pytest.mark.django_db
YEAR = TODAY.year


def voted(of, *lines: tuple[str, str, int], version: int = 9, year: int = YEAR) -> Budget:
    """A budget of these lines, that holds instead of those before it."""
    with arranging():
        budget = Budget.objects.create(organisation=of, year=year, version=version)
        for account, action, cents in lines:
            budget.lines.create(account=account, action=action, label="Une ligne", cents=cents)
        Budget.objects.filter(pk=budget.pk).update(state=Budget.State.VOTED, voted_on=date(2025, 12, 1))
        budget.refresh_from_db()
    return budget


def committed(budget: Budget) -> tuple[dict[str, int | None], Followed]:
    found = followed(budget, SYSTEM)
    assert not found.outside, found.outside
    return {f"{one.line.account}{one.line.action}": one.held.committed for one in found.rows}, found


def out(of) -> int:
    """What goes out by the end of this year."""
    moved = treasury(of, SYSTEM, TODAY).movements
    return -sum(one.cents for one in moved if one.day and one.day.year == YEAR and one.cents < 0)


@pytest.mark.parametrize("account", ["6", "64", "641", "6411"])
def test_salaries_fall_under_the_line_that_foresees_them_and_are_paid_once(scene, account):
    stated(scene.grouping, 100_000_000)
    known, found = committed(voted(scene.grouping, (account, "", 1)))
    gross = known[account]
    assert (
        gross and found.rows[0].words.startswith("Dépassé") and not [one for one in found.unknown if "réparti" in one]
    )
    before = out(scene.grouping)
    voted(scene.grouping, (account, "", gross), version=10)
    assert out(scene.grouping) == before > 0


def test_what_may_be_of_several_lines_is_shared_by_what_they_foresee_and_said(scene, treasurer):
    granted(scene.first, cents=36_500, period=as_range(Period.through(date(YEAR, 1, 1), date(YEAR, 12, 31))))
    known, found = committed(budget := voted(scene.first, ("7551", "", 30_000), ("7552", "", 10_000)))
    assert known == {"7551": 27_375, "7552": 9_125}
    said = "Ce qui est engagé au compte 755 est réparti entre les lignes 7551 et 7552, selon les comptes"
    assert [one for one in found.unknown if one.startswith(said)]
    assert said in words(treasurer.get(f"/{scene.first.slug}/comptes/budgets/{budget.pk}"))


def test_what_is_of_no_action_falls_under_the_lines_of_any(scene):
    known, _ = committed(voted(scene.grouping, ("64", "ANIMATION", 100)))
    assert list(known) == ["64ANIMATION"] and known["64ANIMATION"]


def test_dues_called_fall_under_a_line_that_tells_them_further(scene):
    called(scene.first)
    assert committed(voted(scene.first, ("7561", "", 4_000)))[0] == {"7561": 4_000}


def test_what_both_said_between_members_is_committed_and_paid_once(scene):
    stated(scene.grouping, 100_000_000, day=TODAY - timedelta(days=1))
    voted(scene.grouping, ("62", "", 120_000))
    before = out(scene.grouping)
    told_between(scene.grouping, scene.first, scene.first, cents=120_000, due_on=TODAY + timedelta(days=20), **AGREED)
    told_between(scene.grouping, scene.first, scene.first, cents=5, due_on=TODAY + timedelta(days=20))  # by one side
    found = followed(Budget.objects.get(organisation=scene.grouping, version=9), SYSTEM)
    assert [one.held.committed for one in found.rows] == [120_000]
    shared = before - (out(scene.grouping) - 120_000)  # what the budget shared out by month is not shared any more
    assert 0 < shared <= 120_000
    known, _ = committed(voted(scene.first, ("70", "", 120_000)))
    assert known == {"70": 120_000}


def test_an_advance_and_another_year_commit_nothing_of_a_budget(scene):
    with arranging():
        rests = decided(f"{scene.grouping.slug}-board", on=TODAY - timedelta(days=1))
    told_between(scene.grouping, scene.first, scene.grouping, kind="advance", decision=rests, **AGREED)
    told_between(scene.grouping, scene.first, scene.first, day=date(YEAR - 1, 12, 31), **AGREED)
    found = followed(voted(scene.grouping, ("62", "", 120_000)), SYSTEM)
    assert [one.held.committed for one in found.rows] == [None]
    assert not [one for one in found.committed if one.screen == "finance:exchanges"]


def test_what_one_owes_as_a_member_is_committed_to_it(scene):
    due = owed_by(scene.first, scene.grouping)
    known, found = committed(voted(scene.first, ("6281", "", 4_000)))
    assert known == {"6281": due.cents}
    assert [(one.label, one.at) for one in found.committed] == [
        (f"Cotisation de {YEAR}, {scene.grouping.name}", scene.grouping.slug)
    ]


def closes_in(of, month: int) -> None:
    with arranging():
        SettingFactory(name=CLOSING, value=month, organisation=of, period=since(date(2020, 1, 1)))


def test_a_year_that_is_not_the_calendar_one_is_paid_in_its_own_months(scene):
    """It closes at the end of August: the year of today is over, the next runs from September to August."""
    closes_in(scene.first, 8)
    stated(scene.first, 100_000_000, day=date(2026, 10, 31))
    voted(scene.first, ("61", "", 1_200_000), year=2026)
    voted(scene.first, ("61", "", 1_200_000), year=2027)
    found = treasury(scene.first, SYSTEM, TODAY)
    paid = {f"{one.day:%Y-%m}": one.cents for one in found.movements if one.screen == "ledgers:budgets"}
    assert list(paid) == [*(f"2026-{month}" for month in (11, 12)), *(f"2027-0{month}" for month in range(1, 9))]
    assert set(paid.values()) == {-100_000}
    assert [one for one in found.unknown if one.startswith("Aucun budget voté")] == [
        "Aucun budget voté de 2028 : ce qu’il prévoirait n’est pas compté."
    ]


def test_what_is_committed_of_a_year_is_of_its_own_months(scene):
    closes_in(scene.first, 8)
    granted(scene.first, cents=36_500, period=as_range(Period.through(date(2026, 9, 1), date(2026, 12, 31))))
    assert committed(voted(scene.first, ("755", "", 36_500), year=2027))[0] == {"755": 36_500}
    told_between(scene.grouping, scene.first, scene.first, day=date(2026, 9, 1), cents=7, **AGREED)
    told_between(scene.grouping, scene.first, scene.first, day=date(2026, 8, 31), cents=11, **AGREED)
    assert committed(voted(scene.first, ("70", "", 7), ("755", "", 1), year=2027, version=10))[0]["70"] == 7
    assert committed(voted(scene.first, ("70", "", 7), ("755", "", 1), year=2026, version=10))[0]["70"] == 11


@pytest.mark.parametrize(
    ("kind", "account"),
    [("region", "741"), ("europe", "74"), ("foundation", "7551"), ("foundation", "754"), ("company", "7542")],
)
def test_what_is_granted_falls_under_the_account_of_who_grants_it(scene, kind, account):
    with arranging():
        who = funder(kind, "Fonds des Tilleuls")
    period = as_range(Period.through(date(YEAR, 1, 1), date(YEAR, 12, 31)))
    granted(scene.first, funder=who, cents=500, period=period)
    other = "74" if account[:2] == "75" else "75"
    assert committed(voted(scene.first, (account, "", 500), (other, "", 900)))[0] == {account: 500, other: None}
