from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from kevread.seats.roles import as_markdown


class Command(BaseCommand):
    help = "Écrit qui peut faire quoi, et où : la page docs/roles.md."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("fichier", nargs="?", default="docs/roles.md")

    def handle(self, *args: Any, **options: Any) -> None:
        Path(options["fichier"]).write_text(as_markdown(), encoding="utf-8")
        self.stdout.write(f"Écrit dans {options['fichier']}.")
