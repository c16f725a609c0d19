"""Questions to a database, through PostgreSQL's own programs: the launcher has no driver."""

import contextlib
import os
import shutil
import subprocess
from pathlib import Path
from typing import Self
from urllib.parse import unquote, urlsplit, urlunsplit

from launch.folders import Command
from launch.postgres import OLDEST, Programs, major_of, program_folders
from launch.say import Fault, tail

BETWEEN = "\x1f"
END = "kevread-end-of-answer"
PINNED = {"LC_ALL": "C", "PGOPTIONS": "-c search_path=public,pg_temp"}
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
    """The URL without its password, which goes through the environment: a command line is seen by everyone. Names are looked up
    in our tables, whatever the role or the database was given."""
    parts = urlsplit(url)
    environment = {k: v for k, v in os.environ.items() if not k.startswith("PG")} | PINNED
    if parts.password is None:
        return url, environment
    user, _, host = parts.netloc.rpartition("@")
    bare = urlunsplit(parts._replace(netloc=f"{user.split(':')[0]}@{host}"))
    return bare, environment | {"PGPASSWORD": unquote(parts.password)}


class Session:
    """One psql kept open: what is asked within one transaction sees one state of the database."""

    def __init__(self, client: Programs, url: str) -> None:
        bare, environment = address(url)
        command: Command = [
            client.path("psql"),
            "-X",
            "-q",
            "-A",
            "-t",
            "-w",
            "-F",
            BETWEEN,
            "-v",
            "ON_ERROR_STOP=1",
            bare,
        ]
        pipe = subprocess.PIPE
        self.process = subprocess.Popen(
            command, stdin=pipe, stdout=pipe, stderr=pipe, text=True, encoding="utf-8", start_new_session=True,
            env=environment | {"PGCLIENTENCODING": "UTF8"},
        )  # fmt: skip
        if not (self.process.stdin and self.process.stdout and self.process.stderr):
            raise RuntimeError("psql was not given its pipes")
        self.questions, self.answers, self.complaints = self.process.stdin, self.process.stdout, self.process.stderr

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        with contextlib.suppress(BrokenPipeError):
            self.questions.close()
        self.answers.close()
        self.complaints.close()
        self.process.wait()

    def ask(self, question: str) -> list[list[str]]:
        try:
            self.questions.write(f"{question.rstrip().rstrip(';')};\n\\echo {END}\n")
            self.questions.flush()
        except BrokenPipeError:
            raise self._failed() from None
        rows: list[list[str]] = []
        for line in self.answers:
            if line == f"{END}\n":
                return rows
            rows.append(line.rstrip("\n").split(BETWEEN))
        raise self._failed()

    def _failed(self) -> Fault:
        why = self.complaints.read()
        return Fault(
            f"La base de données n’a pas répondu.\n{tail(why, 4)}",
            "vérifiez DATABASE_URL et que le serveur PostgreSQL tourne ; ./kevread doctor donne le détail.",
        )


def server_major(session: Session) -> int:
    return int(session.ask("SHOW server_version_num")[0][0]) // 10_000


def quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def literal(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
