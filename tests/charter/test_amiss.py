"""What is not in order, to whoever reads it: the worst first, who can act by name, and where one asks for it."""

import re
from collections import defaultdict
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from kevread.charter.models import Keeping
from kevread.charter.queries.amiss import amiss, key_of
from kevread.common.verdicts import Severity
from kevread.journal.memory import forget
from kevread.seats.queries import actor_of
from tests.charter.people import coordination, direction, holder
from tests.charter.test_screen_text import text_of
from tests.clients import entered_as
from tests.conftest import TODAY, arranging
from tests.employed import leave
from tests.worlds import World

pytestmark = pytest.mark.django_db


def crowd(small: World, grouping) -> None:
    """One more person of a pôle than its board admits."""
    local = small.locals[grouping][0]
    with arranging():
        person = small.seated(f"{local.slug}-board", "administrator").person
        small.seated(f"{grouping.slug}-board", "administrator", person=person, represents=local)


@pytest.fixture
def grouping(small: World):
    """Too many people of a pôle on its board, which blocks; nobody is the reference of an EPCI, which does not."""
    found = small.groupings[0]
    crowd(small, found)
    with arranging():
        leave(found, "delegate")
    return found


@pytest.fixture
def administrator(small: World, grouping):
    return holder(small, f"{small.locals[grouping][0].slug}-board", "administrator")


def test_the_worst_comes_first_and_each_point_names_who_can(small: World, grouping):
    reader = direction(small, grouping)
    points = amiss(grouping, TODAY, reader)
    severities = [one.severity for one in points if one.state == "breaches"]
    assert severities == sorted(severities, reverse=True) and severities[0] is Severity.BLOCKING
    assert points[0].rule == "R3.7" and points[0].who.startswith("Vous pouvez préparer qui y siège")
    president = small.holder(f"{grouping.slug}-board", "president").person
    assert str(president) in points[0].who and "aussi" in points[0].who
    assert points[0].way and points[0].ask is None


def test_who_may_not_act_is_led_to_ask_those_who_may(small: World, grouping, administrator):
    reader = actor_of(administrator, TODAY)
    point = amiss(grouping, TODAY, reader)[0] if reader.hat_for("read", grouping.pk) else None
    local = small.locals[grouping][0]
    with arranging():
        Keeping.objects.filter(organisation=local, register="mandates").delete()
    unkept = [one for one in amiss(local, TODAY, reader) if one.state == "unknown"]
    assert [one.organisation.name for one in unkept] == [local.name]
    assert re.search(r"\d+\s(constat reste inconnu|constats restent inconnus)", unkept[0].said)
    assert unkept[0].ask and unkept[0].ask.where == {"scale": local.slug, "right": "keep_register"}
    assert "peut" in unkept[0].who and not unkept[0].who.startswith("Vous")
    assert point is None or point.ask


def test_the_gravest_are_told_with_the_name_of_their_article(small: World, grouping, settings):
    person = small.holder("cress-team", "direction").person
    page = text_of(
        entered_as(person, settings).get(f"{reverse('charter:board', args=[small.head.slug])}?montrer=les-plus-graves")
    )
    point = amiss(grouping, TODAY, coordination(small))[0]
    assert f"Article R3.7&nbsp;: {point.title}" in page


def test_what_falls_to_whoever_reads_is_said_to_be_theirs(small: World, grouping, settings):
    for person in (
        small.holder("cress-team", "direction").person,
        small.holder(f"{grouping.slug}-board", "president").person,
    ):
        points = amiss(small.head, TODAY, actor_of(person, TODAY), least=Severity.MAJOR)
        assert [one.is_mine for one in points] == [one.who.startswith("Vous pouvez") for one in points]
        page = entered_as(person, settings).get(f"{reverse('charter:board', args=['cress'])}?montrer=les-plus-graves")
        assert page.text.count("<strong>À vous.</strong>") == sum(one.is_mine for one in points) > 0


