"""The letters of an organisation, as those who prepare see them; and the page by which one stops them."""

import re
from datetime import timedelta

import pytest
from django.test import Client

from kevread.common.actor import SYSTEM
from kevread.journal.operations import act
from kevread.mail.message import stop_address
from kevread.mail.models import Content, Dispatch, Unsubscription
from kevread.mail.operations import queue_letter
from kevread.mail.queries import letters_of
from tests import jobs
from tests.clients import entered_as
from tests.conftest import NOW, arranging
from tests.factories import BodyFactory, MandateFactory, OrganisationFactory, PersonFactory, SeatFactory

from .conftest import ADDRESS

pytestmark = pytest.mark.django_db


def seated(organisation, **seat):
    with arranging():
        return MandateFactory(
            seat=SeatFactory(body=BodyFactory(organisation=organisation, **seat.pop("body", {})), **seat)
        )


@pytest.fixture
def president(organisation, settings) -> Client:
    return entered_as(seated(organisation, president=True).person, settings)


@pytest.fixture
def page(organisation) -> str:
    return f"/{organisation.slug}/courriels"


def text(response) -> str:
    return response.content.decode().replace("\u00a0", " ").replace("\u202f", " ")


def test_what_did_not_leave_says_why_and_leaves_at_the_press_of_a_button(write, sink, president, page, organisation):
    write(subject="Rappel de jeudi")
    sink.recipient_refusal = "550 No such mailbox"
    jobs.run()
    shown = text(president.get(page))
    assert "Rappel de jeudi" in shown
    assert "Annick Le Goff" in shown
    assert "(code 550) : vérifiez l’adresse" in shown
    assert "No such mailbox" not in shown
    assert "1 courriel n’est pas parti" in text(president.get(f"/{organisation.slug}/aujourd-hui"))
    sink.recipient_refusal = ""
    answer = president.post(f"{page}/{Dispatch.objects.get().pk}/renvoyer", follow=True)
    assert "va repartir" in text(answer)
    jobs.run()
    shown = text(president.get(page))
    assert "1 courriel parti en trente jours" in shown
    assert "Aucun : tout ce qui devait partir est parti" in shown
    assert f"empreinte {Dispatch.objects.get().digest[:12]}" in shown


def test_the_journal_tells_what_was_asked_not_each_handing_over(write, sink, president, organisation, page):
    write()
    jobs.run()
    shown = text(president.get(f"/{organisation.slug}/journal"))
    assert "a remis un courriel" not in shown
    assert "Annick Le Goff" not in shown  # to whom a letter left is read with the letters, by who may prepare meetings
    assert "Annick Le Goff" in text(president.get(page))


def test_nothing_yet(president, page):
    assert "Aucun courriel n’est parti" in text(president.get(page))


def test_who_does_not_prepare_does_not_read_them(write, organisation, page, settings):
    dispatch = write()
    member = entered_as(seated(organisation).person, settings)
    assert member.get(page).status_code == 403
    assert member.post(f"{page}/{dispatch.pk}/renvoyer").status_code == 403
    assert Client().get(page).status_code == 302
    assert "courriels" not in text(member.get(f"/{organisation.slug}/journal"))


def test_a_letter_of_another_organisation_is_not_found(write, president, page):
    with arranging():
        other = OrganisationFactory(local=True)
    dispatch = write(about=other)
    assert president.post(f"{page}/{dispatch.pk}/renvoyer").status_code == 404
    assert not Dispatch.objects.visible_to(president.get(page).wsgi_request.actor).exists()


def test_the_link_of_a_letter_stops_them_and_takes_it_back(db, settings):
    strict = Client(enforce_csrf_checks=True)  # programs that read mail carry no token of ours
    address = stop_address(ADDRESS).removeprefix(settings.KEVREAD_ADDRESS)
    assert "Ne plus les recevoir" in text(strict.get(address))
    assert not Unsubscription.objects.exists()
    assert strict.post(address, {"List-Unsubscribe": "One-Click"}).status_code == 302
    assert Unsubscription.objects.get().address == ADDRESS
    assert "Les recevoir de nouveau" in text(strict.get(address))
    strict.post(address, {"again": "1"})
    assert not Unsubscription.objects.exists()


