"""What whoever runs the site is told of its provider of seals: by the command, and by `doctor`; nothing is signed meanwhile."""

import subprocess
import time
from datetime import UTC, datetime, timedelta

import pytest
from django.core.management import call_command

from kevread.documents import provider
from launch import seals
from launch.instance import FEDERATION, Instance
from tests.conftest import NOW
from tests.documents.provider import QUALIFIED_SEAL, Holder, StandIn, listening, set_on

ASKED = ["oauth2/token", "credentials/info"]


@pytest.fixture
def held(settings, tmp_path, monkeypatch):
    monkeypatch.setattr("kevread.base.clock.now", lambda: NOW)
    with listening(StandIn(Holder(*QUALIFIED_SEAL))) as found:
        set_on(settings, found, tmp_path)
        yield found


def state(capsys):
    call_command("seal-provider")
    return capsys.readouterr().out.strip().split("\n", 1)


def test_one_that_answers_is_told_with_its_certificate(held, capsys):
    how, said = state(capsys)
    assert how == "répond"
    assert "cachet qualifié de Fédération d’essai, Cachet des documents, donné par Prestataire d’essai" in said
    assert held.ends == ASKED


def test_what_nothing_says_qualified_is_not_called_so(held, settings, tmp_path, capsys):
    held.holder = Holder("qc_compliance", "qct_eseal")
    set_on(settings, held, tmp_path)
    assert "cachet, que rien ne dit qualifié, de" in state(capsys)[1]


def test_a_certificate_that_ends_soon_is_told_before(held, capsys, monkeypatch):
    monkeypatch.setattr("kevread.base.clock.now", lambda: NOW + timedelta(days=300) - provider.SOON)
    assert state(capsys)[0] == "répond"
    monkeypatch.setattr("kevread.base.clock.now", lambda: NOW + timedelta(days=301) - provider.SOON)
    assert state(capsys)[0] == "bientôt"
    monkeypatch.setattr("kevread.base.clock.now", lambda: NOW + timedelta(days=301))
    assert state(capsys)[0] == "ne sert pas"


def test_what_it_answers_is_told_to_whoever_runs_the_site_on_one_line(held, capsys):
    held.instead[ASKED[0]] = lambda _: (401, b"invalid\nclient")
    how, said = state(capsys)
    assert how == "ne sert pas"
    assert said == "le prestataire refuse (401 invalid client)"
    assert held.ends == ASKED[:1]


def test_none_is_set(settings, capsys):
    assert state(capsys)[0] == "éteint"


@pytest.fixture
def here(tmp_path):
    (tmp_path / "secret_key").write_text("a key of forty letters, more or less, for tests")
    return Instance(tmp_path, FEDERATION, "bretagne")


def test_the_doctor_asks_and_tells(held, settings, here, monkeypatch, tmp_path):
    """It is asked by another process, whose clock is that of the wall."""
    held.holder = Holder(*QUALIFIED_SEAL, at=datetime.fromtimestamp(time.time(), UTC))
    set_on(settings, held, tmp_path)
    assert seals.provider(here) == []
    for name in ("URL", "CREDENTIAL", "CLIENT", "SECRET", "PIN", "CA"):
        monkeypatch.setenv(f"KEVREAD_CSC_{name}", getattr(settings, f"KEVREAD_CSC_{name}"))
    [(mark, subject, said)] = seals.provider(here)
    assert (mark, subject) == (seals.GOOD, "Cachet")
    assert said.startswith("répond : cachet qualifié")
    assert held.ends == ASKED
    monkeypatch.setenv("KEVREAD_CSC_URL", "http://127.0.0.1:9")
    [(mark, _, said)] = seals.provider(here)
    assert mark == seals.BAD
    assert said.startswith("le prestataire ne répond pas")
    assert "exploitation.md" in said


def test_the_doctor_waits_for_nobody(here, monkeypatch):
    def late(*_args, **more):
        assert more["timeout"] == seals.PATIENCE
        raise subprocess.TimeoutExpired("seal-provider", more["timeout"])

    monkeypatch.setenv("KEVREAD_CSC_URL", "https://ailleurs.example")
    monkeypatch.setattr(subprocess, "run", late)
    [(mark, _, said)] = seals.provider(here)
    assert mark == seals.BAD
    assert "rien ne dit" in said
