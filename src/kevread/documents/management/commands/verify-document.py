import sys
from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser

from kevread.documents.queries.sealed import known, roots_in
from kevread.ui.command_line import BadInput, JsonCommand, bad_input_exits, print_json

NOT_A_PDF = "Ce fichier ne se lit pas comme un PDF : il n’en est pas un, ou il est coupé."


class Command(JsonCommand):
    help = "Dit ce que prouvent les signatures d’un PDF : intact, changé depuis, de qui. Code 0 si tout est juste."

    def arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--ca", type=Path, metavar="PEM", help="les autorités à croire, au lieu de celle d’ici")
        parser.add_argument("--format", choices=["json"], default="json")

    def handle(self, *, file: Path, ca: Path | None, **options: Any) -> None:
        with bad_input_exits():
            roots = None
            if ca is not None:
                try:
                    roots = roots_in(read(ca, "ca"))
                except ValueError as wrong:
                    raise BadInput("not_a_certificate", "ca", str(wrong)) from wrong
            found = known(read(file, str(file)), roots)
            print_json(found.as_json())
            if found.report.verdict == "unreadable":
                raise BadInput("unreadable", str(file), NOT_A_PDF)
        if found.report.verdict != "valid":
            sys.exit(1)


def read(file: Path, at: str) -> bytes:
    try:
        return file.read_bytes()
    except OSError as wrong:
        raise BadInput("unreadable", at, f"« {file} » ne s’ouvre pas : vérifiez le chemin.") from wrong
