"""The year of every body at once, on screen and on a sheet; school holidays, and what misses."""

from datetime import date
from io import BytesIO

import pytest
from django.urls import reverse
from pypdf import PdfReader

from kevread.journal.memory import forget
from kevread.rhythm.queries.drawing import bands
from kevread.rhythm.queries.pauses import are_known, school_holidays, to_avoid
from kevread.rhythm.queries.year import holidays_of, year_of_circle, year_sheet
from kevread.rhythm.rules.planning import Limits, Wish, propose
from kevread.seats.models import Body
from kevread.seats.queries import actor_of
from tests.clients import entered_as
from tests.conftest import TODAY, arranging
from tests.documents.test_rendering import text_of
from tests.factories import AffiliationFactory, OrganisationFactory, SettingFactory
from tests.reading_tables import taken
from tests.seats.screens import queries, words
from tests.worlds import add_local, end, met, put

pytestmark = pytest.mark.django_db
JULY = date(2027, 7, 20)


@pytest.fixture
def coordinator(small):
    with arranging():
        return small.seated("cress-team", "coordination").person


@pytest.fixture
def client(coordinator, settings):
    return entered_as(coordinator, settings)


def address(scale, name="whole_year") -> str:
    return reverse(f"rhythm:{name}", kwargs={"scale": scale.slug})


def test_every_body_of_the_network_that_meets_or_should_is_there_once(small, coordinator, client):
    year = year_of_circle(small.head, actor_of(coordinator, TODAY), 2026, TODAY)
    there = [one.body.pk for one in year.every]
    assert len(there) == len(set(there))
    asked = {one.body.pk for one in year.every if one.tally.cadence.is_set or one.undecided}
    met_ones = set(
        Body.objects.filter(meetings__starts_at__year=2026).exclude(kind="team").values_list("pk", flat=True)
    )
    assert asked | met_ones == set(there)
    assert year.groups[0][0] == small.head
    assert [owner.name for owner, _ in year.groups[1:]] == sorted(owner.name for owner, _ in year.groups[1:])
    page = words(client.get(address(small.head)))
    assert all(owner.name in page for owner, _ in year.groups)


def test_what_cannot_be_told_is_not_said_to_be_there(small, client):
    grouping = small.groupings[0]
    with arranging():
        SettingFactory(name="L1.10.board_per_year_min", value=4, organisation=grouping)
    forget()
    before = client.get(address(grouping)).context["unknown"]
    with arranging():
        end(grouping.keepings.filter(register="meetings"))
    forget()
    page = client.get(address(grouping))
    assert page.context["unknown"] > before and "on n’y sait pas si une réunion manque" in words(page)
    assert "Toutes les réunions attendues par les articles sont tenues ou planifiées." not in words(page)


def test_a_member_that_the_reader_does_not_read_is_not_there(small, settings):
    grouping, other = small.groupings
    with arranging():
        met(small.body(f"{other.slug}-board"), date(2026, 5, 5))
    forget()
    direction = small.holder(f"{grouping.slug}-team", "direction").person
    page = entered_as(direction, settings).get(address(grouping))
    shown = words(page).split("quand chaque instance se réunit", 1)[1].split("Le tableau de l’année", 1)[0]
    assert other.name not in shown
    president = small.holder(f"{small.locals[other][0].slug}-board", "president").person
    assert entered_as(president, settings).get(address(grouping)).status_code == 403
    assert entered_as(president, settings).get(address(grouping, "whole_year_pdf")).status_code == 403


