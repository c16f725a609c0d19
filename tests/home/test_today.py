"""« Aujourd’hui »: what waits for this person here, why it is theirs, one button."""

import re
from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kevread.base.models import as_range
from kevread.charter.models import Keeping
from kevread.charter.operations import set_setting
from kevread.common import rooms
from kevread.common.actor import Actor
from kevread.common.periods import Period
from kevread.common.words import of
from kevread.home.queries import held_by, today, written_of
from kevread.home.rules import in_order, is_pressing
from kevread.journal.memory import forget
from kevread.journal.operations import act
from kevread.seats.models import Delegation
from kevread.seats.queries import actor_of
from tests.charter.people import coordination, holder
from tests.clients import entered_as
from tests.conftest import NOW, TODAY, arranging
from tests.factories import PersonFactory, since
from tests.gatherings.decided import decided
from tests.reading import unguarded
from tests.worlds import World, add_grouping, end, put

pytestmark = pytest.mark.django_db


def text_of(response) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode())).replace("&nbsp;", " ")


@pytest.fixture
def grouping(small: World):
    return small.groupings[0]


@pytest.fixture
def direction(small: World, grouping, settings):
    return entered_as(holder(small, f"{grouping.slug}-team", "direction"), settings)


def page(client, organisation) -> str:
    response = client.get(f"/{organisation.slug}/aujourd-hui")
    assert response.status_code == 200
    return text_of(response)


@pytest.fixture
def met(grouping):
    """Its register of interviews is kept since the career interviews of everybody fell due."""
    with arranging():
        rows = Keeping.objects.filter(organisation=grouping, register="supervision")
        assert rows.update(period=as_range(Period(date(2026, 2, 1)))) == 1


def test_nothing_waits_when_all_conforms(direction, grouping, met):
    with arranging():
        decided(f"{grouping.slug}-board", "delegation-rh", on=date(2025, 2, 3))
    assert "Rien ne vous attend" in page(direction, grouping)


def test_a_point_to_mend_says_why_it_is_mine(small: World, direction, grouping):
    with arranging():
        end(small.mandates(f"{grouping.slug}-team", "delegate"))
    told = page(direction, grouping)
    assert "délégué·e de référence" in told.lower()
    assert (
        told.count("Direction, ") == told.partition("À faire")[0].count("Direction, ") + 1
    )  # above, and among one’s hats
    assert "Vous pouvez agir" not in told


def test_whoever_has_several_hats_reads_by_which_one_each_is_theirs(small: World, direction, grouping, met):
    with arranging():
        end(small.mandates(f"{grouping.slug}-team", "delegate"))
        director = holder(small, f"{grouping.slug}-team", "direction")
        small.seated("cress-team", "coordination", person=director)
    told = page(direction, grouping)
    assert told.count("Vous pouvez agir : ") == 1 and "Une ligne dit quand c’est à un autre titre." in told


def test_what_one_may_not_mend_is_not_a_task(small: World, grouping, settings):
    with arranging():
        end(small.mandates(f"{grouping.slug}-team", "delegate"))
    local = small.locals[grouping][0]
    administrator = entered_as(holder(small, f"{local.slug}-board", "administrator"), settings)
    assert "Rien ne vous attend" in page(administrator, local)


def test_a_secretariat_to_accept_comes_first(small: World, direction, grouping):
    person = holder(small, f"{grouping.slug}-team", "direction")
    with arranging():
        Delegation.objects.create(
            granter=small.locals[grouping][0], holder=person, powers=["secretariat"], period=since()
        )
    assert "Accepter le secrétariat" in page(direction, grouping)


def test_the_end_of_a_mandate_is_told_two_weeks_before(small: World, direction, grouping):
    mandate = small.holder(f"{grouping.slug}-board", "president")
    with arranging():
        put(mandate, period=since(last=date(2026, 12, 1)))
    assert f"Fin du mandat {of(str(mandate.person))}" in page(direction, grouping)


def test_what_people_did_since_the_last_visit(small: World, direction, grouping, settings):
    assert "Rien n’a changé" in page(direction, grouping)
    set_setting(
        actor=coordination(small), name="R3.7.representatives_per_member", value=3, since=NOW.date(),
        adopted_by="Assemblée du 12 juin", adopted_on=date(2026, 6, 12), organisation=None, now=NOW,
    )  # fmt: skip
    president = small.holder("cress-board", "president").person
    told = text_of(entered_as(president, settings).get("/cress/aujourd-hui"))
    assert "Administrateur·rices d’un pôle au conseil" in told
    author = text_of(entered_as(holder(small, "cress-team", "direction"), settings).get("/cress/aujourd-hui"))
    assert (
        "Administrateur·rices d’un pôle au conseil"
        not in author.split("Depuis votre visite")[1].split("À quels titres")[0]
    )


def test_a_page_is_refused_elsewhere_with_a_reason(small: World, direction):
    response = direction.get(f"/{small.groupings[1].slug}/aujourd-hui")
    assert response.status_code == 403
    assert "réservée aux personnes" in text_of(response)


def test_my_page_leads_where_my_first_hat_is(direction, grouping):
    assert direction.get("/ma-page").url == f"/{grouping.slug}/aujourd-hui"


def test_without_a_mandate_it_says_what_that_means(small: World, settings):
    with arranging():
        person = PersonFactory()
    told = text_of(entered_as(person, settings).get("/ma-page"))
    assert "Vous n’avez pas de mandat" in told


def test_what_one_held_is_still_told(small: World, settings):
    grouping = small.groupings[0]
    president = small.holder(f"{grouping.slug}-board", "president").person
    with arranging():
        end(small.mandates(f"{grouping.slug}-board").filter(person=president))
        for mandate in president.mandates.on(NOW.date()):
            end(mandate)
    told = text_of(entered_as(president, settings).get("/ma-page"))
    assert "Ce que vous avez tenu" in told
    assert "31 décembre 2025" in told


