"""What is due to an organisation and by it, day by day."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from kevread.common.actor import SYSTEM
from kevread.directory.models import Person
from kevread.finance.models import READS
from kevread.finance.queries.schedule import FAR, schedule
from kevread.ledgers.operations import add_cash
from tests.clients import entered_as
from tests.conftest import NOW, TODAY, arranging
from tests.gatherings.screens import said
from tests.guards.asking import wearing
from tests.guards.of_exchanges import AGREED, settled, told_between
from tests.guards.of_finance import asked, granted, planned
from tests.worlds import put

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def told(of, actor=SYSTEM, months: int = 3) -> list[tuple]:
    rows = schedule(of, actor, TODAY, months).rows
    return [(one.day, one.cents, one.is_late) for one in rows if one.screen.startswith("finance:")]


def reader(of):
    return wearing({READS: frozenset({of.pk})})


@pytest.mark.parametrize(("days", "late"), [(-30, True), (-1, True), (0, False)])
def test_what_is_late_is_told_since_its_own_day(scene, days: int, late: bool):
    planned(scene.grouping, due_on=TODAY + days * DAY, cents=10_000_00)
    assert told(scene.grouping) == [(TODAY + days * DAY, 10_000_00, late)]


def test_what_came_is_not_awaited_and_what_is_left_has_no_day(scene):
    one = planned(scene.grouping, cents=4_000_00)
    with arranging():
        put(one, received_on=TODAY, received=1_500_00)
    assert told(scene.grouping) == [(None, 8_500_00, False)]


def test_it_ends_with_its_last_month(scene):
    """Three months after the one under way, or twelve."""
    last, far = date(2027, 2, 28), date(2027, 11, 30)
    assert TODAY.replace(day=1) == date(2026, 11, 1)
    one = planned(scene.grouping, due_on=last, cents=10_000_00)
    assert told(scene.grouping) == [(last, 10_000_00, False)]
    with arranging():
        put(one, due_on=last + DAY)
    assert told(scene.grouping) == [] and len(told(scene.grouping, months=FAR)) == 1
    with arranging():
        put(one, due_on=far + DAY)
    assert told(scene.grouping, months=FAR) == []
    assert schedule(scene.grouping, SYSTEM, TODAY, FAR).until == far


def test_what_members_owe_each_other_is_read_from_both_sides(scene):
    due = TODAY + 20 * DAY
    settled(told_between(scene.first, scene.grouping, scene.first, due_on=due, **AGREED), 700_00)
    told_between(scene.first, scene.grouping, scene.first, due_on=due)  # said by one side alone
    assert told(scene.grouping) == [(due, 500_00, False)]
    assert told(scene.first) == [(due, -500_00, False)]
    found = schedule(scene.first, SYSTEM, TODAY)
    assert (found.received, found.paid, [one.word for one in found.rows]) == (0, 500_00, ["À verser"])


def test_what_is_handed_in_costs_nothing(scene):
    asked(scene.grouping, due_on=TODAY + DAY)
    asked(scene.grouping)  # by no day that anybody knows
    asked(scene.grouping, due_on=TODAY - DAY, purpose="Cuisine")
    asked(scene.grouping, due_on=TODAY, purpose="Atelier")
    sent_already = asked(scene.grouping, due_on=TODAY + DAY, purpose="Recyclerie")
    with arranging():
        put(sent_already, state="sent", sent_on=TODAY, authority="Le conseil")
    assert told(scene.grouping) == [(TODAY - DAY, None, True), (TODAY, None, False), (TODAY + DAY, None, False)]


def test_who_does_not_read_this_money_reads_none_of_it(scene, readers):
    planned(scene.grouping, cents=10_000_00)
    asked(scene.grouping, due_on=TODAY + DAY)
    elsewhere = reader(scene.first)
    assert told(scene.grouping, elsewhere) == []
    assert len(told(scene.grouping, reader(scene.grouping))) == 2
    for name in ("schedule", "schedule_csv", "schedule_xlsx"):
        assert readers.direction.get(reverse(f"finance:{name}", args=[scene.first.slug])).status_code == 403


def test_the_page_tells_late_months_and_no_day_apart(scene, settings):
    presidency = entered_as(Person.objects.get(pk=scene.presidency.person), settings)
    here = reverse("finance:schedule", args=[scene.grouping.slug])
    planned(scene.grouping, due_on=TODAY - DAY, cents=1_000_00)
    told_between(scene.grouping, scene.first, scene.grouping, due_on=TODAY + 40 * DAY, **AGREED)
    asked(scene.grouping, due_on=TODAY + DAY)
    page = said(presidency.get(here))
    assert "1 000,00 € à recevoir et 32 400,00 € à verser" in page  # four months of the salaries of the team
    assert "attendu le " in page and "23 novembre 2026" in page and "Janvier 2027" in page and "9 000,00 €" in page
    assert "Demande à la Fondation des Marais, Épicerie itinérante" in page and page.count("à remettre") == 1
    text = presidency.get(reverse("finance:schedule_csv", args=[scene.grouping.slug])).text
    assert "2026-11-23;" in text and "À verser;;1200,00;non" in text and "À remettre;;;non" in text


def test_what_one_added_to_the_plan_of_cash_is_due_too(scene):
    asked_for = {"label": "Prime d’assurance", "cents": -300_00, "day": TODAY + 5 * DAY, "times": 2}
    add_cash(actor=SYSTEM, organisation=scene.grouping, now=NOW, **asked_for)
    rows = schedule(scene.grouping, SYSTEM, TODAY).rows
    found = [(one.day, one.cents) for one in rows if one.what == "Prime d’assurance"]
    assert found == [(TODAY + 5 * DAY, -300_00), (date(2026, 12, 29), -300_00)]
    hidden = schedule(scene.grouping, reader(scene.grouping), TODAY).rows
    assert not [one for one in hidden if one.what == "Prime d’assurance"]  # typed for those who keep accounts


def test_where_nothing_is_due_the_page_says_so(scene, settings):
    board = scene.world.holder(f"{scene.first.slug}-board", "president").person
    page = said(entered_as(board, settings).get(reverse("finance:schedule", args=[scene.first.slug])))
    assert "Rien n’est attendu d’ici au" in page and "28 février 2027" in page


def test_a_grant_tells_nothing_twice(scene):
    granted(scene.grouping)
    assert told(scene.grouping) == [(None, 10_000_00, False)]


def test_what_is_not_there_is_told(scene):
    told_to_keeper = " ".join(schedule(scene.grouping, SYSTEM, TODAY).unknown)
    assert "frais de mission à rembourser" in told_to_keeper and "plan de trésorerie ne se lit" not in told_to_keeper
    assert "plan de trésorerie ne se lit" in " ".join(schedule(scene.grouping, reader(scene.grouping), TODAY).unknown)
