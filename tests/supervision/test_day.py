"""What waits for each line on « Aujourd’hui »."""

import re
from datetime import date, timedelta

import pytest
from django.urls import reverse

from kevread.common.facts import Organisations
from kevread.common.periods import add_months
from kevread.directory.models import Person
from kevread.home.rules import told_apart
from kevread.home.waiting import there_of
from kevread.seats.queries import actor_of
from kevread.staff.models import Contract
from kevread.supervision.facts import reviews_held
from kevread.supervision.models import Matter
from kevread.supervision.queries.reviews import reviews_late
from tests.clients import entered_as
from tests.conftest import TODAY, arranging
from tests.employed import reviewed
from tests.factories import since
from tests.seats.screens import words

from .conftest import HIRED, later

pytestmark = pytest.mark.django_db


def today_of(scale) -> str:
    return reverse("home:today", args=[scale.slug])


def day_of(actor, scale, settings) -> str:
    client = entered_as(Person.objects.get(pk=actor.person), settings)
    return client.get(today_of(scale)).text


def test_the_board_is_told_that_its_view_is_awaited(two, settings):
    matter = two.raised("recrutement")
    assert "l’écrit du pôle est attendu" in day_of(two.board, two.pole, settings)
    two.said(matter, "pole")
    assert "l’écrit du pôle est attendu" not in day_of(two.board, two.pole, settings)
    assert "attend une décision" in day_of(two.direction, two.grouping, settings)


def test_a_conflict_waits_for_the_direction_with_its_hours(two, settings):
    two.raised("conflit-de-priorites", two.board, "pole", now=later(hours=-50))
    told = day_of(two.direction, two.grouping, settings)
    assert re.search(r"en retard de \d+\s(heures|jours)|en retard d’un jour", told.replace("&nbsp;", " "))
    assert "en retard de" not in day_of(two.board, two.pole, settings), "the pôle does not decide it"


def test_what_was_not_written_in_time_is_late_from_its_day(two, settings):
    two.raised("recrutement", now=later(days=-60))
    told = words(entered_as(Person.objects.get(pk=two.direction.person), settings).get(today_of(two.grouping)))
    assert "en retard, attendu jusqu’au" in told and "En retard depuis le" in told
    assert "Sans date" not in told.split("en retard, attendu jusqu’au")[0][-200:]


def test_reviews_that_are_due_are_told_together(two, settings):
    """Both were hired in March 2024; one is met, and is due again a year after."""
    with arranging():
        reviewed(two.grouping, date(2026, 8, 24))
        Matter.objects.filter(person__in=(two.delegate.contract.person, two.support.contract.person)).delete()
    said = day_of(two.direction, two.grouping, settings)
    assert "2 entretiens annuels à ouvrir" in said and str(two.person) in said
    matter = two.raised("entretien-annuel")
    assert "Un entretien annuel à ouvrir" in day_of(two.direction, two.grouping, settings)
    for line in ("employer", "pole"):
        two.said(matter, line)
    two.settled(matter, held_on=TODAY)
    said = day_of(two.direction, two.grouping, settings)
    assert "Un entretien annuel à ouvrir" in said and f"à ouvrir : {two.person}" not in said
    assert "à ouvrir" not in day_of(two.board, two.pole, settings)


def test_a_review_is_due_after_its_last_day(two):
    matter = two.raised("entretien-annuel", now=later(days=-3))
    for line in ("employer", "pole"):
        two.said(matter, line)
    two.settled(matter, held_on=TODAY)

    def late(day) -> bool:
        return two.person in reviews_late(two.grouping, "entretien-annuel", day)

    assert not late(add_months(TODAY, 12)) and late(add_months(TODAY, 12) + timedelta(days=1))


