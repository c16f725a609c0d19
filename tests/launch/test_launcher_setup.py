"""Finding Python, installing, and finding a place to write: on any machine, under any account."""

import doctest
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from clones import NOBODY, lend_libraries, make_clone

import launch.__main__
from launch import checks, folders, locks, say, system, venv
from launch.say import Fault

as_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root can become somebody else")


def test_an_address_that_is_none_is_refused_before_anything_is_made(clone):
    ran = clone.run("init", "--prenom", "Anne", "--nom", "Martin", "--courriel", "anne.martin")
    assert ran.returncode == 1
    assert "« anne.martin » n’est pas une adresse électronique" in ran.stderr
    assert "nom@exemple.fr" in ran.stderr
    assert not (clone.path / ".kevread" / "federation").exists()


def manage(*words: str) -> subprocess.CompletedProcess[str]:
    environment = os.environ | {"PYTHONPATH": str(folders.ROOT / "src")}
    asked = [sys.executable, "-m", "config", *words]
    return subprocess.run(asked, env=environment, capture_output=True, text=True, check=False)


def test_the_commands_are_listed_in_french_with_what_they_do():
    said = manage("help").stdout
    assert "Calcule le résultat d’un vote" in said
    assert "Vérifie le journal" in said
    assert "migrate" in said.split("Celles de Django")[1]
    assert "Available" not in said
    assert "migrate" in manage("help", "--commands").stdout.split()


def test_a_command_of_the_application_that_does_not_exist_is_said_in_french():
    ran = manage("nimporte")
    assert ran.returncode == 1
    assert "ne connaît pas la commande" in ran.stderr
    assert "Unknown" not in ran.stderr


def test_examples_of_the_launcher_hold():
    for module in (say, launch.__main__):
        assert doctest.testmod(module).failed == 0


def test_without_a_python_the_shell_says_what_to_install(clone):
    for poor in ("/nulle/part/python3", "/bin/false"):
        ran = clone.run(KEVREAD_PYTHON=poor)
        assert ran.returncode == 1
        assert "Python 3.12 ou plus récent" in ran.stderr
        assert "apt-get install python3 python3-venv" in ran.stderr


def test_a_python_that_is_an_empty_shell_is_passed_over(clone, place):
    shims = place / "shims"
    shims.mkdir()
    for name in ("python3.14", "python3.13", "python3"):
        (shims / name).write_text("#!/bin/sh\necho 'command not found' >&2; exit 127\n")
        (shims / name).chmod(0o755)
    (shims / "python3.12").symlink_to(Path(sys.base_prefix) / "bin" / f"python3.{sys.version_info.minor}")
    del clone.environment["KEVREAD_PYTHON"]
    ran = clone.run("help", PATH=f"{shims}:/usr/bin:/bin")
    assert ran.returncode == 0, ran.stderr
    assert "./kevread test" in ran.stdout


def test_what_is_compiled_is_written_even_where_the_machine_says_not_to(clone):
    compiled = clone.path / "launch" / "__pycache__"
    shutil.rmtree(compiled, ignore_errors=True)
    assert clone.run("help", PYTHONDONTWRITEBYTECODE="1").returncode == 0
    assert list(compiled.glob("say.*.pyc"))


def test_nothing_is_installed_twice_and_a_new_lock_is_installed_once(tmp_path, monkeypatch):
    done = []
    monkeypatch.setattr(venv, "state", lambda: tmp_path)
    monkeypatch.setattr(venv, "_works", lambda: True)
    monkeypatch.setattr(venv, "_fill", done.append)
    (tmp_path / "venv/bin").mkdir(parents=True)
    (tmp_path / "venv/bin/python").touch()
    for _ in range(2):
        venv.ensure("run")
    assert done == ["run"]
    venv.ensure("test")
    venv.ensure("run")
    assert done == ["run", "test"]
    monkeypatch.setattr(venv, "digest", lambda lock: f"new {lock}")
    venv.ensure("run")
    assert done == ["run", "test", "run"]


@pytest.mark.parametrize("lock", ["run", "test"])
def test_a_lock_is_installed_in_two_halves_that_hold_all_of_it(lock):
    text = (folders.ROOT / "requirements" / f"{lock}.txt").read_text(encoding="utf-8")
    listed = venv._listed(text)
    assert "".join(block for _, block in listed) == text
    assert {*venv.HEAVY} < {name for name, _ in listed}


@pytest.mark.parametrize("failing", ["0.txt", "1.txt"])
def test_a_half_that_fails_says_what_it_said(monkeypatch, place, failing):
    pip = place / "python"
    pip.write_text(f'#!/bin/sh\ncase "$*" in *{failing}) echo no such digest; exit 1;; esac\n')
    pip.chmod(0o755)
    monkeypatch.setattr(venv, "python", lambda: pip)
    with pytest.raises(Fault, match="no such digest"):
        venv._fill("run")


def test_a_python_without_ensurepip_says_what_to_install(monkeypatch):
    monkeypatch.setattr(venv, "has_ensurepip", lambda: False)
    monkeypatch.setattr(system, "may_install", lambda: False)
    with pytest.raises(Fault, match="ensurepip") as caught:
        venv._provide_ensurepip()
    assert "apt-get install python3-venv" in caught.value.remedy


