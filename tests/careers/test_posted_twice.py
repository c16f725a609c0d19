"""The same form sent twice, from a window that was left open: done once, told why not the second time, and nothing that was
typed is lost. What is typed may be any text: it is kept as it is and runs nothing."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse

from kevread.directory.models import Person
from kevread.journal.models import Act
from kevread.supervision.models import Leave
from tests.clients import entered_as
from tests.conftest import TODAY, arranging
from tests.employed import employed
from tests.factories import PersonFactory
from tests.gatherings.screens import said
from tests.guards.of_allowances import president
from tests.guards.of_careers import plan_of
from tests.pressing import shown
from tests.supervision.conftest import Two, two_posts

pytestmark = pytest.mark.django_db
HOSTILE = "<img src=x onerror=alert(1)> \u202eesrever\u202c 𝕜 e\u0301 « oui » {{ name }} ' OR 1=1 --"
DAY = TODAY.isoformat()
SOON = (TODAY + timedelta(days=9)).isoformat()


@dataclass(frozen=True)
class Form:
    """Where it is sent, by whom, what it says; `kept`: what of it must still be on the page that refuses."""

    where: str
    typed: dict[str, Any]
    by: Any = None
    kept: str = HOSTILE


def at(name: str, scale, **more) -> str:
    return reverse(name, kwargs={"scale": scale.slug} | more)


def hired(scene) -> Form:
    with arranging():
        person = PersonFactory(family_name="Quistinic")
    typed = {
        "person": person.pk, "kind": "cdi", "occupation": HOSTILE, "agreement": "eclat", "first": DAY, "share": "80",
        "group": "F", "salary": "2 345,67", "signed_on": DAY,
    }  # fmt: skip
    return Form(at("staff:hire", scene.grouping) + "?mots=quistinic", typed)


def welcomed(scene) -> Form:
    with arranging():
        tutor = employed(scene.grouping, PersonFactory()).person
    said = {"kind": "trainee", "given_name": HOSTILE[:40], "family_name": "Petite", "place": HOSTILE, "tutor": tutor.pk}
    return Form(at("staff:host", scene.grouping), said | {"first": DAY, "last": SOON})


def needed(scene) -> Form:
    said = {"subject": HOSTILE, "people": "2", "hours": "14", "cost": "1 200,50"}
    return Form(at("careers:tell_need", scene.grouping, key=plan_of(scene).pk), said)


def planned(scene) -> Form:
    return Form(at("careers:plan_occasion", scene.grouping), {"kind": "risks", "planned_on": DAY, "subject": HOSTILE})


def paid(scene) -> Form:
    said = {"mandate": president(scene).pk, "kind": "expenses", "first": "2026-11-01", "last": "2026-11-01"}
    said |= {"cents": "12,34", "paid_on": DAY, "evidence": HOSTILE}
    return Form(at("allowances:record", scene.grouping), said, by=scene.presidency)


def leaves(scene) -> Form:
    with arranging():
        contract = employed(scene.grouping, PersonFactory())
    return Form(at("careers:open_handover", scene.grouping, key=contract.pk), {"last_day": SOON}, kept=SOON)


def of_two(scene) -> Two:
    with arranging():
        return two_posts(scene)


def written(scene) -> Form:
    two = of_two(scene)
    review = two.raised("entretien-annuel")
    return Form(at("supervision:say", two.pole, key=review.pk), {"text": HOSTILE, "etape": "confirmer"}, by=two.board)


def decided(scene) -> Form:
    two = of_two(scene)
    review = two.raised("entretien-annuel")
    for line in ("pole", "employer"):
        two.said(review, line)
    where = at("supervision:settle", two.grouping, key=review.pk)
    return Form(where, {"conclusion": HOSTILE, "held_on": DAY})


def answered(scene) -> Form:
    two = of_two(scene)
    asked = {"kind": "leave", "first": SOON, "last": SOON}
    return Form(at("supervision:ask_leave", two.grouping), asked, by=two.oneself, kept=SOON)


FORMS = (hired, welcomed, needed, planned, paid, leaves, written, decided, answered)


@pytest.mark.parametrize("made", FORMS, ids=lambda one: one.__name__)
def test_a_form_sent_twice_is_done_once_and_says_why(scene, settings, made):
    form = made(scene)
    client = entered_as(Person.objects.get(pk=(form.by or scene.direction).person), settings)
    typed = {"vu": shown(client, form.where)} | form.typed
    done = client.post(form.where, typed)
    assert done.status_code == 302, said(done)[:900]
    assert "<img src=x" not in client.get(done["Location"]).text
    acts = Act.objects.count()
    again = client.post(form.where, typed)
    assert again.status_code in (409, 422), (again.status_code, said(again)[:900])
    assert Act.objects.count() == acts
    held = again.text.replace("&lt;", "<").replace("&gt;", ">").replace("&#x27;", "'").replace("&quot;", '"')
    assert form.kept in held, "what was typed is there still"
    assert "<img src=x" not in again.text


def test_a_form_that_was_open_before_the_matter_was_annulled_or_closed_is_told_so(scene, settings):
    """By somebody of the line that decides, and by the board that writes; who reads neither is told nothing."""
    two = of_two(scene)
    review = two.raised("entretien-annuel")
    for line in ("pole", "employer"):
        two.said(review, line)
    chief = entered_as(Person.objects.get(pk=two.direction.person), settings)
    mark = shown(chief, at("supervision:settle", two.grouping, key=review.pk))
    two.settled(review, held_on=TODAY)
    acts = Act.objects.count()
    typed = {"vu": mark, "conclusion": "Trop tard.", "held_on": DAY, "text": "Trop tard aussi."}
    for actor, name, place in ((two.direction, "settle", two.grouping), (two.board, "say", two.pole)):
        client = entered_as(Person.objects.get(pk=actor.person), settings)
        late = client.post(at(f"supervision:{name}", place, key=review.pk), typed)
        assert late.status_code in (409, 422) and "est clos" in said(late) and "Trop tard" in late.text
        assert client.get(at(f"supervision:{name}", place, key=review.pk)).status_code == 404
    for actor in (two.board, two.oneself, scene.president_of(scene.second)):
        client = entered_as(Person.objects.get(pk=actor.person), settings)
        assert client.post(at("supervision:settle", two.grouping, key=review.pk), typed).status_code in (403, 404)
    noted = Act.objects.filter(verb="privacy.refuse_reading")
    assert Act.objects.count() - noted.count() == acts and not Leave.objects.exists()
