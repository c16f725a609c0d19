"""« Le demander »: those who may are named, a letter and a line of their day ask them, and their answer is told back."""

import re
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from kevread.common.actor import NOBODY
from kevread.common.errors import Denied, Invalid, Refused
from kevread.directory.models import Person
from kevread.mail.models import Content, Dispatch
from kevread.seats.models import Mandate, Plea
from kevread.seats.operations import answer_plea, ask_somebody
from kevread.seats.queries.actors import actor_of
from kevread.seats.roles import every_right
from kevread.ui.places import place
from tests.conftest import NOW, TODAY, arranging
from tests.directory.conftest import wearing
from tests.factories import PersonFactory
from tests.seats.screens import at, words
from tests.worlds import end

pytestmark = pytest.mark.django_db
RIGHT = "create_body"
MESSAGE = "Pourriez-vous créer le groupe du festival ?"


@pytest.fixture
def asker(scene) -> Person:
    """An administrator of the first pôle: reads there, creates no body."""
    person = scene.administrator_of(scene.first)
    with arranging():
        Person.objects.filter(pk=person.pk).update(email="demande@exemple.bzh")
    return Person.objects.get(pk=person.pk)


@pytest.fixture
def holder(scene) -> Person:
    """The president of the first pôle, who may."""
    found = scene.world.holder(f"{scene.first.slug}-board", "president").person
    with arranging():
        Person.objects.filter(pk=found.pk).update(email="presidence@exemple.bzh")
    return Person.objects.get(pk=found.pk)


def asked(scene, asker, **more) -> Plea:
    given = {"organisation": scene.first, "right": RIGHT, "message": MESSAGE, "now": NOW} | more
    return ask_somebody(actor=actor_of(asker, TODAY), **given)


def answered(plea, actor, outcome="granted", reason="", now=NOW) -> Plea:
    return answer_plea(actor=actor, plea=plea, outcome=outcome, reason=reason, now=now)


def test_from_a_refusal_to_the_answer(scene, readers, asker, holder):
    """The page that says no leads to those who may, by name; they are asked, they answer, one is told."""
    client = readers.as_person(asker)
    refused = client.get(at("create_body", scene.first))
    assert refused.status_code == 403
    door = at("ask_somebody", scene.first, right=RIGHT)
    assert door in refused.text
    page = client.get(door)
    assert str(holder) in words(page)
    assert "il ne se confie pas par une délégation" in words(page)
    assert place("who_may_commit", scale=scene.first.slug) not in page.text  # no delegation opens it
    part = words(page).replace("\xa0", " ").partition("Un courriel part à ")[2].partition(" Votre demande attend")[0]
    assert re.fullmatch(
        r"1 personne : (l’autre n’a|les autres n’ont) pas d’adresse électronique, ou n’en (veut|veulent) plus\.", part
    )
    assert str(scene.world.holder(f"{scene.second.slug}-board", "president").person) not in words(page)
    done = client.post(door, {"message": MESSAGE})
    plea = Plea.objects.get()
    assert done["Location"] == at("plea", scene.first, key=plea.pk)
    letters = Dispatch.objects.filter(person=holder)
    assert letters.count() == 1
    assert MESSAGE in Content.objects.get(dispatch=letters.get()).text
    theirs = readers.as_person(holder)
    day = theirs.get(f"/{scene.first.slug}/aujourd-hui").text
    assert at("plea", scene.first, key=plea.pk) in day
    assert theirs.post(at("plea", scene.first, key=plea.pk), {"outcome": "granted", "reason": ""}).status_code == 302
    assert at("plea", scene.first, key=plea.pk) not in theirs.get(f"/{scene.first.slug}/aujourd-hui").text
    told = Dispatch.objects.get(person=asker)
    assert "c’est fait" in Content.objects.get(dispatch=told).text
    assert "C’est fait" in words(client.get(at("plea", scene.first, key=plea.pk)))


def test_what_a_delegation_opens_of_what_an_employer_may_is_asked_from_there(scene, readers, asker):
    page = readers.as_person(asker).get(at("ask_somebody", scene.first, right="employ"))
    there = place("who_may_commit", scale=scene.first.slug)
    assert f"{there}?acte=recruter" in page.text and f"{there}?acte=entretiens" in page.text
    assert f"{there}?acte=convention" not in page.text


def test_a_notice_that_says_who_may_leads_there_too(scene, readers, asker):
    page = readers.as_person(asker).get(at("fill", scene.first, body=f"{scene.first.slug}-board", seat="administrator"))
    assert at("ask_somebody", scene.first, right="fill_seat") in page.text


def test_whoever_is_not_in_is_offered_no_such_door(scene, readers):
    page = readers.public.get(
        at("fill", scene.first, body=f"{scene.first.slug}-board", seat="administrator"), follow=True
    )
    assert "/demander/" not in page.text


@pytest.mark.parametrize("who", [NOBODY, "hatless"])
def test_somebody_outside_asks_nothing(scene, who):
    if who == "hatless":
        with arranging():
            who = actor_of(PersonFactory(), TODAY)
    with pytest.raises(Denied):
        ask_somebody(actor=who, organisation=scene.first, right=RIGHT, message=MESSAGE, now=NOW)


def test_whoever_holds_nothing_is_shown_no_form_and_sends_none(scene, readers):
    client, door = readers.hatless, at("ask_somebody", scene.first, right=RIGHT)
    assert "<textarea" not in client.get(door).text
    assert client.post(door, {"message": MESSAGE}).status_code == 403


@pytest.mark.parametrize("right", ["read", "levitate"])
def test_reading_is_not_asked_nor_what_is_no_right(scene, readers, asker, right):
    with pytest.raises(Refused):
        asked(scene, asker, right=right)
    assert readers.as_person(asker).get(at("ask_somebody", scene.first, right=right)).status_code == 404


