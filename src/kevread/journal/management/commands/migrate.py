"""The migrations of Django, faster (`kevread.base.rendering`), of which what they write again is noted (`journal.touched`)."""

from typing import Any

from django.core.management.commands.migrate import Command as Migrate

from kevread.base.rendering import one_model_at_a_time
from kevread.journal.touched import excusing_migrations


class Command(Migrate):
    def handle(self, *args: Any, **options: Any) -> None:
        with one_model_at_a_time(), excusing_migrations(options["database"]):
            super().handle(*args, **options)
