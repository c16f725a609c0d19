"""Only rules so proven count as computed: every clause that is computed has a test that flips its verdict."""

from importlib import import_module
from pathlib import Path

from kevread.charter.engine import framework
from kevread.charter.queries.coverage import proofs
from tests.charter.proofs import PROVEN, REFUSED

for path in sorted(Path(__file__).parent.glob("test_*.py")):
    import_module(f"tests.charter.{path.stem}")


def computed() -> dict[str, str]:
    return {c.key: a.rule for a in framework().articles.values() for c in a.clauses if c.check}


def test_every_computed_clause_is_flipped_or_refused_by_the_database():
    assert set(PROVEN) | set(REFUSED) == set(computed())
    assert not set(PROVEN) & set(REFUSED)


def test_every_computed_rule_is_flipped():
    assert {key.split("/")[0] for key in PROVEN} == set(computed().values())


def test_the_coverage_reads_the_same_clauses():
    assert set(proofs("tests/charter")) == set(computed())
