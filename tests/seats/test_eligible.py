"""Who may be given a seat: one query, by name, without those who sit there already."""

from datetime import date

import pytest

from kevread.common.actor import NOBODY
from kevread.seats.conditions import Place, broken_by, required, told_of
from kevread.seats.queries import eligible, representable
from kevread.seats.queries.places import offered
from tests.conftest import TODAY, arranging
from tests.factories import AffiliationFactory, OrganisationFactory, PersonFactory, since


def on_the_board_of(scene, local, given, family):
    with arranging():
        person = PersonFactory(given_name=given, family_name=family)
        scene.world.seated(f"{local.slug}-board", "administrator", person=person)
    return person


def test_the_people_of_the_local_s_board_who_do_not_sit_there_yet_by_name(scene):
    zoe = on_the_board_of(scene, scene.first, "Zoé", "Évano")
    yann = on_the_board_of(scene, scene.first, "Yann", "Le Goff")
    on_the_board_of(scene, scene.second, "Lena", "Kerbrat")
    assert list(eligible(scene.board, represents=scene.first, on=TODAY)) == [zoe, yann]


def test_a_piece_of_a_name_with_or_without_accents(scene):
    zoe = on_the_board_of(scene, scene.first, "Zoé", "Évano")
    on_the_board_of(scene, scene.first, "Yann", "Le Goff")
    for search in ("evan", "ÉVANO", "zoe év"):
        assert list(eligible(scene.board, represents=scene.first, on=TODAY, search=search)) == [zoe]


def test_it_is_one_query(scene, counted):
    for number in range(3):
        on_the_board_of(scene, scene.first, "Anne", f"Nom {number}")
    with counted(1):
        assert len(eligible(scene.board, represents=scene.first, on=TODAY)) == 3


def test_it_is_of_a_day(scene):
    with arranging():
        later = scene.world.seated(f"{scene.first.slug}-board", "administrator", period=since(date(2027, 1, 1))).person
    assert later not in eligible(scene.board, represents=scene.first, on=TODAY)
    assert later in eligible(scene.board, represents=scene.first, on=date(2027, 1, 1))


def test_a_mandate_that_was_a_mistake_makes_nobody_eligible(scene):
    person = on_the_board_of(scene, scene.first, "Zoé", "Évano")
    with arranging():
        person.mandates.update(end_reason="mistake")
    assert person not in eligible(scene.board, represents=scene.first, on=TODAY)


def test_the_seats_of_the_steering_committee_go_to_directors(scene):
    mandate = scene.world.holder("codir", "member", represents=scene.grouping)
    seat = scene.seat("codir", "member")
    assert list(eligible(seat, represents=scene.grouping, on=TODAY)) == []
    with arranging():
        mandate.period = since(last=date(2026, 11, 1))
        mandate.save()
    assert list(eligible(seat, represents=scene.grouping, on=TODAY)) == [mandate.person]


def test_usage_alone_makes_nobody_ineligible(scene):
    """That an employee sits on no board is usage (L1.20): the finding is told, and nobody is refused for it."""
    director = scene.world.holder(f"{scene.grouping.slug}-team", "direction").person
    member = scene.world.holder(f"{scene.grouping.slug}-board", "president").person
    assert director not in eligible(scene.seat("cress-board", "president"), represents=None, on=TODAY).none()
    assert director in eligible(scene.seat(f"{scene.grouping.slug}-bureau", "member"), represents=None, on=TODAY)
    assert member in eligible(scene.seat(f"{scene.grouping.slug}-team", "direction"), represents=None, on=TODAY)


def test_a_representative_at_the_college_has_a_mandate_at_home_by_usage_alone(scene):
    """No article asks for it: R4.7 only says who meets there. It is told with the seat, and refused to nobody."""
    seat = scene.seat("college-territoire", "member-local")
    with arranging():
        somebody = PersonFactory()
    asked = Place(seat, scene.first, TODAY)
    (told,) = (told_of(name, asked) for name in seat.conditions)
    assert told == f"L’usage est de détenir un mandat à {scene.first.name}"
    assert broken_by(somebody, asked, seat.conditions) == ["mandate-by-usage"]
    assert required(seat) == []
    assert somebody in eligible(seat, represents=scene.first, on=TODAY)


