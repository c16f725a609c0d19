"""Who may do what: one refusal for each clause, and an answer that says why, or whom to ask."""

import pytest

from kevread.common.actor import NOBODY, SYSTEM
from kevread.seats import permissions
from kevread.seats.models import Delegation, Plea
from kevread.seats.queries import actor_of
from tests.conftest import NOW, TODAY, arranging
from tests.factories import since


def delegation(scene):
    with arranging():
        return Delegation.objects.create(
            granter=scene.first,
            holder=scene.world.holder(f"{scene.grouping.slug}-team", "delegate").person,
            powers=["secretariat"],
            accepted_on=TODAY,
            period=since(TODAY),
        )


# Speaking for an organisation.


def test_an_organisation_is_spoken_for_by_those_who_hold_something_there(scene):
    """The right from elsewhere is not enough: one person would be both sides."""
    far = scene.coordination
    assert permissions.grounds(far, "record_existing", scene.grouping)
    refused = permissions.own_grounds(far, "record_existing", scene.grouping)
    assert not refused
    assert "Vous pouvez préparer, pas dire à sa place" in refused.why
    assert permissions.own_grounds(far, "record_existing", scene.world.head)
    assert permissions.own_grounds(scene.direction, "fill_seat", scene.grouping).why == (
        f"Vous le pouvez : Direction, {scene.grouping.name}."
    )
    assert not permissions.own_grounds(scene.direction, "decide_seats", scene.grouping)
    assert permissions.own_grounds(SYSTEM, "fill_seat", scene.grouping)
    assert not permissions.own_grounds(NOBODY, "fill_seat", scene.grouping)


def test_an_entrusted_secretariat_speaks_for_who_entrusted_it(scene):
    holder = delegation(scene).holder
    assert permissions.own_grounds(actor_of(holder, TODAY), "fill_seat", scene.first)
    assert not permissions.own_grounds(actor_of(holder, TODAY), "fill_seat", scene.second)


# Filling a seat.


def test_the_organisation_fills_the_seats_of_its_bodies(scene):
    grounds = permissions.may_fill(scene.direction, scene.board)
    assert grounds
    assert grounds.why == f"Vous le pouvez : Direction, {scene.grouping.name}."


def test_another_organisation_does_not(scene):
    elsewhere = scene.actor(f"{scene.world.groupings[1].slug}-team", "direction")
    grounds = permissions.may_fill(elsewhere, scene.board)
    assert not grounds
    assert grounds.why == (
        f"« Confier un siège à qui une décision du registre y nomme » à {scene.grouping.name} ne fait pas partie de ce que "
        "vos mandats permettent. Le peuvent : coordination du réseau, direction du groupement, présidence du groupement et "
        "secrétariat du conseil."
    )


def test_who_is_represented_names_who_represents_them(scene):
    """The presidency of a pôle names its representatives at its grouping, and at the head; not those of another."""
    president = scene.president_of(scene.second)
    assert permissions.may_fill(president, scene.board, represents=scene.second)
    assert permissions.may_fill(president, scene.seat("college-territoire", "member-local"), represents=scene.second)
    assert not permissions.may_fill(president, scene.board, represents=scene.first)
    assert not permissions.may_fill(president, scene.board)


def test_who_is_represented_does_not_fill_the_seats_that_are_of_nobody(scene):
    president = scene.president_of(scene.second)
    seat = scene.seat(f"{scene.grouping.slug}-board", "president")
    assert not permissions.may_fill(president, seat, represents=scene.second)


def test_an_administrator_fills_nothing(scene):
    administrator = scene.administrator_of(scene.second)
    assert not permissions.may_fill(
        actor_of(administrator, TODAY), scene.seat(f"{scene.second.slug}-board", "secretary")
    )


def test_the_coordination_fills_everywhere(scene):
    for body, title in ((f"{scene.first.slug}-board", "president"), ("codir", "member")):
        assert permissions.may_fill(scene.coordination, scene.seat(body, title))


def test_a_secretariat_fills_for_others_in_its_local_only(scene):
    given = delegation(scene)
    actor = actor_of(given.holder, TODAY)
    here, elsewhere = (scene.seat(f"{local.slug}-board", "secretary") for local in (scene.first, scene.second))
    assert permissions.may_fill(actor, here, person=scene.administrator_of(scene.second))
    assert not permissions.may_fill(actor, here, person=given.holder)
    assert not permissions.may_fill(actor, elsewhere)


def test_somebody_who_has_signed_in_nowhere_is_told_to(scene):
    grounds = permissions.may_fill(NOBODY, scene.board)
    assert not grounds
    assert grounds.why.endswith("Connectez-vous si vous en êtes.")


def test_the_system_prepares_everything(scene):
    assert permissions.may_fill(SYSTEM, scene.board)


# Ending, correcting, recording.


def test_one_resigns_from_ones_own_mandate_and_from_no_other(scene):
    mine = scene.world.holder(f"{scene.second.slug}-board", "administrator", person__in=_also_at_the_grouping(scene))
    me = actor_of(mine.person, TODAY)
    assert permissions.may_end(me, mine)
    assert not permissions.may_end(me, scene.world.holder(f"{scene.second.slug}-board", "president"))


def _also_at_the_grouping(scene):
    from kevread.seats.models import Mandate

    slug = f"{scene.grouping.slug}-board"
    return Mandate.objects.filter(seat__body__slug=slug, seat__title="administrator").values("person")


def test_a_post_is_not_resigned_from_here(scene):
    post = scene.world.holder(f"{scene.grouping.slug}-team", "delegate")
    assert not permissions.may_end(actor_of(post.person, TODAY), post)


