"""What a server of pages loads: it serves what its database is, or does not start."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
application = get_wsgi_application()


def _require_served() -> None:
    from django.db import connection

    from kevread.base.kind import require_served

    require_served()
    connection.close()


_require_served()
