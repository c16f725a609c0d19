"""What the screens of a meeting offer: never a form, nor a button, that could only be refused. What the verbs refuse is
tested with them; here, that the page which leads to it knows."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest
from django.apps import apps
from django.urls import reverse

from kevread.journal.memory import forget
from kevread.meetings.models import AgendaItem, Meeting
from kevread.meetings.operations import give_proxy
from kevread.meetings.rules.life import State
from kevread.seats.roles import every_role
from tests.clients import entered_as
from tests.conftest import NOW, arranging
from tests.factories import BodyFactory, MandateFactory, PersonFactory, SeatFactory
from tests.gatherings.preparing import by
from tests.gatherings.preparing import ready as met
from tests.gatherings.screens import of_meeting as at
from tests.gatherings.worlds import IN_A_MONTH
from tests.pressing import press
from tests.seats.screens import words

pytestmark = pytest.mark.django_db


NO_FORM = {
    "add_item": (State.AGENDA, "L’ordre du jour ne change plus. État de la réunion : ordre du jour arrêté."),
    "amend": (State.CLOSED, "Cette fiche ne change plus. État de la réunion : terminée."),
    "dates": (State.CONVENED, "La date ne se cherche plus. État de la réunion : convoquée."),
    "second_call": (State.CLOSED, "Une seconde convocation suit un défaut de quorum"),
    "paper_proxy": (State.OPEN, "Les pouvoirs sont clos. État de la réunion : ouverte."),
    "correct_minutes": (State.CLOSED, "Un procès-verbal se rectifie une fois signé. État de la réunion : terminée."),
}


@pytest.mark.parametrize("name", NO_FORM)
def test_no_form_is_shown_that_could_only_be_refused(name, settings):
    """One typed a whole point for an agenda that was settled, and was told so at the end."""
    state, said = NO_FORM[name]
    here = met(state)
    response = entered_as(here.secretary, settings).get(at(name, here))
    assert response.status_code == 409
    assert said in words(response)
    page = response.content.decode()
    assert "<textarea" not in page
    assert at("agenda_of" if name == "add_item" else "meeting", here) in page or name == "second_call"


def test_an_item_of_a_settled_agenda_has_no_form_either(settings):
    here = met(State.AGENDA)
    client = entered_as(here.secretary, settings)
    response = client.get(at("item", here, item=here.items["cap"].pk))
    assert response.status_code == 409
    assert at("agenda_of", here) in response.content.decode()  # where it is opened again


def test_a_second_call_has_no_form_for_its_agenda(settings):
    here = met(State.DRAFT)
    client = entered_as(here.secretary, settings)
    assert client.get(at("add_item", here)).status_code == 200
    with arranging():
        before = {"starts_at": NOW - timedelta(days=20), "ends_at": NOW - timedelta(days=19)}
        first = Meeting.objects.create(body=here.assembly, state="failed", **before)
        Meeting.objects.filter(pk=here.meeting.pk).update(second_call_of=first)
    response = client.get(at("add_item", here))
    assert response.status_code == 409
    assert "reprend l’ordre du jour de la première" in words(response)


def test_there_is_one_second_call_and_its_button_goes_with_it(settings):
    here = met(State.FAILED)
    client = entered_as(here.secretary, settings)
    typed = {"day": "2026-12-14", "start": "18:30", "end": "21:00", "place": ""}
    assert client.post(at("second_call", here), typed).status_code == 302
    assert at("second_call", here) not in client.get(at("meeting", here)).content.decode()
    response = client.get(at("second_call", here))
    assert response.status_code == 409
    assert "Cette réunion a déjà sa seconde convocation." in words(response)
    assert str(here.meeting.second_call.pk) in response.content.decode()


def test_once_convened_only_where_one_goes_is_typed(settings):
    here = met(State.CONVENED)
    client = entered_as(here.secretary, settings)
    page = client.get(at("amend", here))
    assert list(page.context["form"].fields) == ["place", "link"]
    assert "seuls le lieu et le lien changent encore" in words(page)
    assert press(client, at("amend", here), {"place": "Fougères"}).status_code == 302
    here.meeting.refresh_from_db()
    assert (here.meeting.place, here.meeting.mode) == ("Fougères", Meeting.Mode.ON_SITE)


def test_whoever_prepares_without_convening_is_not_offered_to_postpone_nor_to_cancel(settings):
    """The entrusted secretariat prepares; it was led to pages that refused it."""
    here, failed = met(State.CONVENED), met(State.FAILED)
    for one, names in ((here, ("move", "cancel")), (failed, ("second_call",))):
        with arranging():
            helper = PersonFactory()
            body = BodyFactory(organisation=one.grouping, team=True)
            MandateFactory(seat=SeatFactory(body=body, direction=True), person=helper, hired=True)
        allowed = entered_as(helper, settings).get(at("meeting", one)).content.decode()
        assert all(at(name, one) in allowed for name in names)
        with only_preparing():
            page = entered_as(helper, settings).get(at("meeting", one)).content.decode()
            assert at("agenda_of", one) in page or one is failed
            assert not any(at(name, one) in page for name in names)
            assert [entered_as(helper, settings).get(at(name, one)).status_code for name in names] == [403] * len(names)


@contextmanager
def only_preparing() -> Iterator[None]:
    """The direction without its right to convene, as who is entrusted with a secretariat."""
    role = next(role for role in every_role() if role.name == "direction")
    kept = role.rights["convene"]
    role.rights.pop("convene")
    forget()  # who acts is kept by state: what a role gives does not change while the software runs
    try:
        yield
    finally:
        role.rights["convene"] = kept
        forget()


def test_an_agenda_of_questions_diverses_alone_is_not_offered_to_be_settled(settings):
    here = met(State.DRAFT)
    client = entered_as(here.secretary, settings)
    assert 'value="arreter"' in client.get(at("agenda_of", here)).content.decode()
    with arranging():
        AgendaItem.objects.filter(meeting=here.meeting).exclude(kind="divers").delete()
    page = client.get(at("agenda_of", here))
    assert 'value="arreter"' not in page.content.decode()
    assert "un point au moins, en plus des questions diverses" in words(page)
    assert "Il manque un point, en plus des questions diverses." in words(client.get(at("meeting", here)))


def test_the_points_that_are_counted_are_those_that_are_listed(settings):
    """« 5 points », above an agenda of six."""
    here = met(State.DRAFT)
    client = entered_as(here.secretary, settings)
    assert len(client.get(at("agenda_of", here)).context["items"]) == 6
    shown = words(client.get(at("meeting", here)))
    assert "6 points" in shown
    assert "5 points" not in shown


def test_a_notice_that_misses_its_place_is_not_offered_to_be_sent(settings):
    here = met(State.AGENDA)
    client = entered_as(here.secretary, settings)
    assert "Envoyer à" in words(client.get(at("convene", here)))
    with arranging():
        Meeting.objects.filter(pk=here.meeting.pk).update(place="")
    page = client.get(at("convene", here))
    assert "Dites où l’on se réunit." in words(page)
    assert "Envoyer à" not in words(page)
    assert at("amend", here) in page.content.decode()


def test_no_reminder_is_offered_while_the_last_one_is_fresh(settings):
    here = met(State.CONVENED)
    client = entered_as(here.secretary, settings)
    assert 'value="relancer"' in client.get(at("answers", here)).content.decode()
    client.post(at("answers", here), {"geste": "relancer"})
    page = client.get(at("answers", here))
    assert 'value="relancer"' not in page.content.decode()
    assert "laissons trois jours pour répondre" in words(page)


def test_a_proxy_is_not_offered_where_none_may_be_given(settings):
    """Where the articles of association allow none, nor to somebody who carries one."""
    here = met(State.CONVENED)
    without = met(State.CONVENED, settings={"L1.12.proxies_max": 0})
    person = without.entries[5].person
    for screen in (at("meeting", without), reverse("home:today", kwargs={"scale": without.grouping.slug})):
        assert "Je donne pouvoir" not in words(entered_as(person, settings).get(screen))
    giver, holder = here.entries[2:4]
    client = entered_as(holder.person, settings)
    for screen in (at("meeting", here), at("reply", here, entry=holder.pk)):
        assert "Je donne pouvoir" in words(client.get(screen))
    give_proxy(actor=by(giver), giver=giver, holder=holder, now=NOW)
    for screen in (at("meeting", here), at("reply", here, entry=holder.pk)):
        assert "Je donne pouvoir" not in words(client.get(screen))


def test_a_point_is_not_offered_to_an_agenda_that_has_it(settings):
    here = met(State.DRAFT)
    with arranging():
        board = Meeting.objects.create(body=here.board, starts_at=IN_A_MONTH, ends_at=here.meeting.ends_at)
    client = entered_as(here.secretary, settings)
    where = at("forward", here, item=here.items["cap"].pk)
    client.post(where, {"vers": str(board.pk)})
    assert "Vous ne préparez pas d’autre réunion à venir" in words(client.get(where))


def test_the_link_to_join_and_each_answer_are_for_who_is_convened_or_prepares(settings):
    here = met(State.CONVENED)
    with arranging():
        Meeting.objects.filter(pk=here.meeting.pk).update(link="https://visio.exemple.org/salle")
        reader = PersonFactory()
        body = BodyFactory(organisation=here.grouping, team=True)
        MandateFactory(seat=SeatFactory(body=body, title="assistance"), person=reader, hired=True)
    joins = "https://visio.exemple.org/salle"
    assert joins in entered_as(here.secretary, settings).get(at("meeting", here)).text
    assert joins in entered_as(here.entries[3].person, settings).get(at("meeting", here)).text
    page = entered_as(reader, settings).get(at("meeting", here))
    assert page.status_code == 200
    assert joins not in page.text
    for model, column in (("Reply", "answer"), ("DateAnswer", "answer"), ("Proxy", "holder")):
        assert column in apps.get_model("meetings", model).UNTOLD, model
    # Nor by the letters that a gesture sends: to whom a proxy was given would be read there.
    assert "person" in apps.get_model("mail", "Dispatch").UNTOLD
    assert not apps.get_model("mail", "Dispatch").TITLE
