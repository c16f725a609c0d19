"""Since when what was held, joined, paid or signed is at fault: the day of the first that is counted, as it is written."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest

from kevread.agreements.models import Clause, Instrument
from kevread.meetings.models import Meeting
from tests.charter import (  # noqa: F401 — what flips each clause is planted again here
    test_agreements,
    test_allowances,
    test_law,
    test_membership,
    test_part_4,
    test_parts_6_to_9,
)
from tests.charter.proofs import PLANTS
from tests.charter.test_agreements import contract
from tests.charter.test_membership import JOINED, LONG_AGO, admitted
from tests.charter.test_since import told
from tests.conftest import TODAY, arranging
from tests.factories import since
from tests.worlds import World, attend, end, met, put

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
IN_JUNE, NEW_YEAR = date(2026, 6, 2), date(2026, 1, 1)


def grouping(small: World):
    return small.groupings[0]


def local(small: World):
    return small.locals[small.groupings[0]][0]


def head(small: World):
    return small.head


def signed(small: World) -> date:
    day = contract(small).instruments.get(number=0).signed_on
    assert day
    return day


def of_the_assembly(small: World) -> date:
    return Meeting.objects.get(body__slug=f"{small.groupings[0].slug}-assembly").day


@pytest.mark.parametrize(
    ("clause", "at", "expected"),
    [
        ("R6.16/1", grouping, IN_JUNE),
        ("R6.18/1", grouping, IN_JUNE),
        ("R6.19/2", grouping, IN_JUNE),
        ("R6.21/1", grouping, date(2026, 3, 12)),
        ("R6.17/1", grouping, None),  # of a meeting that never was, nothing tells since when
        ("L1.11/1", grouping, of_the_assembly),
        ("L1.15/1", grouping, TODAY - timedelta(days=30)),  # the day of the next
        ("R8.1/2", local, JOINED),
        ("R2.3/1", grouping, JOINED),
        ("R8.4/2", grouping, JOINED),
        ("L1.17/2", local, LONG_AGO + DAY),
        ("L6.14/2", grouping, TODAY),
        ("R4.43/2", grouping, signed),
        ("R4.44/1", grouping, signed),
        ("R4.18/1", head, NEW_YEAR),
        ("R4.47/1", head, NEW_YEAR),
        ("R4.46/1", head, None),  # it is open, at another level
        ("R4.40/1", head, None),  # another leads it
    ],
)
def test_since_the_first_that_is_counted(
    small: World, clause: str, at: Callable, expected: date | Callable[[World], date] | None
):
    assert told(clause, at(small)) is None
    with arranging():
        PLANTS[clause](small)
    assert told(clause, at(small)) == (expected(small) if callable(expected) else expected)


def test_of_several_since_the_first(small: World):
    found = grouping(small)
    president = small.holder(f"{found.slug}-board", "president").person
    with arranging():
        for day in (IN_JUNE, date(2026, 5, 5), date(2026, 9, 1)):
            attend(met(small.body(f"{found.slug}-board"), day), president)
    assert told("R6.18/1", found) == date(2026, 5, 5)
    with arranging():
        attend(
            Meeting.objects.get(starts_at__date=date(2026, 5, 5), body__slug=f"{found.slug}-board"), direction(small)
        )
    assert told("R6.18/1", found) == IN_JUNE, "one that was not missed says nothing"


def direction(small: World):
    return small.holder(f"{grouping(small).slug}-team", "direction").person


def test_of_several_who_never_asked_since_the_first_joined(small: World):
    with arranging():
        admitted(small, local(small), asked=False)
        admitted(small, local(small), asked=False, on=LONG_AGO)
        admitted(small, local(small), on=LONG_AGO - DAY)  # who asked
    assert told("R8.1/2", local(small)) == LONG_AGO


def test_a_clause_that_an_amendment_took_out_says_nothing(small: World):
    with arranging():
        first = contract(small).instruments.get(number=0)
        days = {"starts_on": first.starts_on, "ends_on": first.ends_on, "notice_months": 3}
        more = Instrument.objects.create(agreement=first.agreement, number=1, subject="Le reste", stage="talks", **days)
        Clause.objects.create(instrument=more, slug="cooperation", rank=1, title="Coopération", is_removed=True)
        put(Instrument.objects.filter(pk=more.pk), stage="signed", signed_on=TODAY, document=first.document)
    assert told("R4.44/1", grouping(small)) is None


def test_two_spaces_since_the_first_closed(small: World):
    with arranging():
        end(small.body("codir"))
        put(
            type(small.body("codir")).objects.filter(slug="gmo-soutien"),
            period=since(date(2025, 1, 1), date(2026, 3, 31)),
        )
    assert told("R4.47/1", head(small)) == NEW_YEAR
