"""From which day a finding has been so: told by what is written, and never guessed."""

from datetime import UTC, date, datetime, timedelta

import pytest

from kevread.charter.engine import verdicts
from kevread.charter.models import Attestation, Keeping
from kevread.charter.queries.since import since_when
from kevread.charter.sentences import speak
from kevread.common.verdicts import Verdict
from kevread.decisions.models import Application
from kevread.directory.models import Person
from kevread.meetings.models import Meeting
from kevread.statutes.models import HandingOver
from tests.charter.people import holder
from tests.charter.proofs import rule_of
from tests.charter.test_finance import funding
from tests.charter.test_screen_text import at, text_of
from tests.clients import entered_as
from tests.conftest import TODAY, arranging
from tests.employed import employed
from tests.factories import MandateFactory, PersonFactory, SeatFactory, since
from tests.gatherings.decided import advised, decided
from tests.worlds import LAST_YEAR, World, end, put

pytestmark = pytest.mark.django_db
NEW_YEAR = date(2026, 1, 1)


def told(clause: str, organisation, on: date = TODAY) -> date | None:
    found = verdicts(on, rules=[rule_of(clause)])
    spoken = speak([f for f in found if (f.clause.key, f.organisation.id) == (clause, organisation.pk)], on)
    return since_when(spoken, on).get((clause, organisation.pk))


def test_since_the_last_one_left(small: World):
    local = small.locals[small.groupings[0]][0]
    with arranging():
        end(small.mandates(f"{local.slug}-board"))
    assert told("R3.2/2", local) == NEW_YEAR
    with arranging():
        put(small.mandates(f"{local.slug}-board").earliest("pk"), period=since(last=date(2026, 3, 31)))
    assert told("R3.2/2", local) == date(2026, 4, 1)
    assert told("R3.2/2", small.locals[small.groupings[0]][1]) is None


def test_what_never_was_says_nothing_and_neither_does_a_mistake(small: World):
    local = small.locals[small.groupings[0]][0]
    with arranging():
        end(small.mandates(f"{local.slug}-board"))
        put(small.mandates(f"{local.slug}-board"), end_reason="mistake")
    assert told("R3.2/2", local) is None


def test_no_earlier_than_the_register_is_kept(small: World):
    local = small.locals[small.groupings[0]][0]
    with arranging():
        end(small.mandates(f"{local.slug}-board"))
        put(Keeping.objects.filter(organisation=local, register="mandates"), period=since(date(2026, 6, 1)))
    assert told("R3.2/2", local) == date(2026, 6, 1)


def test_a_year_that_is_over_since_it_is(small: World):
    with arranging():
        Meeting.objects.filter(body__slug="cress-board", starts_at__year=2025).update(state="cancelled")
    (finding,) = [f for f in verdicts(TODAY, rules=["R4.11"]) if f.clause.key == "R4.11/2"]
    assert finding.verdict is Verdict.BREACHES
    assert told("R4.11/2", small.head) == NEW_YEAR


def attested(organisation, person: Person, **more) -> None:
    with arranging():
        Attestation.objects.filter(clause="R3.4/2", organisation=organisation).delete()
        Attestation.objects.create(
            clause="R3.4/2", organisation=organisation, person=person, piece="Statuts", piece_on=TODAY, **more
        )


def test_what_was_attested_since_that_day(small: World):
    grouping = small.groupings[0]
    person = holder(small, f"{grouping.slug}-board", "president")
    first = TODAY - timedelta(days=90)
    attested(grouping, person, is_met=False, period=since(first, TODAY + timedelta(days=9)))
    assert told("R3.4/2", grouping) == first
    attested(grouping, person, is_met=True, period=since(first, TODAY - timedelta(days=5)))
    assert told("R3.4/2", grouping) is None  # the sentence of the finding says it


def third(small: World, first: date | None, last: date | None = None):
    """One person more of a local on the board of its grouping, who sits nowhere else."""
    grouping = small.groupings[0]
    represents = small.locals[grouping][0]
    with arranging():
        return small.seated(f"{grouping.slug}-board", "administrator", represents=represents, period=since(first, last))


def test_too_many_since_the_last_who_came(small: World):
    grouping = small.groupings[0]
    assert told("R3.7/1", grouping) is None
    mandate = third(small, date(2026, 5, 4))
    assert told("R3.7/1", grouping) == date(2026, 5, 4)
    third(small, date(2026, 8, 1))  # one more: they were too many already
    assert told("R3.7/1", grouping) == date(2026, 5, 4)
    with arranging():
        put(mandate, end_reason="mistake")
    assert told("R3.7/1", grouping) == date(2026, 8, 1)


@pytest.mark.parametrize(
    ("came", "expected"), [(date(2026, 6, 1), date(2026, 3, 2)), (date(2026, 6, 2), date(2026, 6, 2))]
)
def test_who_takes_over_from_another_on_the_next_day_breaks_nothing(small: World, came, expected):
    third(small, date(2026, 3, 2), date(2026, 5, 31))
    third(small, came)
    assert told("R3.7/1", small.groupings[0]) == expected


