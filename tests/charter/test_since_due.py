"""A finding tells since when what is late is late, and what is missing is missing: the day that is written, or none."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest

from kevread.agreements.models import Approval
from kevread.careers.facts import risks_old_since
from kevread.careers.models import HandIn, SkillsPlan
from kevread.charter.models import Keeping
from kevread.common.facts import EVERYONE
from kevread.decisions.models import FollowUp
from kevread.directory.models import Affiliation
from kevread.privacy.models import Validation
from kevread.statutes.models import Statutes, StatutesArticle
from tests.charter.test_agreements import contract
from tests.charter.test_careers import late, of
from tests.charter.test_equalisation import RULES, held
from tests.charter.test_filings import LONG_AGO, happened
from tests.charter.test_finance import funding
from tests.charter.test_finance_years import accounts, closes, granted
from tests.charter.test_local_life import CLOSED, account, local
from tests.charter.test_membership import LONG_AGO as JOINED_LONG_AGO
from tests.charter.test_membership import admitted
from tests.charter.test_privacy import KNOWN, broken, demanded
from tests.charter.test_rhythm import THIS_YEAR, meetings
from tests.charter.test_since import told
from tests.conftest import TODAY, arranging
from tests.factories import SINCE, AffiliationFactory, OrganisationFactory, since
from tests.worlds import LAST_YEAR, World, end, put

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
LAST_CLOSED = date(2025, 12, 31)


def reported(small: World) -> None:
    closes(small.groupings[0])
    accounts(small.groupings[0])
    funding(small.groupings[0], cents=100, period=LAST_YEAR, notified_on=date(2025, 1, 10))


def untold(small: World) -> None:
    closes(small.groupings[0])
    accounts(small.groupings[0], resources=15_000_001)
    granted(small.groupings[0], 5_000_001)


def old_demands(small: World) -> None:
    demanded(small, date(2026, 10, 1))
    demanded(small, date(2026, 10, 23))


def unentrusted(small: World) -> None:
    rows = FollowUp.objects.filter(stream="communication")
    put(rows, due=date(2026, 9, 30))


def reworded(small: World) -> None:
    rows = StatutesArticle.objects.filter(statutes__organisation=small.groupings[0], slug="dissolution")
    put(rows, stands="other", text="L’actif net revient aux membres.")
    put(Statutes.objects.filter(organisation=small.groupings[0]), since=date(2026, 10, 1))


def unread(small: World) -> None:
    put(Approval.objects.filter(instrument__agreement=contract(small), party__role="tete"), authority="")


def unsaid(small: World) -> None:
    put(HandIn.objects.filter(employer=small.groupings[0]), undone_on=TODAY)
    put(SkillsPlan.objects.filter(year=TODAY.year), opened_on=date(2026, 10, 20))


def undeclared(small: World) -> None:
    admitted(small, small.groupings[0], on=JOINED_LONG_AGO, legal_form="association")


def two_months(small: World) -> None:
    for month in (5, 8):
        put(meetings(small, "codir", THIS_YEAR).filter(starts_at__month=month), state="cancelled")


def grouping(small: World):
    return small.groupings[0]


def head(small: World):
    return small.head


@pytest.mark.parametrize(
    ("clause", "at", "plant", "expected"),
    [
        ("L1.3/1", grouping, lambda small: happened(small, "address", LONG_AGO), date(2026, 11, 24)),
        ("L1.5/1", grouping, undeclared, date(2026, 8, 13)),
        ("L4.4/1", grouping, untold, date(2026, 7, 1)),
        ("L4.5/1", grouping, reported, date(2026, 7, 1)),
        ("L10.1/3", grouping, old_demands, date(2026, 11, 2)),
        ("L10.1/4", grouping, lambda small: broken(small, KNOWN - timedelta(days=4)), date(2026, 11, 20)),
        ("R4.17/1", head, two_months, date(2026, 6, 1)),
        ("R6.20/1", grouping, lambda s: end(s.epci[s.groupings[0]][0].leads), date(2026, 1, 1)),
        ("R9.2/1", grouping, reworded, date(2026, 10, 1)),
        ("R3.17/1", grouping, lambda small: late(small, "welcome", 71), TODAY - 10 * DAY),
        ("R7.15/2", head, unentrusted, date(2026, 10, 1)),
        ("R5.3/2", lambda small: local(small), lambda s: account(local(s), ("dues", 100), ("handed", 100)), CLOSED),
        ("R6.26/2", head, unsaid, date(2026, 10, 20)),
    ],
)  # fmt: skip
def test_since_the_day_that_is_written(small: World, clause: str, at: Callable, plant: Callable, expected: date):
    assert told(clause, at(small)) is None
    with arranging():
        plant(small)
    assert told(clause, at(small)) == expected


def test_a_register_that_nobody_validated_since_it_is_kept(small: World):
    with arranging():
        Validation.objects.filter(organisation=small.groupings[0]).delete()
        put(
            Keeping.objects.filter(organisation=small.groupings[0], register="processing"),
            period=since(date(2026, 3, 2)),
        )
    assert told("L10.1/2", small.groupings[0]) == date(2026, 3, 2)


def test_a_contract_signed_without_authority_since_it_was_signed(small: World):
    with arranging():
        unread(small)
    signed = Approval.objects.filter(instrument__agreement=contract(small)).values_list(
        "instrument__signed_on", flat=True
    )
    assert told("R4.43/1", small.groupings[0]) == min(signed)


def test_the_shares_of_a_round_since_they_were_decided(small: World):
    with arranging():
        put(held(small), terms=RULES.plain() | {"weights": {**RULES.weights, "projects": 3_500, "actions": 0}})
    assert told("R5.9/1", small.head) == TODAY


def test_a_structure_of_no_local_since_it_left_its_last(small: World):
    pole = small.locals[small.groupings[0]][0]
    with arranging():
        member = OrganisationFactory(reach="local")
        AffiliationFactory(member=member, of=small.groupings[0])
    assert told("R8.3/1", small.groupings[0]) == SINCE
    with arranging():
        AffiliationFactory(member=member, of=pole, period=since(SINCE, date(2026, 4, 30)))
    assert told("R8.3/1", small.groupings[0]) == date(2026, 5, 1)
    with arranging():
        put(Affiliation.objects.filter(member=member, of=small.groupings[0]), period=since(None))
    assert told("R8.3/1", small.groupings[0]) is None


def test_an_epci_that_nobody_ever_had_says_nothing(small: World):
    with arranging():
        lead = small.epci[small.groupings[0]][0].leads.get()
        lead.delete()
    assert told("R6.20/1", small.groupings[0]) is None


def test_one_of_which_nobody_knows_since_when_and_nothing_is_said(small: World):
    """Two of them fail: the day of one alone would be too late a day for both."""
    first, second = small.epci[small.groupings[0]][:2]
    with arranging():
        end(first.leads)
        second.leads.get().delete()
    assert told("R6.20/1", small.groupings[0]) is None


def test_a_document_of_risks_a_year_after_the_last_and_one_that_never_was_on_no_day(small: World):
    with arranging():
        put(of(small, "risks"), held_on=date(2025, 5, 4))
        put(of(small, "risks").__class__.objects.filter(organisation=small.groupings[1], kind="risks"), undone_on=TODAY)
    found = risks_old_since(TODAY, EVERYONE)
    assert found[small.groupings[0].pk] == {"": date(2026, 5, 4)} and small.groupings[1].pk not in found
