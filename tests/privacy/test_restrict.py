"""Somebody whose data are kept and not used is named by no list, search, choice, file or paper, but to themselves and to
whoever keeps the whole directory; until it is lifted."""

from io import BytesIO

import pytest
from django.urls import reverse
from pypdf import PdfReader

from kevread.common.errors import Denied, Invalid, Refused
from kevread.directory.models import Consent, Person
from kevread.directory.queries.finding import near, people
from kevread.mail.models import Content
from kevread.privacy import operations
from kevread.privacy.models import Demand, Restriction
from kevread.seats.models import Mandate
from kevread.seats.queries.actors import actor_of
from kevread.seats.queries.addresses import Addresses
from kevread.seats.queries.candidates import candidates
from tests.conftest import NOW, TODAY, arranging
from tests.factories import PersonFactory
from tests.pressing import press, shown

pytestmark = pytest.mark.django_db
NAME = "Zénaïde Quistinic"


@pytest.fixture
def person(scene):
    """On the board of the first pôle, and shown to everybody until now."""
    with arranging():
        row = PersonFactory(given_name="Zénaïde", family_name="Quistinic", email="zenaide@exemple.fr")
        scene.world.seated(f"{scene.first.slug}-board", "administrator", person=row)
        for what in Consent.What.values:
            Consent.objects.create(person=row, what=what, period=scene.world.head.period)
    return row


@pytest.fixture
def limited(scene, person):
    operations.restrict(actor=scene.coordination, person=person, within=scene.world.head, why="Sa demande", now=NOW)
    person.refresh_from_db()
    return person


def lifted(scene, person, why="C’est corrigé."):
    return operations.lift(actor=scene.coordination, person=person, within=scene.world.head, why=why, now=NOW)


def president_of(scene):
    return scene.world.holder(f"{scene.first.slug}-board", "president").person


LISTS = (
    ("directory:people", "?q=quistinic"), ("seats:people_csv", ""), ("seats:mandates", ""), ("seats:mandates_csv", ""),
    ("seats:mandates_xlsx", ""), ("seats:forecast_csv", ""), ("seats:bodies", ""), ("seats:officers_pdf", ""),
    ("rhythm:governance_pdf", ""),
)  # fmt: skip


def told(client, scene) -> list[str]:
    """Where they are named, of the lists, the files and the papers of their pôle, and by the search."""
    asked = [(name, reverse(name, kwargs={"scale": scene.first.slug}) + more) for name, more in LISTS]
    board = {"scale": scene.first.slug, "body": f"{scene.first.slug}-board"}
    asked += [("seats:body", reverse("seats:body", kwargs=board)), ("search", "/chercher?q=quistinic")]
    found = []
    for name, url in asked:
        answer = client.get(url)
        assert answer.status_code == 200, url
        content = answer.content
        if content.startswith(b"%PDF"):
            text = " ".join(page.extract_text() for page in PdfReader(BytesIO(content)).pages)
        else:
            text = content.decode("utf-8", "replace")
        # What was typed is shown again in the form: their given name was not.
        found += [name] if "Zénaïde" in text else []
    return found


def test_nobody_lifts_what_limits_their_own_data(scene):
    own = Person.objects.get(pk=scene.coordination.person)
    with arranging():
        Restriction.objects.create(person=own, why="Sa demande", decided_by=own, since=NOW)
    with pytest.raises(Refused, match="quelqu’un d’autre"):
        lifted(scene, own)
    assert Restriction.objects.get().lifted_at is None


def test_somebody_erased_is_not_restricted(scene):
    with arranging():
        gone = PersonFactory()
    operations.erase(actor=scene.coordination, person=gone, within=scene.world.head, why="Sa demande", now=NOW)
    with pytest.raises(Refused, match="est effacée"):
        operations.restrict(actor=scene.coordination, person=gone, within=scene.world.head, why="Sa demande", now=NOW)
    assert not Restriction.objects.exists()


def test_nobody_finds_them_any_more_and_before_everybody_did(scene, person, readers):
    client = readers.as_person(president_of(scene))
    before = told(client, scene)
    assert {"directory:people", "seats:people_csv", "seats:mandates", "seats:mandates_csv", "seats:body", "search"} <= {
        *before
    }
    operations.restrict(actor=scene.coordination, person=person, within=scene.world.head, why="Sa demande", now=NOW)
    assert told(client, scene) == []
    lifted(scene, person)
    assert told(client, scene) == before


def test_the_public_is_shown_nobody_either(scene, limited, readers):
    board = {"scale": scene.first.slug, "body": f"{scene.first.slug}-board"}
    assert "Zénaïde" not in readers.public.get(reverse("seats:body", kwargs=board)).content.decode()
    lifted(scene, limited)
    assert "Zénaïde" in readers.public.get(reverse("seats:body", kwargs=board)).content.decode()


