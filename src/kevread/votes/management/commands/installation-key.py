from typing import Any

from django.core.management.base import BaseCommand

from kevread.votes.queries.installation import installation


class Command(BaseCommand):
    help = "Dit la clé avec laquelle cette installation cachette les votes, en seize lettres à noter ailleurs."
    requires_system_checks = ()

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(installation().print)
