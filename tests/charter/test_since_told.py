"""Since when what blocks is at fault: a form, a territory too many, a receipt, a grant, a decision off the agenda."""

from datetime import UTC, date, datetime, timedelta

import pytest

from kevread.charter.engine import verdicts
from kevread.charter.models import Keeping
from kevread.common.verdicts import Verdict
from kevread.directory.models import Name
from kevread.documents.models import Document, Version
from kevread.dues.models import Eligibility, Payment, Receipt
from kevread.equalisation.models import Campaign, Resource
from kevread.finance.models import Exchange
from kevread.meetings.models import Notice
from tests.charter import test_law, test_part_4, test_rhythm  # noqa: F401 — what flips each clause is planted again here
from tests.charter.proofs import PLANTS
from tests.charter.test_dues import receipted
from tests.charter.test_dues import told as said_of_receipts
from tests.charter.test_finance import funder, funding, onward
from tests.charter.test_law import assembly
from tests.charter.test_law import told as convened
from tests.charter.test_since import told
from tests.conftest import NOW, TODAY, arranging
from tests.factories import NameFactory, OrganisationFactory, SettingFactory, ZoneFactory, since
from tests.gatherings.decided import decided, item
from tests.worlds import World, end, put

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
IN_MAY = date(2026, 5, 4)


def in_may(days: int = 0) -> datetime:
    return datetime(2026, 5, 4, 12, tzinfo=UTC) + days * DAY


def test_a_form_since_the_organisation_is_there_or_since_somebody_told_it_so(small: World):
    with arranging():
        made = OrganisationFactory(grouping=True, legal_form="foundation", period=since(IN_MAY))
        Keeping.objects.create(organisation=made, register="identity", period=since(date(2026, 1, 1)))
    assert told("R2.1/1", made) == told("R9.1/1", made) == IN_MAY
    with arranging(in_may(9)):
        put(made, locality="Brest")
    assert told("R2.1/1", made) == IN_MAY, "what else was told of it says nothing of its form"
    with arranging(in_may(10)):
        put(made, legal_form="company")
    assert told("R2.1/1", made) == told("R9.1/1", made) == IN_MAY + 10 * DAY
    assert told("R2.1/1", made, on=IN_MAY + 9 * DAY) is None, "it was told otherwise then, and nothing tells since when"


def test_a_form_that_somebody_confirmed_since_they_did(small: World):
    with arranging():
        made = OrganisationFactory(grouping=True, legal_form="company", form_is_proposed=True, period=since(IN_MAY))
        Keeping.objects.create(organisation=made, register="identity", period=since(date(2026, 1, 1)))
    assert told("R2.1/1", made) is None
    with arranging(in_may(10)):
        put(made, form_is_proposed=False)
    assert told("R2.1/1", made) == IN_MAY + 10 * DAY


def test_a_name_since_it_is_borne(small: World):
    with arranging():
        Name.objects.filter(organisation=small.groupings[0], kind="brand").delete()
        NameFactory(organisation=small.groupings[0], text="Autre chose", period=since(IN_MAY))
    assert told("R7.20/1", small.groupings[0]) == IN_MAY


def test_a_territory_too_many_since_it_is_on_the_map_and_one_too_few_since_it_left(small: World):
    assert told("R1.1/3", small.head) is None
    with arranging():
        ZoneFactory(strategic=True, period=since(IN_MAY))
        ZoneFactory(period=since(IN_MAY - DAY))  # of another kind
    assert told("R1.1/3", small.head) == IN_MAY
    with arranging():
        ZoneFactory(strategic=True, period=since(IN_MAY + DAY))
    assert told("R1.1/3", small.head) == IN_MAY
    with arranging():
        for one in small.groupings:
            end(small.territories[one])
        put(small.territories[small.groupings[0]], period=since(last=IN_MAY + 9 * DAY))
    assert told("R1.1/3", small.head) is None and told("R1.1/4", small.head) is None


def test_a_territory_too_few_since_it_left_the_map(small: World):
    with arranging():
        put(small.territories[small.groupings[0]], period=since(last=IN_MAY))
    assert told("R1.1/4", small.head) == IN_MAY + DAY


