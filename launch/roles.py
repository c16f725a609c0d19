"""Who connects to a PostgreSQL that we run, each with a secret of its own.

The *owner* has the database and its tables: it makes them, saves and restores them, and is not superuser, so that an archive
that was tampered with runs no program and writes no file. The *application* is the site and the worker: it reads and writes
rows, as much as `kevread.base.rights` gives it, and owns nothing. The *administrator* is the superuser of the cluster; nobody
can connect as it, but where the cluster is made for a test or a measure.

A secret is drawn, never chosen: one round of hashing is as good as thousands, and connecting costs nothing.
"""

import json
import secrets
from pathlib import Path

from launch.folders import read_json, write_whole

ADMINISTRATOR, OWNER, APPLICATION = "kevread", "kevread_owner", "kevread_application"
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
    return "\n".join([f"DO $$ BEGIN {made} END $$", *given, f"CREATE DATABASE kevread OWNER {OWNER}", ""])
