"""Who can see this, and why."""

from kevread.seats.models import Delegation
from kevread.seats.queries import actor_of, who_sees, who_sees_person
from tests.conftest import TODAY, arranging
from tests.factories import since
from tests.worlds import add_grouping


def test_those_who_read_an_organisation_are_those_whose_hats_allow_it(scene):
    viewers = who_sees(scene.second, TODAY)
    for viewer in viewers:
        assert actor_of(viewer.person, TODAY).hat_for("read", scene.second.pk)
    people = {viewer.person for viewer in viewers}
    assert len(people) == len(viewers)
    assert scene.world.holder(f"{scene.grouping.slug}-team", "direction").person in people
    assert scene.world.holder(f"{scene.world.groupings[1].slug}-team", "direction").person not in people


def test_each_says_why(scene):
    direction = scene.world.holder(f"{scene.grouping.slug}-team", "direction")
    with arranging():
        direction.period = since(last=TODAY.replace(year=2027))
        direction.save()
    viewer = next(v for v in who_sees(scene.second, TODAY) if v.person == direction.person)
    assert viewer.why == (
        f"Direction, {scene.grouping.name} (jusqu’au 24 novembre 2027) : lire ce qui n’est pas public : constats, équipes, "
        f"journal, à {scene.second.name}."
    )


def test_a_delegation_makes_a_viewer_once_accepted(scene):
    with arranging():
        holder = scene.world.holder(f"{scene.grouping.slug}-team", "delegate").person
        delegation = Delegation.objects.create(
            granter=scene.first, holder=holder, powers=["secretariat"], period=since(TODAY)
        )
    assert holder not in {viewer.person for viewer in who_sees(scene.first, TODAY, "fill_seat")}
    with arranging():
        delegation.accepted_on = TODAY
        delegation.save()
    assert holder in {viewer.person for viewer in who_sees(scene.first, TODAY, "fill_seat")}


def test_the_same_question_for_another_right(scene):
    holders = {viewer.person for viewer in who_sees(scene.grouping, TODAY, "lead_zone")}
    assert holders == {
        scene.world.holder(f"{scene.grouping.slug}-team", "direction").person,
        scene.world.holder(f"{scene.grouping.slug}-board", "president").person,
        scene.world.holder("cress-team", "direction").person,
    }


def test_a_person_is_seen_by_those_of_the_network_the_nearest_first(scene):
    person = scene.administrator_of(scene.second)
    viewers = who_sees_person(person, TODAY)
    near = [viewer for viewer in viewers if viewer.why.endswith(f"à {scene.second.name}.")]
    assert viewers[: len(near)] == near
    assert person not in {viewer.person for viewer in viewers}
    others = {viewer.person for viewer in viewers[len(near) :]}
    assert scene.world.holder(f"{scene.world.groupings[1].slug}-team", "direction").person in others


def test_the_queries_do_not_grow_and_are_not_made_twice_in_one_state(scene, counted):
    """Two of the six name the state, before and after; the first alone is asked once who may is known in it."""
    with counted(6):
        found = who_sees(scene.grouping, TODAY)
    with counted(1):
        assert who_sees(scene.grouping, TODAY) == found
    with arranging():
        add_grouping(scene.world)
        scene.world.seated(f"{scene.grouping.slug}-board", "administrator")
    with counted(6):
        assert len(who_sees(scene.grouping, TODAY)) == len(found) + 1, "what changed is read anew"
