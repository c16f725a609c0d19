"""What several bodies decide together: each line awaits the others by name, until all of them are joined and adopted."""

from datetime import timedelta

import pytest

from kevread.common.actor import SYSTEM
from kevread.common.errors import Denied, Invalid, Refused
from kevread.common.facts import EVERYONE
from kevread.competence.rules.bodies import Competence, Standing
from kevread.decisions.facts import decisions_at_fault
from kevread.decisions.models import Decision, Joining, Parting
from kevread.decisions.operations.applying import settle_decision
from kevread.decisions.operations.parting import part_decisions
from kevread.decisions.operations.register import correct_decision, join_decision, record_decision
from kevread.decisions.queries.competence import competences
from kevread.journal.models import Act
from kevread.seats.models import Body
from tests.conftest import NOW, TODAY, arranging
from tests.factories import SINCE, AffiliationFactory, since
from tests.gatherings.decided import RECENTLY, advised, decided, item, met
from tests.gatherings.screens import of_decision as at
from tests.seats.screens import words as text_of

pytestmark = pytest.mark.django_db
BEFORE = RECENTLY - timedelta(days=1)


def found(decision: Decision) -> Competence:
    row = Decision.objects.select_related("body__organisation", "meeting").get(pk=decision.pk)
    return competences([row])[row.pk]


@pytest.fixture
def boards(scene):
    """Those who decide the map: the board of each grouping, and the head's."""
    slugs = [*(one.slug for one in scene.world.groupings), scene.world.head.slug]
    return [scene.world.body(f"{slug}-board") for slug in slugs]


@pytest.fixture
def college(scene):
    """The advice that comes before the map."""
    with arranging():
        return advised("college-territoire", "carte", on=RECENTLY - timedelta(days=9))


def on_the_map(body: Body, college: Decision, **more) -> Decision:
    with arranging():
        return decided(body, "carte", after=[college], **more)


def test_one_board_alone_awaits_every_other_by_name(scene, boards, college):
    alone = found(on_the_map(boards[0], college))
    assert (alone.standing, alone.is_flagged) == (Standing.AWAITS_OTHERS, False)
    assert len(alone.awaited) == len(boards) - 1
    for body in boards[1:-1]:
        assert body.organisation.name in alone.reason
    assert boards[0].organisation.name not in alone.reason
    assert "le conseil d’administration de la Cress" in alone.reason


def test_joined_from_one_to_the_next_they_are_one_decision(scene, boards, college):
    rows = [on_the_map(boards[0], college)]
    for body in boards[1:]:
        rows.append(on_the_map(body, college, joins=rows[-1:]))
        expected = Standing.COMPETENT if len(rows) == len(boards) else Standing.AWAITS_OTHERS
        assert {found(row).standing for row in rows} == {expected}
        assert {len(found(row).awaited) for row in rows} == {len(boards) - len(rows)}


def test_the_same_type_without_a_link_is_another_decision(scene, boards, college):
    rows = [on_the_map(body, college) for body in boards]
    assert {found(row).standing for row in rows} == {Standing.AWAITS_OTHERS}


def test_a_body_that_does_not_exist_that_day_is_not_awaited(scene, boards, college):
    with arranging():
        Body.objects.filter(pk=boards[1].pk).update(period=since(SINCE, BEFORE))
    assert boards[1].organisation.name not in found(on_the_map(boards[0], college)).reason


def test_it_is_at_fault_once_applied_before_the_others(scene, boards, college):
    row = on_the_map(boards[0], college)
    assert decisions_at_fault(TODAY, EVERYONE, "ahead")[row.organisation_id] == {row.pk: 0}
    settle_decision(actor=SYSTEM, decision=row, room="territory", note="Carte publiée.", now=NOW)
    assert found(row).standing is Standing.AHEAD
    assert decisions_at_fault(TODAY, EVERYONE, "ahead")[row.organisation_id] == {row.pk: 1}
    assert decisions_at_fault(TODAY - timedelta(days=1), EVERYONE, "ahead")[row.organisation_id] == {row.pk: 0}


