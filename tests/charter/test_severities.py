"""A clause is as grave as the specification holds its rule, but for what docs/decisions/0014-severities.md says."""

import re
from pathlib import Path

import pytest

from kevread.charter.engine import framework
from kevread.charter.loader import Article, Clause
from kevread.charter.written import SOFT
from kevread.common.verdicts import Severity

ROOT = Path(__file__).parents[2]
SAID = (Path(__file__).parent / "severities.txt").read_text(encoding="utf-8")
DECISION = (ROOT / "docs" / "decisions" / "0014-severities.md").read_text(encoding="utf-8")
OF_RULES = {
    rule: Severity.of(word)
    for word, rules in re.findall(r"^(\w+):\n((?:  .+\n)+)", SAID, re.MULTILINE)
    for rule in rules.split()
}
RHYTHMS = {"rhythm.attainable_meetings", "rhythm.held_by_month", "rhythm.held_or_planned"}
ALONE = {
    "R3.12/3": Severity.MAJOR,
    "R6.7/3": Severity.INFORMATION,
    "R6.29/1": Severity.WARNING,
    "R6.30/1": Severity.WARNING,
}


def expected(article: Article, clause: Clause, rule: Severity) -> Severity:
    check = clause.check
    if clause.key in ALONE:
        return ALONE[clause.key]
    if article.modality in SOFT:
        return min(rule, Severity.WARNING)
    if check and check.fact in RHYTHMS:
        return Severity.INFORMATION if check.predicate == "at_most" else Severity.WARNING
    if check and rule is Severity.BLOCKING and check.predicate in ("at_least", "present"):
        return Severity.MAJOR
    return rule


def clauses() -> list[tuple[Article, Clause]]:
    return [(a, c) for a in framework().founding for c in a.clauses if c.way in ("check", "attested")]


def test_every_rule_has_the_severity_of_the_specification():
    assert set(OF_RULES) == {article.rule for article in framework().founding}


@pytest.mark.parametrize(("article", "clause"), clauses(), ids=[clause.key for _, clause in clauses()])
def test_a_clause_is_as_grave_as_its_rule_but_for_what_was_decided(article, clause):
    if clause.addition:
        assert clause.severity <= Severity.WARNING
        return
    assert clause.severity is expected(article, clause, OF_RULES[article.rule])


def test_what_only_asks_to_be_written_here_warns_nobody():
    """Not using the software is not held against anybody, nor departing from what we alone propose."""
    every = {clause.key: clause for article in framework().articles.values() for clause in article.clauses}
    only_written = ("L10.1/2", "R5.2/2", "R5.2/3", "R5.5/1", "R6.4/2", "R6.26/3", "R7.24/1", "R9.2/1")
    assert {every[key].severity for key in only_written} == {Severity.INFORMATION}
    assert all(every[key].addition for key in only_written)


def test_what_we_add_is_what_this_list_says():
    """What a clause asks and the document does not say (docs/lecture-du-document.md): no more, and none forgotten."""
    assert {clause.key for _, clause in clauses() if clause.addition} == {
        "R0.3/1", "R0.3/2", "R0.6/2", "R0.8/3", "R0.9/1", "R0.9/2", "R0.9/3",
        "R0.12/1", "R0.12/2", "R0.12/3", "R0.13/1", "R1.1/2", "R1.2/2", "R1.3/2",
        "R2.1/2", "R2.2/1", "R2.3/1", "R3.4/1", "R3.5/2", "R3.7/3", "R3.9/1", "R3.12/2",
        "R3.12/4", "R3.15/3", "R3.17/1", "R3.17/2", "R3.17/3", "R3.18/1", "R3.19/1",
        "R4.1/1", "R4.1/2",
        "R4.6/1", "R4.7/1", "R4.7/2", "R4.9/1", "R4.10/4", "R4.10/5", "R4.12/1", "R4.13/5", "R4.13/6", "R4.15/1",
        "R4.16/1", "R4.16/2", "R4.16/3", "R4.20/1",
        "R4.20/2", "R4.23/1", "R4.23/2", "R4.26/1", "R4.26/2", "R4.28/1", "R4.29/1", "R4.33/2", "R4.35/1", "R4.35/2",
        "R4.38/1", "R4.38/2",
        "R4.8/1", "R4.11/1", "R4.14/1", "R4.21/1", "R4.24/1", "R4.27/1", "R4.31/1", "R4.31/2", "R4.31/3", "R4.36/1", "R4.39/1",
        "R4.40/2", "R4.43/1", "R4.43/2", "R4.44/1", "R4.45/1", "R4.48/1", "R4.48/2", "R4.49/2", "R5.1/2", "R5.2/1", "R5.2/2",
        "R5.2/3", "R5.3/1",
        "R5.3/2", "R5.4/1", "R5.5/1", "R5.7/2", "R5.7/3", "R5.8/2", "R5.9/1", "R5.9/2", "R5.9/3", "R5.9/4", "R5.10/2",
        "R5.10/3", "R5.10/4",
        "R6.1/2", "R6.2/1", "R6.3/2", "R6.4/2", "R6.5/2", "R6.7/2", "R6.8/2", "R6.9/2",
        "R6.12/1", "R6.12/2", "R6.15/1", "R6.18/1", "R6.21/1", "R6.22/1", "R6.22/2", "R6.26/1", "R6.26/2", "R6.26/3",
        "R6.27/1", "R6.27/2", "R6.28/1",
        "R7.1/2", "R7.2/2",
        "R7.3/1", "R7.15/2", "R7.19/1", "R7.20/1", "R7.21/1", "R7.24/1", "R7.25/1", "R7.27/1", "R8.1/2", "R8.2/1", "R8.4/2",
        "R9.2/1", "R9.3/2",
    }  # fmt: skip


def test_what_is_compared_with_a_setting_of_ours_is_ours():
    """A limit that the document does not give is no limit of the document: the clause that holds it says so."""
    for article in framework().founding:
        for clause in article.clauses:
            check = clause.check
            limits = (check.lower, check.upper, check.word) if check else ()
            specs = [framework().settings[name] for name in limits if isinstance(name, str) and name]
            assert clause.addition or not any(spec.addition for spec in specs), clause.key


def test_no_text_of_the_document_says_a_setting_of_ours():
    """What we propose to decide is read beside the text, never inside of it, where it would pass for the document’s."""
    ours = {name.rpartition(".")[::2] for name, spec in framework().settings.items() if spec.addition}
    assert ours  # R6.15.sharing
    assert not [rule for rule, name in ours if f"{{{name}}}" in framework().articles[rule].text]


def test_no_article_stands_on_what_we_add_alone():
    """What it is counted as known by is, for one clause at least, what the document says."""
    assert not [article.rule for article in framework().founding if all(c.addition for c in article.clauses)]


def test_what_is_held_of_our_additions_alone_says_what_of_the_document_is_not():
    """And conforms for what is checked, no more (`Article.says_more`)."""
    for article in framework().founding:
        held = [clause for clause in article.clauses if clause.way in ("check", "attested")]
        if held and all(clause.addition for clause in held):
            assert {clause.way for clause in article.clauses} & {"awaits", "not_checked"}, article.rule
            assert article.says_more


def test_each_exception_is_written_in_the_decision():
    for key in ALONE:
        rule, number = key.split("/")
        assert f"{rule}, clause {number}" in DECISION
