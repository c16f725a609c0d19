"""A decision is given its type afterwards: what was decided stays; what it opened is not contradicted; a mistake is mended."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction

from kevread.common.actor import SYSTEM
from kevread.common.errors import Invalid, Refused
from kevread.competence.rules.bodies import Standing
from kevread.decisions.facts import untold
from kevread.decisions.models import Application, Decision
from kevread.decisions.operations.applying import settle_decision
from kevread.decisions.operations.classing import classify_decision
from kevread.decisions.operations.register import correct_decision
from kevread.decisions.queries.competence import competences
from kevread.journal.models import Act, Change
from kevread.meetings.models import AgendaItem
from tests.clients import entered_as
from tests.conftest import NOW, TODAY, arranging
from tests.gatherings.decided import RECENTLY, advised, decided, item, met
from tests.gatherings.screens import of_decision as at
from tests.seats.screens import words

pytestmark = pytest.mark.django_db


@pytest.fixture
def board(scene):
    return scene.world.body(f"{scene.grouping.slug}-board")


@pytest.fixture
def untyped(board):
    with arranging():
        return decided(board, title="Signer avec la Région")


def classify(decision: Decision, type_: str, actor=SYSTEM) -> Decision:
    return classify_decision(actor=actor, decision=decision, type=type_, now=NOW)


def standing(decision: Decision) -> Standing | None:
    row = Decision.objects.select_related("body__organisation", "meeting").get(pk=decision.pk)
    found = competences([row]).get(row.pk)
    return found.standing if found else None


def opens(decision: Decision, kind: str, **more) -> None:
    with arranging():
        Application.objects.create(decision=decision, kind=kind, **more)


def test_it_has_its_type_and_its_words_stay(scene, untyped):
    before = Decision.objects.values().get(pk=untyped.pk)
    classify(untyped, "convention", scene.direction)
    after = Decision.objects.values().get(pk=untyped.pk)
    assert {name for name in after if after[name] != before[name]} == {"type"}
    assert standing(untyped) is Standing.COMPETENT
    act = Act.objects.latest("at", "id")
    change = Change.objects.get(act=act)
    assert (act.verb, change.before["type"], change.after["type"]) == ("decisions.classify", "", "convention")


@pytest.mark.parametrize("write", ["title = 'x'", "type = 'budget', number = 99", "decided_on = '2020-01-01'"])
def test_the_base_lets_the_type_be_told_and_nothing_else(untyped, write):
    with pytest.raises(DatabaseError, match="ne se vide ni ne se corrige"), transaction.atomic(), arranging():  # noqa: SIM117
        with connection.cursor() as cursor:
            cursor.execute(f"UPDATE decisions_decision SET {write}")


def test_its_type_is_told_in_an_act_alone(untyped):
    with pytest.raises(DatabaseError, match="hors d’un acte"), transaction.atomic():
        Decision.objects.filter(pk=untyped.pk).update(type="convention")


@pytest.mark.parametrize("type_", ["", "advice", "pizza"])
def test_the_type_is_one_of_the_matrix_or_beside_it(untyped, type_):
    with pytest.raises(Invalid) as refusal:
        classify(untyped, type_)
    assert refusal.value.field == "type"


def test_a_mistake_is_mended(untyped):
    classify(untyped, "budget")
    assert standing(untyped) is Standing.WRONG_BODY
    classify(untyped, "convention")
    assert standing(untyped) is Standing.COMPETENT
    with pytest.raises(Invalid, match="déjà de ce type"):
        classify(untyped, "convention")


def test_of_another_type_is_known_and_of_none_is_not(scene, board):
    """What the matrix does not speak of is said so; what nobody classed leaves unknown who decided what."""
    before = untold(TODAY)
    with arranging():
        rows = [decided(board), decided(board, on=TODAY - timedelta(days=364)), decided(board)]
        decided(board, outcome="rejected")
    assert untold(TODAY) == before + 3
    for row in rows[:2]:
        classify(row, Decision.OTHER)
        assert standing(row) is None
    assert untold(TODAY) == before + 1


def test_the_corrected_line_is_not_classed_and_the_correction_keeps_the_type(untyped):
    classify(untyped, "convention")
    asked = {"title": "Signer", "text": "Le conseil signe.", "reason": "Un mot de trop."}
    right = correct_decision(actor=SYSTEM, decision=untyped, now=NOW, **asked)
    assert right.type == "convention"
    with pytest.raises(Refused, match=f"corrigée par la n° {right.reference}"):
        classify(untyped, "budget")
    assert classify(right, "budget").type == "budget"


@pytest.mark.parametrize(
    ("kind", "admitted", "refused"),
    [
        ("setting", "modalite-locale", "convention"),
        ("mandate", "representants-pole", "modalite-locale"),
        ("setting", Decision.OTHER, "representants-pole"),
        ("derogation", "derogation", Decision.OTHER),
    ],
)
def test_a_type_does_not_contradict_what_the_decision_opened(untyped, kind, admitted, refused):
    opens(untyped, kind, applied_at=NOW)
    with pytest.raises(Refused, match="a déjà ouvert"):
        classify(untyped, refused)
    assert classify(untyped, admitted).type == admitted


def test_what_waits_to_be_applied_counts_and_what_was_dropped_does_not(untyped):
    opens(untyped, "setting")
    with pytest.raises(Refused, match="« Modalité laissée à chaque organisation »"):
        classify(untyped, "convention")
    with arranging():
        Application.objects.filter(decision=untyped).update(dropped_at=NOW)
    assert classify(untyped, "convention").type == "convention"


def test_what_was_noted_elsewhere_counts(untyped):
    classify(untyped, "comptes")
    settle_decision(actor=SYSTEM, decision=untyped, room="finance", note="Saisi le 3 novembre.", now=NOW)
    with pytest.raises(Refused, match="finances"):
        classify(untyped, "convention")


def test_an_election_gives_a_mandate_whatever_its_type(board):
    with arranging():
        meeting = met(board)
        point = item(meeting, "Élire", kind=AgendaItem.Kind.ELECTION)
        elected = decided(board, meeting=meeting, item=point)
    opens(elected, "mandate", applied_at=NOW)
    assert classify(elected, "convention").type == "convention"


def test_an_advice_that_it_cites_says_its_type(scene, board):
    assembly = scene.world.body(f"{scene.grouping.slug}-assembly")
    with arranging():
        advice = advised(board, "budget", on=RECENTLY - timedelta(days=2))
        decision = decided(assembly, "budget", after=[advice])
    with pytest.raises(Refused, match=f"cite l’avis n° {advice.reference}, sur « Budget d’un groupement »"):
        classify(decision, "comptes")


def test_the_same_decision_elsewhere_says_its_type(scene):
    first, second = (scene.world.body(f"{one.slug}-board") for one in scene.world.groupings[:2])
    with arranging():
        one = decided(first, "carte")
        two = decided(second, "carte", joins=[one])
    for line, other in ((one, two), (two, one)):
        with pytest.raises(Refused, match=f"n° {other.reference}, comme « Évolution de la carte"):
            classify(line, "convention")


def test_what_a_body_only_advises_on_becomes_its_advice_and_may_be_mended(scene, board):
    """As when the decision is entered with its type."""
    with arranging():
        meeting = met(board)
        vote = decided(board, meeting=meeting, item=item(meeting, "Le budget"))
        plain = decided(board)
    assert classify(plain, "budget").type == "budget"
    found = classify(vote, "budget")
    assert (found.type, found.advises, found.advised_item) == ("advice", "budget", None)
    with pytest.raises(Invalid, match="déjà de ce type"):
        classify(vote, "budget")
    found = classify(vote, "convention")
    assert (found.type, found.advises) == ("convention", "")
    classify(vote, "budget")
    with arranging():
        decided(scene.world.body(f"{scene.grouping.slug}-assembly"), "budget", on=TODAY, after=[vote])
    with pytest.raises(Refused, match="cite cet avis"):
        classify(vote, "convention")


def test_an_advice_that_was_written_as_one_stays_one(board):
    with arranging():
        advice = advised(board, "budget")
    with pytest.raises(Refused, match="inscrit comme tel"):
        classify(advice, "convention")


# On screen.


@pytest.fixture
def three(board):
    with arranging():
        return [
            decided(board, title=title) for title in ("Local de Vitré", "Charte graphique", "Contrat du photocopieur")
        ]


def test_several_are_classed_on_one_screen_one_at_a_time(scene, readers, three):
    here, client = at("to_classify", scene.grouping), readers.direction
    page = words(client.get(here))
    assert "3 décisions n’ont pas encore de type" in page and all(one.title in page for one in three)
    answer = client.post(at("classify", scene.grouping, key=three[0].pk), {"type": "convention", "de": "liste"})
    assert answer.status_code == 302 and answer["Location"] == here
    page = words(client.get(here))
    assert "Local de Vitré : Convention au-dessus de la délégation. L’instance compétente a décidé" in page
    assert "2 décisions n’ont pas encore de type" in page
    for one in three[1:]:
        client.post(at("classify", scene.grouping, key=one.pk), {"type": "other", "de": "liste"})
    assert "Toutes les décisions adoptées ici ont leur type." in words(client.get(here))


def test_what_is_wrong_is_said_where_it_was_typed(scene, readers, three):
    answer = readers.direction.post(at("classify", scene.grouping, key=three[1].pk), {"type": "", "de": "liste"})
    assert answer.status_code == 422
    page = words(answer)
    assert "Choisissez le type de cette décision." in page and "Local de Vitré" in page
    answer = readers.direction.post(at("classify", scene.grouping, key=three[1].pk), {"type": "pizza"})
    assert answer.status_code == 422 and "Choisissez une des réponses proposées." in words(answer)
    opens(three[1], "mandate", applied_at=NOW)
    answer = readers.direction.post(at("classify", scene.grouping, key=three[1].pk), {"type": "budget", "de": "liste"})
    assert "a déjà ouvert ceci : un mandat à ouvrir" in words(answer)


def test_the_register_marks_and_filters_what_is_to_be_classed(scene, readers, three):
    with arranging():
        decided(three[0].body, "convention", title="Déjà classée")
        decided(three[0].body, title="Refusée", outcome="rejected")
    page = words(readers.direction.get(at("decisions", scene.grouping)))
    assert "À classer (3)" in page
    page = words(readers.direction.get(at("decisions", scene.grouping, query={"a-classer": "1"})))
    assert all(one.title in page for one in three)
    assert "Déjà classée" not in page and "Refusée" not in page


def test_its_own_page_gives_it_another_type(scene, readers, three):
    address = at("decision", scene.grouping, key=three[0].pk)
    assert "Dire de quel type elle est" in words(readers.direction.get(address))
    answer = readers.direction.post(at("classify", scene.grouping, key=three[0].pk), {"type": "convention"})
    assert answer["Location"] == address
    page = words(readers.direction.get(address))
    assert "Donner un autre type" in page and "a dit de quel type est une décision" in page


def test_those_who_may_not_record_read_what_is_to_be_classed_and_class_nothing(scene, readers, three):
    other, here = readers.president(scene.second), at("to_classify", scene.grouping)
    page = other.get(here)
    assert three[0].title in words(page) and "Qui tient le registre les classe" in words(page)
    assert at("classify", scene.grouping, key=three[0].pk) not in page.content.decode()
    assert at("classify", scene.grouping, key=three[0].pk) in readers.direction.get(here).content.decode()
    assert readers.elsewhere.get(here).status_code == 403 and readers.public.get(here).status_code == 302
    answer = other.post(at("classify", scene.grouping, key=three[0].pk), {"type": "convention"})
    assert answer.status_code == 403
    assert "À classer (" not in words(other.get(at("decisions", scene.grouping)))
    three[0].refresh_from_db()
    assert three[0].type == ""


def test_the_head_reads_where_some_are_left(scene, readers, three, settings):
    from tests.charter.people import holder

    client = entered_as(holder(scene.world, "cress-team", "direction"), settings)
    page = words(client.get(at("to_classify", scene.world.head)))
    assert f"{scene.grouping.name} 3 décisions à classer" in page


def test_today_asks_whoever_may_record(scene, readers, three):
    line = f"Dire de quel type sont 3 décisions : {scene.grouping.name}"
    today = f"/{scene.grouping.slug}/aujourd-hui"
    assert line in words(readers.direction.get(today))
    assert "Dire de quel type" not in words(readers.president(scene.second).get(today))
    for one in three[1:]:
        classify(one, "convention")
    last = words(readers.direction.get(today))
    assert f"Dire de quel type est une décision : {scene.grouping.name}" in last and "Sans son type" in last
    classify(three[0], "convention")
    assert "Dire de quel type" not in words(readers.direction.get(today))
