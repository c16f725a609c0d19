"""Arguments that a command cannot read are told as any other wrong input: in JSON, in French, with code 2."""

import json

import pytest
from django.core.management import ManagementUtility

CHECK = ("charter", "check")


@pytest.mark.parametrize(
    ("words", "code", "at", "said"),
    [
        (CHECK, "missing_argument", "on", "Il manque --on."),
        ((*CHECK, "--on"), "missing_argument", "on", "--on attend une valeur."),
        ((*CHECK, "--on", "2026-11-24", "--frobnicate"), "unknown_argument", "frobnicate", "--frobnicate"),
        ((*CHECK, "--on", "2026-11-24", "--fail-on", "foo"), "bad_choice", "fail-on", "blocking"),
        ((*CHECK, "--on", "2026-11-24", "--format", "csv"), "bad_choice", "format", "json"),
        ((*CHECK, "--o", "2026-11-24"), "unknown_argument", "o", "écrivez-le en entier"),
        (("charter", "coverage", "--foo"), "unknown_argument", "foo", "--foo"),
        (("charter",), "missing_argument", "verb", "Il manque verb."),
        (("charter", "frobnicate"), "bad_choice", "verb", "check, coverage"),
        (("tally",), "missing_argument", "file", "Il manque file."),
        (("tally", "a.json", "b.json"), "unknown_argument", "b.json", "b.json"),
        (("verify-journal", "--foo"), "unknown_argument", "foo", "--foo"),
        (("attach-source", "a.txt"), "missing_argument", "quotes", "Il manque quotes."),
    ],
)
def test_what_is_wrong_in_the_arguments_is_told_in_json(capsys, words, code, at, said):
    with pytest.raises(SystemExit) as left:
        ManagementUtility(["kevread manage", *words]).execute()
    told = capsys.readouterr()
    assert (left.value.code, told.out) == (2, "")
    error = json.loads(told.err)["error"]
    assert (error["code"], error["at"]) == (code, at)
    assert said in error["message"].replace("\xa0", " ")


def test_help_is_still_help(capsys):
    with pytest.raises(SystemExit) as left:
        ManagementUtility(["kevread manage", "charter", "check", "--help"]).execute()
    assert left.value.code == 0
    assert "--fail-on" in capsys.readouterr().out
