"""A backup that somebody tampered with does nothing to the machine that restores it, nor to another federation."""

import hashlib
import json
import shutil
import sys
import tarfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from clones import Clone, rewrite

from launch import archive, loading, roles, rows
from launch.postgres import Cluster, find_programs, scratch_cluster
from launch.say import Fault
from launch.sql import Session


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
def backed_up(clone: Clone, saved: Clone) -> Path:
    return Path(shutil.copy(saved.path / "b.tar", clone.path))


def in_place_of(said: bytes, attack: str, until: bytes = b";\n") -> Callable[[bytes], bytes]:
    """The same number of bytes: `pg_restore` reads as many."""

    def change(content: bytes) -> bytes:
        at = content.index(said)
        end = content.index(until, at) + len(until)
        assert end - at > len(attack)
        return content[:at] + attack.encode().ljust(end - at - 1) + b"\n" + content[end:]

    return change


@pytest.fixture
def elsewhere() -> Iterator[Cluster]:
    with scratch_cluster(find_programs(Path(sys.prefix))) as cluster:
        yield cluster


def served_by(cluster: Cluster) -> dict[str, str]:
    return {"DATABASE_URL": cluster.url(role=roles.APPLICATION), "KEVREAD_OWNER_URL": cluster.url(role=roles.OWNER)}


def asked(cluster: Cluster, *questions: str) -> list[list[str]]:
    """The answer to the last."""
    with Session(cluster.programs, cluster.url(role=roles.OWNER)) as session:
        return [session.ask(question) for question in questions][-1]


MINE = "CREATE FUNCTION public.loud() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {} RETURN NEW; END $$;"
DEFINITIONS = {
    "a function that says something else": (b"CREATE FUNCTION public.loud()", b"$$;", MINE.format("NEW.text = 'z';")),
    "a program instead": (b"CREATE FUNCTION public.loud()", b"$$;", "COPY (SELECT 1) TO PROGRAM 'touch {mark}';"),
    "a file instead": (b"CREATE FUNCTION public.loud()", b"$$;", "COPY (SELECT 1) TO '{mark}';"),
    "a setting of the role": (
        b"CREATE FUNCTION public.loud()",
        b"$$;",
        "ALTER ROLE kevread_owner SET search_path = mine;",
    ),
    "a rule for a trigger": (
        b"CREATE TRIGGER loud",
        b";\n",
        "CREATE RULE r AS ON INSERT TO config_word DO INSTEAD NOTHING;",
    ),
}


@pytest.mark.parametrize("what", DEFINITIONS)
def test_what_an_archive_says_of_functions_is_neither_run_nor_kept(
    clone: Clone, backed_up: Path, elsewhere: Cluster, what: str
):
    """It is anything one likes, and would act later as whoever owns the tables: ours are made by our migrations."""
    mark = clone.path / "m"
    said, until, attack = DEFINITIONS[what]
    forge(backed_up, dump=in_place_of(said, attack.replace("{mark}", str(mark)), until))
    ran = clone.run("restore", str(backed_up), "--into", str(clone.path / "ailleurs"), **served_by(elsewhere))
    assert ran.returncode == 0, ran.stderr
    assert not mark.exists()
    assert asked(elsewhere, "UPDATE public.config_word SET text = 'dit' WHERE text = 'un' RETURNING text") == [["DIT"]]
    assert asked(elsewhere, "SELECT count(*) FROM pg_db_role_setting") == [["0"]]
    assert asked(elsewhere, "SELECT count(*) FROM pg_rules WHERE schemaname = 'public'") == [["0"]]


ROWS = {
    "a statement for rows": (b"COPY public.config_word", "DROP TABLE public.config_word;"),
    "rows of a program": (b"COPY public.config_word", "COPY config_word(text) FROM PROGRAM 'id';"),
    "a command of psql": (b"COPY public.config_word", "\\! touch {mark}"),
    "a statement for a sequence": (b"SELECT pg_catalog.setval('public.config_word_id_seq'", "DELETE FROM config_word;"),
}


