"""Assemblies opened in one gesture: read again before, with the point that renews; taken back while nobody touched them."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from kevread.chronicle.queries.story import sentence_of
from kevread.common.errors import Denied, Refused
from kevread.common.words import of
from kevread.journal.memory import forget
from kevread.journal.models import Act
from kevread.mail.models import Dispatch
from kevread.meetings.models import Meeting
from kevread.meetings.operations import Point, add_item, amend_item, set_agenda
from kevread.meetings.operations.dating import propose_dates
from kevread.rhythm.operations import plan_renewals, take_back
from kevread.rhythm.queries.opened import opened_by, untouched
from kevread.seats.asks import renewing
from kevread.seats.models import Body, Mandate
from kevread.seats.queries import actor_of
from tests.clients import entered_as
from tests.conftest import NOW, TODAY, arranging
from tests.factories import since
from tests.rhythm.test_renewals import ENDS, address, assembly, coordinator, person_of, plan_as, posted, slot, world
from tests.seats.screens import words

__all__ = ["coordinator", "world"]  # fixtures
pytestmark = pytest.mark.django_db


def opened(world, actor) -> list[Meeting]:
    slots = [slot(assembly(one), date(2027, 5, 18 + n)) for n, one in enumerate(world.groupings)]
    return plan_renewals(actor=actor, slots=slots, now=NOW, today=TODAY)[0]


def key_of(actor, meetings):
    (key,) = opened_by(actor, meetings)
    return key


def test_what_is_ticked_is_read_again_before_anything_is_written(world, coordinator, settings):
    client = entered_as(person_of(coordinator), settings)
    plan = plan_as(coordinator, world.head)
    page = client.post(address(world.head), posted(plan, etape=""))
    told = words(page)
    assert page.status_code == 200 and not Meeting.objects.filter(starts_at__year=2027).exists()
    assert f"Ouvrir {len(plan.offered)} assemblées : à relire" in told.replace("\xa0", " ")
    assert f"Dans {len(plan.offered)} organisations" in told.replace("\xa0", " ") and "rien ne sera envoyé" in told
    for line in plan.offered:
        assert line.organisation.name in told
    assert "de 18 h à 20 h" in told.replace("\xa0", " ") and "Élection du" in told
    back = client.post(address(world.head), posted(plan, **{"etape": "changer", "form-0-start": "17:15"}))
    assert back.status_code == 200 and 'value="17:15"' in back.text
    assert not Meeting.objects.filter(starts_at__year=2027).exists()


def test_each_is_opened_with_the_point_that_renews(world, coordinator):
    local = world.locals[world.groupings[0]][0]
    with arranging():
        board = Mandate.objects.on(TODAY).filter(seat__body__organisation=local, seat__body__kind=Body.Kind.BOARD)
        count = board.update(origin=Mandate.Origin.ELECTION)
    ((meeting,), _) = plan_renewals(
        actor=coordinator, slots=[slot(assembly(local), date(2027, 5, 18))], now=NOW, today=TODAY
    )
    (item,) = meeting.items.all()
    name = Body.objects.get(slug=f"{local.slug}-board").name
    assert item.kind == "election"
    assert item.title.replace("\xa0", " ") == f"Élection du {name[:1].lower()}{name[1:]}, {count} mandats"


def test_what_others_designate_is_told_and_not_voted_and_what_is_prepared_is_not_counted(world, coordinator):
    local = world.locals[world.groupings[0]][0]
    with arranging():
        board = Mandate.objects.on(TODAY).filter(seat__body__organisation=local, seat__body__kind=Body.Kind.BOARD)
        for _ in range(2):
            world.seated(f"{local.slug}-board", "administrator", period=since(TODAY, ENDS))
        board.update(origin=Mandate.Origin.ELECTION)
        one, other, *rest = board.order_by("pk")
        Mandate.objects.filter(pk=one.pk).update(origin=Mandate.Origin.DESIGNATION)
        Mandate.objects.create(seat=other.seat, person=other.person, origin="election", period=since(date(2027, 7, 1)))
    ((meeting,), _) = plan_renewals(
        actor=coordinator, slots=[slot(assembly(local), date(2027, 5, 18))], now=NOW, today=TODAY
    )
    told = {item.kind: item.title.replace("\xa0", " ") for item in meeting.items.all()}
    assert told["information"].endswith("1 mandat par désignation")
    assert f", {len(rest)} mandat" in told["election"]


def test_the_journal_says_of_each_organisation_what_was_opened_there(world, coordinator):
    opened(world, coordinator)
    acts = Act.objects.filter(verb="rhythm.plan_renewals")
    assert {sentence_of(act) for act in acts} == {"a ouvert l’assemblée qui renouvelle des mandats"}
    assert len({act.arguments["opening"] for act in acts}) == 1 and acts.count() == len(world.groupings)


def test_what_nobody_touched_is_taken_back_by_whoever_opened_it(world, coordinator):
    made = opened(world, coordinator)
    key = key_of(coordinator, made)
    other = actor_of(world.holder(f"{world.groupings[0].slug}-team", "direction").person, TODAY)
    assert opened_by(other, made) == {}
    with pytest.raises(Denied):
        take_back(actor=other, opening=key, meetings=made, now=NOW)
    gone, left = take_back(actor=coordinator, opening=key, meetings=made, now=NOW)
    assert (set(gone), left) == (set(made), [])
    assert set(Meeting.objects.filter(pk__in=[one.pk for one in made]).values_list("state", flat=True)) == {"cancelled"}
    assert not Dispatch.objects.exists()
    again = opened(world, coordinator)
    assert len(again) == len(made)


def one_more_point(actor, meeting):
    add_item(actor=actor, meeting=meeting, point=Point("debate", "Le cap de l’année"), now=NOW)


def another_wording(actor, meeting):
    amend_item(actor=actor, item=meeting.items.first(), point=Point("election", "Élire le conseil"), now=NOW)


def a_settled_agenda(actor, meeting):
    set_agenda(actor=actor, meeting=meeting, now=NOW)


def a_date_to_find(actor, meeting):
    starts = [meeting.starts_at, meeting.starts_at + timedelta(days=7)]
    propose_dates(actor=actor, meeting=meeting, starts=starts, now=NOW)


@pytest.mark.parametrize("touch", [one_more_point, another_wording, a_settled_agenda, a_date_to_find])
def test_what_somebody_touched_stays(world, coordinator, touch):
    made = opened(world, coordinator)
    key = key_of(coordinator, made)
    touch(coordinator, made[0])
    there = list(Meeting.objects.filter(pk__in=[one.pk for one in made]))
    assert made[0].pk not in untouched(there) and made[1].pk in untouched(there)
    gone, _ = take_back(actor=coordinator, opening=key, meetings=made, now=NOW)
    assert gone == [made[1]]
    made[0].refresh_from_db()
    assert made[0].state != "cancelled"
    with pytest.raises((Refused, Denied)):
        take_back(actor=coordinator, opening=key, meetings=made, now=NOW)


def test_from_the_plan_one_reads_again_what_is_taken_back(world, coordinator, settings):
    client = entered_as(person_of(coordinator), settings)
    made = opened(world, coordinator)
    where = reverse("rhythm:opening", kwargs={"scale": world.head.slug, "key": key_of(coordinator, made)})
    assert where in client.get(address(world.head)).text
    page = words(client.get(where)).replace("\xa0", " ")
    assert f"{len(made)} assemblées sont restées comme vous les avez ouvertes" in page
    assert Meeting.objects.filter(state="cancelled").count() == 0
    done = words(client.post(where, follow=True)).replace("\xa0", " ")
    assert f"{len(made)} assemblées sont annulées." in done
    assert where not in client.get(address(world.head)).text
    direction = world.holder(f"{world.groupings[0].slug}-team", "direction").person
    theirs = reverse(
        "rhythm:opening",
        kwargs={"scale": world.groupings[0].slug, "key": key_of(coordinator, opened(world, coordinator))},
    )
    assert entered_as(direction, settings).get(theirs).status_code == 404


def test_the_plan_says_its_hours_and_has_its_gesture_above_and_below(world, coordinator, settings):
    page = entered_as(person_of(coordinator), settings).get(address(world.head))
    told = words(page).replace("\xa0", " ")
    offered = plan_as(coordinator, world.head).offered
    assert told.count(", de 18 h à ") >= len(offered)
    assert told.count("Relire les assemblées cochées") == 2
    for label in ("Jour <", "Commence à <", "Finit à <"):
        assert page.text.count(label) == len(offered)


def test_once_all_are_opened_the_page_no_longer_says_to_plan(world, coordinator, settings):
    client = entered_as(person_of(coordinator), settings)
    plan = plan_as(coordinator, world.head)
    assert "<h1>Les assemblées à planifier</h1>" in client.get(address(world.head)).text
    client.post(address(world.head), posted(plan))
    assert "<h1>Les assemblées qui renouvellent des mandats</h1>" in client.get(address(world.head)).text


def test_once_all_are_opened_the_deadlines_and_the_day_say_so(world, coordinator, settings):
    client = entered_as(person_of(coordinator), settings)
    ends = reverse("seats:forecast", args=[world.head.slug])
    day = reverse("home:today", args=[world.head.slug])
    plan = plan_as(coordinator, world.head)
    before = words(client.get(ends))
    assert "Les assemblées à planifier" in before and "L’assemblée qui les renouvelle" in before
    assert "Préparer la suite" in words(client.get(day))
    client.post(address(world.head), posted(plan))
    made = Meeting.objects.filter(starts_at__year=2027)
    page = client.get(ends)
    told = words(page)
    assert told.count("Assemblée préparée, le") == len(plan.offered) == made.count()
    assert all(reverse("sittings:meeting", args=[one.organisation.slug, one.pk]) in page.text for one in made)
    assert "Les assemblées à planifier" not in told and "L’assemblée qui les renouvelle" not in told
    today = words(client.get(day)).replace("\xa0", " ")
    assert f"{made.count()} assemblées qui en renouvellent sont préparées, la première le" in today
    assert "Préparer la suite" not in today


def test_the_day_of_a_president_says_that_their_own_is_prepared(world, coordinator, settings):
    local = world.locals[world.groupings[0]][1]  # the president of the first also presides the grouping
    client = entered_as(world.holder(f"{local.slug}-board", "president").person, settings)
    day = reverse("home:today", args=[local.slug])
    assert "Préparer la suite" in words(client.get(day))
    (made,) = plan_renewals(actor=coordinator, slots=[slot(assembly(local), date(2027, 5, 18))], now=NOW, today=TODAY)[
        0
    ]
    page = client.get(day)
    assert f"L’assemblée {of(local.name)} est préparée, le 18 mai 2027" in words(page).replace("\xa0", " ")
    assert reverse("sittings:meeting", args=[local.slug, made.pk]) in page.text
    assert "Préparer la suite" not in words(page) and "a planifié plusieurs" not in words(page)


def test_who_plans_nothing_is_offered_no_planning(world, settings):
    local = world.locals[world.groupings[0]][0]
    with arranging():
        person = world.seated(f"{local.slug}-board", "administrator", period=since(TODAY, ENDS)).person
    page = entered_as(person, settings).get(reverse("seats:forecast", args=[local.slug]))
    assert "Les assemblées à planifier" not in words(page) and '<a class="button primary"' not in page.text
    assert "Les assemblées qui les renouvellent" in words(page)


def test_the_draft_of_an_organisation_that_one_does_not_read_is_not_told(world, coordinator):
    here, other = world.groupings[0], world.groupings[1]
    reader = actor_of(world.holder(f"{world.locals[here][0].slug}-board", "president").person, TODAY)
    plan_renewals(actor=coordinator, slots=[slot(assembly(other), date(2027, 5, 18))], now=NOW, today=TODAY)
    assert renewing({other.pk}, coordinator, TODAY)[other.pk].day == date(2027, 5, 18)
    assert not reader.hat_for("read", other.pk)
    assert {(one.day, one.meeting, one.may_plan) for one in renewing({other.pk}, reader, TODAY).values()} <= {
        (None, None, False)
    }


def test_the_deadlines_say_what_an_assembly_renews_and_what_is_held_elsewhere(world, coordinator, settings):
    with arranging():
        team = Mandate.objects.on(TODAY).filter(seat__body__slug="cress-team")
        for mandate in team:
            mandate.period = since(mandate.period.lower, ENDS)
            mandate.save()
    forget()
    client = entered_as(person_of(coordinator), settings)
    told = words(client.get(reverse("seats:forecast", args=[world.head.slug]))).replace("\xa0", " ")
    plan = plan_as(coordinator, world.head)
    assert f"{plan.count + plan.apart} mandats finissent en juin 2027." in told
    assert f"{plan.count} sont d’instances élues, qu’une assemblée renouvelle" in told
    local = world.locals[world.groupings[0]][0]
    own = words(client.get(reverse("seats:forecast", args=[local.slug]))).replace("\xa0", " ")
    assert "tenu" in own.partition("partout où une personne représente")[2].partition(".")[0]
