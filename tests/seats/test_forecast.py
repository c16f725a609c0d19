"""What ends within twelve months: by month, whose, what falls with it as the cascade would say, who follows, who prepares."""

import csv
import io
from datetime import date, timedelta
from importlib import import_module

import pytest
from django.urls import reverse

from kevread.common.actor import SYSTEM
from kevread.seats.models import Delegation, Mandate, ZoneLead
from kevread.seats.operations import cascade_of
from kevread.seats.queries.forecast import Line, by_organisation, counts_by_month, forecast
from tests.conftest import NOW, TODAY, arranging
from tests.factories import PersonFactory, since
from tests.seats.screens import at, queries, words
from tests.worlds import add_grouping, put

pytestmark = pytest.mark.django_db
JUNE = date(2027, 6, 30)


def ends(*mandates: Mandate, last: date = JUNE) -> None:
    with arranging():
        for mandate in mandates:
            put(mandate, period=since(last=last))


def lines_of(scene, scale=None, actor=None) -> list[Line]:
    months = forecast(scale or scene.grouping, actor or scene.coordination, TODAY)
    return [line for month in months for line in month.lines]


@pytest.fixture
def source(scene) -> Mandate:
    """Of the administrator of the first pôle, at home: their seat at the grouping rests on it."""
    person = scene.world.holder(f"{scene.grouping.slug}-board", "administrator", represents=scene.first).person
    return scene.world.holder(f"{scene.first.slug}-board", "administrator", person=person)


def test_nothing_ends_when_no_end_is_set(scene):
    assert forecast(scene.grouping, scene.coordination, TODAY) == []


def test_what_falls_is_what_the_cascade_says(scene, source, monkeypatch):
    """The same answer as the real verbs rehearsed, for each mandate of the small world that has consequences. Not the
    verdicts that they would move: working them out twice for each mandate is most of a minute."""
    monkeypatch.setattr(import_module("kevread.charter.operations.upholding"), "verdicts", lambda *asked, **more: [])
    told = 0
    for mandate in Mandate.objects.on(TODAY).select_related("seat__body__organisation", "person", "represents"):
        cascade = cascade_of(actor=SYSTEM, mandate=mandate, last=JUNE, reason="term", now=NOW)
        expected = {proposal.mandate.pk: (proposal.why, proposal.rule) for proposal in cascade.proposals}
        before = mandate.period
        ends(mandate)
        (line,) = lines_of(scene, scene.world.head)
        assert {fall.mandate.pk: (fall.why, fall.rule) for fall in line.falls} == expected, mandate.seat
        assert {lead.zone_id for lead in line.leads} == {lead.zone_id for lead in cascade_leads(mandate)}
        told += len(expected)
        with arranging():
            put(mandate, period=before)
    assert told


def cascade_leads(mandate: Mandate) -> list[ZoneLead]:
    return list(ZoneLead.objects.on(JUNE).filter(mandate=mandate))


def test_a_chain_is_followed_to_its_end(scene, source):
    """The pôle, then the grouping that rests on it, then what rests on the grouping."""
    resting = scene.world.holder(f"{scene.grouping.slug}-board", "administrator", person=source.person)
    with arranging():
        third = scene.world.seated("gmo-soutien", "member-head", person=source.person, represents=scene.grouping)
        put(third.seat, conditions=["holds-mandate"])
    ends(source)
    (line,) = lines_of(scene, scene.first)
    assert [fall.mandate.pk for fall in line.falls] == [resting.pk, third.pk]
    assert line.falls[0].rule == "R3.7"


def test_what_did_not_hold_before_does_not_fall(scene, source):
    other = scene.world.holder(f"{scene.first.slug}-board", "president")
    with arranging():
        stray = scene.world.seated(f"{scene.grouping.slug}-board", "vice-president", represents=scene.first)
    with arranging():
        ended = scene.world.seated(f"{scene.second.slug}-board", "administrator", person=stray.person)
    ends(ended)
    assert stray.pk not in {fall.mandate.pk for line in lines_of(scene, scene.world.head) for fall in line.falls}
    assert other.pk


def test_months_and_people(scene, source):
    president = scene.world.holder(f"{scene.first.slug}-board", "president")
    ends(source)
    ends(president, last=date(2026, 12, 31))
    months = forecast(scene.first, scene.coordination, TODAY)
    assert [(month.name, month.count) for month in months] == [("décembre 2026", 1), ("juin 2027", 1)]
    assert counts_by_month(scene.first, scene.coordination, TODAY) == [("décembre 2026", 1), ("juin 2027", 1)]


@pytest.mark.parametrize(
    ("last", "there"),
    [(TODAY - timedelta(days=1), False), (TODAY, True), (date(2027, 11, 23), True), (date(2027, 11, 24), False)],
)
def test_twelve_months_and_no_more(scene, source, last, there):
    ends(source, last=last)
    assert bool(lines_of(scene, scene.first)) is there


def test_who_follows_is_said_and_one_follows_one(scene):
    seat = scene.board
    both = list(Mandate.objects.filter(seat__body=seat.body, seat__title="administrator", represents=scene.first))
    ends(*both)
    with arranging():
        person = PersonFactory()
        scene.world.seated(
            seat.body.slug,
            "administrator",
            person=person,
            represents=scene.first,
            period=since(JUNE + timedelta(days=1)),
        )
        scene.world.seated(seat.body.slug, "administrator", represents=scene.second, period=since(date(2027, 7, 1)))
    terms = [term for line in lines_of(scene) for term in line.terms]
    assert len(terms) == len(both)
    assert [term.successor.person for term in terms if term.successor] == [person]


