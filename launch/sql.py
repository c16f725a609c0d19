"""Questions to a database, through PostgreSQL's own programs: the launcher has no driver."""

import os
import shutil
import subprocess
from functools import partial
from pathlib import Path
from typing import Self
from urllib.parse import urlsplit, urlunsplit

from launch.postgres import OLDEST, Programs, major_of, program_folders
from launch.say import Fault, tail

BETWEEN = "\x1f"
END = "kevread-end-of-answer"
NEEDED = ("psql", "pg_dump", "pg_restore")


def find_client(venv: Path) -> Programs | None:
    """The most recent folder that holds psql, pg_dump and pg_restore."""
    folders = program_folders(venv)
    if on_path := shutil.which("pg_dump"):
        folders.append(Path(on_path).parent)
    found = [
        Programs(folder, major)
        for folder in folders
        if all((folder / name).exists() for name in NEEDED) and (major := major_of(folder, "pg_dump"))
    ]
    return max(found, key=lambda programs: programs.major, default=None)


def require_client(venv: Path, server: int) -> Programs:
    """A client able to dump and restore that server."""
    client = find_client(venv)
    if client is None:
        raise Fault("pg_dump et pg_restore manquent sur cette machine.", _install(server))
    if client.major < server:
        raise Fault(
            f"pg_dump {client.major} ne sait pas lire PostgreSQL {server} : il est plus ancien.", _install(server)
        )
    return client


def _install(major: int) -> str:
    return f"sudo apt-get install postgresql-client-{max(major, OLDEST)}, puis relancez la même commande."


def address(url: str) -> tuple[str, dict[str, str]]:
    """The URL without its password, which goes through the environment: a command line is seen by everyone."""
    parts = urlsplit(url)
    environment = {k: v for k, v in os.environ.items() if not k.startswith("PG")} | {"LC_ALL": "C"}
    if parts.password is None:
        return url, environment
    from urllib.parse import unquote

    user, _, host = parts.netloc.rpartition("@")
    bare = urlunsplit(parts._replace(netloc=f"{user.split(':')[0]}@{host}"))
    return bare, environment | {"PGPASSWORD": unquote(parts.password)}


class Session:
    """One psql kept open: what is asked within one transaction sees one state of the database."""

    def __init__(self, client: Programs, url: str) -> None:
        bare, environment = address(url)
        command = [client.path("psql"), "-X", "-q", "-A", "-t", "-w", "-F", BETWEEN, "-v", "ON_ERROR_STOP=1", bare]
        start = partial(subprocess.Popen, text=True, encoding="utf-8", env=environment | {"PGCLIENTENCODING": "UTF8"})
        pipe = subprocess.PIPE
        self.process = start(command, stdin=pipe, stdout=pipe, stderr=pipe, start_new_session=True)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.process.stdin.close()
        self.process.stdout.close()
        self.process.stderr.close()
        self.process.wait()

    def ask(self, question: str) -> list[list[str]]:
        try:
            self.process.stdin.write(f"{question.rstrip().rstrip(';')};\n\\echo {END}\n")
            self.process.stdin.flush()
        except BrokenPipeError:
            self._fail()
        rows = []
        for line in self.process.stdout:
            if line == f"{END}\n":
                return rows
            rows.append(line.rstrip("\n").split(BETWEEN))
        return self._fail()

    def _fail(self):
        why = self.process.stderr.read()
        raise Fault(
            f"La base de données n’a pas répondu.\n{tail(why, 4)}",
            "vérifiez DATABASE_URL et que le serveur PostgreSQL tourne ; ./kevread doctor donne le détail.",
        )


def server_major(session: Session) -> int:
    return int(session.ask("SHOW server_version_num")[0][0]) // 10_000


def quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def literal(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
