"""What a decision opens is proposed, then confirmed by a person, by the room's own verb and with its rules."""

from datetime import timedelta

import pytest
from django.db import OperationalError
from psycopg.errors import DeadlockDetected

from kevread.charter.models import Setting
from kevread.common.actor import SYSTEM
from kevread.common.errors import Denied, Invalid, Refused
from kevread.decisions.models import Application, FollowUp
from kevread.decisions.operations import applying
from kevread.decisions.operations.applying import apply_decision, drop_application, propose_application, settle_decision
from kevread.decisions.operations.following import finish_follow_up, follow
from kevread.decisions.queries.register import follow_ups_of_body, follow_ups_of_person, to_apply
from kevread.journal.models import Act
from kevread.seats.models import Mandate
from tests.conftest import NOW, TODAY, arranging
from tests.gatherings.decided import RECENTLY, advised, decided

pytestmark = pytest.mark.django_db


@pytest.fixture
def election(scene):
    with arranging():
        return decided(f"{scene.first.slug}-assembly", "election-conseil-pole")


def proposed(decision, kind="mandate", **asked) -> Application:
    return propose_application(actor=SYSTEM, decision=decision, kind=kind, asked=asked, now=NOW)


def test_an_election_opens_the_mandate_and_keeps_the_link(scene, election, somebody):
    seat = scene.seat(f"{scene.first.slug}-board", "administrator")
    application = proposed(election, seat=seat.pk, person=somebody.pk, first=TODAY)
    assert not Mandate.objects.filter(person=somebody).exists()
    done, _ = apply_decision(actor=scene.president_of(scene.first), application=application, now=NOW)
    mandate = Mandate.objects.get(person=somebody)
    assert (done.mandate, done.applied_at, mandate.origin) == (mandate, NOW, "election")
    assert mandate.origin_note == f"Décision n° {election.reference}, Assemblée générale, 25 octobre 2026"
    assert [act.verb for act in Act.objects.order_by("-at", "-id")[:2]] == ["decisions.apply", "seats.fill"]
    with pytest.raises(Refused, match="déjà fait"):
        apply_decision(actor=SYSTEM, application=application, now=NOW)


def test_a_refusal_shows_its_article_and_leaves_the_decision_to_be_applied(scene):
    """A third person of one pôle on the grouping's board: R3.7."""
    with arranging():
        decision = decided(f"{scene.first.slug}-board", "representants-pole")
    person = scene.administrator_of(scene.first)
    application = proposed(
        decision, seat=scene.board.pk, person=person.pk, represents=scene.first.pk, first=TODAY, last=None
    )
    with pytest.raises(Refused) as refusal:
        apply_decision(actor=SYSTEM, application=application, now=NOW)
    assert refusal.value.rule == "R3.7"
    application.refresh_from_db()
    assert application.is_pending
    assert to_apply(scene.first, SYSTEM).pending == [application]
    assert not Mandate.objects.filter(person=person, seat=scene.board).exists()


def test_whoever_may_not_fill_the_seat_may_not_by_a_decision_either(scene, election, somebody):
    seat = scene.seat(f"{scene.first.slug}-board", "administrator")
    application = proposed(election, seat=seat.pk, person=somebody.pk, first=TODAY)
    with pytest.raises(Denied):
        apply_decision(actor=scene.direction, application=application, now=NOW)


def test_a_local_modality_sets_its_setting(scene):
    with arranging():
        decision = decided(f"{scene.grouping.slug}-board", "modalite-locale")
    name = "R6.6.board_members_associated"
    application = proposed(decision, "setting", name=name, value="2", since=TODAY)
    done, shifts = apply_decision(actor=scene.direction, application=application, now=NOW)
    setting = Setting.objects.get(name=name)
    assert (setting.value, setting.organisation, setting.adopted_on) == (2, scene.grouping, RECENTLY)
    assert done.setting == setting
    assert setting.adopted_by == f"Décision n° {decision.reference}, Conseil d’administration, 25 octobre 2026"
    assert [one.before.finding.article.rule for one in shifts] == ["R6.6"], "it is decided, and nobody was recruited"


