"""« Le rythme de l’année »: the line of each body, the dates that are proposed, a meeting told afterwards."""

import re
from datetime import date, datetime, time, timedelta
from io import BytesIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader

from kevread.attendance.models import Presence
from kevread.charter.models import Setting
from kevread.common.actor import SYSTEM
from kevread.journal.memory import forget
from kevread.journal.models import Act
from kevread.meetings.models import Meeting
from kevread.rhythm.queries.calendar import expected_of, rhythms
from kevread.rhythm.queries.drawing import drawn
from kevread.seats.models import Body
from kevread.seats.queries.papers import governance_paper
from tests.clients import entered_as, screen_of_a_meeting
from tests.conftest import TODAY, arranging
from tests.documents.test_rendering import text_of
from tests.factories import MandateFactory, SeatFactory, SettingFactory
from tests.worlds import end, met, put

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _some_were_cancelled(db, small):
    with arranging():
        put(small.body("codir").meetings.filter(starts_at__year=2026, starts_at__month__in=(8, 12)), state="cancelled")
        put(small.body("gmo-soutien").meetings.filter(starts_at__year=2026, starts_at__month=3), state="cancelled")


@pytest.fixture
def coordinator(small):
    with arranging():
        return small.seated("cress-team", "coordination").person


@pytest.fixture
def client(coordinator, settings):
    return entered_as(coordinator, settings)


def page(client, name="rhythm", status=200, scale="cress", **query):
    answer = client.get(reverse(screen_of_a_meeting(name), kwargs={"scale": scale}), query)
    assert answer.status_code == status
    return answer


def text(answer) -> str:
    return answer.content.decode().replace("\xa0", " ").replace("\u202f", " ").replace("&nbsp;", " ")


def test_each_body_has_its_line_and_its_forecast(client):
    shown = text(page(client))
    assert "Août est passé sans réunion : aucune réunion plus tard ne le rattrape." in shown
    assert "Décembre n’a pas encore de date." in shown
    assert "Une réunion reste à tenir en un mois : sa date n’est pas fixée." in shown
    assert "de 4 à 5 réunions par an" in shown
    assert "août : manque" in shown
    assert "2 réunions restent à planifier ; 1 n’a pas été tenue et ne se rattrape plus." in shown


def test_another_year_and_another_day(client):
    shown = text(page(client, annee="2025"))
    assert "Chaque mois a sa réunion." in shown
    assert "Les assemblées qui renouvellent des mandats</a> se comptent à part." in shown
    assert "Proposer" not in shown
    shown = text(page(client, au="2026-07-15"))
    assert "Août est passé" not in shown
    assert "Proposer des dates" not in shown  # nothing is done in the past
    assert text(page(client, annee="1912"))  # a year that one may not look at: this one


def test_nothing_is_concluded_while_the_register_is_not_kept(client, small):
    with arranging():
        end(small.head.keepings.filter(register="meetings"))
    shown = text(page(client))
    assert "Le registre des réunions n’est pas tenu" in shown
    assert "On ne sait encore de rien ici si une réunion manque." in shown
    assert "Août est passé" not in shown
    # A date is proposed for what is known to miss: the button would lead to a page that has none.
    assert "Proposer" not in shown


def test_an_own_cadence_comes_from_the_articles_of_association(small, settings):
    grouping = small.groupings[0]
    with arranging():
        SettingFactory(name="L1.10.board_per_year_min", value=4, organisation=grouping)
        met(small.body(f"{grouping.slug}-board"), date(2026, 3, 3))
    president = small.holder(f"{grouping.slug}-board", "president").person
    shown = text(page(entered_as(president, settings), scale=grouping.slug))
    assert "4 réunions par an au moins" in shown
    assert "1 réunion manque pour 2026" in shown
    assert "L1.10" in shown


def test_the_table_and_the_paper(client):
    csv = page(client, "rhythm_csv").content.decode("utf-8-sig").splitlines()
    codir = next(line for line in csv if line.startswith("Comité de direction"))
    assert codir.split(";")[3:8] == ["10", "0", "1", "1", "0"]
    paper = page(client, "rhythm_pdf")
    assert paper["Content-Type"] == "application/pdf"
    assert paper.content.startswith(b"%PDF-")