def test_the_secretariat_that_loses_its_ground_is_said(scene):
    post = scene.world.holder(f"{scene.grouping.slug}-team", "delegate")
    with arranging():
        Delegation.objects.create(
            granter=scene.first, holder=post.person, powers=["secretariat"], accepted_on=TODAY, period=since(TODAY)
        )
    ends(post)
    (line,) = lines_of(scene)
    assert [delegation.granter for delegation in line.delegations] == [scene.first]
    assert line.leads


# Whose.


def test_each_organisation_has_its_own_and_those_who_represent_it(scene, source):
    resting = scene.world.holder(f"{scene.grouping.slug}-board", "administrator", person=source.person)
    ends(source, resting)
    at_home = {term.mandate.pk for line in lines_of(scene, scene.first) for term in line.terms}
    assert at_home == {source.pk, resting.pk}
    assert {term.mandate.pk for line in lines_of(scene) for term in line.terms} == {resting.pk}
    assert lines_of(scene, scene.second) == []


def test_the_coordination_has_all_of_them_and_others_what_they_read(scene, source):
    other = scene.world.locals[scene.world.groupings[1]][0]
    theirs = scene.world.holder(f"{other.slug}-board", "president")
    ends(source, theirs)
    head = scene.world.head
    assert len(lines_of(scene, head)) == 2
    assert [line.person for line in lines_of(scene, head, scene.president_of(scene.first))] == [source.person]


def test_the_button_is_for_those_who_may_seat_there(scene, source, readers):
    ends(source)
    button = f"/{scene.first.slug}/instances/{scene.first.slug}-board/administrator/confier"
    address = at("forecast", scene.first)
    assert button in readers.president(scene.first).get(address).content.decode()
    assert button not in readers.direction.get(address).content.decode()
    assert "La suite n’est pas préparée" in words(readers.direction.get(address))
    assert button not in readers.president(scene.first).get(f"{address}?au=2026-11-01").content.decode()


def test_what_ends_is_one_plan_by_day_and_organisation_that_leads_to_the_assemblies(scene, source, readers):
    president = scene.world.holder(f"{scene.first.slug}-board", "president")
    elsewhere = scene.world.holder(f"{scene.second.slug}-board", "president")
    post = scene.world.holder(f"{scene.grouping.slug}-team", "direction")
    ends(source, president, elsewhere, post)
    plan = by_organisation(forecast(scene.world.head, scene.coordination, TODAY))
    told = {one.organisation: (one.last, one.count, one.prepared, one.is_elected) for one in plan}
    assert told[scene.first] == (JUNE, 2, 0, True) and told[scene.second] == (JUNE, 1, 0, True)
    assert told[scene.grouping] == (JUNE, 1, 0, False), "a post is given by no assembly"
    client, address = readers.coordination, at("forecast", scene.world.head)
    page = client.get(address).text.partition('id="un-a-un"')[0]
    assert reverse("rhythm:renewing", args=[scene.first.slug]) in page and "L’assemblée qui les renouvelle" in page
    assert reverse("rhythm:renewing", args=[scene.grouping.slug]) not in page
    past = client.get(address, {"au": "2026-11-01"}).text
    assert "L’assemblée qui les renouvelle" not in past, "nothing is prepared in the past"


def test_the_mandates_of_one_organisation_are_read_one_by_one(scene, source, readers):
    elsewhere = scene.world.holder(f"{scene.second.slug}-board", "president")
    ends(source, elsewhere)
    client, address = readers.coordination, at("forecast", scene.world.head)
    one_by_one = words(client.get(address, {"organisation": scene.second.slug})).partition("Un à un")[2]
    assert str(elsewhere.person) in one_by_one and str(source.person) not in one_by_one
    every = words(client.get(address, {"organisation": "nulle-part"})).partition("Un à un")[2]
    assert str(elsewhere.person) in every and str(source.person) in every


def test_who_follows_is_no_longer_to_prepare(scene, source):
    ends(source)
    with arranging():
        scene.world.seated(f"{scene.first.slug}-board", "administrator", period=(JUNE + timedelta(days=1), None))
    (one,) = by_organisation(forecast(scene.first, scene.coordination, TODAY))
    assert (one.count, one.prepared, one.is_elected) == (1, 1, False)


@pytest.mark.parametrize("name", ["forecast", "forecast_csv"])
def test_it_is_for_those_within(scene, readers, name):
    address = at(name, scene.grouping)
    assert readers.public.get(address).status_code == 302
    assert readers.hatless.get(address).status_code == 403
    assert readers.elsewhere.get(address).status_code == 403


def test_the_page_the_list_and_the_day_say_it(scene, source, readers):
    ends(source)
    page = words(readers.direction.get(at("forecast", scene.first)))
    assert "1 mandat finit en juin 2027." in page
    assert "ce mandat ne reposerait plus sur rien" in page
    content = readers.direction.get(at("forecast_csv", scene.first)).content.decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(content), delimiter=";"))
    assert rows[1][:3] == ["juin 2027", "2027-06-30", str(source.person)]
    assert "Administrateur·rice" in rows[1][-1]
    assert "1 mandat finit en juin 2027" in words(readers.direction.get(f"/{scene.first.slug}/aujourd-hui"))
    assert "Aucun mandat ne finit" in words(readers.direction.get(at("forecast", scene.second)))


def test_queries_do_not_grow(scene, readers):
    def all_end() -> None:
        with arranging():
            Mandate.objects.filter(seat__body__kind="board").update(period=since(last=JUNE))

    client = readers.coordination
    all_end()
    address = at("forecast", scene.world.head)
    first = queries(client, address)
    with arranging():
        add_grouping(scene.world)
        add_grouping(scene.world)
    all_end()
    assert queries(client, address) <= first
