"""A month of closing that changes: each year is closed by the one that was in force on its day."""

from datetime import date, timedelta

import pytest

from kevread.base.models import as_range
from kevread.charter.models import Setting
from kevread.common.actor import SYSTEM
from kevread.common.periods import Period
from kevread.finance.queries.dedicated import closed_years
from kevread.finance.queries.report_paper import report_paper
from kevread.finance.queries.reports import to_report
from kevread.finance.queries.volunteering import volunteering
from kevread.finance.queries.years import years_back
from tests.conftest import TODAY, arranging
from tests.factories import SettingFactory
from tests.guards.of_finance import CLOSED, closes, funder, granted, reported

pytestmark = pytest.mark.django_db


def changed_month(at, month: int, since: date) -> None:
    with arranging():
        rows = Setting.objects.filter(name="L1.21.closing_month", organisation=at)
        rows.update(period=as_range(Period(None, since)))
        SettingFactory(name="L1.21.closing_month", value=month, organisation=at, period=as_range(Period(since)))


def test_a_closing_month_that_changes_makes_nothing_late_that_was_sent(scene):
    """Each year is closed by the month that was in force on that day (L4.5): the one that follows is the longer for it."""
    here = scene.grouping
    sent = reported(here)
    changed_month(here, 6, TODAY)
    (due,) = to_report(TODAY, [here.pk])
    assert (due.report, due.closed_on) == (sent, CLOSED)
    last, under_way = (one[here.pk] for one in years_back(TODAY, [here.pk], 1, 0))
    assert (last.closed_on, under_way.closed_on) == (CLOSED, date(2027, 6, 30))
    assert last.granted == sent.funding.cents
    assert closed_years(sent.funding, TODAY) == [CLOSED]
    assert report_paper(due, TODAY, None).closed_on == CLOSED
    found = volunteering(here, SYSTEM, TODAY)
    assert (found.first, found.last) == (CLOSED + timedelta(days=1), date(2027, 6, 30))


def test_a_funding_over_a_year_made_longer_is_shared_by_its_days(scene):
    here = scene.grouping
    closes(here)
    changed_month(here, 6, TODAY)
    days = Period.through(date(2026, 1, 1), date(2028, 6, 30))
    with arranging():
        commune = funder("commune", "Commune des Tilleuls")
    one = granted(here, period=as_range(days), cents=912_00, funder=commune)
    assert one.dates == days
    told = {due.closed_on: due.share for due in to_report(TODAY, [here.pk], ahead=True)}
    assert told == {date(2027, 6, 30): 546_00, date(2028, 6, 30): 366_00}  # of 546 days, then 366
