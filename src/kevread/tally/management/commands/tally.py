from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser

from kevread.common.reading import Misread
from kevread.tally.rules.loader import read
from kevread.tally.rules.tallies import answer, row_of
from kevread.ui.command_line import BadInput, JsonCommand, bad_input_exits, print_json


class Command(JsonCommand):
    help = "Calcule le résultat d’un vote à partir d’un fichier JSON, sans rien lire de Kevread."
    requires_system_checks = ()

    def arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        with bad_input_exits():
            try:
                vote = read(options["file"])
            except Misread as wrong:
                at = str(options["file"]) if wrong.code in ("unreadable", "bad_json") else wrong.at
                raise BadInput(wrong.code, at, wrong.message) from wrong
            print_json(row_of(answer(vote)))
