"""From a text that is proposed to the day it is in force, by the screens; the lines of « Aujourd’hui », the page of a body."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from kevread.common.todo import Asker
from kevread.common.words import of
from kevread.concord.models import Answer, CommonText, Named
from kevread.concord.todo import texts_to_answer
from tests.concorded import before, version
from tests.conftest import TODAY, arranging
from tests.gatherings.decided import decided
from tests.gatherings.preparing import a_pdf
from tests.gatherings.screens import said
from tests.pressing import press, shown

pytestmark = pytest.mark.django_db


@pytest.fixture
def boards(scene):
    return [scene.world.body(f"{one.slug}-board") for one in (scene.grouping, scene.first)]


def test_a_text_is_proposed_answered_and_in_force(scene, readers, boards):
    here = scene.grouping.slug
    do = reverse("concord:propose", args=[here])
    assert "checked" in readers.direction.get(f"{do}?nature=cadre-rh").content.decode()
    typed = {
        "kind": "autre",
        "title": "Charte des astreintes",
        "written_on": TODAY.isoformat(),
        "words": "Chacun son tour.",
        "bodies": [str(body.pk) for body in boards],
    }
    assert readers.direction.post(do, typed | {"bodies": typed["bodies"][:1]}).status_code == 422
    shown = said(readers.direction.post(do, typed, follow=True))
    assert "est devant les instances choisies" in shown and "attendu de 2" in shown
    text = CommonText.objects.get(title="Charte des astreintes")
    today = said(readers.direction.get(reverse("home:today", args=[here])))
    assert "« Charte des astreintes » attend la décision" in today
    named = Named.objects.get(version__text=text, body=boards[0])
    place = reverse("concord:answer", args=[here, named.pk])
    assert "inscrivez-la d’abord au registre" in said(readers.direction.get(place))
    with arranging():
        first, second = (decided(body, "other", on=TODAY) for body in boards)
    missing = readers.direction.post(place, {"decision": str(first.pk), "adopts": "non"})
    assert missing.status_code == 422 and "Dites pourquoi elle refuse" in said(missing)
    shown = said(readers.direction.post(place, {"decision": str(first.pk), "adopts": "oui"}, follow=True))
    assert "Adopté par 1 sur 2" in shown and "en vigueur depuis" not in shown
    back = reverse("concord:take_back", args=[here, Answer.objects.get(named=named).pk])
    assert "ne sera plus en vigueur" not in said(readers.direction.get(back))
    with arranging():
        last = Named.objects.get(version__text=text, body=boards[1])
        Answer.objects.create(named=last, decision=second, adopts=True)
    shown = said(readers.direction.get(reverse("concord:text", args=[here, text.pk])))
    assert "En vigueur depuis le" in shown and "Abandonner ce texte" not in shown
    assert "ne sera plus en vigueur" in said(readers.direction.get(back))
    body = said(readers.direction.get(reverse("seats:body", args=[here, boards[0].slug])))
    assert "Charte des astreintes" in body and "en vigueur depuis le" in body
    assert "attend la décision" not in said(readers.direction.get(reverse("home:today", args=[here])))
    listed = readers.direction.get(reverse("concord:texts_csv", args=[here])).content.decode()
    assert "Charte des astreintes" in listed and "A adopté" in listed


def test_a_refusal_is_read_by_who_proposed_and_another_version_shows_what_it_changes(scene, readers, boards):
    here = scene.grouping.slug
    with arranging():
        text = before(scene.grouping, boards, title="Charte des astreintes", words="Quinze jours avant.")
        refused = decided(boards[1], "other", on=TODAY)
        named = Named.objects.get(version__text=text, body=boards[1])
        Answer.objects.create(named=named, decision=refused, adopts=False, reason="Nous demandons un mois")
    assert "refusé par" in said(readers.direction.get(reverse("home:today", args=[here])))
    assert "Nous demandons un mois" in said(readers.direction.get(reverse("concord:texts", args=[here])))
    do = reverse("concord:amend", args=[here, text.pk])
    typed = {
        "changes": "Le délai passe à un mois",
        "written_on": TODAY.isoformat(),
        "words": "Un mois avant.",
        "bodies": [str(body.pk) for body in boards],
    }
    page = press(readers.direction, do, typed, follow=True)
    assert "<ins>" in said(page) and "<del>" in said(page) and "attendu de 2" in said(page)
    over = reverse("concord:drop", args=[here, text.pk])
    assert "Abandonné le" in said(press(readers.direction, over, {"reason": "Rien n’est prêt"}, follow=True))
    assert readers.direction.get(do).status_code == 200  # the verb says that it is given up
    assert press(readers.direction, do, typed).status_code == 422


def test_a_file_is_read_as_it_was_given(scene, readers, boards):
    here = scene.grouping.slug
    typed = {
        "kind": "autre",
        "title": "Charte des astreintes",
        "written_on": TODAY.isoformat(),
        "bodies": [str(body.pk) for body in boards],
        "file": SimpleUploadedFile("charte.pdf", a_pdf()),
    }
    readers.direction.post(reverse("concord:propose", args=[here]), typed)
    made = CommonText.objects.get(title="Charte des astreintes").versions.get()
    got = readers.direction.get(reverse("concord:version_file", args=[here, made.pk]))
    assert got.content.startswith(b"%PDF") and got["X-Content-Type-Options"] == "nosniff"
    with arranging():
        other = version(made.text, boards, 2)
    assert readers.direction.get(reverse("concord:version_file", args=[here, other.pk])).status_code == 404


def asked(scene, actor, at):
    return [one.what for one in texts_to_answer(Asker(actor, None, at, frozenset({at.pk}), TODAY))]


def test_what_waits_is_told_to_those_who_speak_for_the_body_and_to_who_proposed(scene, boards):
    with arranging():
        text = before(scene.grouping, boards, title="Charte des astreintes")
    waits = "« Charte des astreintes » attend la décision de l’instance « Conseil d’administration »"
    assert f"{waits} {of(scene.grouping.name)}" in asked(scene, scene.direction, scene.grouping)
    assert asked(scene, scene.coordination, scene.grouping) == []  # who may record everywhere speaks for nobody
    assert f"{waits} {of(scene.first.name)}" in asked(scene, scene.president_of(scene.first), scene.first)
    with arranging():
        named = Named.objects.get(version__text=text, body=boards[1])
        Answer.objects.create(
            named=named, decision=decided(boards[1], "other", on=TODAY), adopts=False, reason="Nous demandons un mois"
        )
    assert any("est refusé par" in one for one in asked(scene, scene.direction, scene.grouping))
    assert not any("astreintes" in one for one in asked(scene, scene.president_of(scene.first), scene.first))
    with arranging():
        CommonText.objects.filter(pk=text.pk).update(dropped_on=TODAY, because="Rien n’est prêt")
    assert not any("astreintes" in one for one in asked(scene, scene.direction, scene.grouping))


def test_the_page_of_a_body_says_nothing_of_texts_to_who_does_not_read_them(scene, readers, boards):
    with arranging():
        before(scene.grouping, boards, title="Charte des astreintes")
    page = reverse("seats:body", args=[scene.grouping.slug, boards[0].slug])
    assert "Charte des astreintes" in said(readers.direction.get(page))
    assert "Charte des astreintes" not in said(readers.public.get(page))


def test_gestures_are_offered_to_the_side_that_they_are_of_and_only_today(scene, readers, boards):
    with arranging():
        text = before(scene.grouping, boards, title="Charte des astreintes")
    there = reverse("concord:text", args=[scene.grouping.slug, text.pk])
    shown = said(readers.direction.get(there))
    assert shown.count("Inscrire sa réponse") == 1 and "Proposer une autre version" in shown
    other = said(readers.direction.get(reverse("concord:text", args=[scene.first.slug, text.pk])))
    assert "Inscrire sa réponse" not in other and "Proposer une autre version" not in other
    past = said(readers.direction.get(f"{there}?au={(TODAY - timedelta(days=2)).isoformat()}"))
    assert "Inscrire sa réponse" not in past and "Proposer une autre version" not in past
    with arranging():
        CommonText.objects.filter(pk=text.pk).update(dropped_on=TODAY, because="Rien n’est prêt")
    shown = said(readers.direction.get(there))
    assert "Inscrire sa réponse" not in shown and "Proposer une autre version" not in shown


def test_the_page_of_a_decision_says_which_text_it_answers(scene, readers, boards):
    with arranging():
        text = before(scene.grouping, boards, title="Charte des astreintes")
        decision = decided(boards[0], "other", on=TODAY)
        named = Named.objects.get(version__text=text, body=boards[0])
        answer = Answer.objects.create(named=named, decision=decision, adopts=True)
    page = reverse("decisions:decision", args=[scene.grouping.slug, decision.pk])
    assert "Charte des astreintes" in said(readers.direction.get(page))
    with arranging():
        Answer.objects.filter(pk=answer.pk).update(taken_back_on=TODAY, because="Une autre décision")
    assert "Charte des astreintes" not in said(readers.direction.get(page))


def test_a_version_is_written_after_those_that_were_read(scene, readers, boards):
    with arranging():
        text = before(scene.grouping, boards, title="Charte des astreintes", words="Quinze jours avant.")
    do = reverse("concord:amend", args=[scene.grouping.slug, text.pk])
    typed = {
        "changes": "Le délai passe à un mois",
        "written_on": TODAY.isoformat(),
        "words": "Un mois avant.",
        "bodies": [str(body.pk) for body in boards],
    }
    old = shown(readers.direction, do)
    assert press(readers.direction, do, typed).status_code == 302
    late = readers.direction.post(do, typed | {"words": "Huit jours avant.", "vu": old})
    assert late.status_code == 422 and "« Un mois avant. »" in said(late)
    assert text.versions.count() == 2
