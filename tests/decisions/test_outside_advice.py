"""What somebody outside of the network said of a decision: noted, counted, annulled when it was a mistake."""

from datetime import date, timedelta

import pytest

from kevread.common.actor import SYSTEM, Actor
from kevread.common.errors import Invalid, Refused
from kevread.competence.rules.bodies import Competence, Standing
from kevread.decisions.models import Decision, OutsideAdvice
from kevread.decisions.operations.outside import annul_outside_advice, note_outside_advice
from kevread.decisions.operations.ratifying import ratify_decision
from kevread.decisions.queries.competence import competences
from kevread.decisions.queries.mending import Judge, cure_of, ratifying_lines
from tests.conftest import NOW, TODAY, arranging
from tests.gatherings.decided import RECENTLY, advised, decided
from tests.gatherings.screens import of_decision
from tests.seats.screens import words

pytestmark = pytest.mark.django_db
WHY = "Noté pour une autre décision ; constaté le lendemain"
TYPE = "convention-collective"


@pytest.fixture
def adopted(scene) -> Decision:
    with arranging():
        return decided(f"{scene.grouping.slug}-board", TYPE, title="Changer de convention")


def noted(decision: Decision, on: date = RECENTLY, *, favourable: bool = True, **more) -> OutsideAdvice:
    asked = {"organ": "cse", "text": "Le comité est favorable.\n\nIl demande un calendrier. \u202eعَ"} | more
    return note_outside_advice(actor=SYSTEM, decision=decision, given_on=on, favourable=favourable, now=NOW, **asked)


def found(decision: Decision, on: date = TODAY) -> Competence:
    return competences([decision], on)[decision.pk]


def test_it_is_no_longer_unknown_and_the_advices_of_the_network_are_still_awaited(adopted):
    assert [one.key for one in found(adopted).unsaid] == ["cse"]
    advice = noted(adopted)
    assert advice.text == "Le comité est favorable.\n\nIl demande un calendrier. \u202eعَ"
    assert found(adopted).unsaid == () and [one.name for one in found(adopted).missing] == ["le comité de direction"]
    assert found(adopted, RECENTLY - timedelta(days=1)).unsaid  # it was not given yet


def test_one_that_came_after_and_is_not_in_favour_asks_to_confirm_and_what_confirms_it_has_heard_it(scene):
    board = f"{scene.grouping.slug}-board"
    with arranging():
        advice = advised("codir", TYPE)
        adopted = decided(board, TYPE, after=[advice])
        early, line = (decided(board, TYPE, on=RECENTLY + timedelta(days=days), after=[advice]) for days in (1, 2))
    noted(adopted, RECENTLY + timedelta(days=2), favourable=False)
    assert found(adopted).is_to_confirm and [one.key for one in found(adopted).against] == ["cse"]
    assert not competences([adopted], RECENTLY + timedelta(days=1))[adopted.pk].is_to_confirm
    with pytest.raises(Invalid, match="cite l’avis qui lui manquait, et vient après lui"):
        ratify_decision(actor=SYSTEM, decision=early, ratifies=adopted, now=NOW)
    by = scene.direction
    assert [one.pk for one in ratifying_lines(adopted, by, judges_of(adopted, by))] == [line.pk]
    ratify_decision(actor=SYSTEM, decision=line, ratifies=adopted, now=NOW)
    assert not found(adopted).is_to_confirm and found(adopted).standing is not Standing.ADVICE_MISSING


def judges_of(decision: Decision, actor: Actor) -> list[Judge]:
    cure = cure_of(decision, found(decision), actor, TODAY)
    assert cure is not None
    return cure.judges


@pytest.mark.parametrize(
    ("asked", "field", "said"),
    [
        ({"on": TODAY + timedelta(days=1)}, "given_on", "pas encore rendu"),
        ({"text": " \n "}, "text", "Écrivez ce que dit l’avis"),
        ({"organ": "codir"}, "organ", "ne demande pas cet avis"),
    ],
)
def test_what_is_wrong_is_told_on_its_field(adopted, asked, field, said):
    with pytest.raises(Invalid, match=said) as told:
        noted(adopted, **asked)
    assert told.value.field == field and not OutsideAdvice.objects.exists()
    assert noted(adopted, TODAY).given_on == TODAY


def test_no_advice_from_outside_is_noted_where_none_is_asked(scene):
    with arranging():
        other = decided(f"{scene.grouping.slug}-board", "convention")
    with pytest.raises(Invalid, match="ne demande pas cet avis"):
        noted(other)


def test_noted_by_mistake_it_counts_no_more_and_once_annulled_it_stays_so(adopted):
    advice = noted(adopted)
    with pytest.raises(Invalid, match="quelle était l’erreur"):
        annul_outside_advice(actor=SYSTEM, advice=advice, reason="erreur", now=NOW)
    annul_outside_advice(actor=SYSTEM, advice=advice, reason=WHY, now=NOW)
    assert found(adopted).unsaid
    with pytest.raises(Refused, match="déjà annulé"):
        annul_outside_advice(actor=SYSTEM, advice=advice, reason=WHY, now=NOW)


def test_who_records_notes_it_from_the_page_and_annuls_it_there(scene, readers, adopted):
    page = of_decision("decision", scene.grouping, key=adopted.pk)
    note = of_decision("note_outside_advice", scene.grouping, key=adopted.pk)
    assert (
        "nul n’a noté ici s’il a été rendu" in words(readers.direction.get(page))
        and note in readers.direction.get(page).text
    )
    assert note not in readers.delegate.get(page).text
    assert readers.president(scene.second).get(note).status_code in (403, 404)
    typed = {"organ": "cse", "given_on": RECENTLY.isoformat(), "favourable": "yes", "text": "Favorable, sous réserve."}
    wrong = readers.direction.post(note, typed | {"text": ""})
    assert wrong.status_code == 422 and "Écrivez ce que dit l’avis" in words(wrong)
    assert readers.direction.post(note, typed).status_code == 302
    shown = words(readers.direction.get(page))
    assert "Favorable, sous réserve." in shown and "Le comité social et économique : avis favorable" in shown
    assert "nul n’a noté" not in shown
    annul = of_decision("annul_outside_advice", scene.grouping, key=OutsideAdvice.objects.get().pk)
    assert readers.direction.get(annul).status_code == 200 and OutsideAdvice.objects.standing().exists()
    assert readers.direction.post(annul, {"note": WHY}).status_code == 302
    assert "nul n’a noté" in words(readers.direction.get(page))
    assert readers.direction.get(annul).status_code == 404


def test_a_decision_that_awaits_nobody_from_outside_has_no_such_screen(scene, readers):
    with arranging():
        other = decided(f"{scene.grouping.slug}-board", "convention")
    assert readers.direction.get(of_decision("note_outside_advice", scene.grouping, key=other.pk)).status_code == 404
    assert "de l’extérieur" not in readers.direction.get(of_decision("decision", scene.grouping, key=other.pk)).text


def test_the_page_of_a_past_day_tells_what_was_noted_that_day(scene, readers, adopted):
    noted(adopted, RECENTLY + timedelta(days=2))
    page = of_decision("decision", scene.grouping, key=adopted.pk)
    before = words(readers.direction.get(f"{page}?au={(RECENTLY + timedelta(days=1)).isoformat()}"))
    assert "nul n’a noté" in before and "avis favorable" not in before
    assert "avis favorable" in words(readers.direction.get(page)) and "après la décision" in words(
        readers.direction.get(page)
    )
