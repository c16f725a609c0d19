"""The screens of a meeting's life, as each person sees them."""

import re
from urllib.parse import urlsplit

import pytest
from django.test import Client
from django.urls import reverse

from kevread.common.words import of
from kevread.mail.models import Dispatch
from kevread.meetings import links
from kevread.meetings.models import AgendaItem, Meeting, Notice, Proxy, Reply
from kevread.meetings.operations import give_proxy, propose_dates
from kevread.meetings.operations.letters import Occasion, send_letters
from kevread.meetings.rules.life import State
from tests.clients import entered_as
from tests.conftest import NOW, arranging
from tests.factories import PersonFactory
from tests.gatherings.preparing import by
from tests.gatherings.preparing import ready as met
from tests.gatherings.screens import of_meeting as at
from tests.gatherings.worlds import IN_A_MONTH
from tests.pressing import press
from tests.seats.screens import queries, words

pytestmark = pytest.mark.django_db


SCREENS = (
    "meetings",
    "draft",
    "meeting",
    "agenda_of",
    "add_item",
    "amend",
    "move",
    "dates",
    "convene",
    "notices",
    "cancel",
)


@pytest.mark.parametrize("name", SCREENS)
def test_those_within_see_and_a_stranger_finds_nothing(name, settings):
    here = met(State.DRAFT)
    address = at(name, here)
    assert entered_as(None, settings).get(address).status_code == 302
    with arranging():
        stranger = PersonFactory()
    assert entered_as(stranger, settings).get(address).status_code == (403 if name in ("meetings", "draft") else 404)
    assert entered_as(here.secretary, settings).get(address).status_code == 200
    plain = entered_as(here.members[-1].person, settings).get(address)
    assert plain.status_code == (200 if name in ("meetings", "meeting", "notices") else 403)


SIGNED = (State.SIGNED, State.APPROVED, State.ARCHIVED)  # said by its row alone, here: nobody signed


@pytest.mark.parametrize("state", list(State))
def test_the_page_of_a_meeting_in_every_state(state, settings):
    here = met(state)
    for person in (here.secretary, here.members[-1].person, here.direction):
        page = entered_as(person, settings).get(at("meeting", here))
        assert page.status_code == 200
        assert (state.label if state not in SIGNED else "Dite signée, sans toutes ses signatures") in words(page)


def test_a_meeting_is_drafted_written_settled_and_convened_from_the_screens(settings):
    here = met(State.CLOSED)
    client = entered_as(here.secretary, settings)
    typed = {"body": here.assembly.slug, "day": "2026-12-18", "start": "18:30", "end": "21:00", "mode": "on_site"}
    typed["place"] = "Rennes"
    made = press(client, at("draft", here), typed)
    meeting = Meeting.objects.get(starts_at__date="2026-12-18")
    here.meeting = meeting
    assert made["Location"] == at("add_item", here)
    assert "Écrire le premier point" in words(client.get(at("agenda_of", here)))
    assert "Écrire l’ordre du jour" in words(client.get(at("meeting", here)))
    for kind, title in (("decision", "Approuver les comptes"), ("information", "Rapport moral")):
        assert press(client, at("add_item", here), {"kind": kind, "title": title, "text": ""}).status_code == 302
    second = AgendaItem.objects.get(meeting=meeting, rank=2)
    assert press(client, at("agenda_of", here), {"geste": f"monter:{second.pk}"}).status_code == 302
    assert list(meeting.items.order_by("rank").values_list("title", flat=True)) == [
        "Rapport moral",
        "Approuver les comptes",
    ]
    assert press(client, at("agenda_of", here), {"geste": "arreter"})["Location"] == at("convene", here)
    page = words(client.get(at("convene", here)))
    assert "13 personnes convoquées" in page
    assert "envoi le 2 décembre 2026 au plus tard" in page
    sent = press(client, at("convene", here), follow=True)
    assert "La convocation est partie : 13 personnes convoquées." in words(sent)
    assert "recalculée à l’instant : identique" in words(sent)
    assert Dispatch.objects.count() == 13
    assert "Preuves d’envoi : 13 courriels" in words(sent)
    plain = entered_as(here.members[-1].person, settings).get(at("notices", here))
    assert "Preuves d’envoi" not in words(plain)


