"""A backup that somebody tampered with does nothing to the machine that restores it, nor to another federation."""

import hashlib
import json
import sys
import tarfile
from collections.abc import Callable
from pathlib import Path

import pytest
from clones import Clone, rewrite

from launch import archive, roles
from launch.postgres import find_programs, scratch_cluster
from launch.say import Fault


def forge(file: Path, *, dump: Callable[[bytes], bytes] = bytes, manifest: Callable[[dict], object] = dict) -> None:
    """Change the dump, then the manifest, and let it say the right digests."""
    changed: dict[str, bytes] = {}

    def anew(name: str, content: bytes) -> bytes:
        if name == archive.DUMP:
            changed[name] = dump(content)
            return changed[name]
        if name != archive.MANIFEST:
            return content
        said = json.loads(content)
        said["members"] |= {member: hashlib.sha256(what).hexdigest() for member, what in changed.items()}
        manifest(said)
        return json.dumps(said).encode()

    rewrite(file, anew)


@pytest.fixture
def backed_up(clone: Clone) -> Path:
    clone.words("un")
    file = clone.path / "b.tar"
    assert clone.run("backup", str(file), "--no-check").returncode == 0
    return file


def in_place_of(said: bytes, attack: str) -> Callable[[bytes], bytes]:
    """The same number of bytes: `pg_restore` reads as many."""

    def change(content: bytes) -> bytes:
        at = content.index(said)
        end = content.index(b"$$;", at) + 3
        assert end - at >= len(attack)
        return content[:at] + attack.encode().ljust(end - at) + content[end:]

    return change


@pytest.mark.parametrize("attack", ["COPY (SELECT 1) TO PROGRAM 'touch {}';", "COPY (SELECT 1) TO '{}';"])
@pytest.mark.parametrize("words", [("restore", "--check"), ("restore", "--into")])
def test_no_program_is_run_and_no_file_is_written(clone: Clone, backed_up: Path, attack: str, words: tuple[str, ...]):
    """The definition of a function is anything one likes: whoever loads it may do neither."""
    mark = clone.path / "m"
    forge(backed_up, dump=in_place_of(b"CREATE FUNCTION public.loud()", attack.format(mark)))
    where = [str(clone.path / "ailleurs")] if "--into" in words else []
    command = ["restore", str(backed_up), "--into", *where] if where else ["restore", "--check", str(backed_up)]
    ran = clone.run(*command)
    assert ran.returncode == 1
    assert "permission denied to COPY" in ran.stderr
    assert not mark.exists()


def test_what_no_backup_of_ours_holds_is_not_restored(clone: Clone, backed_up: Path):
    """By the kinds of objects that `pg_restore` lists: here, a function becomes a rule."""
    kinds = {b"FUNCTION": b"OPERATOR", b"TRIGGER": b"POLICY ", b"EXTENSION": b"CAST     "}

    def renamed(content: bytes) -> bytes:
        return content.replace(b"\x08\0\0\0FUNCTION", b"\x08\0\0\0" + kinds[b"FUNCTION"])

    forge(backed_up, dump=renamed)
    ran = clone.run("restore", "--check", str(backed_up))
    assert ran.returncode == 1
    assert "ce qu’aucune sauvegarde de Kevread ne contient" in ran.stderr
    assert "OPERATOR public loud()" in ran.stderr


MANIFESTS = {
    "a federation that is a path": lambda said: said.update(federation="../../ailleurs"),
    "no kind of ours": lambda said: said.update(kind="other"),
    "a server that is no number": lambda said: said.update(server="18"),
    "no tables": lambda said: said.update(tables=[]),
    "a path outside": lambda said: said["members"].update({"data/files/../../m": said["members"]["database.dump"]}),
    "an absolute path": lambda said: said["members"].update({"/tmp/m": said["members"]["database.dump"]}),
    "a file of the cluster": lambda said: said["members"].update({"data/cluster/m": said["members"]["database.dump"]}),
    "no dump": lambda said: said["members"].pop("database.dump"),
}


