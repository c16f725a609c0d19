"""Somebody new on the board of a grouping: what is done of their pathway, who reads it, who is asked, and when nobody is."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from kevread.careers import operations
from kevread.careers.loader import load
from kevread.careers.models import PathwayStep
from kevread.careers.queries.pathways import newcomers, pathways_of
from kevread.charter.models import Setting
from kevread.common.errors import Invalid, Refused
from kevread.common.reading import Misread
from kevread.common.words import of
from kevread.directory.models import Person
from kevread.seats.models import Mandate
from kevread.seats.queries import actor_of
from tests.clients import entered_as
from tests.conftest import NOW, TODAY, arranging
from tests.factories import MandateFactory, PersonFactory, since
from tests.gatherings.screens import said
from tests.guards.of_careers import WHY, taker
from tests.reading_tables import taken
from tests.welcomed import welcomed
from tests.worlds import put

pytestmark = pytest.mark.django_db
TEN = TODAY - timedelta(days=10)


@pytest.fixture
def newcomer(scene) -> Mandate:
    with arranging():
        return welcomed(scene.grouping, TEN)


def today_of(scene, person, settings) -> str:
    return said(entered_as(person, settings).get(reverse("home:today", args=[scene.grouping.slug])))


def test_a_pathway_is_followed_from_the_mandate_to_its_last_step(scene, readers, newcomer, settings):
    us, here = readers.direction, scene.grouping.slug
    person, companion = newcomer.person, taker(scene)
    theirs = entered_as(person, settings)
    page = reverse("careers:pathway", args=[here, newcomer.pk])
    assert f"Parcours {of(str(person))}" in said(us.get(reverse("home:today", args=[here])))
    assert "Votre parcours au conseil : Rencontrer la présidence" in today_of(scene, person, settings)
    with_whom = reverse("careers:change_step", args=[here, newcomer.pk, "rencontre", "accompagner"])
    assert us.post(with_whom, {"companion": str(person.pk)}).status_code == 422  # nobody accompanies themselves
    assert f"avec {companion}" in said(us.post(with_whom, {"companion": str(companion.pk)}, follow=True))
    done = reverse("careers:change_step", args=[here, newcomer.pk, "rencontre", "faite"])
    assert theirs.post(done, {"done_on": (TEN - timedelta(days=1)).isoformat()}).status_code == 422
    assert "1 étape sur 4" in said(theirs.post(done, {"done_on": TEN.isoformat()}, follow=True))
    assert "Recevoir les statuts" in today_of(scene, person, settings)
    assert theirs.get(with_whom).status_code == 403
    wrong = reverse("careers:change_step", args=[here, newcomer.pk, "rencontre", "annuler"])
    assert theirs.post(wrong, {"reason": WHY}).status_code == 403
    assert "0 étape sur 4" in said(us.post(wrong, {"reason": WHY}, follow=True))
    for step in ("rencontre", "reperes", "role", "pairs"):
        operations.tell_step(actor=scene.direction, mandate=newcomer, step=step, done_on=TODAY, now=NOW)
    assert "Parcours fait" in said(us.get(page))
    assert "Votre parcours" not in today_of(scene, person, settings)
    assert str(person) not in said(us.get(reverse("home:today", args=[here])))
    rows = taken(us.get(reverse("careers:pathways_xlsx", args=[here])))
    assert [(row["temps"], row["faite le"].date()) for row in rows][-2:] == [("Formation", TODAY), ("Échanges", TODAY)]


def test_others_of_the_board_read_nothing_of_it_and_who_accompanies_does(scene, newcomer, settings):
    here = scene.grouping.slug
    companion = scene.world.holder(f"{here}-board", "administrator", represents=scene.second).person
    other = entered_as(companion, settings)
    page, listed = reverse("careers:pathway", args=[here, newcomer.pk]), reverse("careers:pathways", args=[here])
    assert (other.get(page).status_code, other.get(listed).status_code) == (404, 403)
    assert f'href="{listed}"' not in other.get(reverse("seats:bodies", args=[here])).content.decode()
    assert str(newcomer.person) not in today_of(scene, companion, settings)
    with arranging():
        row = PathwayStep.objects.create(mandate=newcomer, step="pairs", companion=companion)
        stranger = PersonFactory()
    assert (other.get(page).status_code, other.get(listed).status_code) == (200, 200)
    told = other.get(reverse("home:today", args=[here])).content.decode()
    assert f"Vous accompagnez {newcomer.person}." in told and page in told
    assert reverse("charter:article", args=[here, "R3.17"]) in told
    for reader, reads in ((newcomer.person, True), (row.companion, True), (stranger, False)):
        assert PathwayStep.objects.visible_to(actor_of(reader, TODAY)).filter(pk=row.pk).exists() is reads


def test_nothing_is_asked_of_who_left_nor_written_for_them(scene, newcomer, settings):
    with arranging():
        put(newcomer, period=since(TEN, TODAY - timedelta(days=1)))
    assert newcomers(TODAY, [scene.grouping.pk]) == []
    assert "Votre parcours" not in today_of(scene, newcomer.person, settings)
    assert str(newcomer.person) not in today_of(scene, Person.objects.get(pk=scene.direction.person), settings)
    newcomer.refresh_from_db()
    with pytest.raises(Refused, match="plus, de parcours"):
        operations.tell_step(actor=scene.direction, mandate=newcomer, step="role", done_on=TEN, now=NOW)


def test_a_step_that_is_not_proposed_or_somebody_far_is_refused(scene, newcomer):
    us = scene.direction
    with pytest.raises(Invalid):
        operations.tell_step(actor=us, mandate=newcomer, step="sauter", done_on=TODAY, now=NOW)
    with arranging():
        stranger = PersonFactory()
    with pytest.raises(Invalid, match="proche"):
        operations.accompany(actor=us, mandate=newcomer, step="role", companion=stranger, now=NOW)
    near = scene.administrator_of(scene.first)
    assert operations.accompany(actor=us, mandate=newcomer, step="role", companion=near, now=NOW).companion == near
    other = taker(scene)
    row = operations.accompany(actor=us, mandate=newcomer, step="role", companion=other, now=NOW)
    assert row.companion == other and PathwayStep.objects.count() == 1
    operations.tell_step(actor=us, mandate=newcomer, step="role", done_on=TODAY, now=NOW)
    with pytest.raises(Refused, match="est faite"):
        operations.accompany(actor=us, mandate=newcomer, step="role", companion=near, now=NOW)


def test_a_part_is_late_the_day_after_its_last_and_never_where_nobody_decided_how_long(scene, newcomer):
    def late(days: int) -> set[str]:
        (told,) = pathways_of([newcomer], TEN + timedelta(days=days))
        return {one.step.code for one in told.left if one.is_late}

    assert (late(60), late(61), late(181)) == (set(), {"rencontre", "reperes"}, {"rencontre", "reperes", "role"})
    with arranging():
        Setting.objects.filter(name="R3.17.pathway_welcome_days").delete()
    assert late(61) == set()


def test_two_seats_of_one_board_are_one_pathway_and_a_step_done_later_is_not_done_yet(scene, newcomer):
    with arranging():
        secretary = scene.seat(f"{scene.grouping.slug}-board", "secretary")
        MandateFactory(seat=secretary, person=newcomer.person, period=since(TEN))
        PathwayStep.objects.create(mandate=newcomer, step="role", done_on=TODAY)
    assert len(newcomers(TODAY, [scene.grouping.pk])) == 1
    (told,) = pathways_of([newcomer], TODAY - timedelta(days=1))
    assert told.done == 0


def test_the_number_of_questions_does_not_grow_with_the_people(scene, newcomer, counted):
    def read() -> list[object]:
        return list(pathways_of(newcomers(TODAY, [scene.grouping.pk]), TODAY))

    with counted(3):
        assert len(read()) == 1
    with arranging():
        for _ in range(5):
            welcomed(scene.grouping, TEN)
    with counted(3):
        assert len(read()) == 6


def test_a_pathway_without_its_three_parts_is_told_with_its_line(tmp_path):
    written = tmp_path / "careers.yaml"
    written.write_text('pathway: {of: [grouping], steps: [{code: a, part: welcome, label: "A"}]}\n', encoding="utf-8")
    with pytest.raises(Misread, match="trois temps"):
        load(written)


def test_a_day_before_pathways_are_kept_has_none(scene, newcomer):
    assert newcomers(date(2024, 12, 31), [scene.grouping.pk]) == []