def test_a_secretariat_says_what_it_lets_prepare_and_until_when(small: World, grouping, settings):
    person = holder(small, f"{grouping.slug}-team", "delegate")
    local = small.locals[grouping][0]
    with arranging():
        Delegation.objects.create(
            granter=local,
            holder=person,
            powers=["secretariat"],
            accepted_on=date(2026, 1, 1),
            period=since(last=date(2027, 6, 30)),
        )
    told = page(entered_as(person, settings), grouping)
    assert f"Secrétariat confié par {local.name}" in told
    assert "30 juin 2027" in told
    assert "Vous préparez, sans décider" in told


def test_anybody_else_is_led_to_sign_in(settings):
    assert entered_as(None, settings).get("/ma-page").status_code == 302


def test_queries_do_not_grow_with_the_network(small: World, settings):
    client = entered_as(holder(small, "cress-team", "direction"), settings)

    def queries() -> int:
        forget()
        with CaptureQueriesContext(connection) as captured:
            page(client, small.head)
        return len(captured)

    queries()
    first = queries()
    with arranging():
        add_grouping(small)
        add_grouping(small)
    assert queries() <= first + 2  # naming one more kind of item


def test_what_is_kept_of_a_day_comes_from_guarded_tables_alone(small: World):
    person = holder(small, "cress-team", "direction")
    with CaptureQueriesContext(connection) as captured:
        written_of(actor_of(person, TODAY), person, small.head, TODAY, NOW)
    assert unguarded(captured) == set()


def test_what_is_kept_of_a_day_is_of_this_reader_here_and_then(small: World):
    grouping = small.groupings[0]
    person, other = holder(small, f"{grouping.slug}-team", "direction"), PersonFactory.build()
    with arranging():
        put(small.holder(f"{grouping.slug}-board", "president"), period=since(last=TODAY + timedelta(days=3)))
        local = small.locals[grouping][0]
        Delegation.objects.create(granter=local, holder=person, powers=["secretariat"], period=since())
    with act("tests.try", actor=actor_of(person, TODAY), about=grouping, now=NOW):
        pass
    actor, later, before = actor_of(person, TODAY), TODAY + timedelta(days=30), NOW - timedelta(days=30)
    first = (actor, person, grouping, TODAY, NOW)
    asked = [
        first,
        (Actor(person=person.pk), *first[1:]),
        (actor, other, *first[2:]),
        (actor, person, local, TODAY, NOW),
        (actor, person, grouping, later, NOW),
        (actor, person, grouping, TODAY, before),
    ]
    for question in asked + asked:
        anew, told = written_of(*question), today(*question)
        every = [one for line in rooms.lines() if not line.live for one in anew.waiting[line]]
        assert [row.item for row in [*told.rows, *told.rest]] == in_order(every, question[3])
        assert (told.soon, told.next_end, told.months) == (anew.soon, anew.next_end, anew.months)
        assert told.since == anew.since


def test_a_day_known_already_is_told_anew_after_an_act(small: World, settings):
    grouping = small.groupings[0]
    client = entered_as(holder(small, f"{grouping.slug}-team", "direction"), settings)
    before = page(client, grouping)
    assert page(client, grouping) == before
    with arranging():
        put(small.holder(f"{grouping.slug}-board", "president"), period=since(last=TODAY + timedelta(days=3)))
    assert page(client, grouping) != before


def test_what_comes_after_the_first_ones_is_folded_not_lost(small: World, settings):
    """Whatever waits is reached from the day itself: the table of findings would not hold the notices to send."""
    with arranging():
        for one in small.groupings[:2]:  # others, added by the test above, have nobody
            end(small.mandates(f"{one.slug}-team", "delegate"))
            end(small.mandates(f"{one.slug}-board", "administrator"))
            end(small.mandates(f"{one.slug}-board", "president"))
    response = entered_as(holder(small, "cress-team", "direction"), settings).get(f"/{small.head.slug}/aujourd-hui")
    day = response.context["day"]
    assert len(day.rows) >= 5
    assert day.rest
    assert not [row for row in day.rest if is_pressing(row.item, TODAY)]
    for row in day.rest:
        assert f'href="{row.item.url}' in response.content.decode()


def test_a_title_is_told_once_with_the_organisations_where_it_is_held(small: World):
    first, second = small.groupings[:2]
    local = small.locals[first][0]
    with arranging():
        person = holder(small, f"{first.slug}-team", "delegate")
        for board in (first, second):
            small.seated(f"{board.slug}-board", "administrator", person=person)
        Delegation.objects.create(
            granter=local, holder=person, powers=["secretariat"], accepted_on=date(2026, 1, 1), period=since()
        )
    actor = actor_of(person, TODAY)
    told = held_by(replace(actor, hats=actor.hats * 2))  # two seats of one name in one place
    told = [one for one in told if not one.title.startswith("Délégué")]
    assert sorted((one.title, [slug for _, slug in one.places], one.says_where) for one in told) == [
        ("Administrateur·rice", [first.slug, second.slug], False),
        (f"Secrétariat confié par {local.name}", [local.slug], True),
    ]


def test_a_title_that_ends_another_day_is_told_apart(small: World):
    first, second = small.groupings[:2]
    with arranging():
        person = small.seated(f"{first.slug}-board", "administrator").person
        put(small.seated(f"{second.slug}-board", "administrator", person=person), period=since(last=date(2027, 6, 30)))
    assert [len(one.places) for one in held_by(actor_of(person, TODAY))] == [1, 1]