def test_a_pole_and_its_grouping_are_party_to_a_transfer(scene):
    pole, grouping = (scene.world.body(f"{one.slug}-assembly") for one in (scene.first, scene.grouping))
    with arranging():
        advices = [advised(f"{one.slug}-board", "apport") for one in (scene.first, scene.grouping)]
        row = decided(pole, "apport", after=advices)
    assert [one.organisation for one in found(row).awaited] == [scene.grouping.slug]
    with arranging():
        other = decided(grouping, "apport", after=advices, joins=[row])
    assert {found(row).standing, found(other).standing} == {Standing.COMPETENT}


def test_the_advice_of_a_pole_of_another_grouping_does_not_count(scene):
    """A recruitment in a grouping follows the advice of one of its pôles, on that day."""
    neighbour = scene.world.locals[scene.world.groupings[1]][0]
    team = scene.world.body(f"{scene.grouping.slug}-team")
    with arranging():
        theirs = advised(f"{neighbour.slug}-board", "recrutement-delegue")
        ours = advised(f"{scene.first.slug}-board", "recrutement-delegue")
        stranger = decided(team, "recrutement-delegue", after=[theirs])
        good = decided(team, "recrutement-delegue", after=[ours])
    assert found(stranger).standing is Standing.ADVICE_MISSING
    assert found(good).standing is Standing.COMPETENT
    with arranging():
        AffiliationFactory(member=neighbour, of=scene.grouping, period=since(SINCE, BEFORE))
    assert found(stranger).standing is Standing.ADVICE_MISSING


def test_an_item_carried_from_one_agenda_to_the_other_joins_by_itself(scene, boards, college):
    with arranging():
        first = item(met(boards[0], on=RECENTLY - timedelta(days=3)), decision_type="carte")
        second = item(met(boards[1]), decision_type="carte", origin=first)
        one = decided(boards[0], "carte", meeting=first.meeting, item=first)
        two = decided(boards[1], "carte", meeting=second.meeting, item=second)
    assert list(Joining.objects.values_list("decision", "joins")) == [(two.pk, one.pk)]


def test_a_correction_stays_the_same_decision(scene, boards, college):
    one = on_the_map(boards[0], college)
    two = on_the_map(boards[1], college, joins=[one])
    reason = "Une faute de frappe."
    right = correct_decision(actor=SYSTEM, decision=one, title="La carte", text="Mieux écrite.", reason=reason, now=NOW)
    assert len(found(right).awaited) == len(found(two).awaited) == len(boards) - 2


def test_it_is_said_while_recording_or_afterwards_by_whoever_records_either(scene, boards, college):
    one, two = on_the_map(boards[-1], college), on_the_map(boards[0], college)
    join_decision(actor=scene.direction, decision=two, other=one, now=NOW)
    assert Act.objects.latest("at", "id").verb == "decisions.join"
    three = record_decision(
        actor=SYSTEM, body=boards[1], decided_on=RECENTLY, type="carte", title="La carte", text="Adoptée.",
        outcome="adopted", after=[college.pk], joins=[one.pk], now=NOW,
    )  # fmt: skip
    assert len(found(three).awaited) == len(boards) - 3
    with pytest.raises(Invalid, match="déjà liées"):
        join_decision(actor=SYSTEM, decision=two, other=one, now=NOW)


def test_whoever_has_no_right_here_joins_nothing(scene, boards, college):
    one, two = on_the_map(boards[-1], college), on_the_map(boards[0], college)
    elsewhere = scene.president_of(scene.world.locals[scene.world.groupings[1]][1])
    with pytest.raises(Denied) as refusal:
        join_decision(actor=elsewhere, decision=two, other=one, now=NOW)
    assert "Inscrire une décision au registre" in refusal.value.sentence
    with pytest.raises(Denied):
        join_decision(actor=scene.direction, decision=one, other=two, now=NOW)
    assert not Joining.objects.exists()


def test_only_what_is_decided_together_is_joined(scene, boards, college):
    row = on_the_map(boards[0], college)
    with arranging():
        beside = decided(boards[1], "convention")
        twin = decided(boards[1], "convention")
        again = decided(boards[0], "carte")
    for decision, other in ((row, beside), (beside, row), (beside, twin), (row, again), (row, college)):
        with pytest.raises(Invalid) as refusal:
            join_decision(actor=SYSTEM, decision=decision, other=other, now=NOW)
        assert refusal.value.field == "joins"


def undo(one: Decision, other: Decision, actor=SYSTEM, reason: str = "Deux cartes, et non une seule.") -> None:
    part_decisions(actor=actor, decision=one, other=other, reason=reason, now=NOW)


