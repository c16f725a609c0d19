"""Whoever has the secret of the application holds the lock of commitments: receipts then commit to nothing, and it is said."""

import os
from urllib.parse import urlsplit, urlunsplit

import pytest
from django.db import connection

from kevread.votes.models import Ballot, Commitment
from kevread.votes.queries.box import bundle_of
from kevread.votes.queries.polls import panel_of
from kevread.votes.rules.bundle import read_bundle, verify
from launch import boxes
from launch import instance as instances
from tests.gatherings.polling import SECRET, drop, opened, voters
from tests.votes.test_traces import close, met, shown, somebody  # noqa: F401

HOLD = "SELECT pg_advisory_lock(hashtextextended('kevread.commit' || %s, 0))"


@pytest.mark.parametrize("held", ["", "all along", "until the last"])
def test_a_lock_that_somebody_holds_leaves_receipts_without_commitment_and_it_is_said(
    met,  # noqa: F811
    somebody,  # noqa: F811
    settings,
    tmp_path,
    monkeypatch,
    held,
):
    parts = urlsplit(os.environ.get("DATABASE_URL", "postgresql:///kevread"))
    monkeypatch.setenv("DATABASE_URL", urlunsplit(parts._replace(path=f"/{connection.settings_dict['NAME']}")))
    monkeypatch.setenv("KEVREAD_DATA", str(tmp_path))
    settings.VOTES = tmp_path / "votes"
    poll, _ = opened(met, SECRET)
    if held:
        somebody.execute(HOLD, [str(poll.pk)])
    *those, (last, marks_of_last) = voters(met, poll)
    for actor, marks in those:
        drop(actor, poll, marks, "for")
    said = [line.splitlines()[0] for *_, line in boxes.registers(instances.current())]
    assert said == (["votes secrets en cours dont les reçus n’engagent pas l’urne : 1"] if held else [])
    if held == "until the last":  # which then commits to all of them at once
        somebody.execute(HOLD.replace("pg_advisory_lock", "pg_advisory_unlock"), [str(poll.pk)])
    drop(last, poll, marks_of_last, "for")
    assert Ballot.objects.filter(poll=poll).count() == 40
    assert Commitment.objects.filter(poll=poll).exists() is (held != "all along")
    poll = close(met, poll)
    assert panel_of(poll, met.actor()).uncommitted == (40 if held else 0)
    assert ("dans l’engagement d’aucun reçu" in shown(poll, met.actor())) is bool(held)
    told = {check.name: check for check in verify(read_bundle(bundle_of(poll))).checks}["commitments"]
    assert told.ok and ("40 bulletins de suite" in told.detail) is bool(held)
