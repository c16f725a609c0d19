"""What outsiders read from the command line."""

import json
import re
from datetime import date

import pytest
from django.conf import settings
from django.core.management import call_command

from kevread.charter.engine import framework
from kevread.charter.operations import attest
from kevread.seats.queries.actors import actor_of
from tests.charter.people import holder
from tests.conftest import NOW, arranging
from tests.factories import BodyFactory
from tests.worlds import World

pytestmark = pytest.mark.django_db
KEYS = {
    "rule",
    "clause",
    "organisation",
    "subject",
    "on",
    "verdict",
    "reason",
    "severity",
    "sentence",
    "evidence",
    "act",
}


def run(capsys, *arguments: str) -> tuple[int, list | dict]:
    code = 0
    try:
        call_command("charter", *arguments)
    except SystemExit as left:
        code = left.code
    told = capsys.readouterr()
    return code, json.loads(told.err if code == 2 else told.out)


def check(capsys, *arguments: str):
    return run(capsys, "check", "--on", "2026-11-24", *arguments, "--format", "json")


def test_one_row_for_each_clause_and_organisation(small: World, capsys):
    code, rows = check(capsys, "--rule", "R3.7")
    assert code == 0
    assert {(row["clause"], row["organisation"]) for row in rows} == {
        (clause, grouping.slug) for clause in (1, 2, 3) for grouping in small.groupings
    }
    assert all(set(row) == KEYS for row in rows)
    first = next(row for row in rows if row["clause"] == 1)
    assert first["subject"] == f"body:{first['organisation']}-board"
    assert first["evidence"][0]["expected"] == {"at_most": 2}


def test_fail_on_a_breach_of_that_severity(small: World, capsys):
    grouping = small.groupings[0]
    assert check(capsys, "--rule", "R3.7", "--fail-on", "blocking")[0] == 0
    with arranging():
        small.seated(f"{grouping.slug}-board", "administrator", represents=small.locals[grouping][0])
    code, rows = check(capsys, "--rule", "R3.7", "--organisation", grouping.slug, "--fail-on", "blocking")
    assert code == 1
    worst = next(row for row in rows if row["clause"] == 1)
    assert worst["verdict"] == "breaches"
    assert worst["evidence"][0]["value"] == 3
    assert check(capsys, "--rule", "R3.7")[0] == 0


def test_each_item_that_fails_is_an_evidence_with_its_name(small: World, capsys):
    grouping = small.groupings[0]
    with arranging():
        for local in small.locals[grouping]:
            small.seated(f"{grouping.slug}-board", "administrator", represents=local)
    _, rows = check(capsys, "--rule", "R3.7", "--organisation", grouping.slug)
    first, second = (row for row in rows if row["clause"] in (1, 2))
    names = {local.name for local in small.locals[grouping]}
    assert {(one["label"], one["value"]) for one in first["evidence"]} == {(name, 3) for name in names}
    # Those who are not in office at home are named, with the pôle that they represent.
    assert len(second["evidence"]) == len(names)
    for mandate in small.mandates(f"{grouping.slug}-board", "administrator").order_by("-pk")[:2]:
        told = f"{mandate.person.short_name} ({mandate.represents.name})"
        assert told in second["sentence"] and told in [one["label"] for one in second["evidence"]]


def test_what_conforms_tells_the_value_that_is_nearest_to_its_limit(small: World, capsys):
    with arranging():
        for number in range(2):
            BodyFactory(organisation=small.head, kind="space", level="political", slug=f"autre-{number}")
    _, (row,) = check(capsys, "--rule", "R4.4")
    assert row["verdict"] == "conforms"
    assert [(one["value"], one["expected"]) for one in row["evidence"]] == [(4, {"at_least": 1})]


def test_what_is_attested_shows_its_piece_its_date_and_that_somebody_attested_it(small: World, capsys):
    grouping = small.groupings[0]
    person = holder(small, f"{grouping.slug}-team", "direction")
    attest(
        actor=actor_of(person, NOW.date()), clause="R3.4/2", organisation=grouping, person=person,
        piece="Statuts déposés en préfecture, dossier 3", piece_on=date(2025, 2, 3), now=NOW,
    )  # fmt: skip
    _, rows = check(capsys, "--rule", "R3.4", "--organisation", grouping.slug)
    row = next(row for row in rows if row["clause"] == 2)
    (evidence,) = row["evidence"]
    assert evidence["value"] == "Statuts déposés en préfecture, dossier 3"
    assert evidence["label"] == "Attesté par une personne, pièce du 3 février 2025"  # the console names nobody
    assert row["act"] == f"/{grouping.slug}/texte/R3.4/2/attester"


