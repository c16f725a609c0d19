"""The verdicts of the small world as it is."""

import pytest

from tests.charter.proofs import Board, board


@pytest.fixture(scope="module")
def conforming(small) -> Board:
    return board()
