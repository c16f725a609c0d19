"""Who may commit an organisation: by an office, by a chain that holds whole; and which link is missing."""

from datetime import date, timedelta
from types import SimpleNamespace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kevread.charter.models import Keeping
from kevread.charter.operations import stop_keeping
from kevread.common.errors import Denied
from kevread.delegations import operations
from kevread.delegations.models import Grant
from kevread.delegations.operations import committing
from kevread.delegations.queries import may_commit, one_of, who_may
from kevread.journal.operations import act
from kevread.seats.models import Mandate
from kevread.seats.queries import actor_of
from tests.conftest import NOW, TODAY, arranging
from tests.factories import PersonFactory, since

pytestmark = pytest.mark.django_db
YESTERDAY, TOMORROW = TODAY - timedelta(days=1), TODAY + timedelta(days=1)


def asked(delegating, mandate, act="recruter", on=TODAY, cents=None):
    return may_commit(mandate.person_id, act, delegating.grouping, on, cents)


def test_the_direction_may_by_the_board_and_the_president_by_the_office(delegating):
    by_board, by_office = asked(delegating, delegating.post("direction")), asked(delegating, delegating.president)
    assert by_board.chain.leaf.grant == delegating.of_board.pk
    assert by_office.office.mandate == delegating.president.pk


def test_who_holds_nothing_may_not_and_one_of_another_grouping_neither(delegating):
    other = delegating.scene.world.groupings[1]
    direction = delegating.scene.world.holder(f"{other.slug}-team", "direction")
    assert not asked(delegating, delegating.post("delegate"))
    assert not asked(delegating, direction)
    with arranging():
        assert not may_commit(PersonFactory(), "recruter", delegating.grouping, TODAY)


def test_an_act_that_is_not_entrusted_is_refused(delegating):
    assert not asked(delegating, delegating.post("direction"), "justice")
    assert not asked(delegating, delegating.president, "emprunt")  # the assembly’s alone


def test_an_act_that_the_federation_does_not_know_is_refused(delegating):
    assert not asked(delegating, delegating.president, "inconnu")
    assert not may_commit(None, "recruter", delegating.grouping, TODAY)


def test_a_chain_is_followed_up_to_its_source(delegating):
    made = delegating.inside()
    found = asked(delegating, delegating.post("delegate"))
    assert [link.grant for link in found.chain.links] == [made.pk, delegating.of_board.pk]


def test_nothing_holds_before_it_is_accepted(delegating):
    delegating.inside(accepted=False)
    found = asked(delegating, delegating.post("delegate"))
    assert not found
    assert "ne l’a pas acceptée" in found.why


def test_a_mandate_that_ended_this_morning_entrusts_nothing_today_and_did_yesterday(delegating):
    post = delegating.post("direction")
    delegating.end(post, YESTERDAY)
    assert "plus en fonction" in asked(delegating, post).why
    assert asked(delegating, post, on=YESTERDAY)


def test_a_signature_given_by_an_office_ends_with_it(delegating):
    signs = {"nature": "signature", "acts": ("contrats-de-travail",)}
    delegating.by_office(**signs)
    assert asked(delegating, delegating.post("delegate"), "contrats-de-travail")
    delegating.end(delegating.president, YESTERDAY)
    found = asked(delegating, delegating.post("delegate"), "contrats-de-travail")
    assert "qui l’a donnée n’est plus en fonction" in found.why


@pytest.mark.parametrize("nature", ["hr", "powers"])
def test_powers_hold_when_whoever_gave_them_has_left_and_are_to_be_confirmed(delegating, nature):
    made = delegating.by_office(nature=nature)
    assert one_of(made, TODAY).to_confirm == ""
    delegating.end(delegating.president, YESTERDAY)
    assert asked(delegating, delegating.post("delegate"))
    assert "n’est plus en fonction" in one_of(made, TODAY).to_confirm
    assert one_of(made, TODAY).last == made.dates.last


def test_a_mandate_that_was_a_mistake_entrusts_nothing(delegating):
    post = delegating.post("direction")
    with arranging():
        Mandate.objects.filter(pk=post.pk).update(end_reason="mistake")
    assert "jamais été en fonction" in asked(delegating, post).why


def test_the_chain_falls_with_the_link_above(delegating):
    delegating.inside()
    delegating.end(delegating.post("direction"), YESTERDAY)
    found = asked(delegating, delegating.post("delegate"))
    assert "dont elle vient, ne vaut plus" in found.why


@pytest.mark.parametrize(("cents", "granted"), [(500_000, True), (500_001, False), (None, False), (-5, False)])
def test_a_sum_is_held_against_its_ceiling_to_the_cent(delegating, cents, granted):
    delegating.by_office(nature="powers", acts=("convention",), ceilings={"convention": 500_000})
    found = asked(delegating, delegating.post("delegate"), "convention", cents=cents)
    assert bool(found) is granted
    assert asked(delegating, delegating.president, "convention", cents=cents)  # an office has no ceiling
    assert granted or "5 000 €" in found.why


