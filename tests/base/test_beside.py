"""Small files beside the key: one at a time, whole."""

import os
import stat
from multiprocessing import get_context

import pytest

from kevread.base.beside import alone, put


def enter(folder, entered) -> None:
    with alone(folder):
        entered.set()


def test_one_process_at_a_time(tmp_path):
    """And the next, as soon as the one that held it ends, however it ends."""
    processes = get_context("spawn")
    entered = processes.Event()
    other = processes.Process(target=enter, args=(tmp_path / "made", entered))
    with alone(tmp_path / "made"):
        other.start()
        assert not entered.wait(3)
    assert entered.wait(10)
    other.join()
    assert stat.S_IMODE((tmp_path / "made").stat().st_mode) == 0o700


def test_a_file_is_there_whole_or_as_it_was(tmp_path, monkeypatch):
    file = tmp_path / "noted"
    put(file, "one")

    def full(_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="space"):
        put(file, "another")
    assert file.read_text() == "one"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