def test_a_value_out_of_bounds_is_refused_where_it_is_proposed(scene):
    with arranging():
        decision = decided(f"{scene.grouping.slug}-board", "modalite-locale")
    with pytest.raises(Invalid) as refusal:
        proposed(decision, "setting", name="R6.6.board_members_associated", value="999", since=TODAY)
    assert refusal.value.field == "value"
    assert not decision.applications.exists()


def test_a_common_modality_is_fixed_by_the_head_only(scene):
    with arranging():
        decision = decided(f"{scene.grouping.slug}-board", "modalite-locale")
        of_head = decided("cress-board", "modalite-commune")
    asked = {"name": "R4.8.per_year_min", "value": "3", "since": TODAY}
    with pytest.raises(Invalid) as refusal:
        proposed(decision, "setting", **asked)
    assert refusal.value.field == "name"
    application = proposed(of_head, "setting", **asked)
    apply_decision(actor=scene.coordination, application=application, now=NOW)
    assert Setting.objects.on(TODAY).get(name="R4.8.per_year_min").value == 3


def test_a_cooptation_is_ratified_by_pointing_to_its_mandate(scene, election):
    with arranging():
        mandate = scene.world.seated(f"{scene.first.slug}-board", "administrator", origin=Mandate.Origin.COOPTATION)
        elsewhere = scene.world.seated(f"{scene.second.slug}-board", "administrator")
    application = proposed(election, mandate=mandate.pk)
    done, _ = apply_decision(actor=scene.president_of(scene.first), application=application, now=NOW)
    assert done.mandate == mandate
    with pytest.raises(Invalid, match="déjà liée"):
        proposed(election, mandate=mandate.pk)
    with pytest.raises(Invalid, match="n’est pas l’affaire"):
        proposed(election, mandate=elsewhere.pk)


@pytest.mark.parametrize(
    ("asked", "field"),
    [
        ({}, "seat"),
        ({"seat": "pas une clé"}, "seat"),
        ({"seat": "here"}, "person"),
        ({"seat": "here", "person": "there", "represents": "zzz"}, "represents"),
        ({"seat": "here", "person": "there"}, "first"),
        ({"seat": "here", "person": "there", "first": "2026-13-01"}, "first"),
        ({"seat": "team", "person": "there"}, "seat"),
        ({"seat": "elsewhere", "person": "there", "first": "2026-12-01"}, "seat"),
    ],
)
def test_what_is_proposed_holds_together(scene, election, somebody, asked, field):
    known = {
        "here": scene.seat(f"{scene.first.slug}-board", "administrator").pk,
        "elsewhere": scene.seat(f"{scene.second.slug}-board", "administrator").pk,
        "team": scene.seat(f"{scene.grouping.slug}-team", "delegate").pk,
        "there": somebody.pk,
    }
    with pytest.raises(Invalid) as refusal:
        proposed(election, **{key: known.get(value, value) for key, value in asked.items()})
    assert refusal.value.field == field


def test_what_was_rejected_or_advised_opens_nothing(scene, somebody):
    with arranging():
        rejected = decided(f"{scene.first.slug}-assembly", "election-conseil-pole", outcome="rejected")
        advice = advised(f"{scene.first.slug}-board", "representants-pole")
    for decision in (rejected, advice):
        with pytest.raises(Refused, match="Seule une décision adoptée"):
            proposed(decision, person=somebody.pk)


def test_a_proposal_is_dropped_with_its_reason(scene, election, somebody):
    seat = scene.seat(f"{scene.first.slug}-board", "administrator")
    application = proposed(election, seat=seat.pk, person=somebody.pk, first=TODAY)
    with pytest.raises(Invalid):
        drop_application(actor=SYSTEM, application=application, note="non", now=NOW)
    drop_application(actor=SYSTEM, application=application, note="A refusé le siège.", now=NOW)
    with pytest.raises(Refused, match="abandonnée"):
        apply_decision(actor=SYSTEM, application=application, now=NOW)


