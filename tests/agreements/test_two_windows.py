"""Two windows on one clause: the second is told what the first wrote, and loses nothing of what it typed."""

import re

import pytest
from django.urls import reverse

from kevread.agreements.operations import write_clause
from kevread.directory.models import Person
from tests.clients import entered_as
from tests.conftest import NOW
from tests.guards.of_agreements import made, text
from tests.seats.scene import Scene

pytestmark = pytest.mark.django_db
OURS, THEIRS = "Premier. Et ce que le groupement ajoute.", "Premier. Et ce que la tête ajoute."


def base_of(page: str) -> str:
    return re.search(r'name="base" value="(\w+)"', page)[1]


@pytest.fixture
def opened(scene: Scene, settings):
    instrument = text(made(scene, stage="talks", authority=""))
    clause = next(one for one in instrument.clauses.order_by("rank") if one.text and not one.blanks)
    write_clause(actor=scene.coordination, clause=clause, text="Premier.", now=NOW)
    client = entered_as(Person.objects.get(pk=scene.direction.person), settings)
    where = reverse("agreements:write_clause", args=[scene.grouping.slug, clause.pk])
    return client, where, clause, base_of(client.get(where).text)


def test_the_second_window_writes_nothing_over_the_first(scene: Scene, opened):
    client, where, clause, base = opened
    write_clause(actor=scene.coordination, clause=clause, text=THEIRS, now=NOW)
    wrong = client.post(where, {"text": "", "base": base})  # put right first: what it was typed on stays
    assert wrong.status_code == 422 and base_of(wrong.text) == base
    page = client.post(where, {"text": OURS, "base": base})
    clause.refresh_from_db()
    assert (page.status_code, clause.text) == (422, THEIRS)
    assert "Ce texte a changé pendant que vous écriviez" in page.text and THEIRS in page.text and OURS in page.text
    assert client.post(where, {"text": OURS, "base": base_of(page.text)}).status_code == 302  # the other was read
    clause.refresh_from_db()
    assert clause.text == OURS


def test_what_nobody_changed_is_written_and_the_same_twice_is_once(scene: Scene, opened):
    client, where, clause, base = opened
    assert client.post(where, {"text": OURS, "base": base}).status_code == 302
    assert client.post(where, {"text": OURS, "base": base}).status_code == 302
    clause.refresh_from_db()
    assert clause.text == OURS
