"""Who acts is kept by each process under the state, the day and the person: never a moment longer, never for another."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from kevread.accounts.models import Account
from kevread.common.actor import SYSTEM, Hat
from kevread.directory.models import Person
from kevread.journal.queries import state
from kevread.seats import roles
from kevread.seats.models import Delegation, Mandate
from kevread.seats.operations import end_mandate
from kevread.seats.queries import actor_of, known_actor
from kevread.seats.queries.access import hats_on, named_on
from kevread.seats.queries.actors import Held, Neighbourhood, hat_of
from tests.clients import entered_as
from tests.conftest import NOW, TODAY, arranging
from tests.factories import PersonFactory, since

YESTERDAY = TODAY - timedelta(days=1)
DIRECTION = "Direction, "


def directs(scene) -> Mandate:
    return scene.world.holder(f"{scene.grouping.slug}-team", "direction")


def leaves(mandate: Mandate) -> None:
    end_mandate(actor=SYSTEM, mandate=mandate, last=YESTERDAY, reason="departure", now=NOW)


def entrust(scene) -> None:
    delegate = scene.world.holder(f"{scene.grouping.slug}-team", "delegate").person
    given = {"powers": ["secretariat"], "accepted_on": TODAY, "period": since(TODAY)}
    with arranging():
        Delegation.objects.create(granter=scene.first, holder=delegate, **given)


# What is read.


def place(hat: Hat) -> tuple[str, ...]:
    return hat.role, str(hat.organisation), str(hat.mandate)


def test_what_is_read_for_one_is_what_is_read_for_all(scene):
    """Of one person, only the links around what they hold are read."""
    entrust(scene)
    worn = hats_on(TODAY)
    assert {hat.role for _, hat in worn} > {"secretariat", "coordination", "grouping_president", "local_president"}
    for person in Person.objects.all():
        own = [hat for one, hat in worn if one == person]
        assert sorted(actor_of(person, TODAY).hats, key=place) == sorted(own, key=place)


def test_what_is_read_by_name_alone_is_what_is_read_for_all(scene):
    """As columns: the same people, in the same order, by the same seats, and only the rights that are asked about."""
    entrust(scene)
    asked = ("fill_seat", "employ")
    told = [
        (
            one.pk,
            str(one),
            place(hat),
            hat.label,
            hat.until,
            {name: hat.rights[name] for name in asked if name in hat.rights},
        )
        for one, hat in hats_on(TODAY)
        if not hat.rights.keys().isdisjoint(asked)
    ]
    found = [
        (key, name, place(hat), hat.label, hat.until, dict(hat.rights)) for key, name, hat in named_on(TODAY, *asked)
    ]
    assert found == told and told


def reach(actor, organisation) -> frozenset:
    """What one reads by what one holds there."""
    return next(hat.rights["read"] for hat in actor.hats if hat.organisation == organisation.pk)


def test_links_that_are_over_reach_nothing(scene):
    above, below = {scene.grouping.pk, scene.world.head.pk}, {scene.first.pk, scene.second.pk}
    assert reach(scene.president_of(scene.first), scene.first) == {scene.first.pk, *above}
    assert reach(scene.direction, scene.grouping) == above | below
    affiliation = scene.first.affiliations.get(of=scene.grouping)
    with arranging():
        affiliation.period = since(affiliation.period.lower, YESTERDAY)
        affiliation.save()
    assert reach(scene.president_of(scene.first), scene.first) == {
        scene.first.pk,
        scene.world.head.pk,
    }  # its own college
    assert reach(scene.direction, scene.grouping) == above | below - {scene.first.pk}


EVERYWHERE = roles.Role("everywhere", "", (), (), (), {"read": (roles.HERE, roles.BELOW, roles.ABOVE)})


@pytest.mark.parametrize("far_first", [True, False])
def test_around_one_place_is_the_network_seen_from_there(scene, far_first):
    """Whatever links are over, near or far."""
    head, grouping = scene.world.head, scene.grouping
    links = [(grouping, head), (scene.first, grouping), (scene.second, grouping)]
    for member, of in [(scene.first, head), *(links if far_first else reversed(links))]:
        affiliation = member.affiliations.get(of=of)
        with arranging():
            affiliation.period = since(affiliation.period.lower, YESTERDAY)
            affiliation.save()
        for place in (head, *scene.world.groupings, scene.first, scene.second):
            held = Held(EVERYWHERE, place.pk, "")
            assert hat_of(held, Neighbourhood(TODAY, of=[held])) == hat_of(held, Neighbourhood(TODAY))


ASKED = {("cress-team", "direction"): 2, ("board", "president"): 2, ("team", "delegate"): 3}


@pytest.mark.parametrize(("body", "title"), ASKED)
def test_an_actor_is_read_in_two_queries_and_one_where_a_secretariat_may_be_entrusted(scene, counted, body, title):
    where = body if body == "cress-team" else f"{scene.grouping.slug}-{body}"
    person, asked = scene.world.holder(where, title).person, ASKED[body, title]
    with counted(asked):
        actor_of(person, TODAY)


# What is kept.


def test_the_second_page_asks_nothing_of_who_one_is(scene, settings):
    page = entered_as(directs(scene).person, settings)
    page.get("/accessibilite/")
    with CaptureQueriesContext(connection) as queries:
        assert DIRECTION in page.get("/accessibilite/").content.decode()
    asked = [query["sql"] for query in queries if "SAVEPOINT" not in query["sql"]]
    assert len(asked) == 3, asked  # the session, « read only », the state
    assert not any("seats_" in sql or "directory_" in sql for sql in asked)


def test_a_right_lost_by_an_act_is_lost_at_the_next_request(scene, settings):
    page, address = entered_as(directs(scene).person, settings), f"/{scene.grouping.slug}/equipe"
    assert page.get(address).status_code == 200
    leaves(directs(scene))
    assert page.get(address).status_code == 403


def test_a_right_gained_by_an_act_is_had_at_the_next_request(scene, settings):
    person = directs(scene).person
    leaves(directs(scene))
    page, address = entered_as(person, settings), f"/{scene.grouping.slug}/equipe"
    assert page.get(address).status_code == 403
    with arranging():
        scene.world.seated(f"{scene.grouping.slug}-team", "direction", person=person, period=since(TODAY))
    assert page.get(address).status_code == 200


def test_a_right_that_ends_with_its_day_is_lost_the_next_without_an_act(scene, settings):
    mandate = directs(scene)
    with arranging():
        mandate.period = since(mandate.period.lower, TODAY)
        mandate.save()
    page, address = entered_as(mandate.person, settings), f"/{scene.grouping.slug}/equipe"
    assert page.get(address).status_code == 200
    settings.KEVREAD_ON = (TODAY + timedelta(days=1)).isoformat()
    assert page.get(address).status_code == 403


def test_a_past_day_gives_back_no_right(scene, settings):
    """One acts today: what one was on the day that is looked at opens nothing."""
    person, address = directs(scene).person, f"/{scene.grouping.slug}/equipe"
    page = entered_as(person, settings)
    leaves(directs(scene))
    past = {"au": YESTERDAY.isoformat()}
    assert known_actor(state(), YESTERDAY, pk=person.pk)[1].hat_for("read", scene.grouping.pk)
    assert page.get(address, past).status_code == 403


def test_entering_as_somebody_else_is_being_somebody_else(scene, settings):
    first, second = directs(scene).person, scene.world.holder(f"{scene.second.slug}-board", "president").person
    page, address = entered_as(first, settings), f"/{scene.grouping.slug}/equipe"
    assert page.get(address).status_code == 200
    session = page.session
    session["persona"] = str(second.pk)
    session.save()
    shown = page.get("/accessibilite/").content.decode()
    assert second.given_name in shown
    assert f"{DIRECTION}{scene.grouping.name}" not in shown
    session.flush()
    assert first.given_name not in Client().get("/accessibilite/").content.decode()


def test_an_account_and_a_person_of_the_same_key_are_two(scene):
    one = directs(scene).person
    account = Account.objects.create(pk=one.pk, email="autre@exemple.fr")
    with arranging():
        other = PersonFactory(account=account)
    now = state()
    assert known_actor(now, TODAY, pk=one.pk)[0] == one
    assert known_actor(now, TODAY, account=one.pk)[0] == other


def test_what_a_request_does_to_its_person_stays_in_the_request(scene):
    now, key = state(), directs(scene).person.pk
    mine, _ = known_actor(now, TODAY, pk=key)
    mine.given_name = "Changée"
    assert known_actor(now, TODAY, pk=key)[0].given_name != "Changée"