@pytest.mark.parametrize("what", ROWS)
def test_what_is_neither_rows_nor_a_sequence_is_refused_and_nothing_stays(
    clone: Clone, backed_up: Path, elsewhere: Cluster, what: str
):
    said, attack = ROWS[what]
    mark = clone.path / "m"
    forge(backed_up, dump=in_place_of(said, attack.replace("{mark}", str(mark))))
    ran = clone.run("restore", str(backed_up), "--into", str(clone.path / "ailleurs"), **served_by(elsewhere))
    assert ran.returncode == 1
    assert "ce qu’aucune sauvegarde de Kevread ne contient" in ran.stderr
    assert not mark.exists()
    with Session(elsewhere.programs, elsewhere.url(role=roles.OWNER)) as session:
        assert archive.is_empty(session)


COPIED = b"COPY public.word (id, text) FROM stdin;\n"
LINES = {
    "a statement": [b"DROP TABLE public.word;\n"],
    "two": [b"SET a = b; DROP TABLE public.word;\n"],
    "a command of psql": [b"\\! id\n"],
    "a schema": [b"COPY pg_catalog.pg_proc (id, text) FROM stdin;\n", rows.END],
    "a table": [b"COPY public.other (id, text) FROM stdin;\n", rows.END],
    "a column too few": [b"COPY public.word (id) FROM stdin;\n", rows.END],
    "a column of another name": [b"COPY public.word (id, said) FROM stdin;\n", rows.END],
    "a column twice": [b"COPY public.word (id, text, text) FROM stdin;\n", rows.END],
    "a program": [b"COPY public.word (id, text) FROM PROGRAM 'id';\n"],
    "a statement after the end of rows": [COPIED, rows.END, b"DROP TABLE public.word;\n"],
    "an end that psql alone sees": [COPIED, b"\\.\r\n", b"DROP TABLE public.word;\n", rows.END],
    "a line that psql alone ends": [COPIED, b"1\tun\0\n", rows.END],
    "no end": [COPIED, b"1\tun\n"],
    "another sequence": [b"SELECT pg_catalog.setval('public.other', 1, true);\n"],
    "a function": [b"SELECT pg_catalog.set_config('role', 'x', false);\n"],
}


@pytest.mark.parametrize("what", LINES)
def test_a_line_that_no_dump_of_ours_holds_is_not_given_to_psql(what: str):
    given: list[bytes] = []
    with pytest.raises(rows.Strange):
        given.extend(rows.statements(LINES[what], {"word": ["id", "text"]}, ["word_id_seq"]))


MADE = b"COPY public.django_migrations (id, app, name, applied) FROM stdin;\n"
NOTED = {
    "a name that is none": [MADE, b"1\tconfig\t../0001\tnow\n", rows.END],
    "a row cut short": [MADE, b"1\tconfig\n", rows.END],
    "no end": [MADE, b"1\tconfig\t0001_initial\tnow\n"],
}


@pytest.mark.parametrize("what", NOTED)
def test_migrations_that_no_dump_of_ours_notes_are_refused(what: str):
    with pytest.raises(rows.Strange):
        rows.made(NOTED[what])


def test_what_pg_restore_says_around_is_not_repeated():
    around = [b"--\n", b"-- DROP TABLE word\n", b"\n", b"\\restrict abc\n", b"SET search_path = mine;\n"]
    sequence = b"SELECT pg_catalog.setval('public.word_id_seq', 3, true);\n"
    said = list(rows.statements([*around, COPIED, rows.END, sequence], {"word": ["text", "id"]}, ["word_id_seq"]))
    assert said == [
        b'COPY public."word" ("id", "text") FROM stdin;\n', rows.END,
        b"SELECT pg_catalog.setval('public.\"word_id_seq\"', 3, true);\n",
    ]  # fmt: skip