def test_a_link_said_by_mistake_is_undone_from_either_side_and_said_again(scene, boards, college):
    one, two, three = (on_the_map(body, college) for body in boards[:3])
    join_decision(actor=SYSTEM, decision=two, other=one, now=NOW)
    join_decision(actor=SYSTEM, decision=three, other=two, now=NOW)
    undo(one, two)
    assert Act.objects.latest("at", "id").reason == "Deux cartes, et non une seule."
    assert [len(found(row).awaited) for row in (one, two, three)] == [len(boards) - 1, len(boards) - 2, len(boards) - 2]
    assert Joining.objects.count() == 2  # final: what was said stays
    for gone in (two, three):
        with pytest.raises(Refused, match="Rien ne lie directement"):
            undo(one, gone)
    join_decision(actor=SYSTEM, decision=two, other=one, now=NOW)
    assert len(found(one).awaited) == len(boards) - 3 and not Parting.objects.exists()
    with pytest.raises(Invalid, match="déjà liées"):
        join_decision(actor=SYSTEM, decision=two, other=one, now=NOW)


def test_said_by_both_it_is_undone_for_both_and_a_correction_does_not_bring_it_back(scene, boards, college):
    one = on_the_map(boards[0], college)
    two = on_the_map(boards[1], college, joins=[one])
    join_decision(actor=SYSTEM, decision=one, other=two, now=NOW)
    undo(two, one)
    assert Parting.objects.count() == 2
    right = correct_decision(
        actor=SYSTEM, decision=one, title="La carte", text="Mieux écrite.", reason="Une faute de frappe.", now=NOW
    )
    assert len(found(right).awaited) == len(found(two).awaited) == len(boards) - 1


def test_who_records_the_decisions_of_one_line_undoes_it_with_a_reason_and_nobody_else(scene, readers, boards, college):
    two = on_the_map(boards[1], college)
    one = on_the_map(boards[0], college, joins=[two])
    for actor in (scene.president_of(scene.second), scene.actor(f"{scene.world.groupings[1].slug}-team", "direction")):
        with pytest.raises(Denied):
            undo(one, two, actor)
    with pytest.raises(Invalid, match="Dites en une phrase") as told:
        undo(one, two, reason=" non ")
    assert told.value.field == "note" and not Parting.objects.exists()
    address = at("part", scene.grouping, key=Joining.objects.get().pk)
    page = readers.direction.get(at("decision", scene.grouping, key=one.pk)).content.decode()
    assert f'href="{address}"' in page
    stranger = readers.president(scene.second)
    assert address not in stranger.get(at("decision", scene.grouping, key=one.pk)).content.decode()
    assert stranger.get(address).status_code == 403
    assert "Les deux lignes restent" in text_of(readers.direction.get(address))
    assert readers.direction.post(address, {"note": "non"}).status_code == 422
    assert readers.direction.post(address, {"note": "Deux cartes, et non une seule."}).status_code == 302
    assert found(one).standing is Standing.AWAITS_OTHERS and Parting.objects.count() == 1
    assert readers.direction.get(address).status_code == 404


def test_on_screen_one_sees_who_is_awaited_and_says_which_is_the_same(scene, readers, boards, college):
    one, two = on_the_map(boards[-1], college), on_the_map(boards[0], college)
    hidden = on_the_map(boards[1], college, joins=[one], title="Ce que dit le voisin")
    address = at("decision", scene.grouping, key=two.pk)
    page = text_of(readers.direction.get(address))
    assert "Attend les autres" in page and "n’est liée à aucune autre" in page and one.title in page
    assert readers.direction.post(at("join", scene.grouping, key=two.pk), {"other": hidden.pk}).status_code == 404
    assert readers.direction.post(at("join", scene.grouping, key=two.pk), {"other": "zzz"}).status_code == 404
    assert readers.direction.post(at("join", scene.grouping, key=two.pk), {"other": one.pk}).status_code == 302
    page = text_of(readers.direction.get(address))
    assert f"n° {hidden.reference}, {hidden.organisation.name}" in page and hidden.title not in page
    form = text_of(readers.direction.get(at("record_decision", scene.grouping)))
    assert "La même décision, prise par une autre instance" in form
