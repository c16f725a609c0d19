"""Put a backup back into an empty database.

An archive comes from elsewhere, and nothing of it is run: our own migrations make the tables and what watches over them, as
they were when the backup was taken; the archive gives rows (`launch.rows`). A later version of Kevread then moves them on.
"""

import contextlib
import json
import subprocess
import tempfile
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from launch import archive, rows
from launch import instance as instances
from launch.folders import Command
from launch.postgres import Programs
from launch.say import Fault, disk_full, say, tail
from launch.sql import Session, address

POWERS = """
SELECT rolsuper OR EXISTS (
    SELECT FROM pg_roles p WHERE p.rolname IN ('pg_execute_server_program', 'pg_write_server_files', 'pg_read_server_files')
    AND pg_has_role(current_user, p.oid, 'MEMBER')
) FROM pg_roles WHERE rolname = current_user
"""
# The tables as they were when these migrations, and no other, had been made: a history that is ours, without a hole.
MIGRATE = """
import json, sys, django
django.setup()
from django.db import connections
from django.db.migrations.executor import MigrationExecutor
from kevread.base.rendering import one_model_at_a_time
executor = MigrationExecutor(connections["owner"])
graph, wanted = executor.loader.graph, {tuple(one) for one in json.load(sys.stdin)}
if unknown := wanted - set(executor.loader.disk_migrations):
    print(*sorted(map(".".join, unknown)), file=sys.stderr)
    sys.exit(3)
if holes := {key for one in wanted for key in graph.forwards_plan(one)} - wanted:
    print(*sorted(map(".".join, holes)), file=sys.stderr)
    sys.exit(4)
followed = {parent.key for key in wanted for parent in graph.node_map[key].parents if parent.key[0] == key[0]}
with one_model_at_a_time():
    executor.migrate(sorted(wanted - followed))
"""
UNKNOWN_MIGRATION, HOLE = 3, 4
IN_PUBLIC = "c.relnamespace = 'public'::regnamespace"
TABLES = f"SELECT c.oid::regclass FROM pg_class c WHERE {IN_PUBLIC} AND c.relkind = 'r'"
COLUMNS = f"""
SELECT c.relname, a.attname FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
WHERE {IN_PUBLIC} AND c.relkind = 'r' AND c.relpersistence = 'p'
AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = ''
"""
SEQUENCES = f"SELECT c.relname FROM pg_class c WHERE {IN_PUBLIC} AND c.relkind = 'S'"
# Rows come in whatever order, and as they were: who watches over a gesture has nothing to say of them.
TRIGGERS = f"""
SELECT format('ALTER TABLE %s DISABLE TRIGGER %I;', c.oid::regclass, t.tgname),
    format('ALTER TABLE %s ENABLE %s TRIGGER %I;', c.oid::regclass,
        CASE t.tgenabled WHEN 'A' THEN 'ALWAYS' WHEN 'R' THEN 'REPLICA' ELSE '' END, t.tgname)
FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid WHERE {IN_PUBLIC} AND NOT t.tgisinternal AND t.tgenabled <> 'D'
"""
FOREIGN_KEYS = f"""
SELECT format('ALTER TABLE %s DROP CONSTRAINT %I;', c.oid::regclass, k.conname),
    format('ALTER TABLE %s ADD CONSTRAINT %I %s;', c.oid::regclass, k.conname, pg_get_constraintdef(k.oid))
FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid WHERE {IN_PUBLIC} AND k.contype = 'f' ORDER BY k.oid
"""
# All that this role owns there: the folder itself is somebody else's.
EMPTY = """
DO $$ DECLARE one record; BEGIN
    FOR one IN SELECT i.type, i.identity FROM pg_shdepend d CROSS JOIN LATERAL pg_identify_object(d.classid, d.objid, 0) i
        WHERE d.dbid = (SELECT oid FROM pg_database WHERE datname = current_database()) AND d.deptype = 'o'
            AND d.refclassid = 'pg_authid'::regclass AND d.refobjid = current_user::regrole
            AND (i.schema = 'public' OR i.type = 'extension')
        ORDER BY i.type <> 'table'  -- with the sequences of their columns
    LOOP
        EXECUTE format('DROP %s IF EXISTS %s CASCADE', one.type, one.identity);
    END LOOP;
END $$
"""
Migrate = Callable[[str, str], subprocess.CompletedProcess[str]]  # the script, and what it is told


