"""What `./kevread doctor` says of who owns the database and its folder « public »: not who owns the tables (decision 203)."""

from launch import boxes, venv
from launch import instance as instances
from launch.instance import Instance, made_ready
from launch.say import Fault
from launch.sql import Session, find_client, quoted

GOOD, ADVICE = "✓", "·"
Line = tuple[str, str, str]
OWNED = """
SELECT current_user, current_database(), has_database_privilege(current_database(), 'CREATE') OR EXISTS (
    SELECT FROM pg_database d CROSS JOIN pg_namespace n WHERE d.datname = current_database() AND n.nspname = 'public'
    AND (pg_has_role(current_user, d.datdba, 'MEMBER') OR pg_has_role(current_user, n.nspowner, 'MEMBER'))
)
"""


def folder(instance: Instance) -> list[Line]:
    """Who owns it gives it another name, and its own to another, for the time of one reading."""
    client = find_client(venv.folder())
    if client is None or not boxes.has_database(instance):
        return []
    try:
        with instances.database(instance) as urls, Session(client, urls.owner) as session:
            role, name, owns = session.ask(OWNED)[0]
    except Fault:
        return []  # said with the database
    if owns == "f":
        return [
            (
                GOOD,
                "Dossier",
                f"« {role} » fait des tables dans « public » et ne peut mettre un autre dossier à sa place",
            )
        ]
    said = f"« {role} » possède la base ou son dossier « public » : qui a son mot de passe en met un autre à sa place"
    remedy = " ".join(
        [
            f"ALTER DATABASE {quoted(name)} OWNER TO CURRENT_USER;",
            f"REVOKE CREATE ON DATABASE {quoted(name)} FROM {quoted(role)};",
            f"GRANT CONNECT ON DATABASE {quoted(name)} TO {quoted(role)};",
            "ALTER SCHEMA public OWNER TO pg_database_owner;",
            made_ready(role),
        ]
    )
    return [(ADVICE, "Dossier", f"{said}\nÀ faire : dans cette base, en administrateur·rice de PostgreSQL :\n{remedy}")]
