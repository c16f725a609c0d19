"""Somebody leaves: fourteen things are theirs, each goes to somebody who agrees, and nothing is lost."""

from datetime import timedelta

import pytest
from django.urls import reverse

from kevread.careers import operations
from kevread.careers.models import HandedOver, Handover
from kevread.careers.queries.handing import carried_by, shown, takers
from kevread.common.actor import NOBODY, SYSTEM
from kevread.common.errors import Denied, Invalid, Refused
from kevread.decisions.models import FollowUp
from kevread.delegations.models import Grant
from kevread.documents.operations import Asked, freeze
from kevread.meetings.models import Meeting
from kevread.seats.models import Delegation, Mandate, ZoneLead
from kevread.seats.queries import actor_of
from kevread.staff.models import EMPLOYS, Contract
from kevread.supervision.models import Matter
from tests.clients import entered_as
from tests.conftest import NOW, TODAY, arranging
from tests.documents.papers import EXAMPLES
from tests.employed import employed
from tests.factories import PersonFactory, ZoneFactory, since
from tests.gatherings.decided import decided
from tests.gatherings.screens import said
from tests.guards.of_careers import WHY, handover_of, leaving, taker
from tests.pressing import press
from tests.reading_tables import taken
from tests.worlds import put

pytestmark = pytest.mark.django_db
MEANWHILE = {"now": NOW}


@pytest.fixture
def fourteen(scene):
    """The territorial delegate of the grouping, and everything that makes fourteen things of theirs."""
    contract = leaving(scene)
    person, here = contract.person, scene.grouping
    post = scene.world.holder(f"{here.slug}-team", "delegate")
    with arranging():
        line = decided(f"{here.slug}-board", "pilotage")
        for what in ("Écrire aux communes", "Réserver la salle"):
            FollowUp.objects.create(decision=line, what=what, owner=person, due=TODAY)
        FollowUp.objects.create(decision=line, what="C’est fait", owner=person, due=TODAY, done_on=TODAY)
        Meeting.objects.create(
            body=scene.world.body(f"{here.slug}-board"), starts_at=NOW + timedelta(days=9),
            ends_at=NOW + timedelta(days=9, hours=2), secretary=person,
        )  # fmt: skip
        Delegation.objects.create(
            granter=scene.first, holder=person, powers=["secretariat"], accepted_on=TODAY, period=since(TODAY)
        )
        Matter.objects.create(
            act="priorites", organisation=here, post=contract.assignments.first().post, person=person,
            title="Un secret", raised_at=NOW,
        )  # fmt: skip
    assert Mandate.objects.on(TODAY).filter(person=person).exists() and Grant.objects.filter(holder=person).exists()
    more = 14 - len(list(carried_by(person.pk, here, TODAY)))
    assert more > 0
    with arranging():
        for _ in range(more):
            ZoneLead.objects.create(mandate=post, zone=ZoneFactory(), main=False, period=since(TODAY))
    return contract


def opened(scene, contract) -> Handover:
    return operations.open_handover(
        actor=scene.direction, contract=contract, last_day=TODAY + timedelta(days=30), **MEANWHILE
    )


def test_fourteen_things_are_handed_over_and_nothing_is_lost(scene, fourteen):
    row = opened(scene, fourteen)
    assert row.things.count() == 14
    kinds = set(row.things.values_list("kind", flat=True))
    assert kinds >= {"posts", "zones", "secretariats", "grants", "follow-ups", "meetings", "work", "matters"}
    assert not row.things.filter(what__contains="C’est fait").exists()
    assert not row.things.filter(what__contains="secret").exists()
    us, person = scene.direction, taker(scene)
    theirs = actor_of(person, TODAY)
    first, *others = row.things.order_by("pk")
    with pytest.raises(Refused, match="Personne n’a encore accepté"):
        operations.close_handover(actor=us, handover=row, **MEANWHILE)
    operations.entrust(actor=us, handover=row, to=dict.fromkeys([first, *others], person), **MEANWHILE)
    operations.answer(actor=theirs, handover=row, things=fresh(others), agrees=True, **MEANWHILE)
    with pytest.raises(Refused, match="Personne n’a encore accepté"):
        operations.close_handover(actor=us, handover=row, **MEANWHILE)
    operations.answer(
        actor=theirs, handover=row, things=fresh([first]), agrees=False, reason="Trop à la fois", **MEANWHILE
    )
    assert shown(row, us, TODAY).waiting[0].state == "refusé, à confier à quelqu’un d’autre"
    operations.entrust(actor=us, handover=row, to={first: person}, **MEANWHILE)
    operations.answer(actor=theirs, handover=row, things=fresh([first]), agrees=True, **MEANWHILE)
    with arranging():
        FollowUp.objects.create(
            decision=FollowUp.objects.first().decision, what="Du neuf", owner=fourteen.person, due=TODAY
        )
    with pytest.raises(Refused, match="mettez la liste à jour"):
        operations.close_handover(actor=us, handover=row, **MEANWHILE)
    operations.take_stock(actor=us, handover=row, **MEANWHILE)
    with arranging():
        FollowUp.objects.filter(what="Du neuf").update(done_on=TODAY)  # no longer theirs: nobody has to take it
    assert operations.close_handover(actor=us, handover=row, **MEANWHILE).closed_on == TODAY
    with pytest.raises(Refused, match="close"):
        operations.take_stock(actor=us, handover=row, **MEANWHILE)