def test_before_the_document_nothing_applies(small: World, capsys):
    with arranging():
        type(small.head).objects.update(period="[2020-01-01,)")
    code, rows = run(capsys, "check", "--on", "2024-01-01", "--rule", "R3.7", "--format", "json")
    assert code == 0
    assert {(row["verdict"], row["reason"]) for row in rows} == {("not_applicable", "before_effect")}


@pytest.mark.parametrize(
    ("arguments", "code", "at"),
    [
        (("--on", "2026-13-01"), "bad_date", "on"),
        (("--on", "1800-01-01"), "bad_date", "on"),
        (("--on", "2026-11-24", "--rule", "R77.7"), "unknown_rule", "rule"),
        (("--on", "2026-11-24", "--organisation", "ess-44"), "unknown_organisation", "organisation"),
    ],
)
def test_bad_input_leaves_with_2(small: World, capsys, arguments, code, at):
    left, told = run(capsys, "check", *arguments, "--format", "json")
    assert left == 2
    assert (told["error"]["code"], told["error"]["at"]) == (code, at)


def test_coverage_accounts_for_every_rule(small: World, capsys):
    code, told = run(capsys, "coverage", "--format", "json")
    assert code == 0
    assert told["total"] == 171
    assert len(told["rules"]) == 171
    # Not R6.20, of which the database holds a part; nor R4.44, of which what we add alone is checked, nor R6.2.
    assert told["computed"] >= 41
    assert "unproven" not in {row["status"] for row in told["rules"]}


def test_a_rule_is_computed_when_all_its_clauses_are_and_mixed_ones_are_told_apart(small: World, capsys):
    _, told = run(capsys, "coverage", "--format", "json")
    for row in told["rules"]:
        clauses = [clause.way for clause in framework().articles[row["rule"]].clauses]
        assert ("clauses" in row) == (row["status"] == "mixed"), row
        if row["status"] == "computed":
            assert set(clauses) == {"check"} and row["proved_by"].startswith("tests/charter/")
        if row["status"] == "mixed":
            assert [one["clause"] for one in row["clauses"]] == list(range(1, len(clauses) + 1))
            assert len({one["status"] for one in row["clauses"]}) > 1
            assert all(("proved_by" in one) == (one["status"] in ("computed", "shown")) for one in row["clauses"])
    mixed = next(row for row in told["rules"] if row["rule"] == "R2.1")
    assert [one["status"] for one in mixed["clauses"]] == ["computed", "shown"]
    assert "montrée, sans que rien ne puisse y montrer un écart," in mixed["detail"]
    assert told["mixed"] == sum(row["status"] == "mixed" for row in told["rules"]) > 20


def test_the_law_is_counted_whole_and_what_has_no_article_says_why(small: World, capsys):
    code, told = run(capsys, "coverage", "--law", "--format", "json")
    assert (code, told["total"], len({row["rule"] for row in told["rules"]})) == (0, 78, 78)
    absent = [row for row in told["rules"] if row["rule"] not in framework().articles]
    assert len(absent) == 32 and "L1.22" not in {row["rule"] for row in told["rules"]}
    assert all(row["status"].startswith("awaits:") or row["status"] == "not_checked" for row in absent)
    assert all(" : " in row["detail"] for row in absent)


def test_nothing_waits_for_a_room_that_stands(small: World):
    """A clause that waits for a room names one that is to come: those in parentheses in the contract of the rooms."""
    to_come = set(re.findall(r"\((\w+)\)", (settings.ROOT / "pyproject.toml").read_text(encoding="utf-8")))
    book = framework()
    asked = {clause.app for article in book.articles.values() for clause in article.clauses if clause.app}
    asked |= {absent.awaits.app for absent in book.absent.values() if absent.awaits}
    assert asked - to_come == set()
