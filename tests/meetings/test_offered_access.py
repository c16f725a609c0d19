"""Whoever convenes is offered to tell those who are not in yet how to come in."""

import pytest

from kevread.accounts.models import Account
from kevread.mail.models import Dispatch
from kevread.meetings.models import Notice
from kevread.meetings.views.convene import will_be_frozen
from kevread.ui.shown import Shown
from tests.clients import entered_as
from tests.conftest import arranging
from tests.factories import BodyFactory, MandateFactory, PersonFactory, SeatFactory
from tests.gatherings.preparing import ready
from tests.gatherings.screens import of_meeting as at
from tests.pressing import press
from tests.seats.screens import queries, words
from tests.sittings.test_screen_offered import only_preparing

pytestmark = pytest.mark.django_db
SUBJECT = "Vous pouvez entrer dans Kevread"


@pytest.fixture
def here():
    """A meeting whose people can all sign in, but for two; and one without an address."""
    found = ready()
    with arranging():
        people = {one.person for one in [*found.members, *found.directors]} | {found.direction}
        for rank, person in enumerate(sorted(people - outside(found), key=str)):
            person.account = Account.objects.create_account(f"compte{rank}@exemple.bzh")
            person.save()
        found.members[2].person.email = ""
        found.members[2].person.save()
    return found


def outside(found) -> set:
    return {found.members[number].person for number in (0, 1, 2)}


def told() -> set:
    return set(Dispatch.objects.filter(content__subject=SUBJECT).values_list("person", flat=True))


def test_it_is_proposed_ticked_and_the_letters_leave_with_the_notice(here, settings):
    client, first, second, bare = entered_as(here.secretary, settings), *(one.person for one in here.members[:3])
    page = client.get(at("convene", here))
    assert 'name="acces" value="1" checked' in page.text
    assert "Proposer l’accès à" in words(page)
    assert f"Sans adresse électronique : {bare}" in words(page)
    assert page.text.count(f"/personnes/{bare.pk}") == 1
    done = press(client, at("convene", here), {"acces": "1"}, follow=True)
    assert "La convocation est partie" in words(done)
    assert "L’accès est proposé à 2 personnes." in words(done)
    assert told() == {first.pk, second.pk}
    assert Dispatch.objects.filter(person=first).count() == 2  # the notice, and this one


@pytest.mark.parametrize(("people", "folded"), [(12, False), (13, True)])
def test_many_are_counted_and_named_below(here, settings, people, folded):
    many = ready(members=14)
    client = entered_as(many.secretary, settings)
    everybody = client.get(at("convene", many)).context["doors"].ready
    assert len(everybody) > people
    with arranging():
        for rank, person in enumerate(everybody[people:]):
            person.account = Account.objects.create_account(f"autre{rank}@exemple.bzh")
            person.save()
    page = words(client.get(at("convene", many)))
    assert (f"Proposer l’accès à {people} personnes" in page) is folded
    assert ("À qui l’accès serait proposé" in page) is folded


def test_unticked_only_the_notice_leaves(here, settings):
    done = press(entered_as(here.secretary, settings), at("convene", here), follow=True)
    assert "La convocation est partie" in words(done)
    assert "L’accès est proposé" not in words(done)
    assert Dispatch.objects.exists()
    assert told() == set()


def test_who_prepares_without_convening_is_offered_nothing_and_tells_nobody(here, settings):
    with arranging():
        helper = PersonFactory()
        body = BodyFactory(organisation=here.grouping, team=True)
        MandateFactory(seat=SeatFactory(body=body, direction=True), person=helper, hired=True)
    client = entered_as(helper, settings)
    with only_preparing():
        page = client.get(at("convene", here))
        assert page.status_code == 200
        assert 'name="acces"' not in page.text
        read = Shown(
            here.meeting, will_be_frozen
        ).mark  # their page has no button: one who makes it up is told they may not
        assert client.post(at("convene", here), {"acces": "1", "vu": read}).status_code == 403
    assert (Notice.objects.count(), told()) == (0, set())


def test_a_refused_notice_tells_nobody(here, settings):
    with arranging():
        here.meeting.place = ""
        here.meeting.save()
    page = entered_as(here.secretary, settings).post(at("convene", here), {"acces": "1"})
    assert page.status_code == 409
    assert (Notice.objects.count(), told()) == (0, set())


def test_the_number_of_queries_does_not_grow_with_the_people(here, settings):
    client = entered_as(here.secretary, settings)
    client.get(at("convene", here))
    many = queries(client, at("convene", here))
    with arranging():
        for one in here.members[:2]:
            one.person.account = Account.objects.create_account(f"{one.person.pk}@exemple.bzh")
            one.person.save()
    assert queries(client, at("convene", here)) == many
