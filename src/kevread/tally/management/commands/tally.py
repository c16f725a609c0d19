from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser

from kevread.tally.rules.loader import read
from kevread.tally.rules.tallies import answer, row_of
from kevread.ui.command_line import JsonCommand, bad_input_exits, print_json


class Command(JsonCommand):
    help = "Calcule le résultat d’un vote à partir d’un fichier JSON, sans rien lire de Kevread."
    requires_system_checks = ()

    def arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        with bad_input_exits():
            print_json(row_of(answer(read(options["file"]))))