def test_on_paper_the_meetings_of_a_day_follow_each_other_by_their_hours(client, small):
    """« 9 h 30 » was put after « 18 h 00 », as words are."""
    with arranging():
        for space, hour in (("gmo-soutien", time(9, 30)), ("codir", time(18)), ("gmo-innovation", time(14))):
            starts_at = datetime.combine(date(2026, 12, 9), hour, timezone.get_current_timezone())
            until = starts_at + timedelta(hours=2)
            Meeting.objects.create(body=small.body(space), starts_at=starts_at, ends_at=until, state="draft")
    printed = text_of(PdfReader(BytesIO(page(client, "rhythm_pdf").content)))
    found = [printed.index(f"mercredi 9 {hour}") for hour in ("9 h 30", "14 h", "18 h")]
    assert found == sorted(found)
    assert "18 h 00" not in printed


def test_the_diagram_says_how_often_each_body_is_to_meet(small, settings):
    said = {}
    for level in governance_of(small.head).levels:
        said |= {body.name: body.rhythm for body in level.bodies}
    codir = small.body("codir")
    assert said[codir.name] == expected_of(small.head, TODAY)[codir.pk]
    assert "par mois" in said[codir.name]
    printed = page(entered_as(None, settings), "governance_pdf")
    assert "réunion par mois" in text_of(PdfReader(BytesIO(printed.content))).lower()


def test_a_rhythm_follows_its_setting_and_says_when_nobody_decided_it(small):
    grouping = small.groupings[0]
    board = small.body(f"{grouping.slug}-board").pk
    assert expected_of(grouping, TODAY)[board] == "rythme prévu par le texte, nombre à décider"
    with arranging():
        SettingFactory(name="L1.10.board_per_year_min", value=4, organisation=grouping)
    assert expected_of(grouping, TODAY)[board] == "4\xa0réunions par an au moins"


def governance_of(organisation):
    return governance_paper(organisation, SYSTEM, TODAY, TODAY, expected_of(organisation, TODAY))


def proposed(client, scale="cress", **query):
    answer = page(client, "propose", scale=scale, **query)
    return answer, [(target.slug, one.initial["day"], offer.why) for target, one, offer in answer.context["lines"]]


def posted(lines, **more):
    data = {"form-TOTAL_FORMS": str(len(lines)), "form-INITIAL_FORMS": str(len(lines))}
    for n, (slug, day, _) in enumerate(lines):
        data |= {f"form-{n}-body": slug, f"form-{n}-day": day.isoformat(), f"form-{n}-keep": "on"}
        data |= {f"form-{n}-start": "10:00", f"form-{n}-end": "12:00"}
    return data | more


def test_the_dates_that_are_missing_are_proposed_with_their_reason_and_accepted_at_once(client):
    answer, lines = proposed(client)
    assert sorted(slug for slug, _, _ in lines) == ["codir", "gmo-soutien"]
    assert all(day.month == 12 and day.weekday() < 5 and why for _, day, why in lines)
    assert "Ne planifier que celle-ci" in text(answer)
    address = reverse("rhythm:propose", kwargs={"scale": "cress"})
    assert client.post(address, posted(lines)).status_code == 302
    assert Act.objects.filter(verb="meetings.plan_several").count() == 1
    assert Meeting.objects.filter(state="draft", starts_at__year=2026).count() == 2
    empty, left = proposed(client)
    assert left == []
    # The head of the page used to say that nothing was planned, above « tout ce qui est attendu est planifié ».
    assert "Rien n’est" not in text(empty)
    assert "ce qui a manqué ne se rattrape plus cette année" in text(empty)
    assert "Choisir autrement" not in text(empty)


def test_one_body_is_proposed_the_dates_that_it_is_among_all(client):
    _, lines = proposed(client)
    for slug, _, _ in lines:
        alone = proposed(client, instance=slug)[1]
        assert [one[:2] for one in alone] == [one[:2] for one in lines if one[0] == slug]


def test_dates_proposed_beside_dates_that_are_planned_do_not_say_that_nothing_is(client):
    shown, _ = proposed(client)
    assert "planifié." not in text(shown)
    assert "Rien n’est écrit avant que vous acceptiez ces dates." in text(shown)


def test_the_dates_that_are_there_already_are_beside_those_that_are_proposed(client, small):
    with arranging():
        met(small.body("codir"), date(2026, 10, 6))
        met(small.body("codir"), date(2026, 11, 30), state="draft")
        met(small.body("codir"), date(2026, 12, 23), state="cancelled")
        met(small.body("gmo-soutien"), date(2026, 11, 3), state="failed")
    shown, _ = proposed(client)
    (codir,) = [days for one, days in shown.context["planned"] if one.slug == "codir"]
    assert {date(2026, 10, 6), date(2026, 11, 30)} <= set(codir)
    told = {one.slug: days for one, days in shown.context["planned"]}
    assert date(2026, 12, 23) not in codir and date(2026, 11, 3) not in told.get("gmo-soutien", [])
    assert "Déjà au calendrier, Comité de direction" in text(shown) and "30 novembre 2026" in text(shown)
    assert reverse("rhythm:renewing", kwargs={"scale": "cress"}) in shown.text
    assert reverse("rhythm:renewing", kwargs={"scale": "cress"}) not in proposed(client, instance="codir")[0].text


