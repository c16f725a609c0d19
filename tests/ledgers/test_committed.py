"""What is committed for a year: known amounts only, among what the reader may read; what has none is said."""

from datetime import date

import pytest

from kevread.base.models import as_range
from kevread.common.actor import NOBODY, SYSTEM
from kevread.common.periods import Period
from kevread.ledgers.queries.committed import committed_of
from kevread.staff.models import Contract, Terms
from tests.arrange import arranging
from tests.equalisation.campaigns import notified
from tests.guards.of_dues import called
from tests.guards.of_finance import granted

pytestmark = pytest.mark.django_db
FIRST, LAST = date(2026, 1, 1), date(2026, 12, 31)


def known(of, actor=SYSTEM, first=FIRST, last=LAST) -> dict[str, int]:
    rows, _ = committed_of(of, {last.year: (first, last)}, actor)[last.year]
    return {one.account: one.cents for one in rows}


def test_dues_that_are_called_and_a_funding_by_its_days_are_committed(scene):
    called(scene.first)
    granted(scene.first, cents=36_500, period=as_range(Period.through(date(2026, 7, 1), date(2027, 6, 30))))
    assert known(scene.first) == {"756": 4000, "74": 18_400}
    assert known(scene.first, first=date(2027, 1, 1), last=date(2027, 12, 31)) == {"74": 18_100}


def test_gross_salaries_of_the_year_are_committed_and_those_that_nobody_wrote_are_said(scene):
    rows = Contract.objects.standing().filter(employer=scene.grouping)
    many = rows.count()
    assert many and known(scene.grouping)["641"] == many * 12 * 260_000
    with arranging():
        Terms.objects.filter(contract=rows.order_by("pk")[0]).update(salary=None)
    assert known(scene.grouping)["641"] == (many - 1) * 12 * 260_000
    _, unknown = committed_of(scene.grouping, {2026: (FIRST, LAST)}, SYSTEM)[2026]
    assert "Un contrat n’a pas de salaire inscrit." in unknown


def test_who_may_not_read_contracts_is_told_that_they_are_left_out(scene):
    rows, unknown = committed_of(scene.grouping, {2026: (FIRST, LAST)}, NOBODY)[2026]
    assert "641" not in {one.account for one in rows}
    assert any(one.startswith("Les salaires ne se lisent que par qui emploie ici") for one in unknown)
    assert any(one.startswith("Les cotisations appelées ne se lisent") for one in unknown)


def test_shares_of_the_fund_that_were_notified_are_on_both_sides(scene):
    campaign = notified(scene.world)
    shares = {slug: cents for slug, cents in campaign.shares.items() if cents}
    year = {"first": date(campaign.year, 1, 1), "last": date(campaign.year, 12, 31)}
    assert known(campaign.carrier, **year)["6571"] == sum(shares.values())
    assert known(scene.grouping, **year)["7551"] == shares[scene.grouping.slug]