def test_what_is_typed_wrong_comes_back_on_its_field(settings):
    here = met(State.DRAFT)
    client = entered_as(here.secretary, settings)
    typed = {"body": here.assembly.slug, "day": "2026-11-01", "start": "18:30", "end": "21:00", "mode": "on_site"}
    page = press(client, at("draft", here), typed)
    assert page.status_code == 422
    assert "Cette heure est passée" in words(page)
    coming = typed | {"day": "2026-12-10", "mode": "written"}
    assert "Dites jusqu’à quel jour on répond" in words(press(client, at("draft", here), coming))
    page = press(client, at("draft", here), typed | {"day": "2026-12-10", "mode": "remote"})
    assert page.status_code == 422
    assert "Les statuts n’inscrivent pas ce mode (à distance)" in words(page)
    assert press(client, at("add_item", here), {"kind": "decision", "title": ""}).status_code == 422
    assert (
        press(client, at("add_item", here), {"kind": "decision", "title": "Oui", "decision_type": "x"}).status_code
        == 422
    )
    assert press(client, at("amend", here), {"session": "ordinary", "mode": "written"}).status_code == 422
    assert press(client, at("cancel", here), {"reason": ""}).status_code == 422
    assert press(client, at("agenda_of", here), {"geste": "exploser"}).status_code == 404
    assert press(client, at("agenda_of", here), {"geste": "monter:x"}).status_code == 404


def test_too_late_offers_to_postpone(settings):
    here = met(State.AGENDA, starts_at=NOW.replace(day=30))
    client = entered_as(here.secretary, settings)
    page = client.get(at("convene", here))
    assert "Trop tard pour cette date" in words(page)
    assert at("move", here) in page.content.decode()
    refused = client.post(at("convene", here))
    assert refused.status_code == 409
    assert "L1.10" in words(refused)
    assert not Notice.objects.exists()


def test_a_further_notice_shows_what_changes_and_what_comes_too_late(settings):
    here = met(State.CONVENED)
    client = entered_as(here.secretary, settings)
    assert "Rien n’a changé" in words(client.get(at("convene", here)))
    press(client, at("add_item", here), {"kind": "decision", "title": "Acheter un véhicule"})
    assert "Envoyer un avis complémentaire" in words(client.get(at("meeting", here)))
    page = words(client.get(at("convene", here)))
    assert "Point ajouté : Acheter un véhicule" in page
    assert "on parlera sans voter de « Acheter un véhicule »" in page
    assert "L’avis complémentaire est parti" in words(
        press(client, at("convene", here), {"reason": "Un point de plus."}, follow=True)
    )


def test_postponing_cancelling_and_moving(settings):
    here, draft = met(State.CONVENED), met(State.DRAFT)
    typed = {"day": "2027-01-20", "start": "18:30", "end": "21:00", "place": "Fougères"}
    client = entered_as(here.secretary, settings)
    page = client.post(at("move", here), typed | {"reason": "La salle est inondée."}, follow=True)
    assert "La réunion est reportée : convoquez la nouvelle." in words(page)
    assert "Reportée au 20 janvier 2027" in words(client.get(at("meeting", here)))
    client = entered_as(draft.secretary, settings)
    assert "La date est changée." in words(client.post(at("move", draft), typed, follow=True))
    page = client.post(at("cancel", draft), {"reason": "Plus besoin de se réunir."}, follow=True)
    assert "Annulée" in words(page)


@pytest.mark.parametrize(
    ("name", "said"), [("cancel", "ne peut plus être annulée"), ("move", "ne change plus de date")]
)
def test_what_can_no_longer_be_done_is_not_offered(name, said, settings):
    """The page of a closed sitting said that nothing had been sent, and offered a button that would be refused."""
    here = met(State.CLOSED)
    response = entered_as(here.secretary, settings).get(at(name, here))
    assert response.status_code == 409
    assert f"{said}. État de la réunion : terminée." in words(response)
    assert "Rien n’était encore parti" not in words(response)


