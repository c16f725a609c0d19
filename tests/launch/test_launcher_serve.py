"""`./kevread`: from nothing to a page, and back to nothing."""

import os
import signal
import socket
import urllib.request
from pathlib import Path

import pytest
from clones import eventually


def page(address: str) -> str:
    with urllib.request.urlopen(address) as answer:
        return answer.read().decode()


def test_serves_the_demonstration_on_its_day_and_prints_both_times(clone):
    with clone.serving() as serving:
        assert page(serving.address) == "prepare, demonstration le 2026-11-24"
        assert "Prêt en " in serving.said
    with clone.serving() as serving:
        assert page(serving.address) == "prepare, demonstration le 2026-11-24"


@pytest.mark.usefixtures("started")
@pytest.mark.parametrize("signum", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_signal_stops_the_server_then_postgresql(clone, signum):
    with clone.serving() as serving:
        assert len(clone.processes()) > 3
        assert serving.end(signum) == 0
        assert not clone.processes()
        assert not (clone.data / "cluster" / "data" / "postmaster.pid").exists()
        assert not (clone.data / "server.json").exists()


def workers(clone) -> list[list[str]]:
    """The process and the database of each worker that was started, in order."""
    births = clone.data / "workers"
    return [line.split() for line in births.read_text().splitlines()] if births.exists() else []


@pytest.mark.usefixtures("started")
def test_a_worker_that_is_killed_is_started_again_and_ends_with_the_server(clone):
    with clone.serving() as serving:
        assert eventually(lambda: len(workers(clone)) == 1)
        os.kill(int(workers(clone)[0][0]), signal.SIGKILL)
        assert eventually(lambda: len(workers(clone)) == 2)
        assert page(serving.address)
        assert serving.end(signal.SIGINT) == 0
        assert not clone.processes()


def answers(address: str) -> bool:
    try:
        return bool(page(address))
    except OSError:
        return False


@pytest.mark.usefixtures("started")
def test_a_postgresql_that_is_killed_is_started_again_and_what_was_written_is_there(clone):
    clone.words("gardé")
    with clone.serving() as serving:
        first = clone.postmaster()
        os.kill(first, signal.SIGKILL)
        assert eventually(lambda: not Path("/proc", str(first), "exe").exists())
        assert eventually(lambda: answers(serving.address), seconds=40)
        assert "gardé" in page(serving.address)
        assert clone.postmaster() != first
        assert serving.end(signal.SIGINT) == 0
        assert not clone.processes()


@pytest.mark.usefixtures("started")
def test_a_postgresql_that_does_not_come_back_ends_everything_and_says_why(clone):
    with clone.serving() as serving:
        (clone.data / "cluster" / "data" / "postgresql.conf").write_text("ceci = 'n’est pas un réglage'\n")
        os.kill(clone.postmaster(), signal.SIGKILL)
        assert serving.process.wait(timeout=60) == 1
        said = serving.process.stderr.read()
    assert "PostgreSQL s’était arrêté" in said
    assert "PostgreSQL ne démarre pas." in said
    assert "Traceback" not in said
    assert not clone.processes()


@pytest.mark.usefixtures("started")
def test_the_worker_has_its_own_way_to_the_database(clone):
    with clone.serving(KEVREAD_DIRECT_URL="postgresql://direct/kevread"):
        assert eventually(lambda: len(workers(clone)) == 1)
        assert workers(clone)[0][1] == "postgresql://direct/kevread"


@pytest.mark.usefixtures("started")
def test_two_ctrl_c_in_a_row_still_stop_everything(clone):
    with clone.serving() as serving:
        serving.process.send_signal(signal.SIGINT)
        serving.process.send_signal(signal.SIGINT)
        serving.process.wait(timeout=30)
        assert eventually(lambda: not clone.processes())
        assert not (clone.data / "cluster" / "data" / "postmaster.pid").exists()


@pytest.mark.usefixtures("started")
def test_a_second_start_says_the_address_of_the_first(clone):
    with clone.serving() as serving:
        second = clone.run()
        assert second.returncode == 1
        assert f"Kevread tourne déjà\N{NO-BREAK SPACE}: {serving.address}" in second.stderr
        assert f"kill {serving.process.pid}" in second.stderr
        assert page(serving.address)


def test_a_port_asked_for_and_taken_is_refused_and_its_holder_named(clone):
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        ran = clone.run("--port", str(port))
    assert ran.returncode == 1
    assert f"Le port {port} est pris par" in ran.stderr
    assert f"(processus {os.getpid()})" in ran.stderr
    assert "--port" in ran.stderr.split("À faire")[1]


@pytest.mark.usefixtures("started")
def test_a_port_nobody_asked_for_gives_way_to_the_next(clone):
    with clone.serving() as first:
        port = int(first.address.rstrip("/").rpartition(":")[2])
    try:
        other = socket.create_server(("127.0.0.1", port))
    except OSError:
        pytest.skip("somebody else took the port meanwhile")
    with other, clone.serving() as second:
        assert int(second.address.rstrip("/").rpartition(":")[2]) > port


def test_an_address_that_is_not_of_this_machine_is_refused(clone):
    ran = clone.run("--listen", "192.0.2.1")
    assert ran.returncode == 1
    assert "n’a pas l’adresse 192.0.2.1" in ran.stderr


@pytest.mark.usefixtures("started")
def test_a_launcher_killed_at_once_leaves_nothing_that_hinders_the_next(clone):
    clone.words("gardé")
    with clone.serving() as serving:
        assert eventually(lambda: len(workers(clone)) == 1)
        worker = Path("/proc", workers(clone)[0][0])
        serving.end(signal.SIGKILL)
        assert eventually(lambda: not worker.exists())
        with clone.serving() as again:
            assert "gardé" in page(again.address)


def test_a_preparation_that_fails_says_so_without_a_traceback(clone):
    command = clone.path / "src/config/management/commands/prepare.py"
    command.write_text(
        command.read_text().replace("Word.objects", "raise CommandError('La carte manque.')\n        Word.objects")
        .replace("BaseCommand\n", "BaseCommand, CommandError\n", 1)
    )  # fmt: skip
    ran = clone.run()
    assert ran.returncode == 1
    assert "La préparation de la base a échoué." in ran.stderr
    assert "La carte manque." in ran.stderr
    assert "Traceback" not in ran.stderr


def test_what_changed_is_prepared_again_and_nothing_else(clone):
    assert clone.words() == ["prepare", "demonstration"]
    command = clone.path / "src/config/management/commands/prepare.py"
    command.write_text(command.read_text().replace('"prepare"', '"autrement"'))
    ran = clone.run("manage", "words")
    assert "Mise à jour de la base" in ran.stderr
    assert ran.stdout.split() == ["prepare", "demonstration", "autrement"]
    assert "Mise à jour" not in clone.run("manage", "words").stderr


def test_pure_arithmetic_starts_no_database(clone):
    (clone.path / "src/config/management/commands/tally.py").write_text(
        "from django.core.management.base import BaseCommand\n\n\n"
        "class Command(BaseCommand):\n"
        "    requires_system_checks = ()\n\n"
        "    def handle(self, *args, **options):\n"
        "        print('compté')\n"
    )
    ran = clone.run("manage", "tally")
    assert (ran.returncode, ran.stdout.split()) == (0, ["compté"]), ran.stderr
    assert "tally" in clone.run("manage", "help", "--commands").stdout
    assert not (clone.data / "cluster").exists()
    assert clone.words() == ["prepare", "demonstration"]
    assert (clone.data / "cluster").exists()


def test_a_command_that_does_not_exist_and_an_option_that_does_not_either(clone):
    assert "ne connaît pas la commande" in clone.run("fou").stderr
    assert "ne comprend pas" in clone.run("--prot", "8001").stderr
    assert "n’est pas un numéro de port" in clone.run("--port", "0").stderr
    assert clone.run("help").returncode == 0


def test_manage_answers_on_its_output_alone_and_keeps_its_code(clone):
    first = clone.run("manage", "words")
    assert first.stdout == "prepare demonstration\n"
    assert clone.run("manage", "words", "prepare").returncode != 0


def test_doctor_says_what_is_there_before_and_after_the_first_start(clone):
    before = clone.run("doctor")
    assert before.returncode == 0, before.stdout
    assert "pas encore créée" in before.stdout
    clone.words()
    after = clone.run("doctor").stdout
    for subject in (
        "Python",
        "PostgreSQL",
        "Base",
        "Disque",
        "Langue",
        "Chromium",
        "Ouvrier",
        "Courriel",
        "Sauvegarde",
    ):
        assert subject in after
    assert "répond, PostgreSQL" in after


@pytest.mark.usefixtures("started")
def test_the_server_keeps_no_log_of_who_asked_when(clone):
    """A log of requests would say when each person voted: `docs/threats.md` says that there is none."""
    with clone.serving() as serving:
        urllib.request.urlopen(serving.address, timeout=10).close()
        lines = [line for line in clone.processes() if "gunicorn" in line]
        assert lines
        assert not [line for line in lines if "access-log" in line]
    assert "GET /" not in serving.said