def test_they_and_whoever_keeps_the_whole_directory_still_find_them(scene, limited, readers):
    where = reverse("seats:person", kwargs={"scale": scene.world.head.slug, "key": limited.pk})
    assert readers.coordination.get(where).status_code == 200
    assert "limité depuis" in readers.coordination.get(where).content.decode()
    assert readers.as_person(limited).get(where).status_code == 200
    assert readers.as_person(president_of(scene)).get(where).status_code == 404
    mine = readers.as_person(limited).get(reverse("privacy:dossier")).content.decode()
    assert "limitations de l’usage" in mine.lower()


def test_they_are_offered_for_no_seat(scene, limited):
    actor = actor_of(president_of(scene), TODAY)
    seat = scene.seat(f"{scene.second.slug}-board", "administrator")
    found = candidates(seat, None, TODAY, "quistinic")
    assert [one.person for one in (*found.eligible, *found.others)] == []
    assert list(people(actor, "quistinic").rows) == []
    assert [row for row in near(actor, "quistinik", TODAY) if isinstance(row, Person)] == []
    lifted(scene, limited)
    found = candidates(seat, None, TODAY, "quistinic")
    assert [one.person for one in (*found.eligible, *found.others)] == [limited]


def test_their_address_is_given_to_nobody_who_does_not_keep_the_whole_directory(scene, limited):
    theirs = Addresses(actor_of(president_of(scene), TODAY), TODAY, [limited.pk])
    assert theirs.of(limited) == ""
    assert Addresses(scene.coordination, TODAY, [limited.pk]).of(limited) == "zenaide@exemple.fr"
    assert Addresses(actor_of(limited, TODAY), TODAY, [limited.pk]).of(limited) == "zenaide@exemple.fr"
    lifted(scene, limited)
    limited.refresh_from_db()
    assert theirs.of(limited) == "zenaide@exemple.fr"


def test_they_still_sit_where_they_sit(scene, limited):
    """What others have a right to is counted as before: who sits, who votes."""
    assert Mandate.objects.on(TODAY).filter(person=limited).exists()
    assert actor_of(limited, TODAY).hats


def test_it_is_decided_by_whoever_keeps_the_whole_directory_and_by_nobody_else(scene, person):
    for who in (actor_of(president_of(scene), TODAY), scene.direction, actor_of(person, TODAY)):
        with pytest.raises(Denied):
            operations.restrict(actor=who, person=person, within=scene.world.head, why="Sa demande", now=NOW)
    assert not Restriction.objects.exists()


def test_it_says_why_once_and_is_lifted_once(scene, person):
    asked = {"actor": scene.coordination, "person": person, "within": scene.world.head, "now": NOW}
    with pytest.raises(Invalid) as wrong:
        operations.restrict(**asked, why="  ")
    assert wrong.value.field == "why"
    with pytest.raises(Refused, match="n’est pas limité"):
        operations.lift(**asked, why="Rien")
    operations.restrict(**asked, why="Sa demande")
    with pytest.raises(Refused, match="déjà limité"):
        operations.restrict(**asked, why="Encore")
    with pytest.raises(Invalid):
        operations.lift(**asked, why="")
    found = operations.lift(**asked, why="C’est corrigé.")
    assert (found.lifted_because, found.lifted_at) == ("C’est corrigé.", NOW)
    with pytest.raises(Refused, match="n’est pas limité"):
        operations.lift(**asked, why="Encore")
    person.refresh_from_db()
    assert person.limited_since is None


def test_they_are_told_when_it_begins_and_when_it_is_lifted(scene, limited):
    lifted(scene, limited, "Le nom est corrigé.")
    first, second = Content.objects.filter(dispatch__person=limited).order_by("pk")
    assert "Sa demande" in first.text
    assert "Le nom est corrigé." in second.text


def test_what_they_asked_is_answered_by_it_and_not_without_it(scene, person):
    with arranging():
        demand = Demand.objects.create(
            organisation=scene.world.head, person=person, kind="restrict", text="Limitez", received_on=TODAY
        )
    answered = {"actor": scene.coordination, "demand": demand, "text": "C’est limité.", "now": NOW}
    with pytest.raises(Refused, match="répond de soi-même"):
        operations.answer(**answered, outcome="granted")
    operations.restrict(actor=scene.coordination, person=person, within=scene.world.head, why="Sa demande", now=NOW)
    demand.refresh_from_db()
    assert demand.outcome == "granted"


def test_the_screen_limits_then_lifts(scene, person, readers):
    where = reverse("privacy:restrict", kwargs={"scale": scene.world.head.slug, "key": person.pk})
    assert readers.as_person(president_of(scene)).get(where).status_code == 403
    client = readers.coordination
    assert client.get(where).status_code == 200
    assert not Restriction.objects.exists()  # looking does nothing
    other = shown(client, where)  # a second window, where nothing is limited yet
    assert client.post(where, {"vu": other, "why": ""}).status_code == 422
    assert press(client, where, {"why": "Sa demande"}).status_code == 302
    assert client.post(where, {"vu": other, "why": "Sa demande"}).status_code == 422
    assert Restriction.objects.get().lifted_at is None  # what it did not show is not undone
    assert "Lever la limitation" in client.get(where).content.decode()
    assert press(client, where, {"why": "C’est corrigé."}).status_code == 302
    assert Restriction.objects.get().lifted_at