def test_nobody_is_asked_to_be_in_the_room_of_a_written_consultation(settings):
    here, written = met(State.IN_PROGRESS), met(State.IN_PROGRESS)
    with arranging():
        Meeting.objects.filter(pk=written.meeting.pk).update(mode=Meeting.Mode.WRITTEN)
        Meeting.objects.filter(pk__in=(here.meeting.pk, written.meeting.pk)).update(starts_at=NOW)
    for one, asked in ((here, True), (written, False)):
        page = entered_as(one.members[0].person, settings).get(at("meeting", one)).content.decode()
        assert (at("here", one) in page) is asked


def test_a_second_call_from_the_screen(settings):
    here = met(State.FAILED)
    client = entered_as(here.secretary, settings)
    assert at("second_call", here) in client.get(at("meeting", here)).content.decode()
    typed = {"day": "2026-11-30", "start": "18:30", "end": "21:00", "place": ""}
    assert "15 jours avant une seconde réunion" in words(client.post(at("second_call", here), typed))
    page = client.post(at("second_call", here), typed | {"day": "2026-12-14"}, follow=True)
    assert "même ordre du jour" in words(page)


def test_an_item_is_carried_elsewhere(settings):
    here = met(State.DRAFT)
    with arranging():
        board = Meeting.objects.create(body=here.board, starts_at=IN_A_MONTH, ends_at=here.meeting.ends_at)
    client = entered_as(here.secretary, settings)
    where = at("forward", here, item=here.items["cap"].pk)
    assert here.board.name in words(client.get(where))
    assert "avec son origine" in words(client.post(where, {"vers": str(board.pk)}, follow=True))
    assert client.post(where, {"vers": str(here.meeting.pk)}).status_code == 404
    item = board.items.get()
    page = words(
        client.get(reverse("meetings:item", kwargs={"scale": here.grouping.slug, "key": board.pk, "item": item.pk}))
    )
    assert f"Vient de : Assemblée de {here.grouping.name}" in page


# Answers


def test_two_taps_from_the_mail_without_signing_in_and_a_get_writes_nothing(settings):
    here = met(State.CONVENED)
    entry = here.entries[-1]
    client, address = Client(), links.answer_path(entry)
    page = client.get(f"{address}?je=viens")
    assert "Viendrez-vous" in words(page)
    assert re.search(r"<title>[^<]+</title>", page.text)  # no tag in a tab
    assert (page["Cache-Control"], page["X-Robots-Tag"]) == ("private, no-store", "noindex")
    assert re.search(r'class="button primary" name="je" value="viens"', page.content.decode())
    assert not Reply.objects.exists()
    assert "C’est noté : vous venez." in words(client.post(address, {"je": "viens"}, follow=True))
    assert Reply.objects.get().entry == entry
    assert "Votre réponse : vous venez." in words(client.get(address))


def test_a_proxy_is_given_in_two_taps_from_the_mail():
    """« Je donne pouvoir » asked « Viendrez-vous ? » again: a third tap."""
    here = met(State.CONVENED)
    giver, holder = here.entries[7], here.entries[0]
    with arranging():
        send_letters(here.meeting, [giver], Occasion.REMINDER, now=NOW)
    labels = dict(Dispatch.objects.get(person=giver.person).content.buttons)
    path = urlsplit(labels["Je donne pouvoir"]).path
    assert path == reverse("meetings:answer_proxy", kwargs={"token": links.write(links.ANSWER, giver.pk)})
    page = Client().get(path)
    assert f"Donner pouvoir à {holder.person}" in words(page)
    assert page["Cache-Control"] == "private, no-store"
    assert not Proxy.objects.exists()
    done = Client().post(path, {"porteur": str(holder.pk)}, follow=True)
    assert f"{holder.person} porte votre pouvoir." in words(done)


