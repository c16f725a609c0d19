"""The assemblies that renew mandates: which, in what order, on what dates, opened in one gesture, once."""

import re
from datetime import date, datetime, time, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from kevread.common.actor import NOBODY, Actor
from kevread.common.errors import Denied
from kevread.directory.models import Person
from kevread.journal.memory import forget
from kevread.journal.models import Act
from kevread.meetings.models import Meeting
from kevread.meetings.operations import Slot, plan_meeting
from kevread.rhythm.operations import plan_renewals
from kevread.rhythm.queries.pauses import days_off, school_holidays
from kevread.rhythm.queries.planner import Choices
from kevread.rhythm.queries.renewals import Renewals, renewals
from kevread.rhythm.rules.planning import WEEKDAYS
from kevread.seats.models import Body, Mandate
from kevread.seats.queries import actor_of
from tests.clients import entered_as
from tests.conftest import NOW, TODAY, arranging
from tests.factories import BodyFactory, MandateFactory, SeatFactory, since
from tests.seats.screens import words
from tests.worlds import World

pytestmark = pytest.mark.django_db
ENDS, DAY = date(2027, 6, 30), timedelta(days=1)


@pytest.fixture
def world(small: World) -> World:
    """Every mandate of a board ends on the 30th of June."""
    with arranging():
        for mandate in Mandate.objects.on(TODAY).filter(seat__body__kind=Body.Kind.BOARD):
            mandate.period = since(mandate.period.lower, ENDS)
            mandate.save()
    forget()
    return small


@pytest.fixture
def coordinator(world: World) -> Actor:
    with arranging():
        return actor_of(world.seated("cress-team", "coordination").person, TODAY)


def plan_as(actor: Actor, scale) -> Renewals:
    return renewals(scale, actor, TODAY, Choices())


def person_of(actor: Actor) -> Person:
    return Person.objects.get(pk=actor.person)


def slot(body: Body, day: date) -> tuple[Slot, date]:
    zone = timezone.get_current_timezone()
    return Slot(body, datetime.combine(day, time(18), zone), datetime.combine(day, time(20), zone)), ENDS


def assembly(organisation) -> Body:
    return Body.objects.get(organisation=organisation, kind=Body.Kind.ASSEMBLY)


def test_every_mandate_of_a_board_is_counted_once_with_its_assembly(world, coordinator):
    plan = plan_as(coordinator, world.head)
    ending = Mandate.objects.on(TODAY).filter(seat__body__kind=Body.Kind.BOARD)
    assert plan.count == ending.count()
    assert plan.by_month == (("juin 2027", ending.count()),)
    owners = {mandate.seat.body.organisation for mandate in ending.select_related("seat__body__organisation")}
    assert {line.organisation for line in plan.lines} == owners
    assert plan.assemblies == len(owners)


def test_those_who_sit_elsewhere_meet_before_those_where_they_sit(world, coordinator):
    lines = {line.organisation: line for line in plan_as(coordinator, world.head).lines}
    for grouping in world.groupings:
        for local in world.locals[grouping]:
            assert lines[local].rank < lines[grouping].rank < lines[world.head].rank
            assert local in lines[grouping].after
            assert lines[local].offer.day < lines[grouping].offer.day < lines[world.head].offer.day <= ENDS
    assert [line.rank for line in plan_as(coordinator, world.head).lines] == sorted(one.rank for one in lines.values())


def test_dates_avoid_holidays_and_those_who_send_people_to_the_same_do_not_meet_together(world, coordinator):
    plan = plan_as(coordinator, world.head)
    closed = days_off(2027) | school_holidays(date(2027, 1, 1), date(2027, 12, 31), "B")
    days = {line.organisation: line.offer.day for line in plan.offered}
    assert days and not set(days.values()) & set(closed)
    assert all(day.weekday() < 5 for day in days.values())
    for grouping in world.groupings:
        theirs = [days[local] for local in world.locals[grouping]]
        assert len(set(theirs)) == len(theirs)


def test_no_two_assemblies_of_one_person_are_offered_the_same_evening(world, coordinator):
    person = world.holder(f"{world.locals[world.groupings[0]][0].slug}-board", "president").person
    other = world.locals[world.groupings[1]][0]
    with arranging():
        world.seated(f"{other.slug}-board", "administrator", person=person, period=since(TODAY, ENDS))
    forget()
    days = {line.organisation: line.offer.day for line in plan_as(coordinator, world.head).offered}
    assert days[world.locals[world.groupings[0]][0]] != days[other]