def test_a_forged_link_stops_nothing(db):
    assert Client().get("/ne-plus-recevoir/forged").status_code == 404
    assert Client().post("/ne-plus-recevoir/ImFAZXhlbXBsZS5mciI:forged").status_code == 404
    assert not Unsubscription.objects.exists()


def test_the_mailbox_of_the_demonstration_shows_what_one_can_press(write, settings):
    settings.KEVREAD_DEMONSTRATION = True
    settings.MAILERS = {"default": {"BACKEND": "kevread.demonstration.mail.Mailbox"}}
    write(buttons=[("Je viens", f"{settings.KEVREAD_ADDRESS}/reponse/1"), ("Ailleurs", "https://exemple.fr/")])
    jobs.run()
    shown = text(Client().get("/demonstration/courrier/"))
    assert '<a class="button" href="/reponse/1">Je viens</a>' in shown
    assert re.search(r'<a class="button" href="/ne-plus-recevoir/[^"]+">', shown)
    assert ">Ailleurs</a>" not in shown


def test_letters_are_told_by_what_asked_for_them_with_how_many_left(sink, president, page, organisation, person):
    with arranging():
        other = PersonFactory(email="autre@exemple.fr")
    for subject, people in (("Convocation du 8 décembre", [person, other]), ("Rappel de jeudi", [person])):
        with act("meetings.remind", actor=SYSTEM, about=organisation, now=NOW):
            for one in people:
                queue_letter(about=organisation, to=one, subject=subject, text="Bonjour", now=NOW)
    jobs.run()
    found = letters_of(organisation.pk, SYSTEM, NOW).sendings
    told = {one.first.content.subject: (one.many, one.left, len(one.letters)) for one in found}
    assert told == {"Convocation du 8 décembre": (2, 2, 2), "Rappel de jeudi": (1, 1, 1)}
    assert "2 sur 2 partis" in text(president.get(page))


def test_letters_that_say_the_same_are_one_line_whatever_the_acts(sink, president, page, organisation, person):
    """Of an act each, as the proxies of a meeting; not with what says something else in the same act."""
    subjects = ["Un pouvoir vous est donné"] * 3
    for days, subject in enumerate(subjects):
        with act("meetings.give_proxy", actor=SYSTEM, about=organisation, now=NOW + timedelta(days=days)):
            for one in (subject, "Rappel de jeudi")[: 1 + (days == 2)]:
                queue_letter(about=organisation, to=person, subject=one, text="Bonjour", now=NOW + timedelta(days=days))
    jobs.run()
    found = letters_of(organisation.pk, SYSTEM, NOW).sendings
    told = {one.first.content.subject: (one.many, one.left, len(one.letters), one.is_at_once) for one in found}
    assert told == {"Un pouvoir vous est donné": (3, 3, 3, False), "Rappel de jeudi": (1, 1, 1, True)}
    assert re.search(r"3 sur 3 partis, le dernier le\s", text(president.get(page)))


def test_of_what_is_not_shown_the_letters_are_counted_all_the_same(organisation, person, monkeypatch):
    monkeypatch.setattr("kevread.mail.queries.SHOWN", 2)
    for _ in range(3):
        with act("meetings.give_proxy", actor=SYSTEM, about=organisation, now=NOW):
            queue_letter(about=organisation, to=person, subject="Un pouvoir vous est donné", text="Bonjour", now=NOW)
    (found,) = letters_of(organisation.pk, SYSTEM, NOW).sendings
    assert (found.many, found.left, len(found.letters)) == (3, 0, 2)


def test_letters_whose_text_is_erased_are_told_by_the_act_that_asked_for_them(organisation, person):
    for _ in range(2):
        with act("meetings.give_proxy", actor=SYSTEM, about=organisation, now=NOW):
            for _ in range(2):
                queue_letter(about=organisation, to=person, subject="Un pouvoir", text="Bonjour", now=NOW)
    Content.objects.all().delete()
    found = letters_of(organisation.pk, SYSTEM, NOW).sendings
    assert [(one.many, len(one.letters)) for one in found] == [(2, 2), (2, 2)]
