"""Entering as somebody, in the demonstration; and every entrance closed on a real federation."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.test import Client

from kevread.accounts.operations import create_account
from kevread.common.reading import Misread
from kevread.demonstration.personae import Persona, load
from kevread.demonstration.rules import read_deeds
from kevread.directory.models import Person
from kevread.seats.middleware import PERSONA
from tests.conftest import NOW, arranging
from tests.factories import BodyFactory, MandateFactory, OrganisationFactory, PersonFactory, SeatFactory

pytestmark = pytest.mark.django_db
ROOT = Path(__file__).parents[2]
ENTRANCE, WAY_OUT = "/demonstration/entrer/direction/", "/demonstration/sortir/"
ADDRESSES = ["/demonstration/", ENTRANCE, WAY_OUT, "/demonstration/courrier/"]


@pytest.fixture
def person() -> Person:
    with arranging():
        team = BodyFactory(organisation=OrganisationFactory(grouping=True), team=True)
        person = PersonFactory(given_name="Maëlle", family_name="Le Test")
        MandateFactory(seat=SeatFactory(body=team, direction=True), person=person, hired=True)
    return person


@pytest.fixture(autouse=True)
def _one_persona(monkeypatch, settings):
    settings.KEVREAD_DEMONSTRATION = True
    find = Person.objects.filter(given_name="Maëlle").first
    monkeypatch.setattr(
        "kevread.demonstration.personae.personae",
        lambda: [
            Persona("direction", "Maëlle Le Test", "Directrice, elle confie les sièges.", find, "/mentions-legales/")
        ],
    )


def who_is_there(visitor: Client):
    return visitor.get("/mentions-legales/").context["actor"]


def test_the_page_says_who_each_one_is(person):
    page = Client().get("/demonstration/").content.decode()
    assert "Maëlle Le Test" in page
    assert "elle confie les sièges" in page
    assert f'action="{ENTRANCE}"' in page


def test_one_enters_with_the_rights_of_their_seats(person):
    visitor = Client()
    assert visitor.post(ENTRANCE).headers["Location"] == "/mentions-legales/"
    actor = who_is_there(visitor)
    assert actor.name == "Maëlle Le Test"
    assert [hat.role for hat in actor.hats] == ["direction"]


def test_from_any_page_the_letters_that_were_not_sent_are_a_gesture_away(person, settings):
    visitor = Client()
    visitor.post(ENTRANCE)
    assert 'href="/demonstration/courrier/"' in visitor.get("/mentions-legales/").text
    settings.KEVREAD_DEMONSTRATION = False
    assert "/demonstration/" not in visitor.get("/mentions-legales/").text


def test_one_leaves(person):
    visitor = Client()
    visitor.post(ENTRANCE)
    visitor.post(WAY_OUT)
    assert who_is_there(visitor).is_anonymous


def test_entering_leaves_the_account_that_was_there(person):
    visitor = Client()
    visitor.force_login(create_account(email="lena@exemple.fr", now=NOW))
    before = visitor.session.session_key
    visitor.post(ENTRANCE)
    assert "_auth_user_id" not in visitor.session
    assert visitor.session.session_key != before


def test_a_link_enters_nowhere(person):
    assert Client().get(ENTRANCE).status_code == 405
    assert Client(enforce_csrf_checks=True).post(ENTRANCE).status_code == 403


def test_nobody_of_that_name(person):
    assert Client().post("/demonstration/entrer/inconnue/").status_code == 404


def test_a_persona_that_the_data_do_not_hold_is_said_so():
    response = Client().post(ENTRANCE)
    assert response.status_code == 409
    assert "n’est pas dans les données" in response.content.decode()


def test_each_persona_has_a_name_of_its_own(settings):
    slugs = [persona.slug for persona in load(settings.KEVREAD_FEDERATION / "demonstration" / "personae.yaml")]
    assert len(set(slugs)) == len(slugs)


@pytest.mark.parametrize("address", ADDRESSES)
@pytest.mark.parametrize("method", ["get", "post"])
def test_on_a_real_federation_the_pages_do_not_exist(person, settings, address, method):
    settings.KEVREAD_DEMONSTRATION = False
    assert getattr(Client(), method)(address).status_code == 404


def test_on_a_real_federation_a_session_that_says_so_is_nobody(person, settings):
    settings.KEVREAD_DEMONSTRATION = False
    visitor = Client()
    session = visitor.session
    session[PERSONA] = str(person.pk)
    session.save()
    assert who_is_there(visitor).is_anonymous


def test_on_a_real_federation_no_page_leads_there(settings):
    settings.KEVREAD_DEMONSTRATION = False
    for address in ("/mentions-legales/", "/compte/connexion/", "/compte/ouvrir/"):
        assert "/demonstration/" not in Client().get(address).content.decode()


def settings_with(tmp_path: Path, *, demonstration: str) -> subprocess.CompletedProcess:
    environment = {**os.environ, "KEVREAD_DATA": str(tmp_path), "PYTHONPATH": str(ROOT / "src")}
    asked = "from config import settings; print(settings.KEVREAD_DEMONSTRATION, settings.MAILERS['default']['BACKEND'])"
    return subprocess.run(
        [sys.executable, "-c", asked],
        env=environment | {"KEVREAD_DEMONSTRATION": demonstration},
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_data_of_a_real_federation_refuse_the_demonstration(tmp_path):
    (tmp_path / "instance.json").write_text('{"kind": "federation"}')
    run = settings_with(tmp_path, demonstration="1")
    assert run.returncode != 0
    assert "La démonstration ne peut pas être ouverte" in run.stderr


def test_without_the_flag_mail_leaves_and_the_demonstration_is_off(tmp_path):
    assert settings_with(tmp_path, demonstration="").stdout.split() == [
        "False",
        "django.core.mail.backends.smtp.EmailBackend",
    ]


def test_a_persona_without_a_beginning_is_told_with_its_line(tmp_path):
    path = tmp_path / "personae.yaml"
    path.write_text(
        "- {slug: a, name: A, person: A B, start: /, sentence: Oui.}\n- slug: b\n  name: 3\n", encoding="utf-8"
    )
    with pytest.raises(Misread) as told:
        load(path)
    assert told.value.at == "personae.yaml:3"
    assert [fault.at for fault in told.value.faults] == ["personae.yaml:3", *["personae.yaml:2"] * 3]


def test_what_a_story_leaves_out_is_told_with_its_line(tmp_path):
    (tmp_path / "story.yaml").write_text("- {day: 2025-01-22, do: attest, clause: R7.16/1}\n- {day: hier, by: A}\n")
    with pytest.raises(Misread) as told:
        read_deeds(tmp_path)
    assert [fault.at for fault in told.value.faults] == ["story.yaml:2", "story.yaml:2"]
    assert "« day » : une date est attendue" in told.value.message
    assert "« do » manque" in told.value.message
