import os

from django.core.management.base import BaseCommand
from django.db import connections


class Command(BaseCommand):
    """What the database is."""

    def handle(self, **options):
        kind = "demonstration" if os.environ.get("KEVREAD_DEMONSTRATION") else "federation"
        with connections["owner"].cursor() as cursor:
            cursor.execute(
                "INSERT INTO base_kind (kind, federation) VALUES (%s, %s)", [kind, os.environ["KEVREAD_FEDERATION"]]
            )
