"""A decision that a page lacked is written, and one comes back to that page with it chosen."""

import html
import re

import pytest
from django.urls import reverse

from kevread.agreements.operations import start_talks
from kevread.decisions.models import Decision
from kevread.directory.models import Person
from tests.clients import entered_as
from tests.conftest import NOW, TODAY
from tests.guards.of_agreements import made
from tests.publishing.test_front import text_of
from tests.seats.scene import Scene

from .test_life import approval, opened, write

pytestmark = pytest.mark.django_db


@pytest.fixture
def client(scene: Scene, settings):
    return entered_as(Person.objects.get(pk=scene.direction.person), settings)


def door(page) -> str:
    """Where « Inscrire la décision » leads."""
    return html.unescape(re.search(r'href="([^"]+/decisions/inscrire\?[^"]+)"', page.text)[1])


def typed(scene: Scene, **more) -> dict:
    body = f"{scene.grouping.slug}-board"
    said = {"body": body, "decided_on": TODAY.isoformat(), "type": "other", "outcome": "adopted"}
    return said | {"title": "Quitter l’accord", "text": "Le conseil le quitte.", **more}


@pytest.mark.parametrize("gesture", ["preavis", "commun-accord"])
def test_one_comes_back_to_the_end_of_an_agreement_with_the_decision_chosen(scene: Scene, client, gesture):
    where = reverse("agreements:happen", args=[scene.grouping.slug, made(scene).pk, gesture])
    asked = door(client.get(where))
    form = client.get(asked)
    assert "Vous reviendrez ensuite où vous étiez" in text_of(form) and f'href="{where}">Renoncer' in form.text
    done = client.post(asked, typed(scene))
    written = Decision.objects.get(title="Quitter l’accord")
    assert done["Location"] == f"{where}?decision={written.pk}"
    page = client.get(done["Location"])
    assert f'<option value="{written.pk}" selected>' in page.text and "Voici où vous en étiez" in text_of(page)
    again = client.post(asked, typed(scene, title=""))
    assert again.status_code == 422 and f'href="{where}">Renoncer' in again.text


def test_a_decision_that_rejected_is_not_chosen(scene: Scene, client):
    """The page offers what a party may cite, and nothing else: what the address says chooses among that."""
    where = reverse("agreements:happen", args=[scene.grouping.slug, made(scene).pk, "preavis"])
    done = client.post(door(client.get(where)), typed(scene, outcome="rejected"))
    page = client.get(done["Location"])
    assert page.status_code == 200 and f'value="{Decision.objects.get().pk}" selected' not in page.text


@pytest.mark.parametrize("back", ["https://ailleurs.example/", "//ailleurs.example/x", "/nulle/part/ici"])
def test_one_is_led_to_no_other_site(scene: Scene, client, back):
    where = reverse("decisions:record_decision", args=[scene.grouping.slug])
    assert back not in html.unescape(client.get(where, {"suite": back}).text.partition("<main")[2])
    done = client.post(f"{where}?suite={back}", typed(scene))
    assert done["Location"] == reverse("decisions:decision", args=[scene.grouping.slug, Decision.objects.get().pk])


def test_an_agreement_that_is_approved_comes_back_too(scene: Scene, client):
    talks = opened(scene)
    start_talks(actor=scene.direction, instrument=talks, now=NOW)
    write(scene, talks)
    where = reverse("agreements:approve", args=[scene.grouping.slug, approval(talks, "groupement").pk])
    done = client.post(door(client.get(where)), typed(scene, type="convention", title="Convention : l’accord"))
    page = client.get(done["Location"])
    assert done["Location"].startswith(f"{where}?decision=")
    assert f'<option value="{Decision.objects.get().pk}" selected>' in page.text
