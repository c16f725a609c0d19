"""Vacancy = places − mandates on the day, computed; the number of queries does not grow."""

from kevread.seats.models import Mandate
from tests.conftest import TODAY, arranging
from tests.factories import AffiliationFactory, OrganisationFactory, SettingFactory, since
from tests.worlds import add_local, put

from .conftest import openings


def by_seat(scene, slug, on=TODAY):
    found = openings(scene.world.body(slug), on)
    return {(o.seat.title, o.represents.slug if o.represents else o.family): o for o in found}


def test_a_place_that_nobody_holds_is_free_and_not_vacant_where_the_articles_say_at_most(scene):
    before = by_seat(scene, f"{scene.grouping.slug}-board")["administrator", scene.first.slug]
    assert (before.places.number, before.places.taken, before.free) == (2, 2, 0)
    scene.free_a_place(scene.first)
    after = by_seat(scene, f"{scene.grouping.slug}-board")["administrator", scene.first.slug]
    assert (after.places.taken, after.free, after.vacant, after.holders) == (1, 1, 0, [])
    assert after.on_behalf == scene.first.name


def test_a_setting_counts_whoever_represents_the_local_in_the_body(scene):
    """The president of the grouping represents their pôle: one place is left beside, not two."""
    board = by_seat(scene, f"{scene.grouping.slug}-board")
    assert [m.represents for m in board["president", ""].holders] == [scene.first]
    assert len(board["administrator", scene.first.slug].holders) == 1


def test_a_setting_counts_direct_members_whatever_their_seat(scene):
    with arranging():
        SettingFactory(name="R2.4.direct_member_seats", value=2)
    there = by_seat(scene, f"{scene.grouping.slug}-board")["direct-member", ""]
    assert (there.places.taken, there.free, there.vacant) == (1, 1, 0)
    with arranging():
        scene.world.seated(f"{scene.grouping.slug}-board", "treasurer", represents=scene.world.direct_member)
    there = by_seat(scene, f"{scene.grouping.slug}-board")["direct-member", ""]
    assert (there.places.taken, there.free, len(there.holders)) == (2, 0, 1)


def test_a_number_that_the_articles_also_ask_for_leaves_vacancies(scene):
    """Two representatives of each grouping at the head: at most, and at least (R3.13)."""
    seated = Mandate.objects.on(TODAY).filter(seat__body__slug="cress-board", represents=scene.grouping)
    with arranging():
        seated.exclude(pk=seated.order_by("pk")[0].pk).delete()
    there = by_seat(scene, "cress-board")["representative-territoire", scene.grouping.slug]
    assert there.vacant == there.free == 1


def test_a_place_per_family(scene):
    bureau = by_seat(scene, "cress-bureau")
    families = [key for title, key in bureau if title == "bureau-famille"]
    assert families == ["associations", "cooperatives", "mutuelles", "fondations", "societes-ess"]
    assert {bureau["bureau-famille", family].vacant for family in families} == {None}  # how many each, no text says
    with arranging():
        put(scene.world.seat("cress-bureau", "bureau-famille"), places=1)
        seated = Mandate.objects.on(TODAY).filter(seat__title="bureau-famille", family="mutuelles")
        seated.delete()
    bureau = by_seat(scene, "cress-bureau")
    assert [bureau["bureau-famille", family].vacant for family in families] == [0, 0, 1, 0, 0]
    assert bureau["bureau-famille", "societes-ess"].on_behalf == "Sociétés commerciales de l’ESS"


def test_without_a_number_nothing_is_vacant(scene):
    assert by_seat(scene, f"{scene.first.slug}-board")["administrator", ""].vacant is None


def test_a_number_that_nobody_decided_is_said_so(scene):
    opening = by_seat(scene, f"{scene.grouping.slug}-board")["direct-member", ""]
    assert opening.places.undecided
    assert opening.vacant is None
    assert opening.places.taken == 1


def test_the_holders_of_another_day_are_those_of_that_day(scene):
    mandate = scene.free_a_place(scene.first)
    board = by_seat(scene, f"{scene.grouping.slug}-board", on=mandate.dates.last)
    assert board["administrator", scene.first.slug].holders == [mandate]


def test_who_sits_for_an_organisation_that_left_is_shown(scene):
    with arranging():
        scene.world.locals[scene.grouping][1].affiliations.filter(of=scene.grouping).update(
            period=since(last=TODAY.replace(day=1))
        )
    assert ("administrator", scene.second.slug) in by_seat(scene, f"{scene.grouping.slug}-board")


def test_the_queries_do_not_grow_with_the_locals(scene, counted):
    body = scene.world.body(f"{scene.grouping.slug}-board")
    with counted(4):
        few = len(openings(body, TODAY))
    with arranging():
        for _ in range(3):
            add_local(scene.world, scene.grouping)
        AffiliationFactory(member=OrganisationFactory(local=True), of=scene.grouping)
    with counted(4):
        assert len(openings(body, TODAY)) == few + 4
