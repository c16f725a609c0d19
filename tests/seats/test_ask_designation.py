"""A vacant seat that another organisation gives: who designates there, and the letter that asks them; read before it leaves."""

from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.urls import reverse

from kevread.common.actor import NOBODY
from kevread.common.errors import Denied, Invalid, Refused
from kevread.common.todo import Asker
from kevread.directory.models import Person
from kevread.journal.models import Act
from kevread.mail.models import Dispatch, Unsubscription
from kevread.seats.models import Body
from kevread.seats.operations import ask_designation
from kevread.seats.queries.designating import designating, is_designated, letter_about
from kevread.seats.queries.plan import WRITTEN, first_of
from kevread.seats.todo import designations_asked
from kevread.ui.hemicycle import Sector, Spot
from tests.charter.people import holder
from tests.clients import entered_as
from tests.conftest import NOW, TODAY, arranging
from tests.factories import since
from tests.seats.screens import words
from tests.worlds import end, put

pytestmark = pytest.mark.django_db
ASK = "Qui vous représente au conseil, d’ici au 15 décembre ?"


@pytest.fixture
def president(scene) -> Person:
    """That of the second pôle, who is written to."""
    person = scene.world.holder(f"{scene.second.slug}-board", "president").person
    with arranging():
        put(person, email="presidence@example.org")
    person.refresh_from_db()
    scene.free_a_place(scene.second)
    return person


def ask(scene, actor=None, **more):
    asked = {"seat": scene.board, "represents": scene.second, "message": ASK, "now": NOW}
    return ask_designation(actor=actor or scene.direction, **asked | more)


def address(scene, whom=None) -> str:
    where = {"scale": scene.grouping.slug, "body": scene.board.body.slug, "seat": scene.board.title}
    return f"{reverse('seats:designation', kwargs=where)}?pour={(whom or scene.second).slug}"


def test_the_board_of_who_is_represented_designates_and_those_who_decide_there_act(scene, president):
    found = designating(scene.board, scene.second, TODAY, scene.direction)
    assert found.body == Body.objects.get(slug=f"{scene.second.slug}-board")
    assert president in [person for person, _ in found.people]
    assert all(scene.second.name in role for _, role in found.people)
    assert found.reached == [person for person, _ in found.people if person.email]


def test_nobody_is_read_by_whoever_reads_nobody(scene, president):
    assert designating(scene.board, scene.second, TODAY, NOBODY).people == ()


def test_only_a_seat_that_another_gives_is_designated(scene):
    assert is_designated(scene.board, scene.second)
    assert not is_designated(scene.board, None)
    assert not is_designated(scene.board, scene.grouping)
    assert not is_designated(scene.seat(f"{scene.second.slug}-board", "president"), scene.second)
    assert not is_designated(scene.seat(f"{scene.grouping.slug}-team", "delegate"), scene.second)


def test_each_is_written_to_once_and_the_journal_keeps_it(scene, president):
    told = ask(scene)
    assert president in told
    letters = Dispatch.objects.filter(person__in=told)
    assert letters.count() == len(told)
    act = Act.objects.get(verb="seats.ask_designation")
    assert {letter.act for letter in letters} == {act.pk} and act.organisation == scene.grouping.pk
    letter = letters.get(person=president).content
    assert ASK in letter.text and scene.board.name in letter.text
    assert f"/confier?pour={scene.second.slug}" in letter.text


def test_the_answer_comes_back_to_who_wrote(scene, president):
    sender = Person.objects.get(pk=scene.direction.person)
    with arranging():
        put(sender, email="direction@example.org")
    ask(scene)
    assert Dispatch.objects.get(person=president).content.reply_to == "direction@example.org"


def test_not_again_within_a_week(scene, president):
    ask(scene)
    with pytest.raises(Refused, match="déjà écrit pour ce siège le 24 novembre 2026"):
        ask(scene, now=NOW + timedelta(days=7) - timedelta(minutes=1))
    assert ask(scene, now=NOW + timedelta(days=7))
    assert letter_about(scene.board, scene.second, TODAY).at == NOW
    assert letter_about(scene.board, scene.second, TODAY + timedelta(days=7)).at == NOW + timedelta(days=7)
    assert letter_about(scene.board, scene.first, TODAY) is None
    assert letter_about(scene.board, scene.second, TODAY - timedelta(days=1)) is None