@pytest.mark.parametrize("state, said", [(State.OPEN, "ce lien ne sert plus"), (State.CANCELLED, "est annulée")])
def test_the_link_to_give_a_proxy_says_what_became_of_the_meeting(state, said):
    here = met(State.CONVENED)
    with arranging():
        Meeting.objects.update(state=state.value, opened_at=NOW if state is State.OPEN else None)
    shown = words(Client().get(links.proxy_path(here.entries[7]), follow=True))
    assert said in shown
    assert "Donner pouvoir à" not in shown


def test_the_link_of_a_letter_dies_with_the_state_of_the_meeting():
    here = met(State.CONVENED)
    address = links.answer_path(here.entries[0])
    with arranging():
        Meeting.objects.update(state=State.OPEN.value, opened_at=NOW)
    assert "ce lien ne sert plus" in words(Client().get(address))
    assert Client().post(address, {"je": "viens"}).status_code == 409
    assert not Reply.objects.exists()


@pytest.mark.parametrize(
    "spoil", [lambda token: token[:-1], lambda token: "a" + token, lambda token: token.replace(".", "")]
)
def test_a_link_that_was_not_signed_here_is_none(spoil):
    here = met(State.CONVENED)
    token = links.write(links.ANSWER, here.entries[0].pk)
    assert Client().get(reverse("meetings:answer", kwargs={"token": spoil(token)})).status_code == 404
    dates = links.write(links.DATES, here.entries[0].pk)
    assert Client().get(reverse("meetings:answer", kwargs={"token": dates})).status_code == 404


def test_absent_a_proxy_to_somebody_full_is_refused_then_to_another(settings):
    here = met(State.CONVENED)
    entry, full, other = here.entries[7], here.entries[0], here.entries[1]
    client, address = Client(), links.answer_path(entry)
    client.post(address, {"je": "absent"})
    choose = client.get(address).context["to_proxy"]
    assert f"Donner pouvoir à {full.person}" in words(client.get(choose))
    for giver in here.entries[2:4]:
        give_proxy(actor=by(giver), giver=giver, holder=full, now=NOW)
    refused = client.post(choose, {"porteur": str(full.pk)})
    assert refused.status_code == 409
    assert f"{full.person} porte déjà 2 pouvoirs, le maximum." in words(refused)
    assert f"Donner pouvoir à {other.person}" in words(refused)
    done = client.post(choose, {"porteur": str(other.pk)}, follow=True)
    assert f"{other.person} porte votre pouvoir." in words(done)
    day = words(entered_as(other.person, settings).get(reverse("home:today", kwargs={"scale": here.grouping.slug})))
    assert f"Vous portez le pouvoir {of(str(entry.person))}." in day
    given = Proxy.objects.get(giver=entry)
    assert "ne compte plus" in words(client.post(address, {"reprendre": str(given.pk)}, follow=True))


def test_the_same_question_when_signed_in_and_only_for_oneself(settings):
    here = met(State.CONVENED)
    entry = here.entries[5]
    address = at("reply", here, entry=entry.pk)
    client = entered_as(entry.person, settings)
    assert "vous ne venez pas" in words(client.post(address, {"je": "absent"}, follow=True))
    assert client.get(at("proxy", here, entry=entry.pk)).status_code == 200
    assert entered_as(here.secretary, settings).post(address, {"je": "viens"}).status_code == 403
    assert client.post(address, {"je": "peut-etre"}).status_code == 404
    assert client.post(at("proxy", here, entry=entry.pk), {"porteur": str(here.guests[0].pk)}).status_code == 404


def test_who_comes_one_reminder_and_paper(settings):
    here = met(State.CONVENED, represented=1)
    client = entered_as(here.secretary, settings)
    address = at("answers", here)
    assert "Personne ne dit encore venir, 1 pouvoir donné" in words(client.get(address))
    assert "Un rappel part à 12 personnes." in words(client.post(address, {"geste": "relancer"}, follow=True))
    assert "moins de trois jours" in words(client.post(address, {"geste": "relancer"}))
    for typed in ({}, {"giver": "x", "holder": str(here.entries[5].pk)}):  # nobody is chosen for them
        assert "qui donne pouvoir, et à qui" in words(client.post(at("paper_proxy", here), typed))
    typed = {"giver": str(here.entries[4].pk), "holder": str(here.entries[5].pk)}
    assert "signé sur papier" in words(client.post(at("paper_proxy", here), typed, follow=True))
    assert "déjà donné pouvoir" in words(client.post(at("paper_proxy", here), typed))
    paper = Proxy.objects.get(on_paper=True)
    assert "Le pouvoir est retiré." in words(client.post(address, {"geste": f"reprendre:{paper.pk}"}, follow=True))
    for screen in (address, at("paper_proxy", here)):
        assert entered_as(here.members[-1].person, settings).get(screen).status_code == 403
    assert client.post(address, {"geste": "reprendre:x"}).status_code == 404


