"""Only rules so proven count as computed: every clause that is computed has a test that flips its verdict to a breach."""

from importlib import import_module
from pathlib import Path

from kevread.charter.engine import framework
from kevread.charter.queries.coverage import proofs, status_of
from tests.charter.proofs import PROVEN

for path in sorted(Path(__file__).parent.glob("test_*.py")):
    import_module(f"tests.charter.{path.stem}")


def computed() -> list[str]:
    return [c.key for a in framework().articles.values() for c in a.clauses if c.check]


def test_every_computed_clause_is_flipped():
    """One that no fact could flip, since the database refuses it, is no check: a screen answers it, and it is told so."""
    assert set(PROVEN) == set(computed())


def test_the_coverage_reads_the_same_clauses():
    assert set(proofs("tests/charter")) == set(computed())


def test_what_no_fact_could_breach_is_shown_and_no_more():
    """What is only found (a proposal, a decision, a number that one may have): « shown », by a test that plants no breach."""
    proven = proofs("tests/charter")
    told = {c.key: status_of(c, proven) for a in framework().articles.values() for c in a.clauses if c.check}
    shown = {"R2.1/2", "R3.8/1", "R3.9/1", "R6.15/1", "R6.25/1"}
    assert {key for key, status in told.items() if status != "computed"} == shown
    assert {told[key] for key in shown} == {"shown"}


def test_a_clause_that_one_test_breaches_is_computed_whatever_another_plants(tmp_path, settings):
    settings.ROOT = tmp_path
    (tmp_path / "test_some.py").write_text(
        '@proves("R1.1", after=Verdict.UNKNOWN)\ndef a(): ...\n@proves("R1.1", proven={})\ndef b(): ...\n'
        '@proves("R1.2", clause=2, after=Verdict.CONFORMS)\ndef c(): ...\n',
        encoding="utf-8",
    )
    assert {key: proof.breaches for key, proof in proofs(".").items()} == {"R1.1/1": True, "R1.2/2": False}