def test_what_misses_leads_to_the_planner_of_that_body_at_that_year_for_those_who_may(small, client, settings):
    propose_at = reverse("rhythm:propose", kwargs={"scale": "cress"})
    with arranging():
        put(small.body("codir").meetings.filter(starts_at__year=2026, starts_at__month=12), state="cancelled")
    forget()
    page = client.get(address(small.head)).content.decode()
    assert f"{propose_at}?instance=codir&amp;annee=2026" in page
    assert (
        f"{propose_at}?instance=codir&amp;annee=2027"
        in client.get(f"{address(small.head)}?annee=2027").content.decode()
    )
    assert propose_at not in client.get(f"{address(small.head)}?annee=2025").content.decode()
    onwards = 'href="?annee=2027">Préparer 2027</a>'
    assert onwards in page and onwards not in client.get(f"{address(small.head)}?annee=2025").content.decode()
    assert propose_at not in client.get(f"{address(small.head)}?au=2026-03-12").content.decode()
    reader = small.holder(f"{small.groupings[0].slug}-team", "direction").person
    read = entered_as(reader, settings).get(address(small.head)).content.decode()
    assert (
        propose_at not in read and onwards in read
    )  # they prepare those of their own organisation, which are there too
    local = small.locals[small.groupings[0]][0]
    member = small.holder(f"{local.slug}-board", "administrator").person
    assert onwards not in entered_as(member, settings).get(address(local)).content.decode()


def test_school_holidays_are_said_on_the_screen_where_they_are_known(small, client):
    page = words(client.get(f"{address(small.head)}?annee=2027"))
    assert "Vacances scolaires zone B" in page
    assert are_known(2027) and not are_known(2199)
    assert holidays_of(2199) == []


def test_the_sheet_is_one_landscape_page_that_says_the_same(small, coordinator, client):
    answer = client.get(f"{address(small.head, 'whole_year_pdf')}?annee=2026")
    pdf = PdfReader(BytesIO(answer.content))
    wide, high = pdf.pages[0].mediabox.width, pdf.pages[0].mediabox.height
    assert wide > high
    text = text_of(pdf)
    year = year_of_circle(small.head, actor_of(coordinator, TODAY), 2026, TODAY)
    assert all(one.body.name in text for one in year.every)
    sheet = year_sheet(small.head, year, TODAY)
    held = sum(month.meetings for group in sheet.organisations for body in group.bodies for month in body.months)
    assert held == sum(one.tally.held + one.tally.planned for one in year.every)


def test_the_sheet_says_what_is_still_to_propose_as_the_screen_does(small, client, coordinator):
    with arranging():
        small.body("codir").meetings.filter(starts_at__year=2026, starts_at__month=12).update(state="cancelled")
    year = year_of_circle(small.head, actor_of(coordinator, TODAY), 2026, TODAY)
    sheet = year_sheet(small.head, year, TODAY)
    told = {body.body: body.to_plan for group in sheet.organisations for body in group.bodies}
    assert told[small.body("codir").name] == "1\xa0date à proposer"
    assert [one.body.name for one in year.every if not one.to_plan and told[one.body.name].startswith("1 ")] == []
    left = sum(one.to_plan for one in year.every)
    assert sheet.to_plan == f"{left}\xa0réunion{'s restent' if left > 1 else ' reste'} à planifier"
    answer = client.get(address(small.head, "whole_year_pdf"), {"annee": "2026"})
    pdf = text_of(PdfReader(BytesIO(answer.content)))
    assert "date à proposer" in " ".join(pdf.split()) and "à planifier" in " ".join(pdf.split())


def test_the_number_of_queries_does_not_grow(small, client):
    def grown(times: int) -> int:
        with arranging():
            for _ in range(times):
                local = add_local(small, small.groupings[0])
                met(small.body(f"{local.slug}-board"), date(2026, 4, 14))
        return queries(client, address(small.head))

    assert grown(1) == grown(3)


def test_the_planner_proposes_no_day_of_school_holidays_and_no_20_july():
    year = date(2027, 1, 1), date(2027, 12, 31)
    limits = Limits(*year, avoided=to_avoid(*year))
    assert JULY in limits.avoided
    wishes = [Wish(str(n), f"Instance {n}", number=8, weekday=n) for n in range(5)]
    found = propose([*wishes, Wish("codir", "Codir", months=tuple(range(1, 13)), weekday=1)], limits)
    assert len(found) > 40
    assert {one.day for one in found if one.day.month != 8}.isdisjoint(limits.avoided)
    assert JULY not in {one.day for one in found}
    assert any("vacances" in one.why for one in found)