def test_an_assembly_that_is_planned_is_told_and_not_offered(world, coordinator):
    body = assembly(world.groupings[0])
    one, _ = slot(body, date(2027, 6, 10))
    planned = plan_meeting(actor=coordinator, body=body, starts_at=one.starts_at, ends_at=one.ends_at, now=NOW)
    line = next(line for line in plan_as(coordinator, world.head).lines if line.assembly == body)
    assert (line.planned, line.offer) == (planned, None)


EDGES = [(ENDS, True), (ENDS + timedelta(days=1), False), (date(2027, 2, 28), True), (date(2027, 2, 27), False)]


@pytest.mark.parametrize(("day", "renews"), EDGES)
def test_a_meeting_after_the_end_or_four_months_before_renews_nothing(world, coordinator, day, renews):
    body = assembly(world.groupings[0])
    one, _ = slot(body, day)
    plan_meeting(actor=coordinator, body=body, starts_at=one.starts_at, ends_at=one.ends_at, now=NOW)
    line = next(line for line in plan_as(coordinator, world.head).lines if line.assembly == body)
    assert bool(line.planned) is renews


def test_a_meeting_after_its_own_mandates_ended_renews_nothing_though_others_end_later(world, coordinator):
    local = world.locals[world.groupings[0]][0]
    with arranging():
        for mandate in Mandate.objects.on(TODAY).filter(seat__body__organisation=local, period__endswith=ENDS + DAY):
            mandate.period = since(mandate.period.lower, date(2027, 3, 31))
            mandate.save()
    forget()
    one, _ = slot(assembly(local), date(2027, 5, 10))
    plan_meeting(actor=coordinator, body=one.body, starts_at=one.starts_at, ends_at=one.ends_at, now=NOW)
    line = next(line for line in plan_as(coordinator, world.head).lines if line.organisation == local)
    assert (line.by, line.planned) == (date(2027, 3, 31), None)


def test_what_no_agenda_bears_is_told_apart(world, coordinator, settings):
    """Mandates of bureaus and of assemblies are counted in the plan, and elected at no assembly: the page says it."""
    local = world.locals[world.groupings[0]][0]
    said = "Ceux des bureaux et des assemblées n’y sont pas"
    client = entered_as(person_of(coordinator), settings)
    plan = plan_as(coordinator, world.head)
    assert (said in words(client.get(address(world.head)))) is (plan.of_boards != plan.count)
    with arranging():
        bureau = BodyFactory(organisation=local, kind="bureau")
        MandateFactory(seat=SeatFactory(body=bureau), period=since(date(2025, 7, 1), ENDS))
    forget()
    line = next(one for one in plan_as(coordinator, world.head).lines if one.organisation == local)
    assert line.of_boards == line.count - 1
    shown = words(client.get(address(world.head)))
    assert said in shown and f"{line.count}, dont {line.of_boards} au conseil" in shown


def test_where_all_that_follows_is_prepared_nothing_is_offered(world, coordinator):
    local = world.locals[world.groupings[0]][0]
    with arranging():
        for mandate in world.mandates(f"{local.slug}-board").on(TODAY):
            Mandate.objects.create(
                seat=mandate.seat, person=mandate.person, origin="election", period=since(ENDS + timedelta(days=1))
            )
    forget()
    line = next(line for line in plan_as(coordinator, world.head).lines if line.organisation == local)
    assert line.prepared == line.count
    assert not line.is_open and line.offer is None


def test_they_are_opened_one_act_an_organisation_and_again_nothing_more(world, coordinator):
    first, second = assembly(world.groupings[0]), assembly(world.groupings[1])
    slots = [slot(first, date(2027, 5, 18)), slot(second, date(2027, 5, 19))]
    made, left = plan_renewals(actor=coordinator, slots=slots, now=NOW, today=TODAY)
    assert ([one.body for one in made], left) == ([first, second], [])
    assert {one.state for one in made} == {"draft"}
    acts = Act.objects.filter(verb="rhythm.plan_renewals")
    assert {act.organisation for act in acts} == {first.organisation_id, second.organisation_id}
    later = [slot(first, date(2027, 6, 1)), slot(second, date(2027, 5, 19))]
    made, left = plan_renewals(actor=coordinator, slots=later, now=NOW, today=TODAY)
    assert (made, left) == ([], [first, second])
    assert acts.count() == 2


