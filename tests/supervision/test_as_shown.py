"""A matter is decided on what its page shows; of a past day, its page says nothing of what came after."""

from datetime import timedelta

import pytest
from django.urls import reverse

from kevread.delegations.models import Grant
from kevread.directory.models import Person
from kevread.seats.queries import actor_of
from kevread.supervision.models import Matter
from kevread.supervision.operations import annul, ask_leave, decide_ending, say
from tests.clients import entered_as
from tests.conftest import NOW, TODAY, arranging
from tests.delegations.conftest import Delegating
from tests.pressing import press, shown

from .conftest import DECIDED, WRITTEN, Two
from .test_endings import LAST, begun

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def chief(two: Two, settings):
    return entered_as(Person.objects.get(pk=two.direction.person), settings)


def page(name: str, two: Two, matter: Matter) -> str:
    return reverse(f"supervision:{name}", args=[two.grouping.slug, matter.pk])


def still_open(matter: Matter) -> bool:
    matter.refresh_from_db()
    return matter.closed_at is None


def test_an_interview_is_not_concluded_over_what_was_written_meanwhile(two, chief):
    matter = two.raised("entretien-de-parcours", two.oneself, "person")
    where, typed = page("settle", two, matter), {"conclusion": DECIDED, "held_on": TODAY.isoformat()}
    old = shown(chief, where)
    say(actor=two.oneself, matter=matter, line="person", place=two.grouping, text=WRITTEN, now=NOW)
    answer = chief.post(where, {"vu": old, **typed})
    assert answer.status_code == 422 and "Ce que montrait cette page a changé" in answer.text
    assert WRITTEN in answer.text and still_open(matter), "it shows what came, and keeps what was typed"
    assert DECIDED in answer.text
    assert press(chief, where, typed).status_code == 302 and not still_open(matter)


def test_days_are_not_answered_over_the_view_that_came_meanwhile(two, chief):
    asked = {"actor": two.oneself, "person": two.person, "place": two.grouping, "kind": "leave", "line": "person"}
    matter = ask_leave(first=TODAY + DAY, last=TODAY + DAY, now=NOW, **asked).matter
    where, typed = page("answer_leave", two, matter), {"granted": "yes", "reason": ""}
    old = shown(chief, where)
    two.said(matter, "pole")
    assert chief.post(where, {"vu": old, **typed}).status_code == 422 and still_open(matter)
    assert press(chief, where, typed).status_code == 302 and not still_open(matter)


def test_a_page_of_before_says_nothing_of_what_came_after(two, chief):
    with arranging():
        Grant.objects.filter(organisation=two.grouping, nature="hr").update(acts=["contrats-de-travail", "licencier"])
    earlier = begun(two, now=NOW - 2 * DAY)
    asked = {"actor": two.direction, "matter": earlier.matter, "place": two.grouping, "last": LAST + DAY}
    decide_ending(conclusion=DECIDED, now=NOW, **asked)
    told = {
        on: chief.get(page("matter", two, earlier.matter), {"au": on.isoformat()}).text for on in (TODAY - DAY, TODAY)
    }
    assert "demandé</dd>" in told[TODAY - DAY] and ", décidé" not in told[TODAY - DAY]
    assert ", décidé&nbsp;; demandé&nbsp;: " in told[TODAY], "another day than the one that was asked"
    annul(actor=two.direction, matter=earlier.matter, reason="Ouvert par erreur.", now=NOW)
    before = chief.get(page("matter", two, earlier.matter), {"au": (TODAY - DAY).isoformat()}).text
    assert "Ouvert par erreur" not in before and "Annulé" not in before


def test_a_delegation_that_is_over_reads_no_past_day(two, settings):
    """Whoever opened a matter by it, and left."""
    post = two.scene.world.holder(f"{two.grouping.slug}-team", "delegate")
    grant = Delegating(two.scene).inside(post, acts=("entretiens",))
    client = entered_as(post.person, settings)
    at = {"au": (TODAY - DAY).isoformat()}
    with arranging():
        Grant.objects.filter(pk=grant.pk).update(period=(TODAY - 9 * DAY, TODAY + DAY), accepted_on=TODAY - 9 * DAY)
    matter = two.raised("entretien-annuel", actor_of(post.person, TODAY), now=NOW - DAY)
    assert [client.get(page("matter", two, matter), on).status_code for on in ({}, at)] == [200, 200]
    with arranging():
        Grant.objects.filter(pk=grant.pk).update(period=(TODAY - 9 * DAY, TODAY))
    assert [client.get(page("matter", two, matter), on).status_code for on in ({}, at)] == [404, 404]