def test_a_month_that_is_asked_for_and_that_holidays_fill_keeps_its_meeting():
    year = date(2027, 1, 1), date(2027, 12, 31)
    (one,) = propose([Wish("codir", "Codir", months=(8,), weekday=0)], Limits(*year, avoided=to_avoid(*year)))
    assert one.day.month == 8 and "que les vacances remplissent" in one.why
    (other,) = propose([Wish("codir", "Codir", months=(9,), weekday=0)], Limits(*year, avoided=to_avoid(*year)))
    assert "remplissent" not in other.why
    assert propose([Wish("codir", "Codir", number=1)], Limits(JULY, JULY, avoided=to_avoid(*year))) == []


def test_who_accepts_august_accepts_it_during_its_holidays():
    year = date(2027, 1, 1), date(2027, 12, 31)
    assert {day.month for day in to_avoid(*year)} - {day.month for day in to_avoid(*year, august=True)} == {8}


def test_a_federation_that_names_no_academy_avoids_no_school_holiday(settings):
    settings.KEVREAD_FEDERATION = settings.FEDERATIONS / "exemple"
    assert school_holidays(JULY, JULY) == {}
    assert not are_known(2027)


def test_holidays_are_drawn_in_their_months():
    winter = next(one for one in holidays_of(2027) if "hiver" in one.name)
    (band,) = bands([winter])
    assert 15 <= float(band["x"]) < 30  # February
    assert winter.name in band["says"]


def test_the_governance_on_screen_says_what_the_paper_says_and_names_nobody(small, client, settings):
    page = client.get(reverse("rhythm:governance", kwargs={"scale": "cress"}))
    assert page.status_code == 200
    shown = words(page)
    bodies = Body.objects.filter(organisation=small.head).exclude(kind="team")
    assert all(body.name in shown for body in bodies)
    public = entered_as(None, settings).get(reverse("rhythm:governance", kwargs={"scale": "cress"}))
    president = small.holder("cress-board", "president").person
    assert president.family_name not in words(public)
    assert "Équipe" not in words(public).split("Comment", 1)[1]


def test_where_no_body_is_open_the_diagram_says_so_beside_the_members_on_screen_and_on_paper(small, settings):
    """The paper had an arrow that led nowhere, and told what its dots mean."""
    with arranging():
        bare, empty = OrganisationFactory(grouping=True), OrganisationFactory(grouping=True)
        for one in (OrganisationFactory(local=True, name="Pôle des Landes"), *OrganisationFactory.create_batch(2)):
            AffiliationFactory(member=one, of=bare)
    public = entered_as(None, settings)

    def told(of) -> list[str]:
        screen, paper = (public.get(address(of, name)) for name in ("governance", "governance_pdf"))
        return [words(screen).partition("Comment")[2], text_of(PdfReader(BytesIO(paper.content)))]

    none, members = "Aucune instance n’était ouverte ici à cette date.", "Pôle des Landes · 2 autres membres"
    assert [(none in said, members in said, "Membres" in said) for said in told(bare)] == [(True, True, True)] * 2
    assert [(none in said, members in said, "Membres" in said) for said in told(empty)] == [(True, False, False)] * 2
    assert [none in said for said in told(small.head)] == [False] * 2
    assert ["siège vacant" in told(of)[1] for of in (bare, empty, small.head)] == [False, False, True]


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_the_year_of_all_leaves_as_it_is_read(small, coordinator, client, settings, form):
    """A line a body, of the year of the page; for whoever reads less, those that they read."""
    page = client.get(address(small.head), {"annee": "2026"})
    assert f"{address(small.head, f'whole_year_{form}')}?annee=2026" in page.text
    answer = client.get(address(small.head, f"whole_year_{form}"), {"annee": "2026"})
    every = year_of_circle(small.head, actor_of(coordinator, TODAY), 2026, TODAY).every
    there = [(row["organisation"], row["instance"]) for row in taken(answer)]
    assert there == [(one.body.organisation.name, one.body.name) for one in every]
    assert "-2026-" in answer["Content-Disposition"]
    with arranging():
        seated = small.seated(f"{small.groupings[0].slug}-board", "president").person
    less = taken(entered_as(seated, settings).get(address(small.head, f"whole_year_{form}"), {"annee": "2026"}))
    assert small.groupings[1].name in {one for one, _ in there}
    assert small.groupings[1].name not in {row["organisation"] for row in less}
