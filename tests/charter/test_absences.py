"""Not using the software is no fault: that something was never done is shown by a register kept for as long as it would
be told there."""

from datetime import date, timedelta

import pytest

from kevread.careers.facts import councils_missing, risk_documents_late, unit_council_missing
from kevread.careers.models import Occasion
from kevread.charter.models import Keeping
from kevread.common.facts import EVERYONE, Span
from kevread.common.verdicts import Verdict
from kevread.filings.models import Publication
from kevread.ledgers.models import Cash
from tests.charter.proofs import judged, planted
from tests.charter.test_careers import elects, hire, missing, of
from tests.conftest import TODAY, arranging
from tests.employed import employed
from tests.factories import SINCE, PersonFactory, since
from tests.worlds import World, put

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("days", "verdict"), [(0, Verdict.BREACHES), (1, Verdict.UNKNOWN)])
def test_that_an_association_never_was_published_is_shown_by_filings_kept_since_it_began(small, days, verdict):
    grouping = small.groupings[0]

    def plant(small: World) -> None:
        put(Publication.objects.filter(organisation=grouping), undone_on=TODAY, undone_because="Une autre")
        put(grouping.keepings.filter(register="filings"), period=since(SINCE + timedelta(days=days)))

    with planted(small, plant):
        assert judged("L1.7/1", grouping.pk)[0] is verdict


@pytest.mark.parametrize(
    ("begun", "verdict"), [(date(2025, 11, 25), Verdict.BREACHES), (date(2025, 11, 26), Verdict.UNKNOWN)]
)
def test_that_no_balance_was_stated_is_shown_by_budgets_kept_for_a_year(small: World, begun: date, verdict: Verdict):
    grouping = small.groupings[0]

    def plant(small: World) -> None:
        Cash.objects.filter(organisation=grouping).update(undone_on=TODAY, undone_because="Faux.")
        put(Keeping.objects.filter(organisation=grouping, register="budgets"), period=since(begun))

    with planted(small, plant):
        assert judged("R5.2/3", grouping.pk)[0] is verdict


def begun(small: World, day: date, *, of: date = SINCE) -> None:
    """The register of the first grouping, since a day, and the grouping itself, since another."""
    put(small.groupings[0], period=since(of))
    put(Keeping.objects.filter(organisation=small.groupings[0], register="careers"), period=since(day))


BEGINNINGS = [
    (SINCE, SINCE, 1),  # since the grouping began
    (SINCE + timedelta(days=1), SINCE, Span(0, 1)),
    (date(2022, 11, 25), date(2010, 1, 1), 1),  # for the four years of a mandate
    (date(2022, 11, 26), date(2010, 1, 1), Span(0, 1)),
]


@pytest.mark.parametrize(("kept", "existing", "found"), BEGINNINGS)
def test_that_nobody_was_elected_is_shown_by_a_register_of_four_years(small: World, kept, existing, found):
    key = small.groupings[0].pk
    with arranging():
        begun(small, kept, of=existing)
        hire(small, 2)
        assert missing(small) == 0, "none is asked for"
        hire(small, 1)
        assert missing(small) == found
        hire(small, 5)
        assert councils_missing(TODAY, EVERYONE)[key] == found and missing(small) == 0
        elects(small.groupings[0])
        assert councils_missing(TODAY, EVERYONE)[key] == 0


@pytest.mark.parametrize(("days", "found"), [(0, 1), (-1, Span(0, 1))])
def test_that_a_unit_elected_no_council_is_shown_by_a_register_kept_since_it_was_recognised(small: World, days, found):
    day = TODAY - timedelta(days=30)
    with arranging():
        Occasion.objects.create(
            organisation=small.head, kind="unit", planned_on=day, held_on=day, result="Par un accord."
        )
        for _ in range(3):
            employed(small.head, PersonFactory(), signatory=None)
        kept = Keeping.objects.filter(organisation=small.head, register="careers")
        put(kept, period=since(day - timedelta(days=days)))
    assert unit_council_missing(TODAY, EVERYONE)[small.head.pk] == found


@pytest.mark.parametrize(
    ("kept", "hired", "made", "found"),
    [
        (SINCE, 0, None, 1),
        (SINCE + timedelta(days=1), 0, None, Span(0, 1)),  # it may have been made before
        (date(2025, 11, 25), 8, None, 1),  # eleven people: nothing was brought up to date for a year
        (date(2025, 11, 26), 8, None, Span(0, 1)),
        (date(2025, 11, 25), 8, date(2025, 11, 24), 1),
        (date(2025, 11, 26), 8, date(2025, 11, 24), Span(0, 1)),
        (date(2025, 11, 26), 8, date(2025, 11, 25), 0),
        (date(2025, 11, 26), 0, date(2024, 11, 24), 0),
    ],
)
def test_that_no_risk_document_was_made_is_shown_by_a_register_that_would_tell_it(
    small: World, kept, hired, made, found
):
    with arranging():
        begun(small, kept)
        put(of(small, "risks"), **({"held_on": made} if made else {"undone_on": TODAY}))
        hire(small, hired)
    assert risk_documents_late(TODAY, EVERYONE)[small.groupings[0].pk] == found