# Dates


def test_dates_are_proposed_answered_in_one_tap_and_one_is_retained(settings):
    here = met(State.DRAFT)
    client = entered_as(here.secretary, settings)
    typed = {"date1": "2027-01-11T18:30", "date2": "2027-01-13T18:30", "proposer": "1"}
    assert "Les dates sont proposées" in words(client.post(at("dates", here), typed, follow=True))
    assert (
        client.post(
            at("dates", here), {"date1": "2026-01-11T18:30", "date2": "2027-01-12T18:30", "proposer": "1"}
        ).status_code
        == 422
    )
    first, second = here.meeting.date_options.order_by("starts_at")
    person = here.members[-1].person
    address = links.dates_path(here.meeting.pk, person.pk)
    phone = Client()
    assert "lundi 11 janvier 2027" in words(phone.get(address)).lower()
    phone.post(address, {"date": f"no:{first.pk}"})
    phone.post(address, {"date": f"yes:{second.pk}"})
    page = words(client.get(at("dates", here)))
    assert f"Non : {person}" in page
    assert "La date est retenue." in words(client.post(at("dates", here), {"retenir": str(second.pk)}, follow=True))
    here.meeting.refresh_from_db()
    assert here.meeting.day.isoformat() == "2027-01-13"
    assert phone.post(address, {"date": f"yes:{first.pk}"}).status_code == 409
    assert "Une date est retenue" in words(phone.get(address))
    assert client.post(at("dates", here), {"retenir": str(second.pk)}).status_code == 404


def test_only_those_who_would_be_convened_answer_dates():
    here = met(State.DRAFT)
    propose_dates(
        actor=here.actor(), meeting=here.meeting, starts=[NOW.replace(month=12, day=day) for day in (1, 2)], now=NOW
    )
    with arranging():
        stranger = PersonFactory()
    option = here.meeting.date_options.first()
    address = links.dates_path(here.meeting.pk, stranger.pk)
    assert Client().post(address, {"date": f"yes:{option.pk}"}).status_code == 409
    assert Client().get(reverse("meetings:answer_dates", kwargs={"token": "x.y"})).status_code == 404


@pytest.mark.parametrize("name", ["meetings", "meeting", "answers", "notices", "agenda_of"])
def test_queries_of_a_page_do_not_grow_with_the_roll(name, settings):
    small, large = met(State.CONVENED, members=12, represented=2), met(State.CONVENED, members=40)
    numbers = [queries(entered_as(here.secretary, settings), at(name, here)) for here in (small, large)]
    assert numbers[0] == numbers[1]


def test_a_notice_that_must_leave_is_on_the_day_of_whoever_may_send_it(settings):
    """The assembly is on the 18th, with fifteen whole days: the 2nd is within a fortnight."""
    here, later = met(State.AGENDA), met(State.AGENDA, settings={"L1.10.notice_days": 1})
    day = {"scale": here.grouping.slug}
    told = words(entered_as(here.secretary, settings).get(reverse("home:today", kwargs=day)))
    assert (
        f"D’ici au 2 décembre 8 jours Envoyer la convocation : Assemblée {of(here.grouping.name)}, 18 décembre" in told
    )
    assert "Article L1.10." in told
    member = words(entered_as(here.members[-1].person, settings).get(reverse("home:today", kwargs=day)))
    assert "Envoyer la convocation" not in member
    far = words(entered_as(later.secretary, settings).get(reverse("home:today", kwargs={"scale": later.grouping.slug})))
    assert "Envoyer la convocation" not in far
