"""Each sentence of an article bears the verdict of the clauses that quote it; what they quote is in the text."""

import re

import pytest

from kevread.charter.engine import framework
from kevread.charter.loader import load
from kevread.charter.queries.text import read_text
from kevread.common.reading import Misread
from kevread.seats.queries import actor_of
from tests.charter.people import holder
from tests.charter.test_loader import ARTICLE, federation
from tests.charter.test_screen_text import crowd
from tests.conftest import TODAY
from tests.worlds import World

SECOND = """    - check: {fact: seats.people, with: {kind: board}, at_least: 1}
      phrase: %s
      severity: major
      says: {conforms: Oui., breaches: Non., unknown: Peut-être.}
      mend: {seat: board/president}
"""
FIRST = ARTICLE.replace("      severity: blocking", "      phrase: Chaque conseil\n      severity: blocking")


def test_a_text_is_cut_at_the_words_of_its_clauses(tmp_path):
    (article,) = load(federation(tmp_path, FIRST + SECOND % "'{places} places'")).founding
    assert article.cuts == (
        ("Chaque conseil", frozenset({1})),
        (" a ", frozenset()),
        ("{places} places", frozenset({2})),
        (".", frozenset()),
    )


def test_clauses_may_share_their_words(tmp_path):
    (article,) = load(federation(tmp_path, FIRST + SECOND % "Chaque conseil")).founding
    assert article.cuts[0] == ("Chaque conseil", frozenset({1, 2}))


def test_spaces_that_do_not_break_are_spaces(tmp_path):
    written = FIRST.replace("Chaque conseil a {places}", "Chaque\u00a0conseil a {places}")
    (article,) = load(federation(tmp_path, written)).founding
    assert article.cuts[0] == ("Chaque conseil", frozenset({1}))


def test_words_that_overlap_are_refused_with_their_line(tmp_path):
    with pytest.raises(Misread, match=r"1\.yaml:16 : « phrase » : ses mots en chevauchent d’autres"):
        load(federation(tmp_path, FIRST + SECOND % "conseil a"))


def test_what_nothing_checks_quotes_nothing(tmp_path):
    wrong = "    - awaits: {app: finance, because: Plus tard.}\n      phrase: places\n"
    with pytest.raises(Misread, match="seul ce qui se vérifie ou s’atteste"):
        load(federation(tmp_path, ARTICLE + wrong))


def test_an_addition_quotes_the_words_that_it_reads(tmp_path):
    ours = "    - addition: Le document ne le dit pas.\n" + (SECOND % "'{places} places'").replace("    - c", "      c")
    (article,) = load(federation(tmp_path, ARTICLE + ours.replace("severity: major", "severity: warning"))).founding
    assert article.cuts == (
        ("Chaque conseil a ", frozenset()),
        ("{places} places", frozenset({2})),
        (".", frozenset()),
    )


def test_an_article_whose_clauses_quote_nothing_is_not_cut(tmp_path):
    (article,) = load(federation(tmp_path, ARTICLE)).founding
    assert article.cuts == ()


@pytest.mark.django_db
def test_each_sentence_bears_its_own_verdict(small: World):
    grouping = small.groupings[0]
    crowd(small, grouping)
    reader = actor_of(holder(small, f"{grouping.slug}-team", "direction"), TODAY)
    text = read_text(grouping, TODAY, reader)
    reading = next(one for one in text.readings if one.article.rule == "R3.7")
    told = {"".join(segment.text for segment in run.segments): (run.state, run.is_held) for run in reading.runs}
    assert told["de deux administrateur·rices au plus"] == ("breaches", True)
    assert told["de chaque pôle membre du groupement"] == ("conforms", True)
    assert told["."] == ("silent", False)
    whole = "".join(segment.text for run in reading.runs for segment in run.segments)
    assert (
        whole
        == "Le conseil d’un groupement se compose de deux administrateur·rices au plus de chaque pôle membre du groupement."
    )


@pytest.mark.django_db
def test_nobody_from_outside_reads_a_verdict_under_a_sentence(small: World):
    from kevread.common.actor import NOBODY

    text = read_text(small.groupings[0], TODAY, NOBODY)
    assert {run.state for reading in text.readings for run in reading.runs} == {"silent"}
    assert all(len(reading.runs) == 1 and reading.answer is None for reading in text.readings)
    assert text.drawings == []


def test_most_articles_of_several_clauses_are_cut_in_brittany():
    """Those of which more than one clause is checked, and is not ours."""
    several = [
        article
        for article in framework().founding
        if sum(clause.way in ("check", "attested") and not clause.addition for clause in article.clauses) > 1
    ]
    assert sum(bool(article.cuts) for article in several) > len(several) / 2


def test_no_article_of_several_sentences_is_one_link():
    """Where something is checked, in the document as in the law, each sentence bears its own verdict, or none."""
    several = [one for one in framework().articles.values() if len(re.findall(r"[.?!](?=\s|$)", one.text.strip())) > 1]
    checked = [one for one in several if any(clause.way in ("check", "attested") for clause in one.clauses)]
    assert len(checked) > 25
    assert [one.rule for one in checked if not one.cuts] == []


@pytest.mark.django_db
def test_words_that_our_additions_alone_read_are_never_said_to_be_kept_nor_at_fault(small: World):
    reader = actor_of(holder(small, "cress-team", "direction"), TODAY)
    states = {
        run.state
        for scale in (small.head, small.groupings[0])
        for reading in read_text(scale, TODAY, reader).readings
        for run, (_, numbers) in zip(reading.runs, reading.article.cuts, strict=False)
        if numbers and all(reading.article.clauses[number - 1].addition for number in numbers)
    }
    assert "in_part" in states and not states & {"conforms", "breaches"}


@pytest.mark.django_db
def test_the_words_of_an_article_that_nothing_checks_are_plain_to_whoever_reads_verdicts(small: World):
    reader = actor_of(holder(small, "cress-team", "direction"), TODAY)
    text = read_text(small.head, TODAY, reader)
    reading = next(one for one in text.readings if one.article.rule == "R0.11")
    assert [(run.state, run.is_held) for run in reading.runs] == [("silent", False)]
    assert all(run.is_held for one in text.readings for run in one.runs if run.state == "breaches")
