"""What the application may do in its database: it reads and writes rows, and no more.

It connects as a role that owns no table: triggers, `session_replication_role` and other people's databases are out of its
reach. A table on which it may do less than read and write says so in its comment (« kevread: SELECT »), where a backup keeps
it. What must do more is a function of the owner (SECURITY DEFINER), which the application may call and nobody else.
"""

from typing import Final

from django.db import connections

OWNER: Final = "owner"  # the connection by which tables are made: only what prepares the database has it

GIVE = r"""
DO $do$
DECLARE
    application constant text := %(application)s;
    usual constant text := 'SELECT, INSERT, UPDATE, DELETE';
    one record;
BEGIN
    IF EXISTS (SELECT FROM pg_database WHERE datname = current_database() AND datdba = current_user::regrole) THEN
        EXECUTE format('REVOKE ALL ON DATABASE %%I FROM PUBLIC', current_database());
        EXECUTE format('GRANT CONNECT ON DATABASE %%I TO %%I', current_database(), application);
    END IF;
    IF has_schema_privilege('public', 'USAGE WITH GRANT OPTION') THEN
        EXECUTE format('GRANT USAGE ON SCHEMA public TO %%I', application);
    END IF;
    FOR one IN
        SELECT c.oid::regclass AS name, CASE c.relname WHEN 'django_migrations' THEN 'SELECT' ELSE coalesce(
            substring(obj_description(c.oid, 'pg_class') FROM '^kevread: ([A-Z, ]+(\([a-z_, ]+\))?)$'), usual) END AS may
        FROM pg_class c
        WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p', 'v') AND c.relowner = current_user::regrole
    LOOP
        EXECUTE format('REVOKE ALL ON %%s FROM PUBLIC, %%I', one.name, application);
        EXECUTE format('GRANT %%s ON %%s TO %%I', one.may, one.name, application);
    END LOOP;
    EXECUTE format('GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO %%I', application);
    FOR one IN
        SELECT p.oid::regprocedure AS name, p.prorettype <> 'trigger'::regtype AS called FROM pg_proc p
        WHERE p.pronamespace = 'public'::regnamespace AND p.prosecdef AND p.proowner = current_user::regrole
    LOOP
        EXECUTE format('REVOKE ALL ON FUNCTION %%s FROM PUBLIC, %%I', one.name, application);
        IF one.called THEN
            EXECUTE format('GRANT EXECUTE ON FUNCTION %%s TO %%I', one.name, application);
        END IF;
    END LOOP;
END $do$
"""


def role(alias: str = "default") -> str:
    """As whom a connection acts."""
    with connections[alias].cursor() as cursor:
        cursor.execute("SELECT current_user")
        return str(cursor.fetchone()[0])


def give() -> bool:
    """Give the application what it may do, on every table of the owner. False where it is the owner itself: it has all."""
    if OWNER not in connections.settings or (application := role()) == role(OWNER):
        return False
    with connections[OWNER].cursor() as cursor:
        cursor.execute(GIVE, {"application": application})
    return True