def test_who_is_represented_withdraws_its_representative(scene):
    mandate = scene.world.holder(f"{scene.grouping.slug}-board", "administrator", represents=scene.second)
    assert permissions.may_end(scene.president_of(scene.second), mandate)
    other = scene.world.holder(f"{scene.grouping.slug}-board", "administrator", represents=scene.first)
    assert not permissions.may_end(scene.president_of(scene.second), other)


def test_the_body_s_own_organisation_corrects(scene):
    mandate = scene.world.holder(f"{scene.grouping.slug}-board", "administrator", represents=scene.second)
    assert permissions.may_correct(scene.direction, mandate)
    assert not permissions.may_correct(scene.president_of(scene.second), mandate)


def test_only_the_coordination_records_what_departs_from_a_rule(scene):
    assert permissions.may_record_existing(scene.coordination, scene.grouping)
    for actor in (scene.direction, scene.president_of(scene.first), scene.actor("cress-board", "president")):
        assert not permissions.may_record_existing(actor, scene.grouping)


# Bodies, zones, secretariats.


def test_a_body_is_created_and_closed_by_its_own_organisation(scene):
    body = scene.world.body(f"{scene.grouping.slug}-bureau")
    assert permissions.may_create_body(scene.direction, scene.grouping)
    assert permissions.may_close_body(scene.presidency, body)
    assert not permissions.may_close_body(scene.direction, body)  # a bureau, where one is elected
    assert not permissions.may_create_body(scene.direction, scene.grouping, "bureau")
    assert permissions.may_create_body(scene.presidency, scene.grouping, "bureau")
    assert not permissions.may_create_body(scene.direction, scene.first)
    assert not permissions.may_close_body(scene.president_of(scene.second), body)


def test_zones_are_led_by_decision_of_the_grouping(scene):
    assert permissions.may_lead_zone(scene.direction, scene.grouping)
    assert not permissions.may_lead_zone(scene.president_of(scene.second), scene.grouping)
    assert not permissions.may_lead_zone(scene.direction, scene.world.groupings[1])


def test_a_secretariat_is_entrusted_by_the_presidency(scene):
    assert permissions.may_entrust(scene.president_of(scene.first), scene.first)
    assert not permissions.may_entrust(scene.direction, scene.first)


def test_a_secretariat_is_accepted_by_its_holder_only(scene):
    given = delegation(scene)
    assert permissions.may_accept(actor_of(given.holder, TODAY), given)
    for actor in (NOBODY, scene.president_of(scene.first), scene.coordination):
        assert not permissions.may_accept(actor, given)


def test_a_secretariat_is_revoked_by_either(scene):
    given = delegation(scene)
    assert permissions.may_revoke(actor_of(given.holder, TODAY), given)
    assert permissions.may_revoke(scene.president_of(scene.first), given)
    assert not permissions.may_revoke(scene.president_of(scene.second), given)
    assert not permissions.may_revoke(NOBODY, given)


@pytest.mark.parametrize("right", ["fill_seat", "end_mandate", "correct_mandate"])
def test_a_mandate_that_is_over_gives_nothing(scene, right):
    mandate = scene.world.holder(f"{scene.second.slug}-board", "president")
    assert scene.president_of(scene.second).hat_for(right, scene.second.pk)
    with arranging():
        mandate.period = since(last=TODAY.replace(day=1))
        mandate.save()
    assert not actor_of(mandate.person, TODAY).hat_for(right, scene.second.pk)


# The coordination of the network, which is salaried, opens what nobody holds, and elects nobody.

ELECTING = ("decide_seats", "hire", "entrust_secretariat", "name_elected")


@pytest.mark.parametrize("right", ELECTING)
def test_the_coordination_neither_elects_nor_hires_where_somebody_may(scene, right):
    for organisation in (scene.grouping, scene.first):
        refused = permissions.grounds(scene.coordination, right, organisation)
        assert not refused
        assert "coordination du réseau" not in refused.why
        assert permissions.grounds(scene.coordination, "fill_seat", organisation)  # it prepares there


@pytest.mark.parametrize("right", ELECTING)
def test_it_may_where_nobody_does_yet_or_any_more(scene, right):
    with arranging():
        scene.world.mandates(f"{scene.first.slug}-board", "president").delete()
        scene.world.mandates(f"{scene.first.slug}-board", "secretary").delete()
    assert permissions.grounds(scene.coordination, right, scene.first)
    assert not permissions.grounds(scene.coordination, right, scene.second)


def test_it_hires_at_the_head_and_elects_nobody_where_the_head_has_a_presidency(scene):
    head = scene.world.head
    assert permissions.grounds(scene.coordination, "hire", head)
    assert not permissions.grounds(scene.coordination, "decide_seats", head)
    assert not permissions.may_fill(scene.coordination, scene.seat("cress-team", "direction"))


def test_whoever_asks_for_such_a_right_is_answered_by_those_who_may(scene):
    """What is asked where somebody decides does not wait for the coordination, who does not."""
    asker = scene.world.holder(f"{scene.grouping.slug}-team", "delegate").person
    with arranging():
        asked = [
            Plea.objects.create(organisation=one, right="decide_seats", person=asker, message="Un siège", asked_at=NOW)
            for one in (scene.grouping, scene.first)
        ]
        scene.world.mandates(f"{scene.first.slug}-board", "president").delete()
    assert list(Plea.objects.visible_to(scene.coordination)) == asked[1:]
    assert asked[0] in Plea.objects.visible_to(scene.presidency)