@pytest.mark.parametrize("message", ["", "   ", "Trop court.", "x" * 2001])
def test_what_is_asked_is_said(scene, president, message):
    with pytest.raises(Invalid) as refusal:
        ask(scene, message=message)
    assert refusal.value.field == "message" and not Dispatch.objects.exists()


def test_a_seat_that_is_given_here_asks_nobody(scene, president):
    with pytest.raises(Refused, match="il se confie ici"):
        ask(scene, represents=scene.grouping)


def test_without_an_address_or_with_letters_stopped_nobody_is_written_to(scene, president):
    with arranging():
        put(Person.objects.exclude(pk=president.pk), email="")
        Unsubscription.objects.create(address=president.email, since=NOW)
    with pytest.raises(Refused, match="adresse électronique"):
        ask(scene)
    assert not Act.objects.filter(verb="seats.ask_designation").exists()


def test_those_who_do_not_fill_the_seats_of_this_body_do_not_write(scene, president):
    for actor in (scene.president_of(scene.second), scene.actor(f"{scene.world.groupings[1].slug}-team", "direction")):
        with pytest.raises(Denied):
            ask(scene, actor=actor)


# On screen.


def test_from_the_vacant_seat_to_the_letter_read_and_sent(scene, readers, president):
    client, here = readers.direction, address(scene)
    page = words(client.get(here))
    assert f"Conseil d’administration, {scene.second.name}" in page and str(president) in page
    assert client.post(here, {"message": "Non"}).status_code in (200, 422) and not Dispatch.objects.exists()
    read = words(client.post(here, {"message": ASK}))
    assert '<blockquote class="prose">' in client.post(here, {"message": ASK}).text  # its paragraphs stand apart
    assert "Rien n’est encore parti" in read and ASK in read and not Dispatch.objects.exists()
    sent = words(client.post(here, {"message": ASK, "etape": "confirmer"}, follow=True))
    assert "C’est parti" in sent and Dispatch.objects.filter(person=president).exists()
    again = words(client.get(here))
    assert (
        "Une lettre est partie le 24 novembre 2026 à qui désigne" in again and "à partir du 1er décembre 2026" in again
    )
    assert "Relire la lettre" not in again


def test_whoever_is_proposed_is_in_the_letter_whatever_is_typed_and_in_the_journal(scene, readers, president):
    person = scene.administrator_of(scene.second)
    here = f"{address(scene)}&personne={person.pk}"
    page = words(readers.direction.get(here))
    assert f"Vous proposez {person}" in page
    assert "(Conseil d’administration), et nous répondre" in page and "À savoir" not in page
    readers.direction.post(here, {"message": ASK, "etape": "confirmer"})
    assert Act.objects.get(verb="seats.ask_designation").arguments["proposed"] == str(person.pk)
    letter = Dispatch.objects.get(person=president).content.text
    assert f"{scene.grouping.name} vous propose d’y désigner {person}." in letter and f"personne={person.pk}" in letter


def test_what_whoever_is_proposed_lacks_is_said_to_both(scene, readers, president, somebody):
    page = words(readers.direction.get(f"{address(scene)}&personne={somebody.pk}"))
    assert f"{somebody} n’est pas éligible" in page and f"À savoir : {somebody} ne siège pas" in page
    assert "Il faut d’abord y entrer, ce qui se décide chez vous : " in page
    assert "À savoir" in page and page.count("ne siège pas au conseil") == 2


def test_nobody_is_named_to_who_may_not_propose(scene, readers, somebody):
    assert str(somebody) not in readers.president(scene.second).get(f"{address(scene)}&personne={somebody.pk}").text