def test_an_installation_that_fails_says_why(tmp_path, monkeypatch):
    with pytest.raises(Fault, match="est plein"):
        venv._explain("ERROR: [Errno 28] No space left on device", "Échec.", "")
    with pytest.raises(Fault, match="THESE PACKAGES DO NOT MATCH") as caught:
        venv._explain("ERROR: THESE PACKAGES DO NOT MATCH THE HASHES", "Échec.", "vérifiez")
    assert caught.value.remedy == "vérifiez"


def test_without_chromium_nor_apt_the_tests_say_what_to_do(monkeypatch):
    monkeypatch.setattr(system, "chromium", lambda: None)
    monkeypatch.setattr(system, "may_install", lambda: False)
    with pytest.raises(Fault, match="Chromium") as caught:
        system.ensure_chromium()
    assert "apt-get install chromium" in caught.value.remedy
    assert "KEVREAD_CHROMIUM" in caught.value.remedy


def test_chromium_comes_by_apt_where_it_is_permitted(monkeypatch):
    asked, found = [], iter([None, Path("/usr/bin/chromium")])
    monkeypatch.delenv("KEVREAD_CHROMIUM", raising=False)
    monkeypatch.setattr(system, "chromium", lambda: next(found))
    monkeypatch.setattr(system, "may_install", lambda: True)
    monkeypatch.setattr(system, "apt_install", lambda *names: asked.append(names) or True)
    assert system.ensure_chromium() == Path("/usr/bin/chromium")
    assert asked == [("chromium",)]


def test_a_check_that_fails_is_shown_and_counts(monkeypatch, capfd):
    monkeypatch.setattr(checks, "_tool", lambda name: Path("/bin/sh"))
    monkeypatch.setattr(checks, "CHECKS", {"bon": ["sh", "-c", "exit 0"], "mauvais": ["sh", "-c", "echo ici; exit 3"]})
    assert checks._run_checks(dict(os.environ)) is False
    said = capfd.readouterr().out
    assert "✓ bon" in said
    assert "✗ mauvais\nici" in said
    monkeypatch.setattr(checks, "CHECKS", {"bon": ["sh", "-c", "exit 0"]})
    assert checks._run_checks(dict(os.environ)) is True


def test_a_lock_is_freed_when_its_holder_is_killed(tmp_path):
    code = (
        "import sys, time; from pathlib import Path; from launch.locks import Hold; "
        "hold = Hold(Path(sys.argv[1])); hold.take(); print('pris', flush=True); time.sleep(60)"
    )
    holder = subprocess.Popen(
        [sys.executable, "-c", code, str(tmp_path / "lock")], stdout=subprocess.PIPE, cwd=folders.ROOT
    )
    assert holder.stdout.readline() == b"pris\n"
    mine = locks.Hold(tmp_path / "lock")
    assert not mine.take()
    holder.kill()
    holder.communicate()
    assert mine.take()
    mine.release()


@as_root
def test_a_normal_user_on_a_clone_of_root_gets_a_folder_of_their_own(place):
    """Read-only for them: Kevread says where it puts its things, and serves."""
    home = place / "home"
    home.mkdir()
    home.chmod(0o777)
    folder = place / "clone"
    folder.mkdir(mode=0o755)
    clone = make_clone(folder, (*NOBODY, "env", f"HOME={home}"))
    if subprocess.run([*clone.prefix, sys.executable, "-c", "import django"], capture_output=True).returncode:
        pytest.skip("the libraries of the tests are out of reach of other accounts")
    said = clone.run("doctor")
    assert "n’est pas accessible en écriture" in said.stderr, said.stderr
    state = next((home / ".local/share/kevread").iterdir())
    subprocess.run(["rm", "-rf", state], check=True)
    subprocess.run(["install", "-d", "-o", "nobody", state], check=True)
    lend_libraries(clone, state)
    assert clone.words() == ["prepare", "demonstration"]
    with clone.serving() as serving:
        assert serving.address
    assert not (folder / ".kevread").exists()


@as_root
def test_root_without_namespaces_runs_postgresql_as_nobody(clone):
    clone.environment["KEVREAD_NAMESPACE"] = "0"
    if subprocess.run([*NOBODY, "test", "-x", sys.executable], capture_output=True).returncode:
        pytest.skip("the libraries of the tests are out of reach of other accounts")
    with clone.serving():
        owner = Path(f"/proc/{clone.postmaster()}").stat().st_uid
        assert owner == 65534
    assert clone.words() == ["prepare", "demonstration"]


@as_root
def test_root_without_namespaces_in_a_folder_nobody_can_cross_is_told_so(clone):
    clone.environment["KEVREAD_NAMESPACE"] = "0"
    clone.path.chmod(0o700)
    ran = clone.run("manage", "words")
    assert ran.returncode == 1
    assert "nobody ne peut pas atteindre" in ran.stderr
    assert "Traceback" not in ran.stderr


@as_root
def test_root_leaves_alone_the_folder_of_somebody_else(place):
    clone = make_clone(place, HOME=str(place / "home"))
    subprocess.run(["install", "-d", "-o", "nobody", place / ".kevread"], check=True)
    ran = clone.run("doctor")
    assert "n’est pas accessible en écriture" in ran.stderr
    assert not list((place / ".kevread").iterdir())


def test_nowhere_to_write_is_told(clone):
    ran = clone.run("doctor", KEVREAD_STATE="/proc/nulle-part")
    assert ran.returncode == 1
    assert "ne peut écrire ni dans /proc/nulle-part" in ran.stderr
    assert "KEVREAD_STATE=" in ran.stderr.split("À faire")[1]
