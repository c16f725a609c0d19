from django.core.management.base import BaseCommand
from django.db import connections


class Command(BaseCommand):
    """All that the words need."""

    def handle(self, **options):
        application = connections.settings["default"]["USER"]
        if application == connections.settings["owner"]["USER"]:
            return
        with connections["owner"].cursor() as cursor:
            for objects in ("TABLES", "SEQUENCES"):
                cursor.execute(f"GRANT ALL ON ALL {objects} IN SCHEMA public TO {application}")