def ends_on(mandates, last):
    with arranging():
        for one in mandates:
            put(one, period=since(one.dates.start, last))


def test_nothing_goes_to_whoever_will_not_be_there_to_take_it(scene, fourteen):
    """Of the team today and gone by the day after the last; there, then gone since they were entrusted with it, or agreed."""
    row, us, person = opened(scene, fourteen), scene.direction, taker(scene)
    first, *others = row.things.order_by("pk")
    theirs = list(Mandate.objects.on(TODAY).filter(person=person, seat__body__organisation=scene.grouping))
    asked = {"actor": us, "handover": row, "to": dict.fromkeys([first, *others], person)} | MEANWHILE
    ends_on(theirs, row.last_day)
    assert person not in takers(row, TODAY)
    with pytest.raises(Invalid, match="sera de l’équipe ou du conseil le 25 décembre 2026"):
        operations.entrust(**asked)
    ends_on(theirs, row.last_day + timedelta(days=1))
    operations.entrust(**asked)
    operations.answer(actor=actor_of(person, TODAY), handover=row, things=fresh(others), agrees=True, **MEANWHILE)
    ends_on(theirs, row.last_day)
    with pytest.raises(Refused, match="Vous ne serez plus de l’équipe"):
        operations.answer(actor=actor_of(person, TODAY), handover=row, things=fresh([first]), agrees=True, **MEANWHILE)
    assert len(shown(row, SYSTEM, TODAY).waiting) == 14
    with pytest.raises(Refused, match="confiez à quelqu’un d’autre"):
        operations.close_handover(actor=us, handover=row, **MEANWHILE)
    other = next(one for one in takers(row, TODAY) if one != person)
    operations.entrust(**asked | {"to": dict.fromkeys([first, *others], other)})
    assert not any(one.agreed_on for one in fresh(others))


def test_whoever_leaves_too_by_then_receives_nothing(scene, fourteen):
    row, person = opened(scene, fourteen), taker(scene)
    with arranging():
        theirs = employed(scene.grouping, person)
        other = Handover.objects.create(
            employer=scene.grouping, contract=theirs, last_day=row.last_day + timedelta(days=1), opened_on=TODAY
        )
    assert person in takers(row, TODAY)
    with arranging():
        put(other, last_day=row.last_day)
    assert person not in takers(row, TODAY)
    with arranging():
        put(other, undone_on=TODAY, undone_because=WHY)
    assert person in takers(row, TODAY)


def test_who_left_once_and_came_back_receives(scene, fourteen):
    """What they handed over long ago is over: it leaves nothing to whoever sits there since."""
    row, person = opened(scene, fourteen), taker(scene)
    with arranging():
        theirs = employed(scene.grouping, person)
        long_ago = TODAY - timedelta(days=400)
        other = Handover.objects.create(
            employer=scene.grouping, contract=theirs, last_day=long_ago, opened_on=long_ago, closed_on=long_ago
        )
    assert person in takers(row, TODAY)
    with arranging():  # never closed: a seat that began since is not left all the same
        put(other, closed_on=None)
        Mandate.objects.filter(person=person).update(period=since(TODAY - timedelta(days=30)))
    assert person in takers(row, TODAY)
    with arranging():
        Mandate.objects.filter(person=person).update(period=since(long_ago))
    assert person not in takers(row, TODAY)


def fresh(things) -> list[HandedOver]:
    return list(HandedOver.objects.filter(pk__in=[one.pk for one in things]))


