"""Which federation a database is, and whether it can hold one."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from clones import NOBODY, Clone

from launch import roles
from launch.postgres import Cluster, find_programs, scratch_cluster
from launch.sql import Session

SECRETARY = ("--courriel", "camille@exemple.fr")


@pytest.fixture
def server() -> Iterator[Cluster]:
    """A PostgreSQL of somebody else's."""
    programs = find_programs(Path(sys.prefix))
    assert programs
    with scratch_cluster(programs) as cluster:
        yield cluster


def administrate(server: Cluster, *statements: str) -> None:
    with Session(server.programs, server.url("postgres")) as session:
        for statement in statements:
            session.ask(statement)


def given(server: Cluster, name: str) -> dict[str, str]:
    return {"DATABASE_URL": server.url(name, roles.APPLICATION), "KEVREAD_OWNER_URL": server.url(name, roles.OWNER)}


def refused(ran: subprocess.CompletedProcess[str], *said: str) -> bool:
    return ran.returncode == 1 and "Traceback" not in ran.stderr and all(words in ran.stderr for words in said)


@pytest.mark.parametrize("way", ["served", "named"])
def test_a_federation_whose_file_was_lost_is_no_demonstration(clone: Clone, way: str):
    """And what is said to be typed mends it."""
    data = clone.path / "data"
    assert clone.run("init", "--data", str(data), *SECRETARY).returncode == 0
    (data / "instance.json").unlink()
    where = {"KEVREAD_DATA": str(data)} if way == "named" else {}
    for words in ((), ("manage", "words"), ("backup", str(clone.path / "b.tar")), ("init", *SECRETARY)):
        assert clone.run(*words, **where).returncode == 1
    ran = clone.run("manage", "words", **where)
    assert refused(ran, "vraie fédération (« bretagne »)", "instance.json a disparu"), ran.stderr
    assert not (clone.path / "b.tar").exists()
    typed = next(line for line in ran.stderr.splitlines() if "echo" in line)
    subprocess.run(["sh", "-c", typed[typed.index("echo") :]], check=True)
    assert json.loads((data / "instance.json").read_text()) == {"kind": "federation", "federation": "bretagne"}
    assert clone.words(**where) == ["prepare"]


def test_a_federation_elsewhere_whose_file_was_lost_is_no_demonstration(clone: Clone, server: Cluster):
    data = clone.path / "data"
    where = {**given(server, "kevread"), "KEVREAD_DATA": str(data)}
    assert clone.run("init", *SECRETARY, **where).returncode == 0
    (data / "instance.json").unlink()
    assert refused(clone.run("manage", "words", **where), "instance.json a disparu")


def test_the_folder_of_a_demonstration_is_not_said_to_have_lost_anything(clone: Clone, server: Cluster):
    where = given(server, "kevread")
    assert clone.run("init", "--data", str(clone.path / "data"), *SECRETARY, **where).returncode == 0
    (clone.path / ".kevread/served.json").unlink()
    ran = clone.run("manage", "words", **where)
    assert refused(ran, "celle d’une vraie fédération", "dossier d’une démonstration")
    assert "disparu" not in ran.stderr


def test_another_federation_is_not_opened_on_it(clone: Clone, server: Cluster):
    (clone.path / "federations/exemple").mkdir()
    assert clone.words(**given(server, "kevread")) == ["prepare", "demonstration"]
    ran = clone.run("manage", "words", KEVREAD_FEDERATION="exemple", **given(server, "kevread"))
    assert refused(ran, "démonstration (« bretagne »)", "démonstration (« exemple »)")


def test_a_database_that_is_not_in_utf8_is_told(clone: Clone, server: Cluster):
    administrate(
        server,
        f"CREATE DATABASE old OWNER {roles.OWNER} ENCODING 'LATIN1' LC_COLLATE 'C' LC_CTYPE 'C' LOCALE_PROVIDER libc "
        "TEMPLATE template0",
    )
    ran = clone.run("manage", "words", **given(server, "old"))
    assert refused(ran, "« old » est en LATIN1", "createdb --encoding=UTF8 --template=template0 --owner=kevread_owner")


def test_a_role_that_may_make_no_table_is_told_and_what_is_typed_mends_it(clone: Clone, server: Cluster):
    administrate(server, "CREATE DATABASE closed")
    ran = clone.run("manage", "words", **given(server, "closed"))
    assert refused(ran, "« kevread_owner » n’a pas le droit de créer des tables dans la base « closed »")
    typed = next(line for line in ran.stderr.splitlines() if "GRANT USAGE" in line)
    with Session(server.programs, server.url("closed")) as session:
        session.ask(typed[typed.index("GRANT") :].rstrip(";"))
    assert clone.words(**given(server, "closed")) == ["prepare", "demonstration"]


def test_the_site_is_not_told_the_secret_of_the_owner(clone: Clone, server: Cluster):
    """Its environment, as whoever runs code in it reads it."""
    mine = str(clone.path).encode()
    owner, secret = server.url(role=roles.OWNER), roles.secret_of(server.folder, roles.OWNER)
    with clone.serving(DATABASE_URL=server.url(role=roles.APPLICATION), KEVREAD_OWNER_URL=owner):
        told = [
            one
            for one in Path("/proc").glob("[0-9]*")
            if b"gunicorn" in of(one, "cmdline") and mine in of(one, "environ")
        ]
        known = [of(one, "environ") for one in told]
    assert known
    assert not [one for one in known if secret.encode() in one]


def of(process: Path, what: str) -> bytes:
    try:
        return (process / what).read_bytes()
    except OSError:  # it ended
        return b""


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can become somebody else")
def test_a_normal_user_who_may_not_write_there_is_told_what_to_type(clone: Clone):
    data = clone.path / "srv"
    (clone.path / "srv").mkdir(mode=0o755)
    clone.prefix[:] = NOBODY
    home = clone.path / "home"
    subprocess.run(["install", "-d", "-o", "nobody", home], check=True)
    ran = clone.run(
        "init", "--data", str(data / "kevread"), *SECRETARY, HOME=str(home), KEVREAD_STATE=str(home / "state")
    )
    assert refused(ran, "Votre compte ne peut pas écrire dans", "sudo install -d -m 700 -o", str(data / "kevread")), (
        ran.stderr
    )