def test_what_belongs_to_a_room_to_come_waits_until_it_is_said_where_it_was_done(scene):
    with arranging():
        decision = decided(f"{scene.grouping.slug}-board", "comptes")
        unsaid = decided(f"{scene.grouping.slug}-board", "representants-groupement")
    found = to_apply(scene.grouping, SYSTEM)
    assert found.elsewhere == {"finance": [decision]}
    assert [row for row, *_ in found.unsaid] == [unsaid]
    settle_decision(
        actor=scene.direction,
        decision=decision,
        room="finance",
        note="Saisi le 3 novembre dans l’outil de suivi.",
        now=NOW,
    )
    assert to_apply(scene.grouping, SYSTEM).elsewhere == {}
    with pytest.raises(Refused, match="déjà notée"):
        settle_decision(actor=scene.direction, decision=decision, room="finance", note="Encore.", now=NOW)


def test_a_follow_up_comes_back_at_each_meeting_of_the_body_until_it_is_done(scene):
    board = scene.world.body(f"{scene.grouping.slug}-board")
    owner = scene.administrator_of(scene.first)
    with arranging():
        decision = decided(board, "convention")
    asked = {"actor": scene.direction, "decision": decision, "owner": owner, "now": NOW}
    late = follow(what="Écrire à la Région", due=TODAY - timedelta(days=2), **asked)
    soon = follow(what="Signer", due=TODAY + timedelta(days=9), **asked)
    assert follow_ups_of_body(board.pk, TODAY) == [late, soon]
    assert follow_ups_of_body(board.pk, decision.decided_on) == []  # the meeting that decided it
    assert follow_ups_of_person(owner.pk) == [late, soon]
    assert late.late(TODAY) and not soon.late(TODAY)
    finish_follow_up(actor=SYSTEM, follow_up=late, done_on=TODAY, note="Lettre envoyée.", now=NOW)
    assert follow_ups_of_body(board.pk, TODAY) == [soon]
    with pytest.raises(Refused, match="déjà fait"):
        finish_follow_up(actor=SYSTEM, follow_up=late, done_on=TODAY, now=NOW)


def test_whoever_answers_for_it_says_that_it_is_done(scene):
    with arranging():
        decision = decided(f"{scene.grouping.slug}-board", "convention")
        owner = scene.world.seated(f"{scene.second.slug}-board", "vice-president")
        follow_up = FollowUp.objects.create(decision=decision, what="Signer", owner=owner.person, due=TODAY)
    with pytest.raises(Denied):
        finish_follow_up(actor=scene.president_of(scene.second), follow_up=follow_up, done_on=TODAY, now=NOW)
    with pytest.raises(Invalid):
        finish_follow_up(actor=SYSTEM, follow_up=follow_up, done_on=TODAY + timedelta(days=1), now=NOW)
    actor = scene.actor(f"{scene.second.slug}-board", "vice-president")
    assert finish_follow_up(actor=actor, follow_up=follow_up, done_on=TODAY, now=NOW).done_on == TODAY


@pytest.mark.parametrize(("more", "field"), [({"what": " "}, "what"), ({"due": RECENTLY - timedelta(days=1)}, "due")])
def test_a_follow_up_is_whole(scene, more, field):
    with arranging():
        decision = decided(f"{scene.grouping.slug}-board", "convention")
    owner = scene.administrator_of(scene.first)
    with pytest.raises(Invalid) as refusal:
        follow(actor=SYSTEM, decision=decision, now=NOW, **({"what": "Signer", "owner": owner, "due": TODAY} | more))
    assert refusal.value.field == field


def test_of_two_that_wait_for_each_other_the_one_that_is_stopped_is_refused(scene, election, somebody, monkeypatch):
    """It is refused outside of any act, where it locks what it opens."""

    def stopped(application):
        raise OperationalError from DeadlockDetected()

    monkeypatch.setattr(applying, "require_unchanged", stopped)
    seat = scene.seat(f"{scene.first.slug}-board", "administrator")
    application = proposed(election, seat=seat.pk, person=somebody.pk, first=TODAY)
    with pytest.raises(Refused, match="au même instant"):
        apply_decision(actor=scene.president_of(scene.first), application=application, now=NOW)
    application.refresh_from_db()
    assert application.is_pending