def test_what_is_agreed_stays_and_only_who_receives_answers(scene, fourteen):
    row, us, person = opened(scene, fourteen), scene.direction, taker(scene)
    one = row.things.earliest("pk")
    with pytest.raises(Invalid, match="non la personne qui part"):
        operations.entrust(actor=us, handover=row, to={one: fourteen.person}, **MEANWHILE)
    with arranging():
        stranger = PersonFactory()
    with pytest.raises(Invalid, match="équipe ou du conseil"):
        operations.entrust(actor=us, handover=row, to={one: stranger}, **MEANWHILE)
    operations.entrust(actor=us, handover=row, to={one: person}, **MEANWHILE)
    for actor in (actor_of(fourteen.person, TODAY), scene.president_of(scene.second), SYSTEM):
        with pytest.raises(Denied):
            operations.answer(actor=actor, handover=row, things=fresh([one]), agrees=True, **MEANWHILE)
    operations.answer(actor=actor_of(person, TODAY), handover=row, things=fresh([one]), agrees=True, **MEANWHILE)
    with pytest.raises(Refused, match="n’attend plus"):
        operations.answer(actor=actor_of(person, TODAY), handover=row, things=fresh([one]), agrees=True, **MEANWHILE)
    other = next(each for each in takers(row, TODAY) if each != person)
    with pytest.raises(Invalid, match="déjà acceptée"):
        operations.entrust(actor=us, handover=row, to={one: other}, **MEANWHILE)


def test_only_what_is_of_this_handover_and_waits_for_this_person_is_entrusted_or_answered(scene, fourteen):
    """A window that was left open, or somebody else’s things: each is refused, and nothing of the rest is written."""
    row, us, person = opened(scene, fourteen), scene.direction, taker(scene)
    with arranging():
        elsewhere = HandedOver.objects.create(
            handover=Handover.objects.create(
                employer=scene.grouping, contract=employed(scene.grouping, PersonFactory()), last_day=TODAY, opened_on=TODAY
            ),
            kind="staff", row=row.pk, what="De quelqu’un d’autre", to=person, entrusted_on=TODAY,
        )  # fmt: skip
    first, second, third = row.things.order_by("pk")[:3]
    with pytest.raises(Invalid, match="au moins une chose"):
        operations.entrust(actor=us, handover=row, to={}, **MEANWHILE)
    with pytest.raises(Invalid, match="n’est pas de cette passation"):
        operations.entrust(actor=us, handover=row, to={first: person, elsewhere: person}, **MEANWHILE)
    assert not row.things.exclude(to=None).exists()
    operations.entrust(actor=us, handover=row, to={first: person, second: person}, **MEANWHILE)
    theirs, stale = actor_of(person, TODAY), fresh([first, second])
    with pytest.raises(Refused, match="n’attend plus"):
        operations.answer(actor=theirs, handover=row, things=[*stale, elsewhere], agrees=True, **MEANWHILE)
    other = next(one for one in takers(row, TODAY) if one != person)
    operations.entrust(actor=us, handover=row, to={first: other}, **MEANWHILE)
    with pytest.raises(Refused, match="n’attend plus"):
        operations.answer(actor=theirs, handover=row, things=stale, agrees=True, **MEANWHILE)
    for actor, things in ((theirs, []), (NOBODY, [third]), (SYSTEM, [third]), (theirs, [third])):
        with pytest.raises(Denied):
            operations.answer(actor=actor, handover=row, things=things, agrees=True, **MEANWHILE)
    assert not HandedOver.objects.exclude(agreed_on=None).exists()


def test_a_contract_that_was_a_mistake_hands_nothing_over(scene, fourteen):
    with arranging():
        Contract.objects.filter(pk=fourteen.pk).update(end_reason="mistake")
    with pytest.raises(Refused, match="était une erreur"):
        opened(scene, fourteen)
    assert not Handover.objects.filter(contract=fourteen).exists()


def test_a_line_says_no_title_and_nothing_of_another_employer(scene, fourteen):
    person = fourteen.person
    with arranging():
        freeze(
            actor=SYSTEM, organisation=scene.grouping, kind="agenda", source=EXAMPLES["agenda"], audience="people",
            now=NOW, asked=[Asked(person, "Rédaction")],
        )  # fmt: skip
        Matter.objects.create(
            act="priorites", organisation=scene.first, post=Matter.objects.latest("pk").post, person=person,
            title="Ailleurs", raised_at=NOW,
        )  # fmt: skip
    found = [(kind, one.what) for kind, one in carried_by(person.pk, scene.grouping, TODAY)]
    assert [what for kind, what in found if kind == "signatures"] == [f"Un document de {scene.grouping.name} à signer"]
    assert len([what for kind, what in found if kind == "matters"]) == 1


