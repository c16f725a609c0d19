from typing import Any

from django.core.management.base import BaseCommand

from kevread.base.rights import give
from kevread.journal.replaced import following


class Command(BaseCommand):
    help = "Donne à l’application ce qu’il lui faut sur les tables, et rien de plus. Le lanceur s’en sert."

    def handle(self, **options: Any) -> None:
        with following() as done:  # a right is written beside the table that it opens
            done.append(give())