def test_where_one_is_not_permitted_none_is_opened(world, coordinator):
    """The direction of a grouping prepares at home, and nowhere else: nothing of the whole is written."""
    grouping, other = world.groupings
    direction = actor_of(world.holder(f"{grouping.slug}-team", "direction").person, TODAY)
    slots = [slot(assembly(grouping), date(2027, 5, 18)), slot(assembly(other), date(2027, 5, 19))]
    before = Meeting.objects.count()
    for actor in (direction, NOBODY):
        with pytest.raises(Denied):
            plan_renewals(actor=actor, slots=slots, now=NOW, today=TODAY)
    assert Meeting.objects.count() == before
    made, _ = plan_renewals(actor=direction, slots=slots[:1], now=NOW, today=TODAY)
    assert len(made) == 1


def address(scale) -> str:
    return reverse("rhythm:renewing", kwargs={"scale": scale.slug})


def posted(plan: Renewals, **changes: str) -> dict[str, str]:
    typed = {"form-TOTAL_FORMS": str(len(plan.offered)), "form-INITIAL_FORMS": str(len(plan.offered))}
    for n, line in enumerate(plan.offered):
        typed |= {
            f"form-{n}-body": line.offer.body.slug,
            f"form-{n}-day": line.offer.day.isoformat(),
            f"form-{n}-start": "18:00",
            f"form-{n}-end": "20:00",
            f"form-{n}-keep": "on",
        }
    return typed | {"etape": "confirmer"} | changes


def test_one_gesture_opens_them_all_from_the_screen_and_says_it(world, coordinator, settings):
    client = entered_as(person_of(coordinator), settings)
    plan = plan_as(coordinator, world.head)
    shown = words(client.get(address(world.head)))
    assert f"{plan.count} mandats d’instances élues finissent en juin 2027, dans {plan.assemblies} assemblées." in shown
    done = client.post(address(world.head), posted(plan), follow=True)
    assert f"{len(plan.offered)} assemblées sont en préparation." in words(done)
    assert "Relire les assemblées cochées" not in words(done)
    again = client.post(address(world.head), posted(plan), follow=True)
    assert f"{len(plan.offered)} l’étaient déjà, et restent comme elles sont." in words(again)
    assert Meeting.objects.filter(body__kind=Body.Kind.ASSEMBLY, starts_at__year=2027).count() == len(plan.offered)


def test_nothing_ticked_is_refused_with_a_sentence(world, coordinator, settings):
    client = entered_as(person_of(coordinator), settings)
    plan = plan_as(coordinator, world.head)
    none = {key: value for key, value in posted(plan).items() if not key.endswith("-keep")}
    page = client.post(address(world.head), none)
    assert page.status_code == 422
    assert "Aucune assemblée n’est cochée" in words(page)


def test_a_day_that_is_typed_again_is_told_with_its_weekday_and_one_that_is_none_is_not(world, coordinator, settings):
    client = entered_as(person_of(coordinator), settings)
    plan = plan_as(coordinator, world.head)
    again = plan.offered[0].offer.day + timedelta(days=1)
    typed = posted(plan, **{"form-0-day": again.isoformat(), "form-1-day": "2027-13-45"})
    page = client.post(address(world.head), typed)
    assert page.status_code == 422
    assert len(re.findall(rf"<strong>(?:{'|'.join(WEEKDAYS)}) ", page.text)) == len(plan.offered) - 1
    first = re.search(rf'value="{typed["form-0-body"]}".*?<strong>(.*?)</strong>', page.text, re.DOTALL)
    assert first and re.sub(r"<[^>]+>", "", first[1]).startswith(f"{WEEKDAYS[again.weekday()]} {again.day}")


def test_what_one_may_not_prepare_is_told_and_never_planned_whatever_is_sent(world, coordinator, settings):
    grouping, other = world.groupings
    person = world.holder(f"{grouping.slug}-team", "direction").person
    client = entered_as(person, settings)
    plan = plan_as(coordinator, world.head)
    page = client.get(address(world.head))
    local = world.locals[grouping][0]
    assert f"À planifier par {local.name}" in words(page)
    assert f'value="{assembly(local).slug}"' not in page.content.decode()
    assert (
        other.name not in words(page).split("Quand", 1)[1].split("Relire les assemblées", 1)[0]
    )  # not read from there
    client.post(address(world.head), posted(plan))
    assert {one.body for one in Meeting.objects.filter(starts_at__year=2027, body__kind="assembly")} == {
        assembly(grouping)
    }


