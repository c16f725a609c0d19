"""The decision matrix is read from its file; the first thing that is wrong is said with its file and its line."""

import textwrap

import pytest
from django.conf import settings

from kevread.charter.engine import framework
from kevread.common.facts import SCALES
from kevread.common.reading import Misread
from kevread.competence.queries import load, matrix
from kevread.decisions.models import Decision

ORGANS = """\
organs:
  ca: {kind: board, scale: grouping, name: le conseil}
  cse: {outside: true, name: le comité}
types:
"""
GOOD = "  budget: {label: Budget, by: [ca], basis: proposal}\n"


def wrong(tmp_path, text: str) -> Misread:
    path = tmp_path / "decisions.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(Misread) as refusal:
        load(path)
    return refusal.value


def test_the_matrix_of_bretagne_cites_articles_and_says_what_is_only_proposed():
    types = matrix().types
    assert {slug for slug, type_ in types.items() if type_.basis == "text"} >= {
        "orientation-collective",
        "orientation-regionale",
        "trajectoire",
        "pilotage",
        "election-conseil-pole",
    }
    assert types["orientation-collective"].article == "R4.6"
    assert [organ.body for organ in types["orientation-collective"].organs] == ["college-territoire"]
    assert all(type_.organs or type_.undecided or type_.by_articles for type_ in types.values())
    assert types[matrix().otherwise].together


def test_the_articles_that_check_a_type_name_one_of_the_matrix():
    asked = {
        dict(clause.check.parameters)["type"]
        for article in framework().articles.values()
        for clause in article.clauses
        if clause.check and clause.check.fact == "decisions.decisions_elsewhere"
    }
    assert asked and asked <= matrix().types.keys()
    assert {matrix().types[slug].basis for slug in asked} == {"text"}


def test_another_federation_has_its_own(settings):
    settings.KEVREAD_FEDERATION = settings.KEVREAD_FEDERATION.parent / "exemple"
    assert matrix().label("repertoire") == "Répertoire commun de l’année"
    assert {organ.scale for type_ in matrix().types.values() for organ in type_.organs} <= {"", *SCALES}


def test_a_federation_without_a_matrix_judges_nothing(settings, tmp_path):
    settings.KEVREAD_FEDERATION = tmp_path
    assert matrix().types == {}
    assert matrix().label(Decision.ADVICE) == "Avis"


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        ("pizza: 1\n", 1, "« pizza »"),
        (ORGANS + "  budget: {by: [ca], basis: proposal}\n", 5, "« label » manque"),
        (ORGANS + GOOD + "  budget: {label: Encore, by: [ca], basis: proposal}\n", 6, "écrit deux fois"),
        (ORGANS + "  budget: {label: Budget, by: [cb], basis: proposal}\n", 5, "« cb »"),
        (ORGANS + "  budget: {label: Budget, basis: proposal}\n", 5, "dites qui décide"),
        (ORGANS + "  budget: {label: Budget, by: [ca], undecided: Non, basis: proposal}\n", 5, "dites qui décide"),
        (ORGANS + "  budget: {label: Budget, by: [cse], basis: proposal}\n", 5, "extérieure"),
        (ORGANS + "  budget: {label: Budget, by: [ca], basis: law}\n", 5, "« basis »"),
        (ORGANS + "  budget: {label: Budget, by: [ca], basis: text}\n", 5, "« article »"),
        (ORGANS + "  budget: {label: Budget, by: [ca], basis: text, article: R99.1}\n", 5, "R99.1"),
        (ORGANS + "  budget: {label: Budget, by: [ca], basis: proposal, after_article: R99.2}\n", 5, "R99.2"),
        (ORGANS + "  budget: {label: Budget, by: [ca], basis: proposal, executes: moon}\n", 5, "« executes »"),
        (ORGANS + "  budget: {label: Budget, by: [ca], basis: proposal, color: red}\n", 5, "« color »"),
        (ORGANS + "  advice: {label: Avis, by: [ca], basis: proposal}\n", 5, "ne peut pas nommer"),
        (ORGANS + "  budget: {label: Budget, by: [ca], basis: proposal, together: true}\n", 5, "« together »"),
        (ORGANS + "  budget: rien\n", 5, "des entrées"),
        ("organs:\n  ca: {kind: board, scale: moon, name: x}\n", 2, "« scale »"),
        ("organs:\n  ca: {kind: board, body: codir, scale: head, name: x}\n", 2, "un espace (body)"),
        ("organs:\n  ca: {body: nulle-part, name: x}\n", 2, "« nulle-part »"),
        ("organs:\n  ca: {kind: board, scale: head}\n", 2, "« name » manque"),
        ("organs:\n  ca: {kind: board, scale: head, session: noon, name: x}\n", 2, "« session »"),
        ("otherwise: personne\n" + ORGANS + GOOD, 1, "« personne »"),
        ("setting: R99.3.rien\n" + ORGANS + GOOD, 1, "« R99.3.rien », que le cadre commun n’a pas"),
        ("organs: {\n", 1, "pas un YAML lisible"),
    ],
)
def test_what_is_wrong_is_said_with_its_line(tmp_path, text, line, said):
    error = wrong(tmp_path, textwrap.dedent(text))
    assert error.at == f"decisions.yaml:{line}"
    assert said in error.message


def test_every_room_that_decisions_wait_for_has_a_name():
    executed = {type_.executes for type_ in matrix().types.values()} - {""}
    assert all(matrix().opens(kind) for kind in executed)
    assert settings.KEVREAD_FEDERATION.name == "bretagne"
