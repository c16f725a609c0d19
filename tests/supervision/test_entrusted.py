"""Whoever an employer entrusted with its reviews opens and conducts one, and reads what they opened: nothing else, of nobody
else, nor once it is over."""

from datetime import timedelta

import pytest
from django.urls import reverse

from kevread.common.errors import Denied
from kevread.common.facts import Organisations
from kevread.delegations import operations as delegations
from kevread.delegations.models import Grant
from kevread.journal.models import Act
from kevread.seats.models import Mandate
from kevread.seats.queries import actor_of
from kevread.staff.models import Contract
from kevread.supervision.facts import decided_without_power
from kevread.supervision.models import Matter
from kevread.supervision.operations import add_candidate, ask_line, drop
from kevread.supervision.queries.matters import matters_at, shown
from tests.clients import entered_as
from tests.conftest import NOW, TODAY, arranging
from tests.delegations.conftest import Delegating

from .conftest import Two

pytestmark = pytest.mark.django_db

REVIEW = "entretien-annuel"


@pytest.fixture
def post(two: Two) -> Mandate:
    return two.scene.world.holder(f"{two.grouping.slug}-team", "delegate")


@pytest.fixture
def grant(two: Two, post: Mandate) -> Grant:
    """Reviews, and nothing of recruitments."""
    return Delegating(two.scene).inside(post, acts=("entretiens",))


@pytest.fixture
def holder(two: Two, post: Mandate, grant: Grant):
    return actor_of(post.person, TODAY)


def page(client, two: Two, code: str = REVIEW) -> int:
    return client.get(reverse("supervision:open_matter", args=[two.grouping.slug, code])).status_code


def read_by(actor, two: Two, on=TODAY) -> list[Matter]:
    return list(matters_at(two.grouping, actor, on))


def test_a_delegation_opens_the_page_where_it_serves(two: Two, post: Mandate, settings):
    client = entered_as(post.person, settings)
    assert page(client, two) == 404
    waits = Delegating(two.scene).inside(post, accepted=False, acts=("entretiens",))
    assert page(client, two) == 404, "it is not accepted"
    Delegating(two.scene).accept(waits)
    assert page(client, two) == 200
    assert page(client, two, "recrutement") == 404, "it is not of this act"
    assert "L’entretien annuel" in client.get(reverse("supervision:people", args=[two.grouping.slug])).text
    typed = {"worker": f"{two.territorial.pk}:{two.person.pk}", "title": "L’entretien annuel"}
    sent = client.post(reverse("supervision:open_matter", args=[two.grouping.slug, REVIEW]), typed, follow=True)
    assert sent.status_code == 200
    assert "associer" in sent.text, "they conduct it"
    assert Matter.objects.get().raised_by == post.person


def test_whoever_works_here_too_opens_theirs_and_those_of_others(two: Two, holder, post: Mandate, settings):
    with arranging():
        Contract.objects.filter(pk=two.support.contract_id).update(person=post.person)
    client, own = entered_as(post.person, settings), f"{two.shared.pk}:{post.person_id}"
    where = reverse("supervision:open_matter", args=[two.grouping.slug, "entretien-de-parcours"])
    for worker, line in ((own, "person"), (f"{two.territorial.pk}:{two.person.pk}", "employer")):
        assert client.post(where, {"worker": worker, "title": "Parler de la suite"}, follow=True).status_code == 200
        matter = Matter.objects.get(person=worker.split(":")[1])
        (told,) = shown([matter], actor_of(post.person, TODAY), TODAY, NOW)
        assert told.decides is (line == "employer")
    assert {act.arguments["line"] for act in Act.objects.filter(verb="supervision.raise_matter")} >= {
        "person",
        "employer",
    }


def test_they_conduct_what_they_opened_to_its_end(two: Two, holder):
    matter = two.raised(REVIEW, holder)
    two.said(matter, "pole")
    two.said(matter, "employer", actor=holder)
    (told,) = shown(read_by(holder, two), holder, TODAY, NOW)
    assert told.decides and told.mine
    with pytest.raises(Denied):
        add_candidate(actor=two.oneself, matter=matter, name="Qui que ce soit", received_on=TODAY, now=NOW)
    drop(actor=holder, matter=matter, reason="Reporté au printemps.", now=NOW)
    matter.refresh_from_db()
    assert matter.outcome == Matter.Outcome.DROPPED


def test_they_read_and_decide_nothing_that_somebody_else_opened(two: Two, holder):
    matter = two.raised(REVIEW)
    assert read_by(holder, two) == []
    assert read_by(two.direction, two) == [matter]
    with pytest.raises(Denied):
        two.said(matter, "employer", actor=holder)
    with pytest.raises(Denied):
        two.settled(matter, actor=holder, held_on=TODAY)
    with pytest.raises(Denied):
        ask_line(actor=holder, matter=matter, place=two.pole, now=NOW)


def test_they_open_nothing_else_nor_elsewhere_nor_about_themselves(two: Two, holder, post: Mandate):
    with pytest.raises(Denied):
        two.raised("recrutement", holder)
    other = next(one for one in two.scene.world.groupings if one != two.grouping)
    with pytest.raises(Denied):
        two.raised(REVIEW, holder, place=other)
    with pytest.raises(Denied):
        two.raised(REVIEW, holder, person=post.person)
    assert not Matter.objects.exists()


def test_once_it_is_over_they_read_and_decide_no_more(two: Two, holder, grant: Grant):
    matter = two.raised(REVIEW, holder)
    assert read_by(holder, two) == [matter]
    after = NOW + timedelta(days=1)
    delegations.end(actor=holder, grant=grant, last=TODAY, note="Rendue.", now=after)
    assert read_by(holder, two, after.date()) == []
    with pytest.raises(Denied):
        two.said(matter, "employer", actor=holder, now=after)
    with pytest.raises(Denied):
        two.settled(matter, actor=holder, held_on=TODAY, now=after)
    with pytest.raises(Denied):
        two.raised(REVIEW, holder, person=two.support.contract.person, post=two.shared, now=after)


def test_what_was_decided_before_it_was_taken_back_at_once_was_decided_by_it(two: Two, post: Mandate):
    """Decided in the morning, taken back in the afternoon: R6.5 reads a power; and from then on nothing is decided by it."""
    day, made = timedelta(days=1), Delegating(two.scene).inside(post, acts=("recruter", "entretiens"))
    with arranging():
        Grant.objects.filter(pk=made.pk).update(period=(TODAY - day, TODAY + 30 * day), accepted_on=TODAY - day)
    holder, among = actor_of(post.person, TODAY), Organisations(frozenset({two.grouping.pk}))

    decided = two.raised(REVIEW, holder)
    two.said(decided, "pole")
    other = two.raised(REVIEW, holder, post=two.shared, person=two.support.contract.person)
    for matter in (decided, other):
        two.said(matter, "employer", actor=holder)
    two.settled(decided, actor=holder, held_on=TODAY)
    at_once = {"grant": Grant.objects.get(pk=made.pk), "last": TODAY - day, "note": ""}
    delegations.end(actor=two.direction, now=NOW + timedelta(hours=2), **at_once)
    told = decided_without_power(TODAY, among, form="review")
    assert told[two.grouping.pk][decided.pk] == 0
    with pytest.raises(Denied):
        two.settled(other, actor=holder, now=NOW + timedelta(hours=3), held_on=TODAY)