def test_why_no_date_is_proposed_is_said(client, small):
    with arranging():
        small.body("gmo-soutien").meetings.filter(starts_at__month=3).update(state="archived")
        met(small.body("gmo-soutien"), date(2026, 12, 10), state="draft")
    answer, lines = proposed(client, instance="gmo-soutien")
    assert lines == []
    assert "Tout ce qui est attendu cette année est tenu ou planifié." in text(answer)
    answer, _ = proposed(client, instance="cress-bureau-inconnu")
    assert "Aucun article ne fixe ce rythme" in text(answer)
    with arranging():
        end(small.head.keepings.filter(register="meetings"))
    answer, lines = proposed(client)
    assert lines == []
    assert "Le registre des réunions n’est pas tenu" in text(answer)
    assert "planifié" not in text(answer).split("<main")[1]


def test_where_nobody_set_the_number_no_date_is_proposed_and_it_is_said(small, settings):
    grouping = small.groupings[0]
    president = small.holder(f"{grouping.slug}-board", "president").person
    answer, lines = proposed(entered_as(president, settings), grouping.slug)
    assert lines == []
    assert "son nombre n’est pas encore décidé" in text(answer)


def test_a_month_that_holidays_fill_is_said_with_the_article_that_asks_for_it_and_is_left_out_where_a_setting_says_so(
    client,
):
    with arranging():
        SettingFactory(name="R4.17.months_off", value="none")
    shown, lines = proposed(client, instance="codir", annee="2027")
    assert [day.month for _, day, _ in lines].count(8) == 1
    told = text(shown)
    assert "sauf ce qui est dit ci-dessous" in told and "une réunion est demandée chaque mois" in told
    assert reverse("charter:article", kwargs={"scale": "cress", "rule": "R4.17"}) in told
    with arranging():
        put(Setting.objects.filter(name="R4.17.months_off"), value="8")
    shown, lines = proposed(client, instance="codir", annee="2027")
    assert 8 not in [day.month for _, day, _ in lines] and lines
    assert "sauf ce qui est dit" not in text(shown)


def test_one_is_accepted_alone_after_having_been_changed(client):
    _, lines = proposed(client, instance="codir")
    ((slug, _, _),) = lines
    address = reverse("rhythm:propose", kwargs={"scale": "cress"})
    data = posted([(slug, date(2026, 12, 22), "")], seule="0")
    assert client.post(address, data).status_code == 302
    assert Meeting.objects.get(state="draft", body__slug="codir").day == date(2026, 12, 22)
    shown = text(page(client))
    assert "Décembre n’a pas" not in shown
    assert "Août est passé" in shown


def test_a_holiday_that_one_writes_is_planned_and_said(client):
    address = reverse("rhythm:propose", kwargs={"scale": "cress"})
    shown = text(client.post(address, posted([("codir", date(2026, 12, 25), "")], seule="0"), follow=True))
    assert "1 date est planifiée" in shown
    assert "Le 25 décembre 2026 est férié (Noël)" in shown


def test_bodies_without_a_habit_follow_what_one_chooses(client, small):
    with arranging():
        small.body("gmo-soutien").meetings.all().update(state="cancelled")
        for day in (date(2026, 2, 5), date(2026, 5, 7)):
            met(small.body("gmo-soutien"), day)
    _, lines = proposed(client, instance="gmo-soutien", jour="0", heure="09:30")
    assert lines[0][2].startswith("jeudi, comme d’habitude")
    with arranging():
        small.body("gmo-soutien").meetings.filter(starts_at__month=5).update(state="cancelled")
    _, lines = proposed(client, instance="gmo-soutien", jour="0", heure="09:30")
    assert {day.weekday() for _, day, _ in lines} == {0}


def test_a_meeting_held_without_kevread_is_told(client, small):
    address = reverse("rhythm:record_held", kwargs={"scale": "cress"})
    assert "Quelle instance" in text(client.get(address))
    director = small.mandates("codir").first().person
    typed = {"day": "2026-08-20", "start": "09:00", "end": "11:00", "place": "Rennes", "people": [str(director.pk)]}
    answer = client.post(f"{address}?instance=codir", typed)
    assert answer.status_code == 302
    assert Presence.objects.get(entry__meeting__body__slug="codir").entry.person == director
    assert "Août est passé" not in text(page(client))
    again = client.post(f"{address}?instance=codir", typed)
    assert again.status_code == 422
    assert "a déjà une réunion" in text(again)