def require_powerless(session: Session) -> None:
    """Fault when whoever restores could run a program, or touch a file, on the machine of the database."""
    if session.ask(POWERS) == [["t"]]:
        raise Fault(
            "La restauration ne se fait pas en superutilisateur·rice de PostgreSQL :\n"
            "qui possède les tables d’une fédération ne doit rien pouvoir sur la machine.",
            "donnez dans KEVREAD_OWNER_URL (ou DATABASE_URL) un rôle ordinaire, propriétaire de cette base :\n"
            "docs/guides/exploitation.md, « PostgreSQL ».",
        )


def load(client: Programs, url: str, dump: Path, manifest: dict, file: Path, migrate: Migrate) -> None:
    """Whole, then compared table by table with what the backup says; or not at all: the database is empty again."""
    try:
        _make_tables(client, dump, file, migrate)
        _fill(client, url, dump, file)
        _compare(client, url, manifest, file)
    except BaseException:
        with contextlib.suppress(Fault), Session(client, url) as session:
            session.ask(EMPTY)
        raise


def _make_tables(client: Programs, dump: Path, file: Path, migrate: Migrate) -> None:
    """By our migrations, up to those that the archive says were made."""
    with _script(client, dump, file, f"--table={rows.MADE}") as lines, _ours(file):
        made = rows.made(lines)
    if not made:
        raise archive.damaged(file)
    ran = migrate(MIGRATE, json.dumps(sorted(made)))
    if ran.returncode == UNKNOWN_MIGRATION:
        raise Fault(
            f"La sauvegarde {file} vient d’une version plus récente de Kevread :\n{tail(ran.stderr, 4)}",
            "mettez Kevread à jour (git pull), puis relancez.",
        )
    if ran.returncode == HOLE:
        raise Fault(
            f"La sauvegarde {file} dit un passé que Kevread n’a pas eu : elle aurait fait la suite de migrations sans\n"
            f"celles dont cette suite dépend :\n{tail(ran.stderr, 4)}",
            "rien n’est resté dans la base ; reprenez la sauvegarde de son lieu de copie, ou prenez la précédente.",
        )
    if ran.returncode:
        raise Fault(
            f"Les tables de la sauvegarde {file} n’ont pas pu être faites :\n{tail(ran.stderr, 6)}",
            "rien n’est resté dans la base ; corrigez, puis relancez.",
        )


def _fill(client: Programs, url: str, dump: Path, file: Path) -> None:
    """The rows of the archive in our tables, in one transaction; and nothing of what the migrations put there."""
    columns = defaultdict(list)
    with Session(client, url) as session:
        session.ask("SET search_path = pg_catalog, pg_temp")
        for table, column in session.ask(COLUMNS):
            columns[table].append(column)
        sequences = [name for (name,) in session.ask(SEQUENCES)]
        watching, tied = session.ask(TRIGGERS), session.ask(FOREIGN_KEYS)
        every = ", ".join(name for (name,) in session.ask(TABLES) if name != f"public.{rows.MADE}")
    before = [*(off for off, _ in watching), *(off for off, _ in tied), f"TRUNCATE {every};"]
    after = ["SET CONSTRAINTS ALL IMMEDIATE;", *(on for _, on in tied), *(on for _, on in watching), "COMMIT;"]
    with _psql(client, url) as asked, _script(client, dump, file) as lines, _ours(file):
        asked.write("\n".join(["BEGIN;", "SET search_path = pg_catalog, pg_temp;", *before, ""]).encode())
        asked.writelines(rows.statements(lines, columns, sequences))
        asked.write("\n".join([*after, ""]).encode())


@contextmanager
def _ours(file: Path) -> Iterator[None]:
    try:
        yield
    except rows.Strange as strange:
        raise Fault(
            f"{file} contient ce qu’aucune sauvegarde de Kevread ne contient :\n{strange.args[0][:200]!r}",
            "rien n’a été restauré ; reprenez la sauvegarde de son lieu de copie, ou prenez la précédente.",
        ) from None


