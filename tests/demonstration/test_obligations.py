"""What the page of obligations says of the invented life is what its articles find: neither hides what the other tells."""

import pytest

from kevread.charter.engine import verdicts
from kevread.common.actor import SYSTEM
from kevread.common.verdicts import Verdict
from kevread.finance.queries.required import entities
from tests.conftest import TODAY

from .conftest import demonstrating

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("built")]
CLAUSES = ("L1.3/1", "L1.4/1", "L1.5/1", "L1.21/1", "L3.6/1", "L4.1/2", "L4.4/1", "L4.5/1")
OF_AUDITORS = ("L4.1/1", "L4.2/1", "L4.3/1")


def test_what_articles_find_is_what_the_page_says():
    with demonstrating():
        found = {one.organisation: one for one in entities(SYSTEM, TODAY)}
        findings = verdicts(TODAY, rules={clause.partition("/")[0] for clause in (*CLAUSES, *OF_AUDITORS)})
    slugs = {one.slug: each for one, each in found.items()}
    breaches, late = set(), set()
    for one in findings:
        if one.clause.key in CLAUSES and one.verdict is Verdict.BREACHES:
            breaches.add((one.organisation.slug, one.rule))
    rules = {clause.partition("/")[0] for clause in CLAUSES}
    for slug, each in slugs.items():
        for row in each.required:
            undated = row.state == "due" and row.by is None and row.rules == ("L3.6",)
            if (row.state == "late" or undated) and row.rules[0] in rules:
                late.add((slug, row.rules[0]))
    assert late == breaches and len(breaches) > 3


def test_the_invented_life_shows_each_state_and_a_threshold_in_sight():
    with demonstrating():
        found = entities(SYSTEM, TODAY)
    assert {row.state for one in found for row in one.required} == {"late", "due", "unknown", "done"}
    words = {one.threshold.word for each in found for one in each.sights}
    assert words == {"En vue", "Dépassé", "Non dépassé", "Inconnu"}
