"""The migrations of Django, faster: see `kevread.base.rendering`."""

from typing import Any

from django.core.management.commands.migrate import Command as Migrate

from kevread.base.rendering import one_model_at_a_time


class Command(Migrate):
    def handle(self, *args: Any, **options: Any) -> None:
        with one_model_at_a_time():
            super().handle(*args, **options)
