"""The jobs of which a run shows once it is committed, run twice: see `test_jobs_twice.py`."""

import pytest

from kevread.common.actor import SYSTEM
from kevread.journal.operations import act
from tests.conftest import NOW
from tests.factories import PersonFactory
from tests.votes.test_traces import close, met, somebody, voted

from .twice import READY, ready, twice

__all__ = ["met", "somebody", "voted"]


@ready("journal.seal")
def _(request):
    with act("tests.try", actor=SYSTEM, about=None, now=NOW):
        PersonFactory()
    return {}, NOW


@ready("votes.erase")
def _(request):
    """A vote was closed while another session still read what was before: its traces wait."""
    meeting, (poll, _), other = map(request.getfixturevalue, ("met", "voted", "somebody"))
    other.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
    other.execute("SELECT count(*) FROM meetings_meeting")
    close(meeting, poll)
    other.rollback()
    return {}, None


HERE = frozenset(READY)


@pytest.mark.parametrize("name", sorted(HERE))
def test_run_twice_it_is_run_once(apart, name, request, monkeypatch):
    twice(name, request, monkeypatch)
