"""What a list leaves out: each thing that is not everybody's, and the nearest person who does not see it."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from django.db.models import Model

from kevread.common.actor import NOBODY, SYSTEM, Actor
from kevread.directory.models import Organisation, Person
from kevread.documents import permissions as of_documents
from kevread.documents.models import Document
from kevread.mail.operations import queue_letter
from kevread.meetings.models import Meeting, RollEntry
from kevread.meetings.rules.life import State
from kevread.seats.models import Body, Mandate
from kevread.seats.queries import actor_of
from tests.arrange import undone
from tests.conftest import NOW, TODAY, arranging
from tests.factories import OrganisationFactory, PersonFactory
from tests.gatherings.decided import decided
from tests.gatherings.polling import HANDS, opened, under_way
from tests.gatherings.preparing import ready
from tests.gatherings.worlds import Gathering
from tests.seats.scene import Scene

from .asking import wearing
from .of_directory import kept

pytestmark = pytest.mark.django_db


def sees(row: Model, actor: Actor) -> bool:
    """Whether the list shows it."""
    rows: Any = type(row)._default_manager
    return rows.visible_to(actor).filter(pk=row.pk).exists()


def wears(right: str, *places: Organisation) -> Actor:
    return wearing({right: frozenset(place.pk for place in places)})


def everywhere(right: str) -> Actor:
    return wearing({right: None})


def hatless(person: Person) -> Actor:
    return Actor(person=person.pk, name=str(person))


# The composition of bodies is public, but for teams.


@pytest.mark.parametrize(("body", "title", "public"), [("board", "president", True), ("team", "direction", False)])
def test_a_team_is_seen_from_within_the_network_only(scene: Scene, body, title, public):
    mandate = scene.world.holder(f"{scene.grouping.slug}-{body}", title)
    for row in (mandate, mandate.seat.body):
        assert sees(row, SYSTEM)
        assert sees(row, wears("read", scene.second))
        assert sees(row, NOBODY) is public
        assert sees(row, hatless(mandate.person)) is public


def test_lists_are_those_of_everybody_or_without_teams(scene: Scene):
    """Counted whole: nothing else is hidden, and nothing is shown twice."""
    for model, teams in ((Body, {"kind": "team"}), (Mandate, {"seat__body__kind": "team"})):
        rows: Any = model.objects
        assert rows.visible_to(NOBODY).count() == rows.exclude(**teams).count() < rows.count()
        assert rows.visible_to(scene.direction).count() == rows.count()


# The directory.


def test_who_is_outside_the_network_is_seen_from_within(scene: Scene):
    with arranging():
        outside = OrganisationFactory(name="Fonds de l’Ouest")
    assert sees(scene.first, NOBODY)
    assert [sees(outside, one) for one in (SYSTEM, scene.direction, NOBODY, wearing({}))] == [True, True, False, False]


def test_people_are_seen_from_within_and_by_themselves(scene: Scene):
    with arranging():
        me, other = PersonFactory(), PersonFactory()
    assert [sees(me, one) for one in (SYSTEM, scene.direction, hatless(me))] == [True] * 3
    assert [sees(other, one) for one in (NOBODY, hatless(me))] == [False] * 2
    assert not Person.objects.visible_to(NOBODY).exists()


# A meeting: who reads the organisation, who sits in the body today, who was convened. A decision and a vote, as it.


@pytest.fixture
def met() -> Gathering:
    return ready(State.CONVENED)


@pytest.fixture
def elsewhere() -> Organisation:
    with arranging():
        return OrganisationFactory(grouping=True)


def things(met: Gathering) -> dict[str, Model]:
    with arranging():
        return {"meeting": met.meeting, "decision": decided(met.assembly, meeting=met.meeting, on=TODAY)}


SEEN: dict[str, Callable[[Gathering, Organisation], Actor]] = {
    "the system": lambda met, _: SYSTEM,
    "who reads everything": lambda met, _: everywhere("read"),
    "who reads the organisation": lambda met, _: wears("read", met.grouping),
    "who reads here and elsewhere": lambda met, other: wears("read", other, met.grouping),
    "who was convened, without a hat": lambda met, _: hatless(met.members[-1].person),
}
HIDDEN: dict[str, Callable[[Gathering, Organisation], Actor]] = {
    "nobody": lambda met, _: NOBODY,
    "who reads elsewhere": lambda met, other: wears("read", other),
    "who prepares here, and does not read": lambda met, _: wears("prepare_meeting", met.grouping),
    "who has everything else everywhere": lambda met, _: everywhere("convene"),
    "who has signed in, without a hat": lambda met, _: wearing({}),
}


@pytest.mark.parametrize("who", SEEN)
def test_a_meeting_and_its_decisions_are_seen_by(met, elsewhere, who):
    assert {name: sees(row, SEEN[who](met, elsewhere)) for name, row in things(met).items()} == {
        "meeting": True, "decision": True,
    }  # fmt: skip


@pytest.mark.parametrize("who", HIDDEN)
def test_a_meeting_and_its_decisions_are_hidden_from(met, elsewhere, who):
    actor = HIDDEN[who](met, elsewhere)
    assert {name: sees(row, actor) for name, row in things(met).items()} == {"meeting": False, "decision": False}
    assert not Meeting.objects.visible_to(actor).filter(body__organisation=met.grouping).exists()


def test_a_decision_of_no_meeting_is_seen_by_who_reads_the_organisation_alone(met, elsewhere):
    with arranging():
        decision = decided(met.board, on=TODAY)
    near = [wears("read", elsewhere), hatless(met.members[-1].person), NOBODY]
    assert [sees(decision, one) for one in (wears("read", met.grouping), *near)] == [True, False, False, False]


def test_who_reads_everything_by_the_second_of_their_hats_sees_it(met, elsewhere):
    first, second = wears("read", elsewhere).hats[0], everywhere("read").hats[0]
    for hats in ((first, second), (second, first)):
        actor = Actor(person=elsewhere.pk, name="Anne", hats=hats)
        assert all(sees(row, actor) for row in things(met).values())


def test_who_sits_in_the_body_sees_what_is_not_convened_yet():
    """And who was convened to another meeting does not."""
    met = ready(State.DRAFT)
    sitting, guest = met.members[-1], ready(State.CONVENED).members[-1]
    with arranging():
        mandate = Mandate.objects.select_related("seat").get(pk=sitting.pk)
    seated = actor_of(mandate.person, TODAY)
    bare = Actor(person=seated.person, name=seated.name, hats=tuple(without_reading(hat) for hat in seated.hats))
    assert sees(met.meeting, bare)
    assert not sees(met.meeting, actor_of(guest.person, TODAY))
    assert not RollEntry.objects.filter(meeting=met.meeting).exists()


def without_reading(hat: Any) -> Any:
    return replace(hat, rights={right: where for right, where in hat.rights.items() if right != "read"})


def test_a_vote_is_seen_by_who_sees_its_meeting(elsewhere):
    with arranging():
        met = under_way(members=12)
    poll, _ = opened(met, HANDS)
    assert [sees(poll, one) for one in (SYSTEM, hatless(met.members[-1].person))] == [True, True]
    assert [sees(poll, one) for one in (NOBODY, wears("read", elsewhere), wearing({}))] == [False] * 3


# Letters, of those who prepare.


def test_letters_are_seen_by_those_who_prepare_there(scene: Scene):
    with arranging():
        letter = queue_letter(about=scene.first, to=PersonFactory(email="a@exemple.fr"), subject="R", text="T", now=NOW)
    assert letter
    near = [wears("read", scene.first), wears("prepare_meeting", scene.second), everywhere("read"), NOBODY, wearing({})]
    assert [sees(letter, one) for one in near] == [False] * 5
    there = [wears("prepare_meeting", scene.first), everywhere("prepare_meeting"), SYSTEM]
    assert [sees(letter, one) for one in there] == [True] * 3
    mixed = Actor(person=scene.first.pk, name="A", hats=(near[1].hats[0], near[0].hats[0], there[0].hats[0]))
    assert sees(letter, mixed)


# Documents: the list and the reason say the same of everybody.


@pytest.mark.parametrize("audience", Document.Audience.values)
def test_a_document_is_read_by_those_whom_the_list_shows_it_to(scene: Scene, audience):
    with arranging():
        reader, other = PersonFactory(), PersonFactory()
    document = kept(scene.first, audience=audience, readers=[reader]).document
    public, network, organisation = (audience == one for one in ("public", "network", "organisation"))
    expected = [
        (NOBODY, public),
        (SYSTEM, True),
        (hatless(reader), True),
        (hatless(other), public),
        (wears("read", scene.first), public or network or organisation),
        (everywhere("read"), public or network or organisation),
        (wears("keep_document", scene.first), public or network),
        (wears("read", scene.second), public or network),
    ]
    for actor, reads in expected:
        assert sees(document, actor) is reads, (audience, actor)
        assert bool(of_documents.may_read(actor, document)) is reads, (audience, actor)


def test_who_signed_is_named_to_the_network_and_to_named_readers(scene: Scene):
    with arranging():
        reader, other = PersonFactory(), PersonFactory()
    document = kept(scene.first, audience="public", readers=[reader]).document
    told = [hatless(reader), wears("read", scene.second)]
    assert [of_documents.may_name(one, document) for one in told] == [True, True]
    assert [of_documents.may_name(one, document) for one in (NOBODY, hatless(other))] == [False, False]


def test_a_document_that_one_does_not_read_has_no_new_version(scene: Scene):
    """The right is there; the document is not theirs to read."""
    document, other = kept(scene.first, readers=[]).document, scene.administrator_of(scene.first)
    keeps = wears("keep_document", scene.first)
    with undone():
        assert of_documents.may_keep(keeps, scene.first)
        assert not of_documents.may_replace(keeps, document)
    assert "ne vous est pas ouvert" in of_documents.may_replace(keeps, document).why
    assert "conserver un document" in of_documents.may_replace(hatless(other), document).why
