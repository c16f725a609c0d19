"""What people ask about their data is answered within the month, by whoever answers there, and told by letter."""

import re
from datetime import date, timedelta

import pytest
from django.urls import reverse

from kevread.charter.models import Setting
from kevread.common.errors import Denied, Invalid, Refused
from kevread.common.todo import Asker
from kevread.directory.operations import register_person
from kevread.journal.memory import forget
from kevread.mail.models import Content
from kevread.privacy import operations
from kevread.privacy.models import Demand, Erasure
from kevread.privacy.queries.demands import due, register
from kevread.privacy.todo import demands_to_answer
from kevread.seats.queries.actors import actor_of
from tests.conftest import NOW, TODAY, arranging
from tests.factories import PersonFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def president(scene):
    return scene.world.holder(f"{scene.first.slug}-board", "president").person


@pytest.fixture
def person(scene, president):
    """Registered by the first pôle."""
    return register_person(
        actor=actor_of(president, TODAY), within=scene.first, given_name="Zénaïde", family_name="Quistinic",
        email="zenaide@exemple.fr", now=NOW,
    )  # fmt: skip


def asked(person, kind="rectify", **more):
    return operations.ask(
        actor=actor_of(person, TODAY), person=person, kind=kind, text="Mon nom a changé.", now=NOW, **more
    )


def noted(scene, president, person, on, kind="access"):
    return operations.note(
        actor=actor_of(president, TODAY), organisation=scene.first, person=person, kind=kind, text="Par courrier",
        received_on=on, now=NOW,
    )  # fmt: skip


def day_of(person, scene, on=TODAY):
    places = frozenset({scene.first.pk, scene.grouping.pk})
    return demands_to_answer(Asker(actor_of(person, on), person, scene.first, places, on))


def test_one_asks_whoever_registered_them_else_the_head(scene, person):
    assert asked(person).organisation == scene.first
    with arranging():
        other = PersonFactory()
    assert asked(other).organisation == scene.world.head


def test_nobody_asks_for_somebody_else(person, president):
    with pytest.raises(Denied, match="Chacun·e demande pour soi"):
        operations.ask(actor=actor_of(president, TODAY), person=person, kind="access", text="Pour elle", now=NOW)
    assert not Demand.objects.exists()


@pytest.mark.parametrize(("kind", "text", "field"), [("other", "Des mots", "kind"), ("access", "non", "text")])
def test_what_is_asked_is_said(person, kind, text, field):
    with pytest.raises(Invalid) as wrong:
        operations.ask(actor=actor_of(person, TODAY), person=person, kind=kind, text=text, now=NOW)
    assert wrong.value.field == field


def test_the_same_is_asked_once_until_it_is_answered(scene, person, president):
    first = asked(person)
    with pytest.raises(Refused, match="déjà demandé"):
        asked(person)
    asked(person, kind="access")
    operations.answer(actor=actor_of(president, TODAY), demand=first, outcome="granted", text="C’est fait.", now=NOW)
    assert asked(person).pk != first.pk


def test_an_answer_leaves_by_letter_and_is_final(scene, person, president):
    demand = asked(person)
    operations.answer(actor=actor_of(president, TODAY), demand=demand, outcome="partly", text="Le nom seul.", now=NOW)
    letter = Content.objects.get()
    assert letter.dispatch.person == person
    assert "Le nom seul." in letter.text and "cnil.fr" in letter.text
    with pytest.raises(Refused, match="a déjà répondu"):
        operations.answer(
            actor=actor_of(president, TODAY), demand=demand, outcome="refused", text="En fait non.", now=NOW
        )


def test_an_erasing_is_not_said_to_be_done(scene, person, president):
    demand = asked(person, kind="erase")
    with pytest.raises(Refused, match="Effacer répond de soi-même"):
        operations.answer(
            actor=actor_of(president, TODAY), demand=demand, outcome="granted", text="C’est fait.", now=NOW
        )
    operations.answer(
        actor=actor_of(president, TODAY), demand=demand, outcome="refused", text="Vous siégez encore.", now=NOW
    )


def test_nobody_answers_themselves(scene, president):
    with arranging():
        demand = Demand.objects.create(
            organisation=scene.first, person=president, kind="access", text="Tout lire", received_on=TODAY
        )
    with pytest.raises(Refused, match="On ne répond pas à sa propre demande"):
        operations.answer(actor=actor_of(president, TODAY), demand=demand, outcome="granted", text="Voilà.", now=NOW)
    assert day_of(president, scene) == []


def test_the_month_runs_from_the_day_it_was_received(scene, person, president):
    for received, by, late in (
        (TODAY - timedelta(days=10), date(2026, 12, 14), False),
        (date(2026, 10, 24), TODAY, False),
        (date(2026, 10, 23), date(2026, 11, 23), True),
    ):
        with arranging():
            Demand.objects.all().delete()
        noted(scene, president, person, received)
        (row,) = register(actor_of(president, TODAY), scene.first.pk, TODAY)
        assert (row.by, row.is_late) == (by, late)
        (line,) = day_of(president, scene)
        assert (line.by, "ce mois est passé" in line.why) == (by, late)


def test_what_was_answered_is_late_no_more_and_waits_for_nobody(scene, person, president):
    demand = noted(scene, president, person, date(2026, 9, 1))
    operations.answer(actor=actor_of(president, TODAY), demand=demand, outcome="granted", text="Voici.", now=NOW)
    demand.refresh_from_db()
    assert not due([demand], TODAY)[0].is_late
    assert day_of(president, scene) == []