LATER = """from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("config", "0001_initial")]
    operations = [migrations.RunSQL(
        "ALTER TABLE config_word ADD COLUMN said text DEFAULT 'later'; INSERT INTO config_word (text) VALUES ('migrated')"
    )]
"""


def test_a_backup_comes_back_as_it_was_and_is_moved_on_afterwards(clone: Clone, backed_up: Path, elsewhere: Cluster):
    """The tables of the version that saved, then those of the version that serves."""
    (clone.path / "src/config/migrations/0002_later.py").write_text(LATER)
    other, where = str(clone.path / "ailleurs"), served_by(elsewhere)
    ran = clone.run("restore", str(backed_up), "--into", other, **where)
    assert ran.returncode == 0, ran.stderr
    columns = "SELECT count(*) FROM pg_attribute WHERE attrelid = 'public.config_word'::regclass AND attname = 'said'"
    assert asked(elsewhere, columns) == [["0"]]
    assert "migrated" in clone.words(KEVREAD_DATA=other, **where)
    assert asked(elsewhere, columns) == [["1"]]
    saved = clone.path / "later.tar"
    ran = clone.run("backup", str(saved), "--no-check", KEVREAD_DATA=other, **where)
    assert ran.returncode == 0, ran.stderr
    again = clone.run("restore", "--check", str(saved))
    assert again.returncode == 0, again.stderr  # what the migration wrote is not written twice

    (clone.path / "src/config/migrations/0002_later.py").unlink()
    ran = clone.run("restore", "--check", str(saved))
    assert ran.returncode == 1
    assert "vient d’une version plus récente de Kevread" in ran.stderr
    assert "config.0002_later" in ran.stderr


GUARDED = """from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("config", "{after}")]
    operations = [migrations.RunSQL("{statement}")]
"""
QUIET = "CREATE TRIGGER loud_too BEFORE INSERT ON config_word FOR EACH ROW EXECUTE FUNCTION loud()"
MORE = "ALTER TABLE config_word ADD COLUMN said text DEFAULT 'later'"


@pytest.fixture
def migrated(clone: Clone, backed_up: Path, elsewhere: Cluster) -> dict[str, str]:
    """A site elsewhere, three migrations old: one of them makes a trigger and nothing that an archive's rows show."""
    migrations = clone.path / "src/config/migrations"
    (migrations / "0002_guard.py").write_text(GUARDED.format(after="0001_initial", statement=QUIET))
    (migrations / "0003_more.py").write_text(GUARDED.format(after="0002_guard", statement=MORE))
    where = served_by(elsewhere) | {"KEVREAD_DATA": str(clone.path / "ailleurs")}
    assert clone.run("restore", str(backed_up), "--into", where["KEVREAD_DATA"], **where).returncode == 0
    assert "un" in clone.words(**where)
    return where


@pytest.mark.parametrize(
    "lie",
    [
        "UPDATE django_migrations SET id = -id WHERE name = '0002_guard'",
        "UPDATE django_migrations SET applied = '1999-01-01'",
        "SELECT setval('django_migrations_id_seq', 1, false)",
    ],
)
def test_what_an_archive_notes_beside_its_migrations_is_not_believed(clone: Clone, migrated, elsewhere: Cluster, lie):
    """What makes the tables notes it: a migration cannot be said to be made, and not be."""
    file = clone.path / "lie.tar"
    asked(elsewhere, lie)
    assert clone.run("backup", str(file), "--no-check", **migrated).returncode == 0
    asked(elsewhere, loading.EMPTY)
    ran = clone.run("restore", str(file), "--into", str(clone.path / "plus-loin"), **served_by(elsewhere))
    assert ran.returncode == 0, ran.stderr
    made = "SELECT name FROM django_migrations WHERE applied > now() - interval '1 hour' AND id > 0 ORDER BY id"
    assert asked(elsewhere, made) == [["0001_initial"], ["0002_guard"], ["0003_more"]]
    assert asked(elsewhere, "SELECT count(*) FROM pg_trigger WHERE tgname = 'loud_too'") == [["1"]]
    assert asked(elsewhere, "INSERT INTO config_word (text) VALUES ('dit') RETURNING text") == [["DIT"]]
    assert asked(elsewhere, "SELECT nextval('django_migrations_id_seq')") == [["4"]]


