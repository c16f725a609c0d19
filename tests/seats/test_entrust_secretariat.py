"""A pôle entrusts its secretariat to a délégué·e of its grouping, who accepts, prepares, and never decides."""

from datetime import date, timedelta

import pytest

from kevread.common.errors import Denied, Invalid, Refused
from kevread.common.periods import Period
from kevread.seats.operations import accept_secretariat, entrust_secretariat, fill_seat, revoke_secretariat
from kevread.seats.queries import actor_of
from tests.arrange import UNREGISTERED
from tests.conftest import NOW, TODAY, arranging
from tests.factories import BodyFactory, PersonFactory, SeatFactory

LAST = date(2026, 12, 31)


def delegate(scene):
    return scene.world.holder(f"{scene.grouping.slug}-team", "delegate").person


def entrust(scene, **change):
    asked = {
        "actor": scene.president_of(scene.first),
        "granter": scene.first,
        "holder": delegate(scene),
        "period": Period(TODAY),
    }
    return entrust_secretariat(now=NOW, **asked | change)


def accept(scene, delegation, **change):
    return accept_secretariat(
        **{"actor": actor_of(delegate(scene), TODAY), "delegation": delegation, "now": NOW} | change
    )


def may_fill(scene) -> bool:
    return actor_of(delegate(scene), TODAY).hat_for("fill_seat", scene.first.pk) is not None


def test_it_gives_nothing_until_it_is_accepted(scene):
    delegation = entrust(scene)
    assert not may_fill(scene)
    accept(scene, delegation)
    assert may_fill(scene)


def test_it_prepares_and_never_decides(scene):
    accept(scene, entrust(scene))
    actor = actor_of(delegate(scene), TODAY)
    for right in ("set_setting", "attest", "create_body", "entrust_secretariat", "record_existing"):
        assert actor.hat_for(right, scene.first.pk) is None
    assert actor.hat_for("fill_seat", scene.second.pk) is None


def test_its_holder_never_seats_themself(scene):
    accept(scene, entrust(scene))
    actor = actor_of(delegate(scene), TODAY)
    with arranging():
        seat = SeatFactory(body=BodyFactory(organisation=scene.first, kind="space"))
    asked = {"actor": actor, "seat": seat, "period": Period(TODAY), "origin": "designation", "now": NOW}
    with pytest.raises(Denied, match="à soi-même"):
        fill_seat(person=delegate(scene), **asked)
    with arranging():
        other = PersonFactory()
    assert fill_seat(person=other, **asked)


def test_it_elects_nobody(scene):
    accept(scene, entrust(scene))
    seat = scene.seat(f"{scene.first.slug}-board", "administrator")
    asked = {"seat": seat, "period": Period(TODAY), "origin": "election", "now": NOW} | UNREGISTERED
    with arranging():
        other = PersonFactory()
    with pytest.raises(Denied, match="Confier ou retirer un siège"):
        fill_seat(actor=actor_of(delegate(scene), TODAY), person=other, **asked)


def test_it_goes_to_a_delegate_of_the_grouping_only(scene, somebody):
    elsewhere = scene.world.holder(f"{scene.world.groupings[1].slug}-team", "delegate").person
    for person in (somebody, elsewhere):
        with pytest.raises(Invalid) as invalid:
            entrust(scene, holder=person)
        assert invalid.value.field == "holder"


def test_a_grouping_does_not_entrust_its_own(scene):
    with pytest.raises(Invalid) as invalid:
        entrust(scene, granter=scene.grouping, actor=scene.presidency)
    assert invalid.value.field == "granter"


def test_it_is_entrusted_to_somebody_once(scene):
    delegation = entrust(scene)
    with pytest.raises(Refused, match="déjà proposé"):
        entrust(scene)
    accept(scene, delegation)
    with pytest.raises(Refused, match="déjà confié"):
        entrust(scene)


def test_the_presidency_of_the_local_entrusts_it(scene):
    for actor in (scene.direction, scene.president_of(scene.second), scene.coordination):
        with pytest.raises(Denied):
            entrust(scene, actor=actor)


def test_nobody_accepts_for_somebody_else(scene):
    with pytest.raises(Denied, match="Seule la personne choisie"):
        accept(scene, entrust(scene), actor=scene.president_of(scene.first))


def test_it_is_accepted_once_and_in_time(scene):
    delegation = accept(scene, entrust(scene))
    with pytest.raises(Refused, match="est accepté depuis"):
        accept(scene, delegation)
    over = entrust(scene, period=Period.through(date(2025, 1, 1), date(2025, 12, 31)))
    with pytest.raises(Refused, match="jusqu’au 31 décembre 2025"):
        accept(scene, over)


def test_it_is_taken_back_by_the_local_or_given_back_by_its_holder(scene):
    for actor in (scene.president_of(scene.first), actor_of(delegate(scene), TODAY)):
        delegation = accept(scene, entrust(scene, period=Period.through(LAST, LAST + timedelta(days=9))))
        ended = revoke_secretariat(actor=actor, delegation=delegation, last=LAST, now=NOW)
        assert ended.dates.last == LAST
        with arranging():
            ended.delete()


def test_nobody_else_takes_it_back(scene):
    delegation = accept(scene, entrust(scene))
    with pytest.raises(Denied):
        revoke_secretariat(actor=scene.direction, delegation=delegation, last=LAST, now=NOW)