def test_a_review_is_due_from_the_first_of_contracts_that_follow_one_another(two):
    """As the article counts it: a second contract does not begin the year anew."""
    contract, day = two.delegate.contract, timedelta(days=1)
    with arranging():
        Contract.objects.filter(pk=contract.pk).update(period=since(HIRED, TODAY - 40 * day))
        Contract.objects.create(
            employer=two.grouping, person=two.person, kind="cdi", occupation="La suite", agreement="eclat",
            seniority_from=HIRED, period=since(TODAY - 30 * day),
        )  # fmt: skip
    assert two.person in reviews_late(two.grouping, "entretien-annuel", TODAY)
    among = Organisations(frozenset({two.grouping.pk}))
    (made,) = Contract.objects.on(TODAY).filter(person=two.person)
    assert reviews_held(TODAY, among)[two.grouping.pk][made.pk] == 0


def test_one_is_told_what_is_open_about_oneself_and_what_the_pole_just_set(two, settings):
    with arranging():
        two.scene.world.seated(f"{two.grouping.slug}-team", "delegate", person=two.person)
    two.raised("conflit-de-priorites", two.board, "pole")
    assert "Ce dossier vous concerne" in day_of(two.oneself, two.grouping, settings)
    assert "Ce dossier vous concerne" not in day_of(two.direction, two.grouping, settings)
    days = {14: False, 13: True}
    for passed, told in days.items():
        priorities = two.raised("priorites", two.board, "pole", title=f"Il y a {passed} jours", now=later(days=-passed))
        two.settled(priorities, actor=two.chair, place=two.pole, now=later(days=-passed))
        assert (f"Il y a {passed} jours" in day_of(two.oneself, two.grouping, settings)) is told


def test_what_is_open_about_oneself_is_counted_once_by_who_reads_it_at_two_places(two):
    board, chair = two.board, two.chair
    with arranging():
        two.scene.world.seated(f"{two.grouping.slug}-team", "delegate", person=two.person)
        two.scene.world.seated(f"{two.pole.slug}-board", "administrator", person=two.person)
    two.raised("conflit-de-priorites", board, "pole", now=later(days=-60))
    actor = actor_of(two.person, TODAY)

    def about_me(place) -> list:
        lines = there_of(actor, two.person, place.pk, TODAY).lines
        return [one for one in lines if one.why == "Ce dossier vous concerne."]

    (here,), (there,) = about_me(two.grouping), about_me(two.pole)
    assert here.what == there.what and here.url != there.url and here.by == there.by < TODAY
    assert told_apart({"pole": [there]}, [here], TODAY) == []
    others = two.raised("priorites", board, "pole", title="Une autre", now=later(days=-1))
    two.settled(others, actor=chair, place=two.pole, now=later(days=-1))
    set_here, set_there = (
        next(one for one in there_of(actor, two.person, place.pk, TODAY).lines if "Une autre" in one.what)
        for place in (two.grouping, two.pole)
    )
    assert set_here.url != set_there.url and told_apart({"pole": [set_there]}, [set_here], TODAY) == []


def test_a_review_waits_for_each_line_apart(two, settings):
    matter = two.raised("entretien-annuel")
    assert "l’écrit de l’employeur est attendu" in day_of(two.direction, two.grouping, settings)
    two.said(matter, "employer")
    assert "l’écrit de l’employeur est attendu" not in day_of(two.direction, two.grouping, settings)
    assert "l’écrit du pôle est attendu" in day_of(two.board, two.pole, settings)


def test_a_file_about_oneself_that_is_late_says_since_when(two, settings):
    """The part of the pôle was awaited: whoever it is about reads that it is late, and not that it has no day."""
    with arranging():
        two.scene.world.seated(f"{two.grouping.slug}-team", "delegate", person=two.person)
    two.raised("entretien-annuel", now=later(days=-60))
    told = words(entered_as(two.person, settings).get(today_of(two.grouping)))
    line = told.split("Ce dossier vous concerne")[0][-160:]
    assert "En retard depuis le" in line and "Sans date" not in line
