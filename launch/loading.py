"""Put a backup back into an empty database.

An archive comes from elsewhere: what it holds is loaded by a role that can do nothing outside of the database, and only if
it is made of what a backup of ours is made of.
"""

import re
import subprocess
import tempfile
from pathlib import Path

from launch import archive
from launch import instance as instances
from launch.folders import Command
from launch.postgres import Programs
from launch.say import Fault, disk_full, tail
from launch.sql import Session, address, server_major

EXTENSIONS = "btree_gist|pg_trgm|unaccent|plpgsql"
# What pg_restore lists: « 245; 1259 16531 TABLE public directory_person kevread_owner ».
OURS = re.compile(
    rf"\d+; \d+ \d+ (EXTENSION - ({EXTENSIONS}) |COMMENT - EXTENSION ({EXTENSIONS}) |"
    "(TABLE DATA|TABLE|SEQUENCE OWNED BY|SEQUENCE SET|SEQUENCE|DEFAULT|CONSTRAINT|CHECK CONSTRAINT|FK CONSTRAINT|INDEX|"
    "FUNCTION|TRIGGER|TYPE|COMMENT) public )"
)
POWERS = """
SELECT rolsuper OR EXISTS (
    SELECT FROM pg_roles p WHERE p.rolname IN ('pg_execute_server_program', 'pg_write_server_files', 'pg_read_server_files')
    AND pg_has_role(current_user, p.oid, 'MEMBER')
) FROM pg_roles WHERE rolname = current_user
"""
# pg_restore 17 and later say this to any server; those before 17 do not know it, and miss nothing.
UNKNOWN_BEFORE_17 = 'unrecognized configuration parameter "transaction_timeout"'


def require_powerless(session: Session) -> None:
    """Fault when whoever restores could run a program, or touch a file, on the machine of the database."""
    if session.ask(POWERS) == [["t"]]:
        raise Fault(
            "La restauration ne se fait pas en superutilisateur·rice de PostgreSQL :\n"
            "une archive truquée y lancerait un programme.",
            "donnez dans KEVREAD_OWNER_URL (ou DATABASE_URL) un rôle ordinaire, propriétaire de cette base :\n"
            "docs/guides/exploitation.md, « PostgreSQL ».",
        )


def load(client: Programs, url: str, dump: Path, manifest: dict, file: Path) -> None:
    """Whole or not at all, then compared table by table with what the backup says."""
    require_ours(client, dump, file)
    with Session(client, url) as session:
        major = server_major(session)
    restored = ("--no-owner", "--no-privileges", str(dump))
    if major >= 17:
        program(client, "pg_restore", url, "--exit-on-error", "--single-transaction", *restored)
    else:
        _load_into_older(client, url, manifest, restored)
    with Session(client, url) as session:
        found = archive.describe(session) | {"sequences": archive.sequences(session)}
        different = archive.differences(manifest, found)
        kind, federation, _ = instances.kind_of(session)
    if (kind, federation) != (manifest["kind"], manifest["federation"]):
        different.append("la base ne dit pas d’elle-même ce que la sauvegarde en dit")
    if different:
        raise Fault(
            f"La base restaurée n’est pas celle de {file} :\n{tail(chr(10).join(different), 8)}",
            "n’utilisez pas cette base ; prenez la sauvegarde précédente.",
        )


def require_ours(client: Programs, dump: Path, file: Path) -> None:
    """Fault when the archive would make anything but tables, their rows and what watches over them."""
    ran = subprocess.run([client.path("pg_restore"), "-l", dump], capture_output=True, text=True, check=False)
    if "unsupported version" in ran.stderr:
        raise Fault(
            f"{file} a été faite par un PostgreSQL plus récent que pg_restore {client.major}, qui ne la lit pas.",
            "installez les programmes de cette version-là : sudo apt-get install postgresql-client",
        )
    if ran.returncode:
        raise archive.damaged(file)
    strange = [line for line in ran.stdout.splitlines() if line and not line.startswith(";") and not OURS.match(line)]
    if strange:
        raise Fault(
            f"{file} contient ce qu’aucune sauvegarde de Kevread ne contient :\n{tail(chr(10).join(strange), 4)}",
            "rien n’a été restauré ; reprenez la sauvegarde de son lieu de copie, ou prenez la précédente.",
        )


def _load_into_older(client: Programs, url: str, manifest: dict, restored: tuple[str, ...]) -> None:
    """A server before 17 knows nothing of one setting that pg_restore gives first: that error alone is passed over, and after
    any other the database is emptied again."""
    bare, environment = address(url)
    command: Command = [client.path("pg_restore"), "--no-password", f"--dbname={bare}", *restored]
    ran = subprocess.run(command, env=environment, capture_output=True, text=True, check=False, start_new_session=True)
    errors = [line for line in ran.stderr.splitlines() if "error:" in line]
    if all(UNKNOWN_BEFORE_17 in line for line in errors):
        return
    with Session(client, url) as session:
        session.ask("DROP SCHEMA public CASCADE; CREATE SCHEMA public; GRANT USAGE ON SCHEMA public TO PUBLIC")
        major = server_major(session)
    raise Fault(
        f"PostgreSQL {major} n’a pas pu prendre cette sauvegarde, qui vient de PostgreSQL {manifest['server']} :\n"
        f"{tail(chr(10).join(errors), 6)}",
        f"rien n’est resté dans la base ; restaurez sur un PostgreSQL {manifest['server']} ou plus récent.",
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
            "la base et les sauvegardes précédentes sont intactes ; corrigez, puis relancez.",
        )