def test_the_past_offers_nothing_and_whoever_does_not_read_sees_nothing(world, coordinator, settings):
    client = entered_as(person_of(coordinator), settings)
    assert "Relire les assemblées cochées" not in words(client.get(f"{address(world.head)}?au=2026-09-01"))
    elsewhere = world.holder(f"{world.locals[world.groupings[1]][0].slug}-board", "president").person
    assert entered_as(elsewhere, settings).get(address(world.groupings[0])).status_code == 403


def test_they_are_told_in_the_order_of_their_days(world, coordinator):
    plan_meeting(
        actor=coordinator, body=(late := assembly(world.groupings[0])), now=NOW,
        starts_at=slot(late, ENDS)[0].starts_at, ends_at=slot(late, ENDS)[0].ends_at,
    )  # fmt: skip
    days = [line.day for line in plan_as(coordinator, world.head).lines]
    assert days == sorted(days)
    assert ENDS in days


def test_what_no_assembly_renews_is_counted_apart(world, coordinator, settings):
    assert plan_as(coordinator, world.head).apart == 0
    with arranging():
        ending = []
        for mandate in Mandate.objects.on(TODAY).filter(seat__body__slug="cress-team"):
            mandate.period = since(mandate.period.lower, ENDS - DAY)
            mandate.save()
            ending.append(mandate)
    forget()
    assert plan_as(coordinator, world.head).apart == len(ending) > 0
    page = words(entered_as(person_of(coordinator), settings).get(address(world.head)))
    assert "dans des espaces et des équipes, qu’aucune assemblée ne renouvelle" in page


def test_the_plan_leaves_as_it_is_read_and_proposes_nothing_of_another_day(world, coordinator, settings):
    client = entered_as(person_of(coordinator), settings)
    plan = plan_as(coordinator, world.head)
    line = next(one for one in plan.lines if one.offer and one.after)

    def taken(day: str = "") -> dict[str, str]:
        where = reverse("rhythm:renewing_csv", kwargs={"scale": world.head.slug})
        names, *rows = client.get(where + day).content.decode("utf-8-sig").splitlines()
        assert len(rows) == len(plan.lines)
        found = next(row for row in rows if row.startswith(f"{line.organisation.name};"))
        return dict(zip(names.split(";"), found.split(";"), strict=True))

    told = taken()
    assert told["mandats qui finissent"] == str(line.count)
    assert told["premier mandat fini le"] == ENDS.isoformat()
    assert told["après"] == ", ".join(one.name for one in line.after)
    assert (told["jour proposé"], told["planifiée le"]) == (line.offer.day.isoformat(), "")
    assert taken(f"?au={(TODAY - DAY).isoformat()}")["jour proposé"] == ""


def test_one_assembly_is_offered_one_day_whoever_reads(world, coordinator, monkeypatch):
    """The head, where every assembly is offered a date, and each that prepares its own. Somebody sits in two of them: what
    stands in the way of one does so for every reader, and is named to whoever reads it."""
    monkeypatch.setattr("kevread.rhythm.rules.planning.TOLD", 9)
    first, second = (world.locals[grouping][0] for grouping in world.groupings[:2])
    with arranging():
        person = world.seated(f"{first.slug}-board", "administrator", period=since(TODAY, ENDS)).person
        world.seated(f"{second.slug}-board", "administrator", person=person, period=since(TODAY, ENDS))
    forget()
    whole = {line.organisation: line.offer for line in plan_as(coordinator, world.head).offered}
    told = {}
    seats = [
        *((one, "team", "direction") for one in world.groupings[:2]),
        *((one, "board", "president") for one in (first, second)),
    ]
    for at, body, title in seats:
        reader = actor_of(world.holder(f"{at.slug}-{body}", title).person, TODAY)
        (mine,) = plan_as(reader, at).offered
        assert (mine.organisation, mine.offer.day) == (at, whole[at].day)
        told[at] = mine.offer.why
    shared = "une personne siège aussi ailleurs ("
    (shifted,) = [one for one in (first, second) if shared in whole[one].why]
    assert "une personne siège déjà ailleurs ce jour-là" in told[shifted] and shared not in told[shifted]
    later = world.groupings[1]
    assert f"l’assemblée de {world.groupings[0].name} y est proposée" in whole[later].why
    assert "une autre assemblée y est proposée" in told[later] and world.groupings[0].name not in told[later]


def test_the_page_of_a_grouping_says_whose_mandates_it_counts(world, settings):
    grouping = world.groupings[0]
    client = entered_as(world.holder(f"{grouping.slug}-team", "direction").person, settings)
    said = words(client.get(address(grouping)))
    assert (
        f"Dans les instances élues de {grouping.name} et de ses membres. Pour {grouping.name} sans ses membres" in said
    )