def test_those_who_only_read_are_offered_nothing(small, settings):
    with arranging():
        reader = MandateFactory(seat=small.seat("codir", "member-head")).person
    client = entered_as(reader, settings)
    shown = text(page(client))
    assert "Proposer des dates" not in shown
    for name in ("propose", "record_held"):
        page(client, name, status=403)
    page(entered_as(None, settings), status=302)


def test_queries_do_not_grow_with_the_meetings(client, small):
    page(client)
    forget()  # both are read as by a process that knows nothing yet
    with CaptureQueriesContext(connection) as few:
        page(client)
    with arranging():
        for space in ("gmo-soutien", "gmo-innovation", "cress-bureau"):
            for day in range(1, 12):
                met(small.body(space), date(2026, 7, day))
    forget()
    with CaptureQueriesContext(connection) as many:
        page(client)
    assert len(many) == len(few)


def test_the_meeting_of_another_organisation_keeps_people_busy_without_being_named(small, settings):
    """A draft of another grouping, that nobody here may read, was printed with its title as a reason."""
    one, other = small.groupings[:2]
    here = small.body(f"{one.slug}-board")
    with arranging():
        SettingFactory(name="L1.10.board_per_year_min", value=4, organisation=one)
        met(here, date(2026, 3, 3))
    president = small.holder(here.slug, "president").person
    shared = small.mandates(here.slug).exclude(person=president).first().person
    client = entered_as(president, settings)
    wanted = {"jour": "1", "heure": "18:00"}
    _, before = proposed(client, one.slug, **wanted)
    free = next(day for _, day, _ in before if day.weekday() == 1)
    with arranging():
        elsewhere = small.body(f"{other.slug}-board")
        MandateFactory(seat=SeatFactory(body=elsewhere, title="elsewhere"), person=shared)
        met(elsewhere, free, title="Licenciement de Madame X", state="draft")
    answer, after = proposed(client, one.slug, **wanted)
    assert free not in [day for _, day, _ in after]
    assert "une personne siège déjà ailleurs ce jour-là" in text(answer)
    assert "Licenciement" not in text(answer)
    with arranging():
        MandateFactory(
            seat=SeatFactory(body=elsewhere, title="administrator-guest"),
            person=small.holder(here.slug, "president").person,
        )
    answer, _ = proposed(client, one.slug, **wanted)
    assert "Licenciement de Madame X" in text(answer)


def test_what_is_to_be_planned_is_drawn_where_no_month_waits_for_it(client, small):
    """A space that meets so many times a year: a dashed mark for each meeting without a date, and as many as that."""
    for rhythm in rhythms(list(Body.objects.filter(organisation=small.head)), 2027, TODAY):
        dashed = [mark["says"] for mark in drawn(rhythm) if mark["state"] == "to_plan"]
        assert len(dashed) == min(rhythm.to_plan, 12), rhythm.body
        if rhythm.tally.cadence.per_month_min is None:
            assert all(said.endswith("à planifier, ce mois-ci ou un autre") for said in dashed)
    over = rhythms(list(Body.objects.filter(organisation=small.head)), 2026, date(2026, 11, 24))
    months = [n for one in over for n, mark in enumerate(drawn(one), 1) if mark["state"] == "to_plan"]
    assert months and min(months) >= 11  # never in a month that is over


def test_the_next_year_is_planned_from_the_one_that_is_shown(client):
    shown = text(page(client))
    assert 'rythme/dates?annee=2027">' in shown and "Planifier 2027" in shown
    assert "Planifier 2028" not in text(page(client, annee="2027"))
    assert "Planifier" not in text(page(client, au="2026-07-15"))


def test_a_date_is_proposed_with_its_weekday(client):
    answer = page(client, "propose", annee="2027")
    shown, lines = re.sub(r"<[^>]+>", "", text(answer)), answer.context["lines"]
    assert lines and all(f"{target.name} : {offer.weekday} {offer.day.day}" in shown for target, _, offer in lines)


def test_to_plan_the_year_is_offered_where_meetings_are_listed_to_those_who_may(client, small, settings):
    def listed(one) -> str:
        return text(one.get(reverse("sittings:meetings", kwargs={"scale": "cress"})))

    assert "Planifier l’année" in listed(client) and "Le rythme de l’année" not in listed(client)
    with arranging():
        reader = MandateFactory(seat=small.seat("codir", "member-head")).person
    assert "Planifier l’année" not in listed(entered_as(reader, settings))
    assert "Le rythme de l’année" in listed(entered_as(reader, settings))