def test_the_page_of_the_body_says_that_an_answer_is_awaited_until_the_place_was_freed_since(scene, readers, president):
    where = reverse("seats:body", kwargs={"scale": scene.grouping.slug, "body": scene.board.body.slug})
    told = f"Une lettre est partie le 24 novembre 2026 à qui désigne, écrite par {scene.direction.name} ("
    assert told not in words(readers.direction.get(where))
    ask(scene)
    assert told in words(readers.direction.get(where))
    assert "Une lettre est partie" not in words(readers.public.get(where))
    assert "Une lettre est partie" not in words(readers.direction.get(f"{where}?au=2026-11-23"))


def test_who_wrote_is_not_asked_first_to_propose_again_and_who_designates_is(scene, readers, president):
    where = reverse("seats:body", kwargs={"scale": scene.grouping.slug, "body": scene.board.body.slug})
    theirs = readers.president(scene.second)
    assert WRITTEN not in readers.direction.get(where).text
    ask(scene)
    assert WRITTEN in readers.direction.get(where).text and f"pour={scene.second.slug}" in theirs.get(where).text
    assert WRITTEN not in theirs.get(where).text
    awaited, free = (Spot("free", "Proposer quelqu’un", role, "+", url="/") for role in (f"Trésorerie, {WRITTEN}", ""))
    assert first_of([Sector("", (awaited,))]) is None
    assert first_of([Sector("", (awaited, free))]) is free


def test_the_bodies_say_where_a_place_is_free_and_for_whom(scene, readers, president):
    page = words(readers.public.get(reverse("seats:bodies", args=[scene.grouping.slug])))
    assert f"1 place libre : {scene.second.name}" in page and "1 place libre. Chaque instance" in page


def test_the_page_of_a_body_leads_there_from_a_vacant_seat_that_another_gives(scene, readers, settings):
    where, title = reverse("seats:body", kwargs={"scale": "cress", "body": "cress-bureau"}), "vice-president-grouping"
    here = f'href="{where}/{title}/qui-designe?pour={scene.grouping.slug}"'
    client = entered_as(holder(scene.world, "cress-team", "direction"), settings)
    assert here not in client.get(where).content.decode()
    with arranging():
        end(scene.world.mandates("cress-bureau", title).filter(represents=scene.grouping))
    assert here in client.get(where).content.decode()
    assert here not in readers.public.get(where).content.decode()


def test_addresses_are_shown_to_nobody(scene, readers, president):
    assert president.email not in readers.direction.get(address(scene)).content.decode()


def test_others_read_who_designates_and_write_nothing(scene, readers, president):
    reader = readers.president(scene.second)
    page = words(reader.get(address(scene)))
    assert str(president) in page and "Relire la lettre" not in page
    assert reader.post(address(scene), {"message": ASK, "etape": "confirmer"}).status_code == 403
    assert readers.public.get(address(scene)).status_code == 302
    assert readers.elsewhere.get(address(scene)).status_code == 403
    assert readers.direction.get(address(scene, scene.world.groupings[1])).status_code == 404
    assert not Dispatch.objects.exists()


def test_when_nobody_acts_there_it_says_so(scene, readers):
    with arranging():
        end(scene.world.mandates(f"{scene.second.slug}-board"))
    page = words(readers.direction.get(address(scene)))
    assert "Personne n’y tient aujourd’hui un siège qui le permet" in page and "Relire la lettre" not in page


# What « Aujourd’hui » says of it to those who designate.


def awaited(scene, on=TODAY, actor=None):
    asker = actor or scene.president_of(scene.second)
    person = Person.objects.get(pk=asker.person)
    return designations_asked(Asker(asker, person, scene.second, frozenset({scene.second.pk}), on))


def test_the_letter_waits_for_those_who_designate_and_says_who_is_proposed(scene, president, settings):
    somebody = scene.administrator_of(scene.second)
    ask(scene, proposed=somebody)
    (todo,) = awaited(scene)
    assert scene.second.name in todo.what and scene.board.name in todo.what and scene.grouping.name in todo.what
    assert "le 24 novembre 2026" in todo.why and f"et propose {somebody}" in todo.why
    page = entered_as(president, settings).get(todo.url)
    assert page.status_code == 200 and str(somebody) in page.content.decode()