def test_it_waits_for_whoever_answers_there_and_for_nobody_else(scene, person, president):
    asked(person)
    other = scene.world.holder(f"{scene.grouping.slug}-team", "direction").person
    assert len(day_of(president, scene)) == 1
    assert day_of(other, scene) == []
    assert [one.pk for one in Demand.objects.visible_to(actor_of(other, TODAY))] == []
    assert Demand.objects.visible_to(actor_of(person, TODAY)).count() == 1


def test_on_screen_from_the_demand_to_the_answer(scene, person, president, readers):
    there = readers.as_person(person)
    page = there.post(reverse("privacy:dossier"), {"kind": "rectify", "text": "Mon nom a changé."})
    assert page.status_code == 302
    demand = Demand.objects.get()
    where = reverse("privacy:demand", kwargs={"scale": scene.first.slug, "key": demand.pk})
    assert "Répondre" not in there.get(where).content.decode()
    assert readers.direction.get(where).status_code == 404
    answering = readers.as_person(president)
    assert answering.post(where, {"outcome": "granted", "text": "C’est corrigé."}).status_code == 302
    assert "C’est corrigé." in there.get(where).content.decode()


def test_the_register_is_kept_on_screen(scene, person, president, readers):
    where = reverse("privacy:demands", kwargs={"scale": scene.first.slug})
    assert readers.direction.get(where).status_code == 403
    answering = readers.as_person(president)
    page = answering.post(
        where, {"person": str(person.pk), "kind": "erase", "text": "Par courrier", "received_on": "2026-10-01"}
    )
    assert page.status_code == 302
    assert "était due le" in answering.get(where).content.decode()


def test_somebody_is_erased_on_screen_once_what_follows_was_read(scene, person, readers):
    asked(person, kind="erase")
    where = reverse("privacy:erase", kwargs={"scale": scene.world.head.slug, "key": person.pk})
    assert readers.presidency.get(where).status_code == 403
    page = readers.coordination.get(where).content.decode()
    assert "Votre fiche" in page
    assert not Erasure.objects.exists()
    sheet = reverse("seats:person", kwargs={"scale": scene.world.head.slug, "key": person.pk})
    assert where in readers.coordination.get(sheet).content.decode()
    assert where not in readers.presidency.get(sheet).content.decode()
    assert readers.coordination.post(where, {"why": "Sa demande"}).status_code == 302
    assert readers.coordination.get(where).status_code == 404
    assert "a été effacée" in readers.coordination.get(sheet).content.decode()


def test_the_delay_is_that_of_the_law_on_that_day(scene, person, president):
    demand = noted(scene, president, person, TODAY)
    assert due([demand], TODAY)[0].by == date(2026, 12, 24)
    with arranging():
        Setting.objects.filter(name="L10.1.answer_months").update(value=3)
    forget()
    assert due([demand], TODAY)[0].by == date(2027, 2, 24)


def test_two_months_more_are_told_with_why_within_the_month(scene, person, president):
    actor = actor_of(president, TODAY)
    asked_on = noted(scene, president, person, date(2026, 10, 24))  # its month ends today
    late = noted(scene, president, person, date(2026, 10, 23), "rectify")
    told = {"actor": actor, "because": "Trois fichiers sont à relire.", "now": NOW}
    with pytest.raises(Refused, match="ne se prolonge plus"):
        operations.extend(demand=late, **told)
    with pytest.raises(Invalid) as wrong:
        operations.extend(demand=asked_on, **told | {"because": " "})
    assert wrong.value.field == "because"
    assert operations.extend(demand=asked_on, **told).extended_on == TODAY
    assert due([Demand.objects.get(pk=asked_on.pk)], TODAY)[0].by == date(2027, 1, 24)
    letter = Content.objects.latest("pk").text.replace("\xa0", " ")
    assert "24 janvier 2027" in letter and "Trois fichiers" in letter
    with pytest.raises(Refused, match="une fois"):
        operations.extend(demand=asked_on, **told)
    operations.answer(actor=actor, demand=asked_on, outcome="granted", text="C’est corrigé.", now=NOW)
    with pytest.raises(Refused, match="déjà répondu"):
        operations.extend(demand=asked_on, **told)


def test_nobody_puts_off_what_they_ask_themselves(scene, president):
    own = noted(scene, president, president, TODAY)
    with pytest.raises(Refused, match="sa propre demande"):
        operations.extend(actor=actor_of(president, TODAY), demand=own, because="Plus tard, peut-être.", now=NOW)


def test_it_is_put_off_on_screen(scene, person, president, readers):
    demand = noted(scene, president, person, TODAY)
    where = reverse("privacy:demand", args=[scene.first.slug, demand.pk])
    there = readers.as_person(president)
    assert "Prolonger de deux mois" in there.get(where).text
    assert there.post(where, {"because": ""}).status_code == 422
    done = there.post(where, {"because": "Il y a trois fichiers."}, follow=True).text
    assert "prolongé de deux mois" in done and "Prolonger de deux mois" not in done and "trois fichiers" in done


@pytest.mark.parametrize("kind", Demand.Kind.values)
def test_what_waits_says_what_is_asked_in_a_sentence(scene, person, president, kind):
    """« demande à propos de ses données : corriger » was the label of the form, and « M’opposer » another’s « me »."""
    noted(scene, president, person, TODAY, kind)
    said = [one.what for one in day_of(president, scene) if str(person) in one.what]
    assert len(said) == 1 and re.match(rf"{re.escape(str(person))} demande (à|que) ", said[0])
    assert " : " not in said[0] and "moi" not in said[0]
