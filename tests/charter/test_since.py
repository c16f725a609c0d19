"""From which day a finding has been so: told by what is written, and never guessed."""

from datetime import date, timedelta

import pytest

from kevread.charter.engine import verdicts
from kevread.charter.models import Attestation, Keeping
from kevread.charter.queries.since import since_when
from kevread.charter.sentences import speak
from kevread.common.verdicts import Verdict
from kevread.directory.models import Person
from kevread.meetings.models import Meeting
from tests.charter.people import holder
from tests.charter.test_screen_text import at, crowd, text_of
from tests.clients import entered_as
from tests.conftest import TODAY, arranging
from tests.factories import since
from tests.worlds import LAST_YEAR, World, end, put

pytestmark = pytest.mark.django_db
NEW_YEAR = date(2026, 1, 1)


def told(clause: str, organisation, on: date = TODAY) -> date | None:
    spoken = speak([f for f in verdicts(on) if (f.clause.key, f.organisation.id) == (clause, organisation.pk)], on)
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
    (finding,) = [f for f in verdicts(TODAY) if f.clause.key == "R4.11/2"]
    assert finding.verdict is Verdict.BREACHES
    assert told("R4.11/2", small.head) == NEW_YEAR


def attested(organisation, person: Person, **more) -> None:
    with arranging():
        Attestation.objects.filter(clause="R3.4/2", organisation=organisation).delete()
        Attestation.objects.create(
            clause="R3.4/2", organisation=organisation, person=person, piece="Statuts", piece_on=TODAY, **more
        )


def test_what_was_attested_since_that_day_or_since_it_ended(small: World):
    grouping = small.groupings[0]
    person = holder(small, f"{grouping.slug}-board", "president")
    first, last = TODAY - timedelta(days=90), TODAY - timedelta(days=5)
    attested(grouping, person, is_met=False, period=since(first, TODAY + timedelta(days=9)))
    assert told("R3.4/2", grouping) == first
    attested(grouping, person, is_met=True, period=since(first, last))
    assert told("R3.4/2", grouping) == last + timedelta(days=1)


def test_an_excess_that_the_facts_do_not_date_says_nothing(small: World):
    grouping = small.groupings[0]
    crowd(small, grouping)
    assert told("R3.7/1", grouping) is None


def test_the_page_of_the_article_says_it(small: World, settings):
    local = small.locals[small.groupings[0]][0]
    with arranging():
        put(small.mandates(f"{local.slug}-board"), period=LAST_YEAR)
    client = entered_as(holder(small, "cress-team", "direction"), settings)
    assert "Depuis le 1 er janvier 2026" in text_of(client.get(at("article", local, rule="R3.2"))).replace(
        "1er", "1 er"
    )
