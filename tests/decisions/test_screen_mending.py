"""A decision that lacks an advice, or the others who decide with it, from its finding to the gestures that mend it."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse

from kevread.charter.engine import verdicts
from kevread.common.actor import SYSTEM
from kevread.common.verdicts import Verdict
from kevread.common.words import of
from kevread.decisions.models import Citation, Decision, Joining
from kevread.decisions.operations.applying import settle_decision
from kevread.meetings.rules.life import State
from tests.conftest import NOW, TODAY, arranging
from tests.gatherings.decided import RECENTLY, advised, decided, met
from tests.gatherings.screens import of_decision as at
from tests.seats.screens import words as text_of

pytestmark = pytest.mark.django_db


def verdict(scene, clause: int) -> Verdict:
    rows = verdicts(TODAY, rules=["R0.9"], organisations=[scene.grouping.pk])
    (found,) = [one for one in rows if one.clause.number == clause and one.organisation.id == scene.grouping.pk]
    return found.verdict


def article(client, scene) -> str:
    return client.get(
        reverse("charter:article", kwargs={"scale": scene.grouping.slug, "rule": "R0.9"})
    ).content.decode()


def page_of(client, scene, decision) -> str:
    return text_of(client.get(at("decision", scene.grouping, key=decision.pk)))


@pytest.fixture
def unadvised(scene) -> Decision:
    with arranging():
        return decided(f"{scene.grouping.slug}-assembly", "budget", title="Budget de l’année")


@pytest.fixture
def ahead(scene) -> Decision:
    """The map, as the board of one grouping adopted it, and applied alone."""
    with arranging():
        college = advised("college-territoire", "carte", on=RECENTLY - timedelta(days=9))
        row = decided(f"{scene.grouping.slug}-board", "carte", after=[college], title="La carte")
    settle_decision(actor=SYSTEM, decision=row, room="territory", note="Carte publiée.", now=NOW)
    return row


def test_from_the_finding_to_the_advice_and_the_finding_is_gone(scene, readers, unadvised):
    client, place = readers.direction, scene.grouping.slug
    assert verdict(scene, 2) is Verdict.BREACHES
    assert f'href="/{place}/decisions/avis-attendus"' in article(client, scene)
    listed = client.get(at("advising", scene.grouping))
    assert "1 décision a été prise sans un avis attendu" in text_of(listed)
    way = f"/{place}/decisions/{unadvised.pk}/porter"
    assert way not in listed.content.decode(), "no agenda takes it: one way is offered"
    assert "L’instance attendue n’a pas de réunion à venir" in text_of(client.get(way))
    with arranging():
        meeting = met(f"{place}-board", on=TODAY, state=State.DRAFT.value, opened_at=None, closed_at=None)
    assert "Ce que l’instance y vote est son avis" in text_of(client.get(way))
    assert client.post(way, {"vers": str(meeting.pk)}).status_code == 302
    assert meeting.items.get().title == "Avis : Budget de l’année"
    assert "Portée à l’ordre du jour" in page_of(client, scene, unadvised)
    (write,) = re.findall(rf'href="(/{place}/decisions/avis\?decision={unadvised.pk}[^"]+)"', listed.content.decode())
    write = write.replace("&amp;", "&")
    assert f"Il sera lié à la n° {unadvised.reference}, Budget de l’année" in text_of(client.get(write))
    typed = {"body": f"{place}-bureau", "advises": "budget", "title": "Avis", "text": "…", "favourable": "no"}
    typed |= {"decided_on": TODAY.isoformat()}
    assert client.post(write, typed).status_code == 422
    assert client.post(write, typed | {"body": f"{place}-board"}).status_code == 302
    page = page_of(client, scene, unadvised)
    assert "Avis manquant" in page and "Déjà confirmée : l’inscrire" in page and "après la décision" in page
    assert verdict(scene, 2) is Verdict.BREACHES
    confirm = at("ratify", scene.grouping, key=unadvised.pk)
    (write,) = re.findall(r'href="(/[^"]+\?ratifie=[^"]+)"', client.get(confirm).content.decode())
    write = write.replace("&amp;", "&")
    form = client.get(write)
    assert f"Cette décision confirmera la n° {unadvised.reference}" in text_of(form)
    advice = Citation.objects.get(decision=unadvised).advice
    assert re.search(rf'value="{advice.pk}"[^>]* checked', form.content.decode())
    typed = {"body": f"{place}-assembly", "type": "budget", "title": "Confirmé", "text": "…", "outcome": "adopted"}
    typed |= {"decided_on": TODAY.isoformat()}
    assert client.post(write, typed).status_code == 422  # it does not cite the advice
    assert client.post(write, typed | {"after": [str(advice.pk)]}).status_code == 302
    assert verdict(scene, 2) is Verdict.CONFORMS and "Ratifiée" in page_of(client, scene, unadvised)
    assert client.get(confirm).status_code == 404  # nothing lacks


def test_an_advice_of_the_register_that_came_since_is_offered_where_one_lacks_and_nowhere_else(
    scene, readers, unadvised
):
    with arranging():
        early = advised(f"{scene.grouping.slug}-board", "budget", on=RECENTLY - timedelta(days=1))
        late = advised(f"{scene.grouping.slug}-board", "budget", on=TODAY)
        good = decided(f"{scene.grouping.slug}-assembly", "budget", after=[early])
    whole = readers.direction.get(at("decision", scene.grouping, key=good.pk)).content.decode()
    assert f'value="{late.pk}"' not in whole
    page = page_of(readers.direction, scene, unadvised)
    assert "Lier un avis rendu" in page and f"n° {late.reference}" in page
    assert readers.direction.post(at("cite", scene.grouping, key=unadvised.pk), {"advice": late.pk}).status_code == 302
    assert "Avis rendu après" in page_of(readers.direction, scene, unadvised)


def test_from_the_finding_to_the_others_and_to_who_can_write_for_them(scene, readers, ahead):
    client = readers.direction
    assert f'href="/{scene.grouping.slug}/decisions/a-adopter"' in article(client, scene)
    listed = text_of(client.get(at("adopting", scene.grouping)))
    assert "1 décision à prendre ensemble a été appliquée avant que toutes les instances l’aient adoptée" in listed
    neighbour = scene.world.groupings[1]
    assert f"Conseil d’administration ({neighbour.name}), qui peut inscrire sa décision" in listed
    assert "Inscrire sa décision :" not in listed


def test_whoever_records_for_the_others_writes_the_same_decision(scene, readers, ahead):
    neighbour = scene.world.groupings[1]
    client = readers.coordination
    page = client.get(at("decision", scene.grouping, key=ahead.pk)).content.decode()
    (write,) = re.findall(rf'href="(/{neighbour.slug}/decisions/inscrire\?meme=[^"]+)"', page)
    write = write.replace("&amp;", "&")
    form = client.get(write)
    assert f"Elle sera liée à la n° {ahead.reference}, La carte" in text_of(form)
    assert re.search(rf'value="{ahead.pk}"[^>]* checked', form.content.decode())
    typed = {"body": f"{neighbour.slug}-board", "type": "carte", "title": "La carte", "text": "…", "outcome": "adopted"}
    typed |= {"decided_on": TODAY.isoformat(), "joins": [str(ahead.pk)]}
    assert client.post(write, typed).status_code == 302
    assert Joining.objects.get().joins == ahead


def test_whoever_may_not_sees_no_gesture_and_reads_who_can(scene, readers, unadvised):
    stranger = readers.president(scene.second)
    page = page_of(stranger, scene, unadvised)
    assert "Inscrire l’avis :" not in page and "Porter à l’ordre du jour" not in page
    held = scene.world.holder(f"{scene.grouping.slug}-team", "direction")
    direction = f"la direction {of(scene.grouping.name)} ({held.person})"
    assert f"Conseil d’administration ({scene.grouping.name}), qui peut inscrire son avis" in page and direction in page
    assert "Qui peut le faire" in text_of(stranger.get(at("submit", scene.grouping, key=unadvised.pk)))