def test_a_handover_is_read_by_the_line_who_leaves_and_who_receives(scene, fourteen):
    row, person = opened(scene, fourteen), taker(scene)
    board = next(each for each in takers(row, TODAY) if each != person)
    one = row.things.earliest("pk")

    def read(actor) -> tuple[bool, int]:
        return (
            Handover.objects.visible_to(actor).filter(pk=row.pk).exists(),
            HandedOver.objects.visible_to(actor).filter(handover=row).count(),
        )

    stranger = actor_of(scene.world.holder(f"{scene.world.groupings[1].slug}-team", "direction").person, TODAY)
    assert read(scene.direction) == (True, 14) and read(actor_of(fourteen.person, TODAY)) == (True, 14)
    assert read(stranger) == (False, 0)
    operations.entrust(actor=scene.direction, handover=row, to={one: board}, **MEANWHILE)
    assert read(actor_of(board, TODAY)) in {(True, 1), (True, 14)}


def test_a_colleague_who_receives_reads_it_and_nobody_reads_what_nobody_receives(scene, fourteen):
    """Somebody of the board or of the team who is not of the line; and whoever is not known, before anything is entrusted."""
    row = opened(scene, fourteen)
    line = {scene.direction.person, scene.presidency.person}
    colleague = next(one for one in takers(row, TODAY) if one.pk not in line)
    theirs = actor_of(colleague, TODAY)
    assert not Handover.objects.visible_to(theirs).filter(pk=row.pk).exists()
    assert not Handover.objects.visible_to(NOBODY).exists() and not HandedOver.objects.visible_to(NOBODY).exists()
    operations.entrust(actor=scene.direction, handover=row, to={row.things.earliest("pk"): colleague}, **MEANWHILE)
    assert Handover.objects.visible_to(theirs).filter(pk=row.pk).exists()
    assert HandedOver.objects.visible_to(theirs).filter(handover=row).count() == 1


def test_of_who_receives_one_thing_nothing_is_said_of_the_rest(scene, fourteen):
    row = opened(scene, fourteen)
    theirs = (one for one in takers(row, TODAY) if not actor_of(one, TODAY).hat_for(EMPLOYS, scene.grouping.pk))
    person, one = next(theirs), row.things.earliest("pk")
    operations.entrust(actor=scene.direction, handover=row, to={one: person}, **MEANWHILE)
    operations.answer(actor=actor_of(person, TODAY), handover=row, things=fresh([one]), agrees=True, **MEANWHILE)
    told = shown(row, actor_of(person, TODAY), TODAY)
    assert (len(told.things), told.waiting, told.is_all, told.state) == (1, [], False, "En cours")
    assert shown(row, scene.direction, TODAY).is_all


def test_from_the_page_things_are_entrusted_and_answered(scene, readers, settings):
    us, here = readers.direction, scene.grouping.slug
    contract = leaving(scene)
    opening = reverse("careers:open_handover", args=[here, contract.pk])
    wrong = press(us, opening, {"last_day": "2001-01-01"})
    assert wrong.status_code == 422 and "un jour de ce contrat" in said(wrong)
    press(us, opening, {"last_day": (TODAY + timedelta(days=20)).isoformat()})
    row = Handover.objects.get(contract=contract)
    assert "tout n’est pas encore confié" in said(us.get(reverse("home:today", args=[here])))
    page = reverse("careers:handover", args=[here, row.pk])
    president = scene.world.holder(f"{here}-board", "president").person
    things = {str(one.pk): str(president.pk) for one in row.things.all()}
    assert "C’est confié" in said(press(us, page, things, follow=True))
    theirs = entered_as(president, settings)
    assert "vous sont confiées" in said(theirs.get(reverse("home:today", args=[here])))
    accept = reverse("careers:change_handover", args=[here, row.pk, "accepter"])
    assert press(us, accept).status_code == 404
    assert "C’est accepté" in said(press(theirs, accept, follow=True))
    close = reverse("careers:change_handover", args=[here, row.pk, "clore"])
    assert "La passation est close" in said(press(us, close, follow=True))
    rows = taken(us.get(reverse("careers:handover_csv", args=[here, row.pk])))
    assert {each["où cela en est"] for each in rows} == {"accepté"}


def test_a_mistake_is_annulled_and_another_may_be_opened(scene):
    row = handover_of(scene)
    with pytest.raises(Refused, match="déjà ouverte"):
        opened(scene, row.contract)
    operations.undo_handover(actor=scene.direction, handover=row, reason=WHY, **MEANWHILE)
    assert opened(scene, row.contract).pk != row.pk
