"""The votes counted by hand tell every comparison from its neighbour: change one sign, and at least one case fails."""

import ast
from importlib import import_module
from pathlib import Path

import pytest

from kevread.tally.rules import elections, resolutions
from tests.gatherings.cases import CONSENTS, ELECTIONS, RESOLUTIONS

MUTATIONS = [
    # What "more than", "at least" and "equal" mean.
    ("sums", '">": operator.gt', '">": operator.ge'),
    ("sums", '"≥": operator.ge', '"≥": operator.gt'),
    ("sums", '"=": operator.eq', '"=": operator.ge'),
    ("sums", '"=": operator.eq', '"=": operator.le'),
    # Which of them each majority uses.
    ("resolutions", 'return compare(votes.in_favour, ">", base', 'return compare(votes.in_favour, "≥", base'),
    ("resolutions", 'return compare(votes.in_favour, "≥", base', 'return compare(votes.in_favour, ">", base'),
    ("resolutions", "(ratio.denominator, ratio.numerator)", "(ratio.numerator, ratio.denominator)"),
    ("resolutions", "times=(2, 1)", "times=(1, 1)"),
    ("resolutions", "if votes.on(Base.EXPRESSED) == 0", "if False"),
    ("resolutions", "votes.abstain if blocks else None", "None"),
    ("resolutions", "even and votes.in_favour == votes.against", "even and votes.in_favour <= votes.against"),
    ("resolutions", "even and votes.in_favour == votes.against", "votes.in_favour == votes.against"),
    ("resolutions", "vote.casting_vote and heard and", "vote.casting_vote and"),
    ("resolutions", 'compare(adopting, "≥", needed)', 'compare(adopting, ">", needed)'),
    ("resolutions", "outcome is Outcome.ADOPTED and not", "not"),
    ("resolutions", 'compare(objecting, "=", 0)', 'compare(objecting, "≥", 0)'),
    ("resolutions", 'if present else compare(present, ">", 0)', ""),
    ("quorum", 'compare(self.have, "≥", self.need)', 'compare(self.have, ">", self.need)'),
    ("quorum", "college.proxies if rule.count_proxies else 0", "college.proxies"),
    ("quorum", "0 if rule.count_proxies else college.proxies", "0"),
    ("colleges", "college.in_favour > college.against", "college.in_favour >= college.against"),
    ("colleges", "college.against > college.in_favour", "college.against >= college.in_favour"),
    ("colleges", "college.weight / votes", "college.weight / college.registered_votes"),
    ("colleges", "weight if came else nothing", "weight"),
    ("elections", "len(ballot.choices) <= election.most_choices", "len(ballot.choices) < election.most_choices"),
    ("elections", "len(ballot.choices) <= election.most_choices", "True"),
    ("elections", "places >= len(queue)", "places > len(queue)"),
    ("elections", "if last != next_one", "if True"),
    ("elections", "key < last", "key <= last"),
    ("elections", "-scores[code], day.toordinal()", "-scores[code], -day.toordinal()"),
    ("elections", "scores[code] not in undated", "True"),
    ("elections", "if votes[one.code]", "if True"),
    ("elections", "if i != last and", "if"),
    ("elections", "head == min(heads.values())", "head is min(heads.values())"),
    ("elections", "orders[name][seats[name]].born", "orders[name][0].born"),
    ("elections", "1 if self.method is Method.LIST else self.seats", "self.seats"),
]


def mutate(monkeypatch, module_name: str, old: str, new: str) -> None:
    """Write the function, method or constant that holds these words again, with others."""
    module = import_module(f"kevread.tally.rules.{module_name}")
    source = Path(module.__file__).read_text(encoding="utf-8")
    assert source.count(old) == 1, f"« {old} » should be there once"
    line = source[: source.index(old)].count("\n") + 1
    holder, body = module, ast.parse(source.replace(old, new)).body
    node = next(node for node in body if node.lineno <= line <= node.end_lineno)
    if isinstance(node, ast.ClassDef):
        holder = getattr(module, node.name)
        node = next(inner for inner in node.body if inner.lineno <= line <= inner.end_lineno)
    made: dict = {}
    exec(compile(ast.Module([node], []), module_name, "exec"), vars(module), made)
    for name, value in made.items():
        monkeypatch.setattr(holder, name, value)


def all_hold() -> bool:
    for vote, *expected in RESOLUTIONS.values():
        verdict = resolutions.decide(vote)
        if [verdict.outcome.value, verdict.decided_by.value, verdict.test.shown] != expected:
            return False
    for election, *expected in ELECTIONS.values():
        result = elections.elect(election)
        if [result.filling.value, " ".join(result.elected), " ".join(result.tied)] != expected:
            return False
    return all(
        (verdict.outcome.value, verdict.test.shown) == expected
        for asked, expected in CONSENTS.items()
        for verdict in [resolutions.consent(resolutions.Consent(*asked))]
    )


def test_unchanged_every_case_holds():
    assert all_hold()


@pytest.mark.parametrize("mutation", MUTATIONS, ids=lambda mutation: mutation[2])
def test_a_changed_comparison_is_caught(mutation, monkeypatch):
    mutate(monkeypatch, *mutation)
    try:
        caught = not all_hold()
    except (IndexError, KeyError, TypeError, AttributeError, ZeroDivisionError):
        caught = True
    assert caught
