"""Only rules so proven count as computed: every clause that is computed has a test that flips its verdict."""

from importlib import import_module
from pathlib import Path

from kevread.charter.engine import framework
from kevread.charter.queries.coverage import proofs
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
