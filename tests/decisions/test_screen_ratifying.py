"""A decision of the wrong body, from the finding that tells it to the gestures that mend it, as people do it on screens."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse

from kevread.charter.engine import verdicts
from kevread.charter.todo import points_to_mend
from kevread.common.actor import NOBODY, SYSTEM
from kevread.common.todo import Asker
from kevread.common.verdicts import Reason, Verdict
from kevread.decisions.models import Application, Decision, Ratification
from kevread.decisions.queries.mending import mended_elsewhere
from kevread.decisions.queries.register import lines_of
from kevread.meetings.models import Meeting
from kevread.meetings.queries.naming import called
from kevread.meetings.rules.life import State
from tests.conftest import TODAY, arranging
from tests.gatherings.decided import RECENTLY, decided, met
from tests.gatherings.screens import of_decision as at
from tests.seats.screens import words as text_of

pytestmark = pytest.mark.django_db
SUBMIT, RATIFY, DECIDE = "Porter à l’ordre du jour", "Faire ratifier", "Décider la répartition"
ENTER = "Déjà ratifiée : l’inscrire"


def finding(scene):
    (found,) = [
        one
        for one in verdicts(TODAY, rules=["R0.9"], organisations=[scene.grouping.pk])
        if one.clause.number == 1 and one.organisation.id == scene.grouping.pk
    ]
    return found.verdict, found.reason


def recorded(client, scene, **typed) -> Decision:
    """What somebody writes in the register, on its screen."""
    query = typed.pop("query", None)
    given = {"title": "Budget rectifié", "text": "Il est adopté.", "outcome": "adopted", "type": "budget"} | typed
    answer = client.post(at("record_decision", scene.grouping, query=query), given)
    assert answer.status_code == 302, text_of(answer)
    return Decision.objects.latest("number")


def taken_by_the_board(client, scene, on=RECENTLY) -> Decision:
    return recorded(client, scene, body=f"{scene.grouping.slug}-board", decided_on=on.isoformat())


def article(client, scene) -> str:
    return text_of(client.get(reverse("charter:article", kwargs={"scale": scene.grouping.slug, "rule": "R0.9"})))


def page_of(client, scene, decision) -> str:
    return text_of(client.get(at("decision", scene.grouping, key=decision.pk)))


def undecide(scene) -> None:
    with arranging():
        scene.grouping.settings.filter(name="R0.9.distribution").delete()


def test_from_the_finding_to_the_agenda_to_the_vote_and_the_finding_is_gone(scene, readers):
    client, place = readers.direction, scene.grouping.slug
    wrong = taken_by_the_board(client, scene)
    assert finding(scene) == (Verdict.BREACHES, None)
    told = article(client, scene)
    assert f"n° {wrong.reference}, Budget rectifié" in told and SUBMIT in told and RATIFY in told
    listed = client.get(at("submitting", scene.grouping)).content.decode()
    assert "Celle-ci peut la faire sienne." in listed
    way = f"/{place}/decisions/{wrong.pk}/porter"
    assert way not in listed, "no agenda takes it: one way is offered"
    plan, none = f"/{place}/reunions/preparer?instance={place}-assembly&amp;porte={wrong.pk}", "Aucune réunion à venir"
    assert none in listed and plan in listed, "said before one goes there, with what is to be done"
    assert "n’a pas de réunion à venir" in text_of(client.get(way))
    with arranging():
        meeting = met(f"{place}-assembly", on=TODAY, state=State.DRAFT.value, opened_at=None, closed_at=None)
    listed = client.get(at("submitting", scene.grouping)).content.decode()
    assert none not in listed and plan not in listed and none not in page_of(client, scene, wrong)
    assert client.post(way, {"vers": str(meeting.pk)}).status_code == 302
    point = meeting.items.get()
    assert point.title == "Ratifier : Budget rectifié"
    assert "Portée à l’ordre du jour" in page_of(client, scene, wrong) and finding(scene)[0] is Verdict.BREACHES
    with arranging():
        Meeting.objects.filter(pk=meeting.pk).update(state=State.CLOSED.value, is_recorded=True)
    line = recorded(client, scene, query={"reunion": meeting.pk, "point": point.pk}, item=point.pk, title="Ratifié")
    assert finding(scene) == (Verdict.CONFORMS, None)
    page = page_of(client, scene, wrong)
    assert "Ratifiée" in page and f"n° {line.reference}, Ratifié" in page and ENTER not in page
    assert "Ce qu’elle ratifie" in page_of(client, scene, line)
    undo = at("annul_ratification", scene.grouping, key=Ratification.objects.get().pk)
    assert client.post(undo, {"note": "non"}).status_code == 422
    assert client.post(undo, {"note": "Le vote portait sur un autre budget."}).status_code == 302
    assert finding(scene)[0] is Verdict.BREACHES and ENTER in page_of(client, scene, wrong)


def test_a_line_that_is_there_ratifies_or_one_that_is_written_from_there(scene, readers):
    client, place = readers.direction, scene.grouping.slug
    wrong, other = taken_by_the_board(client, scene), taken_by_the_board(client, scene)
    ratify = at("ratify", scene.grouping, key=wrong.pk)
    page = client.get(ratify).content.decode()
    assert ">Dire que cette décision est ratifiée</h1>" in page, "it is not, as long as nobody says by which"
    assert "n’est encore au registre" in page
    (write,) = re.findall(rf'href="(/{place}/decisions/inscrire\?ratifie={wrong.pk}&amp;instance=[\w-]+)"', page)
    write = write.replace("&amp;", "&")
    form = client.get(write)
    assert f"ratifiera la n° {wrong.reference}" in text_of(form)
    assert f"L’assemblée ratifie la décision n° {wrong.reference} : {wrong.text}" in text_of(form)
    result = form.text.split('name="outcome"', 1)[1].split("</fieldset>")[0]
    assert " checked" not in result, "nobody said it was adopted"
    assert not re.search(r'name="decided_on"[^>]*value="', form.text), "nobody said when"
    typed = {"body": f"{place}-assembly", "title": "Ratifié", "text": "…", "outcome": "adopted", "type": "comptes"}
    typed |= {"decided_on": TODAY.isoformat()}
    assert client.post(write, typed).status_code == 422
    for name in ("outcome", "decided_on"):
        assert client.post(write, typed | {"type": "budget", name: ""}).status_code == 422
    assert client.post(write, typed | {"type": "budget"}).status_code == 302
    assert finding(scene)[0] is Verdict.BREACHES  # the other one is there still
    line = Decision.objects.latest("number")
    second = at("ratify", scene.grouping, key=other.pk)
    assert f"n° {line.reference}, Ratifié" in text_of(client.get(second))
    assert client.post(second, {"decision": str(wrong.pk)}).status_code == 404
    review = client.post(second, {"decision": str(line.pk)})
    assert review.status_code == 200 and finding(scene)[0] is Verdict.BREACHES, "it is read again before it is said"
    for told in ("Rien n’est encore enregistré", f"n° {other.reference}", f"n° {line.reference}", "R0.9"):
        assert told in text_of(review)
    assert not Ratification.objects.filter(ratifies=other).exists()
    assert client.post(second, {"decision": str(line.pk), "etape": "confirmer"}).status_code == 302
    assert finding(scene) == (Verdict.CONFORMS, None)
    assert client.get(ratify).status_code == 404  # nothing is to mend


def test_a_sitting_without_a_quorum_is_said_where_the_line_is_written_and_its_day_is_not_offered(scene, readers):
    client, place = readers.direction, scene.grouping.slug
    wrong = taken_by_the_board(client, scene)
    line = recorded(client, scene, body=f"{place}-assembly", title="Ratifié", decided_on=TODAY.isoformat())
    ratify = at("ratify", scene.grouping, key=wrong.pk)
    write = at("record_decision", scene.grouping, query={"ratifie": str(wrong.pk), "instance": f"{place}-assembly"})
    assert f"n° {line.reference}, Ratifié" in text_of(client.get(ratify))
    assert "sans quorum" not in text_of(client.get(write))
    with arranging():
        met(f"{place}-assembly", on=TODAY, state=State.FAILED.value)
    assert f"n° {line.reference}, Ratifié" not in text_of(client.get(ratify))
    assert client.post(ratify, {"decision": str(line.pk), "etape": "confirmer"}).status_code == 404
    assert "Cette instance s’est réunie sans quorum le" in text_of(client.get(write))
    typed = {"body": f"{place}-assembly", "title": "Encore", "text": "…", "outcome": "adopted", "type": "budget"}
    refused = client.post(write, typed | {"decided_on": TODAY.isoformat()})
    assert refused.status_code == 422 and "elle n’a rien pu décider ce jour-là" in text_of(refused)
    assert finding(scene)[0] is Verdict.BREACHES and not Ratification.objects.exists()


def test_whoever_may_not_sees_no_gesture_and_reads_who_can(scene, readers):
    wrong = taken_by_the_board(readers.direction, scene)
    stranger = readers.president(scene.second)
    told, page = article(stranger, scene), page_of(stranger, scene, wrong)
    for gesture in (SUBMIT, RATIFY, ENTER):
        assert gesture not in told and gesture not in page
    direction = str(scene.world.holder(f"{scene.grouping.slug}-team", "direction").person)
    assert f"Qui peut la faire ratifier par Assemblée générale ({scene.grouping.name})" in page and direction in page
    asks = f'href="/{scene.grouping.slug}/demander/record_decision"'
    assert asks in stranger.get(at("decision", scene.grouping, key=wrong.pk)).text
    assert asks not in readers.direction.get(at("decision", scene.grouping, key=wrong.pk)).text
    assert stranger.post(at("ratify", scene.grouping, key=wrong.pk), {"decision": str(wrong.pk)}).status_code == 404
    assert "Qui peut le dire" in text_of(stranger.get(at("ratify", scene.grouping, key=wrong.pk)))
    assert "Qui peut le faire" in text_of(stranger.get(at("submit", scene.grouping, key=wrong.pk)))
    with arranging():
        good = decided(f"{scene.grouping.slug}-assembly", "budget")
        link = Ratification.objects.create(decision=good, ratifies=wrong)
    undo = at("annul_ratification", scene.grouping, key=link.pk)
    assert "Annuler cette ratification" not in page_of(stranger, scene, wrong)
    assert stranger.get(undo).status_code == 403 and Ratification.objects.exists()


def test_while_nobody_decided_the_distribution_nobody_is_accused_and_deciding_it_is_offered(scene, readers):
    undecide(scene)
    client, place = readers.direction, scene.grouping.slug
    wrong = taken_by_the_board(client, scene, TODAY - timedelta(days=1))
    assert finding(scene) == (Verdict.UNKNOWN, Reason.NOT_DECIDED)
    told, page = article(client, scene), page_of(client, scene, wrong)
    assert "La répartition des décisions est une proposition de Kevread, qui reste à décider" in told and DECIDE in told
    proposal = "n’en dit rien : c’est une proposition, que chaque organisation décide"
    assert proposal in page
    assert "Répartition à décider" in page and "rien n’est jugé d’après elle" in page and DECIDE in page
    stranger = readers.president(scene.second)
    assert DECIDE not in page_of(stranger, scene, wrong) and DECIDE not in article(stranger, scene)
    assert "Qui peut décider la répartition" in page_of(stranger, scene, wrong)
    by = recorded(
        client, scene, body=f"{place}-board", decided_on=TODAY.isoformat(), type="modalite-locale", title="Qui décide"
    )
    shown = client.get(reverse("charter:setting", kwargs={"scale": place, "setting": "R0.9.distribution"}))
    way = at("fix_setting", scene.grouping, key=by.pk, query={"modalite": "R0.9.distribution"})
    assert f'href="{way}"' in shown.content.decode()
    assert client.post(way, {"value": "proposed", "since": TODAY.isoformat()}).status_code == 302
    assert (
        client.post(at("apply", scene.grouping, key=Application.objects.get().pk), {"etape": "confirmer"}).status_code
        == 302
    )
    assert finding(scene) == (Verdict.CONFORMS, None)  # what came before is not judged
    assert proposal not in page_of(client, scene, wrong)
    taken_by_the_board(client, scene, TODAY)
    assert finding(scene) == (Verdict.BREACHES, None)


def test_the_type_by_which_the_distribution_is_decided_otherwise_fixes_it_too_and_no_other_setting(scene, readers):
    with arranging():
        by = decided(f"{scene.grouping.slug}-board", "modeles-communs")
    for setting, offered in (("R0.9.distribution", True), ("R6.6.board_members_associated", False)):
        shown = readers.direction.get(
            reverse("charter:setting", kwargs={"scale": scene.grouping.slug, "setting": setting})
        )
        assert (str(by.pk) in shown.content.decode()) is offered


@pytest.mark.parametrize("screen", ["ratifying", "submitting", "advising", "adopting"])
def test_where_nothing_is_to_mend_what_is_not_judged_is_said(scene, readers, screen):
    place, nothing, undecided = scene.grouping.slug, "Depuis un an, aucune décision", "n’a pas décidé sa répartition"

    def page() -> str:
        return text_of(readers.direction.get(at(screen, scene.grouping)))

    with arranging():
        decided(f"{place}-board", "", on=TODAY - timedelta(days=365))
        decided(f"{scene.first.slug}-board", "")
    assert nothing in page() and "Dire leur type" not in page() and undecided not in page()
    with arranging():
        last = decided(f"{place}-board", "", on=TODAY - timedelta(days=364))
    assert nothing not in page() and "1 décision de la même année n’est pas jugée" in page()
    assert "personne n’a dit son type (2 en comptant les plus anciennes). Dire leur type" in page()
    readers.direction.post(at("classify", scene.grouping, key=last.pk), {"type": "convention"})
    assert nothing in page()
    with arranging():
        scene.grouping.settings.filter(name="R0.9.distribution").delete()
    assert nothing not in page() and "Dire leur type" not in page() and undecided in page()


def test_the_register_acquits_nobody_by_a_distribution_that_nobody_decided(scene, readers):
    with arranging():
        good = decided(f"{scene.grouping.slug}-board", "convention", title="La convention")

    def told() -> tuple[str, ...]:
        (line,) = lines_of(Decision.objects.filter(pk=good.pk).select_related("body__organisation", "meeting"))
        return line.mark, line.word

    assert told() == ("conforms", "Instance compétente")
    with arranging():
        scene.grouping.settings.filter(name="R0.9.distribution").delete()
    assert told() == ("unknown", "Répartition à décider")
    shown = text_of(readers.direction.get(at("decision", scene.grouping, key=good.pk)))
    assert "Répartition à décider" in shown and "rien n’est jugé d’après elle" in shown


def waits_for(scene) -> list[str]:
    """What « À faire » asks about decisions that another body took."""
    person = scene.world.holder(f"{scene.grouping.slug}-team", "direction").person
    found = points_to_mend(Asker(scene.direction, person, scene.grouping, frozenset({scene.grouping.pk}), TODAY))
    return [one.button for one in found if "R0.9" in one.rule and one.button == RATIFY]


def test_a_meeting_planned_for_it_has_it_on_its_agenda_and_nothing_more_is_asked(scene, readers):
    client, place = readers.direction, scene.grouping.slug
    wrong = taken_by_the_board(client, scene)
    assert waits_for(scene) == [RATIFY]
    page = client.get(at("submit", scene.grouping, key=wrong.pk))
    (way,) = re.findall(rf'href="(/{place}/reunions/preparer\?instance=[\w-]+&amp;porte={wrong.pk})"', page.text)
    way = way.replace("&amp;", "&")
    assert "Elle arrive avec ce point à son ordre du jour" in text_of(client.get(way))
    day = (TODAY + timedelta(days=40)).isoformat()
    typed = {
        "body": f"{place}-assembly",
        "day": day,
        "start": "18:00",
        "end": "20:00",
        "mode": "on_site",
        "place": "Rennes",
    }
    # Another body than the one that could: the meeting is not planned without its point.
    before = Meeting.objects.count()
    refused = client.post(way, typed | {"body": f"{place}-board"})
    assert "n’est pas l’instance compétente" in text_of(refused)
    assert Meeting.objects.count() == before
    assert client.post(way, typed).status_code == 302
    meeting = Meeting.objects.latest("pk")
    assert [point.title for point in meeting.items.all()] == ["Ratifier : Budget rectifié"]
    assert finding(scene)[0] is Verdict.BREACHES  # it is not ratified yet
    assert waits_for(scene) == []
    already = at("ratify", scene.grouping, key=wrong.pk)
    line = recorded(client, scene, body=f"{place}-assembly", title="Ratifié", decided_on=TODAY.isoformat())
    shown, name = text_of(client.get(already)), called(meeting, TODAY).replace("\xa0", " ")
    assert "est à l’ordre du jour, et y reste" in shown and name in shown
    said = client.post(already, {"decision": str(line.pk), "etape": "confirmer"}, follow=True)
    assert f"reste à l’ordre du jour : {name}" in text_of(said)
    other = taken_by_the_board(client, scene)
    assert waits_for(scene) == [RATIFY], other


def test_an_address_that_brings_nothing_plans_nothing(scene, readers):
    place = scene.grouping.slug
    for key in ("rien", "01a21aea-0000-7000-8000-000000000000"):
        assert readers.direction.get(f"/{place}/reunions/preparer?porte={key}").status_code == 404


def test_a_point_whose_decision_was_ratified_elsewhere_says_so(scene, readers):
    client, place = readers.direction, scene.grouping.slug
    wrong = taken_by_the_board(client, scene)
    with arranging():
        meeting = met(f"{place}-assembly", on=TODAY, state=State.DRAFT.value, opened_at=None, closed_at=None)
    client.post(at("submit", scene.grouping, key=wrong.pk), {"vers": str(meeting.pk)})
    pages = [
        reverse(name, kwargs={"scale": place, "key": meeting.pk}) for name in ("meetings:agenda_of", "sittings:meeting")
    ]
    already = "l’a déjà ratifiée. Ce point peut être ôté."
    assert all(already not in text_of(client.get(page)) for page in pages)
    write = at("record_decision", scene.grouping, query={"ratifie": wrong.pk, "instance": f"{place}-assembly"})
    typed = {"body": f"{place}-assembly", "title": "Ratifié", "text": "…", "outcome": "adopted", "type": "budget"}
    assert client.post(write, typed | {"decided_on": RECENTLY.isoformat()}).status_code == 302
    line = Decision.objects.latest("number")
    for page in pages:
        told = text_of(client.get(page))
        assert f"la décision n° {line.reference} {already}" in told and f"n° {wrong.reference}, Budget rectifié" in told
    assert mended_elsewhere(meeting, NOBODY) == []
    with arranging():
        Meeting.objects.filter(pk=meeting.pk).update(state=State.CLOSED.value)
    assert already not in text_of(client.get(pages[1]))  # once it is held, nothing is to be taken off


def test_what_a_meeting_itself_ratifies_is_not_said_to_be_ratified_elsewhere(scene, readers):
    client, place = readers.direction, scene.grouping.slug
    wrong = taken_by_the_board(client, scene)
    with arranging():
        meeting = met(f"{place}-assembly", on=TODAY, state=State.DRAFT.value, opened_at=None, closed_at=None)
    client.post(at("submit", scene.grouping, key=wrong.pk), {"vers": str(meeting.pk)})
    point = meeting.items.get()
    with arranging():
        Meeting.objects.filter(pk=meeting.pk).update(state=State.CLOSED.value, is_recorded=True)
    recorded(client, scene, query={"reunion": meeting.pk, "point": point.pk}, item=point.pk, title="Ratifié")
    with arranging():
        Meeting.objects.filter(pk=meeting.pk).update(state=State.IN_PROGRESS.value)
    meeting.refresh_from_db()
    assert Ratification.objects.filter(ratifies=wrong).exists() and mended_elsewhere(meeting, SYSTEM) == []


def test_one_gesture_of_the_list_is_full_and_the_first(scene, readers):
    client = readers.direction
    for title in ("Budget rectifié", "Budget rectifié encore"):
        recorded(client, scene, body=f"{scene.grouping.slug}-board", decided_on=RECENTLY.isoformat(), title=title)
    listed = client.get(at("ratifying", scene.grouping)).content.decode()
    found = re.findall(r'class="button( primary)?" href="[^"]*porte=', listed)
    assert found == [" primary", ""]