def test_an_archive_that_leaves_out_a_migration_on_which_another_rests_is_refused(
    clone: Clone, migrated, elsewhere: Cluster
):
    file = clone.path / "hole.tar"
    asked(elsewhere, "DELETE FROM django_migrations WHERE name = '0002_guard'")
    assert clone.run("backup", str(file), "--no-check", **migrated).returncode == 0
    ran = clone.run("restore", "--check", str(file))
    assert ran.returncode == 1
    assert "dit un passé que Kevread n’a pas eu" in ran.stderr
    assert "config.0002_guard" in ran.stderr


MANIFESTS = {
    "a federation that is a path": lambda said: said.update(federation="../../ailleurs"),
    "no kind of ours": lambda said: said.update(kind="other"),
    "a server that is no number": lambda said: said.update(server="18"),
    "a server that is a word": lambda said: said.update(server=True),
    "a format before the first": lambda said: said.update(format=-1),
    "an identity that is a list": lambda said: said.update(identity=[]),
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
        assert "« kevread_owner » fait des tables dans « public »" in said
        with Session(cluster.programs, cluster.url()) as session:
            session.ask("ALTER DATABASE kevread OWNER TO kevread_owner")
        said = clone.run("doctor", KEVREAD_DATA=str(clone.path / "ailleurs"), **where).stdout
        assert "« kevread_owner » possède la base ou son dossier" in said
        typed = next(line for line in said.splitlines() if "ALTER DATABASE" in line)
        with Session(cluster.programs, cluster.url()) as session:
            session.ask(typed.strip().rstrip(";"))
        said = clone.run("doctor", KEVREAD_DATA=str(clone.path / "ailleurs"), **where).stdout
        assert "« kevread_owner » fait des tables dans « public »" in said
        assert "superutilisateur aussi" not in said and "rien de Kevread ne le demande" not in said
        with Session(cluster.programs, cluster.url()) as session:
            session.ask("ALTER ROLE kevread_owner CREATEDB REPLICATION")
            session.ask("CREATE ROLE somebody SUPERUSER LOGIN")
        said = clone.run("doctor", KEVREAD_DATA=str(clone.path / "ailleurs"), **where).stdout
        assert "« kevread_owner » crée des bases, copie le serveur" in said
        assert "« somebody » : superutilisateur aussi" in said and "« kevread »" not in said
        with Session(cluster.programs, cluster.url()) as session:
            session.ask("ALTER ROLE kevread_owner NOCREATEDB NOREPLICATION")
            session.ask("GRANT SET ON PARAMETER session_replication_role TO kevread_owner, kevread_application")
        said = clone.run("doctor", KEVREAD_DATA=str(clone.path / "ailleurs"), **where).stdout
        assert "« kevread_owner » règle session_replication_role : rien de Kevread ne le demande" in said
        assert "« kevread_application » règle session_replication_role : qui a son mot de passe peut couper" in said
        assert "ne coupe aucun déclencheur" not in said
        with Session(cluster.programs, cluster.url()) as session:
            session.ask("REVOKE SET ON PARAMETER session_replication_role FROM kevread_owner, kevread_application")
        alone = {"DATABASE_URL": cluster.url(role=roles.OWNER)}
        said = clone.run("doctor", KEVREAD_DATA=str(clone.path / "ailleurs"), **alone).stdout
        assert "« kevread_owner » possède les tables" in said
        assert "KEVREAD_OWNER_URL" in said
