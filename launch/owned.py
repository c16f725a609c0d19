"""What `./kevread doctor` says of who owns the database and its folder « public »: not who owns the tables (decision 203)."""

from launch import boxes, venv
from launch import instance as instances
from launch.instance import Instance, made_ready
from launch.say import Fault
from launch.sql import Session, find_client, literal, quoted

# What a role may beside its tables; and who else may all: neither the one that made the server, nor who owns this database. The
# tables of PostgreSQL that say it are read by its view alone: the check of each night asks none, and does not say it.
STRONG = """
SELECT rolname, concat_ws(', ', CASE WHEN rolcreaterole THEN 'crée des rôles' END,
    CASE WHEN rolcreatedb THEN 'crée des bases' END, CASE WHEN rolreplication THEN 'copie le serveur' END,
    CASE WHEN rolbypassrls THEN 'passe outre les politiques d’accès' END)
FROM pg_roles WHERE NOT rolsuper AND (rolcreaterole OR rolcreatedb OR rolreplication OR rolbypassrls)
AND rolname IN ({roles}) ORDER BY 1
"""
# Parameters that a superuser alone sets, but where somebody gave them: among them the one that cuts the triggers.
SET = """
SELECT rolname, string_agg(DISTINCT parname, ', ' ORDER BY parname)
FROM pg_parameter_acl CROSS JOIN LATERAL aclexplode(paracl) x CROSS JOIN pg_roles r
WHERE NOT rolsuper AND rolname IN ({roles}) AND (x.grantee = 0 OR pg_has_role(r.oid, x.grantee, 'MEMBER')) GROUP BY 1 ORDER BY 1
"""
OTHERS = """
SELECT rolname FROM pg_roles WHERE rolsuper AND rolcanlogin AND oid <> 10
AND oid <> (SELECT datdba FROM pg_database WHERE datname = current_database()) ORDER BY 1
"""
WITHOUT = "NOCREATEROLE NOCREATEDB NOREPLICATION NOBYPASSRLS"
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


def beside(instance: Instance) -> list[Line]:
    """What the two roles of an installation may beside its tables, and who else may everything on that server: whose they are
    is not known here, so that nothing is at fault for it."""
    client = find_client(venv.folder())
    if client is None or not boxes.has_database(instance):
        return []
    try:
        with instances.database(instance) as urls, Session(client, urls.owner) as owner:
            with Session(client, urls.application) as site:
                names = {str(one.ask("SELECT current_user")[0][0]) for one in (owner, site)}
            roles = ", ".join(map(literal, sorted(names)))
            strong, sets = owner.ask(STRONG.format(roles=roles)), owner.ask(SET.format(roles=roles))
            others = [name for (name,) in owner.ask(OTHERS)]
    except Fault:
        return []  # said with the database
    told = [f"« {role} » {may} : rien de Kevread ne le demande" for role, may in strong]
    lines = [(ADVICE, "Rôle", f"{one}\nÀ faire : ALTER ROLE … {WITHOUT};") for one in told]
    lines += [
        (
            ADVICE,
            "Rôle",
            f"« {role} » règle {said} : rien de Kevread ne le demande\nÀ faire : REVOKE ALL ON PARAMETER {said} FROM …;",
        )
        for role, said in sets
    ]
    if others:
        said = ", ".join(f"« {name} »" for name in others)
        lines.append(
            (ADVICE, "Rôle", f"{said} : superutilisateur aussi, sur ce serveur. Si vous ne savez qui c’est, ôtez-le")
        )
    return lines