@pytest.mark.parametrize(("clause", "wrong"), [("L7.2/1", {"of_interest": False}), ("L7.2/2", {"for_nothing": False})])
def test_receipts_since_the_first_that_rests_on_nothing(small: World, clause: str, wrong: dict[str, bool]):
    at = small.groupings[0]
    with arranging():
        said_of_receipts(at, **wrong)
        receipted(small, at, issued_on=IN_MAY + DAY)
    assert told(clause, at) == IN_MAY + DAY
    with arranging():
        put(Eligibility.objects.all(), of_interest=True, for_nothing=True)
    assert told(clause, at) is None
    with arranging():
        put(Eligibility.objects.all(), undone_on=TODAY, undone_because="Erreur")
    assert told(clause, at) == IN_MAY + DAY, "what was a mistake founded none"


def test_of_several_receipts_since_the_first(small: World):
    at = small.groupings[0]
    with arranging():
        said_of_receipts(at, of_interest=False)
        first = receipted(small, at, issued_on=IN_MAY + DAY)
        paid = Payment.objects.create(
            organisation=at, due=first.payment.due, paid_on=TODAY, cents=4000, means="transfer"
        )
        kept = first.version
        document = Document.objects.create(organisation=at, kind="tax-receipt", title="Reçu fiscal")
        paper = Version.objects.create(
            document=document, number=1, content=kept.content, name="recu.pdf", media_type="application/pdf",
            size=4, made_at=NOW,
        )  # fmt: skip
        Receipt.objects.create(
            organisation=at, payment=paid, version=paper, number=2, follows=1, cents=4000, issued_on=IN_MAY,
            identifier="732829320",
        )  # fmt: skip
    assert told("L7.2/1", at) == IN_MAY


def test_a_grant_of_the_fund_since_it_was_told(small: World):
    with arranging():
        found = Campaign.objects.create(carrier=small.head, year=TODAY.year, as_of=TODAY)
        Resource.objects.create(campaign=found, label="Région", origin="grant", amount=100, clause="Elle le permet.")
    with arranging(in_may(1)):
        Resource.objects.create(campaign=found, label="Région", origin="grant", amount=100, clause="Article 4")
    assert told("L4.6/1", small.head) == IN_MAY + DAY
    with arranging(in_may()):
        first = Resource.objects.create(campaign=found, label="État", origin="grant", amount=100, clause="Article 5")
    assert told("L4.6/1", small.head) == IN_MAY
    with arranging():
        first.delete()
    assert told("L4.6/1", small.head) == IN_MAY + DAY


def test_what_is_granted_onwards_since_it_was_or_since_it_was_told(small: World):
    at = small.groupings[0]
    with arranging():
        allowed = funding(at, funder=funder("foundation"), onward="allowed", clause="Article 7 : elle peut reverser.")
        onward(small, funding=allowed, day=IN_MAY - 9 * DAY, said_on=IN_MAY)
        refused = funding(at, funder=funder("foundation"), onward="refused")
        onward(small, funding=refused, day=IN_MAY - 9 * DAY, said_on=IN_MAY + 2 * DAY)
    assert told("L4.6/3", at) == IN_MAY + 2 * DAY
    with arranging():
        onward(small, funding=refused, day=IN_MAY + DAY, said_on=IN_MAY)
    assert told("L4.6/3", at) == IN_MAY + DAY
    with arranging():
        put(allowed, undone_on=TODAY, undone_because="Erreur")
    assert told("L4.6/3", at) == IN_MAY
    with arranging():
        put(Exchange.objects.all(), undone_on=TODAY, undone_because="Erreur")
    assert told("L4.6/3", at) is None


def test_a_decision_off_the_agenda_since_the_first(small: World):
    at = small.groupings[0]

    def off(on: date, **more: str) -> None:
        meeting = assembly(small, on=on)
        decided(meeting.body, "adhesion", meeting=meeting, item=item(meeting, **more))

    with arranging():
        off(IN_MAY - DAY, incident="Une faute vient d’être découverte.")
        off(IN_MAY + DAY)
    assert told("L1.9/1", at) == IN_MAY + DAY
    with arranging():
        off(IN_MAY)
    assert told("L1.9/1", at) == IN_MAY