def test_least_leaves_out_what_is_less_grave(small: World, grouping):
    reader = coordination(small)
    head = small.head
    assert {one.severity for one in amiss(head, TODAY, reader, least=Severity.MAJOR)} <= {
        Severity.MAJOR,
        Severity.BLOCKING,
    }
    assert len(amiss(head, TODAY, reader)) > len(amiss(head, TODAY, reader, least=Severity.MAJOR))


def test_as_grave_what_has_lasted_longest_is_first_and_what_is_not_dated_last(small: World, grouping, monkeypatch):
    def dated(spoken, on):
        """One in three is not dated; the last by name since the longest."""
        named = sorted(spoken, key=lambda one: one.finding.organisation.name)
        return {key_of(one): on - timedelta(days=number) for number, one in enumerate(named) if number % 3}

    monkeypatch.setattr("kevread.charter.queries.amiss.known_since", dated)
    groups = defaultdict(list)
    for one in amiss(small.head, TODAY, coordination(small)):
        groups[one.state, one.severity].append(one.since or date.max)
    assert max(len(set(days)) for days in groups.values()) > 2
    assert all(days == sorted(days) for days in groups.values())


def questions(scale, reader) -> int:
    forget()
    with CaptureQueriesContext(connection) as asked:
        amiss(scale, TODAY, reader)
    return len(asked)


def test_the_number_of_questions_does_not_grow_with_the_points(small: World, grouping):
    reader = coordination(small)
    few = questions(small.head, reader)
    crowd(small, small.groupings[1])
    assert questions(small.head, reader) <= few


# On screen.


def test_an_empty_list_hides_nothing_of_what_one_reads(small: World, grouping, administrator, settings):
    local = small.locals[grouping][0]
    client, where = entered_as(administrator, settings), reverse("home:today", args=[local.slug])
    assert "Ce qui n’est pas en ordre" not in text_of(client.get(where))
    with arranging():
        Keeping.objects.filter(organisation=local, register="mandates").delete()
    page = client.get(where)
    assert "Rien ne vous attend" in text_of(page) and "1 point n’est pas en ordre" in text_of(page)
    assert reverse("seats:ask_somebody", args=[local.slug, "keep_register"]) in page.text
    assert "Ce qui n’est pas en ordre" not in text_of(client.get(f"{where}?au=2026-11-20"))


def test_what_blocks_comes_first_and_leads_to_the_gravest(small: World, grouping, settings):
    client = entered_as(holder(small, "cress-team", "direction"), settings)
    page = client.get(reverse("home:today", args=["cress"]))
    told = text_of(page).split("À faire", 1)[1]
    assert told.index("gravité bloquante") < told.index("Bientôt")
    link = reverse("charter:board", args=["cress"]) + "?montrer=les-plus-graves"
    assert link in page.text
    gravest = text_of(client.get(link))
    president = small.holder(f"{grouping.slug}-board", "president").person
    assert "Les plus graves" in gravest and "Bloquante" in gravest and str(president) in gravest
    assert "Avertissement" not in gravest


@pytest.mark.parametrize(("number", "shown"), [(5, 5), (6, 6), (7, 5)])
def test_the_five_worst_are_read_first_and_the_others_one_gesture_away(
    small, grouping, settings, monkeypatch, number, shown
):
    client = entered_as(holder(small, "cress-team", "direction"), settings)
    found = amiss(small.head, TODAY, direction(small, grouping))[:1] * number
    monkeypatch.setattr("kevread.charter.views.text.amiss", lambda *_, **__: found)
    page = client.get(reverse("charter:board", args=["cress"]) + "?montrer=les-plus-graves")
    first, _, folded = page.text.partition('<details class="fold">')
    assert (first.count('data-label="Qui peut agir"'), folded.count('data-label="Qui peut agir"')) == (
        shown,
        number - shown,
    )
    told = text_of(page)
    assert f"{number} points bloquants ou majeurs" in told
    assert ("d’abord les cinq plus graves" in told) == ("Et 2 autres points" in told) == (shown < number)
