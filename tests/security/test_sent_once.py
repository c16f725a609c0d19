"""A form sent twice from one page is done once: the second is led where the first was. A new page may do the same again."""

import re
from datetime import timedelta
from unittest import mock

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.urls import reverse

from kevread.decisions.models import Decision, FollowUp
from kevread.directory.models import Person
from kevread.documents.models import Document
from kevread.ui import once
from tests.clients import entered_as
from tests.conftest import TODAY, arranging
from tests.gatherings.decided import decided
from tests.gatherings.polling import OPEN, SECRET, opened
from tests.gatherings.preparing import a_pdf
from tests.gatherings.screens import alone, nonce_in, of_vote

PATIENCE = 15


def token_of(page) -> dict[str, str]:
    return {once.TOKEN: re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page.text)[1]}


def sent_twice(client: Client, page: str, typed: dict, to: str = "") -> list:
    """From one page."""
    token = token_of(client.get(page))
    return [client.post(to or page, typed | token) for _ in range(2)]


def notes() -> list[str]:
    """What stands in the table of the cache."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT cache_key FROM cache WHERE position('sent:' in cache_key) > 0")
        return [key for (key,) in cursor.fetchall()]


@pytest.fixture
def direction(scene, readers) -> Client:
    return readers.direction


DECIDED = {"type": "", "title": "Louer une salle", "text": "Le conseil loue.", "outcome": "adopted"}


def a_decision(here, **more) -> dict:
    return DECIDED | {"body": f"{here.slug}-board", "decided_on": TODAY.isoformat()} | more


@pytest.mark.django_db
def test_a_decision_sent_twice_is_one_line_of_the_register(scene, direction):
    page = reverse("decisions:record_decision", kwargs={"scale": scene.grouping.slug})
    first, second = sent_twice(direction, page, a_decision(scene.grouping))
    assert (first.status_code, second.status_code) == (302, 302)
    assert first.headers["Location"] == second.headers["Location"]
    assert Decision.objects.count() == 1
    third, _ = sent_twice(direction, page, a_decision(scene.grouping))
    assert third.headers["Location"] != first.headers["Location"]
    assert Decision.objects.count() == 2


@pytest.mark.django_db
def test_a_follow_up_sent_twice_is_one(scene, direction):
    with arranging():
        decision = decided(f"{scene.grouping.slug}-board", "convention")
    owner = scene.world.holder(f"{scene.grouping.slug}-team", "direction").person
    where = {"scale": scene.grouping.slug, "key": decision.pk}
    typed = {"what": "Signer", "owner": owner.pk, "due": (TODAY + timedelta(days=3)).isoformat()}
    page, to = (reverse(f"decisions:{name}", kwargs=where) for name in ("decision", "follow"))
    first, second = sent_twice(direction, page, typed, to)
    assert first.headers["Location"] == second.headers["Location"]
    assert FollowUp.objects.count() == 1


@pytest.mark.django_db
def test_a_person_without_an_address_sent_twice_is_entered_once(scene, direction):
    page = reverse("directory:register_person", kwargs={"scale": scene.grouping.slug})
    typed = {"given_name": "Maëlle", "family_name": "Ńĕw 🌊", "email": "", "another": "on"}
    first, second = sent_twice(direction, page, typed)
    assert (first.status_code, second.status_code) == (302, 302)
    assert Person.objects.filter(given_name="Maëlle").count() == 1


@pytest.mark.django_db
def test_what_is_typed_otherwise_is_another_sending(scene, direction):
    page = reverse("decisions:record_decision", kwargs={"scale": scene.grouping.slug})
    token = token_of(direction.get(page))
    for title in ("Louer une salle", "Louer deux salles"):
        assert direction.post(page, a_decision(scene.grouping, title=title) | token).status_code == 302
    assert Decision.objects.count() == 2


@pytest.mark.django_db
def test_another_file_under_the_same_name_is_another_sending(scene, direction):
    page = reverse("documents:keep", kwargs={"scale": scene.grouping.slug})
    token = token_of(direction.get(page))
    for content in (a_pdf(), a_pdf(), a_pdf("Comptes 2026")):
        file = SimpleUploadedFile("rapport.pdf", content)
        typed = {"title": "Rapport", "audience": "organisation", "file": file}
        assert direction.post(page, typed | token).status_code == 302
    assert Document.objects.filter(title="Rapport").count() == 2


@pytest.mark.django_db
def test_what_was_not_done_may_be_sent_again(scene, direction):
    page = reverse("decisions:record_decision", kwargs={"scale": scene.grouping.slug})
    answers = sent_twice(direction, page, a_decision(scene.grouping, title=""))
    assert [answer.status_code for answer in answers] == [422, 422]
    assert notes() == []


@pytest.mark.django_db
def test_somebody_else_with_the_same_page_is_not_led_there(scene, direction, readers):
    page = reverse("decisions:record_decision", kwargs={"scale": scene.grouping.slug})
    typed = a_decision(scene.grouping) | token_of(direction.get(page))
    assert direction.post(page, typed).status_code == 302
    assert readers.elsewhere.post(page, typed).status_code == 403


@pytest.mark.django_db
@pytest.mark.parametrize("method", [SECRET, OPEN])
def test_no_ballot_leaves_a_note(met, settings, method):
    """What is typed is kept nowhere, not even as a digest; nor that somebody voted then."""
    poll, _ = opened(met, method)
    client = entered_as(alone(met), settings)
    address = of_vote(met, poll, "/bulletin")
    page = client.get(address)
    typed = {"choix": "for", "nonce": nonce_in(page), "etape": "confirmer"} | token_of(page)
    with mock.patch.object(once.cache, "add") as noted:
        assert client.post(address, typed).status_code in (200, 302)
    assert not noted.called


@pytest.mark.django_db
def test_what_htmx_sends_from_a_page_that_stays_is_not_looked_at(scene, direction):
    page = reverse("decisions:record_decision", kwargs={"scale": scene.grouping.slug})
    typed = a_decision(scene.grouping) | token_of(direction.get(page))
    for _ in range(2):
        direction.post(page, typed, headers={"HX-Request": "true"})
    assert Decision.objects.count() == 2


@pytest.mark.django_db
def test_signing_in_from_a_page_that_a_browser_kept_leaves_no_note():
    visitor = Client()
    typed = {"email": "yuna@exemple.bzh"} | token_of(visitor.get("/compte/connexion/"))
    assert visitor.post("/compte/connexion/", typed).status_code == 302
    assert notes() == []
