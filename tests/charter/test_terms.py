"""How long a mandate on the board lasts, as the articles of association of its organisation say (L1.22)."""

from datetime import date

import pytest

from kevread.charter.models import Setting
from kevread.common.facts import EVERYONE, Span
from kevread.common.verdicts import Reason, Verdict
from kevread.seats.facts_terms import longest_mandate
from kevread.seats.models import Mandate
from tests.charter.proofs import judged, planted, proves
from tests.conftest import TODAY
from tests.factories import SettingFactory, since
from tests.worlds import World

CLAUSE, FIRST = "L1.22/1", date(2024, 1, 1)
YEARS = "L1.22.board_years"


def lasting(small: World, last: date | None, years: int, origin: str = "election") -> None:
    """Every mandate of the board of a grouping began on the first of January 2024."""
    grouping = small.groupings[0]
    rows = Mandate.objects.filter(seat__body__organisation=grouping, seat__body__kind="board")
    rows.update(period=since(FIRST, last), origin=origin)
    SettingFactory(name=YEARS, value=years, organisation=grouping, period=since(FIRST))


@proves("L1.22", before=Verdict.UNKNOWN)
def test_a_mandate_longer_than_the_articles_say(small: World):
    SettingFactory(name="L1.22.board_years", value=1, organisation=small.groupings[0])


@proves("L1.22", clause=2, before=Verdict.UNKNOWN)
def test_more_people_on_the_board_than_the_articles_have_seats(small: World):
    SettingFactory(name="L1.22.board_seats", value=2, organisation=small.groupings[0])


@pytest.mark.django_db
def test_as_many_people_as_seats_conform(small: World):
    rows = Mandate.objects.on(TODAY).filter(seat__body__slug=f"{small.groupings[0].slug}-board")
    people = len(set(rows.values_list("person", flat=True)))
    for seats, verdict in ((people, Verdict.CONFORMS), (people - 1, Verdict.BREACHES)):
        plant = {"name": "L1.22.board_seats", "value": seats, "organisation": small.groupings[0]}
        with planted(small, lambda _, plant=plant: SettingFactory(**plant)):
            assert judged("L1.22/2", small.groupings[0].pk)[0] is verdict


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("last", "years", "origin", "verdict"),
    [
        (date(2026, 12, 31), 3, "election", Verdict.CONFORMS),  # to the day
        (date(2027, 6, 30), 3, "election", Verdict.UNKNOWN),  # perhaps until the assembly of the year
        (date(2027, 12, 31), 3, "election", Verdict.BREACHES),  # four years, to the day
        (date(2027, 12, 31), 4, "election", Verdict.CONFORMS),
        (None, 3, "election", Verdict.UNKNOWN),
        (None, 1, "election", Verdict.BREACHES),  # two years are over
        (date(2026, 12, 31), 3, "existing", Verdict.UNKNOWN),  # found there: since when is not known
    ],
)
def test_it_is_counted_by_its_days(small: World, last, years, origin, verdict):
    with planted(small, lambda small: lasting(small, last, years, origin)):
        assert judged(CLAUSE, small.groupings[0].pk)[0] is verdict


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("before", "years", "last", "verdict"),
    [
        (4, 3, date(2027, 12, 31), Verdict.UNKNOWN),  # elected for four years, under articles of four
        (3, 3, date(2027, 12, 31), Verdict.BREACHES),  # the new articles say what the others said
        (None, 3, date(2027, 12, 31), Verdict.UNKNOWN),  # nobody had said how long, the day it began
        (4, 3, date(2026, 12, 31), Verdict.CONFORMS),  # three years: whichever binds it
    ],
)
def test_a_mandate_is_not_held_to_articles_that_came_after_it_began(small: World, before, years, last, verdict):
    grouping, changed = small.groupings[0], date(2026, 1, 1)

    def plant(small: World) -> None:
        lasting(small, last, before or years)
        old = Setting.objects.filter(name=YEARS, organisation=grouping)
        if before:
            old.update(period=(FIRST, changed))
        else:
            old.delete()
        SettingFactory(name=YEARS, value=years, organisation=grouping, period=since(changed))

    with planted(small, plant):
        assert judged(CLAUSE, grouping.pk)[0] is verdict


@pytest.mark.django_db
def test_what_nobody_decided_stays_so(small: World):
    assert judged(CLAUSE, small.groupings[0].pk) == (Verdict.UNKNOWN, Reason.NOT_DECIDED)


@pytest.mark.django_db
def test_nothing_is_known_where_nobody_sits(small: World):
    grouping = small.groupings[0]

    def plant(small: World) -> None:
        Mandate.objects.filter(seat__body__organisation=grouping, seat__body__kind="board").update(
            end_reason=Mandate.EndReason.MISTAKE
        )
        SettingFactory(name="L1.22.board_years", value=3, organisation=grouping)

    with planted(small, plant):
        assert longest_mandate(TODAY, EVERYONE, ("board",), YEARS)[grouping.pk] == Span(0, None)
        assert judged(CLAUSE, grouping.pk)[0] is Verdict.UNKNOWN