@pytest.mark.parametrize("body", ["gmo-incarnation", "groupe-travail-communication", "groupe-projet-rh-tpe"])
def test_who_sits_for_the_head_is_of_it_by_usage_alone(scene, body):
    """The document says that the Cress is there (R4.20), not whom it sends: told with the seat, and refused to nobody."""
    seat = scene.seat(body, "member-head")
    with arranging():
        somebody = PersonFactory()
    asked = Place(seat, None, TODAY)
    (told,) = (told_of(name, asked) for name in seat.conditions)
    assert told == "L’usage est de détenir un poste ou un mandat à la tête de réseau"
    assert broken_by(somebody, asked, seat.conditions) == ["of-the-head-by-usage"]
    assert broken_by(scene.world.holder("cress-board", "president").person, asked, seat.conditions) == []
    assert somebody in eligible(seat, represents=None, on=TODAY)


@pytest.mark.parametrize(
    ("body", "title", "names"),
    [
        ("codir", "member", "groupings"),
        ("college-territoire", "member-local", "locals"),
        ("cress-board", "representative-famille", "nobody"),
    ],
)
def test_whom_a_seat_represents(scene, body, title, names):
    world = scene.world
    expected = {
        "groupings": set(world.groupings),
        "locals": {local for locals_ in world.locals.values() for local in locals_},
        "nobody": set(),
    }
    assert set(representable(scene.seat(body, title), TODAY)) == expected[names]


def test_a_seat_of_a_grouping_represents_its_members(scene):
    assert set(representable(scene.board, TODAY)) == {scene.first, scene.second}
    with arranging():
        member = AffiliationFactory(member=OrganisationFactory(), of=scene.grouping).member
    members = {scene.first, scene.second, member, scene.world.direct_member}
    board = f"{scene.grouping.slug}-board"
    for title in ("president", "vice-president", "secretary", "treasurer", "direct-member"):
        assert set(representable(scene.seat(board, title), TODAY)) == members
    assert set(offered(scene.seat(board, "president"), TODAY)) == members
    assert set(offered(scene.seat(board, "direct-member"), TODAY)) == {member, scene.world.direct_member}


def test_elsewhere_one_may_sit_for_the_organisation_itself(scene):
    """Nothing says of these seats that they are for members."""
    for body, title, own in (
        (f"{scene.grouping.slug}-bureau", "member", scene.grouping),
        (f"{scene.first.slug}-board", "president", scene.first),
        ("cress-board", "president", scene.world.head),
    ):
        assert own in representable(scene.seat(body, title), TODAY)


@pytest.mark.parametrize("title", ["president", "vice-president", "secretary", "treasurer", "direct-member"])
def test_on_behalf_of_nobody_one_is_eligible_on_the_board_of_a_grouping_but_in_the_seat_of_a_member(scene, title):
    """The document refuses nobody who represents none: it is looked at (decision 256)."""
    zoe = on_the_board_of(scene, scene.first, "Zoé", "Évano")
    seat = scene.seat(f"{scene.grouping.slug}-board", title)
    assert (zoe in eligible(seat, represents=None, on=TODAY)) is (title != "direct-member")
    assert scene.grouping not in representable(seat, TODAY)


@pytest.mark.parametrize("title", ["president", "vice-president", "secretary", "treasurer"])
def test_on_behalf_of_a_local_its_board_is_eligible_whatever_the_seat(scene, title):
    zoe = on_the_board_of(scene, scene.first, "Zoé", "Évano")
    on_the_board_of(scene, scene.second, "Lena", "Kerbrat")
    seat = scene.seat(f"{scene.grouping.slug}-board", title)
    assert list(eligible(seat, represents=scene.first, on=TODAY)) == [zoe]


def test_people_are_not_shown_to_the_public():
    from kevread.directory.models import Person

    assert Person.objects.visible_to(NOBODY).query.is_empty()