def test_of_two_delegations_the_one_that_suffices_is_used(delegating):
    delegating.by_office(nature="powers", acts=("convention",), ceilings={"convention": 100})
    with arranging():
        one = Grant.objects.get(nature="powers")
        wide = {"organisation": one.organisation, "nature": "signature", "holder": one.holder, "post": one.post}
        Grant.objects.create(
            **wide, office=one.office, acts=["convention"], ceilings={"convention": 900}, accepted_on=TODAY,
            period=one.period,
        )  # fmt: skip
    assert asked(delegating, delegating.post("delegate"), "convention", cents=500)


def test_where_the_register_is_not_kept_nothing_is_refused_in_its_name(delegating):
    with arranging():
        Keeping.objects.filter(organisation=delegating.grouping, register="delegations").update(period=since(TOMORROW))
    found = asked(delegating, delegating.post("delegate"))
    assert found
    assert found.unknown
    assert not asked(delegating, delegating.post("delegate"), on=TOMORROW)


def test_no_power_is_lifted_by_ceasing_to_keep_the_register(delegating):
    """As the direction would: it says that the register is no longer kept, does what nobody entrusted, and keeps it again."""
    kept = Keeping.objects.get(organisation=delegating.grouping, register="delegations")
    stop_keeping(actor=delegating.scene.direction, keeping=kept, last=TODAY, now=NOW)
    for on in (TODAY, TOMORROW, TOMORROW + timedelta(days=400)):
        assert not asked(delegating, delegating.post("delegate"), on=on)


def test_it_is_one_query_whatever_the_chain(delegating, counted):
    delegating.inside()
    counted(lambda: asked(delegating, delegating.post("delegate")), 2)  # the post is read by the test
    counted(lambda: asked(delegating, delegating.post("direction")), 2)


def test_who_may_is_everybody_with_their_chain_and_those_who_seem_to(delegating):
    delegating.inside()
    found, broken = who_may(delegating.grouping, "recruter", TODAY)
    people = {one.office.person if one.office else one.chain.leaf.holder for one in found}
    assert people == {
        delegating.president.person_id, delegating.post("direction").person_id, delegating.post("delegate").person_id,
    }  # fmt: skip
    assert broken == []
    delegating.end(delegating.post("direction"), YESTERDAY)
    found, broken = who_may(delegating.grouping, "recruter", TODAY)
    assert [one.office.person for one in found] == [delegating.president.person_id]
    assert len(broken) == 2


def test_up_to_what_and_but_for_what_is_said_with_each(delegating):
    delegating.by_office(nature="powers", acts=("depense",), ceilings={"depense": 800_000}, limits="Les baux")
    found, _ = who_may(delegating.grouping, "depense", TODAY)
    (one,) = [one for one in found if one.chain]
    assert "jusqu’à 8 000 €" in one.why
    assert one.chain.leaf.limits == "Les baux"


def test_the_register_is_that_of_any_day(delegating):
    delegating.inside()
    assert not asked(delegating, delegating.post("delegate"), on=YESTERDAY)
    assert asked(delegating, delegating.post("direction"), on=date(2026, 3, 12))


def test_whoever_may_not_is_told_whom_to_ask(delegating):
    post = delegating.post("delegate")
    with pytest.raises(Denied) as told, act("delegations.ask", actor=delegating.who(post), about=None, now=NOW):
        operations.require(delegating.who(post), "recruter", delegating.grouping, TODAY)
    (way,) = told.value.ways
    assert way.screen == "ask_delegation"
    assert str(delegating.president.person) in way.label


def test_a_chain_found_once_another_is_taken_back_is_locked_in_its_turn(delegating, monkeypatch):
    """While one waits for the lock of a chain, it is taken back: the other by which one may is locked before it serves."""
    made, of_board = delegating.inside(), delegating.of_board
    actor = actor_of(delegating.post("delegate").person, TODAY)

    def by(*grants):
        return SimpleNamespace(chain=SimpleNamespace(links=[SimpleNamespace(grant=one) for one in grants]))

    answers = iter([by(made.pk), by(of_board.pk), last := by(of_board.pk)])
    monkeypatch.setattr(committing, "may_commit", lambda *_: next(answers))
    with CaptureQueriesContext(connection) as asked_of:
        assert committing.require(actor, "recruter", delegating.grouping, TODAY) is last
    first, then = (one["sql"].replace("-", "") for one in asked_of if "FOR UPDATE" in one["sql"])
    assert made.pk.hex in first and of_board.pk.hex in then
    assert next(answers, None) is None
