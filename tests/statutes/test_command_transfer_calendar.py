"""The calendar of a transfer, computed away from any database: a day in, dates out, or what is wrong."""

import json
from typing import Any

import pytest
from django.core.management import call_command

CODES = [
    *("framing", "works_council", "authorities", "interim_accounts", "draft_adoption", "contribution_auditor"),
    *("legal_notice", "documents_available", "creditors", "protected_staff", "assembly_notice", "assembly"),
    *("effective", "filing", "land_registry", "switchover", "entries"),
]


@pytest.fixture
def answer(capsys):
    def run(*arguments: str) -> tuple[int, dict[str, Any]]:
        code = 0
        try:
            call_command("transfer-calendar", *arguments)
        except SystemExit as left:
            code = left.code
        told = capsys.readouterr()
        assert not (told.out and told.err)
        return code, json.loads(told.err if code else told.out)

    return run


def test_the_contract(answer):
    code, told = answer("--assembly", "2026-06-15", "--format", "json")
    assert code == 0 and told["assembly"] == "2026-06-15"
    by_code = {one["code"]: one for one in told["milestones"]}
    assert sorted(by_code) == sorted(CODES) and len(told["milestones"]) == len(CODES)
    sentence = by_code["draft_adoption"].pop("sentence")
    assert "15 avril 2026" in sentence
    assert by_code["draft_adoption"] == {
        "code": "draft_adoption",
        "date": "2026-04-15",
        "bound": "latest",
        "rule": "L9.2",
        "severity": "blocking",
        "after": [],
        "applies": True,
    }
    warned = {one["code"]: one for one in told["warnings"]}
    assert warned["legal_notice"]["date"] == "2026-05-16"
    assert warned["legal_notice"]["sentence"] in by_code["legal_notice"]["sentence"]


def test_every_argument_reaches_the_calendar(answer):
    _, told = answer(
        *("--assembly", "2026-06-15", "--other-assembly", "2026-06-22", "--other-assembly", "2026-06-29"),
        *("--works-council", "expert", "--year-end", "2025-08-31", "--assets", "155000000", "--notice-days", "21"),
        *("--effective", "2027-01-01"),
    )
    by_code = {one["code"]: one for one in told["milestones"]}
    assert by_code["works_council"]["date"] == "2026-02-15"
    assert by_code["assembly_notice"]["date"] == "2026-05-25"
    assert by_code["effective"]["date"] == "2027-01-01"
    assert by_code["entries"]["date"] == "2027-08-31"
    assert all(one["applies"] for one in told["milestones"])
    assert "29 juin 2026" in by_code["assembly"]["sentence"]


@pytest.mark.parametrize(
    "arguments, code, at",
    [
        ((), "missing_argument", "assembly"),
        (("--assembly", "2026-02-30"), "bad_date", "assembly"),
        (("--assembly", "2026-06-15", "--other-assembly", "demain"), "bad_date", "other-assembly"),
        (("--assembly", "2026-06-15", "--year-end", ""), "bad_date", "year-end"),
        (("--assembly", "2026-06-15", "--effective", "2026-06-14"), "bad_value", "effective"),
        (("--assembly", "2026-06-15", "--effective", "x"), "bad_date", "effective"),
        (("--assembly", "2026-06-15", "--assets", "-1"), "bad_value", "assets"),
        (("--assembly", "2026-06-15", "--assets", "1.5"), "bad_argument", "assets"),
        (("--assembly", "2026-06-15", "--notice-days", "91"), "bad_value", "notice-days"),
        (("--assembly", "2026-06-15", "--works-council", "perhaps"), "bad_choice", "works-council"),
        (("--assembly", "2026-06-15", "--format", "xml"), "bad_choice", "format"),
        (("--assembly", "2026-06-15", "--county", "35"), "unknown_argument", "county"),
    ],
)
def test_what_is_wrong_is_said_at_its_place(answer, arguments, code, at):
    left, told = answer(*arguments)
    assert (left, told["error"]["code"], told["error"]["at"]) == (2, code, at)
    assert told["error"]["message"]
