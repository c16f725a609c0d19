from django.db import migrations

CACHE = """
CREATE UNLOGGED TABLE cache (
    cache_key varchar(255) NOT NULL PRIMARY KEY, value text NOT NULL, expires timestamp with time zone NOT NULL
);
CREATE INDEX cache_expires ON cache (expires);
"""


class Migration(migrations.Migration):
    """The table of Django's cache: attempts counted and codes used, seen by every process that serves."""

    dependencies = [("base", "0001_extensions")]
    operations = [migrations.RunSQL(CACHE, "DROP TABLE cache")]
