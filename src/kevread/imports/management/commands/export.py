"""`./kevread manage export FILE`: the workbook of first load, filled with the federation as of a day."""

from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser

from kevread.base import clock
from kevread.common.sheets import SHEETS
from kevread.imports.workbook import workbook
from kevread.ui.command_line import BadInput, JsonCommand, bad_input_exits, day_argument, print_json, why_not


class Command(JsonCommand):
    help = "Écrit le classeur de premier chargement (XLSX) : la fédération telle qu’elle est un jour, ou vide avec --empty."

    def arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--on", help="le jour, par exemple 2026-11-24 ; aujourd’hui s’il n’est pas dit")
        parser.add_argument("--only", action="append", default=[], help="une feuille ; plusieurs fois pour plusieurs")
        parser.add_argument("--empty", action="store_true", help="sans aucune ligne : le classeur à remplir")

    def handle(self, *args: Any, **options: Any) -> None:
        with bad_input_exits():
            on = day_argument(options["on"]) if options["on"] else clock.today()
            try:
                content = workbook(on, options["only"], filled=not options["empty"])
            except LookupError as strange:
                known = ", ".join(SHEETS)
                raise BadInput(
                    "unknown_sheet", "only", f"« {strange.args[0]} » n’est pas une feuille : {known}."
                ) from None
            try:
                options["file"].write_bytes(content)
            except OSError as error:
                raise BadInput("unwritable", "file", f"Ce fichier ne peut pas être écrit : {why_not(error)}.") from None
        print_json({"written": str(options["file"]), "on": on, "bytes": len(content)})