def test_a_direction_that_left_the_committee_since_it_did_and_a_stranger_since_they_came(small: World):
    grouping = small.groupings[0]
    with arranging():
        put(small.holder("codir", "member", represents=grouping), period=since(last=IN_MAY))
    assert told("R4.16/2", small.head) == IN_MAY + DAY
    with arranging():
        president = small.holder(f"{grouping.slug}-board", "president").person
        small.seated("codir", "member", person=president, represents=grouping, period=since(IN_MAY))
    assert told("R4.16/3", small.head) == IN_MAY


def test_somebody_who_represents_nobody_since_they_came(small: World):
    with arranging():
        small.seated("college-territoire", "member-local", period=since(IN_MAY))
        small.seated("college-territoire", "member-local", period=since(IN_MAY + DAY))
    assert told("R4.7/2", small.head) == IN_MAY


def test_a_direction_on_its_own_board_since_it_is_both(small: World):
    grouping = small.groupings[0]
    with arranging():
        director = small.holder(f"{grouping.slug}-team", "direction").person
        small.seated(f"{grouping.slug}-board", "administrator", person=director, period=since(IN_MAY))
    assert told("L1.20/1", grouping) == IN_MAY


def test_a_year_that_can_hold_no_more_since_the_month_in_which_it_could_not(small: World):
    """What a past day would have said is what is told."""
    with arranging():
        PLANTS["R4.21/1"](small)
    (found,) = [one for one in verdicts(TODAY, rules=["R4.21"]) if one.clause.key == "R4.21/1"]
    day = told("R4.21/1", small.head)
    assert found.verdict is Verdict.BREACHES and day
    then = {one.verdict for one in verdicts(day, rules=["R4.21"]) if one.clause.key == "R4.21/1"}
    before = {one.verdict for one in verdicts(day - DAY, rules=["R4.21"]) if one.clause.key == "R4.21/1"}
    assert then == {Verdict.BREACHES} and Verdict.BREACHES not in before


def test_a_notice_at_fault_since_it_was_sent(small: World):
    with arranging():
        PLANTS["L1.10/1"](small)
    sent = Notice.objects.filter(meeting__body__organisation=small.groupings[0]).earliest("sent_at").sent_at
    assert told("L1.10/1", small.groupings[0]) == sent.date()


def test_a_third_grouping_since_it_came(small: World):
    with arranging():
        OrganisationFactory(grouping=True, period=since(IN_MAY))
    assert told("R0.4/1", small.head) == IN_MAY


@pytest.mark.parametrize(("earlier", "expected"), [(date(2025, 5, 4), None), (date(2025, 5, 3), IN_MAY)])
def test_the_first_of_a_window_tells_no_day_where_an_earlier_one_was_watched_until_then(
    small: World, earlier: date, expected: date | None
):
    """What leaves the twelve months was at fault before: the day would move by itself."""
    with arranging():
        for on in (IN_MAY, earlier):
            meeting = assembly(small, on=on)
            decided(meeting.body, "adhesion", meeting=meeting, item=item(meeting))
    assert told("L1.9/1", small.groupings[0]) == expected


@pytest.mark.parametrize(("earlier", "expected"), [(date(2025, 4, 18), None), (date(2025, 4, 17), IN_MAY - 15 * DAY)])
def test_a_notice_at_fault_tells_no_day_where_an_earlier_one_was_watched_until_then(
    small: World, earlier: date, expected: date | None
):
    with arranging():
        for on in (IN_MAY, earlier):
            convened(small, days=15, notice_days=15, columns={"on": on})
    assert told("L1.10/1", small.groupings[0]) == expected


def test_a_fund_carried_by_another_since_a_round_was_there_on_every_day(small: World):
    """A round is read until the end of the year after its own: the day does not move as years go by."""
    with arranging():
        put(Keeping.objects.filter(organisation=small.head), period=since(date(2020, 1, 1)))
        SettingFactory(name="R5.7.carrier", value="Une autre structure", period=since(date(2020, 1, 1)))

    def opened(year: int, month: int = 6) -> date:
        with arranging(datetime(year, month, 1, 12, tzinfo=UTC)):
            Campaign.objects.create(carrier=small.head, year=year, as_of=date(year, month, 1))
        return date(year, month, 1)

    last = opened(2026)
    assert told("R5.7/2", small.head) == last
    opened(2022)
    assert told("R5.7/2", small.head) == last, "nobody carried it in 2024"
    before = opened(2025)
    assert told("R5.7/2", small.head) == before
    first = opened(2024, 11)
    assert told("R5.7/2", small.head) == first