def _compare(client: Programs, url: str, manifest: dict, file: Path) -> None:
    with Session(client, url) as session:
        found = archive.describe(session) | {"sequences": archive.sequences(session)}
        different = archive.differences(_loaded(manifest), _loaded(found))
        kind, federation, _ = instances.kind_of(session)
    if (kind, federation) != (manifest["kind"], manifest["federation"]):
        different.append("la base ne dit pas d’elle-même ce que la sauvegarde en dit")
    if different:
        raise Fault(
            f"La base restaurée n’est pas celle de {file} :\n{tail(chr(10).join(different), 8)}",
            "rien n’est resté dans la base ; prenez la sauvegarde précédente.",
        )
    if otherwise := archive.otherwise(manifest, found):
        say(
            f"La base sauvegardée n’avait pas tout ce que font les migrations de Kevread, ou avait autre chose :\n"
            f"{tail(chr(10).join(otherwise), 8)}\nLa base restaurée a ce qu’elles font."
        )


def _loaded(said: dict) -> dict:
    """What of a database comes from rows."""
    ours = {f"public.{name}" for name in rows.PASSED_OVER}
    return said | {what: {k: v for k, v in said[what].items() if k not in ours} for what in ("tables", "sequences")}


@contextmanager
def _script(client: Programs, dump: Path, file: Path, *options: str) -> Iterator[IO[bytes]]:
    """The rows of a dump, as pg_restore writes them: it runs nothing."""
    command: Command = [
        client.path("pg_restore"),
        "--data-only",
        "--no-owner",
        "--no-privileges",
        *options,
        "-f",
        "-",
        dump,
    ]
    with tempfile.TemporaryFile() as said, subprocess.Popen(
        command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=said, start_new_session=True
    ) as process:  # fmt: skip
        assert process.stdout
        try:
            yield process.stdout
        finally:
            process.stdout.close()
            process.wait()
        said.seek(0)
        complaint = said.read().decode(errors="replace")
    if "unsupported version" in complaint:
        raise Fault(
            f"{file} a été faite par un PostgreSQL plus récent que pg_restore {client.major}, qui ne la lit pas.",
            "installez les programmes de cette version-là : sudo apt-get install postgresql-client",
        )
    if process.returncode:
        raise archive.damaged(file)


@contextmanager
def _psql(client: Programs, url: str) -> Iterator[IO[bytes]]:
    """One psql that reads what it is given; what was not committed when we leave is undone."""
    bare, environment = address(url)
    command: Command = [
        client.path("psql"),
        "-X",
        "-q",
        "-w",
        "-o",
        "/dev/null",
        "-v",
        "ON_ERROR_STOP=1",
        "-f",
        "-",
        bare,
    ]
    with tempfile.TemporaryFile() as said, subprocess.Popen(
        command, env=environment | {"PGCLIENTENCODING": "UTF8"}, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL,
        stderr=said, start_new_session=True,
    ) as process:  # fmt: skip
        assert process.stdin
        try:
            with contextlib.suppress(BrokenPipeError):
                yield process.stdin
        except BaseException:
            process.kill()
            raise
        finally:
            with contextlib.suppress(BrokenPipeError):
                process.stdin.close()
        code = process.wait()
        said.seek(0)
        complaint = said.read().decode(errors="replace")
    if "No space left on device" in complaint:
        raise disk_full(Path(tempfile.gettempdir()))
    if code:
        raise Fault(
            f"La base n’a pas pris les lignes de la sauvegarde :\n{tail(complaint, 6)}",
            "rien n’est resté dans la base ; corrigez, ou prenez la sauvegarde précédente.",
        )


def program(client: Programs, name: str, url: str, *options: str) -> None:
    bare, environment = address(url)
    command: Command = [client.path(name), "--no-password", f"--dbname={bare}", *options]
    ran = subprocess.run(command, env=environment, capture_output=True, text=True, check=False, start_new_session=True)
    if ran.returncode:
        if "No space left on device" in ran.stderr:
            raise disk_full(Path(tempfile.gettempdir()))
        raise Fault(
            f"{name} a échoué.\n{tail(ran.stderr, 6)}",
            "la base et les sauvegardes précédentes sont intactes ; corrigez, puis relancez.",
        )
