"""What asks for something is named as it is: the document, the law, doctrine, usage, statutes, a decision, or us."""

import re

import pytest

from kevread.charter.engine import verdicts
from kevread.charter.queries.rows import asked_of
from tests.charter.people import holder
from tests.charter.proofs import rule_of
from tests.charter.test_screen_text import DECISION, at, text_of
from tests.clients import entered_as
from tests.conftest import TODAY
from tests.worlds import World

pytestmark = pytest.mark.django_db


@pytest.fixture
def head(small: World, settings):
    """The coordination of the network."""
    return entered_as(holder(small, "cress-team", "direction"), settings)


@pytest.fixture
def outside(settings):
    return entered_as(None, settings)


@pytest.mark.usefixtures("unregistered")
def test_a_limit_that_was_decided_since_is_not_said_of_the_document(small: World, head):
    assert head.post(at("setting", small.head, setting="R3.7.representatives_per_member"), DECISION).status_code == 302
    assert asked_for("R3.7/1") == {"ce que le réseau a décidé : 3"}


@pytest.mark.parametrize(
    ("clause", "asked"),
    [
        ("R4.7/1", "notre lecture demande au moins 1"),
        ("R3.7/1", "le texte dit 2"),
        ("R3.15/1", "attendu : au plus 1"),
        ("R5.1/1", "attendu : aucun"),
        ("R4.18/2", "attendu : au moins 1"),
        ("R6.19/1", "visé : aucun"),
        ("R7.15/1", "visé : au moins 1"),
        ("L1.6/1", "attendu : aucun"),
        ("L1.10/1", "attendu : aucun"),
        ("L1.21/1", "la loi demande au plus 6\xa0mois"),
        ("L1.20/1", "visé : aucun"),
    ],
)
def test_what_asks_is_named_and_no_more_is_said_than_it_says(small: World, clause, asked):
    assert asked_for(clause) == {asked}


@pytest.mark.parametrize(
    ("rule", "told"),
    [
        ("R3.7", "Le cadre commun · article R3.7"),
        ("L1.10", "La loi · article L1.10"),
        ("L1.20", "Doctrine · article L1.20"),
        ("L1.15", "Usage · article L1.15"),
    ],
)
def test_an_article_is_told_by_what_it_is_of(small: World, outside, rule, told):
    assert told in text_of(outside.get(at("article", small.head, rule=rule)))


def test_a_sum_is_written_with_its_thin_space(small: World, outside):
    page = outside.get(at("article", small.head, rule="L1.8")).content.decode()
    assert "1\u202f500" in re.sub("<[^>]+>", "", page)
    assert "1500" not in page


def asked_for(clause: str) -> set[str]:
    return {asked_of(found) for found in verdicts(TODAY, rules=[rule_of(clause)]) if found.clause.key == clause}


def test_what_says_yes_or_no_of_each_is_not_counted(small):
    """« Compté 0, au moins 1 » would tell how many, of who is there or not."""
    assert asked_for("R4.45/1") == asked_for("R6.9/1") == {""}
    assert asked_for("R6.7/2") != {""}


def test_what_we_ask_and_the_document_does_not_is_told_as_ours(small: World, outside):
    ours = "Ajout de Kevread. Le document ne parle d’aucun mois sans réunion"
    for name, asked in (("article", {"rule": "R4.17"}), ("setting", {"setting": "R4.17.months_off"})):
        assert ours in text_of(outside.get(at(name, small.head, **asked)))
    theirs = outside.get(at("setting", small.head, setting="R4.17.per_month_min"))
    assert "Ajout de Kevread." not in text_of(theirs)