def test_a_letter_says_who_wrote_it_and_whom_it_proposed_and_is_told_before_another(scene, readers, president):
    person = scene.administrator_of(scene.second)
    there = {"scale": scene.grouping.slug, "body": scene.board.body.slug, "seat": scene.board.title}
    where = f"{reverse('seats:fill', kwargs=there)}?pour={scene.second.slug}&personne={person.pk}"
    write = f"Écrire à qui désigne, en proposant {person}"
    assert write in words(readers.direction.get(where))
    ask(scene, proposed=person)
    page, said = words(readers.direction.get(where)), f", qui proposait {person} : une réponse est attendue"
    assert f"écrite par {scene.direction.name} (" in page and said in page
    assert write not in page and "à partir du 1er décembre 2026" in page
    assert said in words(readers.direction.get(address(scene)))
    others = words(readers.president(scene.second).get(address(scene)))
    assert "écrite par" in others and "qui proposait" not in others, "to who may not propose"


def test_it_waits_for_nobody_else(scene, president):
    ask(scene)
    assert not awaited(scene, actor=scene.president_of(scene.first))
    assert not awaited(scene, actor=scene.direction)


def test_only_where_one_looks(scene, president):
    ask(scene)
    actor = scene.president_of(scene.second)
    assert not designations_asked(Asker(actor, president, scene.first, frozenset({scene.first.pk}), TODAY))


def test_only_the_last_letter_waits(scene, president):
    ask(scene)
    ask(scene, now=NOW + timedelta(days=8), proposed=scene.administrator_of(scene.second))
    (todo,) = awaited(scene, on=TODAY + timedelta(days=8))
    assert "2 décembre 2026" in todo.why and "propose" in todo.why


def test_it_waits_no_longer_once_somebody_sits_or_is_to_sit(scene, president):
    ask(scene)
    with arranging():
        seated = scene.world.seated(scene.board.body.slug, "administrator", represents=scene.second)
    assert not awaited(scene)
    with arranging():
        put(seated, period=since(TODAY + timedelta(days=7)))
    assert not awaited(scene)


def test_it_waits_no_longer_once_a_decision_gives_the_place(scene, president, monkeypatch):
    ask(scene)
    given = SimpleNamespace(seat=scene.board.pk, represents=scene.second)
    monkeypatch.setattr("kevread.seats.queries.awaited.promises", lambda seats: [given] if given.seat in seats else [])
    assert not awaited(scene)
    given.represents = scene.first
    assert awaited(scene)


def test_a_place_that_was_freed_again_since_waits_for_another_letter(scene, president):
    ask(scene)
    with arranging():
        seated = scene.world.seated(scene.board.body.slug, "administrator", represents=scene.second)
        put(seated, period=since(TODAY, TODAY + timedelta(days=2)))
    assert not awaited(scene, on=TODAY + timedelta(days=2))
    assert not awaited(scene, on=TODAY + timedelta(days=3))


@pytest.mark.parametrize(("days", "waits"), [(90, True), (91, False)])
def test_for_three_months(scene, president, days, waits):
    ask(scene)
    assert bool(awaited(scene, on=TODAY + timedelta(days=days))) is waits


def test_nothing_is_asked_where_nobody_wrote(scene, president, django_assert_num_queries):
    actor = scene.president_of(scene.second)
    asker = Asker(actor, president, scene.second, frozenset({scene.second.pk}), TODAY)
    with django_assert_num_queries(1):
        assert not designations_asked(asker)


def test_the_seat_names_whoever_is_proposed_to_those_who_may_fill_it_alone(scene, readers, president, settings):
    person = scene.administrator_of(scene.second)
    page = reverse("seats:body", kwargs={"scale": scene.grouping.slug, "body": scene.board.body.slug})
    ask(scene, proposed=person)
    said = f", qui proposait {person} : une réponse est attendue"
    assert said in words(readers.direction.get(page))
    assert said in words(readers.president(scene.second).get(page)), "they were written to, and it names them"
    other = words(entered_as(person, settings).get(page))
    assert "Une lettre est partie" in other and "qui proposait" not in other