def test_one_does_not_ask_for_what_one_may_do(scene, holder):
    with pytest.raises(Refused, match="vous-même"):
        ask_somebody(actor=actor_of(holder, TODAY), organisation=scene.first, right=RIGHT, message=MESSAGE, now=NOW)


@pytest.mark.parametrize(
    ("message", "fits"), [("a" * 9, False), ("a" * 10, True), ("a" * 1000, True), ("a" * 1001, False)]
)
def test_what_is_asked_is_said(scene, asker, message, fits):
    if fits:
        assert asked(scene, asker, message=message).message == message
    else:
        with pytest.raises(Invalid) as refusal:
            asked(scene, asker, message=message)
        assert refusal.value.field == "message"


def test_one_request_waits_at_a_time(scene, asker, holder):
    plea = asked(scene, asker)
    with pytest.raises(Refused, match="déjà demandé"):
        asked(scene, asker)
    assert Dispatch.objects.filter(person=holder).count() == 1
    asked(scene, asker, right="hire")  # another thing is another request
    answered(plea, actor_of(holder, TODAY))
    asked(scene, asker)
    with pytest.raises(IntegrityError), transaction.atomic(), arranging():
        Plea.objects.create(organisation=scene.first, right=RIGHT, person=asker, message="x", asked_at=NOW)


def test_five_a_day(scene, asker):
    rights = ["create_body", "hire", "decide_seats", "fill_seat", "attest", "end_mandate"]
    for right in rights[:5]:
        asked(scene, asker, right=right)
    with pytest.raises(Refused, match="5 demandes"):
        asked(scene, asker, right=rights[5], now=NOW + timedelta(hours=23, minutes=59))
    asked(scene, asker, right=rights[5], now=NOW + timedelta(days=1))


def test_where_nobody_may_nothing_leaves(scene, asker):
    with arranging():
        end(Mandate.objects.exclude(person=asker))
    with pytest.raises(Refused, match="Personne ne peut"):
        asked(scene, asker)
    assert not Plea.objects.exists()


def test_it_is_answered_by_whoever_may_do_it_there_and_nobody_else(scene, asker, holder):
    plea = asked(scene, asker)
    others = set(every_right()) - {RIGHT}
    for actor in (NOBODY, actor_of(asker, TODAY), wearing(others), wearing(RIGHT, scene.second, scene.grouping)):
        with pytest.raises(Denied):
            answered(plea, actor)
    with pytest.raises(Denied):  # not even with the right, since
        answered(plea, wearing(RIGHT, scene.first, person=asker))
    assert answered(plea, actor_of(holder, TODAY)).answered_by == holder


def test_it_is_read_by_whoever_asked_and_whoever_may(scene, readers, asker, holder):
    plea = asked(scene, asker)
    where = at("plea", scene.first, key=plea.pk)
    assert readers.as_person(asker).get(where).status_code == 200
    assert readers.as_person(holder).get(where).status_code == 200
    other = readers.as_person(scene.administrator_of(scene.first))
    assert other.get(where).status_code == 404
    assert other.post(where, {"outcome": "granted"}).status_code == 404
    assert readers.public.get(where).status_code == 302
    assert readers.as_person(holder).get(at("plea", scene.second, key=plea.pk)).status_code == 404
    assert "<textarea" not in readers.as_person(asker).get(where).text


def test_the_list_is_of_those_who_may_do_it_there(scene, asker):
    plea = asked(scene, asker)

    def sees(actor) -> bool:
        return Plea.objects.visible_to(actor).filter(pk=plea.pk).exists()

    assert sees(wearing(RIGHT, scene.first)) and sees(wearing(RIGHT)) and sees(actor_of(asker, TODAY))
    others = set(every_right()) - {RIGHT}
    assert not any(map(sees, (NOBODY, wearing(RIGHT, scene.second, scene.grouping), wearing(others))))


def test_no_is_said_with_its_reason(scene, asker, holder):
    plea, actor = asked(scene, asker), actor_of(holder, TODAY)
    for outcome, reason, field in (
        ("declined", "Non merci", "reason"),
        ("", "", "outcome"),
        ("granted", "a" * 1001, "reason"),
    ):
        with pytest.raises(Invalid) as refusal:
            answered(plea, actor, outcome, reason)
        assert refusal.value.field == field
    answered(plea, actor, "declined", "Le groupe existe déjà sous un autre nom.")
    assert "existe déjà" in Content.objects.get(dispatch__person=asker).text


def test_it_is_answered_once(scene, asker, holder):
    plea, actor = asked(scene, asker), actor_of(holder, TODAY)
    answered(plea, actor)
    with pytest.raises(Refused, match="a déjà répondu"):
        answered(plea, actor, "declined", "Trop tard pour le dire.")


def test_showing_the_pages_writes_nothing(scene, readers, asker, holder):
    plea = asked(scene, asker)
    readers.as_person(holder).get(at("plea", scene.first, key=plea.pk), {"outcome": "granted"})
    readers.as_person(asker).get(at("ask_somebody", scene.first, right="hire"), {"message": MESSAGE})
    assert Plea.objects.get().answered_at is None


def test_what_is_typed_may_be_anything(scene, readers, asker, holder):
    odd = "𝔎evread 🦀 <b>\u202egras</b>\r\nBcc: x"
    plea = asked(scene, asker, message=odd)
    page = readers.as_person(holder).get(at("plea", scene.first, key=plea.pk))
    assert "<b>" not in re.search(r"<blockquote>(.*?)</blockquote>", page.text, re.DOTALL)[1]
