"""What is done once, asked by two windows at once: one does it, the other waits for it and is told."""

import pytest

from .asking import TWICE, prove_twice
from .proofs import PROOFS


@pytest.mark.parametrize("name", TWICE)
def test_two_windows_at_once_do_it_once(shared, name):
    prove_twice(name, PROOFS[name](shared))