def test_who_is_too_many_by_the_seat_that_they_have_at_home_is_not_dated(small: World):
    grouping = small.groupings[0]
    with arranging():
        person = small.seated(f"{small.locals[grouping][0].slug}-board", "administrator").person
        small.seated(f"{grouping.slug}-board", "administrator", person=person)
    found = verdicts(TODAY, rules=["R3.7"])
    (finding,) = [f for f in found if (f.clause.key, f.organisation.id) == ("R3.7/1", grouping.pk)]
    assert finding.verdict is Verdict.BREACHES and told("R3.7/1", grouping) is None


def test_too_few_since_the_last_who_left_and_not_where_they_never_were_enough(small: World):
    """A seat of the bureau of the head that the framework asks, and that is vacant (R4.13)."""
    assert told("R4.13/2", small.head) is None
    held = small.mandates("cress-bureau", "vice-president-grouping")
    with arranging():
        put(held.filter(pk=held.first().pk), period=since(last=date(2026, 9, 30)))
    assert told("R4.13/2", small.head) == date(2026, 10, 1)
    with arranging():
        put(held, end_reason="mistake")
    assert told("R4.13/2", small.head) is None


DAY = timedelta(days=1)
HANDED = TODAY - timedelta(days=200)


@pytest.mark.parametrize("subject", ["staff", "funding"])
@pytest.mark.parametrize(
    ("begun", "kept", "expected"),
    [
        (TODAY - 9 * DAY, None, TODAY - 9 * DAY),  # after its day: since then
        (TODAY - 9 * DAY, TODAY - 3 * DAY, TODAY - 3 * DAY),  # nobody could read it before
    ],
)
def test_what_a_local_keeps_of_what_it_handed_over_since_it_has_it(small: World, subject, begun, kept, expected):
    grouping, local = small.groupings[0], small.locals[small.groupings[0]][0]
    with arranging():
        put(HandingOver.objects.filter(local=local, subject=subject), day=HANDED)
        if kept:
            register = "staff" if subject == "staff" else "funding"
            put(Keeping.objects.filter(organisation=local, register=register), period=since(kept))
        if subject == "staff":
            put(employed(local, PersonFactory()), period=since(begun))
        else:
            funding(local, notified_on=begun)
    for clause in ("R0.5/1", "R6.1/1") if subject == "staff" else ("R5.1/1",):
        assert told(clause, grouping) == expected


def test_a_contract_from_before_the_day_of_the_team_since_that_day(small: World):
    grouping, local = small.groupings[0], small.locals[small.groupings[0]][0]
    with arranging():
        put(HandingOver.objects.filter(local=local, subject="staff"), day=HANDED)
        put(employed(local, PersonFactory()), period=since(HANDED - 90 * DAY))
    assert told("R6.1/1", grouping) == HANDED


def test_a_representative_away_from_home_since_they_left_it_or_came_here(small: World):
    grouping = small.groupings[0]
    local = small.locals[grouping][0]
    with arranging():
        end(small.mandates(f"{grouping.slug}-board").filter(represents=local))
        seat = SeatFactory(body=small.body(f"{grouping.slug}-board"), title="apart")
        here = MandateFactory(seat=seat, represents=local, period=since(date(2026, 3, 2)))
    assert told("R3.7/2", grouping) == date(2026, 3, 2)
    with arranging():
        home = small.seated(f"{local.slug}-board", "administrator", person=here.person, period=since(date(2026, 1, 5)))
    assert told("R3.7/2", grouping) is None
    with arranging():
        put(type(home).objects.filter(pk=home.pk), period=since(date(2026, 1, 5), date(2026, 6, 30)))
    assert told("R3.7/2", grouping) == date(2026, 7, 1)
    with arranging():
        put(Keeping.objects.filter(organisation=local, register="mandates"), period=since(date(2026, 10, 1)))
    assert told("R3.7/2", grouping) == date(2026, 10, 1)


def test_a_decision_at_fault_since_it_was_taken_or_applied(small: World):
    grouping = small.groupings[0]
    with arranging():
        decided(f"{grouping.slug}-board", "budget", on=date(2026, 4, 7))
        decided(f"{grouping.slug}-board", "budget", on=date(2026, 9, 8))
        alone = decided(f"{grouping.slug}-board", "carte", after=[advised("college-territoire", "carte")])
        applied = datetime(2026, 11, 3, 12, tzinfo=UTC)
        Application.objects.create(decision=alone, kind="waiting", applied_at=applied, note="Carte publiée.")
    assert told("R0.9/1", grouping) == date(2026, 4, 7)
    assert told("R0.9/3", grouping) == date(2026, 11, 3)


def test_the_page_of_the_article_says_it(small: World, settings):
    local = small.locals[small.groupings[0]][0]
    with arranging():
        put(small.mandates(f"{local.slug}-board"), period=LAST_YEAR)
    client = entered_as(holder(small, "cress-team", "direction"), settings)
    assert "Depuis le 1 er janvier 2026" in text_of(client.get(at("article", local, rule="R3.2"))).replace(
        "1er", "1 er"
    )
