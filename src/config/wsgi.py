"""What a server of pages loads: it serves what its database is, or does not start."""

import os

import django

from config.handler import Handler

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
django.setup(set_prefix=False)
application = Handler()


def _require_served() -> None:
    from django.db import connection

    from kevread.base.kind import require_served

    require_served()
    connection.close()


_require_served()