@pytest.mark.parametrize("what", MANIFESTS)
def test_a_manifest_of_another_form_is_refused(clone: Clone, backed_up: Path, what: str):
    forge(backed_up, manifest=MANIFESTS[what])
    before = sorted(path for path in clone.path.glob(".kevread/*"))
    for words in (("--check", str(backed_up)), (str(backed_up), "--into", str(clone.path / "ailleurs"))):
        ran = clone.run("restore", *words)
        assert (ran.returncode, "abîmée" in ran.stderr) == (1, True), ran.stderr
        assert "Traceback" not in ran.stderr
    assert not (clone.path / "ailleurs").exists()
    assert sorted(path for path in clone.path.glob(".kevread/*")) == before


@pytest.mark.parametrize("kind", [tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.DIRTYPE, tarfile.FIFOTYPE])
def test_what_is_not_a_plain_file_is_not_taken_out(tmp_path: Path, kind: bytes):
    """A link inside of the folder is one out of it, once `files` is put in its place."""
    file, outside = tmp_path / "b.tar", tmp_path / "outside"
    outside.write_text("kept")
    with tarfile.open(file, "w") as tar:
        entry = tarfile.TarInfo("data/files/x")
        entry.type, entry.linkname = kind, "../../outside"
        tar.addfile(entry)
    digest = hashlib.sha256(b"kept").hexdigest()
    with pytest.raises(Fault, match="abîmée"):
        archive.unpack(file, {"members": {"data/files/x": digest}}, tmp_path / "in")
    assert outside.read_text() == "kept"


def test_a_link_that_stands_in_the_way_is_not_followed(tmp_path: Path):
    file, outside = tmp_path / "b.tar", tmp_path / "outside"
    outside.write_text("kept")
    (tmp_path / "in/data/files").mkdir(parents=True)
    (tmp_path / "in/data/files/x").symlink_to(outside)
    with tarfile.open(file, "w") as tar:
        tar.add(__file__, "data/files/x")
    digest = archive.sha256(Path(__file__))
    with pytest.raises(Fault, match="abîmée"):
        archive.unpack(file, {"members": {"data/files/x": digest}}, tmp_path / "in")
    assert outside.read_text() == "kept"


def test_a_federation_that_is_said_to_be_a_demonstration_is_not_restored(clone: Clone):
    assert clone.run("init", "--courriel", "camille@exemple.fr").returncode == 0
    file = clone.path / "b.tar"
    assert clone.run("backup", str(file), "--no-check").returncode == 0
    forge(file, manifest=lambda said: said.update(kind="demonstration"))
    ran = clone.run("restore", str(file), "--into", str(clone.path / "ailleurs"))
    assert ran.returncode == 1
    assert "ne dit pas d’elle-même" in ran.stderr


def test_nobody_restores_as_the_superuser(clone: Clone, backed_up: Path):
    with scratch_cluster(find_programs(Path(sys.prefix))) as cluster:
        where = {"DATABASE_URL": cluster.url(role=roles.ADMINISTRATOR)}
        ran = clone.run("restore", str(backed_up), "--into", str(clone.path / "ailleurs"), **where)
        assert ran.returncode == 1
        assert "ne se fait pas en superutilisateur" in ran.stderr
        where = {
            "DATABASE_URL": cluster.url(role=roles.APPLICATION),
            "KEVREAD_OWNER_URL": cluster.url(role=roles.OWNER),
        }
        restored = clone.run("restore", str(backed_up), "--into", str(clone.path / "ailleurs"), **where)
        assert restored.returncode == 0, restored.stderr
        assert clone.words(KEVREAD_DATA=str(clone.path / "ailleurs"), **where) == clone.words()
        said = clone.run("doctor", KEVREAD_DATA=str(clone.path / "ailleurs"), **where).stdout
        assert "démonstration (« bretagne »), depuis le" in said
        assert "« kevread_application » lit et écrit des lignes" in said
        alone = {"DATABASE_URL": cluster.url(role=roles.OWNER)}
        said = clone.run("doctor", KEVREAD_DATA=str(clone.path / "ailleurs"), **alone).stdout
        assert "« kevread_owner » possède les tables" in said
        assert "KEVREAD_OWNER_URL" in said
