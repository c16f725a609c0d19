"""The small world of the proofs, here too."""

from tests.charter.conftest import small

__all__ = ["small"]
