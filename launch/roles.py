"""Who connects to a PostgreSQL that we run, each with a secret of its own.

The *owner* has the tables: it makes them, saves and restores them, and is not superuser, so that an archive that was tampered
with runs no program and writes no file. The database and its folder « public » are not its own: whoever owns a folder gives it
another name, and its name to another folder, for the time of one reading, and no table says anything of it (decision 203).
The *application* is the site and the worker: it reads and writes rows, as much as `kevread.base.rights` gives it, and owns
nothing. The *administrator* is the superuser of the cluster; nobody can connect as it, but where the cluster is made for a test
or a measure.

A secret is drawn, never chosen: one round of hashing is as good as thousands, and connecting costs nothing.
"""

import json
import secrets
from pathlib import Path

from launch.folders import read_json, write_whole

ADMINISTRATOR, OWNER, APPLICATION = "kevread", "kevread_owner", "kevread_application"
EXTENSIONS = (
    "btree_gist",
    "pg_trgm",
    "unaccent",
)  # those that our migrations want: only who may make folders brings them in
HASHED_ONCE = ["-c", "scram_iterations=1"]
ACCESS = "# Whoever connects says a secret: see secrets.json, beside this folder.\nlocal all all scram-sha-256\n"


def file(cluster: Path) -> Path:
    """Where the secrets of a cluster are, readable by its account only."""
    return cluster / "secrets.json"


def secret_of(cluster: Path, role: str) -> str:
    return str(read_json(file(cluster)).get(role, ""))


def draw(cluster: Path, *, administrator: bool) -> str:
    """New secrets, and the statements that give them to their roles, one on a line, made if need be: also where the secrets
    of a cluster were lost."""
    roles = [OWNER, APPLICATION, *([ADMINISTRATOR] if administrator else [])]
    drawn = {role: secrets.token_urlsafe(32) for role in roles}
    write_whole(file(cluster), json.dumps(drawn))
    made = " ".join(
        f"IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '{role}') THEN CREATE ROLE {role}; END IF;"
        for role in roles
    )
    given = [f"ALTER ROLE {role} LOGIN PASSWORD '{secret}'" for role, secret in drawn.items()]
    return "\n".join([f"DO $$ BEGIN {made} END $$", *given, "CREATE DATABASE kevread", ""])


def apart(database: str = "kevread", owner: str = OWNER) -> list[str]:
    """The statements by which, in that database, this role makes tables and no folder. The folder « public » is of whoever owns
    the database, as PostgreSQL makes it."""
    return [
        f'ALTER DATABASE "{database}" OWNER TO CURRENT_USER',
        f'REVOKE ALL ON DATABASE "{database}" FROM PUBLIC, {owner}',
        f'GRANT CONNECT ON DATABASE "{database}" TO {owner}, {APPLICATION}',
        "ALTER SCHEMA public OWNER TO pg_database_owner",
        "REVOKE CREATE ON SCHEMA public FROM PUBLIC",
        "GRANT USAGE ON SCHEMA public TO PUBLIC",
        f"GRANT USAGE, CREATE ON SCHEMA public TO {owner}",
        *(f"CREATE EXTENSION IF NOT EXISTS {name} WITH SCHEMA public" for name in EXTENSIONS),
    ]


def is_apart(cluster: Path) -> bool:
    """Whether these were said to that cluster."""
    said = cluster / "apart"
    return said.exists() and said.read_text(encoding="utf-8") == "\n".join(apart())


def note_apart(cluster: Path) -> None:
    write_whole(cluster / "apart", "\n".join(apart()))
